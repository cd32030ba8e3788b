"""Decisions as Word (.docx) and Excel (.xlsx): their tables with merged cells known, the words between them.

Both are read from their XML by hand: openpyxl makes a cell object for every place of a merged range, so that
one range over a whole sheet fills the memory; and python-docx would be a dependency for a hundred lines.
Every part is unpacked to a limit, and XML with declarations of its own (entity bombs) is refused unread.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import defusedxml
from defusedxml.ElementTree import ParseError, fromstring

from motcua.foundation.errors import gettext_noop

from .rows import Cell, Event, Line, Row

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PART_LIMIT: Final = 24 * 1024 * 1024
"""Bytes one part of an archive may unpack to; the text of a decision of 200 pages has 3 MB."""
_PARTS: Final = 3_000
_CELLS: Final = 200_000
"""Cells of a workbook, merged places counted."""
_WIDTH: Final = 40


class Unreadable(Exception):
    """Why an archive cannot be read, as a msgid with `%(name)s`."""


_TOO_BIG: Final = gettext_noop("Tệp %(name)s giải nén ra quá lớn; từ chối.")
_DAMAGED: Final = gettext_noop("Tệp %(name)s bị cắt cụt hoặc hỏng.")
_DANGEROUS: Final = gettext_noop("Tệp %(name)s chứa khai báo XML nguy hiểm; từ chối.")
_UNKNOWN: Final = gettext_noop("Tệp %(name)s không phải văn bản Word (.docx) hay bảng tính Excel (.xlsx).")


class _Archive:
    """An Office file: its parts, each within the limit."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        names = archive.namelist()
        if len(names) > _PARTS:
            raise Unreadable(_TOO_BIG)
        self.names = frozenset(names)

    def xml(self, name: str) -> Element:
        """A part as a tree."""
        with self._archive.open(name) as opened:
            data = opened.read(PART_LIMIT + 1)
        if len(data) > PART_LIMIT:
            raise Unreadable(_TOO_BIG)
        root: Element = fromstring(data, forbid_dtd=True)
        return root


def events_of_office(file: str) -> Iterator[Event]:
    """The lines and rows of a Word or Excel file in order. Raises: Unreadable."""
    try:
        with zipfile.ZipFile(file) as opened:
            archive = _Archive(opened)
            if "word/document.xml" in archive.names:
                yield from _word(archive)
            elif "xl/workbook.xml" in archive.names:
                yield from _excel(archive)
            else:
                raise Unreadable(_UNKNOWN)
    except defusedxml.DefusedXmlException as error:
        raise Unreadable(_DANGEROUS) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        ParseError,
        ValueError,
        OSError,
    ) as error:
        raise Unreadable(_DAMAGED) from error


