"""Work lists, look-ups and the section's day: a fixed number of statements for any number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, QuerySet, Value, When, Window

from motcua.dossiers.lifecycle.types import Role, Status, Step
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.times import NEAR, PAUSED, clocking
from motcua.dossiers.queries.views import WorkList, WorkRow
from motcua.dossiers.seal import day_bounds
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.text import storable
from motcua.foundation.worktime import WorkCalendar, remaining, remaining_phrase
from motcua.law.regimes import regime
from motcua.organisation.calendars import Calendars, calendars
from motcua.organisation.rights import AT_A_SECTION, Person, visible

PAGE: Final = 50
GROUPS: Final = ("late", "near", "within", "paused")
_COLUMNS: Final = (
    "code",
    "reference",
    "regime",
    "status",
    "procedure_code",
    "version__name",
    "owner_name",
    "received_at",
    "due_at",
    "original_due_at",
    "paused_at",
    "ended_at",
    "step",
    "step_due_at",
    "holder_agency__short_name",
    "holder_officer",
    "proposal",
    "section_id",
)


def earlier_dossiers(person: Person, identifier: str, *, limit: int = 5) -> list[WorkRow]:
    """Dossiers of the same applicant in sight, newest first; none for no identifier."""
    identifier = storable(identifier)
    if not identifier:
        return []
    now = SystemClock().now()
    own = Dossier.objects.filter(visible(person)).filter(owner_identifier=identifier)
    rows = own.order_by("-received_at", "-pk")
    return _rows(person, rows[:limit].values_list(*_COLUMNS), now, calendars())


def taken_in(
    person: Person, *, own: bool = False, page: int = 1, size: int = PAGE, clock: Clock | None = None
) -> WorkList:
    """What the person's sections received today, the newest first; `own`: by this person alone."""
    now = (clock or SystemClock()).now()
    start, end = day_bounds(day_of(now))
    sections = sorted({pk for post in person.held if post.role in AT_A_SECTION for pk in post.received})
    rows = Dossier.objects.filter(section_id__in=sections, received_at__gte=start, received_at__lt=end)
    if own:
        mine = Event.objects.filter(dossier=OuterRef("pk"), type="received", actor=person.actor)
        rows = rows.filter(Exists(mine))
    return ordered(person, rows, now, page=page, size=size, order=("-received_at", "-pk"))


def listed(
    person: Person,
    rows: QuerySet[Dossier],
    now: Instant,
    *,
    group: str,
    page: int,
    size: int,
    hours: Calendars | None = None,
    counts: dict[str, int] | None = None,
) -> WorkList:
    """A page of rows in the order of their groups of time, with the count of each group over all pages.

    `hours` are the calendars in force, `counts` how many each group has, where the caller has them already.
    """
    hours = hours or calendars()
    marked = rows.annotate(time_group=time_group(now, hours(None)))
    if counts is None:
        found = dict(
            marked.values_list("time_group").annotate(found=Count("pk")).values_list("time_group", "found")
        )
        counts = {name: found.get(place, 0) for place, name in enumerate((*GROUPS, "ended"))}
    if group in counts:
        marked = marked.filter(time_group=(*GROUPS, "ended").index(group))
    total = counts[group] if group in counts else sum(counts.values())
    pages = _pages(total, size)
    page = min(max(1, page), pages)
    by_time = ("time_group", F("due_at").asc(nulls_last=True), "pk")
    chosen = marked.order_by(*by_time)[(page - 1) * size : page * size]
    return WorkList(
        rows=tuple(_rows(person, chosen.values_list(*_COLUMNS), now, hours)),
        counts=counts,
        total=total,
        page=page,
        pages=pages,
    )


def ordered(
    person: Person, rows: QuerySet[Dossier], now: Instant, *, page: int, size: int, order: tuple[str, ...]
) -> WorkList:
    """A page of rows in `order` with how many there are: one statement and one for names, no groups."""
    page = max(1, page)
    counted = rows.annotate(total=Window(Count("*"))).order_by(*order).values_list("total", *_COLUMNS)
    chosen = list(counted[(page - 1) * size : page * size])
    if not chosen and page > 1:
        # Behind the last page: the last one there is.
        return ordered(person, rows, now, page=_pages(rows.count(), size), size=size, order=order)
    total = chosen[0][0] if chosen else 0
    found = _rows(person, (row[1:] for row in chosen), now, calendars())
    return WorkList(rows=tuple(found), counts={}, total=total, page=page, pages=_pages(total, size))


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))


