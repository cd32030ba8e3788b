"""A report as a workbook: real numbers, sums as formulas, and a sheet that says where it all comes from.

Equal exports give equal bytes: the only moment in the file is that of the figures. A formula stands where it
gives the figure of the report, and holds it, so that a reader without a spreadsheet sees the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO, Final

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from motcua.figures.exports.export import (
    Export,
    formula_said,
    head,
    moment_said,
    number_row,
    numbered,
    period_said,
    source_lines,
    unit_said,
    with_total,
)
from motcua.figures.tables import Cell, Column, Row, Share
from motcua.foundation.clock import aware_of

SHEET, SOURCE = "Báo cáo", "Nguồn"
MOST_ROWS: Final = 1_000_000
"""A sheet of Excel ends at 1,048,576 rows."""
# Excel refuses longer cells (its specification's limit of 32,767 characters).
_CELL_LIMIT: Final = 32_000
_NO_XML: Final = re.compile("[^\\n\\t -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FACE: Final = {"font_name": "Times New Roman", "font_size": 11}
_FORMATS: Final = {
    "text": "@",
    "count": "#,##0",
    "percent": "0.00%",
    "score": "#,##0.00",
    "days": "#,##0.##",
    "money": "#,##0",
    "date": "dd/mm/yyyy",
}
_WIDTHS: Final = {"text": 30, "date": 12, "percent": 11, "money": 16}
_DAY_ZERO: Final = date(1899, 12, 30)
"""Excel counts days from here; right from March 1900 on, for it holds that 1900 was a leap year."""
_TOP: Final = 5
"""Lines above the heading: who reports, which form, title, period, unit."""
_ADDED: Final = frozenset({"count", "money"})
_MOST_PARTS: Final = 200
"""Excel's SUM takes 255 arguments."""


