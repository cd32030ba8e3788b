"""The dossier's page tells who had it how long, and why it is late, without one statement more."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html
from tests.desk.conftest import SignIn
from tests.dossiers.room import HANDLER, RECEPTION, Room

from motcua.desk.held_bar import held_bar
from motcua.dossiers.queries import dossier_page, public_timeline
from motcua.dossiers.secret import lookup_secret
from motcua.foundation.clock import HOUR


@pytest.fixture
def room(province: None, db: None) -> Room:
    room = Room("2026-03-02T09:00")
    room.receive()
    room.transferred("2026-03-02T10:00")
    return room


def _section(browser: Client, code: str) -> str:
    page = html.fromstring(browser.get(f"/ho-so/{code}/").content)
    (card,) = page.xpath("//section[@aria-labelledby='held']")
    return re.sub(r"\s+", " ", card.text_content())


def test_the_section(room: Room, sign_in: SignIn) -> None:
    room.proposed("2026-03-10T09:00").finished("2026-03-10T10:00")
    words = _section(sign_in(HANDLER), room.code)
    for expected in (
        "Ai giữ hồ sơ bao lâu",
        "chuyên viên",
        "lãnh đạo cơ quan",
        "Trễ 1 ngày 1 giờ.",
        "quá hạn bước",
        "%",
    ):
        assert expected in words, words


def test_in_time_nothing_is_said_of_lateness(room: Room, sign_in: SignIn) -> None:
    room.proposed().finished()
    words = _section(sign_in(HANDLER), room.code)
    assert "Trễ" not in words
    assert "quá hạn" not in words


def test_pieces_fill_the_bar(room: Room) -> None:
    room.proposed("2026-03-04T09:00")
    view = dossier_page(room.person(HANDLER), room.code, clock=room.clock)
    pieces = held_bar(view.held)
    assert sum(float(piece.width.rstrip("%")) for piece in pieces) == pytest.approx(100, abs=0.1)
    assert [piece.words for piece in pieces] == ["1", "2"]


def test_nothing_is_drawn_before_working_time_has_passed(province: None, db: None) -> None:
    room = Room("2026-03-01T09:00")  # a Sunday
    room.receive()
    view = dossier_page(room.person(RECEPTION), room.code, clock=room.clock)
    assert held_bar(view.held) == ()


def test_the_applicant_is_told_the_agencies_and_no_officer(room: Room) -> None:
    room.do(HANDLER, "propose_supplement", items="Tờ khai", reason="Thiếu")
    room.do(RECEPTION, "request_supplement")
    room.clock.instant += HOUR
    told = public_timeline(room.code, lookup_secret(room.code), clock=room.clock)
    assert told is not None
    assert told.held is not None
    assert [stay.had for stay in told.held.stays] == ["office", "applicant"]
    assert "officer" not in type(told.held.stays[0]).__struct_fields__
