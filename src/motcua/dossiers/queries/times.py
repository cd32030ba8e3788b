"""Where a dossier stands in time, as every screen says it: derived, never stored."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from motcua.dossiers.lifecycle.types import Status
from motcua.foundation.clock import HOUR, Instant, day_of
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import WorkCalendar, remaining, remaining_phrase

NEAR: Final = 16 * HOUR
"""Under two working days: what the screens call near its due time (a setting of the house, not of law)."""


class TimeState(StrEnum):
    """The five states of time that a pill shows, and none where no limit is stated."""

    LATE = "late"
    NEAR = "near"
    WITHIN = "within"
    PAUSED = "paused"
    EARLY = "early"
    ON_TIME = "on_time"
    ENDED_LATE = "ended_late"
    ENDED = "ended"
    NO_LIMIT = "no_limit"


class Clocking(msgspec.Struct, frozen=True):
    """A state of time with the words for what is left ("Còn 1 ngày 5 giờ") or overrun."""

    state: TimeState
    left: Phrase | None = None


PAUSED: Final = {Status.SUPPLEMENT_REQUESTED, Status.OBLIGATION_REQUESTED}
ENDED_WITHOUT_RESULT: Final = {Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED}


def clocking(
    *,
    status: int,
    due_at: Instant | None,
    ended_at: Instant | None,
    paused_at: Instant | None,
    now: Instant,
    calendar: WorkCalendar,
) -> Clocking:
    """Where the promise stands at `now` (domain reference 3.5; the minute decides late, the day early)."""
    if ended_at is not None:
        return Clocking(_ended(status, due_at, ended_at))
    if due_at is None:
        return Clocking(TimeState.NO_LIMIT)
    if status in PAUSED and paused_at is not None:
        left = remaining_phrase(remaining(paused_at, due_at, calendar))
        return Clocking(TimeState.LATE if paused_at > due_at else TimeState.PAUSED, left)
    left = remaining_phrase(remaining(now, due_at, calendar))
    if now > due_at:
        return Clocking(TimeState.LATE, left)
    near = calendar.between(now, due_at) < NEAR
    return Clocking(TimeState.NEAR if near else TimeState.WITHIN, left)


def _ended(status: int, due_at: Instant | None, ended_at: Instant) -> TimeState:
    if status in ENDED_WITHOUT_RESULT:
        return TimeState.ENDED
    if due_at is None:
        return TimeState.ON_TIME
    if ended_at > due_at:
        return TimeState.ENDED_LATE
    return TimeState.EARLY if day_of(ended_at) < day_of(due_at) else TimeState.ON_TIME
