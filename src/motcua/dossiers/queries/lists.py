"""Work lists, look-ups and the section's day: a fixed number of statements for any number of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from motcua.dossiers.lifecycle.types import Role, Status, Step
from motcua.dossiers.models import Consultation, Dossier
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.times import NEAR, PAUSED, clocking
from motcua.dossiers.queries.views import WorkList, WorkRow
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.text import fold
from motcua.foundation.worktime import WorkCalendar, remaining, remaining_phrase
from motcua.law.regimes import regime
from motcua.organisation.calendars import Calendars, calendars
from motcua.organisation.rights import AT_A_SECTION, Held, Person, visible

PAGE: Final = 50
GROUPS: Final = ("late", "near", "within", "paused")
_STEPS: Final[dict[Role, tuple[Step, ...]]] = {
    Role.RECEIVING_OFFICER: (Step.RECEIVE, Step.SUPPLEMENT, Step.RETURN),
    Role.SECTION_HEAD: (Step.RECEIVE, Step.SUPPLEMENT, Step.RETURN),
    Role.HANDLING_OFFICER: (Step.RESOLVE,),
    Role.LEADER: (Step.APPROVE,),
}
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


def worklist(
    person: Person,
    *,
    group: str = "",
    field: str = "",
    status: int | None = None,
    step: str = "",
    page: int = 1,
    size: int = PAGE,
    clock: Clock | None = None,
) -> WorkList:
    """What waits for this person, what is about to be late first. Two statements and one for names."""
    now = (clock or SystemClock()).now()
    rows = Dossier.objects.filter(waiting_for(person))
    if field:
        rows = rows.filter(version__field_name=field)
    if status is not None:
        rows = rows.filter(status=status)
    if step:
        rows = rows.filter(step=step)
    return listed(person, rows, now, group=group, page=page, size=size)


def waiting_for(person: Person) -> Q:
    """Open dossiers whose next move is this person's: held by name, or by nobody in the own place. A section
    head steps in for everybody of the section."""
    found = Q(pk__in=[])
    for post in person.held:
        steps = [step.value for step in _STEPS.get(post.role, ())]
        if steps:
            mine = Q(holder_officer=person.officer_code) | Q(holder_officer="")
            if post.role is Role.SECTION_HEAD:
                mine = Q()
            found |= mine & Q(step__in=steps) & _at(post)
    return found & Q(returned_at__isnull=True)


def _at(post: Held) -> Q:
    if post.role in AT_A_SECTION:
        return Q(section_id__in=sorted(post.received))
    if post.role is Role.LEADER:
        return Q(holder_agency_id__in=sorted(post.house))
    return Q(holder_agency_id__in=sorted(post.unit))


def search(
    person: Person, text: str, *, page: int = 1, size: int = PAGE, clock: Clock | None = None
) -> WorkList:
    """Dossiers in sight by any fragment of name, phone, identifier or code, with or without accents."""
    now = (clock or SystemClock()).now()
    rows = Dossier.objects.filter(visible(person, _consulted))
    text = _storable(text)
    for word in fold(text).split()[:8]:
        rows = rows.filter(Q(search__contains=word) | Q(code__icontains=word) | Q(reference__icontains=word))
    return listed(person, rows, now, group="", page=page, size=size, newest=not text.strip())


def _consulted(codes: Iterable[str]) -> Q:
    asked = Consultation.objects.filter(consulted__in=list(codes)).values("dossier_id")
    return Q(pk__in=asked)


def find_code(person: Person, text: str) -> str | None:
    """The code of a dossier in sight that the text names exactly: a code, a reference, or a QR address."""
    for candidate in _candidates(text):
        found = (
            Dossier.objects.filter(visible(person, _consulted))
            .filter(Q(code__iexact=candidate) | Q(reference__iexact=candidate))
            .values_list("code", "reference")
            .first()
        )
        if found:
            return found[0] or found[1]
    return None


_QR: Final = re.compile(r"/tra-cuu/([^/?#\s]+)")


def _candidates(text: str) -> list[str]:
    text = _storable(text)
    scanned = _QR.search(text)
    if scanned:
        return [scanned.group(1)]
    return [text] if "-" in text and len(text) <= 64 else []


def _storable(text: str) -> str:
    """What of a text PostgreSQL could hold: no half letters, no NUL."""
    return text.encode(errors="ignore").decode().replace("\0", " ").strip()


def earlier_dossiers(person: Person, identifier: str, *, limit: int = 5) -> list[WorkRow]:
    """Dossiers of the same applicant in sight, newest first; none for no identifier."""
    identifier = _storable(identifier)
    if not identifier:
        return []
    now = SystemClock().now()
    rows = (
        Dossier.objects.filter(visible(person)).filter(owner_identifier=identifier).order_by("-received_at")
    )
    return _rows(person, rows[:limit].values_list(*_COLUMNS), now, calendars())


def listed(
    person: Person,
    rows: QuerySet[Dossier],
    now: Instant,
    *,
    group: str,
    page: int,
    size: int,
    newest: bool = False,
    hours: Calendars | None = None,
) -> WorkList:
    """A page of rows with the counts of their groups of time; `newest` orders by reception instead.

    `hours` are the calendars in force where the caller has them already.
    """
    hours = hours or calendars()
    marked = rows.annotate(time_group=time_group(now, hours(None)))
    counts = dict(
        marked.values_list("time_group").annotate(found=Count("pk")).values_list("time_group", "found")
    )
    counts = {name: counts.get(place, 0) for place, name in enumerate((*GROUPS, "ended"))}
    if group in counts:
        marked = marked.filter(time_group=(*GROUPS, "ended").index(group))
    total = counts[group] if group in counts else sum(counts.values())
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    order = ("-received_at",) if newest else ("time_group", F("due_at").asc(nulls_last=True), "pk")
    chosen = marked.order_by(*order)[(page - 1) * size : page * size]
    return WorkList(
        rows=tuple(_rows(person, chosen.values_list(*_COLUMNS), now, hours)),
        counts=counts,
        total=total,
        page=page,
        pages=pages,
    )


def time_group(now: Instant, calendar: WorkCalendar) -> Case:
    """The place of a dossier's state of time in `GROUPS`; 4 where it has ended."""
    near = calendar.add(now, NEAR)
    return Case(
        When(ended_at__isnull=False, then=Value(4)),
        When(status__in=list(PAUSED), paused_at__lte=F("due_at"), then=Value(3)),
        When(due_at__lt=now, then=Value(0)),
        When(due_at__lt=near, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _rows(person: Person, values: Iterable[tuple[Any, ...]], now: Instant, hours: Calendars) -> list[WorkRow]:
    records = [dict(zip(_COLUMNS, row, strict=True)) for row in values]
    names = Names(actors=[record["holder_officer"] for record in records])
    return [_row(record, names, now, person.roles, hours(record["section_id"])) for record in records]


def _row(
    record: dict[str, Any], names: Names, now: Instant, roles: frozenset[Role], calendar: WorkCalendar
) -> WorkRow:
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
