"""Published answers, found by words with marks or without."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from django.db.models.expressions import RawSQL

from motcua.feedback.models import PublishedAnswer
from motcua.feedback.publishing import search_words
from motcua.foundation.clock import Instant

PAGE: Final = 20
MOST: Final = 200
_LONGEST: Final = 200


class AnswerHit(NamedTuple):
    """A published answer as lists and its page show it."""

    slug: str
    question: str
    answer: str
    agency: str
    procedure_code: str
    published_at: Instant


def find_answers(text: str, *, procedure: str = "", limit: int = MOST) -> list[AnswerHit]:
    """Published answers, best first; without words the newest. One statement."""
    rows = PublishedAnswer.objects.select_related("agency")
    if procedure:
        rows = rows.filter(procedure_code=procedure)
    terms = [re.sub(r"[^0-9a-z]", "", word) for word in search_words(text[:_LONGEST]).split()[:20]]
    terms = [term for term in terms if term]
    if text.strip() and not terms:
        return []
    if terms:
        asked = " & ".join(f"{term}:*" for term in terms)
        rows = rows.extra(
            where=["feedback_publishedanswer.words @@ to_tsquery('simple', %s)"], params=[asked]
        )
        rank = RawSQL("ts_rank(feedback_publishedanswer.words, to_tsquery('simple', %s))", [asked])
        rows = rows.order_by(rank.desc(), "-published_at")
    else:
        rows = rows.order_by("-published_at")
    return [_hit(row) for row in rows[:limit]]


def answer_page(slug: str) -> AnswerHit | None:
    """One published answer."""
    row = PublishedAnswer.objects.select_related("agency").filter(slug=slug[:24]).first()
    return _hit(row) if row is not None else None


def _hit(row: PublishedAnswer) -> AnswerHit:
    return AnswerHit(
        row.slug, row.question, row.answer, row.agency.name, row.procedure_code, row.published_at
    )
