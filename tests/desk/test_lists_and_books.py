"""Work list, look-up, logbook and the section's page: true figures, and lists that can be taken away."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from tests.desk.conftest import SignIn, act, receive, tree_of, words_of
from tests.dossiers.room import (
    HANDLER,
    HEAD,
    INSPECTOR,
    LEADER,
    OWNER,
    RECEPTION,
    STRANGER,
    Room,
)

from motcua.organisation.queries import today


def rows_of(page: object) -> list[str]:
    """The codes of a list, in order."""
    return list(tree_of(page).xpath("//a[@data-row-open]/text()"))


def test_the_list_is_in_groups_with_counts_late_first(sign_in: SignIn, late: str, with_handler: str) -> None:
    page = sign_in(HANDLER).get("/ban-lam-viec/")
    groups = [row.text_content().split("·") for row in tree_of(page).xpath("//tr[@class='grp']")]
    assert [(name.strip(), count.strip()) for name, count in groups] == [("Quá hạn", "1"), ("Trong hạn", "1")]
    assert rows_of(page) == [late, with_handler]
    assert tree_of(page).xpath("//tr[contains(@class,'l') and @data-row]//span[@class='st st-late']")
    assert "Bộ lọc" not in words_of(page)


def test_each_row_has_exactly_one_next_action(sign_in: SignIn, received: str) -> None:
    tree = tree_of(sign_in(RECEPTION).get("/ban-lam-viec/"))
    (row,) = tree.xpath("//tr[@data-row]")
    assert row.xpath(".//a[@data-row-next]/@href") == [f"/ho-so/{received}/lam/transfer/"]


def test_work_goes_from_hand_to_hand(sign_in: SignIn, with_handler: str) -> None:
    where = lambda: {  # noqa: E731
        who: with_handler in rows_of(sign_in(who).get("/ban-lam-viec/"))
        for who in (RECEPTION, HANDLER, LEADER)
    }
    assert where() == {RECEPTION: False, HANDLER: True, LEADER: False}
    act(sign_in(HANDLER), with_handler, "propose_result")
    assert where() == {RECEPTION: False, HANDLER: False, LEADER: True}
    act(sign_in(LEADER), with_handler, "approve", signature="scan")
    assert where() == {RECEPTION: True, HANDLER: False, LEADER: False}


def test_filters_narrow_and_an_empty_list_says_what_to_do(sign_in: SignIn, received: str) -> None:
    browser = sign_in(RECEPTION)
    assert rows_of(browser.get("/ban-lam-viec/?buoc=receive")) == [received]
    empty = browser.get("/ban-lam-viec/?buoc=return")
    assert "Không có hồ sơ khớp bộ lọc." in words_of(empty)
    assert tree_of(empty).xpath("//a[@href='/ban-lam-viec/' and text()='Bỏ lọc']")
    assert rows_of(browser.get("/ban-lam-viec/?nhom=late")) == []
    nothing = words_of(sign_in(STRANGER).get("/ban-lam-viec/"))
    assert "Không có việc đang chờ bạn." in nothing
    assert "Hồ sơ mới sẽ hiện ở đây khi được phân công." in nothing


def test_a_long_list_is_paged(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    codes = [receive(browser) for _ in range(3)]
    from motcua.desk.views import worklist

    worklist.PAGE, before = 2, worklist.PAGE  # type: ignore[misc]
    try:
        first = browser.get("/ban-lam-viec/")
        second = browser.get("/ban-lam-viec/?trang=2")
    finally:
        worklist.PAGE = before  # type: ignore[misc]
    assert len(rows_of(first)) == 2
    assert "Trang 1 trên 2" in words_of(first)
    assert sorted(rows_of(first) + rows_of(second)) == sorted(codes)


def test_keys_of_the_list(sign_in: SignIn, received: str) -> None:
    tree = tree_of(sign_in(RECEPTION).get("/ban-lam-viec/"))
    assert set(tree.xpath("//button[@data-walk]/@data-key")) == {"J", "K", "X", "E", "Enter"}
    assert {"J", "K", "X", "↵", "E"} <= set(tree.xpath("//form[@class='fil']//kbd/text()"))


@pytest.mark.parametrize("address", ["/ban-lam-viec/xuat/csv/", "/ho-so/xuat/csv/"])
def test_a_list_leaves_as_csv_that_no_sheet_takes_for_formulas(sign_in: SignIn, address: str) -> None:
    browser = sign_in(RECEPTION)
    code = receive(browser, owner_name="=HYPERLINK(1)")
    answer = browser.get(address)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:4] == ["Mã hồ sơ", "Mã thủ tục", "Thủ tục", "Chủ hồ sơ"]
    assert row[0] == code
    assert row[3] == "'=HYPERLINK(1)"


def test_a_list_leaves_as_a_workbook(sign_in: SignIn, received: str) -> None:
    answer = sign_in(RECEPTION).get("/ban-lam-viec/xuat/xlsx/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet["A"]] == ["Mã hồ sơ", received]


@pytest.mark.parametrize("text", ["CODE", "code", " CODE ", "http://localhost:8000/tra-cuu/CODE?m=abc"])
def test_the_scan_field_opens_a_code_or_a_qr_address(sign_in: SignIn, received: str, text: str) -> None:
    asked = text.replace("CODE", received).replace("code", received.lower())
    assert sign_in(HEAD).get("/tim/", {"q": asked})["Location"] == f"/ho-so/{received}/"


@pytest.mark.parametrize("text", ["hoang thi bich", "004188004217", "0912345678", "Ngọc"])
def test_fragments_list_what_is_in_sight(sign_in: SignIn, received: str, text: str) -> None:
    there = sign_in(RECEPTION).get("/tim/", {"q": text})["Location"]
    assert rows_of(sign_in(RECEPTION).get(there)) == [received]
    assert rows_of(sign_in(STRANGER).get(there)) == []


def test_a_mistyped_code_gets_its_form_and_no_dossier(sign_in: SignIn, received: str) -> None:
    browser = sign_in(RECEPTION)
    wrong = received[:-1] + ("1" if received[-1] != "1" else "2")
    page = browser.get(browser.get("/tim/", {"q": wrong})["Location"])
    assert "đúng dạng nhưng không có hồ sơ nào mang mã này trong phạm vi của bạn" in words_of(page)
    assert rows_of(page) == []
    short = browser.get("/ho-so/", {"q": received.replace("-", "-9", 1)})
    assert "không phải là mã hồ sơ đúng dạng" in words_of(short)
    assert OWNER["owner_name"] not in words_of(short)


def test_the_logbook_of_a_period(sign_in: SignIn, received: str) -> None:
    browser, day = sign_in(HEAD), today()
    page = browser.get("/so-theo-doi/", {"tu": day.isoformat(), "den": day.isoformat()})
    assert received in words_of(page)
    assert OWNER["owner_address"] in words_of(page)
    assert "mẫu 07" in words_of(page)
    before = (day - timedelta(days=1)).isoformat()
    empty = browser.get("/so-theo-doi/", {"tu": before, "den": before})
    assert "Không có hồ sơ nào được tiếp nhận trong khoảng ngày này." in words_of(empty)
    wrong = browser.get("/so-theo-doi/", {"tu": day.isoformat(), "den": before})
    assert "Khoảng ngày không hợp lệ" in words_of(wrong)


def test_the_logbook_as_form_and_workbook(sign_in: SignIn, received: str) -> None:
    browser = sign_in(INSPECTOR)
    section = tree_of(sign_in(HEAD).get("/so-theo-doi/")).xpath("string(//a[contains(@href,'pdf')]/@href)")
    form = browser.get(section)
    assert form.content.startswith(b"%PDF")
    book = browser.get(section.replace("/pdf/", "/xlsx/"))
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert any(received in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_the_book_of_another_section_is_not_theirs(sign_in: SignIn, received: str) -> None:
    address = tree_of(sign_in(HEAD).get("/so-theo-doi/")).xpath("string(//a[contains(@href,'xlsx')]/@href)")
    book = sign_in(STRANGER).get(address)
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert not any(received in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_the_section_s_figures_add_up(sign_in: SignIn, late: str, with_handler: str) -> None:
    paused = Room("2026-03-02T09:00")
    paused.receive()
    paused.transferred()
    paused.do(HANDLER, "request_obligation", content="Nộp thuế")
    receive(sign_in(RECEPTION))
    page = tree_of(sign_in(HEAD).get("/bo-phan/"))
    figures = {
        box.xpath("string(span[@class='l'])").strip(): box.xpath("string(span[starts-with(@class,'v')])")
        for box in page.xpath("//section[contains(@class,'kpi')]/*")
    }
    assert figures == {
        "Đang chờ": "0",
        "Đã thu": "0\xa0đ",
        "Tiếp nhận hôm nay": "2",
        "Trả hôm nay": "0",
        "Xong hôm nay": "0",
        "Quá hạn": "1",
        "Sắp đến hạn": "0",
        "Đang giải quyết": "4",
    }
    total = [cell.text for cell in page.xpath("//tfoot//td")]
    assert total == ["1", "0", "2", "1", "4"]
    by_officer = page.xpath("//td[@class='num b c-late']//text()")
    assert by_officer[0] == "1"
    assert late in " ".join(page.xpath("//table[@class='lt']//a/text()"))


def test_results_to_hand_back_are_counted_as_work(sign_in: SignIn, with_handler: str) -> None:
    act(sign_in(HANDLER), with_handler, "propose_result")
    act(sign_in(LEADER), with_handler, "approve", signature="scan")
    browser = sign_in(RECEPTION)
    page = browser.get("/ban-lam-viec/")
    assert "1 hồ sơ, việc sắp trễ đứng trước" in words_of(page)
    assert rows_of(browser.get("/ban-lam-viec/?nhom=ended")) == [with_handler]
    assert rows_of(browser.get("/ban-lam-viec/?nhom=within")) == []
