"""The legal clock of one dossier, told: where it stands, what moved the promise, how it was counted."""

from __future__ import annotations

from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.log import type_of
from motcua.dossiers.queries.times import Clocking, clocking
from motcua.dossiers.queries.views import Adjustment, Segment
from motcua.foundation.clock import MINUTE, Instant
from motcua.foundation.worktime import Promise, WorkCalendar, parse_quantity, parse_unit, promise
from motcua.law.regimes import Regime
from motcua.organisation.calendars import calendar_of_version


def clocking_of(state: State, now: Instant, calendar: WorkCalendar) -> Clocking:
    """Where the promise of a state stands."""
    return clocking(
        status=state.status,
        due_at=state.due_at,
        ended_at=state.ended_at,
        paused_at=state.paused_at,
        now=now,
        calendar=calendar,
    )


def adjustments(events: list[Event]) -> tuple[Adjustment, ...]:
    """Every change of the promise after the first one, oldest first."""
    found = []
    for event in events:
        payload = event.payload
        before, after = getattr(payload, "due_before", None), getattr(payload, "due_after", None)
        if after is not None and after != before:
            found.append(
                Adjustment(
                    cause=type_of(payload), at=event.occurred_at, before=before, after=after, seq=event.seq
                )
            )
    return tuple(found)


def bar(events: list[Event], state: State, now: Instant, calendar: WorkCalendar) -> tuple[Segment, ...]:
    """The legal-clock bar from the start of the clock to the promise (or to now where it has passed).

    Counted and paused pieces up to now, then the rest; shares are of working time, so that a weekend takes
    no room.
    """
    start = next((e.payload.clock_start for e in events if isinstance(e.payload, ev.Received)), None)
    if start is None:
        return ()
    until = state.ended_at or now
    pieces = _pieces(events, start, max(start, until))
    if state.due_at is not None and state.ended_at is None and state.due_at > until:
        pieces.append(("rest", until, state.due_at, ""))
    measured = [(kind, a, b, calendar.between(a, b) // MINUTE, why) for kind, a, b, why in pieces if b > a]
    whole = sum(minutes for *_, minutes, _ in measured) or 1
    return tuple(
        Segment(
            kind=kind, since=a, until=b, minutes=minutes, share=round(100 * minutes / whole, 2), reason=why
        )
        for kind, a, b, minutes, why in measured
    )


def _pieces(events: list[Event], start: Instant, until: Instant) -> list[tuple[str, Instant, Instant, str]]:
    pieces: list[tuple[str, Instant, Instant, str]] = []
    since, reason = start, ""
    for event in events:
        kind = type_of(event.payload)
        if kind in {"supplement_requested", "obligation_requested"}:
            pieces.append(("counted", since, event.occurred_at, ""))
            since, reason = event.occurred_at, kind
        elif reason and kind in {"supplement_received", "obligation_fulfilled"}:
            pieces.append(("paused", since, event.occurred_at, reason))
            since, reason = event.occurred_at, ""
    pieces.append(("paused" if reason else "counted", since, until, reason))
    return pieces


def explanation(state: State, section_id: int | None, law: Regime) -> Promise | None:
    """The present count told day by day under the calendar it was made with and the law; none without a
    limit, or where that calendar is not kept here any more.

    What a wait or form 04 added stands in `adjustments`.
    """
    if state.counted_from is None or state.due_at is None:
        return None
    calendar = calendar_of_version(state.calendar_version, section_id)
    if calendar is None:
        return None
    return promise(
        state.counted_from,
        parse_quantity(state.intake.limit.quantity),
        parse_unit(state.intake.limit.unit),
        calendar,
        count=state.count,
        after_15=law.after_15,
        explain=True,
    )
