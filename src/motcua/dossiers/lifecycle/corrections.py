"""What T20 may put right, as text: one reader and one writer a field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.types import Commitment, ComponentLine, Limit, ReturnMethod
from motcua.foundation.worktime import parse_quantity, parse_unit
from motcua.foundation.worktime.units import check_quantity

PROMISE_FIELDS: Final = ("limit", "received_at")
"""Fields whose correction counts the promise anew."""


class Field(NamedTuple):
    """How a field of the intake is written as text and read back."""

    write: Callable[[Any], str | None]
    read: Callable[[str | None], Any]


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


def _optional_commitment(text: str | None) -> str | None:
    return None if text is None else msgspec.convert(text, Commitment)


FIELDS: Final[dict[str, Field]] = {
    "owner": Field(str, lambda text: msgspec.convert(text, Commitment)),
    "representative": Field(lambda value: value, _optional_commitment),
    "content": Field(lambda value: value, _optional_commitment),
    "components": Field(
        lambda lines: msgspec.json.encode(lines).decode(),
        lambda text: msgspec.json.decode(text or "", type=tuple[ComponentLine, ...]),
    ),
    "limit": Field(limit_text, read_limit),
    "return_method": Field(str, lambda text: ReturnMethod(text or "")),
}


def text_of(intake: Intake, field: str) -> str | None:
    """What stands there now, as text. Raises KeyError for a field that may not be corrected."""
    return FIELDS[field].write(getattr(intake, field))


def corrected(intake: Intake, field: str, text: str | None) -> Intake:
    """The intake with one field put right. Raises KeyError, ValueError or msgspec.MsgspecError."""
    return msgspec.structs.replace(intake, **{field: FIELDS[field].read(text)})
