"""The whole way of one dossier through its internal process: what the drawing marks, as rows."""

from __future__ import annotations

from typing import Final

import msgspec

from motcua.dossiers import store
from motcua.dossiers.lifecycle.running import MAIN, GivenStep, OpenStep, StepKind, opened_in
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.places import agency_key
from motcua.dossiers.projection import agency_at, entered
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.step_clocks.words import POST_NAMES
from motcua.foundation.clock import MINUTE, Clock, Instant, SystemClock
from motcua.organisation.calendars import Calendars
from motcua.organisation.in_force import in_force
from motcua.organisation.rights import Person, may_read

TASK: Final = "task"


class WayStep(msgspec.Struct, frozen=True, kw_only=True):
    """One entry into a step: who had it, how many working minutes it took, whether it is or was late.

    `part` is empty for the dossier's own process, else the agency of the part; `post` is a msgid.
    """

    no: int
    node: str
    part: str
    name: str
    agency: str
    post: str
    officer: str
    opened_at: Instant
    due_at: Instant | None
    ended_at: Instant | None
    outcome: str
    minutes: int
    late: bool
    waits: bool


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """The steps of a dossier so far in the order in which they opened; `version` is that of its process."""

    code: str
    process: str
    version: str
    steps: tuple[WayStep, ...]


def way_of(person: Person, code: str, *, clock: Clock | None = None) -> Way:
    """The way of a dossier through its process and parts. Two statements.

    Raises: `NotFound` outside the person's scope, or where it has neither process nor part.
    """
    locked = store.read(code)
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    state = locked.tracked.state
    if not state.running.runs and not state.running.parts:
        raise unknown_dossier(code)
    now = (clock or SystemClock()).now()
    found = _entries(locked)
    names = Names(
        agencies={each.step.agency for each in found} | {part.agency for part in state.running.parts},
        actors={each.step.officer or each.actor for each in found},
        at=entered(state),
    )
    hours = in_force().calendar
    main = state.running.main
    return Way(
        code=state.dossier,
        process=main.process.code if main else "",
        version=main.process.version if main else "",
        steps=tuple(_way_step(each, state, names, hours, now) for each in found),
    )


class _Entry:
    """A step from when it opened; `ended_at` and `actor` once it ended."""

    def __init__(self, step: OpenStep) -> None:
        self.step = step
        self.ended_at: Instant | None = None
        self.outcome = ""
        self.actor = ""


def _entries(locked: store.Locked) -> list[_Entry]:
    found: dict[int, _Entry] = {}
    for event in locked.events:
        steps = getattr(event.payload, "steps", None)
        if steps is None:
            continue
        found |= {step.no: _Entry(step) for step in opened_in(steps)}
        for given in steps.given:
            _give(found[given.no], given)
        for timed in steps.timed:
            if timed.no in found:
                found[timed.no].step = msgspec.structs.replace(found[timed.no].step, due_at=timed.due_at)
        for ended in steps.ended:
            if (entry := found.get(ended.no)) is not None:
                entry.ended_at, entry.outcome = event.occurred_at, ended.outcome
                entry.actor = event.actor
    return list(found.values())


def _give(entry: _Entry, given: GivenStep) -> None:
    entry.step = msgspec.structs.replace(entry.step, agency=given.agency, officer=given.officer)


def _way_step(entry: _Entry, state: State, names: Names, hours: Calendars, now: Instant) -> WayStep:
    step = entry.step
    until = entry.ended_at or now
    calendar = hours(agency_key(agency_at(state, step.agency, now)))
    worked = step.kind is StepKind.TASK
    who = step.officer or (entry.actor if worked and entry.ended_at is not None else "")
    part = state.running.part(step.part) if step.part != MAIN else None
    paused = state.paused_at is not None and entry.ended_at is None
    return WayStep(
        no=step.no,
        node=step.step,
        part=names.agency(part.agency) if part else "",
        name=step.name,
        agency=names.agency(step.agency),
        post=POST_NAMES.get(step.post, ""),
        officer=names.actor(who) if who else "",
        opened_at=step.opened_at,
        due_at=step.due_at,
        ended_at=entry.ended_at,
        outcome=entry.outcome,
        minutes=calendar.between(step.opened_at, max(until, step.opened_at)) // MINUTE,
        late=step.due_at is not None and until > step.due_at and not paused,
        waits=not worked,
    )
