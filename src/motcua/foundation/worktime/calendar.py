"""The working calendar: weekly windows, days off and swapped days, laid out as cumulative tables.

A day is an index from 2000-01-01; `_before[i]` is the working time before day i, so adding a limit is
one bisection and the time between two moments one subtraction.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, Literal

import msgspec

from motcua.foundation.clock import DAY, MINUTE, Instant, instant_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime.units import limit_out_of_range

FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
_DAYS: Final = (LAST_DAY - FIRST_DAY).days + 1
_ORIGIN: Final = instant_of(datetime(2000, 1, 1))  # noqa: DTZ001 - local midnight of FIRST_DAY
_FIRST_ORDINAL: Final = FIRST_DAY.toordinal()
_MINUTES_OF_DAY: Final = 1440

Span = tuple[int, int, int]
"""Opening and closing in microseconds of the day, and the working time of that day before the span."""


class CalendarDay(msgspec.Struct, frozen=True, kw_only=True):
    """A dated fact: a day `off`, or a rest day `worked` in exchange, with its source document.

    `confirmed` is False where the day is expected but the deciding document is still awaited.
    """

    date: date
    kind: Literal["off", "worked"]
    reason: str
    source: str
    confirmed: bool = True


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Office hours on one weekday (0 = Monday): opening and closing in minutes of the day."""

    weekday: int
    opens: int
    closes: int


