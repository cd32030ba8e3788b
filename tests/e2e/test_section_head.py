"""A day of a section head: the figures of the section, a later date with apology, corrections, the book."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

from openpyxl import load_workbook
from playwright.sync_api import Locator, expect
from tests.support.officer import Officer, in_process, play, proposed, received

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import day_of
from motcua.law.calendar import shipped_calendar


def opened(figures: Locator) -> list[tuple[str, int]]:
    """Where each figure of the day's dossiers leads, and what it says."""
    found = []
    for link in figures.locator("a[href*='/bo-phan/ho-so/']").all():
        found.append((link.get_attribute("href") or "", int(link.locator(".v").inner_text())))
    assert len(found) == 6
    assert sum(number for _, number in found) > 0
    return found


def test_the_day(officer: Callable[..., Officer]) -> None:
    waiting, ready = received(), proposed("CB0015", "son.thucphan")
    play("cuong.thucphan", ready, "approve")
    late, gone = in_process(), in_process()
    bac = officer("bac.thucphan")
    page = bac.page
    bac.go("/bo-phan/")
    figures = page.get_by_label("Số liệu hôm nay")
    expect(figures).to_contain_text("Tiếp nhận hôm nay")
    expect(figures).to_contain_text("kết quả chờ lấy")
    first = page.get_by_label("Người ngồi quầy 1", exact=True)
    first.select_option(label="Nông Thị Hạnh")
    page.get_by_role("row").filter(has=first).get_by_role("button", name="Phân quầy").click()
    expect(page.get_by_role("status")).to_contain_text("Đã phân quầy.")
    expect(page.get_by_role("row").filter(has=first)).to_contain_text("Nông Thị Hạnh từ")
    for address, number in opened(figures):
        bac.go(address)
        expect(page.get_by_role("main").locator("tr[data-row]")).to_have_count(number)
    bac.go("/bo-phan/")
    page.get_by_role("row", name="Chuyển cơ quan giải quyết").get_by_role("link").click()
    expect(page.get_by_role("link", name=waiting)).to_be_visible()
    bac.look(page)

    bac.scan(late)
    due = Dossier.objects.get(code=late).due_at
    assert due is not None
    day = shipped_calendar().roll_forward(day_of(due) + timedelta(days=3))
    apology = {
        "Hẹn trả mới": f"{day.isoformat()}T15:00",
        "Lý do": "Sổ lưu đang chuyển kho",
        "Thủ trưởng ký phiếu": "Đàm Mạnh Cường",
    }
    bac.do("Xin lỗi và hẹn lại ngày trả", "Đã hẹn lại", apology)
    assert "Sổ lưu đang chuyển kho" in bac.paper("Văn bản xin lỗi")
    assert not bac.may("Xin lỗi và hẹn lại ngày trả"), "once only"

    page.get_by_role("link", name=re.compile("^Đính chính")).first.click()
    expect(page.get_by_role("heading", name="Đính chính hồ sơ")).to_be_visible()
    page.get_by_label("Họ và tên").first.fill("Hoàng Thị Bích Ngọc Anh")
    page.get_by_label("Lý do đính chính").fill("Gõ thiếu tên")
    page.get_by_role("button", name="Xem trước thay đổi").click()
    expect(page.get_by_role("row").filter(has_text="Hoàng Thị Bích Ngọc Anh")).to_be_visible()
    bac.look(page)
    page.get_by_role("button", name="Ghi đính chính").click()
    expect(page.get_by_role("status")).to_contain_text("nội dung cũ còn trong nhật ký")
    expect(page.get_by_text("Hoàng Thị Bích Ngọc Anh").first).to_be_visible()

    bac.scan(gone)
    bac.do("Ghi nhận rút hồ sơ", "Đã ghi việc rút hồ sơ.", {"Lý do": "Nộp nhầm nơi"})

    bac.go("/so-theo-doi/")
    address = page.get_by_role("link", name="Xuất Excel").get_attribute("href")
    assert address
    sheet = load_workbook(io.BytesIO(bac.fetch(address))).active
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {waiting, ready, late, gone} <= cells
