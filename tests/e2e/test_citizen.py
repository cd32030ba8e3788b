"""A citizen with no account: finds a procedure, looks up a dossier with the two codes of the receipt."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier
from motcua.dossiers.secret import lookup_secret
from motcua.foundation.clock import SystemClock
from motcua.portal.services import FOR_ONE_CODE

Check = Callable[[Page], None]
NewPage = Callable[..., Page]


def receipt(status: Status) -> tuple[str, str]:
    """Code and secret of a dossier of the demonstration in that status whose promised day has not passed."""
    row = Dossier.objects.filter(status=status, due_at__gt=SystemClock().now()).order_by("-pk").first()
    assert row is not None
    return row.code, lookup_secret(row.code, row.secret_version)


def no_sideways_scrolling(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def look_up(page: Page, code: str, secret: str) -> None:
    page.goto("/tra-cuu/")
    page.get_by_label("Mã hồ sơ").fill(code)
    page.get_by_label("Mã tra cứu").fill(secret)
    page.get_by_role("button", name="Xem hồ sơ").click()


def test_every_page_is_readable_in_the_dark(new_page: NewPage, check_accessibility: Check) -> None:
    """By day and at other widths: test_every_page.py."""
    page = new_page(width=360, color_scheme="dark")
    code, secret = receipt(Status.IN_PROCESS)
    for address in (
        "/",
        "/thu-tuc/",
        "/thu-tuc/?q=khai+sinh",
        "/thu-tuc/1.001193/",
        "/tra-cuu/",
        f"/tra-cuu/{code}",
        "/goc-nhat-ky/",
        "/dang-nhap/",
    ):
        page.goto(address)
        assert no_sideways_scrolling(page), address
        check_accessibility(page)
    look_up(page, code, secret)
    expect(page.get_by_role("heading", name="Hồ sơ đã đi qua đâu")).to_be_visible()
    assert no_sideways_scrolling(page)
    check_accessibility(page)


def test_procedure_by_plain_words(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Bạn cần làm thủ tục gì?").fill("dang ky khai sinh")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="khai sinh").first.click()
    expect(page.get_by_role("heading", name="Cần chuẩn bị gì")).to_be_visible()


def test_four_answers_without_script(new_page: NewPage) -> None:
    page = new_page(width=360, java_script_enabled=False)
    look_up(page, *receipt(Status.IN_PROCESS))
    for question in ("Hồ sơ đang ở đâu?", "Ai giải quyết?", "Khi nào xong?", "Tôi phải làm gì?"):
        expect(page.get_by_text(question)).to_be_visible()
    page.get_by_role("button", name="Đóng hồ sơ trên máy này").click()
    expect(page.get_by_label("Mã hồ sơ")).to_have_value("")


def test_supplement_says_what_to_bring(page: Page) -> None:
    look_up(page, *receipt(Status.SUPPLEMENT_REQUESTED))
    expect(page.get_by_text("Bổ sung giấy tờ", exact=True)).to_be_visible()
    expect(page.get_by_text("Đang tạm dừng tính")).to_be_visible()


def test_wrong_secret_keeps_what_was_typed_and_stops_in_the_end(page: Page, watch: object) -> None:
    watch.expected.append("status of 42")  # type: ignore[attr-defined]
    code, secret = receipt(Status.IN_PROCESS)
    look_up(page, code, "AAAAAAAAAA")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Mã hồ sơ")).to_have_value(code)
    for _ in range(FOR_ONE_CODE):
        page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_role("alert")).to_contain_text("Mã tra cứu sai quá nhiều lần")
    look_up(page, code, secret)
    expect(page.get_by_role("alert")).to_contain_text("Mã tra cứu sai quá nhiều lần")


def test_english_is_chosen_never_guessed(new_page: NewPage) -> None:
    page = new_page(extra_http_headers={"Accept-Language": "en-US"})
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "vi"
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Tiếng Việt").click()
    assert page.locator("html").get_attribute("lang") == "vi"
