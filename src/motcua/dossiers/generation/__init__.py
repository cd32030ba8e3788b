"""A past of dossiers made through the pure core: for the demonstration, for tests and for measuring."""
