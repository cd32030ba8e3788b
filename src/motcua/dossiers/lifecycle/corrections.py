"""What T20 may put right, as text: one reader and one writer a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Channel,
    Commitment,
    ComponentLine,
    FeeState,
    Frozen,
    Limit,
    OwnerType,
    ProcedurePin,
    ReturnMethod,
)
from motcua.foundation.worktime import parse_quantity, parse_unit
from motcua.foundation.worktime.units import check_quantity

PROMISE_FIELDS: Final = ("limit", "received_at", "calendar")
"""Fields whose correction counts the promise anew."""
SETS: Final = 20
"""As many sets of papers as reception takes."""


class Pinned(Frozen, frozen=True, kw_only=True):
    """A procedure as text: the version that the dossier is on, and whether it is resolved at the counter."""

    pin: ProcedurePin
    instant: bool = False


class Field(NamedTuple):
    """How a field is written as text and read back as values of the intake."""

    write: Callable[[State], str | None]
    read: Callable[[str | None], Mapping[str, Any]]


def limit_text(limit: Limit) -> str:
    """`5 working_day`; the unit alone where no quantity is stated."""
    return f"{limit.quantity} {limit.unit}" if limit.quantity is not None else limit.unit


def read_limit(text: str | None) -> Limit:
    """The limit of `limit_text`. Raises ValueError or `DomainError` for anything else."""
    *quantity, unit = (text or "").split()
    if len(quantity) > 1:
        raise ValueError("a limit is a quantity and a unit")
    read = parse_quantity(quantity[0] if quantity else None)
    if read is not None:
        check_quantity(read)
    return Limit(quantity=None if read is None else str(read), unit=parse_unit(unit).value)


def pinned_text(pin: ProcedurePin, *, instant: bool) -> str:
    """The text of a procedure's version."""
    return msgspec.json.encode(Pinned(pin=pin, instant=instant), order="sorted").decode()


def read_pinned(text: str | None) -> Pinned:
    """The version of `pinned_text`. Raises `msgspec.MsgspecError`."""
    return msgspec.json.decode(text or "", type=Pinned)


def components_text(lines: tuple[ComponentLine, ...]) -> str:
    """The text of a list of papers."""
    return msgspec.json.encode(lines).decode()


def _plain(name: str, kind: Callable[[str], Any]) -> Field:
    return Field(
        lambda state: str(getattr(state.intake, name)),
        lambda text: {name: kind(text or "")},
    )


def fee_text(fee_state: FeeState, due: int | None) -> str:
    """`unpaid 10000`: the state of fees with the đồng that are certain; the state alone where none are.

    `paid 0` says that nothing was due after all, `paid` that the publication states no certain amount.
    """
    zero = fee_state is FeeState.PAID and due == 0
    return f"{fee_state.value} {due}" if due or zero else fee_state.value


def read_fee(text: str | None) -> tuple[FeeState, int | None]:
    """What `fee_text` wrote. Raises ValueError."""
    state, _, due = (text or "").partition(" ")
    return FeeState(state), int(due) if due else None


def _fee(text: str | None) -> dict[str, Any]:
    fee_state, due = read_fee(text)
    return {"fee_state": fee_state, "fee_due": due or 0}


def _fee_now(state: State) -> str:
    due = state.intake.fee_due
    return fee_text(state.intake.fee_state, due if due or state.fee_surplus else None)


def _committed(name: str, *, optional: bool = True) -> Field:
    def read(text: str | None) -> dict[str, str | None]:
        return {name: None if optional and text is None else msgspec.convert(text, Commitment)}

    return Field(lambda state: getattr(state.intake, name), read)


def _sets(text: str | None) -> dict[str, int]:
    sets = int(text or "")
    if not 1 <= sets <= SETS:
        raise ValueError("so many sets nobody hands in")
    return {"sets": sets}


def _procedure(text: str | None) -> dict[str, Any]:
    pinned = read_pinned(text)
    return {"procedure": pinned.pin, "instant_result": pinned.instant}


def _agency(text: str | None) -> dict[str, str]:
    if not text:
        raise ValueError("an agency has a code")
    return {"competent": text}


def _moment(text: str | None) -> dict[str, Any]:
    int(text or "")
    return {}


def _version(text: str | None) -> dict[str, Any]:
    if not text:
        raise ValueError("a version of the calendar has a name")
    return {}


FIELDS: Final[dict[str, Field]] = {
    "owner_type": _plain("owner_type", OwnerType),
    "owner": _committed("owner", optional=False),
    "representative": _committed("representative"),
    "content": _committed("content"),
    "return_method": _plain("return_method", ReturnMethod),
    "sets": Field(lambda state: str(state.intake.sets), _sets),
    "components": Field(
        lambda state: components_text(state.intake.components),
        lambda text: {"components": msgspec.json.decode(text or "", type=tuple[ComponentLine, ...])},
    ),
    "fee_state": Field(_fee_now, _fee),
    "competent": Field(lambda state: state.intake.competent, _agency),
    "procedure": Field(
        lambda state: pinned_text(state.intake.procedure, instant=state.intake.instant_result), _procedure
    ),
    "channel": _plain("channel", Channel),
    "limit": Field(lambda state: limit_text(state.intake.limit), lambda text: {"limit": read_limit(text)}),
    # These are applied by the new count that their event carries.
    "received_at": Field(
        lambda state: None if state.received_at is None else str(state.received_at), _moment
    ),
    "calendar": Field(lambda state: state.calendar_version or None, _version),
}
"""Every field, in the order of the events of one action: what the promise hangs on comes last."""
PLACES: Final = {name: place for place, name in enumerate(FIELDS)}


def text_of(state: State, field: str) -> str | None:
    """What stands there now, as text. Raises KeyError for a field that may not be corrected."""
    return FIELDS[field].write(state)


def corrected(intake: Intake, field: str, text: str | None) -> Intake:
    """The intake with one field put right. Raises KeyError, ValueError or msgspec.MsgspecError."""
    return msgspec.structs.replace(intake, **FIELDS[field].read(text))
