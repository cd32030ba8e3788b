"""A dossier as another system files it, and as the counter's reader takes it: one path writes both."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.intake import IntakeRequest, read_intake
from motcua.dossiers.lifecycle.types import (
    Channel,
    CopyKind,
    FeeState,
    IdentityProof,
    OwnerType,
    ReturnMethod,
)
from motcua.law.due_command import read_moment

_PARTIES: Final = ("owner", "representative")


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a body: a name that is not here is a fault, not a silence."""


class PartyIn(Strict, frozen=True, kw_only=True):
    """A person or organisation; `paper` proves a mandate and is read of a representative alone."""

    name: str
    identifier: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    paper: str = ""


class ComponentIn(Strict, frozen=True, kw_only=True):
    """A paper handed in: `line` of the procedure's list (from 1), or a `name` of its own."""

    line: int | None = None
    name: str = ""
    kind: CopyKind = CopyKind.ORIGINAL
    quantity: int = 1


class DossierIn(Strict, frozen=True, kw_only=True):
    """A dossier to be received. What is left out is as at the counter."""

    procedure: str
    owner: PartyIn
    case: str | None = None
    channel: Channel = Channel.DIRECT
    owner_type: OwnerType = OwnerType.CITIZEN
    representative: PartyIn | None = None
    identity_proof: IdentityProof = IdentityProof.CARD_SHOWN
    return_method: ReturnMethod = ReturnMethod.COUNTER
    components: tuple[ComponentIn, ...] = ()
    content: str = ""
    sets: int = 1
    fee_state: FeeState | None = None
    competent: str = ""
    section: str = ""
    received_at: str | None = None
    past_reason: str = ""


def request_of(given: DossierIn) -> IntakeRequest:
    """The same request as the counter makes. Raises: `FieldErrors` with the names of the body."""
    data: dict[str, Any] = msgspec.to_builtins(given)
    moment = data.pop("received_at")
    for who in _PARTIES:
        party = data.pop(who) or {}
        data |= {f"{who}_{name}": value for name, value in party.items()}
    data["represented"] = "on" if given.representative else ""
    data["components"] = [
        {name: value for name, value in paper.items() if value is not None} for paper in data["components"]
    ]
    try:
        request = read_intake(data)
    except FieldErrors as error:
        raise FieldErrors({_named(name): fault for name, fault in error.faults.items()}) from None
    if moment is None:
        return request
    return msgspec.structs.replace(request, received_at=read_moment(moment))


def _named(field: str) -> str:
    who, _, name = field.partition("_")
    return f"{who}.{name}" if who in _PARTIES and name not in ("", "type") else field
