"""The logbook of a section for a period (form 06; 07 under R2025)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

import orjson
from django.db.models import Q, QuerySet

from motcua.dossiers.lifecycle.events import Corrected
from motcua.dossiers.log import event_of
from motcua.dossiers.models import Dossier, Event, PrivateRecord
from motcua.dossiers.queries.views import View
from motcua.dossiers.seal import day_bounds
from motcua.foundation.clock import Instant
from motcua.organisation.models import Agency, Section
from motcua.organisation.queries import sections_on
from motcua.organisation.rights import DossierPlace, Person, may_read, require

MOST: Final = 3000
"""Lines of one print; a longer book is printed in parts, or taken away as a workbook."""
CHUNK: Final = 2000
_COLUMNS: Final = (
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
)


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
    """Dossiers in the period; `entries` are those of one page."""
    page: int = 1
    pages: int = 1


def logbook(
    person: Person, section_id: int, first: date, last: date, *, page: int = 1, limit: int = MOST
) -> Logbook:
    """A page of the logbook of a section. Raises: `Forbidden` without the right in that place."""
    require(person, "export_logbook", DossierPlace(section_id=section_id))
    section = Agency.objects.get(pk=section_id)
    rows = _rows(section_id, first, last)
    total = rows.count()
    page = min(max(1, page), max(1, -(-total // limit)))
    start = (page - 1) * limit
    return Logbook(
        section=section.name,
        section_id=section_id,
        section_code=section.code,
        first=first,
        last=last,
        entries=_entries(list(rows.values(*_COLUMNS)[start : start + limit]), start),
        total=total,
        page=page,
        pages=max(1, -(-total // limit)),
    )


def logbook_lines(person: Person, section_id: int, first: date, last: date) -> Iterator[LogEntry]:
    """Every line of the book, however long, some at a time. Raises: `Forbidden`, before the first line."""
    require(person, "export_logbook", DossierPlace(section_id=section_id))
    return _all_entries(_rows(section_id, first, last))


def entries_of(ids: Sequence[int], before: int) -> tuple[LogEntry, ...]:
    """Lines for these dossiers in this order, numbered after `before`; who may read them is asked before."""
    records = {record["id"]: record for record in Dossier.objects.filter(pk__in=ids).values(*_COLUMNS)}
    return _entries([records[key] for key in ids], before)


def _all_entries(rows: QuerySet[Dossier]) -> Iterator[LogEntry]:
    number, after = 0, Q()
    while records := list(rows.filter(after).values(*_COLUMNS)[:CHUNK]):
        yield from _entries(records, number)
        number += len(records)
        at, pk = records[-1]["received_at"], records[-1]["id"]
        after = Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk)


def _rows(section_id: int, first: date, last: date) -> QuerySet[Dossier]:
    return Dossier.objects.filter(
        section_id=section_id, received_at__gte=day_bounds(first)[0], received_at__lt=day_bounds(last)[1]
    ).order_by("received_at", "pk")


def _entries(records: list[dict[str, Any]], before: int) -> tuple[LogEntry, ...]:
    owners, receivers = _private(record["id"] for record in records)
    return tuple(
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
        for number, record in enumerate(records, start=before + 1)
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


def readable_sections(person: Person, day: date) -> list[Agency]:
    """The agencies with a section whose dossiers the person may read, by name."""
    return [section.agency for section in sections_in_sight(person, day)]


def sections_in_sight(person: Person, day: date) -> list[Section]:
    """The sections whose dossiers the person may read, each with its agency, by name of that."""
    return [
        section
        for section in sections_on(day)
        if may_read(person, DossierPlace(section_id=section.agency_id))
    ]
