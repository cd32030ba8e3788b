"""Commands: the only writers of dossiers. Each is one transaction of at most three statements.

Everything slow (files, PDF, messages) happens before or after; between the serial of a code and the commit
stands nothing but the write (architecture, section 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.acting import actor_for
from motcua.dossiers.actions import Desk, build
from motcua.dossiers.conflicts import moved_on
from motcua.dossiers.fields import Fields
from motcua.dossiers.known import Known
from motcua.dossiers.lifecycle.core import Rules, decide
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.log import type_of
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
from motcua.dossiers.writing import append
from motcua.foundation.clock import Clock, Instant
from motcua.organisation.in_force import in_force
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
    hours, laws = in_force()
    known = Known(data, code, now)
    with transaction.atomic():
        locked = store.lock(code)
        if locked is None:
            raise unknown_dossier(code)
        by = actor_for(person, locked, action)
        place = locked.place
        rules = Rules(regime_of(laws, locked.tracked.state), hours(place.section_id))

        def events_upon(state: State, seals: Seals, at: Instant) -> tuple[Event, ...]:
            desk = Desk(state, by, rules, at, Fields(data), seals, place, known)
            return decide(state, build(action, desk), rules, at)

        state = locked.tracked.state
        if expected_seq is not None and expected_seq != state.seq:
            done = moved_on(locked, by.who, expected_seq, now, events_upon)
            return Outcome(state.dossier, state.seq, _types(done), repeated=True)
        seals = Seals()
        events = events_upon(state, seals, now)
        tracked = append(locked.id, locked, events, seals)
    return Outcome(tracked.state.dossier, tracked.state.seq, _types(events))


def _types(events: tuple[Event, ...]) -> tuple[str, ...]:
    return tuple(type_of(event.payload) for event in events)
