"""The working calendar in force: read from the newest snapshot, kept in memory by version.

Without any snapshot the calendar that ships with the law's data is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple, cast

import msgspec
import psycopg
from django.db import connection

from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.worktime import CalendarDay, Window, WorkCalendar
from motcua.law.calendar import shipped_calendar, shipped_facts
from motcua.organisation.models import CalendarDayRow, CalendarVersion, WindowRow

SHIPPED: Final = 0
"""The number of the calendar before the first snapshot."""


class Snapshot(NamedTuple):
    """Everything a calendar is made of. `windows` maps an agency id, or None for the others, to its hours."""

    announced_until: int
    days: tuple[CalendarDay, ...]
    windows: dict[int | None, tuple[Window, ...]]


class CalendarChange(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two versions: each day with its rows before and after, hours, announced year.

    `days` are the days whose dossiers are touched; `hours_changed` touches all that are open. `hours` gives
    for each agency (None: the others) its windows before and after; `announced` the two years.
    """

    before: str
    after: str
    number: int
    days: tuple[tuple[date, CalendarDay | None, CalendarDay | None], ...]
    hours: tuple[tuple[int | None, tuple[Window, ...], tuple[Window, ...]], ...]
    announced: tuple[int, int]

    @property
    def hours_changed(self) -> tuple[int | None, ...]:
        """The agencies whose hours differ; None stands for all without own hours."""
        return tuple(agency for agency, _before, _after in self.hours)

    @property
    def announced_changed(self) -> bool:
        """Whether the last announced year differs."""
        return self.announced[0] != self.announced[1]


class Stamp(NamedTuple):
    """What names a version for the memory of a process: numbers begin again where a database is put back."""

    number: int
    pk: int = 0
    made_at: int = 0


_seen: dict[int, Stamp] = {}
"""Version numbers to the stamps last read for them."""


def _stamp(number: int | None = None) -> Stamp | None:
    """The stamp of a version, the newest unless told; None where there is none. One query."""
    connection.ensure_connection()
    # Every command asks for it: past the ORM, and kept prepared.
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_STAMP, (number, number), prepare=True)
        found = cursor.fetchone()
    if found is None:
        return None
    stamp = _seen[found[0]] = Stamp(*found)
    return stamp


_STAMP: Final = """
SELECT number, id, made_at FROM organisation_calendarversion
WHERE %s::bigint IS NULL OR number = %s::bigint ORDER BY number DESC LIMIT 1
"""


def current_calendar_version() -> int:
    """The number of the newest snapshot, `SHIPPED` without one. One query."""
    return (_stamp() or Stamp(SHIPPED)).number


def version_label(number: int) -> str:
    """How dossiers, explanations and screens name a version."""
    return shipped_facts().version if number == SHIPPED else CalendarVersion(number=number).label


def calendar_for(
    agency: int | str | None = None, *, version: int | None = None, on: date | None = None
) -> WorkCalendar:
    """The calendar in force for an agency (id, or code with the day `on`), or for all without own hours.

    One query for the version, none where `version` is what `current_calendar_version` has just told; the
    calendar itself is built once per process and version.
    """
    stamp = _stamp() if version is None else _seen.get(version) or _stamp(version)
    return _calendar_of(stamp or Stamp(SHIPPED), agency, on)


Calendars = Callable[[int | None], WorkCalendar]
"""From an agency's id (none: no own hours) to its calendar, all of one version."""


def calendars() -> Calendars:
    """The calendars in force, for many agencies at once: one query, however often the answer is called."""
    return calendars_of(_stamp())


def calendars_of(stamp: Stamp | None) -> Calendars:
    """The calendars of a version that was read already; of none, those that ship."""
    known = stamp or Stamp(SHIPPED)
    _seen[known.number] = known
    return lambda agency: _calendar_of(known, agency, None)


