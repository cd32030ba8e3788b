"""Dossiers in sight one after the other, newest first: each page goes on from a place."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
from django.db.models import QuerySet

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.scope import elsewhere
from motcua.foundation.clock import Instant, instant_of
from motcua.organisation.rights import Person, visible

MOST: Final = 200


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; days are local, both included. `open` means without an end so far."""

    status: int | None = None
    procedure: str = ""
    section: str = ""
    competent: str = ""
    owner_identifier: str = ""
    received_from: date | None = None
    received_to: date | None = None
    due_to: date | None = None
    changed_since: Instant | None = None
    open: bool | None = None


class Listed(msgspec.Struct, frozen=True):
    """One dossier of a list; times are instants."""

    place: int
    code: str | None
    reference: str | None
    seq: int
    status: int
    regime: str
    procedure: str
    procedure_name: str
    section: str
    competent: str
    channel: str
    owner_name: str
    received_at: Instant | None
    due_at: Instant | None
    original_due_at: Instant | None
    ended_at: Instant | None
    returned_at: Instant | None
    step: str
    holder_agency: str | None
    holder_officer: str
    changed_at: Instant


_COLUMNS: Final = (
    "pk", "code", "reference", "seq", "status", "regime", "procedure_code", "version__name", "section__code",
    "competent__code", "channel", "owner_name", "received_at", "due_at", "original_due_at", "ended_at",
    "returned_at", "step", "holder_agency__code", "holder_officer", "last_at",
)  # fmt: skip


def in_sight(person: Person, wanted: Wanted, *, after: int | None = None, size: int = 50) -> list[Listed]:
    """At most `size` dossiers, and one more where more follow; `after` is the place of the last one seen.

    One statement. New dossiers come at the front and never move a page that was begun.
    """
    rows = _narrowed(Dossier.objects.filter(visible(person, elsewhere)), wanted)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [Listed(*row) for row in rows.order_by("-pk").values_list(*_COLUMNS)[: min(size, MOST) + 1]]


def _narrowed(rows: QuerySet[Dossier], wanted: Wanted) -> QuerySet[Dossier]:
    exact = {
        "status": wanted.status,
        "procedure_code": wanted.procedure or None,
        "section__code": wanted.section or None,
        "competent__code": wanted.competent or None,
        "owner_identifier": wanted.owner_identifier or None,
        "received_at__gte": _begins(wanted.received_from),
        "received_at__lt": _ends(wanted.received_to),
        "due_at__lt": _ends(wanted.due_to),
        "last_at__gte": wanted.changed_since,
        "ended_at__isnull": wanted.open,
    }
    asked: dict[str, Any] = {name: value for name, value in exact.items() if value is not None}
    return rows.filter(**asked)


def _begins(day: date | None) -> Instant | None:
    return None if day is None else instant_of(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - local


def _ends(day: date | None) -> Instant | None:
    return None if day is None else _begins(min(day, date.max - timedelta(days=1)) + timedelta(days=1))


def same_request(code: str, procedure: str, owner_identifier: str) -> bool:
    """Whether a dossier was received for that procedure and owner: a key sent twice must mean one thing."""
    rows = Dossier.objects.filter(code=code, procedure_code=procedure)
    return rows.filter(owner_identifier__in=[owner_identifier, ""]).exists()