# Word -------------------------------------------------------------------------------------------------

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS: Final = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml"))
_UNSEEN: Final = frozenset(
    (
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}instrText",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_SPACES: Final = frozenset(f"{_W}{name}" for name in ("tab", "br", "cr"))


def _word(archive: _Archive) -> Iterator[Event]:
    body = archive.xml("word/document.xml").find(f"{_W}body")
    if body is None:
        raise Unreadable(_DAMAGED)
    for block in _unwrapped(body):
        if block.tag == f"{_W}p":
            if text := _words(block):
                yield Line(text)
        elif block.tag == f"{_W}tbl":
            for row in _unwrapped(block):
                if row.tag == f"{_W}tr":
                    yield Row(tuple(_cells_of(row)), exact=True)


def _unwrapped(parent: Element) -> Iterator[Element]:
    """The children, and instead of content controls and accepted insertions what is in them."""
    waiting = list(reversed(list(parent)))
    while waiting:
        child = waiting.pop()
        if child.tag in _WRAPPERS:
            waiting.extend(reversed(list(child)))
        else:
            yield child


def _cells_of(row: Element) -> Iterator[Cell]:
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    yield from [Cell("")] * (_whole(before, 0) if before is not None else 0)
    for cell in _unwrapped(row):
        if cell.tag != f"{_W}tc":
            continue
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        down = cell.find(f"{_W}tcPr/{_W}vMerge")
        goes_on = down is not None and down.get(f"{_W}val", "continue") != "restart"
        text = "" if goes_on else "\n".join(filter(None, (_words(p) for p in cell.iter(f"{_W}p"))))
        yield Cell(text, merged=goes_on)
        yield from [Cell("", merged=goes_on)] * ((_whole(span, 1) if span is not None else 1) - 1)


def _whole(element: Element, default: int) -> int:
    text = element.get(f"{_W}val", "")
    return min(int(text), _WIDTH) if text.isdecimal() else default


def _words(paragraph: Element) -> str:
    words: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            words.append(element.text or "")
        elif element.tag in _SPACES:
            words.append(" ")
        if element.tag not in _UNSEEN:
            waiting.extend(reversed(list(element)))
    return " ".join("".join(words).split())


# Excel ------------------------------------------------------------------------------------------------

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


class _Range(NamedTuple):
    """A merged range: first and last row, first and last column, from 0."""

    top: int
    bottom: int
    left: int
    right: int


def _excel(archive: _Archive) -> Iterator[Event]:
    shared = _shared(archive)
    budget = _CELLS
    for part in _sheets(archive):
        sheet = archive.xml(part)
        rows = _values(sheet, shared)
        below = _below(_merged(sheet), sorted(rows))
        for number in sorted(rows):
            cells = _row_cells(rows[number], below[number])
            budget -= len(cells)
            if budget < 0:
                raise Unreadable(_TOO_BIG)
            yield Row(cells, exact=True)
        # Sheets are apart, as by a line between two tables.
        yield Line("")


def _sheets(archive: _Archive) -> Iterator[str]:
    """The parts of the sheets in the order of the workbook."""
    relations = {
        relation.get("Id", ""): relation.get("Target", "").lstrip("/")
        for relation in archive.xml("xl/_rels/workbook.xml.rels")
    }
    for sheet in archive.xml("xl/workbook.xml").iter(f"{_S}sheet"):
        target = relations.get(sheet.get(_RELATION, ""), "")
        part = target if target.startswith("xl/") else f"xl/{target}"
        if part in archive.names:
            yield part


def _shared(archive: _Archive) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.names:
        return []
    return [_run_text(item) for item in archive.xml("xl/sharedStrings.xml").iter(f"{_S}si")]


def _run_text(item: Element) -> str:
    """The words of a string with its runs of letters, without the reading aids of phonetic runs."""
    aids = {id(text) for aid in item.iter(f"{_S}rPh") for text in aid.iter(f"{_S}t")}
    return "".join(text.text or "" for text in item.iter(f"{_S}t") if id(text) not in aids)


def _values(sheet: Element, shared: Sequence[str]) -> dict[int, dict[int, str]]:
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    count = 0
    for cell in sheet.iter(f"{_S}c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        if place is None:
            raise Unreadable(_DAMAGED)
        column = _column_number(place[1])
        text = _value(cell, shared).strip()
        if text and column < _WIDTH:
            count += 1
            if count > _CELLS:
                raise Unreadable(_TOO_BIG)
            rows[int(place[2]) - 1][column] = text
    return rows


def _value(cell: Element, shared: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _run_text(cell)
    value = cell.find(f"{_S}v")
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        at = int(text)
        if not 0 <= at < len(shared):
            raise Unreadable(_DAMAGED)
        return shared[at]
    return text


def _merged(sheet: Element) -> list[_Range]:
    ranges = []
    for merge in sheet.iter(f"{_S}mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if start is None or end is None:
            raise Unreadable(_DAMAGED)
        left, right = _column_number(start[1]), min(_column_number(end[1]), _WIDTH - 1)
        ranges.append(_Range(int(start[2]) - 1, int(end[2]) - 1, left, right))
    return ranges


def _below(merged: Sequence[_Range], rows: Sequence[int]) -> dict[int, set[int]]:
    """Per row the columns where a cell goes on from above. Only rows that hold something are asked for, so
    that a range over a whole sheet costs nothing; many such ranges are refused."""
    below: dict[int, set[int]] = defaultdict(set)
    count = 0
    for span in merged:
        for number in rows[bisect_right(rows, span.top) : bisect_right(rows, span.bottom)]:
            below[number].update(range(span.left, span.right + 1))
            count += span.right - span.left + 1
            if count > _CELLS:
                raise Unreadable(_TOO_BIG)
    return below


def _row_cells(values: dict[int, str], below: set[int]) -> tuple[Cell, ...]:
    width = max([*values, *below]) + 1
    return tuple(
        Cell("" if column in below else values.get(column, ""), merged=column in below)
        for column in range(width)
    )


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
