"""The clock of one step: early, on time or late once ended; what is left or overrun while it is open.

The rule is that of the dossier (`lifecycle.clock.outcome`) and of the control slip's column "trước hạn / đúng
hạn / quá hạn": late by the minute, early by the day. A due time that was given never moves: what the office
puts into the calendar later changes how much working time is left until it, not the moment itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from motcua.foundation.clock import MINUTE, Instant, day_of
from motcua.foundation.worktime import WorkCalendar

from .rows import MAIN, Pause, Row, StepSpan


class Verdict(StrEnum):
    """How a step stands in its own time."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    RUNNING = "running"
    OVERDUE = "overdue"
    NOT_COUNTED = "not_counted"


class StepClock(Row, frozen=True, kw_only=True, gc=False):
    """A step with its verdict; `left` is working minutes until its due time, negative beyond it, none where
    it has ended or is not counted. `paused`: it stands while the applicant is waited for."""

    span: StepSpan
    verdict: Verdict
    left: int | None = None
    paused: bool = False


def told(due_at: Instant | None, ended_at: Instant) -> Verdict:
    """Early, on time or late: late by the minute, early by the day (domain reference 3.5)."""
    if due_at is None:
        return Verdict.NOT_COUNTED
    if ended_at > due_at:
        return Verdict.LATE
    return Verdict.EARLY if day_of(ended_at) < day_of(due_at) else Verdict.ON_TIME


def step_clock(span: StepSpan, pauses: Iterable[Pause], now: Instant, calendar: WorkCalendar) -> StepClock:
    """The clock of one step.

    A step that waited for the applicant when it ended is told by when the waiting began, and an open one
    stands at that moment: waiting turns nothing overdue.
    """
    until = now if span.ended_at is None else span.ended_at
    # Another agency goes on with its part while the applicant is waited for.
    stands = span.part == MAIN or span.ended_at is None
    counted = counted_until(span.opened_at, until, pauses) if stands else until
    if span.due_at is None:
        return StepClock(span=span, verdict=Verdict.NOT_COUNTED)
    if span.ended_at is not None:
        return StepClock(span=span, verdict=told(span.due_at, counted))
    left = calendar.between(counted, span.due_at)
    over = counted > span.due_at
    return StepClock(
        span=span,
        verdict=Verdict.OVERDUE if over else Verdict.RUNNING,
        left=-(-left // MINUTE) if over else left // MINUTE,
        paused=counted != until,
    )


def counted_until(opened_at: Instant, until: Instant, pauses: Iterable[Pause]) -> Instant:
    """By which moment a step is told that ended, or stands, at `until`: when the waiting for the applicant
    began in which it did, else `until` itself."""
    for pause in pauses:
        if pause.since < until and (pause.until is None or until <= pause.until):
            return max(pause.since, opened_at)
    return until
