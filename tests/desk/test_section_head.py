"""The section head's day: figures that open exactly what they count, counters, and a book of any length."""

from __future__ import annotations

import io
import re
import sys
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.desk.conftest import SignIn, receive, tree_of, words_of
from tests.dossiers.room import HANDLER_CODE, HEAD, INSPECTOR, INSTANT, RECEPTION, WARD, WITH_PROCESS, Room

from motcua.dossiers.counter_tables import QueueTicket
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.logbook import logbook_lines
from motcua.foundation.clock import MINUTE, SystemClock, day_of
from motcua.foundation.errors import Forbidden
from motcua.money.models import Receipt
from motcua.organisation.models import CounterDuty
from motcua.organisation.queries import counters_today, person_by_login, section_of
from motcua.procedures import process_services

DAY = "/bo-phan/"


def figures(page: Any) -> list[tuple[str, int]]:
    """Each linked figure with the number that it shows."""
    found = []
    for link in page.xpath("//a[contains(@href, '/bo-phan/ho-so/')]"):
        number = "".join(link.xpath(".//span[@class='v' or starts-with(@class, 'v ')]/text()")) or link.text
        if number and re.fullmatch(r"[\d.]+", number.strip()):
            found.append((link.get("href"), int(number.strip().replace(".", ""))))
    return found


def test_each_figure_opens_as_many_as_it_says(sign_in: SignIn, with_handler: str, late: str) -> None:
    desk = sign_in(RECEPTION)
    for _ in range(2):
        receive(desk)
    browser = sign_in(HEAD)
    shown = figures(tree_of(browser.get(DAY)))
    assert len(shown) >= 8
    assert sum(number for _, number in shown) > 0
    for address, number in shown:
        listed = browser.get(address)
        assert listed.status_code == 200
        assert len(tree_of(listed).xpath("//tr[@data-row]")) == number, address


def test_money_and_waiting_people_of_the_day(sign_in: SignIn) -> None:
    desk, head = sign_in(RECEPTION), sign_in(HEAD)
    code = receive(desk, procedure=INSTANT, take_money="cash")
    receipt = Receipt.objects.get()
    back = {"key": "r", "amount": "4000", "method": "cash", "reason": "Thu thừa"}
    assert head.post(f"/ho-so/{code}/hoan-phi/{receipt.number}/", back).status_code == 302
    desk.post("/hang-cho/cap-so/", {})
    desk.post("/hang-cho/cap-so/", {})
    QueueTicket.objects.filter(number=1).update(issued_at=SystemClock().now() - 14 * MINUTE)
    words = words_of(head.get(DAY))
    assert "Đã thu6.000 đ1 biên lai, 1 phiếu hoàn" in words.replace("\xa0", " ")
    assert "Đang chờ2lâu nhất 14 phút" in words
    (link,) = tree_of(head.get(DAY)).xpath("//a[contains(., 'Đã thu')]/@href")
    assert "6.000" in words_of(head.get(link))
    assert "Đã thu" not in words_of(desk.get(DAY)), "the section's money is for who looks it over"


def test_the_head_sets_and_frees_a_counter(sign_in: SignIn, received: str) -> None:
    head = person_by_login(HEAD, SystemClock().now())
    door = section_of(head.held[0].agency_id, day_of(SystemClock().now()))
    assert door is not None
    counter = counters_today(door.pk, day_of(SystemClock().now()))[0]
    officer = person_by_login(RECEPTION, SystemClock().now())
    browser = sign_in(HEAD)
    answer = browser.post(
        f"/bo-phan/quay/{counter.counter_id}/", {"can-bo": officer.officer_code}, follow=True
    )
    assert "Đã phân quầy." in words_of(answer)
    assert f"{officer.name} từ" in words_of(answer)
    assert CounterDuty.objects.get(ends=None).set_by_id == head.officer_id
    browser.post(f"/bo-phan/quay/{counter.counter_id}/", {"can-bo": ""})
    assert not CounterDuty.objects.filter(ends=None).exists()


