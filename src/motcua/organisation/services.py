"""The only writers of the organisation: the calendar and the demonstration's data here; agencies, sections,
posts and people in the modules that this one names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec
from django.conf import settings
from django.db import connection, transaction

from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.worktime import CalendarDay, Window, WorkCalendar
from motcua.law.calendar import shipped_facts
from motcua.organisation import demo
from motcua.organisation.agencies import AgencyFacts, add_agency, correct_agency, end_agency
from motcua.organisation.banks import add_account, end_account
from motcua.organisation.calendars import (
    SHIPPED,
    CalendarChange,
    Snapshot,
    current_calendar_version,
    difference,
    snapshot,
)
from motcua.organisation.changes import administered_by_hand, record_change
from motcua.organisation.holders import (
    appoint_stand_in,
    appoint_stand_in_own,
    end_assignment,
    end_stand_in,
    give_post,
)
from motcua.organisation.models import CalendarDayRow, CalendarVersion, WindowRow
from motcua.organisation.people import add_officer, change_officer, come_back, leave, lock_leavers
from motcua.organisation.renewal import renew_agency
from motcua.organisation.rights import Person, require
from motcua.organisation.seats import add_post, change_post, end_post
from motcua.organisation.sections import (
    add_counter,
    change_counter,
    change_section,
    close_section,
    open_section,
    set_hours,
)
from motcua.organisation.successions import add_succession, take_back_succession

__all__ = [
    "AgencyFacts",
    "CalendarChange",
    "DayChange",
    "add_account",
    "add_agency",
    "add_counter",
    "add_officer",
    "add_post",
    "add_succession",
    "appoint_stand_in",
    "appoint_stand_in_own",
    "change_calendar",
    "change_counter",
    "change_officer",
    "change_post",
    "change_section",
    "close_section",
    "come_back",
    "correct_agency",
    "demo_accounts",
    "demo_people",
    "end_account",
    "end_agency",
    "end_assignment",
    "end_post",
    "end_stand_in",
    "give_post",
    "leave",
    "load_demo",
    "lock_leavers",
    "open_section",
    "renew_agency",
    "seed_calendar",
    "set_hours",
    "take_back_succession",
]

_CALENDAR_LOCK = 0x6C696368
_MAX_REASON = 500
_MAX_SOURCE = 255
_LAST_YEAR = 2099


class DayChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a day shall be: `off`, `worked`, or `ordinary` (again what its weekday says)."""

    date: date
    kind: Literal["off", "worked", "ordinary"]
    reason: str = ""
    confirmed: bool = True


def change_calendar(
    actor: Person,
    rows: Sequence[DayChange],
    source: str,
    reason: str,
    *,
    windows: Mapping[int | None, Sequence[Window]] | None = None,
    announced_until: int | None = None,
    clock: Clock | None = None,
    only_look: bool = False,
) -> CalendarChange:
    """Make a new version of the calendar; no promised date moves (contracts, section 4).

    `windows` gives an agency (None: all others) its hours, an empty sequence takes own hours away;
    `only_look` tells what would differ and writes nothing. Later days are untouched.

    Raises: `Forbidden`; DomainError `calendar_needs_source`, `calendar_unchanged`, and what `WorkCalendar`
    refuses.
    """
    require(actor, "administer_calendar")
    source, reason = _grounded(source, reason)
    _check_years([row.date.year for row in rows], announced_until)
    with transaction.atomic():
        _lock_calendar()
        number = current_calendar_version()
        old = snapshot(number)
        new = _apply(old, rows, source, windows or {}, announced_until)
        if new == old:
            raise DomainError(
                gettext_noop("Lịch không có gì thay đổi."),
                gettext_noop("Kiểm tra lại ngày và giờ đã nhập."),
                id="calendar_unchanged",
            )
        _check(new)
        made = difference(number, old, number + 1, new)
        if only_look:
            return made
        _write(
            number + 1,
            new,
            officer_id=actor.officer_id,
            source=source,
            reason=reason,
            clock=clock or SystemClock(),
        )
        _record(actor, old, new, made, source=source, reason=reason, clock=clock)
    return made


def _grounded(source: str, reason: str) -> tuple[str, str]:
    """Document and reason of a change. Raises: DomainError `calendar_needs_source`."""
    source, reason = source.strip(), reason.strip()
    if source and reason and len(source) <= _MAX_SOURCE and len(reason) <= _MAX_REASON:
        return source, reason
    raise DomainError(
        gettext_noop("Thay đổi lịch phải ghi lý do và văn bản căn cứ."),
        gettext_noop("Ghi số, ngày của văn bản công bố, không quá %(limit)s chữ."),
        id="calendar_needs_source",
        limit=_MAX_SOURCE,
    )


def _check_years(years: Sequence[int], announced_until: int | None) -> None:
    """A year out of sight is a slip of the hand, and a calendar is laid out for this century."""
    if any(not 2000 <= year <= _LAST_YEAR for year in (*years, announced_until or 2000)):
        raise DomainError(
            gettext_noop("Năm phải từ 2000 đến %(last)s; lịch được giữ nguyên."),
            gettext_noop("Kiểm tra lại năm đã nhập."),
            id="calendar_year",
            last=_LAST_YEAR,
        )


