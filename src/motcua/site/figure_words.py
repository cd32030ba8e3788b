"""Figures as pages say them; registered by the `motcua` tag library."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from motcua.figures.queries import DayCount
from motcua.figures.tables import Share


def percent(share: Share) -> str:
    """`99,22%`; a dash where there is nothing to divide by."""
    value = share.value
    return "–" if value is None else f"{number_format(value, 2, force_grouping=False)}%"


def plain_name(name: str) -> str:
    """A procedure's name as a link needs it: "Thủ tục đăng ký khai sinh" is "Đăng ký khai sinh"."""
    bare = name.removeprefix("Thủ tục ").strip()
    return bare[:1].upper() + bare[1:]


def decimals(value: float | None, places: int = 1) -> str:
    """A mean with its decimals in the language of the page: `4,6`."""
    return "–" if value is None else str(number_format(Decimal(str(value)), places))


def days_taken(bar: DayCount) -> str:
    """`Trong 1 ngày`, `2 ngày`, `Từ 6 ngày`: which working days a bar stands for."""
    if not bar.until:
        return gettext("Từ %(days)d ngày") % {"days": bar.day}
    if bar.day == 1:
        return gettext("Trong 1 ngày")
    return ngettext("%(days)d ngày", "%(days)d ngày", bar.day) % {"days": bar.day}
