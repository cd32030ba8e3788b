"""Decisions of our own making, with invented facts, in the three shapes: text, Word, Excel.

A table is rows of cells; `None` is a place where the cell above goes on (merged).
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import openpyxl

HEADINGS = ("Thứ tự công việc", "Nội dung công việc", "Trách nhiệm thực hiện", "Thời gian thực hiện")
RECEPTION = "Bộ phận tiếp nhận và trả kết quả Sở Xây dựng tại TTPVHCC tỉnh; TTPVHCC các xã, phường"
UNCOUNTED = "Không tính thời gian"
STEPS = (
    ("Bước 1", "Kiểm tra hồ sơ, chuyển xử lý", RECEPTION, "0,5 ngày làm việc"),
    ("Bước 2", "Phân công thụ lý hồ sơ", "Lãnh đạo Phòng Quy hoạch", "0,5 ngày làm việc"),
    ("Bước 3", "Thẩm định hồ sơ", "Chuyên viên Phòng Quy hoạch", "04 ngày làm việc"),
    ("Bước 4", "Phê duyệt kết quả", "Lãnh đạo Sở Xây dựng", "01 ngày làm việc"),
    ("Bước 5", "Vào sổ, đóng dấu", "Văn thư Sở Xây dựng", "0,5 ngày làm việc"),
    ("Bước 6", "Trả kết quả cho tổ chức, cá nhân", RECEPTION, UNCOUNTED),
)
TOTAL = ("Tổng thời gian giải quyết TTHC", "6,5 ngày làm việc")
NAME = "Cấp phép cải tạo mái hiên"
TITLE = f"Quy trình số 01\n1. Quy trình nội bộ giải quyết TTHC: {NAME} (Mã TTHC: 9.900001)"

Cells = Sequence[str | None]


class Table(NamedTuple):
    """A step table: the words above it, its headings, its rows, the row of its total."""

    title: str = TITLE
    rows: Sequence[Cells] = STEPS
    total: Sequence[str] = TOTAL
    headings: Sequence[str] = HEADINGS


HEAD = (
    ("ỦY BAN NHÂN DÂN\nTỈNH CAO BẰNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("Số: 7001/QĐ-UBND", "Cao Bằng, ngày 05 tháng 3 năm 2026"),
)


def text_of(*tables: Table, head: Sequence[Cells] = HEAD) -> str:
    """A cell a line, parted by bars; merged and empty places leave nothing but the bar."""
    parts = [_text_row(row) for row in head]
    for table in tables:
        parts += [table.title, _text_row(table.headings)]
        parts += [_text_row([cell for cell in row if cell is not None]) for row in table.rows]
        if table.total:
            parts.append(_text_row(table.total))
    return "\n".join([*parts, "Quyết định 7001/QĐ-UBND năm 2026", ""])


def _text_row(row: Cells) -> str:
    return "|\n" + "\n".join(f"{cell}\n|" for cell in row)


def write_text(folder: Path, *tables: Table, name: str = "decision.md") -> Path:
    path = folder / name
    path.write_text(text_of(*tables), encoding="utf-8")
    return path


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _docx_cell(text: str | None, span: int, restart: bool) -> str:
    merge = "<w:vMerge/>" if text is None else '<w:vMerge w:val="restart"/>' if restart else ""
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    words = "".join(_paragraph(line) for line in (text or "").split("\n"))
    return f"<w:tc><w:tcPr>{grid}{merge}</w:tcPr>{words}</w:tc>"


def _docx_rows(rows: Sequence[Cells]) -> str:
    made = []
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        cells = [
            _docx_cell(cell, 1, cell is not None and place < len(below) and below[place] is None)
            for place, cell in enumerate(row)
        ]
        made.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return "".join(made)


def docx_body(*tables: Table) -> str:
    """The body of `word/document.xml`."""
    parts = [f"<w:tbl>{_docx_rows(HEAD)}</w:tbl>"]
    for table in tables:
        parts += [_paragraph(line) for line in table.title.split("\n")]
        total = ""
        if table.total:
            span = len(table.headings) - 1
            cells = _docx_cell(table.total[0], span, False) + _docx_cell(table.total[1], 1, False)
            total = f"<w:tr>{cells}</w:tr>"
        parts.append(f"<w:tbl>{_docx_rows([table.headings, *table.rows])}{total}</w:tbl>")
    return "".join(parts)


def write_docx(folder: Path, *tables: Table, name: str = "decision.docx", before: str = "") -> Path:
    body = f'{before}<w:document xmlns:w="{W}"><w:body>{docx_body(*tables)}</w:body></w:document>'
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?>{body}')
    return folder / name


def write_xlsx(folder: Path, *tables: Table, name: str = "decision.xlsx") -> Path:
    """One sheet a table, made by openpyxl, which we do not read with."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet()
        for row in (*HEAD, (table.title,), table.headings, *table.rows):
            sheet.append(list(row))
        if table.total:
            at = sheet.max_row + 1
            sheet.append([table.total[0], *[None] * (len(table.headings) - 2), table.total[1]])
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(table.headings) - 1)
        _merge_down(sheet, table.rows, first=len(HEAD) + 3)
    book.save(folder / name)
    return folder / name


def _merge_down(sheet: openpyxl.worksheet.worksheet.Worksheet, rows: Sequence[Cells], first: int) -> None:
    width = max((len(row) for row in rows), default=0)
    for column in range(width):
        top = None
        for number, row in enumerate([*rows, ()]):
            goes_on = column < len(row) and row[column] is None
            if goes_on and top is None:
                top = number - 1
            elif not goes_on and top is not None:
                sheet.merge_cells(
                    start_row=first + top,
                    end_row=first + number - 1,
                    start_column=column + 1,
                    end_column=column + 1,
                )
                top = None
