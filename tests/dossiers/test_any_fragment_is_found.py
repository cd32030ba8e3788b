"""Look-up by any fragment, with or without accents, old or new tone marks, nearest first, from the index."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.dossiers.room import RECEPTION, STRANGER, Room

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import find_code, search, wanted

HOA = {"owner_name": "Đoàn Thị Hoà", "owner_identifier": "004188000017", "owner_phone": "0983456789"}
HOANG = {"owner_name": "Nông Hoàng Đạt", "owner_identifier": "004088000002", "owner_phone": "0912000111"}


@pytest.fixture
def two(room: Room) -> tuple[str, str]:
    return room.receive(**HOA).code, room.receive(**HOANG).code


def found(room: Room, text: str) -> list[str]:
    return [row.code for row in search(room.person(RECEPTION), text, clock=room.clock).rows]


FRAGMENTS = [
    "Đoàn Thị Hoà",
    "doan thi hoa",
    "Đoàn Thị Hòa",
    "ĐOÀN",
    "đoan hoa",
    "0983 456 789",
    "345678",
    "188000017",
    "004188 000017",
    "do",
    "hoa doan",
]


@pytest.mark.parametrize("text", FRAGMENTS)
def test_one_person_by_any_fragment(room: Room, two: tuple[str, str], text: str) -> None:
    assert found(room, text)[0] == two[0]


def test_by_a_fragment_of_the_code(room: Room, two: tuple[str, str]) -> None:
    for code in two:
        assert found(room, code[-8:]) == [code]
        assert found(room, code.lower()) == [code]
        assert find_code(room.person(RECEPTION), code.lower()) == code


def test_the_nearest_comes_first(room: Room, two: tuple[str, str]) -> None:
    assert found(room, "hoa") == [two[0], two[1]], "the whole word before a beginning"
    assert found(room, "nong hoa") == [two[1]]


def test_short_words_are_beginnings(room: Room, two: tuple[str, str]) -> None:
    assert found(room, "da") == [two[1]]
    assert found(room, "at") == [], "inside Đạt"
    assert found(room, "n") == []
    assert wanted("n").too_short
    assert wanted("ng").beginnings
    assert not wanted("nguyen").beginnings


def test_only_in_sight(room: Room, two: tuple[str, str]) -> None:
    assert search(room.person(STRANGER), "doan thi hoa", clock=room.clock).total == 0


@pytest.mark.parametrize("text", ["\0", "\ud800", "%", "_", "'; DROP", "x" * 50_000, "😀", "a\nb\tc", "\\"])
def test_odd_text_finds_nothing_and_breaks_nothing(room: Room, two: tuple[str, str], text: str) -> None:
    assert isinstance(found(room, text), list)
    assert len(found(room, "%oa")) == 0, "a sign of patterns is a sign"


def test_an_erased_owner_is_found_by_the_code_alone(room: Room, two: tuple[str, str]) -> None:
    Dossier.objects.filter(code=two[0]).update(search="", owner_name="")
    assert found(room, two[0][-8:]) == [two[0]]


def test_the_index_answers(room: Room, two: tuple[str, str]) -> None:
    """Also for beginnings of two letters: the plan names the index once sequential scans are ruled out."""
    for fragment in ("hoan", " do"):
        query = Dossier.objects.filter(found_by__contains=fragment).only("pk")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            sql, params = query.query.sql_with_params()
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = " ".join(row[0] for row in cursor.fetchall())
        assert "dossier_found_by" in plan