def _record(
    actor: Person,
    old: Snapshot,
    new: Snapshot,
    made: CalendarChange,
    *,
    source: str,
    reason: str,
    clock: Clock | None,
) -> None:
    """The change in the register: the days, hours and year that differ."""
    hours = made.hours_changed
    record_change(
        actor,
        kind="calendar",
        subject=made.after,
        before={
            "calendar_days": [_day_text(day, row) for day, row, _ in made.days],
            "hours": [_hours_text(old.windows.get(agency, ())) for agency in hours],
            "announced_until": old.announced_until,
        },
        after={
            "calendar_days": [_day_text(day, row) for day, _, row in made.days],
            "hours": [_hours_text(new.windows.get(agency, ())) for agency in hours],
            "announced_until": new.announced_until,
            "source": source,
        },
        reason=reason,
        clock=clock,
    )


def _day_text(day: date, row: CalendarDay | None) -> str:
    return f"{day.isoformat()} {row.kind}: {row.reason}" if row else f"{day.isoformat()} –"


def _hours_text(hours: Sequence[Window]) -> str:
    """`T2 07:00-11:30, T2 13:30-17:00`; Sunday is CN."""
    names = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
    return ", ".join(f"{names[w.weekday]} {_clock_text(w.opens)}-{_clock_text(w.closes)}" for w in hours)


def _clock_text(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def seed_calendar(clock: Clock | None = None) -> bool:
    """Write the shipped calendar as version 1 where there is none; whether it was written."""
    with transaction.atomic():
        _lock_calendar()
        if current_calendar_version() != SHIPPED:
            return False
        facts = shipped_facts()
        _write(
            1,
            snapshot(SHIPPED),
            officer_id=None,
            source=facts.windows_source[:_MAX_SOURCE],
            reason="Lịch kèm theo phần mềm",
            clock=clock or SystemClock(),
        )
    return True


def _lock_calendar() -> None:
    """One change at a time, so that no version is built on a stale one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CALENDAR_LOCK])


def _apply(
    old: Snapshot,
    rows: Iterable[DayChange],
    source: str,
    windows: Mapping[int | None, Sequence[Window]],
    announced_until: int | None,
) -> Snapshot:
    days = {day.date: day for day in old.days}
    for row in rows:
        days.pop(row.date, None)
        if row.kind != "ordinary":
            days[row.date] = CalendarDay(
                date=row.date, kind=row.kind, reason=row.reason, source=source, confirmed=row.confirmed
            )
    hours = dict(old.windows)
    for agency, own in windows.items():
        hours[agency] = tuple(sorted(own, key=lambda window: (window.weekday, window.opens)))
    kept = {agency: own for agency, own in hours.items() if own or agency is None}
    until = old.announced_until if announced_until is None else announced_until
    return Snapshot(until, tuple(sorted(days.values(), key=lambda day: day.date)), kept)


def _check(new: Snapshot) -> None:
    """Let every calendar of the snapshot be built once: what cannot be counted with is not written."""
    for hours in new.windows.values():
        WorkCalendar(version="", windows=hours, days=new.days, announced_until=new.announced_until)


def _write(
    number: int, new: Snapshot, *, officer_id: int | None, source: str, reason: str, clock: Clock
) -> None:
    version = CalendarVersion.objects.create(
        number=number,
        made_at=clock.now(),
        made_by_id=officer_id,
        reason=reason,
        source=source,
        announced_until=new.announced_until,
    )
    CalendarDayRow.objects.bulk_create(
        CalendarDayRow(
            version=version,
            day=day.date,
            kind=day.kind,
            reason=day.reason,
            source=day.source,
            confirmed=day.confirmed,
        )
        for day in new.days
    )
    WindowRow.objects.bulk_create(
        WindowRow(version=version, agency_id=agency, weekday=w.weekday, opens=w.opens, closes=w.closes)
        for agency, hours in new.windows.items()
        for w in hours
    )


def load_demo(say: demo.Say = lambda message: None) -> dict[str, int]:
    """The demonstration province with its calendar; rows written, by table.

    A second run writes none, nor does one after an administrator changed the organisation: what was entered
    by hand stays.
    """
    if administered_by_hand():
        say("Tổ chức đã được quản trị sửa, giữ nguyên.")
        return {"CalendarVersion": int(seed_calendar())}
    written = demo.load(say)
    written["CalendarVersion"] = int(seed_calendar())
    return written


def demo_people() -> list[demo.DemoPerson]:
    """Who can sign in to the demonstration, with `settings.MOTCUA_DEMO_PASSWORD`."""
    return demo.demo_people()


def demo_accounts() -> list[str]:
    """The same as lines for a terminal."""
    people = demo_people()
    width = max(len(person.login) for person in people)
    lines = [f"  {person.login:<{width}}  {person.name}, {person.role}, {person.agency}" for person in people]
    return [f"Đăng nhập bằng một trong các tên sau, mật khẩu {settings.MOTCUA_DEMO_PASSWORD}:", *lines]
