"""A whole Monday at the counter by keyboard alone: no step of it needs a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect
from tests.support.officer import CODE, OWNER, Officer

from motcua.dossiers.counter_tables import IntakeDraft, QueueTicket
from motcua.dossiers.models import CounterSlip, Dossier
from motcua.dossiers.queue import issue_ticket
from motcua.organisation.queries import person_by_login

Look = Callable[[Page], None]
HANH = "hanh.thucphan"
CARD = f"{OWNER['owner_identifier']}||{OWNER['owner_name']}|14061988|Nữ|{OWNER['owner_address']}|22122021"
OTHERS = (
    ("004088000002", "Nông Văn Đạt", "0912000111", "Tổ 2, phường Thục Phán"),
    ("004188000017", "Đoàn Thị Hoà", "0983456789", "Tổ 7, phường Thục Phán"),
)


class Hands:
    """Two hands on a keyboard: the only way in which this file touches a page."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page = page
        self.look = look

    def press(self, *keys: str) -> None:
        Officer(self.page, self.look).press(*keys)

    def types(self, words: str) -> None:
        self.page.keyboard.type(words)

    def at(self, label: str) -> None:
        expect(self.page.get_by_label(label).first).to_be_focused()

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words, timeout=20_000)

    def dialog(self, name: str) -> Locator:
        found = self.page.get_by_role("dialog", name=re.compile(name))
        expect(found).to_be_visible()
        return found


