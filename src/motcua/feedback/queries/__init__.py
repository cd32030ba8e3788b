"""Reads of feedback: ratings in groups, published answers, petitions within sight."""

from motcua.feedback.concerning import receiving_body
from motcua.feedback.following import followed, sent_by
from motcua.feedback.queries.answers import answer_page, find_answers
from motcua.feedback.queries.petitions import (
    agencies_to_forward,
    answered_by_agency,
    clocks_today,
    counts,
    is_receiver,
    may_be_concerned,
    officers_to_answer,
    openings_of,
    period_figures,
    petition_page,
    worklist,
)
from motcua.feedback.queries.ratings import (
    Ratings,
    RatingScope,
    agency_rows,
    by_agency,
    of_officer,
    ratings,
)

__all__ = [
    "RatingScope",
    "Ratings",
    "agencies_to_forward",
    "agency_rows",
    "answer_page",
    "answered_by_agency",
    "by_agency",
    "clocks_today",
    "counts",
    "find_answers",
    "followed",
    "is_receiver",
    "may_be_concerned",
    "of_officer",
    "officers_to_answer",
    "openings_of",
    "period_figures",
    "petition_page",
    "ratings",
    "receiving_body",
    "sent_by",
    "worklist",
]
