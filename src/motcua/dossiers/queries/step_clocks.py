"""The clocks of steps, read from a dossier: its log tells the rows, as it tells them to the tables.

`project` is the only definition of the rows, so what a page says here is what the tables say, and a log that
was read already costs no further statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from motcua.dossiers import store
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Status, Step
from motcua.dossiers.places import agency_key, agency_of
from motcua.dossiers.projection import AgencyAt, Changes, Row, agency_at, entered, project
from motcua.dossiers.queries.clocks import clocking_of
from motcua.dossiers.queries.names import OFFICER, Names
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.queries.times import ENDED_WITHOUT_RESULT, Clocking
from motcua.dossiers.queries.views import View
from motcua.dossiers.step_clocks import (
    MAIN,
    Clocks,
    Had,
    Life,
    PartSpan,
    Pause,
    StepClock,
    StepSpan,
    Verdict,
    clocks_of,
)
from motcua.dossiers.step_clocks.rows import CalendarOf
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.worktime import WorkCalendar
from motcua.organisation.calendars import Calendars
from motcua.organisation.in_force import in_force
from motcua.organisation.rights import Person, may_read

POSTS: Final = {
    Step.RECEIVE: "reception",
    Step.RESOLVE: "officer",
    Step.SUPPLEMENT: "reception",
    Step.APPROVE: "agency_leader",
    Step.RETURN: "reception",
    Step.DONE: "reception",
}
"""Who does the steps of a dossier that follows no process of its own."""
_PAUSES: Final = {
    int(Status.SUPPLEMENT_REQUESTED): "supplement",
    int(Status.OBLIGATION_REQUESTED): "obligation",
}


class Told(View, frozen=True, kw_only=True):
    """The clocks of one dossier with its legal clock and the names of agencies and officers by code."""

    code: str
    at: Instant
    state: State
    legal: Clocking
    clocks: Clocks
    agencies: Mapping[str, str]
    officers: Mapping[str, str]


def told_clocks(person: Person | None, code: str, *, clock: Clock | None = None) -> Told:
    """Both clocks of a dossier; two statements. No right is asked where `person` is none (the command line).

    Raises: `NotFound` where there is none, it was not received, or the person may not read it.
    """
    locked = store.read(code)
    if locked is None or locked.tracked.state.received_at is None:
        raise unknown_dossier(code)
    if person is not None and not may_read(person, locked.place):
        raise unknown_dossier(code)
    now, hours = (clock or SystemClock()).now(), in_force().calendar
    state = locked.tracked.state
    clocks = clocks_of(life_of(locked.events, state), now, calendar_of(hours, state, now))
    names = names_for(clocks, entered(state))
    return Told(
        code=state.dossier,
        at=now,
        state=state,
        legal=clocking_of(state, now, hours(locked.place.section_id)),
        clocks=clocks,
        agencies={code: names.agency(code) for code in codes_in(clocks)},
        officers={step.span.officer: names.actor(step.span.officer) for step in clocks.steps},
    )


def clocks_from(events: list[Event], state: State, now: Instant, hours: Calendars) -> Clocks | None:
    """The clocks of a log that was read; none before reception. No statement."""
    if state.received_at is None:
        return None
    return clocks_of(life_of(events, state), now, calendar_of(hours, state, now))


def calendar_of(hours: Calendars, state: State, now: Instant) -> CalendarOf:
    """The calendars by the codes that a dossier names. No statement where the tree of agencies is kept."""
    found: dict[str, WorkCalendar] = {}

    def by_code(code: str) -> WorkCalendar:
        if code not in found:
            found[code] = hours(agency_key(agency_at(state, code, now)))
        return found[code]

    return by_code


def overdue_here(clocks: Clocks) -> tuple[str, tuple[StepClock, ...]]:
    """The agency that can be urged now, empty where none can, and its steps that are over their time.

    Not where the applicant is waited for, nor after the end (Decree 61/2018 art. 9).
    """
    last = clocks.spans[-1] if clocks.spans and clocks.life.ended_at is None else None
    if last is None or last.had is Had.APPLICANT:
        return "", ()
    steps = tuple(each for each in open_steps_of(clocks, last.agency) if each.verdict is Verdict.OVERDUE)
    return (last.agency, steps) if steps or clocks.cause is not None else ("", ())


def open_steps_of(clocks: Clocks, agency: str) -> tuple[StepClock, ...]:
    """The steps that an agency has now, over their time or not."""
    return tuple(each for each in clocks.steps if each.span.agency == agency and each.span.ended_at is None)


def may_be_urged(clocks: Clocks) -> bool:
    """Whether there is an agency to send an urging letter to."""
    return bool(overdue_here(clocks)[0])


def codes_in(clocks: Clocks) -> set[str]:
    """The codes of all agencies that the clocks name."""
    life = clocks.life
    return {life.section} | {row.agency for row in life.steps} | {part.agency for part in life.parts}


def names_for(clocks: Clocks, at: Instant) -> Names:
    """Names of the agencies and officers that the clocks name."""
    officers = {row.officer for row in clocks.life.steps if row.officer}
    return Names(agencies=codes_in(clocks), actors=officers, at=at)


def life_of(events: list[Event], state: State) -> Life:
    """The rows of a received dossier as the clocks read them, told from its log."""
    return _life(project(None, events)[1], state)


def told_life(events: list[Event]) -> tuple[State, Life]:
    """The same with the state that the log comes to, which is folded once."""
    tracked, changes = project(None, events)
    return tracked.state, _life(changes, tracked.state)


def _life(changes: Changes, state: State) -> Life:
    return life_of_rows(
        changes.inserted,
        section=state.intake.section,
        received_at=state.received_at or state.last_at,
        counted_from=state.counted_from,
        due_at=state.due_at,
        ended_at=state.ended_at,
        returned_at=state.returned_at,
        with_result=state.status not in ENDED_WITHOUT_RESULT,
    )


def life_of_rows(tables: Mapping[str, Mapping[int, Row]], **dossier: Any) -> Life:
    """The same from rows by table and key, as `project` gives them and the tables hold them; agencies are
    codes or `AgencyAt`. `dossier` are the fields of `Life` that stand in the dossier's own row.

    Without a process of its own, a holder is a step: Decree 61/2018 knows receive, resolve, approve, return.
    """
    items, steps = tables.get("work_item", {}), tables.get("step_row", {})
    parts = tables.get("part_row", {})
    rows = [_step(steps[key], key) for key in sorted(steps)]
    if not any(row.part == MAIN for row in rows):
        rows += _entries({**items[key], "no": key} for key in sorted(items))
    return Life(
        **dossier,
        steps=tuple(rows),
        parts=tuple(_part(parts[key], key) for key in sorted(parts) if parts[key]["sent_at"] is not None),
        pauses=tuple(_pauses(tables.get("status_span", {}))),
        houses=_houses(row["agency"] for row in (*steps.values(), *items.values())),
    )


def _step(row: Row, key: int) -> StepSpan:
    return StepSpan(
        no=key,
        part=row["part"],
        step=row["step"],
        name=row["name"],
        kind=row["kind"],
        agency=_code(row["agency"]),
        post=row["post"],
        officer=row["officer"],
        opened_at=row["opened_at"],
        claimed_at=row["claimed_at"],
        due_at=row["due_at"],
        ended_at=row["ended_at"],
        outcome=row["outcome"],
        ended_by=_officer(row["ended_by"]),
    )


def _part(row: Row, key: int) -> PartSpan:
    return PartSpan(
        no=key,
        agency=_code(row["agency"]),
        parent=row["step"],
        place=row["place"],
        content=row["content"],
        name=row["name"],
        sent_at=row["sent_at"],
        due_at=row["due_at"],
        ended_at=row["ended_at"],
        result=row["result"],
    )


def _officer(actor: str) -> str:
    return actor.removeprefix(OFFICER) if actor.startswith(OFFICER) else ""


def _houses(agencies: Iterable[Any]) -> dict[str, str]:
    """Divisions among the agencies of the rows, each with the agency that it belongs to."""
    found: dict[str, str] = {}
    for place in agencies:
        if isinstance(place, AgencyAt) and place.code not in found:
            agency = agency_of(agency_key(place))
            while agency.kind == "division" and agency.parent is not None:
                agency = agency.parent
            found[place.code] = agency.code
    return {code: house for code, house in found.items() if house != code}


def _code(agency: Any) -> str:
    return agency.code if isinstance(agency, AgencyAt) else str(agency)


def _pauses(spans: Mapping[int, Row]) -> Iterator[Pause]:
    for key in sorted(spans):
        row = spans[key]
        if row["status"] in _PAUSES:
            yield msgspec.convert(
                {"since": row["since"], "until": row["until"], "reason": _PAUSES[row["status"]]}, Pause
            )


def _entries(items: Iterable[Row]) -> list[StepSpan]:
    """Work items as entries into steps.

    A new due time is the same entry, and so is that somebody at the agency took what lay there for all.
    """
    found: list[StepSpan] = []
    for item in items:
        entry = _entry(item)
        if found and _goes_on(found[-1], entry):
            first = found[-1]
            found[-1] = msgspec.structs.replace(
                entry,
                no=first.no,
                opened_at=first.opened_at,
                claimed_at=entry.claimed_at if first.claimed_at is None else first.claimed_at,
            )
        elif entry.step != Step.DONE:
            found.append(entry)
    return found


def _entry(item: Mapping[str, Any]) -> StepSpan:
    officer = item["officer"]
    return StepSpan(
        no=item["no"],
        step=item["step"],
        agency=_code(item["agency"]),
        post=POSTS[Step(item["step"])],
        officer=officer,
        opened_at=item["opened_at"],
        claimed_at=item["opened_at"] if officer else None,
        due_at=item["due_at"],
        ended_at=item["ended_at"],
        outcome=item["ended_by"],
    )


def _goes_on(before: StepSpan, entry: StepSpan) -> bool:
    same = (before.agency, before.step, before.ended_at) == (entry.agency, entry.step, entry.opened_at)
    return same and before.officer in ("", entry.officer)
