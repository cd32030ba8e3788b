"""The nine indices of Circular 01/2018/TT-VPCP (articles 13 to 15): scores 2, 1, 0, means and bands. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from motcua.dossiers.facts import Outcome
from motcua.figures.indices.scoring import Confidence, rounded

_DATA: Final = Path(__file__).parents[1] / "data" / "nine_indices.toml"
AVERAGED: Final = (1, 2, 3, 4, 7)
"""Scored by dossier and averaged (article 15)."""


class NineIndex(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the nine: what gives two points, one and none, and how it is counted here."""

    number: int
    name: str
    per: Literal["dossier", "agency"]
    two: str
    one: str
    none: str
    counted: str
    confidence: Confidence
    typed: tuple[str, ...] = ()
    note: str = ""


class Band(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word for a total of at least so much."""

    least: Decimal
    key: str
    name: str


class NineIndices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The nine as data. `whole_process` is the percent of procedures that index 5 wants, by level."""

    name: str
    law: str
    officer: tuple[int, ...]
    index: tuple[NineIndex, ...]
    officer_band: tuple[Band, ...]
    agency_band: tuple[Band, ...]
    whole_process: dict[str, int]


@cache
def nine_indices() -> NineIndices:
    """The nine as they ship."""
    return msgspec.toml.decode(_DATA.read_bytes(), type=NineIndices)


def by_outcome(outcome: Outcome) -> int:
    """Indices 1 and 2: shorter, equal, longer than the time set."""
    return {Outcome.EARLY: 2, Outcome.ON_TIME: 1, Outcome.LATE: 0}[outcome]


def by_contacts(contacts: int) -> int:
    """Index 3: how often reception was contacted to complete the dossier."""
    return max(0, 2 - contacts)


def by_agencies(contacts: int, others: int = 0) -> int:
    """Index 4: none contacted; the section alone; another agency."""
    if others:
        return 0
    return 1 if contacts else 2


def by_attitude(outcome: Outcome, *, complained: bool) -> int:
    """Index 7. The circular does not tell of a late dossier without a complaint; it does not reach one."""
    return 0 if complained else by_outcome(outcome)


def by_organisation(level: str, listed: int, whole_process: int, at_section: int) -> int:
    """Index 5, of procedures on the list of the section: `whole_process` are done there from end to end,
    `at_section` received and returned there."""
    if listed and 100 * whole_process >= nine_indices().whole_process.get(level, 100) * listed:
        return 2
    return 1 if listed and at_section >= listed else 0


def by_publication(*, posted: bool, electronic: bool) -> int:
    """Index 6."""
    return posted + electronic


def by_petitions(due: int, on_time: int, prolonged: int) -> int:
    """Index 8."""
    if not due:
        return 2
    if prolonged or 10 * on_time < 9 * due:
        return 0
    return 2 if on_time == due else 1


class Online(msgspec.Struct, frozen=True, kw_only=True):
    """What index 9 looks at; `late` are online dossiers late or unresolved after their time."""

    eligible: int
    offered: int
    dossiers: int
    online: int
    late: int


def by_online(found: Online) -> int:
    """Index 9."""
    if found.late or not found.offered or not found.dossiers:
        return 0
    share = Fraction(100 * found.online, found.dossiers)
    if share >= 30 and 100 * found.offered >= 20 * found.eligible:
        return 2
    return 1 if share >= 15 else 0


def mean(points: int, dossiers: int) -> Decimal | None:
    """The mean score of dossiers, one decimal, half up (article 15, clause 2); none of no dossier."""
    return rounded(Fraction(points, dossiers), 1) if dossiers else None


def officer_total(scores: Mapping[int, Decimal | None]) -> Decimal | None:
    """The sum of the five indices of an officer, of 10; none where one of them is not known."""
    return _sum(scores, nine_indices().officer)


def agency_total(scores: Mapping[int, Decimal | None]) -> Decimal | None:
    """The sum of the nine, of 18; none where one of them is not known."""
    return _sum(scores, tuple(each.number for each in nine_indices().index))


def _sum(scores: Mapping[int, Decimal | None], wanted: tuple[int, ...]) -> Decimal | None:
    known = [value for number in wanted if (value := scores.get(number)) is not None]
    return sum(known, Decimal("0.0")) if len(known) == len(wanted) else None


def officer_band(total: Decimal) -> Band:
    """The share of the task that a total of an officer stands for."""
    return next(each for each in nine_indices().officer_band if total >= each.least)


def agency_band(total: Decimal) -> Band:
    """The word for a total of an agency."""
    return next(each for each in nine_indices().agency_band if total >= each.least)