@pytest.fixture
def hands(page: Page, look: Look, monkeypatch: pytest.MonkeyPatch) -> Hands:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("somebody took the mouse")

    for name in ("click", "move", "down", "wheel", "dblclick"):
        monkeypatch.setattr(type(page.mouse), name, refuse)
    monkeypatch.setattr(Locator, "click", refuse)
    page.goto("/dang-nhap/?next=/tiep-nhan/")
    page.locator("form input[type=text]").first.focus()
    page.keyboard.type(HANH)
    page.keyboard.press("Tab")
    page.keyboard.type(settings.MOTCUA_DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tiep-nhan/", wait_until="networkidle")
    return Hands(page, look)


def chosen(hands: Hands, words: str) -> None:
    """Find a procedure; the search field has the focus already. The keys do not wait for the list to come."""
    hands.at("Tên thủ tục (không cần dấu), mã hoặc lĩnh vực")
    hands.types(words)
    hands.press("ArrowDown", "Enter")
    hands.at("Số định danh cá nhân")


def newcomer(hands: Hands, number: int) -> None:
    """Type a person whom no dossier knows yet; Enter leads on."""
    for name, value in zip(("identifier", "name", "phone", "address"), OTHERS[number], strict=True):
        expect(hands.page.locator(f"[name=owner_{name}]")).to_be_focused()
        hands.types(value)
        hands.page.keyboard.press("Enter")
    expect(hands.page.locator("[data-tick]").first).to_be_focused()


def received(hands: Hands) -> str:
    """Receive; the code."""
    hands.page.keyboard.press("Control+Enter")
    hands.page.wait_for_url("**/xong/**")
    hands.sees("Đã tiếp nhận hồ sơ")
    found = CODE.search(hands.page.get_by_role("main").inner_text())
    assert found
    return found[0]


def next_citizen(hands: Hands, number: int) -> None:
    """One key from what is done to the next citizen."""
    hands.page.keyboard.press("Control+Enter")
    hands.sees(f"Mời số {number:03d}.")
    hands.at("Tên thủ tục (không cần dấu), mã hoặc lĩnh vực")


def test_a_whole_monday(hands: Hands) -> None:
    page = hands.page
    greeter = person_by_login("bac.thucphan")
    for _ in range(5):
        issue_ticket(greeter)

    # The day begins: take a counter, call the first number.
    hands.at("Tên thủ tục (không cần dấu), mã hoặc lĩnh vực")
    hands.look(page)
    hands.press("Alt+q")
    page.wait_for_url("**/tiep-nhan/quay/")
    hands.sees("Quầy 1")
    hands.look(page)
    hands.press("1")
    hands.sees("Bạn đang ở quầy 1.")
    hands.press("Alt+n")
    hands.sees("Mời số 001.")
    hands.look(page)

    # A newcomer files; the papers are ticked by their numbers, the kind by its letter.
    chosen(hands, "dang ky lai khai sinh")
    newcomer(hands, 0)
    hands.press("1", "2", "s")
    expect(page.locator("[name=paper_2_kind][value=copy]")).to_be_checked()
    expect(page.locator("#kept")).to_contain_text("Đã lưu lúc")
    hands.press("F8", "F9")
    expect(page.locator("[name=return_method]").first).to_be_focused()
    first = received(hands)
    assert not IntakeDraft.objects.exists()

    # The same person again: the card is scanned, the open dossier is told, a tick lets it pass.
    next_citizen(hands, 2)
    chosen(hands, "dang ky lai khai sinh")
    hands.types(OTHERS[0][0])
    hands.page.keyboard.press("Enter")
    hands.sees(f"từ hồ sơ {first}")
    hands.sees("Đang có hồ sơ cùng thủ tục chưa xong")
    expect(page.get_by_role("checkbox", name="Vẫn tiếp nhận")).to_be_focused()
    hands.look(page)
    hands.press("1", "2")
    page.keyboard.press("Control+Enter")
    hands.sees("đánh dấu “Vẫn tiếp nhận”")
    assert Dossier.objects.filter(owner_identifier=OTHERS[0][0]).count() == 1
    hands.press("Alt+v")
    expect(page.get_by_role("checkbox", name="Vẫn tiếp nhận")).to_be_checked()
    second = received(hands)

    # Somebody whose papers are not complete: form 02.
    next_citizen(hands, 3)
    chosen(hands, "dang ky lai khai sinh")
    hands.types(CARD)
    page.keyboard.press("Enter")
    expect(page.locator("[name=owner_name]")).to_have_value(OWNER["owner_name"])
    hands.press("Alt+b")
    hands.dialog("Phiếu yêu cầu bổ sung")
    hands.types("Bản sao sổ hộ khẩu cũ")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.tagName") == "BUTTON":
        page.keyboard.press("Tab")
    hands.types("Chưa có giấy tờ gốc để đối chiếu")
    page.keyboard.press("Control+Enter")
    hands.sees("Đã lập phiếu yêu cầu bổ sung")

    # Somebody who must go elsewhere: form 03.
    next_citizen(hands, 4)
    chosen(hands, "dang ky lai khai sinh")
    hands.types(CARD)
    page.keyboard.press("Enter")
    expect(page.locator("[name=owner_name]")).to_have_value(OWNER["owner_name"])
    hands.press("Alt+t")
    hands.dialog("Phiếu từ chối tiếp nhận")
    hands.types("Không thuộc thẩm quyền")
    page.keyboard.press("Control+Enter")
    hands.sees("Đã lập phiếu từ chối tiếp nhận")
    assert sorted(CounterSlip.objects.values_list("kind", flat=True)) == ["refusal", "supplement"]

    # Another procedure, from the list of those used last.
    next_citizen(hands, 5)
    hands.press("Alt+g")
    expect(page.locator("details.pick button").first).to_be_focused()
    hands.press("1")
    hands.at("Số định danh cá nhân")
    newcomer(hands, 1)
    hands.press("1")
    third = received(hands)
    page.keyboard.press("Control+Enter")
    hands.sees("không có người chờ")
    assert set(QueueTicket.objects.values_list("state", flat=True)) <= {"served", "called"}

    # Look-up by a fragment, and a receipt held under the scanner.
    hands.press("/")
    hands.types("doan thi hoa")
    page.keyboard.press("Enter")
    hands.sees(third)
    hands.look(page)
    page.evaluate("document.activeElement.blur()")
    hands.press("j", "Enter")
    page.wait_for_url(f"**/ho-so/{third}/")
    hands.types(f"http://localhost/tra-cuu/{second}?h=0")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ho-so/{second}/")

    # The day's receipts once more, as one paper.
    page.goto("/tiep-nhan/")
    hands.press("Alt+h")
    hands.sees(first)
    page.evaluate("document.activeElement.blur()")
    hands.press("a")
    expect(page.locator("[name=ho-so]:not(:checked)")).to_have_count(0)
    hands.look(page)
    with page.context.expect_event("request", lambda one: "/tiep-nhan/in/" in one.url) as printed:
        hands.press("p")
    assert printed.value.method == "POST"
    assert all(code in (printed.value.post_data or "") for code in (first, second, third))


def test_a_scanner_is_heard_in_a_text_field_too(hands: Hands) -> None:
    page = hands.page
    chosen(hands, "dang ky lai khai sinh")
    newcomer_name = page.locator("[name=owner_name]")
    hands.types(OTHERS[0][0])
    page.keyboard.press("Enter")
    expect(newcomer_name).to_be_focused()
    hands.types("Nông Văn")
    page.wait_for_timeout(200)
    hands.types(CARD)
    page.keyboard.press("Enter")
    expect(newcomer_name).to_have_value(OWNER["owner_name"])
    expect(page.locator("[name=owner_identifier]")).to_have_value(OWNER["owner_identifier"])


def test_all_of_the_main_step_is_seen_at_1024_by_768(hands: Hands) -> None:
    page = hands.page
    page.set_viewport_size({"width": 1024, "height": 768})
    chosen(hands, "dang ky lai khai sinh")
    bar = page.get_by_role("button", name=re.compile("Tiếp nhận và in giấy hẹn"))
    expect(bar).to_be_in_viewport()
    for name in ("Thủ tục", "Người nộp hồ sơ", "Thành phần hồ sơ", "Hẹn trả kết quả"):
        expect(page.get_by_role("heading", name=name, exact=True).first).to_be_in_viewport()
