"""Money in a browser: taken by keyboard, printed, given back, closed; the head sees the day."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from tests.dossiers.room import INSTANT
from tests.support.officer import Officer, play, received

from motcua.money.models import DayClose, Receipt

Seat = Callable[..., Officer]


def test_a_day_with_money(officer: Seat) -> None:
    hanh = officer("hanh.thucphan")
    page, code = hanh.page, received(procedure=INSTANT)
    play("hanh.thucphan", code, "resolve_at_counter")
    hanh.go(f"/ho-so/{code}/")
    expect(page.get_by_text("Thu trước khi trả kết quả.")).to_be_visible()
    assert not hanh.may("Trả kết quả"), "the result waits for the money"

    page.keyboard.press("F8")
    expect(page.locator("[name=quantity_1]")).to_be_focused()
    hanh.look(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã thu")
    receipt = Receipt.objects.get()
    assert receipt.number in hanh.paper(receipt.number)
    assert hanh.may("Trả kết quả")
    hanh.look(page)

    head = officer("bac.thucphan")
    head.go(f"/ho-so/{code}/")
    head.page.get_by_role("link", name="Hoàn tiền").click()
    dialog = head.page.get_by_role("dialog")
    dialog.get_by_label("Số tiền hoàn (đồng)").fill("4000")
    dialog.get_by_label("Lý do").fill("Thu thừa")
    head.look(head.page)
    head.page.keyboard.press("Control+Enter")
    expect(head.page.get_by_role("status")).to_contain_text("Đã hoàn")

    hanh.go("/thu-phi/")
    page.get_by_label("Tiền mặt đếm được (đồng)").fill("10000")
    hanh.look(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã chốt tiền")
    assert DayClose.objects.get().difference == 0
    hanh.look(page)

    head.go("/thu-phi/bo-phan/")
    for words in (receipt.number, "Nông Thị Hạnh", "10.000", "-4.000"):
        expect(head.page.get_by_text(words).first).to_be_visible()
    head.look(head.page)
    head.go("/thu-phi/quyet-toan/")
    head.look(head.page)
