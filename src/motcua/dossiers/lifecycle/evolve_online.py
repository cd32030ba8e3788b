"""What the applicant's acts online do to the state; beside the rest of `evolve`."""

from __future__ import annotations

from typing import Any

import msgspec

from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import ComponentLine, Offered, Status
from motcua.foundation.clock import Instant

_replace = msgspec.structs.replace


def supplement_offered(state: State, payload: e.SupplementOffered, at: Instant) -> dict[str, Any]:
    """Before acceptance it is a part of the filing at once; afterwards it waits beside it for the section."""
    offered = Offered(
        at=at,
        components=payload.components,
        declaration=payload.declaration,
        form=payload.form,
        note=payload.note,
    )
    if state.status is Status.REGISTERED:
        return {
            "intake": taken_in(state.intake, offered),
            "offered": offered,
            "answer_due_at": payload.answer_due_at,
        }
    if state.offered is not None:
        offered = _replace(
            offered,
            components=with_components(state.offered.components, offered.components),
            declaration=offered.declaration or state.offered.declaration,
            form=offered.form or state.offered.form,
        )
    return {"offered": offered, "holder": payload.holder}


def taken_in(intake: Intake, offered: Offered) -> Intake:
    """The filing with what was given."""
    return _replace(
        intake,
        components=with_components(intake.components, offered.components),
        declaration=offered.declaration or intake.declaration,
        form=offered.form or intake.form,
    )


def withdrawal_asked(_state: State, _payload: e.WithdrawalAsked, at: Instant) -> dict[str, Any]:
    """Nothing moves until the section records it."""
    return {"withdrawal_asked_at": at}


def offer_returned(_state: State, payload: e.OfferReturned, _at: Instant) -> dict[str, Any]:
    """The request waits for the applicant again."""
    return {"offered": None, "holder": payload.holder}


def with_components(
    before: tuple[ComponentLine, ...], arrived: tuple[ComponentLine, ...]
) -> tuple[ComponentLine, ...]:
    """A line that arrives again takes the place of the old one; new lines follow in their order."""
    lines = {line.no: line for line in before} | {line.no: line for line in arrived}
    return tuple(lines[no] for no in sorted(lines))
