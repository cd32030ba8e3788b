"""The registry of figures: each with its law, formula, unit, direction, and its zero denominator.

The data stand in `data/registry.toml`; a figure is counted from the columns of form II.06a.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from motcua.foundation.errors import UsageError, gettext_noop

if TYPE_CHECKING:
    # The command line lists reports before there are settings.
    from motcua.figures.ii06a import Line

_DATA: Final = Path(__file__).parent / "data" / "registry.toml"
_PERIODS: Final = ("legal_year", "legal_quarter", "legal_month", "year", "quarter", "month", "any")
_SCOPES: Final = ("province", "level", "agency", "field", "procedure")


class ReportKind(msgspec.Struct, frozen=True, kw_only=True):
    """A report that can be asked for."""

    id: str
    form: str
    name: str
    law: str
    periods: tuple[str, ...]
    scopes: tuple[str, ...]
    by: tuple[str, ...]
    rule_sets: tuple[str, ...]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure is; numerator and denominator are sums of columns of II.06a."""

    code: str
    name: str
    law: str
    unit: Literal["count", "percent"]
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    better: Literal["more", "less", "neither"] = "neither"
    zero: Literal["none", "zero"] = "none"
    periods: tuple[str, ...] = _PERIODS
    scopes: tuple[str, ...] = _SCOPES
    rounding: str = "half_up_2"

    @property
    def formula(self) -> str:
        """In words of the form: "(8 + 9) / 7 × 100"."""
        top, bottom = (" + ".join(each[1:] for each in part) for part in (self.numerator, self.denominator))
        if not bottom:
            return top
        return f"{_grouped(top)} / {_grouped(bottom)} × 100"

    def of(self, line: Line) -> Value:
        """The figure of a row, with its parts."""
        top = sum(int(getattr(line, each)) for each in self.numerator)
        if self.unit == "count":
            return Value(float(top), top, None)
        bottom = sum(int(getattr(line, each)) for each in self.denominator)
        if not bottom:
            return Value(0.0 if self.zero == "zero" else None, top, bottom)
        return Value(percent(top, bottom), top, bottom)


class Value(msgspec.Struct, frozen=True):
    """A figure of one row; no value where there is nothing to divide by."""

    value: float | None
    numerator: int
    denominator: int | None


def percent(part: int, whole: int) -> float:
    """A hundred times a part over a whole, rounded half up to two decimals; `whole` is not 0."""
    exact = Decimal(100 * part) / Decimal(whole)
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _grouped(text: str) -> str:
    return f"({text})" if "+" in text else text


class _Registry(msgspec.Struct, frozen=True):
    report: tuple[ReportKind, ...]
    figure: tuple[Figure, ...]


@cache
def _registry() -> _Registry:
    return msgspec.toml.decode(_DATA.read_bytes(), type=_Registry)


def reports() -> tuple[ReportKind, ...]:
    """The reports there are."""
    return _registry().report


def figures() -> tuple[Figure, ...]:
    """The figures there are, in their order."""
    return _registry().figure


def figure(code: str) -> Figure:
    """A figure by its code. Raises: `UsageError` that names the codes there are."""
    found = next((each for each in figures() if each.code == code), None)
    if found is None:
        raise UsageError(
            gettext_noop("Không có số liệu nào mang mã %(code)s."),
            gettext_noop("Các mã: %(codes)s."),
            code=code[:40],
            codes=", ".join(each.code for each in figures()),
        )
    return found


def described(each: Figure) -> dict[str, Any]:
    """What the registry says of a figure, with its formula in words."""
    return {**msgspec.to_builtins(each), "formula": each.formula}
