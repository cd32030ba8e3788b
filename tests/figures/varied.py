"""A small past in which everything that further figures count happens: the logs of the generator, varied.

Papers, identity, money, obligations, interlinked parts, faults and signatures are changed before the load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from random import Random
from typing import Any
from unittest.mock import patch

import msgspec
from django.test import override_settings

from motcua.dossiers import generate as generator
from motcua.dossiers.generation.load import Made, load
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.running import Part, Place, ProcessPin, Steps
from motcua.dossiers.lifecycle.types import CopyKind, Fault, FeeState, IdentityProof, PaymentMethod, Signature
from motcua.foundation.clock import HOUR, FixedClock, instant_of
from motcua.organisation.services import load_demo as load_organisation
from motcua.procedures.services import load_demo as load_procedures

NOW = FixedClock(instant_of(datetime(2026, 3, 20, 16, 0)))
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SOMETHING = "ab" * 32
"""A commitment; nothing here opens it."""
_with = msgspec.structs.replace


def fill() -> None:
    """Load it: 100 dossiers, two in five of them filed online."""
    with override_settings(PASSWORD_HASHERS=QUICK):
        load_organisation()
    load_procedures()
    chance = Random(766)

    def varied(block: Sequence[Made], agencies: Any, origin: str) -> int:
        return load(
            [each._replace(events=tuple(vary(each.events, chance))) for each in block], agencies, origin
        )

    with patch.object(generator, "load", varied):
        first, last = date(2025, 12, 1), date(2026, 3, 20)
        generator.generate(100, 5, first=first, last=last, online=40, clock=NOW)
        generator.generate(15, 6, first=first, last=date(2026, 3, 1), late=True, clock=NOW)


def vary(events: Sequence[Event], chance: Random) -> list[Event]:
    """The same life with more in it."""
    found: list[Event] = []
    for event in events:
        found.append(_with(event, seq=len(found) + 1, payload=_payload(event, chance)))
        if isinstance(event.payload, ev.Transferred):
            found += [
                _with(more, seq=len(found) + place) for place, more in enumerate(_more(event, chance), 1)
            ]
    return found


def _payload(event: Event, chance: Random) -> Any:
    payload = event.payload
    if isinstance(payload, ev.Registered | ev.Received):
        intake = payload.intake
        lines = tuple(
            _with(
                line,
                kind=chance.choice(list(CopyKind)),
                digitised=chance.random() < 0.6,
                reused=chance.random() < 0.2,
                from_store=chance.random() < 0.1,
                replaced_by=SOMETHING if chance.random() < 0.1 else None,
            )
            for line in intake.components
        )
        changes: dict[str, Any] = {"components": lines, "identity_proof": chance.choice(list(IdentityProof))}
        if chance.random() < 0.15:
            changes["fee_state"] = FeeState.EXEMPT
        return _with(payload, intake=_with(intake, **changes))
    if isinstance(payload, ev.FeePaid):
        return _with(payload, method=chance.choice(list(PaymentMethod)))
    if isinstance(payload, ev.SupplementRequested | ev.RegistrationNoticed):
        faults = (None, *Fault)
        items = tuple(_with(item, fault=chance.choice(faults)) for item in payload.items)
        return _with(payload, items=items)
    if isinstance(payload, ev.Returned) and chance.random() < 0.3:
        return _with(payload, fee_state=chance.choice(list(FeeState)))
    if isinstance(payload, ev.Granted | ev.Refused):
        return _with(payload, signature=chance.choice(list(Signature)))
    return payload


def _more(event: Event, chance: Random) -> Iterator[Event]:
    """After the hand-over: an obligation, fulfilled or not, or parts that other agencies do."""
    payload = event.payload
    assert isinstance(payload, ev.Transferred)
    kept = {"holder": payload.holder}
    if chance.random() < 0.15:
        yield _with(event, payload=ev.ObligationRequested(content=SOMETHING, due_before=None))
        if chance.random() < 0.3:
            return
        yield _with(
            event,
            payload=ev.ObligationFulfilled(
                waited=0,
                due_before=None,
                due_after=None,
                provisional=False,
                calendar_version="",
                receipt="BL" if chance.random() < 0.5 else "",
                **kept,
            ),
        )
    if payload.steps is None and chance.random() < 0.4:
        yield from _parts(event, chance)


def _parts(event: Event, chance: Random) -> Iterator[Event]:
    at = event.occurred_at
    sent = [
        Part(
            no=number,
            agency=code,
            place=place,
            process=ProcessPin(code="p", version="0" * 64),
            sent_at=at,
            due_at=at + 8 * HOUR,
        )
        for number, (code, place) in enumerate(
            (("H14.40.04", Place.SAME_LEVEL), ("H14.03", Place.ABOVE)), start=1
        )
        if chance.random() < 0.7
    ]
    if not sent:
        return
    yield _with(event, payload=ev.Verified(content=SOMETHING, steps=Steps(next_no=1, parts=tuple(sent))))
    back = tuple(
        _with(part, returned_at=at + chance.choice((2, 8, 30)) * HOUR, result="done")
        for part in sent
        if chance.random() < 0.7
    )
    if back:
        yield _with(event, payload=ev.Verified(content=SOMETHING, steps=Steps(next_no=1, parts=back)))
