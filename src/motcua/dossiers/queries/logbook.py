"""The logbook of a section for a period (form 06; 07 under R2025), and the section's day in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import orjson
from django.db.models import Count, F, Q

from motcua.dossiers.lifecycle.events import Corrected
from motcua.dossiers.lifecycle.types import Step
from motcua.dossiers.log import event_of
from motcua.dossiers.models import Dossier, Event, PrivateRecord
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.times import PAUSED
from motcua.dossiers.queries.views import View
from motcua.dossiers.seal import day_bounds
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.organisation.models import Agency
from motcua.organisation.queries import sections_on
from motcua.organisation.rights import DossierPlace, Person, may_read, require

MOST: Final = 5000


class LogEntry(View, frozen=True, kw_only=True):
    """One line of the logbook in the columns of the form."""

    no: int
    code: str
    procedure_name: str
    applicant: str
    address: str
    phone: str
    lead_agency: str
    received_at: Instant
    due_at: Instant | None
    returned_at: Instant | None
    return_method: str
    receiver: str


class Logbook(View, frozen=True, kw_only=True):
    """The logbook of one section from one day to another, both included."""

    section: str
    section_id: int
    section_code: str
    first: date
    last: date
    entries: tuple[LogEntry, ...]
    total: int
    """Dossiers in the period; more than `entries` where the book was cut at its longest."""


def logbook(person: Person, section_id: int, first: date, last: date, *, limit: int = MOST) -> Logbook:
    """The logbook of a section. Raises: `Forbidden` without the right in that place."""
    require(person, "export_logbook", DossierPlace(section_id=section_id))
    section = Agency.objects.get(pk=section_id)
    rows = Dossier.objects.filter(
        section_id=section_id, received_at__gte=day_bounds(first)[0], received_at__lt=day_bounds(last)[1]
    ).order_by("received_at", "pk")
    records = list(
        rows.values(
            "id",
            "code",
            "version__name",
            "owner_name",
            "owner_phone",
            "competent__short_name",
            "received_at",
            "due_at",
            "returned_at",
            "return_method",
        )[:limit]
    )
    owners, receivers = _private(record["id"] for record in records)
    return Logbook(
        section=section.name,
        section_id=section_id,
        section_code=section.code,
        first=first,
        last=last,
        entries=tuple(
            LogEntry(
                no=number,
                code=record["code"] or "",
                procedure_name=record["version__name"],
                applicant=record["owner_name"],
                address=owners.get(record["id"], {}).get("address", ""),
                phone=record["owner_phone"],
                lead_agency=record["competent__short_name"],
                received_at=record["received_at"] or 0,
                due_at=record["due_at"],
                returned_at=record["returned_at"],
                return_method=record["return_method"],
                receiver=receivers.get(record["id"], {}).get("name", ""),
            )
            for number, record in enumerate(records, start=1)
        ),
        total=len(records) if len(records) < limit else rows.count(),
    )


def _private(ids: Iterable[int]) -> tuple[dict[int, Any], dict[int, Any]]:
    """The owner as it stands and the receiver of each dossier."""
    owners: dict[int, dict[str, Any]] = {}
    receivers: dict[int, Any] = {}
    rows = PrivateRecord.objects.filter(
        dossier_id__in=list(ids), kind__in=["owner", "receiver"], body__isnull=False
    ).values_list("dossier_id", "kind", "commitment", "body")
    for dossier_id, kind, commitment, body in rows:
        data = orjson.loads(body or "{}")
        if kind == "receiver":
            receivers[dossier_id] = data
        else:
            owners.setdefault(dossier_id, {})[bytes(commitment).hex()] = data
    corrected = _corrected_owners([key for key, records in owners.items() if len(records) > 1])
    one = {key: next(iter(records.values())) for key, records in owners.items()}
    return one | {key: owners[key].get(owner, {}) for key, owner in corrected.items()}, receivers


def _corrected_owners(ids: list[int]) -> dict[int, str]:
    """The commitment to the present owner of dossiers whose owner was corrected."""
    if not ids:
        return {}
    rows = Event.objects.filter(dossier_id__in=ids, type="corrected").order_by("seq")
    payloads = ((key, event_of(body).payload) for key, body in rows.values_list("dossier_id", "body"))
    return {
        key: payload.new or ""
        for key, payload in payloads
        if isinstance(payload, Corrected) and payload.field == "owner"
    }


class SectionDay(View, frozen=True, kw_only=True):
    """One section today: what came, what went, what waits, what is late, and who has the late ones."""

    section: str
    section_id: int
    received_today: int
    returned_today: int
    finished_today: int
    open: int
    late: int
    near_or_within: int
    paused: int
    to_transfer: int
    to_supplement: int
    to_return: int
    late_by_officer: tuple[tuple[str, str, int], ...]
    """Unit, officer, number of late dossiers; most first."""


def section_day(person: Person, section_id: int, *, clock: Clock | None = None) -> SectionDay:
    """The section's day. Raises: `Forbidden` outside the person's sight."""
    require(person, "read_dossiers", DossierPlace(section_id=section_id))
    now = (clock or SystemClock()).now()
    start, end = day_bounds(day_of(now))
    own = Dossier.objects.filter(section_id=section_id)
    running = Q(ended_at__isnull=True, received_at__isnull=False)
    late = running & Q(due_at__lt=now) & ~Q(status__in=list(PAUSED))
    figures = own.aggregate(
        received_today=Count("pk", filter=Q(received_at__gte=start, received_at__lt=end)),
        returned_today=Count("pk", filter=Q(returned_at__gte=start, returned_at__lt=end)),
        finished_today=Count("pk", filter=Q(ended_at__gte=start, ended_at__lt=end)),
        open=Count("pk", filter=running),
        late=Count("pk", filter=late),
        paused=Count("pk", filter=running & Q(status__in=list(PAUSED))),
        to_transfer=Count("pk", filter=running & Q(step=Step.RECEIVE)),
        to_supplement=Count("pk", filter=running & Q(step=Step.SUPPLEMENT)),
        to_return=Count("pk", filter=Q(step=Step.RETURN, returned_at__isnull=True)),
    )
    by_officer = list(
        own.filter(late)
        .values_list("holder_agency__short_name", "holder_officer")
        .annotate(found=Count("pk"))
        .order_by(F("found").desc())[:20]
    )
    names = Names(actors=[officer for _, officer, _ in by_officer])
    return SectionDay(
        section=Agency.objects.values_list("name", flat=True).get(pk=section_id),
        section_id=section_id,
        near_or_within=figures["open"] - figures["late"] - figures["paused"],
        late_by_officer=tuple(
            (unit or "", names.actor(officer) if officer else "", found)
            for unit, officer, found in by_officer
        ),
        **figures,
    )


def readable_sections(person: Person, day: date) -> list[Agency]:
    """The agencies with a section whose dossiers the person may read, by name."""
    return [
        section.agency
        for section in sections_on(day)
        if may_read(person, DossierPlace(section_id=section.agency_id))
    ]
