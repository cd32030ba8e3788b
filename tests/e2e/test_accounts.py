"""An officer's account: from the administrator's hand, with a second factor, lost and found again."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from playwright.sync_api import Page, expect
from tests.support.officer import Officer, fill
from tests.support.phone import code_of

Seat = Callable[..., Officer]
SON = "son.thucphan"
OWN = "mùa xuân trên sông Bằng"


def enter(page: Page, password: str) -> None:
    """Type name and password at the entrance."""
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(SON)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def turn_on(son: Officer) -> str:
    """Turn the second factor on as a person does; the secret that the phone keeps."""
    page = son.page
    son.go("/tai-khoan/")
    son.look(page)
    page.get_by_role("link", name="Bật xác thực hai lớp").click()
    secret = page.locator("[data-secret]").inner_text()
    son.look(page)
    page.get_by_label("Mật khẩu đang dùng").fill(settings.MOTCUA_DEMO_PASSWORD)
    page.get_by_label("Mã trên điện thoại").fill(code_of(secret))
    page.get_by_role("button", name="Bật xác thực hai lớp").click()
    expect(page.get_by_role("heading", name="Đã bật xác thực hai lớp")).to_be_visible()
    expect(page.locator("ul.codes li")).to_have_count(10)
    son.look(page)
    page.get_by_role("link", name="Đã cất mã").click()
    expect(page.get_by_text("Còn 10 mã dự phòng")).to_be_visible()
    son.look(page)
    return secret


def do(anh: Officer, name: str, reason: str) -> None:
    """The administrator opens one of the actions on the account's page and gives the reason."""
    page = anh.page
    anh.go(f"/quan-tri/tai-khoan/{SON}/")
    page.locator("summary", has_text=name).click()
    box = page.locator("details[open]")
    box.get_by_label("Lý do").fill(reason)
    anh.look(page)
    box.get_by_role("button", name=name).click()


def test_a_second_factor_used_lost_and_reset(officer: Seat, new_page: Callable[..., Page]) -> None:
    son, anh = officer(SON), officer("anh.quantri")
    secret = turn_on(son)
    page = son.page
    page.locator("details.user > summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    enter(page, settings.MOTCUA_DEMO_PASSWORD)
    expect(page.get_by_role("heading", name="Mã xác thực")).to_be_visible()
    page.get_by_label("Mã xác thực").fill("000000")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Mã không đúng, đã dùng hoặc đã hết giờ.")).to_be_visible()
    son.look(page)
    page.get_by_label("Mã xác thực").fill(code_of(secret, steps=1))
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/ban-lam-viec/")

    do(anh, "Đặt lại xác thực hai lớp", "Mất điện thoại, Công văn 12/UBND")
    expect(anh.page.get_by_role("status")).to_contain_text("Đã đặt lại xác thực hai lớp")
    do(anh, "Đặt lại mật khẩu", "Quên mật khẩu")
    password = anh.page.locator("[data-password]").inner_text()
    anh.look(anh.page)

    page.goto("/ban-lam-viec/")
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    enter(page, password)
    expect(page.get_by_role("heading", name="Đổi mật khẩu")).to_be_visible()
    son.look(page)
    page.get_by_label("Mật khẩu đang dùng").fill(password)
    page.get_by_label("Mật khẩu mới", exact=True).fill(OWN)
    page.get_by_label("Gõ lại mật khẩu mới").fill(OWN)
    page.get_by_role("main").get_by_role("button", name="Đổi mật khẩu").click()
    page.goto("/ban-lam-viec/")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    anh.go("/quan-tri/dang-nhap/?ten=" + SON)
    for told in ("sai mã xác thực", "được đặt lại mật khẩu", "tự đổi mật khẩu", "tắt xác thực hai lớp"):
        expect(anh.page.get_by_role("cell", name=told).first).to_be_visible()
    anh.look(anh.page)


def test_another_session_is_ended_and_signed_out(officer: Seat) -> None:
    here, there = officer(SON), officer(SON)
    here.go("/tai-khoan/")
    page = here.page
    expect(page.get_by_text("phiên này")).to_be_visible()
    page.get_by_role("button", name="Kết thúc", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Đã kết thúc phiên")
    there.page.goto("/ban-lam-viec/")
    expect(there.page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    here.go("/ban-lam-viec/")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()


def test_a_newcomer_gets_an_account(officer: Seat) -> None:
    from motcua.organisation.models import Officer as Row

    Row.objects.create(code="N1", full_name="Bế Thị Nụ")
    anh = officer("anh.quantri")
    page = anh.page
    anh.go("/quan-tri/tai-khoan/")
    anh.look(page)
    page.get_by_role("link", name="Tạo tài khoản").click()
    page.get_by_label("Cán bộ chưa có tài khoản").select_option("N1")
    fill(page.get_by_role("main"), {"Tên đăng nhập": "nu tiep", "Lý do, văn bản phân công": "Quyết định 15"})
    page.get_by_role("button", name="Tạo tài khoản").click()
    expect(page.get_by_role("alert")).to_contain_text("Tên đăng nhập chỉ gồm")
    anh.look(page)
    page.get_by_label("Tên đăng nhập").fill("nu.tiepnhan")
    page.get_by_role("button", name="Tạo tài khoản").click()
    expect(page.get_by_role("heading", name="Đã tạo tài khoản")).to_be_visible()
    page.get_by_role("link", name="Xong").click()
    expect(page.get_by_text("chờ đổi mật khẩu lần đầu").first).to_be_visible()
    anh.look(page)
