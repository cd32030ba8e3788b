"""The logbook as xlsx: the columns of the form, text that stays text, times that are dates."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.papers import samples

from motcua.dossiers.papers import LogbookData, logbook_workbook

COLUMNS = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục hành chính",
    "Tên tổ chức, cá nhân",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Nhận hồ sơ",
    "Hẹn trả kết quả",
    "Trả kết quả",
    "Phương thức nhận kết quả",
    "Ký nhận",
)


def page_of(book: LogbookData) -> Worksheet:
    page = load_workbook(io.BytesIO(logbook_workbook(book))).active
    assert isinstance(page, Worksheet)
    return page


def test_columns_and_rows_of_the_form() -> None:
    page = page_of(samples.logbook(3))
    assert tuple(cell.value for cell in page[5]) == COLUMNS
    assert [cell.value for cell in page[6]] == [
        101,
        "000.00.15.H14-220428-0101",
        "Xác nhận bảng kê lâm sản",
        "Nguyễn Thị Hường Đoàn",
        "Phường Hợp Giang, thành phố Cao Bằng, 0912 345 678",
        "Chi cục Kiểm lâm tỉnh Cao Bằng",
        datetime(2022, 4, 28, 14, 0),
        datetime(2022, 5, 5, 14, 0),
        datetime(2022, 5, 4, 16, 20),
        "Trực tiếp tại quầy",
        "Nguyễn Thị Hường Đoàn",
    ]
    assert page.max_row == 8
    assert "MÔ PHỎNG" in str(page["A4"].value)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", '=HYPERLINK("http://x")', "0123"]
)
def test_text_is_never_a_formula_a_number_or_a_link(text: str) -> None:
    cell = page_of(samples.logbook(rows=(samples.logbook_row(1, applicant=text),)))["D6"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_open_dossiers_have_an_empty_return_time() -> None:
    page = page_of(samples.logbook(rows=(samples.logbook_row(1, returned_at=None, due_at=None),)))
    assert (page["H6"].value, page["I6"].value) == (None, None)


def test_control_characters_and_giant_text_do_not_break_the_file() -> None:
    page = page_of(samples.logbook(rows=(samples.logbook_row(1, applicant="a\x00\x0bb" + "x" * 100_000),)))
    value = str(page["D6"].value)
    assert value.startswith("abx")
    assert value.endswith("…")


def test_an_empty_period_gives_an_empty_book() -> None:
    assert page_of(samples.logbook(0)).max_row == 5
