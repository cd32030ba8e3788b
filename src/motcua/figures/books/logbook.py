"""The dossier logbook (form 06, 07 since Circular 03/2025) as a report: lines by section, and the lines.

A line is a dossier received at the section in the period. When it came, is due and was returned is as known
at the moment of the report; names, addresses and how the result is taken are as they stand.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from motcua.dossiers.facts import FOREVER, day_number, day_of_number
from motcua.dossiers.printing import METHOD_WORDS
from motcua.dossiers.queries.logbook import LogEntry, entries_of
from motcua.figures.counting.rows import checked_by, labels
from motcua.figures.evidence import page_size
from motcua.figures.ii06a import Scope, checked
from motcua.figures.report import TOTAL, TOTAL_LABEL, recorded_later, report
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import (
    SUM_OF_ROWS,
    Cell,
    Column,
    Held,
    Listing,
    Row,
    Table,
    holding,
    no_column,
    no_row,
)
from motcua.foundation.clock import day_of
from motcua.foundation.errors import gettext_noop
from motcua.organisation.queries import agency_levels

ID: Final = "logbook"
BY: Final = ("section", "level")
LINES: Final = "lines"
WHOLE: Final = (TOTAL, LINES)
"""The cell whose lines are the book."""
_COLUMNS: Final = (
    Column(key=LINES, label=gettext_noop("Hồ sơ trong sổ"), opens=True, sums=("returned", "kept")),
    Column(key="returned", label=gettext_noop("Đã trả kết quả"), opens=True),
    Column(key="kept", label=gettext_noop("Chưa trả kết quả"), opens=True),
)
_CONDITIONS: Final = {
    LINES: "true",
    "returned": "s.returned_known <= %(as_of)s",
    "kept": "s.returned_known > %(as_of)s",
}
_LISTED: Final = (
    Column(key="procedure", label=gettext_noop("Tên thủ tục hành chính"), unit="text"),
    Column(key="applicant", label=gettext_noop("Tên tổ chức, cá nhân"), unit="text"),
    Column(key="place", label=gettext_noop("Địa chỉ, số điện thoại"), unit="text"),
    Column(key="agency", label=gettext_noop("Cơ quan chủ trì giải quyết"), unit="text"),
    Column(key="received", label=gettext_noop("Nhận hồ sơ"), unit="date"),
    Column(key="due", label=gettext_noop("Hẹn trả kết quả"), unit="date"),
    Column(key="returned", label=gettext_noop("Trả kết quả"), unit="date"),
    Column(key="method", label=gettext_noop("Phương thức nhận kết quả"), unit="text"),
    Column(key="signed", label=gettext_noop("Ký nhận"), unit="text"),
)
_NOTES: Final = (
    gettext_noop(
        "Sổ ghi hồ sơ theo bộ phận tiếp nhận và ngày tiếp nhận; ngày hẹn, ngày trả là như đã biết lúc chốt,"
        " tên và địa chỉ là như đang lưu."
    ),
    gettext_noop("Tệp tải về là từng dòng của sổ, có dữ liệu cá nhân; mỗi lần tải được ghi lại."),
)
_PARTS: Final = gettext_noop("Hồ sơ trong sổ = đã trả + chưa trả kết quả")
_FORM: Final = gettext_noop("Hồ sơ trong sổ = cột 4 + 5 của biểu II.06a")
_THERE: Final = """FROM dossiers_spell s
WHERE s.known_from <= %(as_of)s AND s.known_until > %(as_of)s
  AND s.received_day BETWEEN %(first)s AND %(last)s
  AND (%(all)s OR s.section_id = ANY(%(sections)s))"""


def table(scope: Scope, rules: RuleSet, by: str) -> Table:
    """Lines by section. Raises: `UsageError`; `DoesNotAddUp`."""
    checked(scope)
    chosen = checked_by(by, BY)
    counted = ", ".join(f"count(*) FILTER (WHERE {each})" for each in _CONDITIONS.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT s.section_id, {counted} {_THERE} GROUP BY 1", _values(scope))
        found = {key: dict(zip(_CONDITIONS, numbers, strict=True)) for key, *numbers in cursor.fetchall()}
        cursor.execute(f"SELECT {counted} {_THERE}", _values(scope))
        total = dict(zip(_CONDITIONS, cursor.fetchone(), strict=True))
    sums: dict[str, tuple[str, dict[str, int]]] = {}
    for section, (key, label) in labels(chosen, found).items():
        row = sums.setdefault(key, (label, dict.fromkeys(_CONDITIONS, 0)))[1]
        for name, number in found[section].items():
            row[name] += number
    return Table(
        report=ID,
        title=gettext_noop("Sổ theo dõi hồ sơ"),
        law=gettext_noop("Thông tư 01/2018/TT-VPCP, Điều 9, mẫu số 06; Thông tư 03/2025/TT-VPCP"),
        scope=scope,
        rules=rules,
        by=chosen,
        columns=_COLUMNS,
        rows=tuple(Row(key=key, label=label, cells=_cells(row)) for key, (label, row) in sums.items()),
        total=Row(key=TOTAL, label=TOTAL_LABEL, kind="total", cells=_cells(total)),
        held=_proved([row for _, row in sums.values()], total, scope, rules),
        notes=_NOTES,
        recorded_later=recorded_later(scope),
    )


def listed(scope: Scope, rules: RuleSet, row: str, column: str, after: int) -> Listing:
    """The lines of a cell in the order of the book; `after` is how many came before. Raises: `NotFound`."""
    if column not in _CONDITIONS:
        raise no_column()
    most = page_size()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.dossier_id, s.received_at, s.due_at,"
            f" CASE WHEN s.returned_known <= %(as_of)s THEN s.returned_day END {_THERE}"
            f" AND {_CONDITIONS[column]} AND {_row(row)}"
            " ORDER BY s.received_at, s.dossier_id OFFSET %(after)s LIMIT %(most)s",
            _values(scope) | _named(row, scope) | {"after": after, "most": most + 1},
        )
        found = cursor.fetchall()
    entries = entries_of([each[0] for each in found[:most]], after)
    rows = tuple(_line(entry, each) for entry, each in zip(entries, found, strict=False))
    label = gettext_noop("Mã hồ sơ")
    return Listing(label, _LISTED, rows, after + most if len(found) > most else 0)


def _line(entry: LogEntry, known: tuple[Any, ...]) -> Row:
    _, received, due, returned = known
    cells: dict[str, Cell] = {
        "procedure": entry.procedure_name,
        "applicant": entry.applicant,
        "place": ", ".join(part for part in (entry.address, entry.phone) if part) or None,
        "agency": entry.lead_agency,
        "received": day_of(received),
        "due": day_of(due) if due < FOREVER else None,
        "returned": None if returned is None else day_of_number(returned),
        "method": METHOD_WORDS.get(entry.return_method) or None,
        "signed": entry.receiver or None,
    }
    return Row(key=entry.code, label=entry.code, cells=cells)


def _row(row: str) -> str:
    return "true" if row == TOTAL else "s.section_id = ANY(%(of_row)s)"


def _named(row: str, scope: Scope) -> dict[str, Any]:
    """The sections of a row. Raises: `NotFound`."""
    kind, _mark, value = row.partition(":")
    if row == TOTAL:
        return {}
    if kind == "section" and value.isdecimal() and len(value) < 10:
        return {"of_row": [int(value)]}
    if kind == "level":
        return {"of_row": [key for key, level in agency_levels().items() if level == value]}
    raise no_row()


def _values(scope: Scope) -> dict[str, Any]:
    sections = list(scope.agencies)
    if scope.level:
        sections = [
            key
            for key, level in agency_levels().items()
            if level == scope.level and (not scope.agencies or key in scope.agencies)
        ]
    return {
        "as_of": scope.as_of,
        "first": day_number(scope.first),
        "last": day_number(scope.last),
        "all": not (scope.agencies or scope.level),
        "sections": sections,
    }


def _cells(counted: dict[str, int]) -> dict[str, Cell]:
    return {**counted}


def _proved(
    lines: list[dict[str, int]], total: dict[str, int], scope: Scope, rules: RuleSet
) -> tuple[Held, ...]:
    """Parts and sums; of the whole province also that the book holds what form II.06a received."""
    held = [
        Held(_PARTS, all(line[LINES] == line["returned"] + line["kept"] for line in (*lines, total))),
        Held(SUM_OF_ROWS, all(total[name] == sum(line[name] for line in lines) for name in _CONDITIONS)),
    ]
    if not (scope.agencies or scope.level):
        form = report(scope, rules, "level").total
        held.append(Held(_FORM, total[LINES] == form.c4 + form.c5))
    return holding(held)
