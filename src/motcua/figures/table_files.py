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

from motcua.figures.published import Table, check_row, check_tables, check_total, column, told_twice
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.text import fold

MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 20_000
_UNIT: Final = frozenset({"unit", "don vi", "ten don vi", "co quan", "linh vuc"})
_WANTED: Final = "unit, received, resolved, on_time, late, pending, on_time_pct, late_pct"

Row = tuple[str, dict[str, Any]]


def check_file(path: Path) -> list[Table]:
    """Every check that the tables of a file allow. Raises: `UsageError` for what is no table."""
    data = _bytes(path)
    if path.suffix.lower() == ".json":
        return check_tables(_tables(data))
    rows = _named(_workbook(data) if path.suffix.lower() == ".xlsx" else _csv(data))
    found = [check_row(name, row) for name, row in rows]
    told_twice(found)
    total = check_total(rows)
    return found if total is None else [*found, total]


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


def _named(rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows by name of the unit, below the first row that names columns we know."""
    there = [list(row) for row in rows if any(cell not in {None, ""} for cell in row)]
    start = next((n for n, row in enumerate(there) if _is_head(row)), None)
    if start is None:
        raise _unreadable(gettext_noop("không thấy dòng tên cột"))
    if len(there) - start > MOST_ROWS:
        raise _unreadable(gettext_noop("nhiều hơn 20.000 dòng"))
    names = [str(cell or "").strip() for cell in there[start]]
    unit = next((n for n, name in enumerate(names) if fold(name) in _UNIT), None)
    found: list[Row] = []
    for number, row in enumerate(there[start + 1 :], start=1):
        cells = dict(zip(names, row, strict=False))
        name = str(row[unit] or "") if unit is not None and unit < len(row) else ""
        found.append((name.strip() or f"row {number}", cells))
    if not found:
        raise _unreadable(gettext_noop("không có dòng số liệu nào"))
    return found


def _is_head(row: Sequence[Any]) -> bool:
    return sum(bool(column(str(cell))) for cell in row if cell is not None) >= 2
