"""Invented applicants. Names are common Vietnamese, Tày and Nùng name parts put together by chance."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from random import Random
from typing import Final

from motcua.dossiers.intake import Party
from motcua.dossiers.lifecycle.types import OwnerType
from motcua.foundation.identifiers import tax_check_digit

_NAMES: Final = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
PROVINCE_CODE: Final = "004"
_ENTERPRISE_SHARE: Final = 0.06


def _pick(chance: Random, kind: str) -> str:
    return str(chance.choice(_NAMES[kind]))


def applicant(chance: Random, today: date) -> tuple[OwnerType, Party]:
    """A citizen, or now and then an enterprise; identifiers are well-formed and invented."""
    if chance.random() < _ENTERPRISE_SHARE:
        return OwnerType.ENTERPRISE, _enterprise(chance)
    return OwnerType.CITIZEN, _citizen(chance, today)


def citizen_name(chance: Random, *, female: bool | None = None) -> str:
    """A full name of somebody who is nobody in particular."""
    if female is None:
        female = chance.random() < 0.5
    middle, given = ("female_middle", "female") if female else ("male_middle", "male")
    return f"{_pick(chance, 'surnames')} {_pick(chance, middle)} {_pick(chance, given)}"


def _citizen(chance: Random, today: date) -> Party:
    female = chance.random() < 0.5
    born = today.year - chance.randint(16, 80)
    century_and_sex = (2 if born >= 2000 else 0) + int(female)
    return Party(
        name=citizen_name(chance, female=female),
        identifier=f"{PROVINCE_CODE}{century_and_sex}{born % 100:02d}{chance.randint(0, 999999):06d}",
        phone=f"09{chance.randint(0, 99999999):08d}",
        address=_pick(chance, "villages"),
    )


def _enterprise(chance: Random) -> Party:
    name = f"Công ty TNHH {_pick(chance, 'trades')} {_pick(chance, 'surnames')} {_pick(chance, 'male')}"
    while True:
        nine = f"48{chance.randint(0, 9999999):07d}"
        check = tax_check_digit(nine)
        # A remainder that gives ten is never issued (tax code rule).
        if check < 10:
            return Party(
                name=name, identifier=f"{nine}{check}", phone=f"0206{chance.randint(0, 9999999):07d}"
            )
