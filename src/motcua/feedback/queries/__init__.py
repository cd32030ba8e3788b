"""Reads of feedback: ratings in groups, published answers, petitions within sight."""

from motcua.feedback.queries.ratings import (
    Ratings,
    RatingScope,
    by_agency,
    of_officer,
    ratings,
)

__all__ = ["RatingScope", "Ratings", "by_agency", "of_officer", "ratings"]
