"""Feedback, petitions, published answers and ratings, for everybody."""
