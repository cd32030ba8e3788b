"""Ratings in groups. A group of fewer than the minimum shows nothing but that it is too small, to everybody:
so the same figure stands on public pages, at the desk and in files. By officer only for the officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
from django.db.models import Q

from motcua.feedback.models import Rating
from motcua.foundation.clock import instant_of
from motcua.foundation.errors import Forbidden, gettext_noop
from motcua.law.service_quality import (
    Criterion,
    QuestionSet,
    RatingRules,
    question_sets,
    rating_rules,
)
from motcua.organisation.models import Agency
from motcua.organisation.rights import Person

_SATISFIED: Final = 4
_COLUMNS: Final = ("level", "questions", "criteria")
_Row = tuple[int, str, Mapping[str, int]]


class RatingScope(msgspec.Struct, frozen=True, kw_only=True):
    """Which ratings: of an agency as the competent one (`agency`) or the receiving one (`section`), of a
    procedure, of a stage. Empty fields do not narrow."""

    agency: int | None = None
    section: int | None = None
    procedure: str = ""
    stage: str = ""


class SetMeans(msgspec.Struct, frozen=True, kw_only=True):
    """Of one set of questions the mean of each criterion (two decimals) with how many answered it, only where
    enough did."""

    questions: QuestionSet
    criteria: tuple[tuple[Criterion, float, int], ...]


class Ratings(msgspec.Struct, frozen=True, kw_only=True):
    """A group of ratings. `count` is 0 and everything else empty where the group is too small (`shown`).

    `levels` counts each level from 5 down to 1; `satisfied_pct` is the share of levels 4 and 5, two decimals;
    `sets` has the means of criteria for each set of questions apart: what was asked differently is not added
    up. The question of the level is the same in all.
    """

    shown: bool
    minimum: int
    count: int = 0
    levels: tuple[tuple[int, int], ...] = ()
    mean: float | None = None
    satisfied_pct: float | None = None
    sets: tuple[SetMeans, ...] = ()


def ratings(scope: RatingScope, first: date, last: date, *, rules: RatingRules | None = None) -> Ratings:
    """The ratings given from `first` to `last`, both days included. One statement."""
    return _group(_rows(_narrowed(scope), first, last), rules or rating_rules())


def by_agency(first: date, last: date, *, rules: RatingRules | None = None) -> dict[int, Ratings]:
    """The same for each competent agency that has any rating, by its key. One statement."""
    rows = _within(first, last).values_list("competent_id", *_COLUMNS)
    return _split(rows, rules or rating_rules())


def agency_rows(first: date, last: date) -> list[tuple[Agency, Ratings]]:
    """The agencies with any rating, by name. Two statements."""
    found = by_agency(first, last)
    agencies = Agency.objects.filter(pk__in=found).order_by("level", "name")
    return [(each, found[each.pk]) for each in agencies]


def of_officer(person: Person, code: str, first: date, last: date) -> Ratings:
    """How the work of one officer was rated: for that officer and nobody else. Raises: `Forbidden`."""
    if not code or person.officer_code != code:
        raise Forbidden(
            gettext_noop("Đánh giá theo từng cán bộ chỉ cán bộ ấy xem được."),
            gettext_noop("Xem đánh giá chung của đơn vị."),
        )
    return _group(_rows(Q(officers__contains=[code]), first, last), rating_rules())


def _narrowed(scope: RatingScope) -> Q:
    found = Q()
    if scope.agency is not None:
        found &= Q(competent=scope.agency)
    if scope.section is not None:
        found &= Q(section=scope.section)
    if scope.procedure:
        found &= Q(procedure_code=scope.procedure)
    return found & Q(stage=scope.stage) if scope.stage else found


def _within(first: date, last: date) -> Any:
    begins = instant_of(datetime(first.year, first.month, first.day))  # noqa: DTZ001 - local midnight
    after = last + timedelta(days=1)
    ends = instant_of(datetime(after.year, after.month, after.day))  # noqa: DTZ001 - local midnight
    return Rating.objects.filter(given_at__gte=begins, given_at__lt=ends)


def _rows(which: Q, first: date, last: date) -> list[_Row]:
    return list(_within(first, last).filter(which).values_list(*_COLUMNS))


def _split(rows: Iterable[tuple[int, int, str, Mapping[str, int]]], rules: RatingRules) -> dict[int, Ratings]:
    groups: dict[int, list[_Row]] = {}
    for key, level, questions, criteria in rows:
        groups.setdefault(key, []).append((level, questions, criteria))
    return {key: _group(each, rules) for key, each in groups.items()}


def _group(rows: list[_Row], rules: RatingRules) -> Ratings:
    if len(rows) < rules.minimum_group:
        return Ratings(shown=False, minimum=rules.minimum_group)
    levels = [level for level, _, _ in rows]
    sets = (_means(each, rows, rules.minimum_group) for each in question_sets())
    satisfied = sum(level >= _SATISFIED for level in levels)
    return Ratings(
        shown=True,
        minimum=rules.minimum_group,
        count=len(rows),
        levels=tuple((value, levels.count(value)) for value in (5, 4, 3, 2, 1)),
        mean=round(sum(levels) / len(levels), 2),
        satisfied_pct=_percent(satisfied, len(rows)),
        sets=tuple(each for each in sets if each.criteria),
    )


def _means(questions: QuestionSet, rows: list[_Row], least: int) -> SetMeans:
    found = []
    for each in questions.criteria:
        answers = [said[each.key] for _, asked, said in rows if asked == questions.id and each.key in said]
        if len(answers) >= least:
            found.append((each, round(sum(answers) / len(answers), 2), len(answers)))
    return SetMeans(questions=questions, criteria=tuple(found))


def _percent(part: int, whole: int) -> float:
    """Two decimals, rounded half up (contracts, section 1)."""
    return (20_000 * part + whole) // (2 * whole) / 100
