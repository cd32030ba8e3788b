"""Lists of dossiers as other systems write them: CSV of any usual mark and encoding, workbooks; by rows."""

from __future__ import annotations

import csv
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from motcua.foundation.errors import UsageError, gettext_noop
from motcua.foundation.phrase import Phrase

MOST_BYTES: Final = 500_000_000
MOST_ROWS: Final = 2_000_000
MOST_UNPACKED: Final = 1_000_000_000
"""Bytes of a workbook when unpacked; what swells to more is no list."""
_ENCODINGS: Final = ("utf-8-sig", "cp1258")
"""What offices use: UTF-8, and the Vietnamese code page of Windows. Anything is text in the latter."""
_MARKS: Final = ",;\t|"
_LONGEST: Final = 20_000


class Line(NamedTuple):
    """A row with its number in the file, the first being 1."""

    number: int
    cells: tuple[Any, ...]


def lines(path: Path) -> Iterator[Line]:
    """The rows that hold anything, one by one. Raises: `UsageError` for what cannot be read."""
    _looked_at(path)
    found = _workbook(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv(path)
    for number, cells in enumerate(found, start=1):
        if number > MOST_ROWS:
            raise unreadable(gettext_noop("nhiều hơn 2.000.000 dòng"))
        if any(cell not in {None, ""} for cell in cells):
            yield Line(number, tuple(_tidy(cell) for cell in cells))


def unreadable(why: str) -> UsageError:
    """The refusal of a file that is no list of dossiers."""
    return UsageError(
        gettext_noop("Tệp này không phải danh sách hồ sơ đọc được: %(why)s."),
        gettext_noop("Xuất lại từ hệ thống cũ thành xlsx hoặc CSV, có dòng tên cột, rồi nhập lại."),
        why=Phrase(why),
    )


def _looked_at(path: Path) -> None:
    try:
        if not path.is_file():
            raise OSError
        size = path.stat().st_size
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        raise UsageError(
            gettext_noop("Không đọc được tệp %(name)s."),
            gettext_noop("Kiểm tra lại đường dẫn."),
            name=path.name,
        ) from None
    if size > MOST_BYTES:
        raise unreadable(gettext_noop("tệp lớn hơn 500 MB"))
    if not size:
        raise unreadable(gettext_noop("tệp trống"))


def _workbook(path: Path) -> Iterator[Sequence[Any]]:
    """The first sheet that holds anything. Formulas come as text: what they once gave proves nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                raise unreadable(gettext_noop("xlsx phình ra quá 1 GB khi mở"))
        book = openpyxl.load_workbook(path, read_only=True)
        try:
            for sheet in book.worksheets:
                # What a file says of its own size is often wrong, and then rows would be cut off.
                sheet.reset_dimensions()
                rows = sheet.iter_rows(values_only=True)
                first = next((row for row in rows if any(cell is not None for cell in row)), None)
                if first is not None:
                    yield first
                    yield from rows
                    return
        finally:
            book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError):
        raise unreadable(gettext_noop("xlsx hỏng")) from None


def _csv(path: Path) -> Iterator[Sequence[Any]]:
    encoding = _encoding(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            head = file.read(_LONGEST)
            file.seek(0)
            first = next((line for line in head.splitlines() if line.strip()), "")
            yield from csv.reader(file, delimiter=max(_MARKS, key=first.count))
    except (UnicodeError, csv.Error):
        raise unreadable(gettext_noop("CSV hỏng")) from None


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in start or start.startswith((b"PK\3\4", b"%PDF")):
        raise unreadable(gettext_noop("không phải CSV; đổi tên tệp nếu đây là xlsx"))
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(1 << 20):
                    pass
        except UnicodeError:
            continue
        return encoding
    raise unreadable(gettext_noop("không rõ bảng mã; dùng UTF-8"))


def _tidy(cell: Any) -> Any:
    """Text in composed letters and without what cannot be kept; other cells as they are."""
    if not isinstance(cell, str):
        return cell
    text = unicodedata.normalize("NFC", cell).replace("\0", "").strip()
    return text[:_LONGEST]
