"""Versions kept in step with their sources: the timeline of `merge.py` against the rows that stand.

A row is never changed but for the day it ends: a content that no longer holds on a day before which it was
in force is closed; one replaced before it was ever in force is marked superseded and kept for its pins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from django.db.models import TextField
from django.db.models.functions import Cast

from motcua.foundation.text import fold

from .bulk import copy_in, next_ids, update_heads
from .content import Doubt, attributes_of, digest, to_json
from .contradictions import Finding, contradictions
from .merge import Period, VersionSpan, timeline
from .models import Contradiction, Field, Procedure, ProcedureVersion, SourceRecord
from .naming import search_name
from .search_state import mark_changed

_COLUMNS: Final = (
    "id",
    "procedure_id",
    "valid_from",
    "valid_to",
    "superseded",
    "source",
    "content",
    "digest",
    "name",
    "folded",
    "field_name",
    "field_folded",
    "levels",
    "receivable",
)


def synchronise(procedures: Sequence[Procedure]) -> set[int]:
    """Bring versions, contradictions and the procedure's own row in line with its source records.

    Returns the ids of the procedures whose versions changed. Runs inside the caller's transaction.
    """
    ids = [procedure.pk for procedure in procedures]
    spans = _timelines(ids)
    standing: dict[int, list[ProcedureVersion]] = defaultdict(list)
    for version in ProcedureVersion.objects.filter(procedure_id__in=ids).defer("content", "words"):
        standing[version.procedure_id].append(version)
    work = _Work()
    for procedure in procedures:
        work.compare(procedure, spans[procedure.pk], standing[procedure.pk])
    work.write()
    _write_contradictions(standing, work.current)
    _write_heads(procedures, spans)
    mark_changed()
    return work.changed


class _Work:
    """What must be written so that the standing versions become the wanted ones."""

    def __init__(self) -> None:
        self.new: list[ProcedureVersion] = []
        self.kept: list[ProcedureVersion] = []
        self.superseded: list[int] = []
        self.current: list[tuple[ProcedureVersion, VersionSpan]] = []
        self.changed: set[int] = set()

    def compare(
        self, procedure: Procedure, spans: Sequence[VersionSpan], standing: Sequence[ProcedureVersion]
    ) -> None:
        by_key = {(v.valid_from, v.digest): v for v in standing}
        wanted = {}
        for span in spans:
            text = to_json(span.content)
            key = (span.valid_from, digest(text))
            wanted[key] = span
            version = by_key.get(key)
            if version is None:
                version = _new_version(procedure, span, text, key[1])
                self.new.append(version)
                self.changed.add(procedure.pk)
            elif (version.valid_to, version.superseded, version.source) != (
                span.valid_to,
                False,
                span.source,
            ):
                self.changed.add(procedure.pk)
                version.valid_to, version.superseded, version.source = span.valid_to, False, span.source
                self.kept.append(version)
            self.current.append((version, span))
        gone = [v.pk for key, v in by_key.items() if key not in wanted and not v.superseded]
        self.superseded += gone
        self.changed |= {procedure.pk} if gone else set()

    def write(self) -> None:
        if self.superseded:
            ProcedureVersion.objects.filter(pk__in=self.superseded).update(superseded=True)
        ProcedureVersion.objects.bulk_update(self.kept, ["valid_to", "superseded", "source"])
        for version, key in zip(self.new, next_ids(ProcedureVersion, len(self.new)), strict=True):
            version.pk = key
        copy_in(ProcedureVersion, _COLUMNS, ([getattr(v, c) for c in _COLUMNS] for v in self.new))


def _timelines(ids: Sequence[int]) -> dict[int, tuple[VersionSpan, ...]]:
    periods: dict[int, list[Period]] = defaultdict(list)
    rows = SourceRecord.objects.filter(procedure_id__in=ids).values_list(
        "procedure_id", "source", "valid_from", "valid_to", Cast("attributes", TextField()), "doubts"
    )
    for procedure, source, valid_from, valid_to, attributes, doubts in rows:
        found = attributes_of(attributes)
        if doubts:
            more = msgspec.convert(doubts, tuple[Doubt, ...])
            found = msgspec.structs.replace(found, doubts=(*found.doubts, *more))
        periods[procedure].append(Period(source, valid_from, valid_to, found))
    return {procedure: timeline(periods[procedure]) for procedure in ids}


def _new_version(procedure: Procedure, span: VersionSpan, text: str, key: str) -> ProcedureVersion:
    content = span.content
    return ProcedureVersion(
        procedure=procedure,
        valid_from=span.valid_from,
        valid_to=span.valid_to,
        source=span.source,
        content=text,
        digest=key,
        name=content.name,
        folded=search_name(content.name),
        field_name=content.field,
        field_folded=fold(content.field),
        levels=list(content.levels),
        receivable=content.receivable,
    )


def _write_contradictions(
    versions: Mapping[int, Sequence[ProcedureVersion]],
    current: Iterable[tuple[ProcedureVersion, VersionSpan]],
) -> None:
    """The findings of each version; a decision on the same facts in an earlier version still stands."""
    standing: dict[int, dict[str, Contradiction]] = defaultdict(dict)
    decided: dict[tuple[int, str], Contradiction] = {}
    owners = {version.pk: procedure for procedure, rows in versions.items() for version in rows}
    for row in Contradiction.objects.filter(version__in=list(owners)):
        standing[row.version_id][row.key] = row
        if row.decision:
            decided[owners[row.version_id], row.key] = row
    new, gone = [], []
    for version, span in current:
        findings = {f.key: f for f in contradictions(span.content, span.by_source)}
        here = standing[version.pk]
        gone += [row.pk for key, row in here.items() if key not in findings and not row.decision]
        new += [
            _row(version, finding, decided.get((version.procedure_id, key)))
            for key, finding in findings.items()
            if key not in here
        ]
    Contradiction.objects.filter(pk__in=gone).delete()
    Contradiction.objects.bulk_create(new)


def _row(version: ProcedureVersion, finding: Finding, earlier: Contradiction | None) -> Contradiction:
    row = Contradiction(
        version=version,
        key=finding.key,
        kind=finding.kind,
        where=finding.where,
        detail=finding.detail,
        finding=msgspec.to_builtins(finding),
    )
    if earlier is not None:
        row.decision, row.decided_by = earlier.decision, earlier.decided_by
        row.at, row.reason = earlier.at, earlier.reason
    return row


def _write_heads(procedures: Sequence[Procedure], spans: Mapping[int, Sequence[VersionSpan]]) -> None:
    """Name, field and state of a procedure as its last version has them."""
    last = {p.pk: spans[p.pk][-1].content for p in procedures if spans[p.pk]}
    fields = _fields({(f.name, f.code or "") for c in last.values() for f in c.fields[:1]})
    rows = []
    for procedure in procedures:
        content = last.get(procedure.pk)
        if content is None:
            continue
        field = fields[content.fields[0].name, content.fields[0].code or ""] if content.fields else None
        head = (content.name, field.pk if field else None, content.state)
        if head != (procedure.name, procedure.field_id, procedure.state):
            procedure.name, procedure.field_id, procedure.state = head
            rows.append((procedure.pk, *head))
    update_heads(rows)


def _fields(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Field]:
    found = {(f.name, f.code): f for f in Field.objects.filter(name__in=[name for name, _ in wanted])}
    missing = [Field(name=name, code=code) for name, code in sorted(wanted - found.keys())]
    Field.objects.bulk_create(missing)
    return found | {(f.name, f.code): f for f in missing}
