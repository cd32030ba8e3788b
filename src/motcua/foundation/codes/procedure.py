"""Codes of procedures: eight characters, a case as two more digits, a province's own as its level-1 code."""

from __future__ import annotations

import re
from typing import Final

import msgspec

_FORM: Final = re.compile(
    r"(?P<base>[1-9]\.[0-9]{6})(?:\.(?P<case>[0-9]{2}))?(?:\.(?P<province>[A-Y][0-9]{2}))?"
)


class ProcedureCode(msgspec.Struct, frozen=True, kw_only=True):
    """`1.001193.02` is case 02 of 1.001193; `1.000948.H38` belongs to province H38 (domain reference 2.5)."""

    code: str
    base: str
    case: str | None = None
    province: str | None = None


def parse_procedure_code(text: str) -> ProcedureCode | None:
    """Read a trimmed code, in any case of letters; None where it is none."""
    match = _FORM.fullmatch(text.upper())
    if match is None:
        return None
    return ProcedureCode(code=match[0], base=match["base"], case=match["case"], province=match["province"])
