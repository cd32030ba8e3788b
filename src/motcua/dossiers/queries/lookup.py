"""Look-up of anything in sight by any fragment: name, phone, identifier, code, with or without accents."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.lists import ordered
from motcua.dossiers.queries.scope import elsewhere
from motcua.dossiers.queries.views import WorkList
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.text import fold, storable
from motcua.organisation.rights import Person, visible

FRAGMENT: Final = 3
"""Letters from which a fragment is found in the middle of a word: the index knows groups of three."""
MOST_WORDS: Final = 8
LOOKUP_PAGE: Final = 100
"""Rows on a page of what was found."""
_WORD: Final = re.compile(r"[^\s|]+")


class Wanted(NamedTuple):
    """What is looked for: folded words; `too_short` where a single letter would list half the house."""

    words: tuple[str, ...]
    too_short: bool
    beginnings: bool
    """Whether a word is so short that it is looked for at the beginning of words only."""


def wanted(text: str) -> Wanted:
    """The words of a look-up. Spaces and points inside a number do not matter: `0912 345 678`."""
    text = storable(text)
    words = tuple(dict.fromkeys(_WORD.findall(fold(text))))[:MOST_WORDS]
    figures = "".join(words).replace(".", "")
    if len(words) > 1 and figures.isdigit():
        words = (figures,)
    letters = max(map(len, words), default=0)
    return Wanted(words, letters == 1, any(len(word) < FRAGMENT for word in words))


def search(
    person: Person, text: str, *, page: int = 1, size: int = LOOKUP_PAGE, clock: Clock | None = None
) -> WorkList:
    """Dossiers in sight that have every word of the text; the nearest first, without words the newest.

    A word of three letters is found anywhere, a shorter one at the beginning of words, a single letter alone
    finds nothing: see `wanted`.
    """
    now = (clock or SystemClock()).now()
    asked = wanted(text)
    rows = Dossier.objects.none() if asked.too_short else Dossier.objects.filter(visible(person, elsewhere))
    for word in asked.words:
        rows = rows.filter(found_by__contains=word if len(word) >= FRAGMENT else f" {word}")
    order: tuple[str, ...] = ("-received_at",)
    if asked.words:
        rows = _ranked(rows, asked.words)
        order = ("nearness", "-received_at", "-pk")
    return ordered(person, rows, now, page=page, size=size, order=order)


def _ranked(rows: QuerySet[Dossier], words: tuple[str, ...]) -> QuerySet[Dossier]:
    """The whole code, number or phone first, then the name as typed, then whole words, then beginnings."""
    phrase = " ".join(words)
    whole = Q(owner_identifier=phrase) | Q(owner_phone=phrase) | Q(code=phrase.upper())
    begins = Q()
    for word in words:
        begins &= Q(found_by__contains=f" {word}")
    nearness = Case(
        When(whole, then=Value(0)),
        When(search__startswith=phrase, then=Value(1)),
        When(found_by__contains=f" {phrase} ", then=Value(2)),
        When(found_by__contains=f" {phrase}", then=Value(3)),
        When(begins, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    return rows.annotate(nearness=nearness)


def find_code(person: Person, text: str) -> str | None:
    """The code of a dossier in sight that the text names exactly: a code, a reference, or a QR address."""
    for candidate in _candidates(text):
        found = (
            Dossier.objects.filter(visible(person, elsewhere))
            .filter(Q(code=candidate.upper()) | Q(reference=candidate.upper()))
            .values_list("code", "reference")
            .first()
        )
        if found:
            return found[0] or found[1]
    return None


_QR: Final = re.compile(r"/tra-cuu/([^/?#\s]+)")


def _candidates(text: str) -> list[str]:
    text = storable(text)
    scanned = _QR.search(text)
    if scanned:
        return [scanned.group(1)]
    return [text] if "-" in text and len(text) <= 64 else []
