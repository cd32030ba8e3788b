"""The calendar that ships with the house, and calendars built from plain rows.

The facts stand in `data/calendar`: one file a year of days off and swapped days, each with its reason and
source document, and one file of office hours. `confirmed = false` marks a day still waiting for its
deciding document. An agency's own calendar (organisation) is built from its rows by `calendar_from_rows`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.worktime import CalendarDay, Window, WorkCalendar

HOURS_FILE: Final = "office_hours.toml"


class ShippedFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the shipped files say before it becomes a calendar: the seed of a province's own calendar."""

    version: str
    announced_until: int
    windows: tuple[Window, ...]
    windows_source: str
    days: tuple[CalendarDay, ...]


@cache
def shipped_facts() -> ShippedFacts:
    """The shipped rows as they stand in the files, in order of date."""
    texts = {
        entry.name: entry.read_text("utf-8")
        for entry in (files("motcua.law") / "data" / "calendar").iterdir()
        if entry.name.endswith(".toml")
    }
    hours = tomllib.loads(texts.pop(HOURS_FILE))
    days = [row for name in sorted(texts) for row in tomllib.loads(texts[name])["day"]]
    return ShippedFacts(
        version=hours["version"],
        announced_until=hours["announced_until"],
        windows=tuple(window for row in hours["window"] for window in _windows(row)),
        windows_source=hours["source"],
        days=tuple(sorted((_day(row) for row in days), key=lambda day: day.date)),
    )


@cache
def shipped_calendar() -> WorkCalendar:
    """The calendar of the shipped files, built once per process."""
    facts = shipped_facts()
    return WorkCalendar(
        version=facts.version, windows=facts.windows, days=facts.days, announced_until=facts.announced_until
    )


def calendar_from_rows(
    *,
    version: str,
    windows: Iterable[Mapping[str, Any]],
    days: Iterable[Mapping[str, Any]],
    announced_until: int,
) -> WorkCalendar:
    """A calendar from plain rows, as a database hands them over.

    A window row has `weekday` (0 Monday) or `weekdays`, and `opens`, `closes` as `time`, `"HH:MM"` or minutes
    of the day. A day row has `date` (or ISO text), `kind` (`off`, `worked`), `reason`, `source`, and may have
    `confirmed`. Other keys are ignored. Raises `DomainError` (`calendar_invalid`) naming the row at fault.
    """
    return WorkCalendar(
        version=version,
        windows=[window for row in windows for window in _windows(row)],
        days=[_day(row) for row in days],
        announced_until=announced_until,
    )


def _windows(row: Mapping[str, Any]) -> list[Window]:
    try:
        weekdays = row["weekdays"] if "weekdays" in row else [row["weekday"]]
        opens, closes = _minute(row["opens"]), _minute(row["closes"])
        return [Window(weekday=int(weekday), opens=opens, closes=closes) for weekday in weekdays]
    except (KeyError, TypeError, ValueError) as error:
        raise _row_invalid(row) from error


def _minute(value: object) -> int:
    """Minutes of the day of a time, `"HH:MM"` or a number; `"24:00"` is the end of the day."""
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, str):
        hour, _, minute = value.partition(":")
        return int(hour) * 60 + int(minute or 0)
    if isinstance(value, int):
        return value
    raise TypeError(value)


def _day(row: Mapping[str, Any]) -> CalendarDay:
    try:
        day = row["date"]
        return CalendarDay(
            date=day if isinstance(day, date) else date.fromisoformat(day),
            kind=row["kind"],
            reason=row["reason"],
            source=row["source"],
            confirmed=bool(row.get("confirmed", True)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _row_invalid(row) from error


def _row_invalid(row: Mapping[str, Any]) -> DomainError:
    return DomainError(
        gettext_noop("Dòng lịch không đọc được: %(row)s."),
        gettext_noop("Sửa dòng này của lịch rồi lưu lại."),
        id="calendar_invalid",
        row=str(dict(row))[:200],
    )