@pytest.mark.parametrize("officer", ["CB0022", "x", "'; DROP TABLE x"])
def test_nobody_of_elsewhere_is_set(sign_in: SignIn, received: str, officer: str) -> None:
    head = person_by_login(HEAD, SystemClock().now())
    door = section_of(head.held[0].agency_id, day_of(SystemClock().now()))
    assert door is not None
    counter = counters_today(door.pk, day_of(SystemClock().now()))[0]
    sign_in(HEAD).post(f"/bo-phan/quay/{counter.counter_id}/", {"can-bo": officer})
    assert not CounterDuty.objects.exists()


@pytest.mark.parametrize("who", [RECEPTION, INSPECTOR])
def test_others_only_see_the_counters(sign_in: SignIn, received: str, who: str) -> None:
    browser = sign_in(who)
    assert "Phân quầy" not in words_of(browser.get(DAY))
    assert browser.post("/bo-phan/quay/1/", {"can-bo": "CB0015"}).status_code == 403


def test_a_long_book_is_paged_on_screen_and_whole_in_the_workbook(
    sign_in: SignIn, received: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sign_in(RECEPTION)
    for _ in range(4):
        receive(desk)
    monkeypatch.setattr("motcua.desk.views.logbook.SHOWN", 2)
    monkeypatch.setattr(sys.modules["motcua.dossiers.queries.logbook"], "CHUNK", 2)
    monkeypatch.setattr("motcua.desk.views.logbook.MOST", 2)
    browser = sign_in(HEAD)
    last = tree_of(browser.get("/so-theo-doi/", {"trang": "3"}))
    assert last.xpath("//tbody/tr/td[1]/text()") == ["5"]
    refused = browser.get("/so-theo-doi/xuat/pdf/")
    assert refused.status_code == 400
    assert "một bản in chỉ được 2" in words_of(refused)
    book = load_workbook(io.BytesIO(browser.get("/so-theo-doi/xuat/xlsx/").content))
    codes = [row[1].value for row in book.active.iter_rows(min_row=6)]
    assert codes == list(Dossier.objects.order_by("received_at", "pk").values_list("code", flat=True))
    assert [row[0].value for row in book.active.iter_rows(min_row=6)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("period", "status"),
    [
        ({"tu": "2022-01-01", "den": "2026-12-31"}, 200),
        ({"tu": "2019-01-01", "den": "2026-12-31"}, 400),
        ({"tu": "2026-12-31", "den": "2026-01-01"}, 400),
        ({"tu": "hôm qua"}, 400),
    ],
)
def test_a_period(sign_in: SignIn, received: str, period: dict[str, str], status: int) -> None:
    browser = sign_in(HEAD)
    assert browser.get("/so-theo-doi/", period).status_code == 200
    assert browser.get("/so-theo-doi/xuat/xlsx/", period).status_code == status


def test_lines_of_a_book_of_another_section_are_refused(sign_in: SignIn, received: str) -> None:
    stranger = person_by_login("tham.tangiang", SystemClock().now())
    section = Dossier.objects.get(code=received).section_id
    day = day_of(SystemClock().now())
    with pytest.raises(Forbidden):
        logbook_lines(stranger, section, day, day)


def test_steps_over_their_time_stand_with_who_has_them_and_the_letter(sign_in: SignIn) -> None:
    process_services.load_demo()
    room = Room("2026-03-02T09:00")
    room.receive(procedure=WITH_PROCESS)
    room.do(RECEPTION, "transfer", to_officer=HANDLER_CODE)
    browser = sign_in(HEAD)
    page = browser.get("/bo-phan/tre/")
    assert room.code in words_of(page)
    assert "Triệu Văn Sơn" in words_of(page)
    form = tree_of(page).xpath("//a[contains(@href, '/lam/urge/')]/@href")[0]
    offered = tree_of(browser.get(form)).xpath("//select[@name='agency']/option/@value")
    assert WARD in offered
    # The page is of today, so the urging is recorded today too.
    done = browser.post(form, {"agency": WARD, "note": "Đề nghị sớm có kết quả"})
    assert done.status_code == 302
    assert room.types[-1] == "urged"
    letter = browser.get(f"/ho-so/{room.code}/in/urging_letter/")
    assert letter["Content-Type"] == "application/pdf"
