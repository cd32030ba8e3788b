"""An upgrade is refused before it harms, and an old programme keeps off a newer database."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from tests.dossiers.room import Room
from tests.keeping.conftest import Machine

from motcua.foundation.errors import DomainError
from motcua.site.keeping import upgrade
from motcua.site.keeping.upgrade import Need, refuse_harm

pytestmark = pytest.mark.django_db
WAITING = ("dossiers", "9999_waits")


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that the database has not had."""
    monkeypatch.setattr(upgrade, "compare", lambda link: ([WAITING], []))


@pytest.fixture
def from_the_future(owner: psycopg.Connection[tuple[object, ...]]) -> Iterator[None]:
    """What a newer version leaves."""
    owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('dossiers', '9998_new', now())")
    yield
    owner.execute("DELETE FROM django_migrations WHERE name = '9998_new'")


def refused(*needs: Need) -> DomainError:
    with pytest.raises(DomainError) as caught:
        refuse_harm(connection, needs=needs)
    assert caught.value.next_step
    return caught.value


def test_nothing_to_do_is_no_harm() -> None:
    said: list[str] = []
    refuse_harm(connection, tell=said.append)
    assert said == []


def test_a_newer_database(from_the_future: None, here: Machine) -> None:
    assert refused().id == "database_newer"
    for words in (["db", "migrate"], ["search", "khai sinh"]):
        answer = here.run(*words)
        assert (answer.code, answer.document["error"]["id"]) == (2, "database_newer")
        assert "dossiers.9998_new" in answer.document["error"]["message"]


def test_rows_in_the_way(waiting: None) -> None:
    need = Need(WAITING, "SELECT 3", "%(count)s dòng trùng nhau.", "Gộp các dòng đó.")
    refusal = refused(need)
    assert (refusal.id, refusal.message) == ("data_in_the_way", "3 dòng trùng nhau.")
    refuse_harm(connection, needs=[need._replace(rows="SELECT 0")])
    refuse_harm(connection, needs=[need._replace(migration=("dossiers", "0001_initial"))])


def test_a_database_of_a_trial(owner: psycopg.Connection[tuple[object, ...]], here: Machine) -> None:
    owner.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('dossiers', '0001_dossiers', now())"
    )
    try:
        assert refused().id == "jump_too_long"
        answer = here.run("search", "khai sinh")
        assert (answer.code, answer.document["error"]["id"]) == (2, "jump_too_long")
    finally:
        owner.execute("DELETE FROM django_migrations WHERE name = '0001_dossiers'")


def test_a_jump_too_long(waiting: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "BEFORE", (("dossiers", "0000_never"),))
    assert refused().id == "jump_too_long"


def test_a_disk_without_room(waiting: None, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(upgrade, "embedded", lambda: True)
    monkeypatch.setattr(upgrade.shutil, "disk_usage", lambda path: usage(1000, 999, 1))
    assert refused().id == "upgrade_no_room"


def test_a_missing_backup_is_a_warning(waiting: None, room: Room) -> None:
    said: list[str] = []
    refuse_harm(connection, tell=said.append)
    assert said == []  # nothing to lose yet
    room.receive()
    refuse_harm(connection, tell=said.append)
    assert ["motcua backup" in line for line in said] == [True]
