"""Why a due date is what it is: one line a day, each with its rule or document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

import msgspec

from motcua.foundation.clock import MINUTE, Instant, day_of
from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase, listed
from motcua.foundation.worktime.calendar import WorkCalendar

Kind = Literal["counted", "skipped"]

HOURS_RULE: Final = "Bộ luật Dân sự 2015, Điều 147 khoản 1"
DAYS_RULE: Final = "Bộ luật Dân sự 2015, Điều 147 khoản 2"
ROLL_RULE: Final = "Bộ luật Dân sự 2015, Điều 148 khoản 5"
WEEKEND_RULE: Final = "Quyết định 188/1999/QĐ-TTg"
AFTER_15_RULE: Final = "Quy định của tỉnh về hồ sơ tiếp nhận sau 15 giờ"

COUNTED_HOURS: Final = gettext_noop("Giờ làm việc, tính từ phút tiếp nhận")
COUNTED_DAY: Final = gettext_noop("Ngày làm việc, tính từ ngày sau ngày tiếp nhận")
COUNTED_CALENDAR_DAY: Final = gettext_noop("Tính theo ngày lịch, kể cả ngày nghỉ")
ROLLED_TO: Final = gettext_noop("Ngày cuối là ngày nghỉ, kết thúc vào ngày làm việc tiếp theo")
RECEPTION_DAY: Final = gettext_noop("Ngày tiếp nhận không tính")
OUTSIDE_HOURS: Final = gettext_noop("Tiếp nhận ngoài giờ làm việc, tính từ giờ mở cửa tiếp theo")
AFTER_15_REASON: Final = gettext_noop("Tiếp nhận sau 15 giờ, tính từ ngày làm việc tiếp theo")
SHORT: Final = {
    OUTSIDE_HOURS: gettext_noop("Tiếp nhận ngoài giờ làm việc"),
    AFTER_15_REASON: gettext_noop("Tiếp nhận sau 15 giờ"),
}
"""Why the day of reception does not count, for where it is said already from when the time runs."""
AWAITED: Final = gettext_noop("%(reason)s (chờ văn bản xác nhận)")
SATURDAY: Final = gettext_noop("Thứ Bảy")
SUNDAY: Final = gettext_noop("Chủ nhật")
CLOSED: Final = gettext_noop("Ngày không làm việc theo lịch của cơ quan")
_BETWEEN: Final = "; "


class ExplainLine(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a promise. `minutes` are working minutes for working time, 1440 for a calendar day, and 0
    where skipped; a fraction appears only where reception had seconds."""

    date: date
    kind: Kind
    minutes: float
    reason: str
    source: str


class MergedLine(NamedTuple):
    """Consecutive days of one kind and reason, for display only."""

    first: date
    last: date
    days: int
    kind: Kind
    minutes: float
    reason: str
    source: str


def merged(lines: Iterable[ExplainLine]) -> tuple[MergedLine, ...]:
    """Fold the day-by-day explanation for a screen; skipped neighbours with one source are joined too."""
    result: list[MergedLine] = []
    for line in lines:
        last = result[-1] if result else None
        if last and last.kind == line.kind and _joins(last, line):
            result[-1] = last._replace(
                last=line.date,
                days=last.days + 1,
                minutes=last.minutes + line.minutes,
                reason=_with(last.reason, line.reason),
                source=_with(last.source, line.source),
            )
        else:
            result.append(
                MergedLine(line.date, line.date, 1, line.kind, line.minutes, line.reason, line.source)
            )
    return tuple(result)


def _with(joined: str, text: str) -> str:
    """`text` appended once to what is already listed."""
    return joined if not text or text in joined.split(_BETWEEN) else f"{joined}{_BETWEEN}{text}"


def reason_phrase(reason: str) -> Phrase:
    """The reason of a line, also of a merged one, for faces that translate: the names of days off are data,
    the words around them are not."""
    waiting = AWAITED.removeprefix("%(reason)s")
    return listed(
        (
            Phrase(AWAITED, {"reason": Phrase(part.removesuffix(waiting))})
            if part.endswith(waiting)
            else Phrase(part)
            for part in reason.split(_BETWEEN)
        ),
        _BETWEEN,
    )


def _joins(last: MergedLine, line: ExplainLine) -> bool:
    """Skipped days always join; counted ones only where nothing special is said about the new day."""
    return line.kind == "skipped" or line.reason == last.reason


