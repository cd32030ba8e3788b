"""Published tables from files: the JSON of collected tables, CSV, or a workbook, one row a unit."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import openpyxl
import orjson
from openpyxl.utils.exceptions import InvalidFileException

from motcua.figures.published import Table, check_row, check_tables, columns_twice, told_twice
from motcua.figures.published_sums import Row, check_sums, is_total
from motcua.figures.table_heads import Headed, headed
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.foundation.phrase import Phrase

MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 20_000
_WANTED: Final = "unit, received, resolved, on_time, late, pending, on_time_pct, late_pct"


def check_file(path: Path) -> list[Table]:
    """Every check that the tables of a file allow. Raises: `UsageError` for what is no table."""
    data = _bytes(path)
    if path.suffix.lower() == ".json":
        return check_tables(_tables(data))
    rows, twice = _named(_workbook(data) if path.suffix.lower() == ".xlsx" else _csv(data))
    found = [check_row(each.name, each.cells) for each in rows]
    told_twice(found)
    return [*found, *check_sums(rows), *columns_twice(twice)]


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unreadable(gettext_noop("tệp lớn hơn 20 MB"))
        return path.read_bytes()
    except OSError:
        raise UsageError(
            gettext_noop("Không đọc được tệp %(name)s."),
            gettext_noop("Kiểm tra lại đường dẫn."),
            name=path.name,
        ) from None


def _unreadable(why: str) -> UsageError:
    return UsageError(
        gettext_noop("Tệp này không phải bảng số liệu đọc được: %(why)s."),
        gettext_noop("Dùng CSV hoặc xlsx có các cột %(columns)s, hoặc JSON của bảng đã công bố."),
        why=Phrase(why),
        columns=_WANTED,
    )


def _tables(data: bytes) -> list[Mapping[str, Any]]:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise _unreadable(gettext_noop("JSON hỏng")) from None
    if isinstance(found, Mapping):
        found = found.get("tables", [found])
    if not isinstance(found, list) or not found or not all(isinstance(each, Mapping) for each in found):
        raise _unreadable(gettext_noop("JSON không phải danh sách các bảng"))
    return found


def _csv(data: bytes) -> list[Sequence[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable(gettext_noop("CSV không ghi bằng UTF-8")) from None
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:
        raise _unreadable(gettext_noop("CSV hỏng")) from None


def _workbook(data: bytes) -> list[Sequence[Any]]:
    """The first sheet that holds anything. Formulas come as their text: whatever they were worked out to
    when the file was saved proves nothing."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        for sheet in book.worksheets:
            rows: list[Sequence[Any]] = list(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1))
            if any(cell is not None for row in rows for cell in row):
                return rows
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise _unreadable(gettext_noop("xlsx hỏng")) from None
    return []


def _named(rows: Iterable[Sequence[Any]]) -> tuple[list[Row], tuple[str, ...]]:
    """Rows with the name of their unit, below the heading that names columns we know; and the headings that
    name a column again."""
    there = [list(row) for row in rows if any(cell not in {None, ""} for cell in row)]
    if len(there) > MOST_ROWS:
        raise _unreadable(gettext_noop("nhiều hơn 20.000 dòng"))
    table = headed(there)
    if table is None:
        raise _unreadable(gettext_noop("không thấy dòng tên cột"))
    found = [_row(table, number, row) for number, row in enumerate(table.rows, start=1)]
    if not found:
        raise _unreadable(gettext_noop("không có dòng số liệu nào"))
    return found, table.twice


def _row(table: Headed, number: int, row: Sequence[Any]) -> Row:
    name, order = (
        str(row[place] or "").strip() if place is not None and place < len(row) else ""
        for place in (table.unit, table.order)
    )
    # A merged "Tổng số" often stands in the column of the order mark alone.
    if not name and is_total(order):
        name = order
    return Row(name or f"row {number}", dict(zip(table.names, row, strict=False)), order)
