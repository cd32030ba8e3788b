"""A day of those who watch: an inspector reads all in scope and changes nothing; a controller likewise."""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
from collections.abc import Callable

import psycopg
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from tests.e2e.conftest import Watch
from tests.support.databases import Databases
from tests.support.officer import Officer, in_process, play, received, text_of

from motcua.dossiers.models import Dossier

Seat = Callable[..., Officer]
TANGIANG = "Ủy ban nhân dân phường Tân Giang"


def next_actions(page: Page) -> Locator:
    """The links of the card that says what may be done now."""
    card = page.get_by_role("region", name="Việc tiếp theo", exact=True)
    expect(card).to_be_visible()
    return card.get_by_role("link")


def check_all(page: Page) -> Locator:
    """Ask for a check of the whole log, let a worker do it; the card of checks, which follows by itself."""
    page.get_by_role("button", name="Kiểm tra").click()
    card = page.get_by_role("region", name="Các lần kiểm tra toàn bộ")
    expect(card.get_by_role("status")).to_contain_text("Đang chờ tiến trình nền.")
    worker = subprocess.Popen([sys.executable, "-m", "motcua.site.cli", "work"])
    try:
        expect(card.get_by_role("status")).to_have_count(0, timeout=60_000)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait()
    return card


def test_an_inspector_reads_everything_and_does_nothing(officer: Seat, watch: Watch) -> None:
    watch.expected.append("status of 403")
    here, there = in_process(), received("tham.tangiang")
    bach = officer("bach.thanhtra")
    page = bach.page
    expect(page).to_have_url(re.compile("/ho-so/$"))
    bach.look(page)
    for code in (here, there):
        bach.scan(code)
        assert next_actions(page).count() == 0
        assert page.get_by_role("button", name="Thêm tệp").count() == 0
        bach.look(page)
        before = Dossier.objects.get(code=code).seq
        answer = page.request.get(f"/ho-so/{code}/lam/withdraw/")
        assert answer.status == 403
        assert Dossier.objects.get(code=code).seq == before
    assert page.get_by_role("navigation", name="Chức năng").get_by_role("link", name="Tiếp nhận").count() == 0
    page.goto("/tiep-nhan/")
    expect(page.get_by_role("heading", name="Bạn không có quyền mở trang này")).to_be_visible()
    bach.look(page)

    bach.go("/nhat-ky/luot-mo/")
    page.get_by_label("Mã hồ sơ").fill(here)
    page.get_by_role("button", name="Xem").click()
    opening = page.get_by_role("row").filter(has_text=here)
    expect(opening.first).to_contain_text("Lương Văn Bách")
    bach.look(page)

    bach.go("/nhat-ky/kiem-tra/")
    whole = re.compile(r"Chuỗi khớp: [\d.]+ sự kiện của [\d.]+ hồ sơ")
    expect(check_all(page)).to_contain_text(whole)
    bach.look(page)
    page.get_by_label("Mã hồ sơ (để trống: kiểm tra tất cả)").fill(here)
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_role("status")).to_contain_text("Chuỗi khớp: 2 sự kiện của 1 hồ sơ")

    bach.go("/so-theo-doi/")
    page.get_by_label("Bộ phận", exact=True).select_option(label=TANGIANG)
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_role("link", name=there)).to_be_visible()
    printed, table = (
        page.get_by_role("link", name=name).get_attribute("href") or ""
        for name in ("In mẫu 07", "Xuất Excel")
    )
    assert there in text_of(bach.fetch(printed)).replace(" ", "")
    sheet = load_workbook(io.BytesIO(bach.fetch(table))).active
    assert there in {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    bach.go("/quan-tri/dang-nhap/")
    expect(page.get_by_role("cell", name="bach.thanhtra").first).to_be_visible()


def test_a_changed_log_is_named_by_its_event(officer: Seat, databases: Databases) -> None:
    code = in_process()
    with psycopg.connect(databases.url("owner"), autocommit=True) as link:
        link.execute("ALTER TABLE dossiers_event DISABLE TRIGGER USER")
        link.execute(
            "UPDATE dossiers_event SET body = body || ' ' WHERE seq = 2"
            " AND dossier_id = (SELECT id FROM dossiers_dossier WHERE code = %s)",
            [code],
        )
        link.execute("ALTER TABLE dossiers_event ENABLE TRIGGER USER")
    bach = officer("bach.thanhtra")
    page = bach.page
    bach.scan(code)
    expect(page.get_by_text("Nhật ký không khớp từ sự kiện số 2")).to_be_visible()
    bach.look(page)
    page.get_by_role("link", name="Kiểm tra lại").click()
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_role("status")).to_contain_text("Nhật ký không khớp từ sự kiện số 2")
    page.get_by_label("Mã hồ sơ (để trống: kiểm tra tất cả)").fill("")
    broken = check_all(page)
    expect(broken).to_contain_text("Nhật ký không khớp từ sự kiện số 2")
    expect(broken).to_contain_text(code)
    bach.look(page)


def test_a_controller_reads_and_does_not_decide(officer: Seat) -> None:
    code = in_process()
    play("son.thucphan", code, "record_verification", content="Đã xem")
    mai = officer("mai.vanphong")
    page = mai.page
    mai.scan(code)
    assert next_actions(page).count() == 0
    mai.go("/quan-tri/mau-thuan/")
    expect(page.get_by_text("Chờ quản trị chốt.").first).to_be_visible()
    assert page.get_by_role("group").get_by_role("radio").count() == 0
    mai.go("/lich/")
    assert page.get_by_role("link", name="Thay đổi lịch").count() == 0
