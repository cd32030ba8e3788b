"""Files as streams of rows, safe against hostile ones: the content decides what a file is, never its name.

Memory stays flat: one line, one row at a time. Compressed input is cut off at a cap, over-long lines and
broken encoding become refused rows, and a file that ends too early refuses the whole import.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast

import msgspec
import openpyxl

from motcua.foundation.errors import UsageError, gettext_noop

UNPACKED_LIMIT: Final = 256 * 1024 * 1024
"""Bytes a compressed file may unpack to; the largest real one unpacks to 40 MB."""
LINE_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of one record; the largest real one has 110 kB."""
ARRAY_LIMIT: Final = 32 * 1024 * 1024
"""Bytes of a file that is one JSON array and must be read whole."""
_CELLS: Final = 40
_MARKUP: Final = (b"<!DOCTYPE", b"<!ENTITY")


class Line(NamedTuple):
    """One line of a text file; no data where it was refused."""

    number: int
    data: bytes
    reason: str = ""


class Cells(NamedTuple):
    """One row of a table, by column heading."""

    number: int
    values: dict[str, str]
    reason: str = ""


class Source:
    """An input file: what it holds (`lines`, `array`, `table` or `sheet`) and its rows.

    `header` is the folded column headings of a table or sheet; `sample` the first readable JSON object.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.size = path.stat().st_size
            with path.open("rb") as opened:
                self._magic = opened.read(8)
        except OSError as error:
            raise UsageError(
                gettext_noop("Không đọc được tệp %(name)s: %(why)s."),
                gettext_noop("Kiểm tra đường dẫn và quyền đọc tệp."),
                id="file_unreadable",
                name=path.name,
                why=error.strerror or type(error).__name__,
            ) from error
        if not self.size:
            raise self.unreadable(gettext_noop("Tệp %(name)s rỗng."))
        self.read_bytes = 0
        self.kind = self._kind()
        self.sample: dict[str, Any] = self._sample()
        self.header: tuple[str, ...] = self._header()

    def unreadable(self, message: str) -> UsageError:
        """The error for a file that is none of the known shapes or is damaged."""
        return UsageError(
            message,
            gettext_noop(
                "Các dạng nhận: bản ghi chi tiết của Cổng (jsonl), danh sách xlsx, "
                "danh mục CSV hoặc jsonl; có thể nén .gz."
            ),
            id="file_unreadable",
            name=self.path.name,
        )

    def lines(self) -> Iterator[Line]:
        """The lines that are not empty, with their number from 1."""
        with self._stream() as stream:
            number = 0
            while True:
                data = self._guard(stream, LINE_LIMIT + 1)
                if not data:
                    return
                number += 1
                self.read_bytes += len(data)
                if len(data) > LINE_LIMIT and not data.endswith(b"\n"):
                    self._skip_line(stream)
                    yield Line(number, b"", f"Dòng dài quá {LINE_LIMIT // (1024 * 1024)} MB")
                elif data.strip():
                    yield Line(number, data)

    def objects(self) -> Iterator[Line]:
        """The JSON objects of a file of lines or of one array; an array's objects count from 1."""
        if self.kind != "array":
            yield from self.lines()
            return
        with self._stream() as stream:
            whole = self._guard_read(stream, ARRAY_LIMIT + 1)
        if len(whole) > ARRAY_LIMIT:
            raise self.unreadable(gettext_noop("Tệp %(name)s quá lớn để đọc một lần; hãy tách thành jsonl."))
        try:
            items = msgspec.json.decode(whole, type=list[msgspec.Raw])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise self.unreadable(gettext_noop("Tệp %(name)s không phải JSON đọc được.")) from error
        for number, item in enumerate(items, start=1):
            self.read_bytes += len(bytes(item))
            yield Line(number, bytes(item))

    def table(self) -> Iterator[Cells]:
        """The data rows of a CSV file or sheet by heading; rows without any value are left out."""
        yield from self._sheet_rows() if self.kind == "sheet" else self._csv_rows()

    def _kind(self) -> str:
        if self._magic.startswith(b"PK\x03\x04"):
            return "sheet"
        start = self._first_bytes().lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"{"):
            return "lines"
        if start.startswith(b"["):
            return "array"
        if (
            not start
            or b"\x00" in start
            or start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"MZ", b"\x7fELF"))
        ):
            raise self.unreadable(gettext_noop("Tệp %(name)s không thuộc dạng nào đọc được."))
        return "table"

    def _first_bytes(self) -> bytes:
        with self._stream() as stream:
            return self._guard_read(stream, 4096)

    def _sample(self) -> dict[str, Any]:
        if self.kind not in ("lines", "array"):
            return {}
        for count, line in enumerate(self.objects()):
            if count > 20:
                break
            try:
                found = msgspec.json.decode(line.data) if line.data else None
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                continue
            if isinstance(found, dict):
                self.read_bytes = 0
                return found
        raise self.unreadable(gettext_noop("Tệp %(name)s không có bản ghi JSON nào đọc được."))

    def _header(self) -> tuple[str, ...]:
        if self.kind == "table":
            with self._text() as text:
                row = next(self._safe_rows(csv.reader(_short_lines(text))), [])
            return tuple(_heading(cell) for cell in row)
        if self.kind == "sheet":
            return self._sheet_header()[1]
        return ()

    def _stream(self) -> IO[bytes]:
        if self._magic.startswith(b"\x1f\x8b"):
            return cast("IO[bytes]", gzip.open(self.path, "rb"))
        return self.path.open("rb")

    def _guard(self, stream: IO[bytes], size: int) -> bytes:
        """One line, with the errors of a damaged or exploding file turned into a sentence."""
        try:
            data = stream.readline(size)
            if stream.tell() > UNPACKED_LIMIT:
                raise self.unreadable(gettext_noop("Tệp %(name)s giải nén ra quá lớn; từ chối."))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise self.unreadable(gettext_noop("Tệp %(name)s bị cắt cụt hoặc hỏng.")) from error
        return data

    def _guard_read(self, stream: IO[bytes], size: int) -> bytes:
        try:
            return stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise self.unreadable(gettext_noop("Tệp %(name)s bị cắt cụt hoặc hỏng.")) from error

    def _skip_line(self, stream: IO[bytes]) -> None:
        while True:
            data = self._guard(stream, LINE_LIMIT)
            if not data or data.endswith(b"\n"):
                return

    def _text(self) -> io.TextIOWrapper:
        raw = _Guarded(self)
        return io.TextIOWrapper(
            io.BufferedReader(raw), encoding="utf-8-sig", errors="surrogateescape", newline=""
        )

    def _csv_rows(self) -> Iterator[Cells]:
        with self._text() as text:
            reader = csv.reader(_short_lines(text))
            rows = self._safe_rows(reader)
            heading = [_heading(cell) for cell in next(rows, [])]
            for row in rows:
                number = reader.line_num
                if row is _BROKEN:
                    yield Cells(number, {}, "Dòng CSV hỏng hoặc có ô quá dài")
                elif any(cell.strip() for cell in row):
                    if len(row) > len(heading):
                        yield Cells(number, _by(heading, row), "Dòng có nhiều ô hơn tiêu đề")
                    else:
                        yield Cells(number, _by(heading, row))

    def _safe_rows(self, reader: Iterator[list[str]]) -> Iterator[list[str]]:
        while True:
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield _BROKEN

    def _sheet_header(self) -> tuple[int, tuple[str, ...]]:
        for number, row in self._raw_sheet(limit=20):
            cells = tuple(_heading(str(value or "")) for value, _ in row)
            if len([cell for cell in cells if cell]) >= 2:
                return number, cells
        raise self.unreadable(gettext_noop("Bảng tính %(name)s không có dòng tiêu đề."))

    def _sheet_rows(self) -> Iterator[Cells]:
        first, heading = self._sheet_header()
        for number, row in self._raw_sheet(limit=None):
            if number <= first or not any(value not in (None, "") for value, _ in row):
                continue
            values = _by(heading, [str(value if value is not None else "") for value, _ in row])
            formula = any(is_formula for _, is_formula in row)
            yield Cells(number, values, "Ô chứa công thức, không phải chữ" if formula else "")

    def _raw_sheet(self, limit: int | None) -> Iterator[tuple[int, list[tuple[Any, bool]]]]:
        self._check_archive()
        try:
            book = openpyxl.load_workbook(self.path, read_only=True, data_only=False, keep_links=False)
        except Exception as error:
            raise self.unreadable(gettext_noop("Tệp %(name)s không phải bảng tính xlsx đọc được.")) from error
        try:
            sheet = book.worksheets[0]
            for number, row in enumerate(sheet.iter_rows(max_col=_CELLS, max_row=limit), start=1):
                yield number, [(cell.value, getattr(cell, "data_type", "") == "f") for cell in row]
        except UsageError:
            raise
        except Exception as error:
            raise self.unreadable(gettext_noop("Tệp %(name)s bị hỏng giữa chừng.")) from error
        finally:
            book.close()

    def _check_archive(self) -> None:
        """A zip that unpacks too far, or XML with its own entities (billion laughs), is refused unread."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                parts = archive.infolist()
                if len(parts) > 500 or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
                    raise self.unreadable(gettext_noop("Tệp %(name)s giải nén ra quá lớn; từ chối."))
                for part in parts:
                    if part.filename.endswith((".xml", ".rels")):
                        with archive.open(part) as opened:
                            if any(word in opened.read(65536).upper() for word in _MARKUP):
                                raise self.unreadable(
                                    gettext_noop("Tệp %(name)s chứa khai báo XML nguy hiểm; từ chối.")
                                )
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as error:
            raise self.unreadable(gettext_noop("Tệp %(name)s bị cắt cụt hoặc hỏng.")) from error


class _Guarded(io.RawIOBase):
    """The unpacked bytes of a source with its guards, for the text layer of CSV."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._stream = source._stream()
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._source._guard_read(self._stream, len(buffer))
        buffer[: len(data)] = data
        self._read += len(data)
        self._source.read_bytes = self._read
        if self._read > UNPACKED_LIMIT:
            raise self._source.unreadable(gettext_noop("Tệp %(name)s giải nén ra quá lớn; từ chối."))
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _short_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text, an over-long one cut to what the CSV reader refuses, so that memory stays flat."""
    while line := text.readline(LINE_LIMIT):
        if len(line) == LINE_LIMIT and not line.endswith("\n"):
            while (rest := text.readline(LINE_LIMIT)) and not rest.endswith("\n"):
                pass
            yield "x" * (csv.field_size_limit() + 1) + "\n"
        else:
            yield line


_BROKEN: list[str] = []


def _heading(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _by(heading: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: value for name, value in zip(heading, row, strict=False) if name}
