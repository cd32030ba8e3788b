"""After a lawful erasure the chain holds, events count as erased, and no page or column tells the words."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.dossiers.lives import WORDS, long_life
from tests.dossiers.room import INSPECTOR, OWNER, RECEPTION, Room
from tests.papers.reading import words_of

from motcua.dossiers.erasure import erase_private
from motcua.dossiers.models import Dossier
from motcua.dossiers.printing import paper
from motcua.dossiers.queries import dossier_page, logbook, public_timeline, search
from motcua.dossiers.queries.told import ERASED
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.secret import lookup_secret
from motcua.dossiers.verify import verify
from motcua.foundation.errors import NotFound


@pytest.fixture
def erased(room: Room) -> Room:
    long_life(room)
    assert erase_private(room.code, clock=room.clock) > 20
    return room


def test_verify_passes_and_counts_the_events(room: Room) -> None:
    room.receive(content="Nội dung")
    room.transferred()
    room.do(RECEPTION, "withdraw", reason="Xin rút")
    assert verify().erased == 0
    erase_private(room.code)
    verdict = verify()
    assert (verdict.ok, verdict.events, verdict.erased) == (True, 3, 2)


def test_only_the_owner_may_go(room: Room) -> None:
    room.receive(content="Nội dung")
    assert erase_private(room.code, kinds=["owner"]) == 1
    view = dossier_page(room.person(RECEPTION), room.code)
    assert (view.owner.name, view.content) == (ERASED, "Nội dung")


def test_the_columns_are_empty_and_the_rebuild_agrees(erased: Room) -> None:
    row = Dossier.objects.get(code=erased.code)
    assert (row.owner_name, row.owner_identifier, row.owner_phone, row.search) == ("", "", "", "")
    assert rebuild().ok


def test_no_table_tells_the_words(erased: Room) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'dossiers\\_%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            content = str(cursor.fetchone())
            assert [words for words in (*OWNER.values(), *WORDS.values()) if words in content] == [], table


def test_pages_say_that_it_was_erased(erased: Room) -> None:
    view = dossier_page(erased.person(RECEPTION), erased.code)
    assert view.owner.name == ERASED
    assert {words for line in view.timeline for _, words in line.details} <= {ERASED, "Điều 1", "12/STP"}
    public = public_timeline(erased.code, lookup_secret(erased.code), clock=erased.clock)
    assert public is not None
    assert public.owner_name == ERASED


def test_papers_say_so_too(erased: Room) -> None:
    assert ERASED in words_of(paper(erased.person(RECEPTION), erased.code, "receipt"))


def test_lists_find_it_by_code_alone(erased: Room) -> None:
    inspector = erased.person(INSPECTOR)
    assert search(inspector, OWNER["owner_identifier"]).total == 0
    assert search(inspector, erased.code).total == 1
    place = erased.locked.place.section_id
    assert place is not None
    (entry,) = logbook(inspector, place, erased.first.date(), erased.first.date()).entries
    assert (entry.applicant, entry.address, entry.receiver) == ("", "", "")


def test_twice_is_once(erased: Room) -> None:
    assert erase_private(erased.code) == 0


def test_an_unknown_code_erases_nothing(room: Room) -> None:
    with pytest.raises(NotFound):
        erase_private("H14.40.03-260302-0009")
