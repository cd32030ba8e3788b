"""Accounts of citizens and businesses: signing in, signing up, the account's own pages."""
