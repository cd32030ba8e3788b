"""What a head sees at a glance: a period beside the one before, its course, and what is about to go wrong.

Every number is counted by the statement of form II.06a, so that it is the number of the report that it opens.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import msgspec

from motcua.dossiers.facts import day_of_number, local_day
from motcua.figures.commune_map import Columns, commune_map, tiles_of
from motcua.figures.ii06a import Line, Scope, added, checked, counts
from motcua.figures.periods import Period, period
from motcua.figures.report import Report, report
from motcua.figures.rule_sets import RuleSet
from motcua.figures.spans import Course, course
from motcua.figures.week_ahead import Week, week_ahead
from motcua.foundation.clock import Instant
from motcua.organisation.queries import agency_levels


class Dashboard(msgspec.Struct, frozen=True, kw_only=True):
    """`before` is the span before (`earlier`) as known at the same moment; none where it had nothing."""

    report: Report
    earlier: Scope
    before: Line | None
    course: Course
    week: Week
    columns: Columns
    off_map: int
    """Dossiers resolved by agencies that lie on no map, those of the province among them."""


def dashboard(scope: Scope, rules: RuleSet, kind: str, now: Instant) -> Dashboard:
    """All of it; `kind` is that of the period (`periods.KINDS`). Raises: `UsageError`, `DoesNotAddUp`."""
    checked(scope)
    found = report(scope, rules, "agency")
    earlier = before(scope, kind)
    lines = added(counts(earlier, rules, "0"))
    columns, off_map = _on_map(scope, found)
    return Dashboard(
        report=found,
        earlier=earlier,
        before=lines[0] if lines else None,
        course=course(scope, rules, legal=kind.startswith("legal")),
        week=week_ahead(scope, rules, now),
        columns=columns,
        off_map=off_map,
    )


def before(scope: Scope, kind: str) -> Scope:
    """The span before, as long as what of the period has passed: the same days a year, a quarter or a month
    earlier, or as many days that end where this begins."""
    passed = min(scope.last, day_of_number(local_day(scope.as_of)))
    earlier = _one_before(scope.first, kind)
    if earlier is None:
        length = passed - scope.first
        last = scope.first - timedelta(days=1)
        return msgspec.structs.replace(scope, first=last - length, last=last)
    last = earlier.last if passed >= scope.last else earlier.first + (passed - scope.first)
    return msgspec.structs.replace(scope, first=earlier.first, last=min(last, earlier.last))


def _one_before(first: date, kind: str) -> Period | None:
    day = first - timedelta(days=1)
    months = {"year": 12, "quarter": 3, "month": 1}.get(kind.removeprefix("legal_"))
    if months is None:
        return None
    return period(kind, day.year, (day.month - 1) // months + 1)


def _on_map(scope: Scope, found: Report) -> tuple[Columns, int]:
    """The map of the scope, and how many dossiers those resolved that lie on no map."""
    rows = {int(row.key): row for row in found.rows}
    columns = scope_map(scope, rows)
    lying = {tile.agency for tile in tiles_of(columns)}
    return columns, sum(row.c7 for agency, row in rows.items() if agency not in lying)


def scope_map(scope: Scope, counted: Collection[int]) -> Columns:
    """The map of a scope, with the agencies that were `counted` in it though they had ended before."""
    only: set[int] | None = set(scope.agencies) if scope.agencies else None
    if scope.level:
        levels = agency_levels()
        only = {each for each in only or levels if levels[each] == scope.level}
    # Who was not yet there at the moment of knowledge is not on its map.
    last = min(scope.last, day_of_number(local_day(scope.as_of)))
    return commune_map(scope.first, last, only=only, also=counted)
