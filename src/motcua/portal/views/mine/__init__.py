"""Hồ sơ của tôi: drafts, filings, dossiers of the signed-in account."""
