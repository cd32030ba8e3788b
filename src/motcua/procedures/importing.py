"""Rows of a file into source records, a few hundred at a time, with the report of contracts, section 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

import msgspec
from django.db import connection

from .bulk import copy_in
from .content import Doubt, digest, to_json
from .importers.base import Row
from .merge import LIST_ONLY, Period
from .models import Contradiction, Procedure, ProcedureVersion, SourceRecord
from .versioning import synchronise

_CHUNK_ROWS: Final = 500
_CHUNK_CHARS: Final = 2_000_000
_OF_LISTS: Final = ("rows_differ", "sources_differ_on_name")
"""The contradictions that a list, which has neither times nor fees, can have a part in."""


class Rejected(msgspec.Struct):
    """A row that was not taken in."""

    row: int
    code: str
    reason: str


class Stated(msgspec.Struct):
    """A contradiction of a procedure of this file."""

    code: str
    kind: str
    where: str
    detail: str


class Report(msgspec.Struct):
    """What an import did: read = created + updated + unchanged + duplicates + rejected."""

    file: str
    shape: str
    dry_run: bool
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = []
    contradictions: list[Stated] = []


class Said(NamedTuple):
    """What a file says of one procedure: its name, its attributes as JSON, and their digest."""

    name: str
    text: str
    digest: str


class Intake:
    """Takes rows, writes them by chunks, counts. Lives within one transaction; memory stays flat but for
    the codes seen and the report."""

    def __init__(self, report: Report, *, day: date, moment: datetime) -> None:
        self.report = report
        self._day = day
        self._moment = moment
        self._waiting: dict[str, Said] = {}
        self._chars = 0
        self._seen: dict[str, str] = {}
        self._differing: dict[str, list[Doubt]] = {}

    def take(self, row: Row) -> bool:
        """Take one row; True when a chunk was written, which is a moment to show progress."""
        self.report.read += 1
        if row.attributes is None:
            self.report.rejected.append(Rejected(row.number, row.code, row.reason))
            return False
        text = to_json(row.attributes)
        key = digest(text)
        if row.code in self._seen:
            self.report.duplicates += 1
            if self._seen[row.code] != key:
                self._differing.setdefault(row.code, []).append(_differs(row))
            return False
        self._seen[row.code] = key
        self._waiting[row.code] = Said(row.attributes.name or row.code, text, key)
        self._chars += len(text)
        if len(self._waiting) < _CHUNK_ROWS and self._chars < _CHUNK_CHARS:
            return False
        self._flush()
        return True

    def finish(self) -> None:
        """Write what waits and complete the report."""
        self._flush()
        self._write_doubts()
        self.report.contradictions.sort(key=lambda stated: (stated.code, stated.kind, stated.where))

    def take_periods(self, periods: Mapping[str, Sequence[Period]]) -> int:
        """Take procedures with dated attributes of their own, as the demonstration has them."""
        procedures = self._procedures({c: spans[-1].attributes.name or c for c, spans in periods.items()})
        standing = {
            (record.procedure_id, record.source, record.valid_from): record
            for record in SourceRecord.objects.filter(
                procedure__in=_ids(procedures),
                source__in={p.source for spans in periods.values() for p in spans},
            )
        }
        new, changed = [], []
        for code, spans in periods.items():
            for period in spans:
                record = standing.get((procedures[code].pk, period.source, period.valid_from))
                text = to_json(period.attributes)
                fresh = self._record(procedures[code], period.source, text, digest(text), period.valid_from)
                fresh.valid_to = period.valid_to
                if record is None:
                    new.append(fresh)
                elif (record.digest, record.valid_to) != (fresh.digest, fresh.valid_to):
                    fresh.pk = record.pk
                    changed.append(fresh)
        _add(new)
        _replace(changed)
        touched = {record.procedure_id for record in (*new, *changed)}
        synchronise([p for p in procedures.values() if p.pk in touched])
        return len(periods)

    def _flush(self) -> None:
        waiting, self._waiting, self._chars = self._waiting, {}, 0
        if not waiting:
            return
        known = set(Procedure.objects.filter(code__in=waiting).values_list("code", flat=True))
        procedures = self._procedures({code: said.name for code, said in waiting.items()})
        touched = self._write_records(procedures, waiting, known)
        synchronise([procedure for procedure in procedures.values() if procedure.pk in touched])
        self._report_contradictions(procedures)

    def _procedures(self, wanted: Mapping[str, str]) -> dict[str, Procedure]:
        found = {p.code: p for p in Procedure.objects.filter(code__in=wanted)}
        missing = [Procedure(code=code, name=name) for code, name in wanted.items() if code not in found]
        Procedure.objects.bulk_create(missing)
        return found | {procedure.code: procedure for procedure in missing}

    def _write_records(
        self, procedures: Mapping[str, Procedure], waiting: Mapping[str, Said], known: set[str]
    ) -> set[int]:
        """Close, replace or add this source's record of each procedure; the procedures that changed."""
        standing = {
            record.procedure_id: record
            for record in SourceRecord.objects.filter(
                procedure__in=_ids(procedures), source=self.report.shape, valid_to=None
            ).defer("attributes")
        }
        new, replaced, closed = [], [], []
        for code, said in waiting.items():
            procedure = procedures[code]
            fresh = self._record(procedure, self.report.shape, said.text, said.digest, self._day)
            record = standing.get(procedure.pk)
            if record is not None and record.digest == fresh.digest:
                self.report.unchanged += 1
                continue
            self.report.created += code not in known
            self.report.updated += code in known
            if record is None:
                new.append(fresh)
            elif record.valid_from >= self._day:
                fresh.pk = record.pk
                replaced.append(fresh)
            else:
                record.valid_to = self._day - timedelta(days=1)
                closed.append(record)
                new.append(fresh)
        SourceRecord.objects.bulk_update(closed, ["valid_to"])
        _replace(replaced)
        _add(new)
        return {record.procedure_id for record in (*new, *replaced)}

    def _record(
        self, procedure: Procedure, source: str, text: str, key: str, valid_from: date
    ) -> SourceRecord:
        return SourceRecord(
            procedure=procedure,
            source=source,
            attributes=text,
            digest=key,
            valid_from=valid_from,
            file=self.report.file[:200],
            imported_at=self._moment,
        )

    def _write_doubts(self) -> None:
        """Rows that repeat a code with other words are a contradiction of that code; the first row stands."""
        records = SourceRecord.objects.filter(source=self.report.shape, valid_to=None).defer("attributes")
        differing = Procedure.objects.filter(code__in=self._differing).values_list("pk", flat=True)
        doubted = [*records.filter(procedure__in=list(differing)), *records.exclude(doubts=[])]
        procedures = Procedure.objects.in_bulk({record.procedure_id for record in doubted})
        changed = {}
        for record in doubted:
            code = procedures[record.procedure_id].code
            doubts = [msgspec.to_builtins(doubt) for doubt in self._differing.get(code, ())]
            if code in self._seen and record.doubts != doubts:
                record.doubts = doubts
                changed[code] = record
        SourceRecord.objects.bulk_update(changed.values(), ["doubts"])
        again = {code: procedures[record.procedure_id] for code, record in changed.items()}
        synchronise(list(again.values()))
        self.report.contradictions = [c for c in self.report.contradictions if c.code not in again]
        self._report_contradictions(again)

    def _report_contradictions(self, procedures: Mapping[str, Procedure]) -> None:
        codes = {procedure.pk: code for code, procedure in procedures.items()}
        standing = ProcedureVersion.objects.filter(
            procedure__in=_ids(procedures), superseded=False, valid_from__lte=self._day, valid_to=None
        )
        versions = dict(standing.values_list("pk", "procedure_id"))
        rows = Contradiction.objects.filter(version__in=list(versions)).values_list(
            "version_id", "kind", "where", "detail"
        )
        self.report.contradictions += [
            Stated(codes[versions[version]], kind, where, detail)
            for version, kind, where, detail in rows
            if self.report.shape not in LIST_ONLY or kind in _OF_LISTS
        ]


