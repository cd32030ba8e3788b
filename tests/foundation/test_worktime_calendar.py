"""Windows, boundaries, swapped days and the edges of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from tests.foundation.calendars import WEEK, at, calendar_2024

from motcua.foundation.clock import HOUR, MINUTE
from motcua.foundation.errors import DomainError
from motcua.foundation.worktime import CalendarDay, Window, WorkCalendar

CALENDAR = calendar_2024()


def test_a_due_moment_on_a_boundary_is_the_end_of_the_earlier_window() -> None:
    assert CALENDAR.add(at("2024-06-03T07:00"), 8 * HOUR) == at("2024-06-03T17:00")
    assert CALENDAR.add(at("2024-06-03T07:00"), 4 * HOUR + 30 * MINUTE) == at("2024-06-03T11:30")
    assert CALENDAR.add(at("2024-06-03T07:00"), 8 * HOUR + 1) == at("2024-06-04T07:00") + 1


@pytest.mark.parametrize(
    ("received", "clock_start"),
    [
        ("2024-06-07T17:20", "2024-06-10T07:00"),
        ("2024-06-07T12:10", "2024-06-07T13:30"),
        ("2024-06-07T06:00", "2024-06-07T07:00"),
        ("2024-06-08T10:00", "2024-06-10T07:00"),
        ("2024-06-07T17:00", "2024-06-07T17:00"),
        ("2024-06-07T17:00:01", "2024-06-10T07:00"),
        ("2024-06-07T11:30", "2024-06-07T11:30"),
    ],
)
def test_the_clock_starts_at_the_next_opening(received: str, clock_start: str) -> None:
    assert CALENDAR.normalise(at(received)) == at(clock_start)


def test_a_worked_saturday_has_weekday_windows() -> None:
    assert CALENDAR.is_working_day(date(2024, 5, 4))
    assert CALENDAR.minutes_on(date(2024, 5, 4)) == 480
    assert CALENDAR.open_of(date(2024, 5, 4)) == at("2024-05-04T07:00")
    assert CALENDAR.close_of(date(2024, 5, 4)) == at("2024-05-04T17:00")


def test_a_day_off_says_why() -> None:
    fact = CALENDAR.reason(date(2024, 4, 30))
    assert fact is not None
    assert (fact.kind, fact.reason, fact.source) == ("off", "Nghỉ", "Thử")
    assert CALENDAR.reason(date(2024, 6, 8)) is None


def test_rolling_goes_over_a_block_of_days_off() -> None:
    assert CALENDAR.roll_forward(date(2024, 4, 27)) == date(2024, 5, 2)
    assert CALENDAR.roll_forward(date(2024, 5, 4)) == date(2024, 5, 4)


@pytest.mark.parametrize(
    "moment", ["1800-01-01T08:00", "1999-12-31T23:59", "2100-01-01T00:00", "9999-12-31T08:00"]
)
def test_moments_beyond_the_tables_are_refused(moment: str) -> None:
    for ask in (
        CALENDAR.normalise,
        CALENDAR.is_open,
        lambda m: CALENDAR.add(m, HOUR),
        lambda m: CALENDAR.between(m, m),
    ):
        with pytest.raises(DomainError) as refusal:
            ask(at(moment))
        assert refusal.value.id == "moment_out_of_range"


def test_limits_beyond_the_tables_are_refused() -> None:
    for length in (10**9 * 8 * HOUR, -1):
        with pytest.raises(DomainError) as refusal:
            CALENDAR.add(at("2024-06-03T07:00"), length)
        assert refusal.value.id == "limit_out_of_range"
    with pytest.raises(DomainError):
        CALENDAR.next_working_day(date(2024, 6, 3), 10**9)
    with pytest.raises(DomainError):
        CALENDAR.normalise(at("2099-12-31T18:00"))


def fact(day: int, kind: str = "off") -> CalendarDay:
    return CalendarDay(date=date(2024, 6, day), kind=kind, reason="r", source="s")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("windows", "days"),
    [
        ([], []),
        ([Window(weekday=7, opens=0, closes=10)], []),
        ([Window(weekday=0, opens=600, closes=600)], []),
        ([Window(weekday=0, opens=600, closes=1500)], []),
        ([Window(weekday=0, opens=420, closes=690), Window(weekday=0, opens=600, closes=900)], []),
        (WEEK, [fact(3), fact(3)]),
        (WEEK, [fact(3, "half")]),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(
    windows: list[Window], days: list[CalendarDay]
) -> None:
    with pytest.raises(DomainError) as refusal:
        WorkCalendar(version="bad", windows=windows, days=days, announced_until=2024)
    assert refusal.value.id == "calendar_invalid"


def test_years_without_announcement_are_provisional() -> None:
    assert not CALENDAR.is_provisional(date(2024, 12, 31))
    assert CALENDAR.is_provisional(date(2025, 1, 1))
    assert CALENDAR.is_provisional(date(2023, 12, 29))
