"""Calendars for tests, built here so that they do not depend on the shipped facts."""

from __future__ import annotations

from datetime import date, datetime

from motcua.foundation.clock import Instant, instant_of
from motcua.foundation.worktime import CalendarDay, Window, WorkCalendar

MORNING = (7 * 60, 11 * 60 + 30)
AFTERNOON = (13 * 60 + 30, 17 * 60)
WEEK = [
    Window(weekday=day, opens=opens, closes=closes)
    for day in range(5)
    for opens, closes in (MORNING, AFTERNOON)
]
OFF = [
    date(2024, 4, 18),
    date(2024, 4, 29),
    date(2024, 4, 30),
    date(2024, 5, 1),
    date(2024, 9, 2),
    date(2024, 9, 3),
]
WORKED = [date(2024, 5, 4)]


def calendar_2024(windows: list[Window] = WEEK) -> WorkCalendar:
    """The year 2024 from April on: two holidays, a swap with a worked Saturday."""
    days = [CalendarDay(date=day, kind="off", reason="Nghỉ", source="Thử") for day in OFF]
    days += [CalendarDay(date=day, kind="worked", reason="Làm bù", source="Thử") for day in WORKED]
    return WorkCalendar(version="test", windows=windows, days=days, announced_until=2024)


def at(text: str) -> Instant:
    """The instant of local ISO text."""
    return instant_of(datetime.fromisoformat(text))