def write_xlsx(export: Export, out: BinaryIO) -> None:
    """The workbook into a file. A list of any length takes little memory: a row is on disk once written."""
    options = {
        "constant_memory": export.whole is None,
        "remove_timezone": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    # Of the figures, not of the writing: the same report a year later is the same file.
    book.set_properties({"title": export.title, "created": aware_of(export.scope.as_of)})
    _Page(book, export).write()
    _source(book, export)
    book.close()


class _Page:
    """The sheet of the figures."""

    def __init__(self, book: Any, export: Export) -> None:
        self.export = export
        self.page = book.add_worksheet(SHEET)
        self.book = book
        self.columns = export.columns
        self.head = head(export)
        self.numbers = number_row(export)
        self.first = _TOP + len(self.head) + bool(self.numbers)
        self.places = {column.key: place for place, column in enumerate(self.columns, start=2)}
        rows = export.whole or ()
        everything = tuple(with_total(export)) if export.whole is not None else ()
        self.parts = _parts(rows, everything)
        self.everything = everything
        bordered: dict[str, Any] = {**_FACE, "border": 1, "valign": "vcenter"}
        self.formats = {
            (unit, bold): book.add_format(
                {**bordered, "num_format": code, "bold": bold, "text_wrap": unit == "text"}
            )
            for unit, code in _FORMATS.items()
            for bold in (False, True)
        }
        self.dash = book.add_format({**bordered, "align": "right"})
        self.number = book.add_format({**bordered, "align": "center"})
        self.heading = book.add_format(
            {**bordered, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E9EEF5"}
        )

    def write(self) -> None:
        """Everything, from the top down: a long list keeps no row that was written."""
        self._widths()
        self._top()
        self._heading()
        last = self.first
        for last, (number, row) in enumerate(numbered(with_total(self.export)), start=self.first):
            self._row(last, number, row)
        self._paper(last)

    def _widths(self) -> None:
        self.page.set_column(0, 0, 6)
        self.page.set_column(1, 1, 44 if self.export.whole is not None else 30)
        for place, column in enumerate(self.columns, start=2):
            self.page.set_column(place, place, _WIDTHS.get(column.unit, 12))

    def _top(self) -> None:
        export, last = self.export, len(self.columns) + 1
        plain = self.book.add_format(_FACE)
        bold = self.book.add_format({**_FACE, "bold": True})
        title = self.book.add_format({**_FACE, "font_size": 14, "bold": True, "align": "center"})
        centred = self.book.add_format({**_FACE, "align": "center"})
        caption = f"{period_said(export.scope)}, số liệu như biết lúc {moment_said(export.scope.as_of)}"
        law = f"Biểu số: {export.form} ({export.law})" if export.form else export.law
        self.page.write_string(0, 0, text_of(export.unit.upper()), bold)
        self.page.write_string(1, 0, text_of(law), plain)
        for line, words, form in ((2, export.title.upper(), title), (3, caption, centred)):
            self.page.merge_range(line, 0, line, last, "", form)
            self.page.write_string(line, 0, text_of(words), form)
        mark = "DỮ LIỆU MÔ PHỎNG. " if export.simulated else ""
        below = f"{mark}{export.place}. Đơn vị tính: {export.counted}. Quy tắc đếm: {export.rules.name}."
        self.page.write_string(4, 0, text_of(below), bold if export.simulated else plain)

    def _heading(self) -> None:
        for line, cells in enumerate(self.head, start=_TOP):
            for cell in cells:
                if cell.across > 1 or cell.down > 1:
                    end = (line + cell.down - 1, cell.column + cell.across - 1)
                    self.page.merge_range(line, cell.column, *end, "", self.heading)
                self.page.write_string(line, cell.column, text_of(cell.text), self.heading)
        for place, number in enumerate(self.numbers):
            self.page.write_string(self.first - 1, place, number, self.number)

    def _row(self, line: int, number: str, row: Row) -> None:
        bold = row.kind != "line"
        if number.isdecimal():
            self.page.write_number(line, 0, int(number), self.number)
        else:
            self.page.write_string(line, 0, number, self.number)
        self.page.write_string(line, 1, text_of(row.label), self.formats["text", bold])
        for place, column in enumerate(self.columns, start=2):
            cell = row.cells.get(column.key)
            form = self.formats[column.unit, bold]
            formula = self._formula(line, row, column, cell)
            if formula:
                self.page.write_formula(line, place, formula, form, cell)
            else:
                self._cell(line, place, cell, column, bold)

    def _cell(self, line: int, place: int, cell: Cell, column: Column, bold: bool) -> None:
        form = self.formats[column.unit, bold]
        if cell is None or (isinstance(cell, Share) and cell.value is None):
            self.page.write_string(line, place, "–", self.dash)
        elif isinstance(cell, Share) and cell.value is not None:
            # The formula carries what the percentage is made of.
            made = f"=ROUND({cell.numerator}/{cell.denominator},4)"
            self.page.write_formula(line, place, made, form, round(cell.value / 100, 4))
        elif isinstance(cell, date):
            self.page.write_number(line, place, (cell - _DAY_ZERO).days, form)
        elif isinstance(cell, int | float):
            self.page.write_number(line, place, cell / 100 if column.unit == "percent" else cell, form)
        else:
            self.page.write_string(line, place, text_of(str(cell)), self.formats["text", bold])

    def _formula(self, line: int, row: Row, column: Column, cell: Cell) -> str:
        """The sum that gives this cell, over columns or over rows; none where nothing adds up to it."""
        if column.unit not in _ADDED or not isinstance(cell, int):
            return ""
        if column.sums and _adds(cell, [row.cells.get(key) for key in column.sums]):
            return _sum([(line, self.places[key]) for key in column.sums])
        parts = self.parts.get(line - self.first, ())
        if not parts or not _adds(cell, [self.everything[part].cells.get(column.key) for part in parts]):
            return ""
        return _sum([(self.first + part, self.places[column.key]) for part in parts])

    def _paper(self, last: int) -> None:
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(_TOP, self.first - 1)
        self.page.freeze_panes(self.first, 2)
        if self.export.whole is None:
            self.page.autofilter(self.first - 1, 0, max(last, self.first), len(self.columns) + 1)
        self.page.set_footer("&CTrang &P/&N")


def _parts(rows: tuple[Row, ...], everything: tuple[Row, ...]) -> Mapping[int, tuple[int, ...]]:
    """Of which rows a level or total row may be the sum, by their numbers."""
    found: dict[int, tuple[int, ...]] = {}
    for place, row in enumerate(rows):
        if row.kind == "level":
            end = next((n for n in range(place + 1, len(rows)) if rows[n].kind != "line"), len(rows))
            found[place] = tuple(range(place + 1, end))
    if len(everything) > len(rows):
        levels = tuple(n for n, row in enumerate(rows) if row.kind == "level")
        found[len(rows)] = levels or tuple(range(len(rows)))
    return found


def _adds(cell: int, parts: list[Cell]) -> bool:
    numbers = [part for part in parts if isinstance(part, int)]
    return bool(parts) and len(numbers) == len(parts) and sum(numbers) == cell


def _sum(cells: list[tuple[int, int]]) -> str:
    spans = list(_spans(cells))
    return f"=SUM({','.join(spans)})" if len(spans) <= _MOST_PARTS else ""


def _spans(cells: list[tuple[int, int]]) -> Iterator[str]:
    """Addresses, neighbours in a column or in a row joined: C5:C9,C12."""
    start = end = cells[0]
    for cell in cells[1:]:
        below = (end[0] + 1, end[1]) == cell and start[1] == cell[1]
        beside = (end[0], end[1] + 1) == cell and start[0] == cell[0]
        if below or beside:
            end = cell
        else:
            yield _span(start, end)
            start = end = cell
    yield _span(start, end)


def _span(start: tuple[int, int], end: tuple[int, int]) -> str:
    first = xl_rowcol_to_cell(*start)
    return first if start == end else f"{first}:{xl_rowcol_to_cell(*end)}"


def _source(book: Any, export: Export) -> None:
    page = book.add_worksheet(SOURCE)
    bold = book.add_format({**_FACE, "bold": True, "valign": "top"})
    plain = book.add_format({**_FACE, "text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 26)
    page.set_column(1, 3, 44)
    line = 0
    for line, (name, words) in enumerate(source_lines(export)):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, text_of(words), plain)
    line += 2
    for place, name in enumerate(("Cột", "Tên cột", "Đơn vị", "Công thức")):
        page.write_string(line, place, name, bold)
    for number, column in enumerate(export.columns, start=3):
        line += 1
        name = ": ".join(each for each in (column.group, column.under, column.head or column.label) if each)
        page.write_string(line, 0, f"({number})", plain)
        for place, words in enumerate((name, unit_said(column), formula_said(export, column)), start=1):
            page.write_string(line, place, text_of(words), plain)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def text_of(value: str) -> str:
    """XML 1.0 has no control characters; a longer text than a cell holds is cut with a mark."""
    kept = value if value.isprintable() else _NO_XML.sub("", value)
    return kept if len(kept) <= _CELL_LIMIT else kept[:_CELL_LIMIT] + "…"
