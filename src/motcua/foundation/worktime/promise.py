"""What is promised to the citizen: when the clock starts and when it is due."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Final

import msgspec

from motcua.foundation.clock import HOUR, Instant, day_of, instant_of, local_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.worktime.calendar import LAST_DAY, WorkCalendar
from motcua.foundation.worktime.explain import (
    ExplainLine,
    explain_calendar_days,
    explain_hours,
    explain_whole_days,
)
from motcua.foundation.worktime.units import (
    WORKING_DAY_MICROSECONDS,
    Unit,
    check_quantity,
    limit_out_of_range,
)

COUNTS: Final = ("hours", "whole_days")
AFTER_15: Final = ("off", "next_day")
_FIFTEEN: Final = 15 * HOUR


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """A due time with how it was reached.

    `due_at` and `due_date` are None where no limit is stated. `provisional` means that the days off of the
    due year have not been announced. `explanation` is filled only on request.
    """

    received_at: Instant
    clock_start: Instant
    due_at: Instant | None
    due_date: date | None
    provisional: bool
    calendar_version: str
    count: str
    explanation: tuple[ExplainLine, ...] = ()


def is_after_15(instant: Instant) -> bool:
    """Strictly after 15:00:00 local (Decree 61/2018 art. 18; domain vector 3)."""
    moment = local_of(instant)
    return instant - instant_of(moment.replace(hour=0, minute=0, second=0, microsecond=0)) > _FIFTEEN


def promise(
    received: Instant,
    quantity: Decimal | None,
    unit: Unit,
    calendar: WorkCalendar,
    *,
    count: str = "hours",
    after_15: str = "off",
    explain: bool = False,
) -> Promise:
    """The promise for a dossier received at an instant.

    `count` is `hours` (from the minute of reception) or `whole_days` (the close of the nth working day after
    the day of reception); `after_15` `next_day` takes what came after 15:00 as received the next working day.
    Calendar days and months end at the close of their day, rolled to a working day, in both modes; a fraction
    of a calendar day ends with its day. Source: contracts section 4. Raises `DomainError` for limits and
    dates out of range, and for an unknown count or rule.
    """
    _check_settings(count, after_15)
    normal_start = calendar.normalise(received)
    received_day = day_of(received)
    late_reception = after_15 == "next_day" and is_after_15(received)
    base = calendar.next_working_day(received_day) if late_reception else received_day
    clock_start = calendar.open_of(base) if late_reception else normal_start
    lines: tuple[ExplainLine, ...] = ()
    if quantity is None or unit is Unit.OTHER:
        return Promise(
            received_at=received, clock_start=clock_start, due_at=None, due_date=None, provisional=False,
            calendar_version=calendar.version, count=count,
        )  # fmt: skip
    check_quantity(quantity)
    if unit in (Unit.CALENDAR_DAY, Unit.MONTH):
        nominal = _nominal_day(base, quantity, unit)
        due = calendar.close_of(nominal)
        if explain:
            lines = explain_calendar_days(calendar, received, base, nominal, day_of(due))
    elif count == "whole_days" and unit is Unit.WORKING_DAY:
        due = _whole_days_due(calendar, base, quantity)
        if explain:
            lines = explain_whole_days(calendar, received, base, due, float(quantity * 480))
    else:
        due = calendar.add(clock_start, _working_microseconds(quantity, unit))
        if explain:
            lines = explain_hours(calendar, received, clock_start, due, late_reception=late_reception)
    due_date = day_of(due)
    return Promise(
        received_at=received, clock_start=clock_start, due_at=due, due_date=due_date,
        provisional=calendar.is_provisional(due_date), calendar_version=calendar.version, count=count,
        explanation=lines,
    )  # fmt: skip


def _check_settings(count: str, after_15: str) -> None:
    if count not in COUNTS or after_15 not in AFTER_15:
        raise DomainError(
            gettext_noop("Không có cách tính thời hạn “%(value)s”."),
            gettext_noop("Cách tính là hours hoặc whole_days; sau 15 giờ là off hoặc next_day."),
            id="count_unknown",
            value=(after_15 if count in COUNTS else count)[:40],
        )


def _working_microseconds(quantity: Decimal, unit: Unit) -> int:
    """Working time of a limit in hours or working days, to the microsecond."""
    share = quantity * (HOUR if unit is Unit.HOUR else WORKING_DAY_MICROSECONDS)
    return max(1, int(share.to_integral_value(ROUND_HALF_UP)))


def _whole_days_due(calendar: WorkCalendar, base: date, quantity: Decimal) -> Instant:
    """The close of the nth working day after `base`; a fraction runs from the opening of the day after."""
    whole = int(quantity)
    if whole == quantity:
        return calendar.close_of(calendar.next_working_day(base, whole))
    day = calendar.next_working_day(base, whole + 1)
    part = calendar.add(calendar.open_of(day), _working_microseconds(quantity - whole, Unit.WORKING_DAY))
    return min(part, calendar.close_of(day))


def _nominal_day(base: date, quantity: Decimal, unit: Unit) -> date:
    """The day a limit in calendar days or months ends on, before rolling off days off."""
    amount = int(quantity.to_integral_value(ROUND_CEILING))
    if unit is Unit.CALENDAR_DAY:
        if amount > (LAST_DAY - base).days:
            raise limit_out_of_range()
        return base + timedelta(days=amount)
    if amount != quantity:
        raise DomainError(
            gettext_noop("Thời hạn theo tháng phải là số tháng tròn."),
            gettext_noop("Nhập số tháng tròn, hoặc dùng đơn vị ngày."),
            id="limit_invalid",
        )
    return add_months(base, amount)


def add_months(day: date, months: int) -> date:
    """The same-numbered day so many months on, or the month's last day (Civil Code 2015 art. 148(3))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > LAST_DAY.year:
        raise limit_out_of_range()
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
