"""The working calendar, and due dates counted by it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from motcua.api import schemas
from motcua.api.answers import answer, tagged
from motcua.api.days import Day
from motcua.api.door import needs
from motcua.foundation.worktime import AFTER_15, COUNTS, Window
from motcua.law.due_command import Terms, due_document, shipped_terms
from motcua.organisation.calendars import current_calendar_version, snapshot, version_label
from motcua.organisation.in_force import in_force

router = Router(tags=["calendar"])


@router.get("/calendar", response=schemas.Calendar, summary="Read the working calendar")
@needs("calendar:read", "see_calendar")
def read_calendar(
    request: HttpRequest,
    first: Annotated[Day | None, Query(alias="from", description="First day told")] = None,
    last: Annotated[Day | None, Query(alias="to", description="Last day told")] = None,
) -> HttpResponse:
    """The calendar in force for agencies without hours of their own."""
    number = current_calendar_version()
    found = snapshot(number)
    days = [
        msgspec.to_builtins(day)
        for day in found.days
        if (first is None or day.date >= first) and (last is None or day.date <= last)
    ]
    document = {
        "version": version_label(number),
        "announced_until": found.announced_until,
        "windows": [_window(window) for window in found.windows.get(None, ())],
        "days": days,
    }
    return tagged(request, document, str(number))


def _window(window: Window) -> dict[str, Any]:
    return {"weekday": window.weekday, "opens": _hour(window.opens), "closes": _hour(window.closes)}


def _hour(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@router.get("/due", response=schemas.Due, summary="Work out a due date")
@needs("calendar:read", "see_calendar")
def work_out_due(
    request: HttpRequest,
    *,
    received_at: Annotated[
        str, Query(max_length=40, description="`2022-04-28T14:00`, local unless an offset stands there")
    ],
    limit: Annotated[str, Query(max_length=20, description="`3` or `3.5`; empty for no limit")] = "",
    unit: Annotated[
        str, Query(max_length=20, description="working_day, calendar_day, hour, month or other")
    ] = "",
    count: Annotated[str | None, Query(pattern=f"^({'|'.join(COUNTS)})$")] = None,
    after_15: Annotated[str | None, Query(pattern=f"^({'|'.join(AFTER_15)})$")] = None,
    calendar: Annotated[
        str, Query(pattern="^(db|shipped)$", description="The province's own, or that of the release")
    ] = "db",
    explain: Annotated[bool, Query(description="Tell every day counted and skipped")] = False,
) -> HttpResponse:
    """What `motcua due --json` answers, with the province's calendar unless told otherwise."""
    terms = shipped_terms() if calendar == "shipped" else _own_terms()
    document, _ = due_document(
        received_at, limit, unit, terms, count=count, after_15=after_15, explain=explain
    )
    return answer(document)


def _own_terms() -> Terms:
    hours, laws = in_force()
    return Terms(hours(None), laws.on)
