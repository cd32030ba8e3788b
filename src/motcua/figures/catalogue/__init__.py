"""What is counted of the catalogue alone: services, not dossiers."""
