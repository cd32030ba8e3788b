"""What makes the counter fast: drafts, the known applicant, a warning, the queue, batches, the look-up."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.desk.conftest import SignIn, filled, receive, tree_of, words_of
from tests.dossiers.room import HANDLER, HEAD, OWNER, RECEPTION, STRANGER, WARD

from motcua.dossiers.counter_tables import IntakeDraft, QueueTicket
from motcua.dossiers.models import Dossier
from motcua.organisation.models import Counter

CARD = "004188004217|080123456|Hoàng Thị Bích Ngọc|14061988|Nữ|Tổ 5, phường Thục Phán|22122021"


ACTS = ("/hang-cho/cap-so/", "/hang-cho/goi/", "/tiep-nhan/luu/", "/tiep-nhan/bo/")


def value(page: Any, name: str) -> str:
    return str(tree_of(page).xpath(f"string(//input[@name='{name}']/@value)"))


def save(browser: Client, **changes: Any) -> Any:
    return browser.post("/tiep-nhan/luu/", filled(draft_key="d1", draft_tab="t1", **changes))


def test_a_draft_is_saved_offered_and_continued(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    told = save(browser).json()
    assert told["words"].startswith("Đã lưu lúc ")
    start = browser.get("/tiep-nhan/")
    assert "Có phiếu đang nhập dở lúc" in words_of(start)
    back = browser.get("/tiep-nhan/", {"phieu": "d1"})
    assert value(back, "owner_name") == OWNER["owner_name"]
    assert value(back, "draft_at") == told["at"]
    assert tree_of(back).xpath("//input[@name='paper_1' and @checked]")
    browser.post("/tiep-nhan/bo/", {"draft_key": "d1"})
    assert "đang nhập dở" not in words_of(browser.get("/tiep-nhan/"))


def test_another_s_draft_is_neither_shown_nor_thrown_away(sign_in: SignIn) -> None:
    save(sign_in(RECEPTION))
    other = sign_in(HEAD)
    page = other.get("/tiep-nhan/", {"phieu": "d1"})
    assert page.status_code == 404
    assert OWNER["owner_name"] not in page.content.decode()
    assert "Không có phiếu đang nhập này" in words_of(page)
    other.post("/tiep-nhan/bo/", {"draft_key": "d1"})
    assert IntakeDraft.objects.count() == 1


def test_a_second_tab_says_so(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    at = save(browser).json()["at"]
    taken = browser.post("/tiep-nhan/luu/", filled(draft_key="d1", draft_tab="t2", draft_at=at))
    assert taken.status_code == 200
    refused = save(browser, draft_at=at)
    assert refused.status_code == 409
    assert "đang được nhập ở thẻ khác" in refused.json()["words"]


def test_receiving_puts_the_draft_away(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    save(browser)
    receive(browser, draft_key="d1")
    assert not IntakeDraft.objects.exists()


@pytest.mark.parametrize("text", ["x" * 50_000, "\0", "😀|" * 500, "12\r\n34", CARD * 50])
def test_a_scan_of_garbage_is_told_and_nothing_else(sign_in: SignIn, text: str) -> None:
    browser = sign_in(RECEPTION)
    assert browser.post("/tiep-nhan/nguoi-nop/", {"owner_identifier": text}).status_code == 200
    assert browser.post("/tiep-nhan/", filled(owner_identifier=text)).status_code in {302, 400}
    assert browser.get("/tim/", {"q": text}).status_code == 302


def test_the_card_fills_in_the_applicant(sign_in: SignIn) -> None:
    page = sign_in(RECEPTION).post("/tiep-nhan/nguoi-nop/", {"owner_identifier": CARD})
    assert value(page, "owner_identifier") == "004188004217"
    assert value(page, "owner_name") == "Hoàng Thị Bích Ngọc"
    assert value(page, "owner_address") == "Tổ 5, phường Thục Phán"
    assert "Đã đọc thẻ: sinh 14/6/1988." in words_of(page)


def test_an_earlier_dossier_fills_in_the_rest(sign_in: SignIn, received: str) -> None:
    browser = sign_in(RECEPTION)
    page = browser.post("/tiep-nhan/nguoi-nop/", {"owner_identifier": OWNER["owner_identifier"]})
    for name in ("owner_name", "owner_phone", "owner_address"):
        assert value(page, name) == OWNER[name]
    assert f"từ hồ sơ {received}, ngày" in words_of(page)
    assert value(page, "filled_for") == OWNER["owner_identifier"]


def test_another_number_takes_what_was_filled_away(sign_in: SignIn, received: str) -> None:
    """The name of one citizen must never go with the number of another."""
    data = {**OWNER, "owner_identifier": "004088000002", "filled_for": OWNER["owner_identifier"]}
    page = sign_in(RECEPTION).post("/tiep-nhan/nguoi-nop/", data)
    assert (value(page, "owner_name"), value(page, "owner_phone")) == ("", "")


def test_what_was_typed_is_not_overwritten(sign_in: SignIn, received: str) -> None:
    data = {"owner_identifier": OWNER["owner_identifier"], "owner_name": "Hoàng Bích Ngọc"}
    page = sign_in(RECEPTION).post("/tiep-nhan/nguoi-nop/", data)
    assert value(page, "owner_name") == "Hoàng Bích Ngọc"


def test_the_same_filing_again_needs_a_tick(sign_in: SignIn, received: str) -> None:
    browser, form = sign_in(RECEPTION), filled(again="")
    refused = browser.post("/tiep-nhan/", form)
    assert refused.status_code == 400
    assert received in words_of(refused)
    assert tree_of(refused).xpath("//input[@type='checkbox' and @name='again']")
    assert Dossier.objects.count() == 1
    assert browser.post("/tiep-nhan/", {**form, "again": "1"}).status_code == 302
    assert Dossier.objects.count() == 2


def sit(browser: Client) -> None:
    counter = Counter.objects.get(section__agency__code=WARD, section__valid_to=None, number=1)
    browser.post("/tiep-nhan/quay/", {"counter": counter.pk})


def test_take_a_counter_give_a_number_and_call_it(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    assert "Chọn quầy" in words_of(browser.get("/tiep-nhan/"))
    given = browser.post("/hang-cho/cap-so/", {"field": "Hộ tịch", "priority": "1"})
    assert "001" in words_of(browser.get(given["Location"]))
    without = browser.post("/hang-cho/goi/", {"what": "next"}, follow=True)
    assert "Bạn chưa nhận quầy hôm nay" in words_of(without)
    sit(browser)
    called = browser.post("/hang-cho/goi/", {"what": "next"}, follow=True)
    assert "Mời số 001." in words_of(called)
    assert "Quầy 1" in words_of(called)
    again = browser.post("/hang-cho/goi/", {"what": "next"}, follow=True)
    assert "đang phục vụ số 001" in words_of(again)
    number = browser.post("/hang-cho/goi/", {"what": "number", "number": "1", "seen": "1"}, follow=True)
    assert "Số 001 đã được gọi lúc" in words_of(number)
    nobody = browser.post("/hang-cho/goi/", {"what": "next", "seen": "1"}, follow=True)
    assert "Không có người chờ." in words_of(nobody)
    assert QueueTicket.objects.get().state == "served"


def test_the_next_of_a_field_is_one_key_away(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    for field in ("Hộ tịch", "", "Đất đai", "Đất đai"):
        browser.post("/hang-cho/cap-so/", {"field": field})
    assert not tree_of(browser.get("/hang-cho/")).xpath("//button[@name='field']"), (
        "nobody calls from nowhere"
    )
    sit(browser)
    buttons = tree_of(browser.get("/hang-cho/")).xpath("//button[@name='field']")
    assert [(each.get("value"), each.get("data-key")) for each in buttons] == [
        ("Hộ tịch", "1"),
        ("Đất đai", "2"),
    ]
    assert "Đất đai 2" in " ".join(buttons[1].text_content().split())
    called = browser.post("/hang-cho/goi/", {"what": "next", "field": "Đất đai"}, follow=True)
    assert "Mời số 003." in words_of(called)
    called = browser.post("/hang-cho/goi/", {"what": "next", "field": "Hộ tịch", "seen": "3"}, follow=True)
    assert "Mời số 001." in words_of(called)
    nobody = browser.post("/hang-cho/goi/", {"what": "next", "field": "Hộ tịch", "seen": "1"}, follow=True)
    assert "Không có người chờ lĩnh vực Hộ tịch." in words_of(nobody)


def test_the_waiting_room_s_screen_is_public_and_renews_itself(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    sit(browser)
    for _ in range(2):
        browser.post("/hang-cho/cap-so/")
    browser.post("/hang-cho/goi/", {"what": "next"})
    page = Client().get(f"/hang-cho/man-hinh/{WARD}/")
    assert page.status_code == 200
    assert tree_of(page).xpath("//meta[@http-equiv='refresh']")
    assert not tree_of(page).xpath("//script")
    assert "001" in words_of(page)
    assert "1 người đang chờ" in words_of(page)
    assert Client().get("/hang-cho/man-hinh/H14.99.99/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/hang-cho/cap-so/", "/hang-cho/goi/", "/tiep-nhan/luu/", "/tiep-nhan/bo/"]
)
def test_who_is_not_at_the_section_is_refused(sign_in: SignIn, address: str) -> None:
    assert sign_in(HANDLER).post(address).status_code == 403
    assert not QueueTicket.objects.exists()


def test_receipts_of_today_as_one_pdf(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    codes = [receive(browser) for _ in range(2)]
    page = words_of(browser.get("/tiep-nhan/hom-nay/", {"cua": "toi"}))
    assert all(code in page for code in codes)
    assert not any(code in words_of(sign_in(HEAD).get("/tiep-nhan/hom-nay/?cua=toi")) for code in codes)
    made = browser.post("/tiep-nhan/in/", {"ho-so": codes, "mau": "receipt"})
    assert made["Content-Type"] == "application/pdf"
    one = PdfReader(io.BytesIO(browser.get(f"/ho-so/{codes[0]}/in/receipt/").content))
    both = PdfReader(io.BytesIO(made.content))
    assert len(both.pages) == 2 * len(one.pages)
    text = " ".join(sheet.extract_text() for sheet in both.pages)
    assert all(code in text for code in codes)


def test_a_batch_of_nothing_of_too_many_or_of_another_s(sign_in: SignIn, received: str) -> None:
    browser = sign_in(RECEPTION)
    for codes, told in (([], "Chưa chọn hồ sơ nào"), ([f"x{n}" for n in range(51)], "nhiều nhất 50")):
        answer = browser.post("/tiep-nhan/in/", {"ho-so": codes, "ve": "//evil.example/"}, follow=True)
        assert told in words_of(answer)
        assert answer.redirect_chain[0][0] == "/tiep-nhan/hom-nay/"
    stranger = sign_in(STRANGER).post("/tiep-nhan/in/", {"ho-so": [received]}, follow=True)
    assert "Không tìm thấy hồ sơ" in words_of(stranger)


def test_a_look_up_that_is_too_short_says_so(sign_in: SignIn, received: str) -> None:
    browser = sign_in(RECEPTION)
    short = words_of(browser.get("/ho-so/?q=n"))
    assert "quá ngắn để tìm" in short
    assert received not in short
    two = words_of(browser.get("/ho-so/?q=ng"))
    assert "chỉ tìm ở đầu từ" in two
    assert received in two
    assert received in words_of(browser.get(f"/ho-so/?q={received[-8:]}"))


def test_a_card_scanned_elsewhere_is_looked_up_by_its_number(sign_in: SignIn) -> None:
    answer = sign_in(RECEPTION).get("/tim/", {"q": CARD})
    assert answer["Location"] == "/ho-so/?q=004188004217"
