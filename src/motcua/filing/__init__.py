"""Filing online: drafts that are kept as they grow, files that arrive in pieces, one submission for each."""
