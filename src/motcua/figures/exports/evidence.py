"""The dossiers behind a cell as a list to take away, read in large pages while it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from motcua.dossiers.facts import Standing
from motcua.figures.evidence import Seen, pages_of
from motcua.figures.exports.export import Export, of_list
from motcua.figures.ii06a import Scope
from motcua.figures.reports import Listed, Made
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import Cell, Column, Row

CHUNK: Final = 5_000
"""Dossiers asked for at once: a statement takes a tenth of a second, and their rows some megabytes."""
COLUMNS: Final = (
    Column(key="procedure", label="Thủ tục", unit="text"),
    Column(key="agency", label="Cơ quan giải quyết", unit="text"),
    Column(key="received", label="Tiếp nhận", unit="date"),
    Column(key="due", label="Hẹn trả", unit="date"),
    Column(key="ended", label="Kết thúc", unit="date"),
    Column(key="days_late", label="Số ngày trễ", unit="days"),
    Column(key="standing", label="Khi đó", unit="text"),
)
STANDINGS: Final = {
    Standing.OPEN: "Đang giải quyết",
    Standing.WAITING: "Chờ bổ sung",
    Standing.PAUSED: "Tạm dừng",
    Standing.GRANTED: "Có kết quả",
    Standing.REFUSED: "Không được giải quyết",
    Standing.WITHDRAWN: "Đã rút",
    Standing.STOPPED: "Đã dừng xử lý",
}


def whole_of(report: Export, made: Made) -> Export:
    """What the file of a report holds: its table, or the list that it is (`Made.whole`)."""
    if made.whole is None or made.listed is None:
        return report
    head = made.listed(report.scope, report.rules, *made.whole, 0)
    rows = _lines(made.listed, report.scope, report.rules, *made.whole)
    listed = of_list(report, report.title, head.columns, rows, label=head.label)
    return msgspec.structs.replace(listed, notes=report.notes, held=report.held)


def list_of(report: Export, made: Made, row: Row, column: Column) -> Export:
    """The list behind a cell of a report; its rows are read as it is written. Raises: `NotFound`."""
    if made.listed is not None:
        head = made.listed(report.scope, report.rules, row.key, column.key, 0)
        rows = _lines(made.listed, report.scope, report.rules, row.key, column.key)
        return of_list(report, f"{row.label}: {column.label}", head.columns, rows, label=head.label)
    return of_list(
        report,
        f"Hồ sơ của {row.label}, cột {column.label}",
        COLUMNS,
        _rows(made, report.scope, report.rules, row.key, column.key),
        label="Mã hồ sơ",
    )


def _lines(listed: Listed, scope: Scope, rules: RuleSet, key: str, column: str) -> Iterator[Row]:
    after = 0
    while True:
        with pages_of(CHUNK, holders=False):
            page = listed(scope, rules, key, column, after)
        yield from page.rows
        after = page.after
        if not after:
            return


def _rows(made: Made, scope: Scope, rules: RuleSet, key: str, column: str) -> Iterator[Row]:
    assert made.opened is not None, "asked of a report whose cells open nothing"
    after = 0
    while True:
        with pages_of(CHUNK):
            page = made.opened(scope, rules, key, column, after)
        for each in page.rows:
            yield _row(each)
        after = page.after
        if not after:
            return


def _row(seen: Seen) -> Row:
    cells: dict[str, Cell] = {
        "procedure": seen.procedure,
        "agency": seen.agency,
        "received": seen.received,
        "due": seen.due,
        "ended": seen.ended,
        "days_late": seen.days_late or None,
        "standing": STANDINGS[seen.standing],
    }
    return Row(key=seen.code, label=seen.code, cells=cells)
