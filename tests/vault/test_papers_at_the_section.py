"""Circular 01/2023: a digitised paper keeps what it says; only the section that works on the dossier sees
it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.desk.conftest import tree_of, words_of
from tests.dossiers.room import HANDLER, HEAD, LEADER, RECEPTION, STRANGER, Room
from tests.support.citizens import make_citizen, sign_in
from tests.vault.conftest import NUMBER, received_with_scan
from tests.vault.test_at_the_counter import desk

from motcua.dossiers.inspection_tables import Opening
from motcua.foundation.clock import SystemClock
from motcua.vault.models import CorrectionWish, Paper, PaperUse

OTHERS = [HANDLER, LEADER, "anh.quantri", "bach.thanhtra", "mai.vanphong", STRANGER]


@pytest.fixture
def scanned(room: Room) -> Paper:
    received_with_scan(room)
    return Paper.objects.get()


def at(room: Room, more: str = "") -> str:
    return f"/ho-so/{room.code}/giay-to-so-hoa/{more}"


def described(browser: Client, room: Room, **typed: str) -> Any:
    return browser.post(at(room), typed)


def test_what_it_says_is_written_down(room: Room, scanned: Paper) -> None:
    browser = desk(RECEPTION)
    page = browser.get(at(room))
    assert page.status_code == 200
    first = tree_of(page).xpath("//input[@autofocus]/@name")
    assert first == ["p2_number"]
    answer = described(
        browser,
        room,
        p2_number="15/2019",
        p2_issued_on="20/6/2019",
        p2_issued_by="UBND phường",
        p2_born_on="1/6/2019",
    )
    assert answer.status_code == 302
    scanned.refresh_from_db()
    assert (scanned.number, f"{scanned.issued_on}", scanned.fields) == (
        "15/2019",
        "2019-06-20",
        {"born_on": "01/06/2019"},
    )
    assert (scanned.described_by, scanned.version) == ("officer:CB0013", 1)
    described(browser, room, p2_number="15/2019")
    scanned.refresh_from_db()
    assert scanned.version == 2, "what is written anew is another version"


def test_nothing_typed_changes_nothing(room: Room, scanned: Paper) -> None:
    described(desk(RECEPTION), room)
    scanned.refresh_from_db()
    assert scanned.described_at is None


def test_a_bad_day_keeps_what_was_typed(room: Room, scanned: Paper) -> None:
    answer = described(desk(RECEPTION), room, p2_number="15", p2_issued_on="31/2/2019")
    assert answer.status_code == 400
    tree = tree_of(answer)
    assert tree.xpath("//input[@name='p2_number']/@value") == ["15"]
    assert tree.xpath("//input[@name='p2_issued_on' and @aria-invalid]")
    scanned.refresh_from_db()
    assert scanned.number == ""


@pytest.mark.parametrize("login", OTHERS)
def test_nobody_else_sees_or_writes(room: Room, scanned: Paper, login: str) -> None:
    browser = desk(login)
    for address in (at(room), at(room, f"{scanned.pk}/")):
        assert browser.get(address).status_code in (403, 404)
    assert described(browser, room, p2_number="1").status_code in (403, 404)
    assert browser.post(at(room, f"{scanned.pk}/thu-hoi/"), {"reason": "x"}).status_code in (403, 404)
    scanned.refresh_from_db()
    assert (scanned.number, scanned.revoked_at) == ("", None)
    assert not PaperUse.objects.exists()


def test_a_citizen_is_no_officer(room: Room, scanned: Paper, client: Client) -> None:
    sign_in(client, make_citizen(identifier=NUMBER))
    assert client.get(at(room)).status_code == 403
    assert client.get(at(room, f"{scanned.pk}/")).status_code == 403


def test_opening_the_file_is_written_down(room: Room, scanned: Paper) -> None:
    answer = desk(RECEPTION).get(at(room, f"{scanned.pk}/"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert (PaperUse.objects.get().what, PaperUse.objects.get().by) == ("opened", "officer:CB0013")
    assert Opening.objects.filter(how="file", dossier__code=room.code).exists()


def test_only_what_the_dossier_asks_for_is_opened(room: Room, scanned: Paper) -> None:
    """The store of a person is no book to leaf through."""
    other = Paper.objects.get()
    other.pk, other.sha256, other.kind, other.plain_name = uuid4(), "0" * 64, "land_certificate", ""
    other.dossier, other.line = None, None
    other.save(force_insert=True)
    browser = desk(RECEPTION)
    assert "quyền sử dụng đất" not in words_of(browser.get(at(room)))
    assert browser.get(at(room, f"{other.pk}/")).status_code == 404
    assert not PaperUse.objects.filter(paper=other).exists()


def test_the_head_takes_a_paper_out_of_use(room: Room, scanned: Paper) -> None:
    assert desk(RECEPTION).post(at(room, f"{scanned.pk}/thu-hoi/"), {"reason": "x"}).status_code == 403
    head = desk(HEAD)
    assert head.post(at(room, f"{scanned.pk}/thu-hoi/"), {"reason": ""}).status_code == 400
    assert head.post(at(room, f"{scanned.pk}/thu-hoi/"), {"reason": "Quét nhầm giấy"}).status_code == 302
    scanned.refresh_from_db()
    assert (scanned.revoke_reason, scanned.revoked_by) == ("Quét nhầm giấy", "officer:CB0014")


@pytest.fixture
def wish(scanned: Paper) -> CorrectionWish:
    now = SystemClock().now()
    return CorrectionWish.objects.create(paper=scanned, asked_by="c1", asked_at=now, words="Sai ngày sinh")


def test_a_request_is_answered_by_mending(room: Room, scanned: Paper, wish: CorrectionWish) -> None:
    browser = desk(RECEPTION)
    assert "Sai ngày sinh" in words_of(browser.get("/kho-giay-to/"))
    assert "Sai ngày sinh" in words_of(browser.get(at(room)))
    answer = browser.post(at(room, f"de-nghi/{wish.pk}/"), {"answer": "mended", "born_on": "2/6/2019"})
    assert answer.status_code == 302
    scanned.refresh_from_db()
    wish.refresh_from_db()
    assert scanned.fields == {"born_on": "02/06/2019"}
    assert (wish.answer, wish.words) == ("mended", "")
    assert "Sai ngày sinh" not in words_of(browser.get("/kho-giay-to/"))


def test_a_refusal_says_why(room: Room, scanned: Paper, wish: CorrectionWish) -> None:
    browser = desk(RECEPTION)
    assert browser.post(at(room, f"de-nghi/{wish.pk}/"), {"answer": "declined"}).status_code == 400
    browser.post(at(room, f"de-nghi/{wish.pk}/"), {"answer": "declined", "note": "Giấy ghi đúng"})
    wish.refresh_from_db()
    scanned.refresh_from_db()
    assert (wish.answer, wish.note, scanned.fields) == ("declined", "Giấy ghi đúng", {})


@pytest.mark.parametrize("login", OTHERS)
def test_others_do_not_answer(room: Room, wish: CorrectionWish, login: str) -> None:
    answer = desk(login).post(at(room, f"de-nghi/{wish.pk}/"), {"answer": "declined", "note": "x"})
    assert answer.status_code in (403, 404)
    wish.refresh_from_db()
    assert wish.answer == ""


def test_another_section_has_other_work(room: Room, scanned: Paper, wish: CorrectionWish) -> None:
    page = words_of(desk(STRANGER).get("/kho-giay-to/"))
    assert room.code not in page
    assert room.code in words_of(desk(RECEPTION).get("/kho-giay-to/"))
