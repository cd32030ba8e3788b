"""`catalogue`: the portal's list of all procedures, as CSV or as JSON (lines or one array).

It lists: code, name, fields, agencies, subjects, state. Nothing here is enough to receive a dossier.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from motcua.procedures.content import Attributes, Named

from .base import Refused, Row, clean, code_of, name_of, names
from .readers import Cells, Source
from .records import Lenient, record_rows


class Record(Lenient, kw_only=True):
    """One record of the list as JSON."""

    code: str
    name: str
    fields: list[str] = msgspec.field(name="categories")
    departments: list[str] = []
    promulgator: str | None = msgspec.field(name="departmentPromulgate", default=None)
    subjects: list[str] = msgspec.field(name="formalityTargetType", default_factory=list)
    state: str | None = None
    type: str | None = None


class Catalogue:
    """Reader of the portal's list."""

    shape = "catalogue"

    def recognises(self, source: Source) -> bool:
        """CSV by its headings, JSON by its categories without channels."""
        if source.kind == "table":
            return {"code", "name", "fields", "promulgated_by"} <= set(source.header)
        return "categories" in source.sample and "executionMethods" not in source.sample

    def rows(self, source: Source) -> Iterator[Row]:
        """One row a procedure."""
        if source.kind == "table":
            return (_table_row(cells) for cells in source.table())
        return record_rows(source, Record, _of_record)


def _of_record(record: Record) -> tuple[str, Attributes]:
    return _attributes(record)


def _table_row(cells: Cells) -> Row:
    values = cells.values
    code = values.get("code", "")
    if cells.reason:
        return Row(cells.number, code[:40], None, cells.reason)
    record = Record(
        code=code,
        name=values.get("name", ""),
        fields=_split(values.get("fields", "")),
        departments=_split(values.get("departments_executing", "")),
        promulgator=values.get("promulgated_by", ""),
        subjects=_split(values.get("subjects", "")),
        state=values.get("state", ""),
        type=values.get("type", ""),
    )
    try:
        return Row(cells.number, *_attributes(record))
    except Refused as refused:
        return Row(cells.number, code.encode("utf-8", "replace").decode()[:40].strip(), None, str(refused))


def _split(cell: str) -> list[str]:
    return cell.split(" | ")


def _attributes(record: Record) -> tuple[str, Attributes]:
    promulgator = " ".join(clean(record.promulgator).split())
    return code_of(record.code), Attributes(
        name=name_of(record.name),
        state=clean(record.state).lower() or "active",
        kind=clean(record.type).lower(),
        fields=names(record.fields),
        executing=names(record.departments),
        promulgated_by=Named(name=promulgator) if promulgator else None,
        subjects=names(record.subjects),
    )
