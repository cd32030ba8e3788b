"""Numbers as reports print them, read as what they can prove: a span from a least to a greatest value.

"99.22" is anything from 99.215 to 99.225, "10.18k" anything from 10,175 to 10,185, ">70" more than seventy.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final, NamedTuple

_NUMBER: Final = re.compile(
    r"(?P<sign>[<>~≈]?)\s*(?P<digits>\d[\d.,\s]*)\s*(?P<unit>k|nghìn|tr|triệu|%)?", re.IGNORECASE
)
_UNITS: Final = {"k": 1000, "nghìn": 1000, "tr": 1_000_000, "triệu": 1_000_000}
_THOUSANDS: Final = re.compile(r"\d{1,3}([.,\s]\d{3})+")


class Unreadable(ValueError):
    """What stands in the cell is no number."""


class Span(NamedTuple):
    """Least and greatest value, None where there is no end; `exact` for a count that was not rounded."""

    low: Fraction | None
    high: Fraction | None
    exact: bool = False

    @property
    def nominal(self) -> Fraction | None:
        """The middle, or the one end there is."""
        if self.low is None or self.high is None:
            return self.low if self.high is None else self.high
        return (self.low + self.high) / 2

    @property
    def rounding(self) -> Fraction:
        """What rounding may have taken or added; nothing where an end is open."""
        return Fraction(0) if self.low is None or self.high is None else (self.high - self.low) / 2

    def __add__(self, other: Any) -> Span:
        return Span(_sum(self.low, other.low), _sum(self.high, other.high), self.exact and other.exact)

    def __sub__(self, other: Any) -> Span:
        return self + Span(_minus(other.high), _minus(other.low), other.exact)

    def percent_of(self, whole: Span) -> Span | None:
        """A hundred times this over the whole; None where the whole may be nothing."""
        if whole.low is None or whole.low <= 0:
            return None
        low = None if self.low is None or whole.high is None else 100 * self.low / whole.high
        high = None if self.high is None else 100 * self.high / whole.low
        return Span(low, high, self.exact and whole.exact)

    def times_percent(self, percent: Span) -> Span:
        """The part of this that a percentage names."""
        return Span(_part(self.low, percent.low), _part(self.high, percent.high))

    def meets(self, other: Span) -> bool:
        """Whether a value lies in both."""
        return _not_above(self.low, other.high) and _not_above(other.low, self.high)

    def within(self, other: Span) -> bool:
        """Whether every value here lies in the other."""
        below = other.low is None or (self.low is not None and self.low >= other.low)
        above = other.high is None or (self.high is not None and self.high <= other.high)
        return below and above


def exactly(value: int) -> Span:
    """A count."""
    return Span(Fraction(value), Fraction(value), exact=True)


def tolerance(value: Any) -> Fraction:
    """Half a unit of the last printed digit; nothing for a whole number without a unit."""
    _, digits, factor = _parts(value)
    return _half(digits) * factor if "." in digits or factor != 1 else Fraction(0)


def read(value: Any, *, percent: bool = False) -> Span:
    """The span of a printed number. A percentage is rounded to its last digit, a bare whole count is exact.

    Raises: `Unreadable`.
    """
    sign, digits, factor = _parts(value)
    number = Fraction(Decimal(digits)) * factor
    if sign == ">":
        return Span(number, None)
    if sign == "<":
        return Span(None, number)
    if sign or percent or "." in digits or factor != 1:
        half = _half(digits) * factor
        return Span(number - half, number + half)
    return exactly(int(number))


def _parts(value: Any) -> tuple[str, str, int]:
    if isinstance(value, bool) or value is None:
        raise Unreadable(value)
    if isinstance(value, int | float | Decimal):
        return "", _plain(value), 1
    found = _NUMBER.fullmatch(str(value).strip())
    if found is None:
        raise Unreadable(value)
    digits = found["digits"].strip()
    unit = (found["unit"] or "").lower()
    factor = _UNITS.get(unit, 1)
    if factor == 1 and unit != "%" and _THOUSANDS.fullmatch(digits):
        digits = re.sub(r"[.,\s]", "", digits)
    digits = digits.replace(",", ".").replace(" ", "")
    try:
        Decimal(digits)
    except InvalidOperation:
        raise Unreadable(value) from None
    return found["sign"], digits, factor


def _plain(value: float | Decimal) -> str:
    if not math.isfinite(value) or value < 0:
        raise Unreadable(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return format(Decimal(str(value)), "f")


def _half(digits: str) -> Fraction:
    decimals = len(digits.partition(".")[2])
    return Fraction(1, 2 * 10**decimals)


def _sum(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left + right


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _part(value: Fraction | None, percent: Fraction | None) -> Fraction | None:
    return None if value is None or percent is None else value * percent / 100


def _not_above(low: Fraction | None, high: Fraction | None) -> bool:
    return low is None or high is None or low <= high