def calendar_of_version(
    label: str, agency: int | str | None = None, *, on: date | None = None
) -> WorkCalendar | None:
    """The calendar by which a promise was made, from the label kept with it; None for one unknown here.

    A shipped calendar of an earlier release is unknown: its label stays on record, its rows are not kept.
    """
    if label == shipped_facts().version:
        return shipped_calendar()
    number = label.removeprefix("db-")
    if number == label or not number.isdecimal():
        return None
    stamp = _stamp(int(number))
    return _calendar_of(stamp, agency, on) if stamp else None


def _calendar_of(stamp: Stamp, agency: int | str | None, on: date | None) -> WorkCalendar:
    if agency is None or stamp.number == SHIPPED:
        return _calendar(stamp, None)
    own = _own_hours(stamp)
    if isinstance(agency, str):
        day = on or day_of(SystemClock().now())
        agency = next(
            (pk for pk, code, since, until in own if code == agency and since <= day <= until), None
        )
    return _calendar(stamp, agency if any(pk == agency for pk, *_ in own) else None)


@lru_cache(maxsize=64)
def _calendar(stamp: Stamp, agency_id: int | None) -> WorkCalendar:
    if stamp.number == SHIPPED:
        return shipped_calendar()
    found = snapshot(stamp.number)
    return WorkCalendar(
        version=version_label(stamp.number),
        windows=found.windows[agency_id],
        days=found.days,
        announced_until=found.announced_until,
    )


@lru_cache(maxsize=16)
def _own_hours(stamp: Stamp) -> tuple[tuple[int, str, date, date], ...]:
    """The agencies with hours of their own in a version: id, code and the period of that code."""
    rows = WindowRow.objects.filter(version__number=stamp.number, agency__isnull=False)
    found = rows.values_list("agency_id", "agency__code", "agency__valid_from", "agency__valid_to")
    return tuple((pk, code, since, until or date.max) for pk, code, since, until in found.distinct())


def snapshot(number: int) -> Snapshot:
    """The content of a version as values; `SHIPPED` gives the facts that ship with the law."""
    if number == SHIPPED:
        facts = shipped_facts()
        hours = tuple(sorted(facts.windows, key=lambda window: (window.weekday, window.opens)))
        return Snapshot(facts.announced_until, facts.days, {None: hours})
    version = CalendarVersion.objects.get(number=number)
    days = tuple(
        CalendarDay(
            date=row.day,
            kind=cast(Literal["off", "worked"], row.kind),
            reason=row.reason,
            source=row.source,
            confirmed=row.confirmed,
        )
        for row in CalendarDayRow.objects.filter(version=version).order_by("day")
    )
    return Snapshot(version.announced_until, days, _by_agency(WindowRow.objects.filter(version=version)))


def difference(number: int, old: Snapshot, later: int, new: Snapshot) -> CalendarChange:
    """What differs between version `number`, which holds `old`, and version `later`, which holds `new`."""
    before = {day.date: day for day in old.days}
    after = {day.date: day for day in new.days}
    changed = sorted(day for day in before.keys() | after.keys() if before.get(day) != after.get(day))
    agencies = sorted(old.windows.keys() | new.windows.keys(), key=lambda agency: agency or 0)
    hours = ((agency, old.windows.get(agency, ()), new.windows.get(agency, ())) for agency in agencies)
    return CalendarChange(
        before=version_label(number),
        after=version_label(later),
        number=later,
        days=tuple((day, before.get(day), after.get(day)) for day in changed),
        hours=tuple(each for each in hours if each[1] != each[2]),
        announced=(old.announced_until, new.announced_until),
    )


def _by_agency(rows: Iterable[WindowRow]) -> dict[int | None, tuple[Window, ...]]:
    found: dict[int | None, list[Window]] = {}
    for row in rows:
        window = Window(weekday=row.weekday, opens=row.opens, closes=row.closes)
        found.setdefault(row.agency_id, []).append(window)
    return {key: tuple(sorted(hours, key=lambda w: (w.weekday, w.opens))) for key, hours in found.items()}
