"""The reconciliation of a period as a workbook and as CSV: each order, what came, was booked, went back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

import xlsxwriter

from motcua.foundation.clock import local_of
from motcua.payments.models import PaymentOrder
from motcua.payments.queries import Reconciliation
from motcua.payments.words import STATE_NAMES

COLUMNS: Final = (
    ("Lập lúc", 17),
    ("Mã thanh toán", 16),
    ("Mã hồ sơ", 28),
    ("Trạng thái", 16),
    ("Tài khoản nhận tiền", 26),
    ("Biên lai", 30),
    ("Phải nộp (đồng)", 16),
    ("Đã nhận (đồng)", 16),
    ("Đã vào sổ (đồng)", 16),
    ("Đã trả lại (đồng)", 16),
    ("Đang giữ (đồng)", 16),
)
TEXTS: Final = 6
_OPTIONS: Final = {
    "in_memory": True,
    "remove_timezone": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def reconciliation_workbook(found: Reconciliation) -> bytes:
    """Orders line by line; the last row is the sum."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, dict(_OPTIONS))
    page = workbook.add_worksheet("Đối soát")
    plain: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "border": 1}
    bold, text = workbook.add_format({**plain, "bold": True}), workbook.add_format(plain)
    amount = workbook.add_format({**plain, "num_format": "#,##0"})
    for column, (name, width) in enumerate(COLUMNS):
        page.set_column(column, column, width)
        page.write_string(0, column, name, bold)
    rows = list(_rows(found))
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(line, column, value, amount)
            else:
                page.write_string(line, column, value, text)
    page.write_string(len(rows) + 1, TEXTS - 1, "Cộng", bold)
    for column in range(TEXTS, len(COLUMNS)):
        page.write_number(len(rows) + 1, column, sum(int(row[column]) for row in rows), amount)
    page.freeze_panes(1, 0)
    workbook.close()
    return out.getvalue()


def reconciliation_csv(found: Reconciliation) -> bytes:
    """The same lines for another program, with a mark so that spreadsheets read the accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([name for name, _ in COLUMNS])
    writer.writerows(_rows(found))
    return out.getvalue().encode("utf-8-sig")


def _rows(found: Reconciliation) -> Iterator[tuple[str | int, ...]]:
    for order in reversed(found.orders):
        yield _row(order)


def _row(order: PaymentOrder) -> tuple[str | int, ...]:
    return (
        f"{local_of(order.made_at):%d/%m/%Y %H:%M}",
        order.reference,
        str(order.dossier),
        STATE_NAMES[order.state],
        order.account,
        order.receipt.number if order.receipt else "",
        order.amount,
        order.received,
        order.taken,
        order.returned,
        order.held,
    )
