"""Everything that the clocks tell of one dossier, from one list of rows."""

from __future__ import annotations

import msgspec

from motcua.foundation.clock import Instant

from .partition import after_end, partition
from .rows import MAIN, CalendarOf, Had, Held, Life, Row, StepSpan
from .sums import Cause, OfficeTime, cause, minutes_of, office_times, working
from .verdict import StepClock, step_clock


class Clocks(Row, frozen=True, kw_only=True, gc=False):
    """The clocks of one dossier. `minutes` has the working minutes of each of `spans`: they add up to
    `total`, as do those of the offices with `applicant` and `transfer`. `after` is the time from the end to
    the return."""

    life: Life
    steps: tuple[StepClock, ...]
    spans: tuple[Held, ...]
    minutes: tuple[int, ...]
    after: tuple[Held, ...]
    after_minutes: tuple[int, ...]
    offices: tuple[OfficeTime, ...]
    applicant: int
    transfer: int
    total: int
    cause: Cause | None


def clocks_of(life: Life, now: Instant, calendar_of: CalendarOf) -> Clocks:
    """The clocks of a dossier as it stands at `now`."""
    spans = partition(life, now)
    minutes = minutes_of(working(spans, calendar_of, life.section))
    after = after_end(life, now)
    sums = {
        had: sum(each for span, each in zip(spans, minutes, strict=True) if span.had is had) for had in Had
    }
    return Clocks(
        life=life,
        steps=tuple(
            step_clock(_dated(life, row), life.pauses, now, calendar_of(row.agency)) for row in life.steps
        ),
        spans=spans,
        minutes=tuple(minutes),
        after=after,
        after_minutes=tuple(minutes_of(working(after, calendar_of, life.section))),
        offices=office_times(spans, minutes),
        applicant=sums[Had.APPLICANT],
        transfer=sums[Had.TRANSFER],
        total=sum(minutes),
        cause=cause(life, spans, now, calendar_of),
    )


def _dated(life: Life, row: StepSpan) -> StepSpan:
    """An open inner step without a time of its own stands under the date of its part."""
    if row.due_at is not None or row.ended_at is not None or row.part == MAIN:
        return row
    due = next((part.due_at for part in life.parts if part.no == row.part), None)
    return msgspec.structs.replace(row, due_at=due)
