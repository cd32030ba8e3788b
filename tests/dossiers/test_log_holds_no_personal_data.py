"""No word about a person is in the log in clear: not in a body, not in a column beside it."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.dossiers.lives import WORDS, long_life
from tests.dossiers.room import PRIVATE, RECEPTION, WARD, Room, form

from motcua.dossiers import services
from motcua.dossiers.intake import read_intake
from motcua.foundation.text import fold


def everything(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
        return str(cursor.fetchone())


def told(table: str) -> list[str]:
    """The words about people that a table holds in clear, whatever accents and case."""
    content = fold(everything(table))
    return [words for words in (*PRIVATE, *WORDS.values()) if fold(words) in content]


def test_a_long_life_leaves_no_word(office: Room) -> None:
    long_life(office)
    assert told("dossiers_event") == []


@pytest.mark.parametrize(
    "table",
    [
        "dossiers_statusspan",
        "dossiers_workitem",
        "dossiers_steprow",
        "dossiers_partrow",
        "dossiers_duedate",
        "dossiers_supplement",
        "dossiers_consultation",
        "dossiers_componentrow",
        "dossiers_result",
    ],
)
def test_no_projection_but_the_owner_s_columns_holds_one(room: Room, table: str) -> None:
    long_life(room)
    assert told(table) == []


def test_a_filing_online_leaves_none_either(room: Room) -> None:
    request = read_intake(form(section=WARD, extra_name=WORDS["extra"], content=WORDS["content"]))
    room.code = services.register(request, idempotency_key="k", clock=room.clock).reference
    room.do(RECEPTION, "notice_registration", items=WORDS["item"], reason=WORDS["reason"])
    room.do(RECEPTION, "decline_registration", reason=WORDS["stop"])
    assert told("dossiers_event") == []


def test_the_words_are_where_the_law_can_erase_them(office: Room) -> None:
    long_life(office)
    private = fold(everything("dossiers_privaterecord"))
    assert [words for words in (*PRIVATE, *WORDS.values()) if fold(words) not in private] == []
