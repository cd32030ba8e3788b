"""Figures of officers: counted from the turns in which each had a dossier; who may see them, and who did."""
