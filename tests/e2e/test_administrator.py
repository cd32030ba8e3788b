"""A day of the administrator: settle what sources say differently, change the calendar, read no dossier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect
from tests.e2e.conftest import Watch
from tests.support.officer import OWNER, Officer, fill, received

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import day_of
from motcua.law.calendar import shipped_calendar

Seat = Callable[..., Officer]
LOST = "1.012786"
"""Cấp lại Giấy chứng nhận do bị mất: published with two time limits."""


def test_a_contradiction_decided_lets_the_counter_receive(officer: Seat) -> None:
    duyen, anh = officer("duyen.trungtam"), officer("anh.quantri")
    counter = duyen.page
    counter.goto("/tiep-nhan/")
    counter.get_by_label("Tên thủ tục").fill(LOST)
    counter.get_by_role("button", name=LOST).click()
    expect(
        counter.get_by_text("Chưa tiếp nhận được: thời hạn công bố chưa thống nhất.").first
    ).to_be_visible()
    duyen.look(counter)

    page = anh.page
    anh.go("/quan-tri/mau-thuan/")
    row = page.get_by_role("listitem").filter(has_text=LOST)
    row.get_by_text("Chốt", exact=True).first.click()
    row.get_by_label("10 ngày làm việc").check()
    row.get_by_label("Lý do, văn bản căn cứ").fill("Quyết định công bố năm 2026 ghi 10 ngày làm việc")
    row.get_by_role("button", name="Chốt").click()
    expect(page.get_by_role("status")).to_contain_text("Đã chốt")
    anh.look(page)
    anh.go("/quan-tri/mau-thuan/?xem=da-chot")
    expect(page.get_by_text("Quyết định công bố năm 2026")).to_be_visible()

    counter.goto("/tiep-nhan/")
    counter.get_by_label("Tên thủ tục").fill(LOST)
    counter.get_by_role("button", name=LOST).click()
    case = counter.get_by_label("Trường hợp")
    if case.count():
        case.select_option(index=1)
    expect(counter.get_by_role("heading", name="Khi xác nhận")).to_be_visible()
    fill(
        counter.get_by_role("main"),
        {"Số định danh cá nhân": OWNER["owner_identifier"], "Họ và tên": OWNER["owner_name"]},
    )
    counter.keyboard.press("Control+Enter")
    expect(counter.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    row_of = Dossier.objects.filter(procedure_code=LOST).exclude(code=None).order_by("-pk").first()
    assert row_of is not None
    assert row_of.competent.name == "Văn phòng Đăng ký đất đai tỉnh"


def test_a_day_off_moves_no_promise_and_shows_whom_it_touches(officer: Seat, watch: Watch) -> None:
    watch.expected.append("status of 400")
    code = received()
    before = Dossier.objects.get(code=code).due_at
    assert before is not None
    day = shipped_calendar().roll_forward(day_of(before) - timedelta(days=1))
    anh = officer("anh.quantri")
    page = anh.page
    anh.go("/lich/")
    page.get_by_role("link", name="Thay đổi lịch").click()
    fill(
        page.get_by_role("main"),
        {
            "Ngày": day.isoformat(),
            "Ngày ấy là": "Nghỉ",
            "Tên ngày nghỉ": "Nghỉ tránh bão",
            "Văn bản căn cứ": "Công điện 99/CĐ-UBND",
        },
    )
    page.get_by_role("button", name="Xem hồ sơ bị ảnh hưởng").click()
    expect(page.get_by_text("Chưa nhập mục này.").first).to_be_visible()
    anh.look(page)
    page.get_by_label("Lý do thay đổi").fill("Bão số 12")
    page.get_by_role("button", name="Xem hồ sơ bị ảnh hưởng").click()
    touched = page.get_by_role("region", name="hồ sơ đang giải quyết có ngày này trong thời hạn")
    expect(touched).to_contain_text(code)
    anh.look(page)
    page.get_by_role("button", name="Lập bản lịch mới").click()
    expect(page.get_by_role("heading", name="Đã thay đổi lịch làm việc")).to_be_visible()
    expect(touched).to_contain_text(code)
    anh.look(page)
    assert Dossier.objects.get(code=code).due_at == before
    anh.go("/lich/")
    expect(page.get_by_text("Nghỉ tránh bão")).to_be_visible()
    expect(page.get_by_text("Bão số 12")).to_be_visible()


def test_an_administrator_reads_no_dossier(officer: Seat, watch: Watch) -> None:
    watch.expected.append("status of 403")
    code = received()
    anh = officer("anh.quantri")
    page = anh.page
    for address in (f"/ho-so/{code}/", "/ho-so/", f"/ho-so/{code}/in/receipt/", "/so-theo-doi/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 403
        assert "Hoàng Thị Bích Ngọc" not in page.content()
    anh.go("/quan-tri/dang-nhap/")
