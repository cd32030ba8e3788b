"""Reports that count dossiers: each is data, columns with conditions; one engine counts and opens them."""
