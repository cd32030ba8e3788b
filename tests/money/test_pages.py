"""The pages of money: taken, closed, settled and printed through the browser's requests."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from tests.desk.conftest import SignIn, receive, sign_in, words_of
from tests.dossiers.room import HEAD, INSPECTOR, INSTANT, LEADER, RECEPTION, STRANGER
from tests.support.statements import counting

from motcua.money.models import DayClose, Receipt, Till

__all__ = ["sign_in"]


def received(browser: Any) -> str:
    return receive(browser, procedure=INSTANT)


def take(browser: Any, code: str, **data: str) -> Any:
    return browser.post(f"/ho-so/{code}/thu-phi/", {"key": uuid4().hex, "quantity_1": "1", **data})


def is_paper(answer: Any) -> bool:
    return answer.status_code == 200 and answer.content.startswith(b"%PDF")


def test_from_the_fee_to_the_close(sign_in: SignIn) -> None:
    browser, head = sign_in(RECEPTION), sign_in(HEAD)
    code = received(browser)
    assert "10.000" in words_of(browser.get(f"/ho-so/{code}/"))
    assert take(browser, code, quantity_1="2").status_code == 302
    receipt = Receipt.objects.get()
    page = words_of(browser.get(f"/ho-so/{code}/"))
    assert receipt.number in page
    assert "20.000" in page
    assert "Đã nộp" in page
    assert is_paper(browser.get(f"/thu-phi/bien-lai/{receipt.number}/in/"))
    assert browser.get(f"/ho-so/{code}/hoan-phi/{receipt.number}/").status_code == 403
    refund = {"key": "r", "amount": "10000", "method": "cash", "reason": "Thu thừa"}
    assert head.get(f"/ho-so/{code}/hoan-phi/{receipt.number}/").status_code == 200
    assert head.post(f"/ho-so/{code}/hoan-phi/{receipt.number}/", refund).status_code == 302
    till = Till.objects.get(officer=receipt.by)
    wrong = browser.post(f"/thu-phi/quy/{till.pk}/", {"counted": "19000"})
    assert wrong.status_code == 400
    assert "ghi lý do" in words_of(wrong)
    assert browser.post(f"/thu-phi/quy/{till.pk}/", {"counted": "20.000"}).status_code == 302
    again = browser.post(f"/thu-phi/quy/{till.pk}/", {"counted": "0"})
    assert again.status_code == 409
    assert "đã được" in words_of(again)
    done = DayClose.objects.get()
    assert is_paper(browser.get(f"/thu-phi/chot/{done.pk}/in/"))
    assert is_paper(head.get("/thu-phi/bo-phan/xuat/pdf/"))
    section = words_of(head.get("/thu-phi/bo-phan/"))
    for words in (receipt.number, "20.000", "-10.000", "Chốt thay"):
        assert words in section
    book = load_workbook(io.BytesIO(head.get("/thu-phi/bo-phan/xuat/xlsx/").content)).active
    assert book is not None
    assert book.cell(row=book.max_row, column=8).value == 10_000


def test_with_the_reception(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    code = receive(browser, procedure=INSTANT, take_money="cash")
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.dossier.code) == (10_000, code)
    assert "In biên lai" in words_of(browser.get(f"/tiep-nhan/xong/{code}/"))


@pytest.mark.parametrize(
    "data",
    [
        {"quantity_1": "-1"},
        {"quantity_1": "1000000000000000"},
        {"quantity_1": "1.5"},
        {"quantity_1": "mười"},
        {"key": ""},
        {"method": "transfer", "reference": "<script>"},
        {"method": "\x00"},
        {"payer": "x" * 5000},
    ],
)
def test_bad_input_is_answered_and_writes_nothing(sign_in: SignIn, data: dict[str, str]) -> None:
    browser = sign_in(RECEPTION)
    code = received(browser)
    answer = take(browser, code, **data)
    assert answer.status_code == 400
    assert not Receipt.objects.exists()


def test_another_section_sees_neither_receipt_nor_till(sign_in: SignIn) -> None:
    browser, stranger = sign_in(RECEPTION), sign_in(STRANGER)
    code = received(browser)
    take(browser, code)
    receipt, till = Receipt.objects.get(), Till.objects.get()
    for address in (
        f"/thu-phi/bien-lai/{receipt.number}/in/",
        f"/thu-phi/quy/{till.pk}/",
        f"/ho-so/{code}/thu-phi/",
    ):
        assert stranger.get(address).status_code == 404, address
    assert take(stranger, code).status_code == 404
    assert stranger.post(f"/thu-phi/quy/{till.pk}/", {"counted": "10000"}).status_code == 404
    assert is_paper(sign_in(INSPECTOR).get(f"/thu-phi/bien-lai/{receipt.number}/in/"))
    assert is_paper(sign_in(LEADER).get(f"/thu-phi/bien-lai/{receipt.number}/in/"))


@pytest.mark.parametrize("page", ["/thu-phi/", "/thu-phi/bo-phan/"])
def test_as_many_questions_for_one_receipt_as_for_many(sign_in: SignIn, page: str) -> None:
    browser = sign_in(RECEPTION)
    head = sign_in(HEAD) if "bo-phan" in page else browser

    def count() -> int:
        head.get(page)
        with counting() as caught:
            assert head.get(page).status_code == 200
        return len(caught.texts)

    take(browser, received(browser))
    one = count()
    for _ in range(5):
        take(browser, received(browser))
    assert count() == one <= 15


def test_odd_questions_about_periods_and_quarters(sign_in: SignIn) -> None:
    head = sign_in(HEAD)
    for query in ("tu=x", "tu=2026-12-31&den=2026-01-01", "tu=1000-01-01", "bo-phan=x"):
        assert head.get(f"/thu-phi/bo-phan/?{query}").status_code == 200, query
    for query in ("quy=9", "quy=x&nam=-1", "nam=99999", "bo-phan=0"):
        assert head.get(f"/thu-phi/quyet-toan/?{query}").status_code == 200, query
    refused = head.post("/thu-phi/quyet-toan/lap/", {"quy": "1"})
    assert refused.status_code == 404
    assert "Không có Bộ phận Một cửa này" in words_of(refused)
