"""Dossiers of another system, from a list of them, entered through the pure core (decision 0090)."""
