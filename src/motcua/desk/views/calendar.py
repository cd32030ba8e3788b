"""Lịch làm việc: days, hours, versions with their sources; a change shows what it touches, moves nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import Typed, whole
from motcua.desk.calendar_words import KINDS, WEEKDAYS, hour, shown_difference, week
from motcua.desk.counter_screen import fault_sentences
from motcua.desk.refusals import status_of
from motcua.desk.seen import Seen
from motcua.dossiers.fields import SHORT, Fields
from motcua.dossiers.queries.touched import Touched, touched_by
from motcua.foundation.clock import day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.worktime import Window
from motcua.organisation.calendars import (
    SHIPPED,
    CalendarChange,
    current_calendar_version,
    difference,
    snapshot,
    version_label,
)
from motcua.organisation.models import CalendarVersion
from motcua.organisation.queries import agency_names, today
from motcua.organisation.rights import Person, may
from motcua.organisation.seen import Subject
from motcua.organisation.services import DayChange, change_calendar
from motcua.organisation.web import person_on, right


@right("see_calendar")
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar in force, a year at a time, or an earlier version of it."""
    return render(request, "desk/calendar/calendar.html", _calendar(request))


@right("administer_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Change one day, in two steps: first what it touches, then a new version. No promised date moves."""
    person, seen = person_on(request), _seen(request)
    if request.method != "POST":
        return _ask(request, person, request.GET, seen)
    looks = request.POST.get("step") != "change"
    try:
        row, source, reason = _read(request.POST)
        with seen.guard():
            made = change_calendar(person, [row], source, reason, only_look=looks)
    except DomainError as error:
        return _ask(request, person, request.POST, seen, problem=error)
    if looks:
        return _ask(request, person, request.POST, seen, made=made)
    return _changed(request, person, made)


def _seen(request: HttpRequest) -> Seen:
    """Every change of the calendar counts: a version holds all days and hours."""
    return Seen(request, Subject("calendar"))


def _changed(request: HttpRequest, person: Person, made: CalendarChange) -> HttpResponse:
    messages.success(request, gettext("Đã lập lịch làm việc bản %(version)s.") % {"version": made.after})
    context = {**shown_difference(made), "touched": _touched(person, made)}
    return render(request, "desk/calendar/changed.html", context)


def _touched(person: Person, made: CalendarChange) -> tuple[int, tuple[Touched, ...], bool]:
    """How many open dossiers the change touches, the first of them, and whether by more than single days."""
    wide = bool(made.hours) or made.announced_changed
    days = [day for day, _before, _after in made.days]
    year = min(made.announced) if made.announced_changed else None
    return (*touched_by(person, days, all_open=bool(made.hours), due_after=year), wide)


@right("see_calendar")
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """What differs between two versions of the calendar, day by day and hour by hour."""
    current = current_calendar_version()
    later, earlier = whole(request.GET.get("den")), whole(request.GET.get("tu"))
    later = later if later and later <= current else current
    earlier = earlier if earlier is not None and earlier <= current else max(later - 1, min(current, 1))
    made = difference(earlier, snapshot(earlier), later, snapshot(later))
    context = {
        **shown_difference(made),
        "earlier": earlier,
        "later": later,
        "choices": [(each.number, each.label) for each in _versions()],
    }
    return render(request, "desk/calendar/versions.html", context)


@right("administer_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Change office hours of agencies without own hours, and the last year announced; look first, then do."""
    person, seen = person_on(request), _seen(request)
    shown = snapshot(current_calendar_version())
    problem, made = None, None
    if request.method == "POST":
        looks = request.POST.get("step") != "change"
        try:
            with seen.guard():
                made = _change_hours(person, request.POST, only_look=looks)
        except DomainError as error:
            problem = error
        else:
            if not looks:
                return _changed(request, person, made)
    standing = {f"day-{place}": _hours_of(shown.windows[None], place) for place in range(7)}
    typed = Typed({"announced_until": str(shown.announced_until), **standing, **Typed(request.POST)})
    faults = fault_sentences(problem)
    context = {
        "days": [
            (f"day-{place}", name, typed[f"day-{place}"], faults.get(f"day-{place}", ""))
            for place, name in enumerate(WEEKDAYS)
        ],
        "values": typed,
        "faults": faults,
        "problem": problem,
        "seen": seen.told(problem),
        **_looked_at(person, made),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/calendar/hours.html", context, status=status)


def _looked_at(person: Person, made: CalendarChange | None) -> dict[str, Any]:
    return {**shown_difference(made), "touched": _touched(person, made)} if made else {}


def _change_hours(person: Person, data: Mapping[str, Any], *, only_look: bool) -> CalendarChange:
    fields = Fields(data)
    source = fields.text("source", required=True, limit=SHORT)
    reason = fields.text("reason", required=True, limit=SHORT)
    year = fields.integer("announced_until", least=2000, most=2099)
    windows = []
    for place in range(7):
        try:
            windows += read_hours(place, fields.raw(f"day-{place}"))
        except DomainError as error:
            fields.catch(f"day-{place}", error)
    fields.check()
    return change_calendar(
        person,
        [],
        source,
        reason,
        windows={None: windows},
        announced_until=year,
        only_look=only_look,
    )


_HOURS: Final = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4]):([0-5]\d)")


def read_hours(weekday: int, text: str) -> list[Window]:
    """`07:00-11:30, 13:30-17:00` as windows of a weekday; empty: closed. Raises: DomainError `hours`."""
    windows = []
    for part in (piece.strip() for piece in re.split(r"[,;]", text[:200]) if piece.strip()):
        found = _HOURS.fullmatch(part)
        opens, closes = (
            (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (1, 0)
        )
        if not opens < closes <= 24 * 60:
            raise DomainError(
                gettext_noop("Giờ “%(typed)s” không dùng được."),
                gettext_noop("Ghi giờ mở trước giờ đóng, trong một ngày, như 07:00-11:30, 13:30-17:00."),
                id="hours",
                typed=part[:40],
            )
        windows.append(Window(weekday=weekday, opens=opens, closes=closes))
    return windows


def _hours_of(windows: tuple[Window, ...], place: int) -> str:
    return ", ".join(f"{hour(w.opens)}-{hour(w.closes)}" for w in windows if w.weekday == place)


def _read(data: Mapping[str, Any]) -> tuple[DayChange, str, str]:
    """The day as it shall be, the document, the reason. Raises: `FieldErrors`."""
    fields = Fields(data)
    moment = fields.moment("day", required=True)
    kind = fields.raw("kind")
    source = fields.text("source", required=True, limit=SHORT)
    reason = fields.text("reason", required=True, limit=SHORT)
    name = fields.text("name", required=kind != "ordinary", limit=SHORT)
    if kind not in KINDS:
        fields.fault("kind", "Lựa chọn này không có trong danh sách.")
    fields.check()
    row = DayChange(
        date=day_of(moment or 0),
        kind=kind if kind in ("off", "worked") else "ordinary",  # type: ignore[arg-type]
        reason=name,
        confirmed=not fields.flag("awaited"),
    )
    return row, source, reason


def _ask(
    request: HttpRequest,
    person: Person,
    data: Mapping[str, Any],
    seen: Seen,
    *,
    problem: DomainError | None = None,
    made: CalendarChange | None = None,
) -> HttpResponse:
    context = {
        "values": Typed(data),
        "faults": fault_sentences(problem),
        "problem": problem,
        **_looked_at(person, made),
        "kinds": KINDS.items(),
        "seen": seen.told(problem),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/calendar/change.html", context, status=status)


def _calendar(request: HttpRequest) -> dict[str, Any]:
    current = current_calendar_version()
    asked = whole(request.GET.get("ban"))
    number = asked if asked and asked <= current else current
    shown = snapshot(number)
    names = agency_names(shown.windows)
    years = sorted({day.date.year for day in shown.days})
    asked_year = whole(request.GET.get("nam"))
    year = asked_year if asked_year in years else today().year
    return {
        "version": version_label(number),
        "is_current": number == current,
        "number": number,
        "year": year,
        "years": years,
        "days": [day for day in shown.days if day.date.year == year],
        "announced_until": shown.announced_until,
        "hours": [(names.get(agency or 0), week(windows)) for agency, windows in shown.windows.items()],
        "versions": _versions() if current != SHIPPED else [],
        "may_change": may(person_on(request), "administer_calendar"),
        "may_recount": may(person_on(request), "recount_promises"),
    }


def _versions() -> list[CalendarVersion]:
    return list(CalendarVersion.objects.select_related("made_by").order_by("-number")[:50])
