"""Reads for the administrator of the catalogue: the list with what is doubtful, one procedure in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import msgspec
from django.db.models import Count, Q, QuerySet

from .content import VersionContent, content_of
from .merge import BY_HAND
from .models import Contradiction, Procedure, ProcedureVersion, SourceRecord
from .naming import search_name
from .queries import show

PAGE: Final = 50
SHOWN: Final = ("all", "receivable", "doubtful", "listed", "by_hand", "ended")
"""Which procedures: those with open contradictions are `doubtful`, those from a list alone `listed`."""


class CatalogueRow(msgspec.Struct, frozen=True):
    """One procedure in the list: its last version, and how many contradictions wait for a decision."""

    code: str
    name: str
    field: str
    levels: list[str]
    source: str
    valid_from: date
    valid_to: date | None
    state: str
    receivable: bool
    doubts: int


class SourceLine(msgspec.Struct, frozen=True):
    """One source record of a procedure, without its content."""

    source: str
    valid_from: date
    valid_to: date | None
    document: str
    imported_at: Any


class ProcedureInTime(msgspec.Struct, frozen=True):
    """A procedure with its versions and sources in order of time, the contradictions of the shown version."""

    procedure: Procedure
    versions: Sequence[ProcedureVersion]
    shown: ProcedureVersion
    content: VersionContent
    sources: tuple[SourceLine, ...]
    contradictions: tuple[Contradiction, ...]


_COLUMNS: Final = (
    "procedure__code",
    "name",
    "field_name",
    "levels",
    "source",
    "valid_from",
    "valid_to",
    "procedure__state",
    "receivable",
    "doubts",
)


def catalogue(words: str = "", *, shown: str = "all", page: int = 1) -> tuple[int, list[CatalogueRow]]:
    """How many procedures match, and those of one page by code. Two statements.

    `words` are the beginning of a code, or words of the name without accents.
    """
    rows: QuerySet[Any] = _last_versions().annotate(
        doubts=Count("contradictions", filter=Q(contradictions__decision=""))
    )
    for word in search_name(words).split()[:10]:
        rows = rows.filter(Q(folded__contains=word) | Q(procedure__code__startswith=words.strip()))
    rows = _only(rows, shown)
    found = rows.order_by("procedure__code").values_list(*_COLUMNS)[(page - 1) * PAGE : page * PAGE]
    return rows.count(), [CatalogueRow(*row) for row in found]


def _last_versions() -> QuerySet[Any]:
    """The last version of each procedure: no later one stands."""
    last = ProcedureVersion.objects.filter(superseded=False).order_by("procedure_id", "-valid_from")
    return ProcedureVersion.objects.filter(pk__in=last.distinct("procedure_id").values("pk"))


def _only(rows: QuerySet[Any], shown: str) -> QuerySet[Any]:
    ended = Q(valid_to__isnull=False) | Q(procedure__state="abolished")
    if shown == "receivable":
        return rows.filter(receivable=True, doubts=0).exclude(ended)
    if shown == "doubtful":
        return rows.filter(doubts__gt=0)
    if shown == "listed":
        return rows.filter(receivable=False).exclude(ended)
    if shown == "by_hand":
        return rows.filter(source__startswith=BY_HAND)
    return rows.filter(ended) if shown == "ended" else rows


def in_time(code: str, on: date, version_id: int | None = None) -> ProcedureInTime:
    """One procedure: the version asked for, else the one in force on the day, else the last.

    Raises: NotFound with suggestions.
    """
    procedure, versions, _ = show(code)
    shown = _chosen(versions, on, version_id)
    sources = SourceRecord.objects.filter(procedure=procedure).order_by("valid_from", "source")
    lines = sources.values_list("source", "valid_from", "valid_to", "file", "imported_at")
    return ProcedureInTime(
        procedure,
        versions,
        shown,
        content_of(shown.content),
        tuple(SourceLine(*line) for line in lines),
        tuple(Contradiction.objects.filter(version=shown).order_by("pk")),
    )


def _chosen(versions: Sequence[ProcedureVersion], on: date, version_id: int | None) -> ProcedureVersion:
    for version in versions:
        if version.pk == version_id:
            return version
    for version in versions:
        if version.valid_from <= on and (version.valid_to is None or version.valid_to >= on):
            return version
    return versions[-1]