def time_group(now: Instant, calendar: WorkCalendar, of: str = "") -> Case:
    """The place of a dossier's state of time in `GROUPS`; 4 where it has ended. `of` leads to the dossier
    from rows of another table, as `dossier__`."""
    near = calendar.add(now, NEAR)
    paused = {f"{of}status__in": list(PAUSED), f"{of}paused_at__lte": F(f"{of}due_at")}
    return Case(
        When(**{f"{of}ended_at__isnull": False}, then=Value(4)),
        When(**paused, then=Value(3)),
        When(**{f"{of}due_at__lt": now}, then=Value(0)),
        When(**{f"{of}due_at__lt": near}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _rows(person: Person, values: Iterable[tuple[Any, ...]], now: Instant, hours: Calendars) -> list[WorkRow]:
    records = [dict(zip(_COLUMNS, row, strict=True)) for row in values]
    names = Names(actors=[record["holder_officer"] for record in records])
    return [row_of(record, names, now, person.roles, hours(record["section_id"])) for record in records]


def row_of(
    record: dict[str, Any], names: Names, now: Instant, roles: frozenset[Role], calendar: WorkCalendar
) -> WorkRow:
    """One dossier as a list shows it, from its columns by name; the holder and the step may be another's than
    the dossier's own, where the list is one of steps."""
    step_due = record["step_due_at"]
    status = Status(record["status"])
    return WorkRow(
        code=record["code"] or record["reference"],
        procedure_code=record["procedure_code"],
        procedure_name=record["version__name"],
        owner_name=record["owner_name"],
        status=status,
        status_name=regime(record["regime"]).statuses[status].name,
        clocking=clocking(
            status=status,
            due_at=record["due_at"],
            ended_at=record["ended_at"],
            paused_at=record["paused_at"],
            now=now,
            calendar=calendar,
        ),
        received_at=record["received_at"],
        due_at=record["due_at"],
        original_due_at=record["original_due_at"],
        step=record["step"],
        step_due_at=step_due,
        step_left=remaining_phrase(remaining(now, step_due, calendar)) if step_due is not None else None,
        step_late=step_due is not None and now > step_due,
        holder_agency=record["holder_agency__short_name"] or "",
        holder_officer=names.actor(record["holder_officer"]) if record["holder_officer"] else "",
        holder_officer_code=record["holder_officer"],
        proposal=record["proposal"],
        ended_at=record["ended_at"],
        next_action=next_action(status, record["step"], record["proposal"], roles),
    )


_COUNTER: Final = frozenset({Role.RECEIVING_OFFICER})
"""The head of a section watches these steps; the regimes give them to who receives."""
_BY_STATUS: Final[dict[Status, tuple[str, frozenset[Role]]]] = {
    Status.REGISTERED: ("receive", _COUNTER),
    Status.SUPPLEMENT_REQUESTED: ("receive_supplement", _COUNTER),
    Status.OBLIGATION_REQUESTED: ("fulfil_obligation", _COUNTER),
}
_BY_STEP: Final[dict[str, tuple[str, frozenset[Role]]]] = {
    Step.RECEIVE: ("transfer", _COUNTER),
    Step.SUPPLEMENT: ("request_supplement", _COUNTER),
    Step.RESOLVE: ("propose_result", frozenset({Role.HANDLING_OFFICER})),
    Step.APPROVE: ("approve", frozenset({Role.LEADER})),
    Step.RETURN: ("return_result", _COUNTER),
}


def next_action(status: Status, step: str, proposal: str, roles: frozenset[Role]) -> str:
    """The one action that the step asks for, where the person's roles include it; else empty."""
    action, who = _BY_STATUS.get(status) or _BY_STEP.get(step) or ("", frozenset())
    if action == "request_supplement" and proposal != "supplement":
        return ""
    return action if roles & who else ""