def explain_hours(
    calendar: WorkCalendar, received: Instant, clock_start: Instant, due: Instant, *, late_reception: bool
) -> tuple[ExplainLine, ...]:
    """Lines of a limit counted in working time from the minute of reception."""
    lines = []
    first, start_day = day_of(received), day_of(clock_start)
    for day in _days(first, day_of(due)):
        if day < start_day and calendar.is_working_day(day):
            reason = AFTER_15_REASON if late_reception else OUTSIDE_HOURS
            source = AFTER_15_RULE if late_reception else HOURS_RULE
            lines.append(_line(day, "skipped", 0, reason, source))
        elif not calendar.is_working_day(day):
            lines.append(skipped(calendar, day))
        else:
            opens, closes = calendar.open_of(day), calendar.close_of(day)
            worked = calendar.between(max(opens, clock_start), min(closes, due))
            lines.append(_counted_workday(calendar, day, worked / MINUTE, COUNTED_HOURS, HOURS_RULE))
    return tuple(lines)


def explain_whole_days(
    calendar: WorkCalendar, received: Instant, base: date, due: Instant, minutes: float
) -> tuple[ExplainLine, ...]:
    """Lines of a limit in whole working days after the day of reception; `base` is the day it counts from."""
    due_day = day_of(due)
    lines = [*_before_base(calendar, day_of(received), base)]
    left = minutes
    for day in _days(base + timedelta(days=1), due_day):
        if calendar.is_working_day(day):
            share = min(480.0, left)
            left -= share
            lines.append(_counted_workday(calendar, day, share, COUNTED_DAY, DAYS_RULE))
        else:
            lines.append(skipped(calendar, day))
    return tuple(lines)


def explain_calendar_days(
    calendar: WorkCalendar, received: Instant, base: date, nominal: date, due_day: date
) -> tuple[ExplainLine, ...]:
    """Lines of a limit in calendar days or months that ends on `nominal`, rolled forward to `due_day`."""
    lines = [*_before_base(calendar, day_of(received), base)]
    rolled = nominal != due_day
    for day in _days(base + timedelta(days=1), due_day):
        if day < nominal or not rolled:
            lines.append(_line(day, "counted", 1440, COUNTED_CALENDAR_DAY, DAYS_RULE))
        elif day < due_day:
            lines.append(skipped(calendar, day))
        else:
            lines.append(_line(day, "counted", 1440, ROLLED_TO, ROLL_RULE))
    return tuple(lines)


def _before_base(calendar: WorkCalendar, received_day: date, base: date) -> list[ExplainLine]:
    """Days that do not count yet: the day of reception; after 15:00 those to the next working day too."""
    lines = []
    for day in _days(received_day, base):
        if day == base:
            lines.append(_line(day, "skipped", 0, RECEPTION_DAY, DAYS_RULE))
        elif calendar.is_working_day(day):
            lines.append(_line(day, "skipped", 0, AFTER_15_REASON, AFTER_15_RULE))
        else:
            lines.append(skipped(calendar, day))
    return lines


def skipped(calendar: WorkCalendar, day: date) -> ExplainLine:
    """The line of a day that is not worked, with the document or rule behind it."""
    fact = calendar.reason(day)
    if fact is not None:
        reason = fact.reason if fact.confirmed else AWAITED % {"reason": fact.reason}
        return _line(day, "skipped", 0, reason, fact.source)
    if day.weekday() < 5:
        return _line(day, "skipped", 0, CLOSED, "")
    return _line(day, "skipped", 0, SATURDAY if day.weekday() == 5 else SUNDAY, WEEKEND_RULE)


def _counted_workday(
    calendar: WorkCalendar, day: date, minutes: float, reason: str, source: str
) -> ExplainLine:
    fact = calendar.reason(day)
    if fact is not None:
        reason, source = fact.reason, fact.source
    return _line(day, "counted", minutes, reason, source)


def _line(day: date, kind: Kind, minutes: float, reason: str, source: str) -> ExplainLine:
    whole = int(minutes)
    shown = whole if whole == minutes else round(minutes, 4)
    return ExplainLine(date=day, kind=kind, minutes=shown, reason=reason, source=source)


def _days(first: date, last: date) -> Iterable[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)
