"""Keys act outside text fields only, and a scanner is heard wherever the focus is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from motcua.dossiers.models import Dossier

SignIn = Callable[[Page, str], None]
pytestmark = pytest.mark.one_province
OFFICER = "hanh.thucphan"
SECTION = "UBND phường Thục Phán"


def of_her_section() -> str:
    """The newest dossier that the officer's section received."""
    row = Dossier.objects.filter(section__short_name=SECTION).exclude(code=None).order_by("-pk").first()
    assert row is not None
    return row.code


@pytest.fixture
def desk(page: Page, sign_in: SignIn) -> Page:
    sign_in(page, OFFICER)
    page.locator("main").focus()
    return page


def test_slash_goes_to_the_scan_field(desk: Page) -> None:
    desk.keyboard.press("/")
    scan = desk.get_by_role("textbox", name="Quét mã hoặc tìm hồ sơ")
    expect(scan).to_be_focused()
    expect(scan).to_have_value("")


def test_question_mark_lists_the_keys_of_the_page(desk: Page) -> None:
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Phím tắt trên trang này")
    expect(dialog).to_contain_text("Quét mã hoặc tìm hồ sơ")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_letters_in_a_text_field_are_letters(desk: Page) -> None:
    before = desk.url
    desk.keyboard.press("/")
    desk.keyboard.type("?xe?")
    expect(desk.get_by_role("textbox", name="Quét mã hoặc tìm hồ sơ")).to_have_value("?xe?")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    assert desk.url == before


def test_scanner_opens_a_dossier_from_anywhere(desk: Page) -> None:
    code = of_her_section()
    desk.keyboard.type(code)
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/{code}/**")


def test_a_busy_machine_loses_no_first_letter(desk: Page) -> None:
    code = of_her_section()
    desk.keyboard.press(code[0])
    desk.wait_for_timeout(200)
    desk.keyboard.type(code[1:])
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/{code}/**")


def test_address_of_a_paper_is_read_too(desk: Page) -> None:
    code = of_her_section()
    desk.keyboard.type(f"http://localhost:8000/tra-cuu/{code}?h=0123456789abcdef0123456789abcdef")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/{code}/**")
