"""DATABASE_URL: read liberally, refused clearly, checked for its version."""

from __future__ import annotations

import pytest
from tests.support.databases import Databases

from motcua.foundation.errors import DomainError
from motcua.site import database, database_ready


@pytest.mark.parametrize(
    "url", ["", "mysql://root@localhost/x", "postgresql://localhost", "postgresql://[::1/x", "sqlite:///x"]
)
def test_an_address_that_is_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url or "nonsense")
    with pytest.raises(DomainError) as caught:
        database.database_settings()
    assert caught.value.id == "database_url"
    assert "postgresql://" in caught.value.next_step
    assert (url or "nonsense") not in caught.value.message


def test_every_part_of_an_address_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://app:m%40t@db.example:6432/motcua?sslmode=require")
    found = database.database_settings()
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6432", "motcua")
    assert (found["USER"], found["PASSWORD"]) == ("app", "m@t")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_the_owner_has_an_address_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/motcua")
    monkeypatch.delenv("MOTCUA_OWNER_DATABASE_URL", raising=False)
    assert database.connection("owner")["user"] == "app"
    monkeypatch.setenv("MOTCUA_OWNER_DATABASE_URL", "postgresql://boss@db/motcua")
    assert database.connection("owner")["user"] == "boss"
    assert database.connection("application")["user"] == "app"
    monkeypatch.setenv("MOTCUA_DATABASE_ROLE", "owner")
    assert database.connection()["user"] == "boss"


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@127.0.0.1:1/motcua")
    with pytest.raises(DomainError) as caught:
        database_ready.ensure([].append)
    assert caught.value.id == "database_unreachable"


def test_a_server_that_is_too_old(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_ready, "OLDEST", 99)
    with pytest.raises(DomainError) as caught:
        database_ready.ensure([].append)
    assert caught.value.id == "database_too_old"
    assert "99" in caught.value.message


def test_an_empty_server_gets_its_tables_once(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(database_ready, "migrate_in_child", lambda: done.append("migrated"))
    database_ready.ensure([].append)
    assert done == []
    monkeypatch.setenv("DATABASE_URL", databases.url("owner", "template1"))
    database_ready.ensure([].append)
    assert done == ["migrated"]
