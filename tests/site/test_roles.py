"""The application's role works with every table and cannot touch what is written once."""

from __future__ import annotations

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from motcua.site.grants import append_only_tables
from motcua.site.health import role_warnings

pytestmark = pytest.mark.django_db


def test_the_log_is_among_the_tables_written_once() -> None:
    assert "dossiers_event" in append_only_tables()


def first_column(table: str) -> str:
    with connection.cursor() as cursor:
        return str(connection.introspection.get_table_description(cursor, table)[0].name)


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = NULL", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_is_written_once_stays(statement: str) -> None:
    for table in append_only_tables():
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table, first_column(table)))


def test_the_application_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchall() == []
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,)
    assert len(tables) > 20


def test_the_application_may_not_say_that_it_has_migrated() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")


def test_a_writable_log_is_warned_of(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    assert role_warnings() == []
    role = sql.Identifier(connection.settings_dict["USER"])
    owner.execute(sql.SQL("GRANT UPDATE ON dossiers_event TO {}").format(role))
    try:
        assert role_warnings() == ["log_writable"]
    finally:
        owner.execute(sql.SQL("REVOKE UPDATE ON dossiers_event FROM {}").format(role))


def test_one_role_for_both_is_warned_of(
    owner: psycopg.Connection[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The question is asked as the owner would ask it.
    monkeypatch.setattr("motcua.site.health.connection.cursor", owner.cursor)
    monkeypatch.setattr("motcua.site.health.append_only_tables", lambda: ["dossiers_event"])
    assert role_warnings() == ["one_role"]