class WorkCalendar:
    """Immutable working calendar of one version, from 2000 to 2099.

    A moment within a window, its closing second included, is working time; 17:00:00 is still inside.
    All methods raise `DomainError` (`moment_out_of_range`, `limit_out_of_range`) beyond the tables.
    """

    __slots__ = ("_before", "_facts", "_spans", "_work_days", "_work_days_before",
                 "announced_from", "announced_until", "days", "version", "windows")  # fmt: skip

    def __init__(
        self, *, version: str, windows: Sequence[Window], days: Sequence[CalendarDay], announced_until: int
    ) -> None:
        self.version = version
        self.windows = tuple(sorted(windows, key=lambda w: (w.weekday, w.opens)))
        self.days = tuple(sorted(days, key=lambda day: day.date))
        self.announced_until = announced_until
        self.announced_from = min((day.date.year for day in days), default=announced_until)
        self._facts = {day.date.toordinal() - _FIRST_ORDINAL: day for day in self.days}
        _check_facts(self.days, self._facts)
        self._spans = self._lay_out(_weekly_spans(self.windows))
        self._before, self._work_days_before, self._work_days = _accumulate(self._spans)

    def _lay_out(self, weekly: tuple[tuple[Span, ...], ...]) -> list[tuple[Span, ...]]:
        """The spans of every day; a worked rest day has weekday windows (contracts, section 4)."""
        start = FIRST_DAY.weekday()
        spans = [weekly[(start + index) % 7] for index in range(_DAYS)]
        weekday_spans = next((day for day in weekly if day), ())
        for index, fact in self._facts.items():
            if fact.kind == "off":
                spans[index] = ()
            elif not spans[index]:
                spans[index] = weekday_spans
        return spans

    def _split(self, instant: Instant) -> tuple[int, int]:
        """Day index and microseconds of that day."""
        index, moment = divmod(instant - _ORIGIN, DAY)
        if not 0 <= index < _DAYS:
            raise moment_out_of_range()
        return index, moment

    def _position(self, instant: Instant) -> int:
        """Working microseconds from the beginning of the tables to the instant."""
        index, moment = self._split(instant)
        for opens, closes, before in self._spans[index]:
            if moment <= closes:
                return self._before[index] + before + (moment - opens if moment > opens else 0)
        return self._before[index + 1]

    def normalise(self, instant: Instant) -> Instant:
        """Where the clock starts for this moment: itself in office hours, else the next opening."""
        index, moment = self._split(instant)
        for opens, closes, _ in self._spans[index]:
            if moment < opens:
                return instant - moment + opens
            if moment <= closes:
                return instant
        following = self._following(index, 1)
        return _ORIGIN + following * DAY + self._spans[following][0][0]

    def is_open(self, instant: Instant) -> bool:
        """Whether the moment lies in office hours."""
        return self.normalise(instant) == instant

    def add(self, start: Instant, microseconds: int) -> Instant:
        """The moment when that much working time has passed since `start`.

        On a boundary it is the end of the earlier window: Monday 07:00 and eight hours is Monday 17:00.
        """
        start = self.normalise(start)
        if microseconds <= 0:
            if microseconds < 0:
                raise limit_out_of_range()
            return start
        before = self._before
        target = self._position(start) + microseconds
        if target > before[_DAYS]:
            raise limit_out_of_range()
        index = bisect_left(before, target) - 1
        target -= before[index]
        for opens, closes, earlier in self._spans[index]:
            if target <= earlier + closes - opens:
                return _ORIGIN + index * DAY + opens + target - earlier
        raise AssertionError("the cumulative table and the spans of a day disagree")

    def between(self, a: Instant, b: Instant) -> int:
        """Working microseconds from a to b, negative where b is earlier."""
        return self._position(b) - self._position(a)

    def minutes_on(self, day: date) -> int:
        """Working minutes of the day; 0 on a day off."""
        index = self._index(day)
        return (self._before[index + 1] - self._before[index]) // MINUTE

    def is_working_day(self, day: date) -> bool:
        """Whether the office opens on that day."""
        return bool(self._spans[self._index(day)])

    def next_working_day(self, day: date, count: int = 1) -> date:
        """The count-th working day strictly after `day`."""
        if count < 1:
            raise limit_out_of_range()
        return FIRST_DAY + timedelta(days=self._following(self._index(day), count))

    def roll_forward(self, day: date) -> date:
        """The day itself if worked, else the next working day (Civil Code 2015 art. 148(5))."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def open_of(self, day: date) -> Instant:
        """The opening of a working day; of another day, that of the next working day."""
        index = self._index(self.roll_forward(day))
        return _ORIGIN + index * DAY + self._spans[index][0][0]

    def close_of(self, day: date) -> Instant:
        """The last closing of a working day; of another day, that of the next working day."""
        index = self._index(self.roll_forward(day))
        return _ORIGIN + index * DAY + self._spans[index][-1][1]

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after a up to and including b (negative where b is earlier)."""
        return self._work_days_before[self._index(b) + 1] - self._work_days_before[self._index(a) + 1]

    def spans_between(self, first: date, last: date) -> list[tuple[Instant, Instant]]:
        """Opening and closing of each span of office hours from one day to another, both included."""
        return [
            (_ORIGIN + index * DAY + opens, _ORIGIN + index * DAY + closes)
            for index in range(self._index(first), self._index(last) + 1)
            for opens, closes, _ in self._spans[index]
        ]

    def reason(self, day: date) -> CalendarDay | None:
        """The dated fact about that day, if there is one; a plain weekend has none."""
        return self._facts.get(self._index(day))

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies in a year whose days off have not been announced."""
        return not self.announced_from <= day.year <= self.announced_until

    def _following(self, index: int, count: int) -> int:
        """Index of the count-th working day after a day index."""
        place = self._work_days_before[index + 1] + count - 1
        if place >= len(self._work_days):
            raise limit_out_of_range()
        return self._work_days[place]

    def _index(self, day: date) -> int:
        index = day.toordinal() - _FIRST_ORDINAL
        if not 0 <= index < _DAYS:
            raise moment_out_of_range()
        return index


def moment_out_of_range() -> DomainError:
    """The error for a date before 2000 or after 2099."""
    return DomainError(
        gettext_noop("Ngày nằm ngoài lịch làm việc của hệ thống (%(first)d–%(last)d)."),
        gettext_noop("Kiểm tra lại năm."),
        id="moment_out_of_range",
        first=FIRST_DAY.year,
        last=LAST_DAY.year,
    )


def _calendar_invalid(detail: str, **values: object) -> DomainError:
    return DomainError(
        gettext_noop("Lịch làm việc không dùng được: %(detail)s."),
        gettext_noop("Sửa dòng này của lịch rồi lưu lại."),
        id="calendar_invalid",
        detail=Phrase(detail, values),
    )


def _day_text(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _check_facts(days: Sequence[CalendarDay], by_index: dict[int, CalendarDay]) -> None:
    for earlier, later in pairwise(days):
        if earlier.date == later.date:
            raise _calendar_invalid(gettext_noop("ngày %(day)s có hai dòng"), day=_day_text(later.date))
    for index, day in by_index.items():
        if not 0 <= index < _DAYS:
            raise moment_out_of_range()
        if day.kind not in ("off", "worked"):
            raise _calendar_invalid(
                gettext_noop("ngày %(day)s có loại “%(kind)s”"), day=_day_text(day.date), kind=day.kind
            )


def _weekly_spans(windows: Iterable[Window]) -> tuple[tuple[Span, ...], ...]:
    """The spans of Monday to Sunday; `windows` come sorted."""
    week: list[list[Span]] = [[] for _ in range(7)]
    for window in windows:
        if not (0 <= window.weekday < 7 and 0 <= window.opens < window.closes <= _MINUTES_OF_DAY):
            raise _calendar_invalid(
                gettext_noop("khung giờ %(opens)s–%(closes)s phút"), opens=window.opens, closes=window.closes
            )
        spans = week[window.weekday]
        opens, closes = window.opens * MINUTE, window.closes * MINUTE
        if spans and opens < spans[-1][1]:
            raise _calendar_invalid(gettext_noop("hai khung giờ trong một ngày chồng lên nhau"))
        earlier = spans[-1][2] + spans[-1][1] - spans[-1][0] if spans else 0
        spans.append((opens, closes, earlier))
    if not any(week):
        raise _calendar_invalid(gettext_noop("không có khung giờ nào"))
    return tuple(tuple(spans) for spans in week)


def _accumulate(spans: Sequence[tuple[Span, ...]]) -> tuple[list[int], array[int], array[int]]:
    """Working time before each day, working days before each day, and the indices of working days."""
    before, total = [0], 0
    work_days_before, work_days = array("i", [0]), array("i")
    for index, day in enumerate(spans):
        if day:
            opens, closes, earlier = day[-1]
            total += earlier + closes - opens
            work_days.append(index)
        before.append(total)
        work_days_before.append(len(work_days))
    return before, work_days_before, work_days
