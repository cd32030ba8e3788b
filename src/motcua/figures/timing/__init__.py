"""What steps hold of the time of dossiers, and who and what made dossiers late."""
