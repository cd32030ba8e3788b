"""Working time against a minute-by-minute walk, and the laws that adding must obey."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.foundation.calendars import OFF, WEEK, WORKED, calendar_2024

from motcua.foundation.clock import HOUR, MINUTE, Instant, instant_of, local_of
from motcua.foundation.worktime import Window, WorkCalendar

SATURDAY_MORNING = [*WEEK, Window(weekday=5, opens=7 * 60, closes=11 * 60)]
PLAIN = calendar_2024()
WITH_SATURDAY = calendar_2024(SATURDAY_MORNING)

calendars = st.sampled_from([PLAIN, WITH_SATURDAY])
microseconds = st.integers(0, 40 * 8 * HOUR)
moments = st.integers(instant_of(datetime(2024, 4, 1)), instant_of(datetime(2024, 10, 1)))
boundaries = st.builds(
    lambda day, hour: instant_of(datetime(2024, 4, 1) + timedelta(days=day, hours=hour)),
    st.integers(0, 180),
    st.sampled_from([0, 7, 11.5, 13.5, 17, 24]),
)
starts = moments | boundaries


def is_working_minute(calendar: WorkCalendar, moment: datetime) -> bool:
    """The rule said in the plainest way: windows of the weekday, unless a dated fact says otherwise."""
    day, minute = moment.date(), moment.hour * 60 + moment.minute
    weekday = day.weekday()
    if day in OFF:
        return False
    if day in WORKED and not any(window.weekday == weekday for window in calendar.windows):
        weekday = 0
    return any(w.weekday == weekday and w.opens <= minute < w.closes for w in calendar.windows)


def walk(calendar: WorkCalendar, start: datetime) -> Iterator[tuple[datetime, bool]]:
    while True:
        yield start, is_working_minute(calendar, start)
        start += timedelta(minutes=1)


@settings(max_examples=60, deadline=None)
@given(calendars, st.integers(0, 180 * 24 * 60), st.integers(1, 5 * 480))
def test_adding_equals_walking_minute_by_minute(calendar: WorkCalendar, offset: int, minutes: int) -> None:
    start = datetime(2024, 4, 1) + timedelta(minutes=offset)
    worked = (moment for moment, working in walk(calendar, start) if working)
    last = next(islice(worked, minutes - 1, None))
    assert local_of(calendar.add(instant_of(start), minutes * MINUTE)) == last + timedelta(minutes=1)


@settings(max_examples=60, deadline=None)
@given(calendars, st.integers(0, 180 * 24 * 60), st.integers(0, 8 * 24 * 60))
def test_the_time_between_equals_the_minutes_walked(calendar: WorkCalendar, offset: int, length: int) -> None:
    start = datetime(2024, 4, 1) + timedelta(minutes=offset)
    walked = sum(is_working_minute(calendar, start + timedelta(minutes=minute)) for minute in range(length))
    end = start + timedelta(minutes=length)
    assert calendar.between(instant_of(start), instant_of(end)) == walked * MINUTE


@given(calendars, starts, starts, microseconds)
def test_adding_keeps_order(calendar: WorkCalendar, a: Instant, b: Instant, length: int) -> None:
    early, late = sorted((a, b))
    assert calendar.add(early, length) <= calendar.add(late, length)


@given(calendars, starts, microseconds, microseconds)
def test_a_longer_limit_is_never_due_earlier(calendar: WorkCalendar, start: Instant, a: int, b: int) -> None:
    short, long = sorted((a, b))
    assert calendar.add(start, short) <= calendar.add(start, long)


@given(calendars, starts, microseconds, microseconds)
def test_adding_twice_is_adding_the_sum(calendar: WorkCalendar, start: Instant, a: int, b: int) -> None:
    assert calendar.add(calendar.add(start, a), b) == calendar.add(start, a + b)


@given(calendars, starts, microseconds)
def test_between_undoes_adding(calendar: WorkCalendar, start: Instant, length: int) -> None:
    assert calendar.between(start, calendar.add(start, length)) == length


@given(calendars, starts, starts)
def test_between_is_the_same_backwards(calendar: WorkCalendar, a: Instant, b: Instant) -> None:
    assert calendar.between(a, b) == -calendar.between(b, a)


@given(calendars, starts)
def test_normalising_twice_changes_nothing(calendar: WorkCalendar, start: Instant) -> None:
    once = calendar.normalise(start)
    assert once >= start
    assert calendar.normalise(once) == once
    assert calendar.between(start, once) == 0
    assert calendar.is_open(once)


@given(calendars, st.integers(0, 180), st.integers(1, 60))
def test_the_nth_working_day_has_n_working_days_behind_it(
    calendar: WorkCalendar, offset: int, count: int
) -> None:
    day = date(2024, 4, 1) + timedelta(days=offset)
    found = calendar.next_working_day(day, count)
    passed = [day + timedelta(days=step + 1) for step in range((found - day).days)]
    assert calendar.is_working_day(found)
    assert sum(map(calendar.is_working_day, passed)) == count
    assert calendar.working_days_between(day, found) == count
