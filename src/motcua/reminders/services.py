"""Reminders made, and taken back where their reason went. The outbox keeps what was told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.organisation.calendars import Calendars, calendars
from motcua.outbox.kinds import Asked, Occasion
from motcua.outbox.services import Wanted, enqueue, withdraw_gone
from motcua.reminders.owed import Owed, Span, Stage, span_at, stage_of
from motcua.reminders.sources import SOURCES
from motcua.reminders.staff import Staff

__all__ = ["Reminded", "kind_name", "remind", "stands"]


class Reminded(NamedTuple):
    """What a run did, in rows of the outbox."""

    made: int
    withdrawn: int


def remind(*, clock: Clock | None = None) -> Reminded:
    """Tell everybody what is near due or newly overdue, each once, and take back what no longer is.

    A fixed number of statements, and one for each thousand messages. Safe to repeat and to be killed.
    """
    clock = clock or SystemClock()
    now = clock.now()
    hours = calendars()
    staff = Staff(day_of(now))
    span = span_at(now, hours(None))
    made = enqueue(
        (
            Wanted(kind_name(name, stage), _occasion(owed, officer), owed.params, owed.due)
            for name, owed, stage in _owed(tuple(SOURCES), span, now, hours)
            for officer in sorted(staff.who_owes(owed))
        ),
        clock=clock,
    )
    return Reminded(made, withdraw_gone(clock=clock))


def stands(asked: Asked, now: Instant) -> set[tuple[str, Occasion]]:
    """Which of these reminders still have their reason, and the same officer. A statement for each source
    asked for, four more for all."""
    dossiers = {int(each.subject) for occasions in asked.values() for each in occasions}
    names = [name for name in SOURCES if any(kind_name(name, stage) in asked for stage in Stage)]
    if not dossiers or not names:
        return set()
    staff = Staff(day_of(now))
    span = Span(None, None, dossiers)
    found = {
        (kind_name(name, stage), _occasion(owed, officer))
        for name, owed, stage in _owed(names, span, now, calendars())
        for officer in staff.who_owes(owed)
    }
    return found & {(name, each) for name, occasions in asked.items() for each in occasions}


def kind_name(source: str, stage: Stage) -> str:
    """`dossier_near`."""
    return f"{source}_{stage.value}"


def _owed(
    names: tuple[str, ...] | list[str], span: Span, now: Instant, hours: Calendars
) -> Iterator[tuple[str, Owed, Stage]]:
    for name in names:
        for owed in SOURCES[name](span):
            stage = stage_of(owed, now, hours(owed.agency))
            if stage is not None:
                yield name, owed, stage


def _occasion(owed: Owed, officer: int) -> Occasion:
    return Occasion(str(owed.dossier), owed.key, officer)
