"""Books that hold a line for each dossier."""
