"""The legal clock of a dossier: counting, restart, pause, lateness, outcome; and the step clock beside it.

Sources: Decree 61/2018 art. 18, 19(4), 19(9); domain reference 3.2-3.5 and 10.4; contracts, section 4.
A suspension (T15 with `suspension`) leaves this clock alone: the promise was made to the citizen, the law
names no right to stretch it, and contracts section 5 has it going on until T21. Only 5 and 6 pause.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from motcua.dossiers.lifecycle.rules import Promised, Rules
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Channel, ClockState, Holder, Limit, Status
from motcua.foundation.clock import DAY, HOUR, MINUTE, SECOND, Instant, day_of
from motcua.foundation.worktime import Unit, WorkCalendar, parse_quantity, parse_unit, promise

_OFFSET = 7 * HOUR
_ROUNDING = 1_000_000


@lru_cache(maxsize=4096)
def _parsed(limit: Limit) -> tuple[Decimal | None, Unit]:
    return parse_quantity(limit.quantity), parse_unit(limit.unit)


def counted(start: Instant, limit: Limit, rules: Rules, count: str) -> Promised:
    """The promise for a full limit from `start` (domain reference 10.4); `DomainError` for a bad limit."""
    quantity, unit = _parsed(limit)
    made = promise(start, quantity, unit, rules.calendar, count=count, after_15=rules.regime.after_15)
    return Promised(
        clock_start=made.clock_start,
        due_at=made.due_at,
        provisional=made.provisional,
        calendar_version=made.calendar_version,
    )


def answer_due(filed_at: Instant, rules: Rules) -> Instant:
    """When an online filing must be answered: eight working hours (Decree 45/2020 art. 11)."""
    return rules.calendar.add(rules.calendar.normalise(filed_at), rules.regime.answer_hours * HOUR)


def resumed(state: State, at: Instant, rules: Rules) -> Promised:
    """The promise after a pause: moved by the working time waited; the count goes on where it stood."""
    waited = waiting_time(state, at, rules.calendar)
    due = None if state.due_at is None else rules.calendar.add(state.due_at, waited)
    return Promised(
        clock_start=_known(state.clock_start),
        due_at=due,
        provisional=due is not None and rules.calendar.is_provisional(day_of(due)),
        calendar_version=rules.calendar.version,
        waited=waited,
    )


def restarted(state: State, at: Instant, rules: Rules) -> Promised:
    """The promise after complete papers: the full limit again (Decree 61 art. 19(4))."""
    made = counted(at, state.intake.limit, rules, state.count)
    return Promised(
        clock_start=made.clock_start,
        due_at=made.due_at,
        provisional=made.provisional,
        calendar_version=made.calendar_version,
        waited=waiting_time(state, at, rules.calendar),
    )


def waiting_time(state: State, at: Instant, calendar: WorkCalendar) -> int:
    """Working microseconds since the clock was paused."""
    return calendar.between(_known(state.paused_at), at)


def holder_after_wait(holder: Holder, state: State, made: Promised, at: Instant, rules: Rules) -> Holder:
    """The holder who goes on after a wait, with a step due date that leaves the later steps their time."""
    if holder.due_at is None or state.due_at is None or made.due_at is None:
        return holder
    calendar = rules.calendar
    after_step = max(0, calendar.between(holder.due_at, state.due_at))
    left = max(0, calendar.between(at, made.due_at) - after_step)
    return Holder(
        agency=holder.agency, step=holder.step, officer=holder.officer, due_at=calendar.add(at, left)
    )


def step_due(now: Instant, due_at: Instant | None, share: float, calendar: WorkCalendar) -> Instant | None:
    """When a step is due that may take `share` (0..1) of the working time left until the promise.

    None where there is no promise; a promise already past leaves no time, so the step is due at once.
    """
    if due_at is None:
        return None
    parts = round(share * _ROUNDING)
    if not 0 <= parts <= _ROUNDING:
        raise ValueError(f"share must lie between 0 and 1, not {share}")
    left = max(0, calendar.between(now, due_at))
    return calendar.add(now, left * parts // _ROUNDING)


def received_late_in_day(received_at: Instant, rules: Rules) -> bool:
    """Whether papers came after 15:00:00 and so may be delivered next morning (Decree 61 art. 18)."""
    hour, minute = rules.regime.transfer_same_day_until.split(":")
    seconds = (received_at + _OFFSET) % DAY // SECOND
    return seconds * SECOND > int(hour) * HOUR + int(minute) * MINUTE


def transfer_due(received_at: Instant, channel: Channel, rules: Rules) -> Instant:
    """When the section must have handed over: the same working day, or the opening of the next one.

    Online data go at once by the system (art. 18); where a person still presses the button, the close of
    the day holds. This never moves the applicant's clock.
    """
    calendar, day = rules.calendar, day_of(received_at)
    if not calendar.is_working_day(day):
        return calendar.open_of(day)
    if channel is not Channel.ONLINE and received_late_in_day(received_at, rules):
        return calendar.open_of(calendar.next_working_day(day))
    return calendar.close_of(day)


def supplement_notice_due(state: State, rules: Rules) -> Instant:
    """Until when a supplement may be asked for without a warning: the close of the third working day after
    reception, or after the last complete papers (Decree 61 art. 19(4); first day not counted)."""
    last = state.rounds[-1].completed_at if state.rounds else None
    since = day_of(last if last is not None else _known(state.received_at))
    calendar = rules.calendar
    return calendar.close_of(calendar.next_working_day(since, rules.regime.supplement_notice_days))


def late(state: State, now: Instant) -> bool:
    """Derived, never stored: the promise has passed and nothing has ended (domain reference 10.3).

    While paused it tells whether the promise had passed when the pause began.
    """
    if state.due_at is None or state.clock in (ClockState.NOT_STARTED, ClockState.ENDED):
        return False
    if state.clock is ClockState.PAUSED:
        return _known(state.paused_at) > state.due_at
    return now > state.due_at


def outcome(state: State) -> str | None:
    """`early`, `on_time` or `late` of a processed dossier; None before a result and where there was none.

    Late is told by the minute, as the receipt promises it; early by the day, so that the promised day
    itself is on time (domain reference 3.5). The end is the signed result, not the day of collection.
    """
    if state.status not in (Status.FINISHED, Status.RETURNED) or state.ended_at is None:
        return None
    if state.due_at is None:
        return "on_time"
    if state.ended_at > state.due_at:
        return "late"
    return "early" if day_of(state.ended_at) < day_of(state.due_at) else "on_time"


def _known(instant: Instant | None) -> Instant:
    """A moment that a received dossier always has."""
    if instant is None:
        raise ValueError("the dossier has not been received")
    return instant
