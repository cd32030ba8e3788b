"""Figures that are shown: each with its parts, its period and the moment it was counted."""
