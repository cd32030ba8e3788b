"""What is owed, read from the rows of the dossiers: one statement a source, for any number of dossiers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q

from motcua.dossiers.lifecycle.running import StepKind
from motcua.dossiers.lifecycle.types import Status, Step
from motcua.dossiers.models import Consultation, Dossier, Supplement
from motcua.dossiers.places import tree
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.queries.times import PAUSED
from motcua.dossiers.step_places import ROLES
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.foundation.errors import NotFound
from motcua.law.roles import Role
from motcua.reminders.owed import AT_THE_HEAD, AT_THE_SECTION, Owed, Read, Span

_SECTION_STEPS: Final = {Step.RECEIVE.value, Step.SUPPLEMENT.value, Step.RETURN.value}
# While the applicant is asked, nobody here owes the result (Decree 61/2018 art. 19(4)).
_RUNNING: Final = Q(ended_at__isnull=True, received_at__isnull=False) & ~Q(status__in=list(PAUSED))
_OF_RUNNING: Final = (
    Q(dossier__ended_at__isnull=True),
    Q(dossier__received_at__isnull=False),
    ~Q(dossier__status__in=list(PAUSED)),
)
_STEPS: Final = StepRow.objects.filter(dossier=OuterRef("pk"))
_COLUMNS: Final = (
    "pk",
    "code",
    "reference",
    "version__name",
    "section_id",
    "holder_agency_id",
    "holder_officer",
    "step",
    "step_since",
    "step_due_at",
    "submitted_at",
    "received_at",
    "due_at",
)


def promises(span: Span) -> Iterator[Owed]:
    """The result by the due date of the receipt, owed by whoever has the dossier."""
    for row in Dossier.objects.filter(_RUNNING, span.over("due_at")).values(*_COLUMNS):
        yield _held(row, key=str(row["due_at"]), since=row["received_at"], due=row["due_at"])


def steps(span: Span) -> Iterator[Owed]:
    """The step in hand of a dossier without an internal process, by its own due time, where that is not the
    promise itself; once the promise is missed, that is what is said."""
    own = Q(due_at__isnull=True) | Q(step_due_at__lt=F("due_at"))
    rows = Dossier.objects.filter(_RUNNING, own, ~Exists(_STEPS), span.over("step_due_at")).values(*_COLUMNS)
    for row in rows:
        key = f"{row['step_since']}:{row['step_due_at']}"
        held = _held(row, key=key, since=row["step_since"], due=row["step_due_at"])
        yield held._replace(gives_way_at=row["due_at"])


def tasks(span: Span) -> Iterator[Owed]:
    """The open steps of internal processes, each by its own due time, the parts of other agencies included;
    the same rule towards the promise."""
    own = Q(dossier__due_at__isnull=True) | Q(due_at__lt=F("dossier__due_at"))
    rows = StepRow.objects.filter(
        own, span.over("due_at", "dossier_id"), *_OF_RUNNING, ended_at__isnull=True, kind=StepKind.TASK
    )
    columns = ("dossier_id", "key", "name", "agency_id", "post", "officer", "opened_at", "due_at")
    for row in rows.values(*columns, "dossier__due_at", *_OF_DOSSIER):
        done_by = ROLES.get(row["post"], frozenset())
        yield Owed(
            dossier=row["dossier_id"],
            key=f"{row['key']}:{row['due_at']}",
            since=row["opened_at"],
            due=row["due_at"],
            agency=row["agency_id"],
            officer=row["officer"],
            # Who works at the section takes up what is there; elsewhere the head gives work out.
            roles=tuple(sorted(done_by)) if done_by and done_by <= set(AT_THE_SECTION) else AT_THE_HEAD,
            params={**_named(row, "dossier__"), "step": row["name"]},
            gives_way_at=row["dossier__due_at"],
        )


def parts(span: Span) -> Iterator[Owed]:
    """The interlinked work sent to another agency, owed by its leader (Decree 61/2018 art. 19(6))."""
    rows = PartRow.objects.filter(
        span.over("due_at", "dossier_id"), *_OF_RUNNING, sent_at__isnull=False, ended_at__isnull=True
    )
    columns = ("dossier_id", "key", "agency_id", "agency__short_name", "sent_at", "due_at")
    for row in rows.values(*columns, *_OF_DOSSIER):
        yield Owed(
            dossier=row["dossier_id"],
            key=f"{row['key']}:{row['due_at']}",
            since=row["sent_at"],
            due=row["due_at"],
            agency=row["agency_id"],
            officer="",
            roles=AT_THE_HEAD,
            params={**_named(row, "dossier__"), "agency": row["agency__short_name"]},
        )


def answers(span: Span) -> Iterator[Owed]:
    """The answer to who filed online, owed by the section within eight working hours (Decree 45/2020 art. 11,
    by the setting `answer_hours`)."""
    filed = Dossier.objects.filter(span.over("step_due_at"), status=Status.REGISTERED)
    for row in filed.values(*_COLUMNS):
        yield Owed(
            dossier=row["pk"],
            key=str(row["step_due_at"]),
            since=row["submitted_at"],
            due=row["step_due_at"],
            agency=row["section_id"],
            officer="",
            roles=AT_THE_SECTION,
            params=_named(row),
        )


def opinions(span: Span) -> Iterator[Owed]:
    """The opinion that another agency was asked for, owed by its leader (Decree 61/2018 art. 19(5))."""
    rows = Consultation.objects.filter(
        span.over("deadline", "dossier_id"), answered_at__isnull=True, dossier__ended_at__isnull=True
    )
    places = tree()
    asked = rows.values("dossier_id", "key", "consulted", "requested_at", "deadline", *_OF_DOSSIER)
    for row in asked:
        try:
            agency = places.by_id[places.key_of(AgencyAt(row["consulted"], row["requested_at"]))]
        except NotFound:
            continue
        yield Owed(
            dossier=row["dossier_id"],
            key=f"{row['key']}:{row['deadline']}",
            since=row["requested_at"],
            due=row["deadline"],
            agency=agency.pk,
            officer="",
            roles=AT_THE_HEAD,
            params={**_named(row, "dossier__"), "agency": agency.short_name},
        )


def supplements(span: Span) -> Iterator[Owed]:
    """The end of the time in which the applicant may supplement, watched by the section."""
    rows = Supplement.objects.filter(
        span.over("deadline", "dossier_id"),
        completed_at__isnull=True,
        ended="",
        dossier__status=Status.SUPPLEMENT_REQUESTED,
    )
    asked = rows.values("dossier_id", "key", "requested_at", "deadline", "dossier__section_id", *_OF_DOSSIER)
    for row in asked:
        yield Owed(
            dossier=row["dossier_id"],
            key=f"{row['key']}:{row['deadline']}",
            since=row["requested_at"],
            due=row["deadline"],
            agency=row["dossier__section_id"],
            officer="",
            roles=AT_THE_SECTION,
            params=_named(row, "dossier__"),
        )


SOURCES: Final[Mapping[str, Read]] = {
    "dossier": promises,
    "step": steps,
    "task": tasks,
    "part": parts,
    "answer": answers,
    "opinion": opinions,
    "supplement": supplements,
}
"""Name of what is owed -> its reader; the kinds of message are `<name>_near` and `<name>_late`."""
_OF_DOSSIER: Final = ("dossier__code", "dossier__reference", "dossier__version__name")


def _held(row: Mapping[str, Any], *, key: str, since: int | None, due: int) -> Owed:
    at_section = row["step"] in _SECTION_STEPS or row["holder_agency_id"] is None
    roles: tuple[Role, ...] = AT_THE_SECTION if at_section else AT_THE_HEAD
    return Owed(
        dossier=row["pk"],
        key=key,
        since=since,
        due=due,
        agency=row["holder_agency_id"] or row["section_id"],
        officer=row["holder_officer"],
        roles=roles,
        params=_named(row),
    )


def _named(row: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """What a message says of a dossier: code and procedure, nothing of the applicant."""
    code = row[f"{prefix}code"] or row[f"{prefix}reference"] or ""
    return {"code": code, "name": row[f"{prefix}version__name"]}
