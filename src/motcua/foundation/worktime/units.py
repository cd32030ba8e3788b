"""Units of a legal time limit, and reading limits that people and files write."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from motcua.foundation.clock import MINUTE
from motcua.foundation.errors import DomainError, gettext_noop

WORKING_DAY_MINUTES: Final = 480
"""One working day is eight working hours (contracts, section 4; Labour Code 2019 art. 105)."""
WORKING_DAY_MICROSECONDS: Final = WORKING_DAY_MINUTES * MINUTE

_LONGEST_EXPONENT: Final = 9
"""A limit of 10^10 units or more is refused before any arithmetic, so that 1e999999 costs nothing."""


class Unit(StrEnum):
    """The units of the national procedure database (domain reference 3.1); an hour is a working hour."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    MONTH = "month"
    OTHER = "other"


_NAMES: Final = {unit.value: unit for unit in Unit} | {"day": Unit.CALENDAR_DAY, "": Unit.OTHER}


def parse_unit(text: str | None) -> Unit:
    """The unit of a word in any case; `DAY` is a calendar day, empty is `OTHER` (contracts, section 1).

    Raises `DomainError` (`unit_unknown`) for any other word.
    """
    unit = _NAMES.get((text or "").strip().lower())
    if unit is None:
        raise DomainError(
            gettext_noop("Không hiểu đơn vị thời hạn “%(unit)s”."),
            gettext_noop("Dùng một trong: working_day, calendar_day (hoặc DAY), hour, month, other."),
            id="unit_unknown",
            unit=(text or "")[:40],
        )
    return unit


def parse_quantity(text: str | None) -> Decimal | None:
    """The number of a limit, with point or comma; empty is None.

    Raises `DomainError` (`limit_invalid`) for what is no number.
    """
    cleaned = (text or "").strip().replace(",", ".")
    if not cleaned:
        return None
    try:
        return Decimal(cleaned)
    except InvalidOperation:
        raise _invalid(cleaned) from None


def check_quantity(quantity: Decimal) -> None:
    """Refuse a limit that is not a positive number of a sane size (`limit_invalid`, `limit_out_of_range`)."""
    if not quantity.is_finite() or quantity <= 0:
        raise _invalid(str(quantity))
    if quantity.adjusted() > _LONGEST_EXPONENT:
        raise limit_out_of_range()


def _invalid(text: str) -> DomainError:
    return DomainError(
        gettext_noop("Thời hạn “%(limit)s” không phải là một số lớn hơn 0."),
        gettext_noop("Nhập số dương, ví dụ 3 hoặc 3,5; thủ tục không nêu thời hạn thì để trống."),
        id="limit_invalid",
        limit=text[:40],
    )


def limit_out_of_range() -> DomainError:
    """The error for a limit that ends beyond the calendar's tables."""
    return DomainError(
        gettext_noop("Thời hạn quá dài, vượt ra ngoài lịch làm việc của hệ thống."),
        gettext_noop("Kiểm tra lại số và đơn vị của thời hạn."),
        id="limit_out_of_range",
    )
