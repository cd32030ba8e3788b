"""A day at the counter of a commune: receive by keyboard, hand out slips, take in, give back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.support.officer import CODE, OWNER, PNG, Officer, fill, play, received, text_of

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import MINUTE, SystemClock, day_of
from motcua.law.calendar import shipped_calendar

Seat = Callable[..., Officer]
RECEIVE = "Tiếp nhận và in giấy hẹn"
COUNTER = "Tại quầy của Bộ phận Một cửa"
LEADER = "Đàm Mạnh Cường"


@pytest.fixture
def hanh(officer: Seat) -> Officer:
    return officer("hanh.thucphan")


def chosen(page: Page, words: str) -> None:
    """Choose a procedure by words and keys."""
    page.keyboard.press("F2")
    page.keyboard.type(words)
    expect(page.get_by_role("button", name=re.compile("khai sinh")).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Số định danh cá nhân")).to_be_focused()


def applicant(page: Page) -> None:
    """Type who it is; Enter leads from field to field, as after a card reader."""
    for name in ("owner_identifier", "owner_name", "owner_phone", "owner_address"):
        expect(page.locator(f"[name={name}]")).to_be_focused()
        page.keyboard.type(OWNER[name])
        page.keyboard.press("Enter")


def test_from_the_procedure_to_the_receipt_without_a_mouse(hanh: Officer) -> None:
    page = hanh.page
    hanh.go("/tiep-nhan/")
    expect(page.get_by_label("Tên thủ tục (không cần dấu), mã hoặc lĩnh vực")).to_be_focused()
    chosen(page, "dang ky lai khai sinh")
    expect(page.get_by_text("Thủ tục đăng ký lại khai sinh").locator("visible=true").first).to_be_visible()
    applicant(page)
    expect(page.get_by_text("Nữ, sinh 1988")).to_be_visible()
    hanh.press("F9", "1", "2", "s")
    expect(page.get_by_role("checkbox", name="Tờ khai").first).to_be_checked()
    assert page.get_by_role("row").filter(has=page.locator(":checked")).count() == 2
    promised_before_confirming(page)
    hanh.look(page)

    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    hanh.look(page)
    code = CODE.search(page.get_by_role("main").inner_text())
    assert code is not None
    row = Dossier.objects.get(code=code[0])
    receipt = hanh.paper("In giấy hẹn")
    for words in (row.code, "Hoàng Thị Bích Ngọc", "khai sinh", "hẹn trả kết quả"):
        assert words.casefold() in receipt.casefold()

    hanh.press("c")
    dialog = page.get_by_role("dialog").filter(has_text="Chuyển cơ quan giải quyết")
    expect(dialog).to_be_visible()
    fill(dialog, {"Giao cho": "Triệu Văn Sơn"})
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã chuyển hồ sơ.")
    assert hanh.status() == "Đang xử lý"
    hanh.look(page)


def promised_before_confirming(page: Page) -> None:
    card = page.get_by_role("complementary").filter(has_text="Khi xác nhận")
    expect(card).to_contain_text("5 ngày làm việc là 40 giờ")
    expect(card).to_contain_text(re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{2}:\d{2}"))
    for words in ("Cộng", "40 giờ", "Căn cứ: Nghị định 118/2025/NĐ-CP", "Cấp mã hồ sơ H14.40.03-"):
        expect(card).to_contain_text(words)
    now = SystemClock().now()
    if shipped_calendar().normalise(now) - now > MINUTE:
        expect(card).to_contain_text("Đang ngoài giờ làm việc: vẫn tiếp nhận được")


def test_slips_for_who_cannot_be_received(hanh: Officer) -> None:
    page = hanh.page
    for key, title, slip, words in (
        ("Alt+b", "Phiếu yêu cầu bổ sung", "Đã lập phiếu yêu cầu bổ sung", "Bản sao sổ hộ khẩu cũ"),
        ("Alt+t", "Phiếu từ chối tiếp nhận", "Đã lập phiếu từ chối tiếp nhận", "Không thuộc thẩm quyền"),
    ):
        page.goto("/tiep-nhan/")
        chosen(page, "dang ky lai khai sinh")
        applicant(page)
        hanh.press("F9", key)
        dialog = page.get_by_role("dialog", name=title)
        expect(dialog).to_be_visible()
        if "bổ sung" in title:
            fill(dialog, {"Giấy tờ, nội dung cần bổ sung": words})
        fill(dialog, {"Lý do": f"{words}, đã đối chiếu tại quầy"})
        hanh.look(page)
        before = Dossier.objects.count()
        dialog.get_by_role("button", name="Lập và in phiếu").click()
        expect(page.get_by_role("heading", name=slip)).to_be_visible()
        assert Dossier.objects.count() == before, "a slip is no dossier"
        hanh.look(page)
        printed = hanh.paper("In phiếu")
        assert words in printed
        assert OWNER["owner_name"].casefold() in printed.casefold()


def test_supplement_comes_in_and_the_result_goes_out(hanh: Officer, tmp_path: Path) -> None:
    page, code = hanh.page, received()
    play("hanh.thucphan", code, "transfer")
    play(
        "son.thucphan",
        code,
        "propose_supplement",
        items=["Giấy chứng sinh"],
        reason="Chưa có giấy chứng sinh",
    )
    hanh.go("/ban-lam-viec/?buoc=supplement")
    page.get_by_role("link", name=code).click()
    expect(page.get_by_text("Người thụ lý đề nghị bổ sung: Giấy chứng sinh")).to_be_visible()
    hanh.look(page)
    hanh.do("Lập phiếu yêu cầu bổ sung", "Đã lập phiếu yêu cầu bổ sung")
    assert hanh.status() == "Yêu cầu bổ sung giấy tờ"
    assert "Giấy chứng sinh" in hanh.paper("Phiếu yêu cầu bổ sung")

    scan = tmp_path / "giay-chung-sinh.png"
    scan.write_bytes(PNG)
    hanh.do(
        "Nhận đủ giấy tờ bổ sung",
        "Đã nhận đủ giấy tờ bổ sung.",
        {"Giấy tờ nhận thêm": "Giấy chứng sinh", "Tệp quét": str(scan)},
    )
    assert hanh.status() == "Đang xử lý"
    expect(page.get_by_role("link", name="giay-chung-sinh.png")).to_be_visible()

    play("son.thucphan", code, "propose_result", granted="1")
    play("cuong.thucphan", code, "approve", signature="scan")
    page.goto("/ban-lam-viec/?buoc=return")
    page.get_by_role("link", name=code).click()
    hanh.do("Trả kết quả", "Đã trả kết quả.", {"Người nhận": "Hoàng Văn Nam", "Cách trả": COUNTER})
    assert hanh.status() == "Đã trả kết quả"
    expect(page.get_by_text("Hoàng Văn Nam").first).to_be_visible()
    assert code in hanh.paper("Phiếu kiểm soát")


def test_withdrawal_apology_and_the_book(hanh: Officer) -> None:
    page, taken_back, moved = hanh.page, received(), received()
    for code in (taken_back, moved):
        play("hanh.thucphan", code, "transfer")
    hanh.scan(taken_back)
    hanh.do("Ghi nhận rút hồ sơ", "Đã ghi việc rút hồ sơ.", {"Lý do": "Gia đình đổi ý"})
    assert hanh.status() == "Công dân yêu cầu rút hồ sơ"
    assert "Gia đình đổi ý" in hanh.paper("Thông báo dừng giải quyết")

    hanh.scan(moved)
    later = in_office_hours(moved)
    hanh.do(
        "Xin lỗi và hẹn lại ngày trả",
        "Đã hẹn lại",
        {"Hẹn trả mới": later, "Lý do": "Chờ tra cứu sổ lưu", "Thủ trưởng ký phiếu": LEADER},
    )
    apology = hanh.paper("Văn bản xin lỗi")
    assert "Chờ tra cứu sổ lưu" in apology
    assert LEADER.casefold() in apology.casefold()
    expect(page.get_by_text("Hẹn gốc")).to_be_visible()

    hanh.go("/so-theo-doi/")
    expect(page.get_by_role("link", name=moved)).to_be_visible()
    in_print = page.get_by_role("link", name="In mẫu 07").get_attribute("href")
    in_excel = page.get_by_role("link", name="Xuất Excel").get_attribute("href")
    assert in_print
    assert in_excel
    assert moved.casefold() in text_of(hanh.fetch(in_print)).replace(" ", "").casefold()
    sheet = load_workbook(io.BytesIO(hanh.fetch(in_excel))).active
    assert moved in {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}


def in_office_hours(code: str) -> str:
    """A working moment a week after the promise, as the field takes it."""
    due = Dossier.objects.values_list("due_at", flat=True).get(code=code)
    assert due is not None
    day = shipped_calendar().roll_forward(day_of(due) + timedelta(days=7))
    return f"{day.isoformat()}T10:00"
