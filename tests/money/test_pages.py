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

from motcua.money.models import DayClose, Receipt, Refund, Till, Waiver

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


def test_a_reduction_its_withdrawal_and_the_refund_slip(sign_in: SignIn) -> None:
    browser, head = sign_in(RECEPTION), sign_in(HEAD)
    code = received(browser)
    ground = {"key": "w", "legal_ground": "Luật Phí và lệ phí, Điều 10", "amount": "4.000"}
    assert "Đang phải nộp" in words_of(browser.get(f"/ho-so/{code}/mien-phi/"))
    assert browser.post(f"/ho-so/{code}/mien-phi/", ground).status_code == 302
    assert "Phải nộp 6.000" in words_of(browser.get(f"/ho-so/{code}/")).replace("\xa0", " ")
    assert "biên lai trừ 4.000" in words_of(browser.get(f"/ho-so/{code}/thu-phi/")).replace("\xa0", " ")
    assert take(browser, code).status_code == 302
    first = Receipt.objects.get()
    assert is_paper(browser.get(f"/thu-phi/bien-lai/{first.number}/in/"))
    for who, status in ((browser, 403), (head, 200), (sign_in(STRANGER), 403)):
        assert who.get(f"/ho-so/{code}/rut-mien-phi/").status_code == status
    page = f"/ho-so/{code}/rut-mien-phi/"
    assert head.post(page, {"key": "u", "reason": ""}).status_code == 400
    assert head.post(page, {"key": "u", "reason": "Không thuộc diện"}).status_code == 302
    assert head.get(page).status_code == 403
    assert "Còn phải nộp 4.000" in words_of(head.get(f"/ho-so/{code}/")).replace("\xa0", " ")
    assert take(browser, code).status_code == 302
    second = Receipt.objects.exclude(pk=first.pk).get()
    assert is_paper(browser.get(f"/thu-phi/bien-lai/{second.number}/in/"))
    refund = {"key": "r", "amount": "4000", "method": "cash", "reason": "Thu thừa"}
    done = head.post(f"/ho-so/{code}/hoan-phi/{second.number}/", refund)
    slip = Refund.objects.get()
    assert done["Location"].endswith(f"?bien-lai={slip.number}")
    for address in (f"/ho-so/{code}/", "/thu-phi/", "/thu-phi/bo-phan/"):
        assert f"/thu-phi/phieu-hoan/{slip.number}/in/" in head.get(address).content.decode(), address
    assert is_paper(head.get(f"/thu-phi/phieu-hoan/{slip.number}/in/"))
    assert sign_in(STRANGER).get(f"/thu-phi/phieu-hoan/{slip.number}/in/").status_code == 404
    assert head.get("/thu-phi/phieu-hoan/HT-0/in/").status_code == 404
    section = words_of(head.get("/thu-phi/bo-phan/"))
    assert "đã rút" in section
    assert "một phần" in section


@pytest.mark.parametrize("amount", ["-1", "1000000000000000", "", "1.5", "4000; drop"])
def test_bad_amounts_are_answered_in_every_form_of_money(sign_in: SignIn, amount: str) -> None:
    """Waiver, refund and close: a sentence at the field, what was typed stays, nothing is written."""
    browser, head = sign_in(RECEPTION), sign_in(HEAD)
    code = received(browser)
    if amount:  # empty waives all
        ground = {"key": "w", "legal_ground": "Điều 10", "amount": amount}
        refused = browser.post(f"/ho-so/{code}/mien-phi/", ground)
        assert refused.status_code == 400
        assert "Điều 10" in refused.content.decode()
    take(browser, code)
    receipt, till = Receipt.objects.get(), Till.objects.get()
    refund = {"key": "r", "amount": amount, "method": "cash", "reason": "Thu thừa"}
    refused = head.post(f"/ho-so/{code}/hoan-phi/{receipt.number}/", refund)
    assert refused.status_code == 400
    assert "Thu thừa" in refused.content.decode()
    assert browser.post(f"/thu-phi/quy/{till.pk}/", {"counted": amount}).status_code == 400
    assert (Waiver.objects.count(), Refund.objects.count(), DayClose.objects.count()) == (0, 0, 0)


def test_a_refund_twice_and_two_closes_are_answered(sign_in: SignIn) -> None:
    browser, head = sign_in(RECEPTION), sign_in(HEAD)
    code = received(browser)
    take(browser, code)
    receipt, till = Receipt.objects.get(), Till.objects.get()
    refund = {"key": "r", "amount": "10000", "method": "cash", "reason": "Thu nhầm"}
    page = f"/ho-so/{code}/hoan-phi/{receipt.number}/"
    assert head.post(page, refund).status_code == 302
    again = head.post(page, refund)
    assert again.status_code == 302, "the same press"
    assert "trước đó" in words_of(head.get(again["Location"]))
    other = head.post(page, {**refund, "key": "other"})
    assert other.status_code == 400
    assert "không có khoản nào" in words_of(other)
    assert Refund.objects.count() == 1
    assert browser.post(f"/thu-phi/quy/{till.pk}/", {"counted": "10000"}).status_code == 302
    second = browser.post(f"/thu-phi/quy/{till.pk}/", {"counted": "10000"})
    assert second.status_code == 409
    assert "lần chốt không sửa được" in words_of(second)
