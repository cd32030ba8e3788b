"""An administrator writes the rules by hand; the counter goes by them the same day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from playwright.sync_api import Page, expect
from tests.support.officer import OWNER, Officer, fill

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import day_of
from motcua.law.calendar import shipped_calendar, shipped_facts
from motcua.organisation.calendars import calendar_for
from motcua.organisation.models import Change, RegimeSetting
from motcua.organisation.queries import today
from motcua.procedures.queries import offer

Seat = Callable[..., Officer]
PATIENCE = 30_000
NEW = "9.000123"
NAME = "Xác nhận nơi tập kết hàng chợ phiên"
LOST = "1.012786"
"""Published with two time limits that contradict each other."""
GROUND = {"Văn bản căn cứ (số, ngày)": "Nghị quyết 21/NQ-HĐND ngày 20/11/2026"}


def send(admin: Officer, button: str, filled: Mapping[str, str] | None = None) -> None:
    """Fill the open form, look at it at both widths and press its button."""
    main = admin.page.get_by_role("main")
    fill(main, filled or {})
    admin.look(admin.page)
    main.get_by_role("button", name=re.compile(f"^{button}$")).click()


def told(admin: Officer, words: str) -> None:
    expect(admin.page.get_by_role("status")).to_contain_text(words, timeout=PATIENCE)
    admin.look(admin.page)


def test_a_procedure_entered_by_hand_is_received_the_same_day(officer: Seat) -> None:
    admin = officer("anh.quantri")
    enter_procedure(admin)
    make_the_fee_certain(admin)
    kept = Change.objects.filter(kind__in=("procedure", "fee"))
    assert kept.filter(subject__contains=NEW).count() >= 2

    clerk = officer("hanh.thucphan")
    code = receive(clerk, NEW)
    dossier = Dossier.objects.get(code=code)
    assert dossier.version.name == NAME
    assert dossier.due_at is not None
    assert day_of(dossier.due_at) >= shipped_calendar().roll_forward(today() + timedelta(days=1))


def enter_procedure(admin: Officer) -> None:
    """From the list to the saved version; what it holds is shown before it is saved."""
    page = admin.page
    admin.go("/quan-tri/danh-muc/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Nhập thủ tục|Thêm thủ tục")).first.click()
    main = page.get_by_role("main")
    fill(main, {"Mã thủ tục": NEW, "Tên thủ tục": NAME, "Cấp xã": "1"})
    page.locator("#field").fill("Công thương")
    page.locator("#competent").fill("Ủy ban nhân dân cấp xã")
    fill(main, {"Trong tỉnh, hồ sơ do ai giải quyết": "Ủy ban nhân dân xã, phường"})
    page.locator("#channels-1-channel").select_option("direct")
    page.locator("#channels-1-quantity").fill("3")
    page.locator("#channels-1-unit").select_option("working_day")
    page.locator("#components-1-name").fill("Đơn đề nghị")
    page.locator("#components-1-originals").fill("1")
    page.locator("#fees-1-kind").select_option("charge")
    page.locator("#fees-1-text").fill("Theo nghị quyết của Hội đồng nhân dân tỉnh")
    page.locator("#results-1-name").fill("Văn bản xác nhận")
    page.locator("#legal_bases-1-code").fill("02/2003/NĐ-CP")
    send(admin, "Xem khác biệt", {**GROUND, "Lý do": "Chợ phiên mở lại"})
    expect(main).to_contain_text("3 ngày làm việc", timeout=PATIENCE)
    admin.look(page)
    main.get_by_role("button", name=re.compile("^Ghi")).first.click()
    told(admin, "Đã ghi phiên bản")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def make_the_fee_certain(admin: Officer) -> None:
    page = admin.page
    page.get_by_role("main").get_by_role("link", name="Ghi mức thu").click()
    expect(page.get_by_role("heading", name="Ghi mức thu")).to_be_visible(timeout=PATIENCE)
    told_wrong = {**GROUND, "Mức thu bằng đồng": "-5", "Lý do": "Nghị quyết ghi rõ mức"}
    send(admin, "Ghi mức thu", told_wrong)
    expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label("Lý do")).to_have_value("Nghị quyết ghi rõ mức")
    send(admin, "Ghi mức thu", {"Mức thu bằng đồng": "8.000"})
    told(admin, "Đã ghi mức thu.")
    expect(page.get_by_role("main")).to_contain_text("8.000 đ")
    assert [fee.amount for fee in offer(NEW, on=today()).fees] == [8000]


def receive(clerk: Officer, procedure: str) -> str:
    page = clerk.page
    page.goto("/tiep-nhan/")
    page.get_by_label("Tên thủ tục").fill(procedure)
    page.get_by_role("button", name=procedure).click()
    expect(page.get_by_role("heading", name="Khi xác nhận")).to_be_visible(timeout=PATIENCE)
    applicant = {"Số định danh cá nhân": OWNER["owner_identifier"], "Họ và tên": OWNER["owner_name"]}
    fill(page.get_by_role("main"), applicant)
    clerk.look(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible(timeout=PATIENCE)
    clerk.look(page)
    found = Dossier.objects.filter(procedure_code=procedure).exclude(code=None).order_by("-pk").first()
    assert found is not None
    assert found.code
    return found.code


def test_a_contradiction_is_decided_and_a_setting_is_chosen_from_tomorrow(officer: Seat) -> None:
    admin = officer("anh.quantri")
    page = admin.page
    assert offer(LOST, on=today()).blocked is not None
    admin.go(f"/quan-tri/mau-thuan/?ma={LOST}")
    row = page.get_by_role("listitem").filter(has_text=LOST)
    row.get_by_text("Chốt", exact=True).first.click()
    row.get_by_label("10 ngày làm việc").check()
    row.get_by_label("Lý do, văn bản căn cứ").fill("Quyết định công bố năm 2026 ghi 10 ngày làm việc")
    row.get_by_role("button", name="Chốt").click()
    told(admin, "Đã chốt")

    admin.go("/quan-tri/quy-dinh/")
    page.get_by_role("main").get_by_role("link", name="Đổi Hồ sơ nhận sau 15 giờ").click()
    chosen = {"Có: tính từ ngày làm việc tiếp theo": "1", **GROUND, "Lý do": "Theo quy chế mới"}
    send(admin, "Ghi thay đổi", chosen)
    told(admin, "Đã ghi: Hồ sơ nhận sau 15 giờ")
    tomorrow = today() + timedelta(days=1)
    setting = RegimeSetting.objects.get()
    assert (setting.key, setting.value, setting.valid_from) == ("after_15", "next_day", tomorrow)
    card = page.get_by_role("region", name="Hồ sơ nhận sau 15 giờ")
    expect(card.get_by_role("definition").first).to_have_text("Không: tính ngay từ lúc tiếp nhận")
    expect(card).to_contain_text("Có: tính từ ngày làm việc tiếp theo · Nghị quyết 21/NQ-HĐND")


def test_a_holiday_is_moved_and_the_calendar_says_so(officer: Seat) -> None:
    admin = officer("anh.quantri")
    calendar = shipped_calendar()
    holiday = next(
        day.date
        for day in shipped_facts().days
        if day.kind == "off" and day.date > today() and day.date.weekday() < 5
    )
    instead = calendar.roll_forward(holiday + timedelta(days=1))
    change_day(admin, holiday.isoformat(), "Như ngày thường", "")
    change_day(admin, instead.isoformat(), "Nghỉ", "Nghỉ thay ngày làm")
    admin.go(f"/lich/?nam={instead.year}")
    expect(admin.page.get_by_role("main")).to_contain_text("Nghỉ thay ngày làm")
    in_force = calendar_for()
    assert in_force.reason(holiday) is None
    assert in_force.reason(instead) is not None


def change_day(admin: Officer, day: str, kind: str, name: str) -> None:
    page: Page = admin.page
    admin.go("/lich/doi/")
    facts = {"Ngày": day, "Ngày ấy là": kind, "Tên ngày nghỉ": name, "Lý do thay đổi": "Hoán đổi ngày nghỉ"}
    send(admin, "Xem hồ sơ bị ảnh hưởng", {**facts, **GROUND})
    expect(page.get_by_role("region", name="trong thời hạn")).to_be_visible(timeout=PATIENCE)
    send(admin, "Lập bản lịch mới")
    expect(page.get_by_role("heading", name="Đã thay đổi lịch làm việc")).to_be_visible(timeout=PATIENCE)
    admin.look(page)
