"""The database refuses to change or delete what is written once, whoever asks: application or owner."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from tests.dossiers.room import RECEPTION, Room
from tests.dossiers.tampering import Link

from motcua.dossiers.openings import record_opening
from motcua.dossiers.seal import seal_days
from motcua.foundation.clock import DAY

CHANGES = {
    "dossiers_event": "body = ''",
    "dossiers_dailyseal": "heads = 0",
    "dossiers_opening": "who = ''",
}
STATEMENTS = ["UPDATE {table} SET {change}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]


@pytest.fixture
def written(room: Room) -> Room:
    """A dossier with events, private records, an opening and a seal."""
    room.receive()
    record_opening(room.person(RECEPTION), room.locked.id, clock=room.clock)
    room.clock.instant += DAY
    seal_days(room.clock)
    return room


def refused(statement: str) -> str:
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return str(refusal.value)


@pytest.mark.parametrize("table", CHANGES)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_application_has_no_right_to(written: Room, table: str, statement: str) -> None:
    assert "permission denied" in refused(statement.format(table=table, change=CHANGES[table]))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", CHANGES)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_owner_meets_a_trigger(written: Room, owner: Link, table: str, statement: str) -> None:
    with pytest.raises(psycopg.IntegrityError, match="append only"):
        owner.execute(statement.format(table=table, change=CHANGES[table]))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE dossiers_privaterecord SET body = '{}'",
        "UPDATE dossiers_privaterecord SET kind = 'x'",
        "UPDATE dossiers_privaterecord SET body = NULL, salt = NULL",
        "UPDATE dossiers_privaterecord SET body = NULL, salt = NULL, erased_at = 1, kind = 'x'",
        "DELETE FROM dossiers_privaterecord",
    ],
)
def test_a_private_record_may_only_be_erased(written: Room, change: str) -> None:
    assert "may only be erased" in refused(change)


def test_an_erased_record_is_not_filled_again(written: Room) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_privaterecord SET body = NULL, salt = NULL, erased_at = 1")
    assert "may only be erased" in refused(
        "UPDATE dossiers_privaterecord SET body = '{}', salt = '', erased_at = NULL"
    )
