"""Periods cut into weeks or months, and what came, was resolved and was late in each.

A part of a legal period ends on the 14th as the period does. Under every rule set but the national one a
dossier is resolved once, so that parts sum to the whole.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from motcua.dossiers.facts import day_number, day_of_number, local_day
from motcua.figures.ii06a import RESOLVED, Scope, counts
from motcua.figures.periods import CLOSING_DAY
from motcua.figures.registry import percent
from motcua.figures.rule_sets import RuleSet

WEEKS_UNTIL: Final = 98
"""Days of a period that is told by weeks; a longer one is told by months, or by several together."""
_MOST: Final = 14


class Span(msgspec.Struct, kw_only=True):
    """A part of a period: first and last day, taken in during it, resolved in it, of these late."""

    first: date
    last: date
    received: int = 0
    resolved: int = 0
    late: int = 0

    @property
    def on_time(self) -> float | None:
        """Percent of what was resolved; none where nothing was."""
        return percent(self.resolved - self.late, self.resolved) if self.resolved else None


class Slice(msgspec.Struct, kw_only=True):
    """Resolved dossiers by the end against the promise, in days of the calendar."""

    id: str
    count: int = 0


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How a period went: its parts in order, by `unit`, and the ends against the promises."""

    unit: Literal["week", "month"]
    spans: tuple[Span, ...]
    slices: tuple[Slice, ...]


_EDGES: Final = (-4, -1, 0, 1, 3, 8)
_AGAINST: Final = "k.done_day - k.due_day"
SLICES: Final = {
    "early5": f"cls = 8 AND {_AGAINST} <= -5",
    "early2": f"cls = 8 AND {_AGAINST} BETWEEN -4 AND -2",
    "early1": f"cls = 8 AND {_AGAINST} = -1",
    "early_other": f"cls = 8 AND ({_AGAINST} >= 0 OR k.due_day IS NULL)",
    "on_time": "cls = 9",
    "late1": f"cls = 10 AND {_AGAINST} BETWEEN 1 AND 2",
    "late3": f"cls = 10 AND {_AGAINST} BETWEEN 3 AND 7",
    "late8": f"cls = 10 AND {_AGAINST} >= 8",
    "late_other": f"cls = 10 AND ({_AGAINST} <= 0 OR k.due_day IS NULL)",
}
"""The condition on `k` of each; `_other` is what a rule set finds early or late though the days do not."""
_EARLY: Final = ("early5", "early2", "early1")
_LATE: Final = {4: "late1", 5: "late3", 6: "late8"}
_DONE: Final = (
    "CASE WHEN s.ended_day > %(last)s OR s.ended_known > %(as_of)s THEN s.asked_day ELSE s.ended_day END"
)


def course(scope: Scope, rules: RuleSet, *, legal: bool = False) -> Course:
    """How the period went until the moment of knowledge; `legal`: months end on the 14th. One statement."""
    last = min(scope.last, day_of_number(local_day(scope.as_of)))
    unit: Literal["week", "month"] = "week" if (last - scope.first).days < WEEKS_UNTIL else "month"
    spans = _cut(scope.first, last, unit, legal)
    edges = ",".join(str(day_number(each.first)) for each in spans)
    of = "width_bucket({}, ARRAY[" + edges + "])"
    # What has no promise, or no end, lies far off on either side.
    against = f"width_bucket({_DONE} - s.due_day::bigint, ARRAY{list(_EDGES)}::bigint[])"
    slices = {name: Slice(id=name) for name in SLICES}
    for done, came_in, days, came, column, count in counts(
        scope, rules, of.format(_DONE), of.format("s.received_day"), against
    ):
        if came in {4, 5}:
            spans[_at(came_in, spans)].received += count
        if column in RESOLVED:
            one = spans[_at(done, spans)]
            one.resolved += count
            one.late += count * (column == 10)
            slices[_slice(column, days)].count += count
    return Course(unit=unit, spans=tuple(spans), slices=tuple(slices.values()))


def _at(bucket: int, spans: list[Span]) -> int:
    return min(max(bucket, 1), len(spans)) - 1


def _slice(column: int, days: int) -> str:
    if column == 9:
        return "on_time"
    if column == 8:
        return _EARLY[days] if days < len(_EARLY) else "early_other"
    return _LATE.get(days, "late_other")


def _cut(first: date, last: date, unit: str, legal: bool) -> list[Span]:
    if unit == "week":
        starts = [first]
        while (following := starts[-1] + timedelta(days=7 - starts[-1].weekday())) <= last:
            starts.append(following)
    else:
        starts = _months(first, last, CLOSING_DAY + 1 if legal else 1)
    ends = [*(each - timedelta(days=1) for each in starts[1:]), last]
    return [Span(first=start, last=end) for start, end in zip(starts, ends, strict=True)]


def _months(first: date, last: date, begins: int) -> list[date]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    together = next(each for each in (1, 3, 6, 12, 120, 12_000) if months <= each * _MOST)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    bounds = [date(each // 12, each % 12 + 1, begins) for each in numbers]
    within = [each for each in bounds if first < each <= last]
    return [first, *within[together - 1 :: together]]