def _ids(procedures: Mapping[str, Procedure]) -> list[int]:
    """Keys to look up by. A join on codes is planned from statistics that know nothing of rows that are
    not yet committed, and has run for minutes where this takes milliseconds."""
    return [procedure.pk for procedure in procedures.values()]


_COLUMNS: Final = (
    "procedure_id",
    "source",
    "attributes",
    "digest",
    "valid_from",
    "valid_to",
    "file",
    "imported_at",
    "doubts",
)


def _add(records: Sequence[SourceRecord]) -> None:
    """Insert records; their `attributes` are JSON text until they are read back."""
    copy_in(SourceRecord, _COLUMNS, ([*(getattr(r, c) for c in _COLUMNS[:-1]), "[]"] for r in records))


def _replace(records: Sequence[SourceRecord]) -> None:
    """Give standing records of today the attributes of a later file of the same day."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE procedures_sourcerecord SET attributes = %s::jsonb, digest = %s, valid_to = %s, "
            "file = %s, imported_at = %s WHERE id = %s",
            [(r.attributes, r.digest, r.valid_to, r.file, r.imported_at, r.pk) for r in records],
        )


def _differs(row: Row) -> Doubt:
    name = row.attributes.name if row.attributes else ""
    return Doubt(kind="rows_differ", where=f"row {row.number}", detail=name or "")
