"""An administrator enters a whole new commune in the browser; the same day a dossier is received there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from playwright.sync_api import Page, expect
from tests.support.officer import BIRTH_AGAIN, CODE, OWNER, Officer, fill

from motcua.dossiers.models import Dossier
from motcua.organisation.models import Agency, Assignment, Change, StandIn, User
from motcua.organisation.queries import today

Seat = Callable[..., Officer]
PATIENCE = 30_000
PLACE = "Ủy ban nhân dân xã Đoàn Kết"
WHY = {"Lý do": "Nghị quyết 12/NQ-HĐND ngày 20/11/2026"}
PEOPLE = {
    "cán bộ tiếp nhận": ("Nông Thị Mới", "moi.doanket", "Chuyên viên tiếp nhận"),
    "cán bộ thụ lý": ("Lý Văn Chăm", "cham.doanket", "Công chức tư pháp - hộ tịch"),
    "lãnh đạo phê duyệt": ("Bế Văn Lãnh", "lanh.doanket", "Chủ tịch UBND xã"),
}


def do(admin: Officer, button: str, filled: Mapping[str, str], told: str) -> None:
    """Fill the form that is open and send it; `told` is what the page says afterwards."""
    page = admin.page
    send = page.get_by_role("main").get_by_role("button", name=re.compile(f"^{button}"))
    # The form was asked for by a link: before it is there the page is still the one before, or none.
    expect(send).to_be_visible(timeout=PATIENCE)
    admin.look(page)
    fill(page.get_by_role("main"), {**filled, **WHY})
    send.click()
    expect(page.get_by_role("status")).to_contain_text(told, timeout=PATIENCE)


def open_form(page: Page, link: str) -> None:
    page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()


def account_for(page: Page, login: str) -> str:
    """The one-time password of a new account, made from the officer's page."""
    open_form(page, "Tạo tài khoản")
    main = page.get_by_role("main")
    fill(main, {"Tên đăng nhập": login, "Lý do": "Tuyển dụng"})
    main.get_by_role("button", name="Tạo tài khoản").click()
    expect(main).to_contain_text(re.compile(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}"), timeout=PATIENCE)
    found = re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", main.inner_text())
    assert found
    return found[0]


def test_from_nothing_to_the_first_dossier(officer: Seat, new_page: Callable[..., Page]) -> None:
    admin = officer("anh.quantri")
    page = admin.page
    admin.go("/quan-tri/")
    page.get_by_role("main").get_by_role("link", name="Cơ quan", exact=True).click()
    open_form(page, "Thêm cơ quan")
    facts = {
        "Tên đầy đủ": PLACE,
        "Tên ngắn": "UBND xã Đoàn Kết",
        "Loại cơ quan": "Ủy ban nhân dân xã",
        "Cấp": "cấp xã",
        "Cơ quan cấp trên": "H14 Ủy ban nhân dân tỉnh",
        "Mã định danh": "H14.60.01",
    }
    do(admin, "Thêm cơ quan", facts, f"Đã thêm {PLACE}.")
    home = page.url

    open_form(page, "Mở Bộ phận Một cửa")
    door = {
        "Tên Bộ phận Một cửa": "Trung tâm Phục vụ hành chính công xã Đoàn Kết",
        "Địa chỉ": "Xóm Trung tâm",
    }
    do(admin, "Mở Bộ phận Một cửa", door, "Đã mở Trung tâm")
    open_form(page, "Thêm quầy")
    do(admin, "Thêm quầy", {"Tên quầy": "Tư pháp, hộ tịch"}, "Đã thêm quầy 1.")
    open_form(page, "Giờ riêng")
    main = page.get_by_role("main")
    main.get_by_label("Thứ Hai, sáng từ").fill("07:30")
    do(admin, "Lưu giờ làm việc", {"Văn bản căn cứ": "Quyết định 3/QĐ-UBND"}, "ngày đã hẹn không đổi")
    expect(main).to_contain_text("T2 07:30–11:30", timeout=PATIENCE)

    passwords = {}
    for role, (name, login, title) in PEOPLE.items():
        page.goto("/quan-tri/can-bo/")
        open_form(page, "Thêm cán bộ")
        do(admin, "Thêm cán bộ", {"Họ và tên": name, "Điện thoại": "0912 345 678"}, f"Đã thêm {name}, mã CB")
        passwords[login] = account_for(page, login)
        page.goto(home)
        open_form(page, "Thêm vị trí")
        do(admin, "Thêm vị trí", {"Vai trò": role, "Chức danh": title}, f"Đã thêm vị trí {title}")
        open_form(page, "Giao vị trí")
        do(admin, "Giao vị trí", {"Cán bộ": name}, f"Đã giao vị trí cho {name}")
    admin.go(home)
    for name, _login, title in PEOPLE.values():
        expect(main.get_by_role("row", name=title)).to_contain_text(name, timeout=PATIENCE)

    # The leader is away next week; the officer who handles stands in for nobody but the leader.
    main.get_by_role("link", name="Chủ tịch UBND xã").click()
    open_form(page, "Cử người làm thay")
    first, last = today() + timedelta(days=3), today() + timedelta(days=7)
    period = {"Từ ngày": first.isoformat(), "Đến hết ngày": last.isoformat(), "Căn cứ": "QĐ 5/QĐ-UBND"}
    fill(main, {**period, "Cán bộ": "Bế Văn Lãnh"})
    main.get_by_role("button", name=re.compile("^Cử người làm thay")).click()
    expect(page.get_by_role("alert")).to_contain_text("không thể làm thay cho mình", timeout=PATIENCE)
    admin.look(page)
    expect(main.get_by_label("Căn cứ")).to_have_value("QĐ 5/QĐ-UBND")
    fill(main, {"Cán bộ": "Lý Văn Chăm"})
    main.get_by_role("button", name=re.compile("^Cử người làm thay")).click()
    expect(page.get_by_role("status")).to_contain_text("Lý Văn Chăm làm thay", timeout=PATIENCE)
    assert StandIn.objects.get(officer__full_name="Lý Văn Chăm").valid_to == last

    code = receive_at_the_new_counter(new_page(), passwords["moi.doanket"])
    assert code.startswith("H14.60.01-")
    assert Dossier.objects.get(code=code).section.name == PLACE

    page.goto("/quan-tri/can-bo/?q=nong+thi+moi")
    main.get_by_role("link", name="Nông Thị Mới").click()
    open_form(page, "Ghi thôi việc")
    gone = today() - timedelta(days=1)
    do(admin, "Ghi thôi việc", {"Ngày làm việc cuối": gone.isoformat()}, "Tài khoản đã khóa")
    admin.look(page)
    assert not User.objects.get(login_name="moi.doanket").is_active
    assert not Assignment.objects.filter(officer__full_name="Nông Thị Mới").exists(), "begun after it"
    admin.go("/quan-tri/thay-doi/?nguoi=CB0030")
    kinds = set(Change.objects.exclude(officer=None).values_list("kind", flat=True))
    assert {"agency", "section", "counter", "officer", "account", "post", "assignment", "stand_in"} <= kinds
    assert Agency.objects.filter(code="H14.60.01").count() == 1


def receive_at_the_new_counter(page: Page, password: str) -> str:
    """The new officer signs in, chooses a password and receives; the code of the dossier."""
    page.goto("/dang-nhap/")
    form = page.locator("form").filter(has=page.locator("input[type=password]"))
    form.get_by_label("Tên đăng nhập").fill("moi.doanket")
    form.locator("input[type=password]").fill(password)
    form.locator("button[type=submit]").click()
    page.wait_for_url("**/doi-mat-khau/**")
    form = page.locator("form").filter(has=page.locator("input[type=password]"))
    for place, value in enumerate((password, settings.MOTCUA_DEMO_PASSWORD, settings.MOTCUA_DEMO_PASSWORD)):
        form.locator("input[type=password]").nth(place).fill(value)
    with page.expect_navigation(timeout=PATIENCE):
        form.locator("button[type=submit]").click()
    page.goto(f"/tiep-nhan/?procedure={BIRTH_AGAIN}")
    fill(
        page.get_by_role("main"),
        {"Số định danh cá nhân": OWNER["owner_identifier"], "Họ và tên": OWNER["owner_name"]},
    )
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible(timeout=PATIENCE)
    found = CODE.search(page.url)
    assert found, page.url
    return found[0]
