"""How many dossiers of which fate each section has: whole numbers whose sums are exactly those asked for.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum
from random import Random
from typing import NamedTuple

from motcua.dossiers.simulation.parameters import Parameters


class Fate(IntEnum):
    """What must have become of a dossier on the last counted day."""

    ON_TIME = 0
    """Resolved in the counted days, not after its promise."""
    LATE = 1
    """Resolved in the counted days, on a day after that of its promise."""
    OPEN = 2
    """Received, not resolved."""
    ENDED = 3
    """Stopped, or closed without a supplement: no resolution."""
    LATER = 4
    """Received only afterwards."""
    BEFORE = 5
    """Received and ended before the counted days."""
    OVERDUE = 6
    """Not resolved, and promised for an earlier day."""


class Place(NamedTuple):
    """A section of the province as the plan sees it."""

    code: str
    level: str


class Quota(NamedTuple):
    """Dossiers of one section. `carried` are among the on-time ones, `online` among all that are counted."""

    on_time: int
    late: int
    carried: int
    online: int
    open: int
    ended: int
    later: int
    before: int
    overdue: int

    @property
    def total(self) -> int:
        return self.on_time + self.late + self.open + self.ended + self.later + self.before + self.overdue


def late_of(resolved: int, of: Parameters) -> int:
    """How many of the resolved ones are late: the article's share, rounded half up."""
    return _share(resolved, Decimal(of.counted.late) / Decimal(of.counted.of))


def online_of(resolved: int, of: Parameters) -> int:
    """How many of the resolved ones came online."""
    return _share(resolved, Decimal(of.counted.online_percent) / 100)


def _share(whole: int, share: Decimal) -> int:
    return int((whole * share).to_integral_value(ROUND_HALF_UP))


def quotas(
    resolved: int,
    places: Sequence[Place],
    seed: int,
    of: Parameters,
    *,
    later: float,
    before: float,
) -> list[Quota]:
    """The quota of each place, in their order. `later` and `before`: receptions after and before the counted
    days, as shares of those in them; who is carried in is one of the latter."""
    chance = Random(f"{seed} quotas")  # noqa: S311 - a simulated year, no secret
    weights = _volumes(places, chance, of)
    whole = parted(resolved, weights)
    late = parted(late_of(resolved, of), _leaning(whole, chance, of.spread.late), most=whole)
    online = parted(online_of(resolved, of), _leaning(whole, chance, of.spread.online), most=whole)
    on_time = [every - bad for every, bad in zip(whole, late, strict=True)]
    carried = parted(round(resolved * of.beside.carried), [float(each) for each in on_time], most=on_time)
    beside = [
        parted(round(resolved * share), [float(each) for each in whole])
        for share in (
            of.beside.open,
            of.beside.ended,
            later,
            max(before - of.beside.carried, 0),
            of.beside.overdue,
        )
    ]
    return [Quota(*each) for each in zip(on_time, late, carried, online, *beside, strict=True)]


def _volumes(places: Sequence[Place], chance: Random, of: Parameters) -> list[float]:
    there = {level: share for level, share in of.levels.items() if any(p.level == level for p in places)}
    raw = [_factor(place.code, of) * chance.lognormvariate(0, of.spread.volume) for place in places]
    sums = {level: sum(w for w, p in zip(raw, places, strict=True) if p.level == level) for level in there}
    return [
        there[place.level] * weight / sums[place.level] if place.level in there else 0.0
        for place, weight in zip(places, raw, strict=True)
    ]


def _factor(code: str, of: Parameters) -> float:
    return next((factor for start, factor in of.places.items() if code.startswith(start)), 1.0)


def _leaning(whole: Sequence[int], chance: Random, spread: float) -> list[float]:
    return [each * chance.lognormvariate(0, spread) for each in whole]


def parted(whole: int, weights: Sequence[float], most: Sequence[int] | None = None) -> list[int]:
    """`whole` in parts as the weights say, by largest remainder; no part above its `most`.

    Raises ValueError where the bounds do not leave room.
    """
    bounds = list(most) if most is not None else [whole] * len(weights)
    if sum(bound for bound, weight in zip(bounds, weights, strict=True) if weight > 0) < whole:
        raise ValueError("no room for the whole")
    parts = [0] * len(weights)
    left = whole
    while left:
        free = [n for n, weight in enumerate(weights) if weight > 0 and parts[n] < bounds[n]]
        total = sum(weights[n] for n in free)
        shares = {n: left * weights[n] / total for n in free}
        for n in free:
            parts[n] += min(int(shares[n]), bounds[n] - parts[n])
        left = whole - sum(parts)
        # What rounding left goes to the largest remainders; what a bound held back goes round again.
        rounded = [n for n in sorted(free, key=lambda n: (-(shares[n] % 1), n)) if parts[n] < bounds[n]]
        for n in rounded[: min(left, len(free))]:
            parts[n] += 1
        left = whole - sum(parts)
    return parts
