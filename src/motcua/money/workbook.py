"""The section's money of a period as a workbook: numbers that add, text that stays text."""

from __future__ import annotations

import io
from typing import Any, Final

import xlsxwriter

from motcua.foundation.clock import local_of
from motcua.money.papers import METHODS
from motcua.money.queries import SectionMoney

COLUMNS: Final = (
    ("Lúc", 17),
    ("Số chứng từ", 30),
    ("Mã hồ sơ", 28),
    ("Mã thủ tục", 14),
    ("Cán bộ", 26),
    ("Hình thức", 14),
    ("Số giao dịch", 22),
    ("Số tiền (đồng)", 18),
)
_OPTIONS: Final = {
    "in_memory": True,
    "remove_timezone": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def section_workbook(money: SectionMoney) -> bytes:
    """Receipts above zero, refunds below; the last row is the sum."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, dict(_OPTIONS))
    page = workbook.add_worksheet("Thu phí")
    plain: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "border": 1}
    bold = workbook.add_format({**plain, "bold": True})
    text = workbook.add_format(plain)
    moment = workbook.add_format({**plain, "num_format": "d/m/yyyy hh:mm"})
    amount = workbook.add_format({**plain, "num_format": "#,##0"})
    for column, (name, width) in enumerate(COLUMNS):
        page.set_column(column, column, width)
        page.write_string(0, column, name, bold)
    for line, row in enumerate(reversed(money.entries), start=1):
        page.write_datetime(line, 0, local_of(row.at), moment)
        words = (row.number, row.code, row.procedure_code, row.by, METHODS[row.method], row.reference)
        for column, value in enumerate(words, start=1):
            page.write_string(line, column, value, text)
        page.write_number(line, 7, row.amount, amount)
    last = len(money.entries) + 1
    page.write_string(last, 6, "Cộng", bold)
    page.write_number(last, 7, sum(row.amount for row in money.entries), amount)
    page.freeze_panes(1, 0)
    workbook.close()
    return out.getvalue()
