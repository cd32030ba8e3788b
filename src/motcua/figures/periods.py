"""Reporting periods: those of the law, which close on the 14th, those of the calendar, and any two days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec

from motcua.foundation.clock import DAY, Instant, instant_of
from motcua.foundation.errors import UsageError, gettext_noop

CLOSING_DAY: Final = 14
"""The last day of a reporting period (Decree 09/2019/NĐ-CP, article 12)."""
KINDS: Final = ("legal_year", "legal_quarter", "legal_month", "year", "quarter", "month", "any")


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """First and last day, and of which kind."""

    first: date
    last: date
    kind: str = "any"


def period(kind: str, year: int, number: int = 1) -> Period:
    """The period of a kind in a year; `number` is the quarter or month. Raises: `UsageError`."""
    months = {"legal_year": 12, "year": 12, "legal_quarter": 3, "quarter": 3}.get(kind, 1)
    if kind not in KINDS[:-1] or not 1 <= number <= 12 // months or not 1900 < year < 9999:
        raise UsageError(
            gettext_noop("Không có kỳ báo cáo này."),
            gettext_noop("Chọn năm, quý từ 1 đến 4 hoặc tháng từ 1 đến 12."),
        )
    end = _month(year, number * months)
    start = _month(year, (number - 1) * months + 1)
    if kind.startswith("legal"):
        before = start - timedelta(days=1)
        return Period(first=before.replace(day=CLOSING_DAY + 1), last=end.replace(day=CLOSING_DAY), kind=kind)
    following = (end + timedelta(days=31)).replace(day=1)
    return Period(first=start, last=following - timedelta(days=1), kind=kind)


def _month(year: int, month: int) -> date:
    return date(year, month, 1)


def legal_year_of(day: date) -> int:
    """The reporting year that a day falls in: from 15 December to 14 December."""
    return day.year + (day.month == 12 and day.day > CLOSING_DAY)


def day_asked(text: str) -> date:
    """A day as typed, `YYYY-MM-DD`. Raises: `UsageError`."""
    if not text.strip():
        raise UsageError(
            gettext_noop("Kỳ tùy chọn còn thiếu ngày."), gettext_noop("Chọn cả ngày đầu và ngày cuối kỳ.")
        )
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            gettext_noop("“%(text)s” không phải là một ngày."),
            gettext_noop("Viết theo dạng năm-tháng-ngày, ví dụ 2022-11-22."),
            text=text[:40],
        ) from None


def moment_asked(text: str, now: Instant) -> Instant:
    """The moment of knowledge as typed: nothing is now, a day its end (for today: now), or a local moment.

    Raises: `UsageError` for what is no moment, and for one in the future.
    """
    text = text.strip()
    if not text:
        return now
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            gettext_noop("“%(text)s” không phải là một thời điểm."),
            gettext_noop("Viết ngày hoặc ngày và giờ, ví dụ 2022-11-22 hoặc 2022-11-22T17:00."),
            text=text[:40],
        ) from None
    whole_day = len(text) <= len("2022-11-22")
    asked = instant_of(datetime.combine(moment.date(), time()) if whole_day else moment)
    if asked > now:
        raise UsageError(
            gettext_noop("Thời điểm chốt số liệu ở tương lai: chưa ai biết khi đó có gì."),
            gettext_noop("Chọn một thời điểm đã qua, hoặc để trống để xem đến bây giờ."),
        )
    return min(asked + DAY - 1, now) if whole_day else asked
