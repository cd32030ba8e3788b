"""Commands: the only writers of dossiers. Each is one transaction of at most three statements.

Everything slow (files, PDF, messages) happens before or after; between the serial of a code and the commit
stands nothing but the write (architecture, section 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec
from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.acting import OF_STEPS, actor_for, asker_of
from motcua.dossiers.actions import build
from motcua.dossiers.conflicts import moved_on
from motcua.dossiers.desk import Desk
from motcua.dossiers.fields import Fields
from motcua.dossiers.known import Known
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Actor
from motcua.dossiers.log import type_of
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.reception import (
    SYSTEM_CLOCK,
    Preview,
    Reception,
    build_intake,
    competent_agency,
    preview,
    receive,
    receiving_post,
    section_code,
)
from motcua.dossiers.regime_of import regime_of
from motcua.dossiers.registration import Registration, accept_registration, register
from motcua.dossiers.sealing import Seals
from motcua.dossiers.sources import Sources
from motcua.dossiers.step_places import places_of
from motcua.dossiers.writing import append
from motcua.foundation.clock import Clock, Instant, day_of
from motcua.organisation.in_force import InForce, in_force
from motcua.organisation.rights import Person

__all__ = [
    "Outcome",
    "Preview",
    "Reception",
    "Registration",
    "accept_registration",
    "actor_for",
    "build_intake",
    "competent_agency",
    "perform",
    "preview",
    "preview_correction",
    "receive",
    "receiving_post",
    "register",
    "section_code",
]


class Outcome(msgspec.Struct, frozen=True):
    """An action done: the code, the present seq, the events written; `repeated` for a double press."""

    code: str
    seq: int
    events: tuple[str, ...]
    repeated: bool = False


def perform(
    person: Person,
    code: str,
    action: str,
    data: Mapping[str, Any],
    *,
    expected_seq: int | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Outcome:
    """Do one of T2, T3, T6 to T21 on a dossier: `action` is the command's name, `data` what was typed.

    `expected_seq` is the seq that the person saw; where the dossier has moved on since, nothing is written
    and `Conflict` tells who did what, unless it was this same press a moment ago.

    Raises: `NotFound`, `FieldErrors`, `Refused` (the law), `WrongRole`, `Conflict`, `LogBroken`.
    """
    now = clock.now()
    act = Act(person, action, data, now, in_force(), Known(data, code, now))
    sources = _looked_up(act, code, expected_seq) if action == "correct" else None
    with transaction.atomic():
        locked = store.lock(code)
        if locked is None:
            raise unknown_dossier(code)
        decided = act.upon(locked, sources or Sources(locked.id))
        state = locked.tracked.state
        if expected_seq is not None and expected_seq != state.seq:
            done = moved_on(locked, decided.by.who, expected_seq, now, decided.events_before)
            return Outcome(state.dossier, state.seq, _types(done), repeated=True)
        seals = Seals()
        events = decided.events_upon(state, seals, now)
        tracked = append(locked.id, locked, events, seals)
    return Outcome(tracked.state.dossier, tracked.state.seq, _types(events))


class Act(NamedTuple):
    """An action as it was asked for."""

    person: Person
    action: str
    data: Mapping[str, Any]
    now: Instant
    in_force: InForce
    known: Known

    def upon(self, locked: store.Locked, sources: Sources, by: Actor | None = None) -> Decided:
        """The action towards one dossier. Raises: `NotFound` where the person may not know of it."""
        by = by or actor_for(self.person, locked, self.action)
        hours, laws = self.in_force
        law = regime_of(laws, locked.tracked.state)
        paths = StoredPaths(hours, self.now)
        rules = Rules(law, hours(locked.place.section_id), paths=paths)
        return Decided(self, locked, by, rules, sources)


class Decided(NamedTuple):
    """The same with who acts, and under which rules."""

    act: Act
    locked: store.Locked
    by: Actor
    rules: Rules
    sources: Sources

    def events_upon(self, state: State, seals: Seals, at: Instant) -> tuple[Event, ...]:
        """What it brings about upon a state of the dossier at a time; words go to the seals."""
        fields = Fields(self.act.data)
        place, known = self.locked.place, self.act.known
        desk = Desk(state, self.by, self.rules, at, fields, seals, place, known, self.sources)
        command = build(self.act.action, desk)
        return decide(state, command, self._rules_for(state, command), at)

    def events_before(self, state: State, seals: Seals, at: Instant) -> tuple[Event, ...]:
        """The same upon an earlier state of this dossier, by who had its steps then."""
        act = self.act
        if act.action not in OF_STEPS:
            return self.events_upon(state, seals, at)
        steps, parts = places_of(state)
        place = replace(self.locked.place, steps=steps, parts=parts)
        locked = self.locked._replace(place=place, tracked=self.locked.tracked._replace(state=state))
        by = actor_for(act.person, locked, act.action)
        return self._replace(locked=locked, by=by).events_upon(state, seals, at)

    def _rules_for(self, state: State, command: c.Command) -> Rules:
        """The rules of the dossier; of a reception put right, as the office had set them for that day."""
        if not isinstance(command, c.Correct) or (received_at := command.received_at) is None:
            return self.rules
        law = self.act.in_force.laws.of(state.regime, day_of(received_at))
        return self.rules._replace(regime=law)


def _looked_up(act: Act, code: str, expected_seq: int | None) -> Sources | None:
    """Everything that a correction looks up, so that nothing is read under the lock; what is refused is
    refused before it. None where the dossier is not as the person saw it, which is told under the lock."""
    locked = store.read(code)
    if locked is None:
        raise unknown_dossier(code)
    if expected_seq is not None and expected_seq != locked.tracked.state.seq:
        return None
    sources = Sources(locked.id)
    act.upon(locked, sources).events_upon(locked.tracked.state, Seals(), act.now)
    return sources


def preview_correction(
    person: Person, code: str, data: Mapping[str, Any], *, clock: Clock = SYSTEM_CLOCK, asked: bool = False
) -> tuple[store.Locked, tuple[Event, ...], Seals]:
    """What T20 would write, unwritten: the dossier as it is, the events, the words behind them.

    `asked` looks at it for a reception officer, who may ask for it. Raises what `perform` raises.
    """
    now = clock.now()
    locked = store.read(code)
    if locked is None:
        raise unknown_dossier(code)
    act = Act(person, "correct", data, now, in_force(), Known(data, code, now))
    seals = Seals()
    by = asker_of(person, locked) if asked else None
    events = act.upon(locked, Sources(locked.id), by).events_upon(locked.tracked.state, seals, now)
    return locked, events, seals


def _types(events: tuple[Event, ...]) -> tuple[str, ...]:
    return tuple(type_of(event.payload) for event in events)
