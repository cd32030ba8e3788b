"""The parameters of a simulated year, read strictly from `year.toml`."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Final

import msgspec

from motcua.dossiers.lifecycle.types import Fault, Signature

_FILE: Final = "year.toml"


class _Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Part of the file: an unknown key is an error of the data."""


class Days(_Section, frozen=True):
    carried_from: date
    begins: date
    counted_until: date
    ends: date


class Counted(_Section, frozen=True):
    """Of `of` resolved dossiers `late` are late; `online_percent` of them came online."""

    late: int
    of: int
    online_percent: str


class Beside(_Section, frozen=True):
    carried: float
    open: float
    overdue: float
    ended: float


class Spread(_Section, frozen=True):
    volume: float
    late: float
    online: float


class Tet(_Section, frozen=True):
    day_one: date
    before_days: int
    before: float
    after_days: int
    after: float


class Bursts(_Section, frozen=True):
    a_year: int
    lasting: int
    times: float


class Hours(_Section, frozen=True):
    morning: float


class Absences(_Section, frozen=True):
    times: int
    days: tuple[int, int]


class Online(_Section, frozen=True):
    evening: float
    noticed: float
    amended_hours: tuple[int, int]


class HabitShares(_Section, frozen=True):
    supplement: float
    withdrawn: float
    refused: float
    consulted: float
    late: float
    late_step: float


class Supplements(_Section, frozen=True):
    """`second`: of the supplemented ones; `faults` with their weights."""

    second: float
    faults: dict[Fault, float]


class Obligations(_Section, frozen=True):
    """`share`: of dossiers of these fields; `days`: working days until paid; `online`: of the paid ones."""

    fields: tuple[str, ...]
    share: float
    days: tuple[int, int]
    online: float


class Parts(_Section, frozen=True):
    """`share`: of dossiers with a promise of `least_days` working days or more."""

    share: float
    least_days: int
    above: float
    late: float


class Papers(_Section, frozen=True):
    """Shares of the papers handed in: made electronic by the section, taken from an earlier dossier, taken
    from the personal store."""

    digitised: float
    reused: float
    from_store: float


class Payment(_Section, frozen=True):
    """`online`: of those who filed online; `transfer`: of the others."""

    online: float
    transfer: float


class LateLimits(_Section, frozen=True):
    least_days: int
    most_days: int
    mean_days: float


class Apologies(_Section, frozen=True):
    """`late`: of the late ones; `kept`: of those in time with a promise of `least_days` working days or more,
    whose new date is kept. `in_time`: of the letters; `more_days`: working days that the promise moves by."""

    late: float
    kept: float
    least_days: int
    in_time: float
    more_days: tuple[int, int]


class RatingShares(_Section, frozen=True):
    """`at_result`: of the dossiers handed over; `at_reception`: of all; `device`, `criteria`, `comment`: of
    the ratings. `in_time`, `late`: weights of the levels, the best first."""

    at_result: float
    at_reception: float
    device: float
    criteria: float
    comment: float
    hours: tuple[int, int]
    in_time: tuple[float, ...]
    late: tuple[float, ...]
    spread: float


class PetitionShares(_Section, frozen=True):
    """`late`: of the late dossiers; `dossier`, `officer`, `agency`, `procedure`: of all. `days_until`:
    working days until it is sent. `own`: of those about a procedure; the others are of the petitions."""

    late: float
    dossier: float
    officer: float
    agency: float
    procedure: float
    days_until: tuple[int, int]
    hide_name: float
    own: float
    refused: float
    withdrawn: float
    asked: float
    silent: float
    forward_hours: tuple[int, int]
    forward_late: float
    answer_share: tuple[float, float]
    answer_late: float
    late_days: tuple[int, int]
    sent_back: float
    unpublished: float
    again: float


class Catalogue(_Section, frozen=True):
    """Services and interlinked procedures on the last counted day; `later`: the share that comes after it."""

    online: int
    integrated: int
    integrated_level_3_4: int
    same_level: int
    cross_level: int
    later: float


class Parameters(_Section, frozen=True):
    """The whole file."""

    days: Days
    counted: Counted
    beside: Beside
    levels: dict[str, float]
    places: dict[str, float]
    spread: Spread
    months: dict[str, float]
    weekdays: dict[str, float]
    tet: Tet
    bursts: Bursts
    hours: Hours
    absences: Absences
    online: Online
    habits: HabitShares
    supplements: Supplements
    obligations: Obligations
    parts: Parts
    papers: Papers
    payment: Payment
    signatures: dict[Signature, float]
    late: LateLimits
    apologies: Apologies
    ratings: RatingShares
    petitions: PetitionShares
    catalogue: Catalogue
    staff: dict[str, dict[str, int]]
    procedures: dict[str, float]


@lru_cache(maxsize=1)
def parameters() -> Parameters:
    """The shipped file."""
    text = files(__package__).joinpath(_FILE).read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Parameters)
