"""How counts become points: pure. Index 766 as data (`data/index766.toml`), its conversions, its ranks.

A ratio is exact until it is told; points are rounded half up to two decimals, and groups and the total are
sums of what is told, so that whoever adds up the page arrives at its total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

_DATA: Final = Path(__file__).parents[1] / "data" / "index766.toml"
TOLERANCE: Final = Decimal("0.001")
"""Totals that differ by no more stand on the same rank."""
WHOLE: Final = Decimal(100)
ZERO: Final = Decimal("0.00")

Confidence = Literal["seen", "practice", "unresolved"]
"""Seen in a text or reverse-checked; seen in software alone; not determined, so a setting."""


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of components as the national portal shows them."""

    code: str
    name: str
    maximum: int


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ratio, in percent, from which on the maximum is given; a goal of a stage, so it has its days."""

    percent: Annotated[int, msgspec.Meta(ge=1, le=100)]
    source: str
    valid_from: date
    valid_to: date | None = None


class Component(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One component. `numerator` and `denominator` say in words what is counted; `typed` names the parts that
    no register of this house knows. `zero`: what an empty denominator gives — `none` nothing to divide by,
    `full` the maximum, `nothing` no points. `communes`: whether it applies to a commune at all."""

    id: str
    code: str = ""
    group: str
    name: str
    maximum: Decimal
    numerator: str
    denominator: str
    unit: Literal["dossier", "procedure", "petition", "commune", "day"]
    conversion: Literal["linear", "target", "information"]
    targets: tuple[Target, ...] = ()
    zero: Literal["none", "full", "nothing"] = "none"
    communes: bool = True
    typed: tuple[str, ...] = ()
    law: str
    source: str
    confidence: Confidence
    maximum_confidence: Confidence = "practice"
    note: str = ""

    def target_on(self, day: date) -> Fraction:
        """The ratio that gives the maximum on a day: 1 where it is linear."""
        for each in self.targets:
            if each.valid_from <= day and (each.valid_to is None or day <= each.valid_to):
                return Fraction(each.percent, 100)
        return Fraction(1)


class Label(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word for a total of at least so many points of 100."""

    least: int
    key: str
    name: str


class Index(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Index 766 as data."""

    name: str
    law: str
    valid_from: date
    labels_source: str
    group: tuple[Group, ...]
    label: tuple[Label, ...]
    component: tuple[Component, ...]

    def of_group(self, code: str) -> tuple[Component, ...]:
        """The components of a group, in order."""
        return tuple(each for each in self.component if each.group == code)

    def one(self, id: str) -> Component:  # noqa: A002
        """A component by its id. Raises: KeyError."""
        return {each.id: each for each in self.component}[id]


@cache
def index766() -> Index:
    """Index 766 as it ships."""
    return load(_DATA.read_bytes())


def load(data: bytes) -> Index:
    """An index from its file. Raises: `msgspec.ValidationError`, and ValueError where it does not add up."""
    found = msgspec.toml.decode(data, type=Index)
    for group in found.group:
        points = sum((each.maximum for each in found.of_group(group.code)), Decimal(0))
        if points != group.maximum:
            raise ValueError(f"{group.code}: components give {points} of {group.maximum} points")
    if sum(group.maximum for group in found.group) != WHOLE:
        raise ValueError("the groups do not make 100 points")
    return found


class Scored(msgspec.Struct, frozen=True):
    """What a component came to. No `points` where it is not known yet, where there was nothing to divide by,
    or where it is for information. `full`: the maximum was given without counting."""

    ratio: Fraction | None
    points: Decimal | None
    full: bool = False

    @property
    def percent(self) -> Decimal | None:
        """The ratio in percent, two decimals, half up."""
        return None if self.ratio is None else rounded(100 * self.ratio)


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Rounded half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def score(
    component: Component,
    numerator: Fraction | None,
    denominator: Fraction | None,
    *,
    on: date,
    maximum: Decimal | None = None,
    target: Fraction | None = None,
) -> Scored:
    """The points of counts on a day; `maximum` and `target` where the office set others.

    Raises: ValueError for a negative part.
    """
    if numerator is None or denominator is None:
        return Scored(None, None)
    if numerator < 0 or denominator < 0:
        raise ValueError("a count below zero")
    most = component.maximum if maximum is None else maximum
    scored = component.conversion != "information"
    if not denominator:
        given = {"none": None, "full": most, "nothing": ZERO}[component.zero] if scored else None
        return Scored(None, None if given is None else rounded(Fraction(given)), component.zero == "full")
    ratio = numerator / denominator
    if not scored:
        return Scored(ratio, None)
    goal = component.target_on(on) if target is None else target
    return Scored(ratio, rounded(Fraction(most) * min(ratio / goal, Fraction(1))))


def not_asked_of_communes(component: Component, maximum: Decimal | None = None) -> Scored:
    """What a commune gets of a component that does not apply to it: the maximum."""
    return Scored(None, rounded(Fraction(component.maximum if maximum is None else maximum)), full=True)


class Gain(msgspec.Struct, frozen=True):
    """What could still be won: points, and how many more of the numerator that takes."""

    points: Decimal
    more: int


def gain(
    scored: Scored, numerator: Fraction, denominator: Fraction, maximum: Decimal, goal: Fraction
) -> Gain:
    """The points left of a component, and how many more of the denominator the numerator would need."""
    left = maximum - (scored.points or ZERO)
    more = ceil(min(goal, Fraction(1)) * denominator - numerator)
    return Gain(max(left, ZERO), max(more, 0) if left > 0 else 0)


class Total(msgspec.Struct, frozen=True):
    """Points and of how many: components not known yet are in neither. `open` are the points of those."""

    points: Decimal
    maximum: Decimal
    whole: Decimal

    @property
    def complete(self) -> bool:
        """Whether every point of the whole was counted."""
        return self.maximum == self.whole

    @property
    def of_hundred(self) -> Decimal | None:
        """The points for each hundred that could be counted; the points themselves where all were."""
        if not self.maximum:
            return None
        return rounded(100 * Fraction(self.points) / Fraction(self.maximum))


def total(scores: Sequence[tuple[Scored, Decimal]], whole: Decimal) -> Total:
    """The sum of components with their maxima, of `whole` points."""
    known = [(each.points, most) for each, most in scores if each.points is not None]
    return Total(
        sum((points for points, _ in known), ZERO), sum((most for _, most in known), Decimal(0)), whole
    )


def label(of_hundred: Decimal, index: Index | None = None) -> Label:
    """The word for a total."""
    return next(each for each in (index or index766()).label if of_hundred >= each.least)


def ranks(totals: Mapping[str, Decimal], tolerance: Decimal = TOLERANCE) -> dict[str, int]:
    """Competition ranks "1 2 2 4", the highest first. Who differs from the one before by no more than the
    tolerance stands on its rank, measured from the first of that rank, so that ties do not creep."""
    found: dict[str, int] = {}
    first: Decimal | None = None
    rank = 0
    for place, (key, points) in enumerate(sorted(totals.items(), key=lambda each: -each[1]), start=1):
        if first is None or first - points > tolerance:
            first, rank = points, place
        found[key] = rank
    return found
