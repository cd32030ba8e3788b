"""A province's year: agencies, officers, catalogue and every life of a dossier, by a file of parameters."""
