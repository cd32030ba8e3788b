"""Lists taken away: the rows of a work list or search as CSV or as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.desk import words
from motcua.dossiers.queries.views import WorkRow
from motcua.foundation.clock import Instant, local_of
from motcua.foundation.text import spreadsheet_cell

HEAD: Final = (
    _("Mã hồ sơ"),
    _("Mã thủ tục"),
    _("Thủ tục"),
    _("Chủ hồ sơ"),
    _("Trạng thái"),
    _("Tiếp nhận"),
    _("Hẹn trả"),
    _("Hẹn gốc"),
    _("Thời hạn"),
    _("Bước"),
    _("Hạn bước"),
    _("Cơ quan đang giữ"),
    _("Người đang giữ"),
)
CSV: Final = "csv"
XLSX: Final = "xlsx"
EXPORT_MOST: Final = 5_000
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(form: str, name: str, head: Sequence[object], lines: Iterable[Sequence[str]]) -> HttpResponse:
    """A table as `csv` or `xlsx`, named `name`. Raises: Http404 for another form."""
    if form == CSV:
        return _answer(_csv(head, lines), "text/csv; charset=utf-8", f"{name}.csv")
    if form == XLSX:
        return _answer(_xlsx(head, lines), XLSX_TYPE, f"{name}.xlsx")
    raise Http404


def work_lines(rows: Iterable[WorkRow]) -> list[list[str]]:
    """The rows of a list as cells of text."""
    return [
        [
            row.code,
            row.procedure_code,
            row.procedure_name,
            row.owner_name,
            gettext(row.status_name),
            moment(row.received_at),
            moment(row.due_at),
            moment(row.original_due_at),
            str(row.clocking.left) if row.clocking.left else "",
            str(words.STEPS.get(row.step, row.step)),
            moment(row.step_due_at),
            row.holder_agency,
            row.holder_officer,
        ]
        for row in rows
    ]


def moment(at: Instant | None) -> str:
    """`28/4/2022 14:00`; empty where there is none."""
    if at is None:
        return ""
    local = local_of(at)
    return f"{local.day}/{local.month}/{local.year} {local:%H:%M}"


def _csv(head: Sequence[object], lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(each) for each in head])
    writer.writerows([spreadsheet_cell(cell) for cell in line] for line in lines)
    # Excel takes a file for UTF-8 only by its mark.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(head: Sequence[object], lines: Iterable[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    page.write_row(0, 0, [str(each) for each in head], bold)
    for place, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            page.write_string(place, column, cell)
    page.freeze_panes(1, 0)
    page.set_column(0, len(head), 22)
    book.close()
    return out.getvalue()


def _answer(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
