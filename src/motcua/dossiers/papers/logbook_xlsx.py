"""The dossier logbook as a workbook, with the columns of the form and text that stays text."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, Final

import xlsxwriter

from motcua.dossiers.papers.data import LogbookData, LogbookRow
from motcua.foundation.clock import Instant, aware_of, local_of

COLUMNS: Final = (
    ("STT", 6),
    ("Mã hồ sơ", 27),
    ("Tên thủ tục hành chính", 42),
    ("Tên tổ chức, cá nhân", 28),
    ("Địa chỉ, số điện thoại", 34),
    ("Cơ quan chủ trì giải quyết", 30),
    ("Nhận hồ sơ", 16),
    ("Hẹn trả kết quả", 16),
    ("Trả kết quả", 16),
    ("Phương thức nhận kết quả", 22),
    ("Ký nhận", 22),
)
_FIRST_ROW: Final = 5
# Excel refuses longer cells (its specification's limit of 32,767 characters).
_CELL_LIMIT: Final = 32_000
_MOMENT: Final = "d/m/yyyy hh:mm"


def logbook_workbook(book: LogbookData, rows: Iterable[LogbookRow] | None = None) -> bytes:
    """The logbook as xlsx; `rows` are its lines where they are more than `book` holds, taken one by one.

    Times are real dates in local time; no text is taken for a formula or a link. Memory stays flat: a line is
    on disk once it is written.
    """
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "remove_timezone": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(out, options)
    workbook.set_properties({"title": book.frame.form_title, "created": aware_of(book.frame.issued_at)})
    page = workbook.add_worksheet("Sổ theo dõi hồ sơ")
    _head(workbook, page, book)
    _paper(page, _rows(workbook, page, book.rows if rows is None else rows))
    workbook.close()
    return out.getvalue()


def _head(workbook: Any, page: Any, book: LogbookData) -> None:
    plain = workbook.add_format({"font_name": "Times New Roman", "font_size": 12})
    bold = workbook.add_format({"font_name": "Times New Roman", "font_size": 12, "bold": True})
    title = workbook.add_format(
        {"font_name": "Times New Roman", "font_size": 14, "bold": True, "align": "center"}
    )
    frame = book.frame
    page.write_string(0, 0, _text(frame.governing_unit), plain)
    page.write_string(1, 0, _text(frame.section_name), bold)
    page.write_string(1, 6, _text(f"Số: {frame.number}"), plain)
    page.merge_range(2, 0, 2, len(COLUMNS) - 1, "", title)
    page.write_string(2, 0, _text(frame.form_title.upper()), title)
    page.write_string(3, 0, _text(_caption(book)), plain)
    label = workbook.add_format(
        {
            "font_name": "Times New Roman",
            "font_size": 11,
            "bold": True,
            "border": 1,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
            "bg_color": "#E9EEF5",
        }
    )
    for column, (name, width) in enumerate(COLUMNS):
        page.set_column(column, column, width)
        page.write_string(_FIRST_ROW - 1, column, name, label)


def _caption(book: LogbookData) -> str:
    parts = [f"Năm {book.year}", f"Quyển số {book.volume}", book.field_group, book.period]
    if book.frame.simulated:
        parts.append("DỮ LIỆU MÔ PHỎNG")
    return " · ".join(part for part in parts if part)


def _rows(workbook: Any, page: Any, rows: Iterable[LogbookRow]) -> int:
    """Write the lines; how many there were."""
    written = 0
    cell = {"font_name": "Times New Roman", "font_size": 11, "border": 1, "valign": "top", "text_wrap": True}
    text = workbook.add_format(cell)
    number = workbook.add_format({**cell, "align": "center"})
    moment = workbook.add_format({**cell, "num_format": _MOMENT, "align": "center"})
    for offset, row in enumerate(rows):
        line = _FIRST_ROW + offset
        page.write_number(line, 0, row.no, number)
        place = ", ".join(part for part in (row.address, row.phone) if part)
        for column, value in enumerate(
            (row.code, row.procedure_name, row.applicant, place, row.lead_agency), start=1
        ):
            page.write_string(line, column, _text(value), text)
        for column, instant in enumerate((row.received_at, row.due_at, row.returned_at), start=6):
            _moment(page, line, column, instant, moment)
        page.write_string(line, 9, _text(row.return_method), text)
        page.write_string(line, 10, _text(row.signature), text)
        written += 1
    return written


def _moment(page: Any, line: int, column: int, instant: Instant | None, form: Any) -> None:
    if instant is None:
        page.write_blank(line, column, None, form)
    else:
        page.write_datetime(line, column, local_of(instant), form)


def _paper(page: Any, rows: int) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_FIRST_ROW - 1)
    page.freeze_panes(_FIRST_ROW, 2)
    page.autofilter(_FIRST_ROW - 1, 0, _FIRST_ROW - 1 + max(rows, 1), len(COLUMNS) - 1)
    page.set_footer("&CTrang &P/&N")


def _text(value: str) -> str:
    """XML 1.0 has no control characters; a longer text than a cell holds is cut with a mark."""
    kept = "".join(char for char in value if char >= " " or char in "\n\t")
    return kept if len(kept) <= _CELL_LIMIT else kept[:_CELL_LIMIT] + "…"
