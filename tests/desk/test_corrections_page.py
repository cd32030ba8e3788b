"""The page of corrections: present values, a look before anything is written, one action, the way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.desk.conftest import SignIn, tree_of, words_of
from tests.dossiers.room import FIVE_DAYS, HEAD, INSTANT, OWNER, RECEPTION

from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.secret import lookup_secret


def filled(page: Any, **typed: str) -> dict[str, str]:
    """What a browser would send of the form, with what was typed."""
    form = tree_of(page).get_element_by_id("correct")
    return {**{name: value or "" for name, value in form.form_values()}, **typed}


def send(browser: Client, code: str, page: Any, step: str, **typed: str) -> Any:
    return browser.post(f"/ho-so/{code}/dinh-chinh/", filled(page, buoc=step, **typed))


def test_looked_at_then_done(sign_in: SignIn, received: str) -> None:
    browser = sign_in(HEAD)
    page = browser.get(f"/ho-so/{received}/dinh-chinh/")
    assert filled(page)["owner_name"] == OWNER["owner_name"]
    draft = send(browser, received, page, "xem", procedure=INSTANT, owner_phone="0987654321", reason="Sai")
    assert draft.status_code == 200
    assert "Ngày hẹn trả đổi từ" in words_of(draft)
    assert "Chưa nộp 10.000 đ" in words_of(draft)
    assert "unpaid" not in words_of(draft)
    assert Event.objects.filter(type="corrected").count() == 0
    done = send(browser, received, draft, "ghi")
    assert (done.status_code, done["Location"]) == (302, f"/ho-so/{received}/")
    row = Dossier.objects.get(code=received)
    assert (row.procedure_code, row.owner_phone) == (INSTANT, "0987654321")
    words = words_of(browser.get(f"/ho-so/{received}/"))
    assert "đã báo người nộp" in words
    assert "0987654321" in words


def test_the_same_press_twice_is_one(sign_in: SignIn, received: str) -> None:
    browser = sign_in(HEAD)
    page = browser.get(f"/ho-so/{received}/dinh-chinh/")
    draft = send(browser, received, page, "xem", sets="2", content="Đúng", reason="Sai")
    for _ in range(2):
        assert send(browser, received, draft, "ghi").status_code == 302
    assert Event.objects.filter(type="corrected").count() == 2


def test_what_was_not_seen_is_shown_first(sign_in: SignIn, received: str) -> None:
    browser = sign_in(HEAD)
    page = browser.get(f"/ho-so/{received}/dinh-chinh/")
    draft = send(browser, received, page, "xem", sets="2", reason="Sai")
    other = send(browser, received, draft, "ghi", sets="3")
    assert other.status_code == 200
    assert Event.objects.filter(type="corrected").count() == 0
    assert send(browser, received, other, "ghi").status_code == 302


def test_a_procedure_is_looked_for_without_losing_what_was_typed(sign_in: SignIn, received: str) -> None:
    browser = sign_in(HEAD)
    page = browser.get(f"/ho-so/{received}/dinh-chinh/")
    found = send(browser, received, page, "tim", tim_thu_tuc="chung thuc chu ky", content="Đã gõ")
    assert INSTANT in words_of(found)
    assert filled(found)["content"] == "Đã gõ"


def test_faults_are_named_and_what_was_typed_stays(sign_in: SignIn, received: str) -> None:
    browser = sign_in(HEAD)
    page = browser.get(f"/ho-so/{received}/dinh-chinh/")
    refused = send(browser, received, page, "xem", owner_identifier="123", received_at="2099-01-01T08:00")
    assert refused.status_code == 400
    assert filled(refused)["owner_identifier"] == "123"
    assert tree_of(refused).xpath("//a[@href='#owner_identifier']")


def test_a_page_that_grew_stale_says_who_was_first(sign_in: SignIn, received: str) -> None:
    browser = sign_in(HEAD)
    page = browser.get(f"/ho-so/{received}/dinh-chinh/")
    draft = send(browser, received, page, "xem", sets="2", reason="Sai")
    other = send(browser, received, page, "xem", content="Khác", reason="Sai")
    assert send(browser, received, other, "ghi").status_code == 302
    stale = send(browser, received, draft, "ghi")
    assert stale.status_code == 409
    assert "Hồ sơ đã thay đổi từ lúc bạn mở" in words_of(stale)


@pytest.mark.parametrize("hostile", ["\0", "<script>", "' OR 1=1", "9" * 5000])
@pytest.mark.parametrize(
    "field", ["procedure", "case", "owner_name", "sets", "limit_quantity", "line_1_quantity"]
)
def test_hostile_fields_change_nothing(sign_in: SignIn, received: str, field: str, hostile: str) -> None:
    browser = sign_in(HEAD)
    page = browser.get(f"/ho-so/{received}/dinh-chinh/")
    answer = send(browser, received, page, "ghi", **{field: hostile, "reason": "x"})
    assert answer.status_code in {200, 400}
    assert Event.objects.filter(type="corrected").count() == 0


def test_wrong_procedure_corrected_receipt_reprinted_citizen_told(sign_in: SignIn, received: str) -> None:
    """The way of the article: typed wrongly at the counter, put right, told to who came."""
    head = sign_in(HEAD)
    page = head.get(f"/ho-so/{received}/dinh-chinh/")
    draft = send(head, received, page, "xem", procedure=INSTANT, reason="Công dân báo nhầm thủ tục")
    send(head, received, draft, "ghi")
    receipt = sign_in(RECEPTION).get(f"/ho-so/{received}/in/receipt/")
    assert receipt["Content-Type"] == "application/pdf"
    citizen = Client().post("/tra-cuu/", {"ma": received, "bi_mat": lookup_secret(received)}, follow=True)
    words = words_of(citizen)
    assert "Ngày hẹn trả đã được đính chính" in words
    assert "Ngày hẹn cũ:" in words
    assert "Ngày hẹn mới:" in words
    assert FIVE_DAYS not in words
