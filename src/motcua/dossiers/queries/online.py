"""What came online to a section and waits for it: filings with their answer clock, papers, withdrawals."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q

from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries.views import View
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import remaining, remaining_phrase
from motcua.organisation.calendars import Calendars, calendars
from motcua.organisation.rights import AT_A_SECTION, Person, require

MOST: Final = 200
FILED, GIVEN, WITHDRAWN = "filed", "given", "withdrawal"


class OnlineRow(View, frozen=True, kw_only=True):
    """One thing that came online. `kind` is `filed` (answer within 8 working hours), `given` (papers of a
    supplement) or `withdrawal`; `noticed` marks a filing that waits for the applicant after the one notice,
    `offered` one whose applicant has answered it; `due_at` is when the section's answer is due, none where
    none is."""

    code: str
    kind: str
    procedure_name: str
    owner_name: str
    section: str
    at: Instant
    due_at: Instant | None
    left: Phrase | None
    late: bool
    noticed: bool
    offered: bool


def online_work(person: Person, *, clock: Clock | None = None) -> list[OnlineRow]:
    """What came online to the person's sections and is not answered, the first due first. One statement.

    Raises: `Forbidden`.
    """
    require(person, "receive")
    now = (clock or SystemClock()).now()
    sections = sorted({pk for post in person.held if post.role in AT_A_SECTION for pk in post.received})
    told = Event.objects.filter(dossier=OuterRef("pk"), type="registration_noticed")
    waits = (
        Q(status=Status.REGISTERED)
        | Q(offered_at__isnull=False, status=Status.SUPPLEMENT_REQUESTED)
        | Q(withdrawal_asked_at__isnull=False, ended_at=None)
    )
    rows = (
        Dossier.objects.filter(waits, section_id__in=sections)
        .annotate(noticed=Exists(told))
        .order_by(F("step_due_at").asc(nulls_last=True), "pk")
        .values(
            "code",
            "reference",
            "status",
            "version__name",
            "owner_name",
            "section_id",
            "section__short_name",
            "submitted_at",
            "offered_at",
            "withdrawal_asked_at",
            "step_due_at",
            "last_at",
            "noticed",
        )[:MOST]
    )
    hours = calendars()
    return sorted((_row({**record}, now, hours) for record in rows), key=lambda row: row.noticed)


def _row(record: dict[str, Any], now: Instant, hours: Calendars) -> OnlineRow:
    registered = record["status"] == Status.REGISTERED
    noticed = registered and bool(record["noticed"]) and record["offered_at"] is None
    kind = FILED if registered else WITHDRAWN if record["withdrawal_asked_at"] else GIVEN
    due = None if noticed or kind == WITHDRAWN else record["step_due_at"]
    at = {
        FILED: record["offered_at"] or record["submitted_at"],
        GIVEN: record["offered_at"],
        WITHDRAWN: record["withdrawal_asked_at"],
    }[kind]
    calendar = hours(record["section_id"])
    return OnlineRow(
        code=record["code"] or record["reference"],
        kind=kind,
        procedure_name=record["version__name"],
        owner_name=record["owner_name"],
        section=record["section__short_name"] or "",
        at=at or record["last_at"],
        due_at=due,
        left=remaining_phrase(remaining(now, due, calendar)) if due is not None else None,
        late=due is not None and now > due,
        noticed=noticed,
        offered=registered and record["offered_at"] is not None,
    )
