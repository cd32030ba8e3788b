"""A kept connection that the server ended is noticed before it is used; a good one costs no question."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, connections
from tests.support.statements import counting

from motcua.site.backend.base import DatabaseWrapper
from motcua.site.database import conninfo


@pytest.mark.django_db(transaction=True)
def test_a_good_connection_is_not_asked() -> None:
    connection.ensure_connection()
    with counting() as asked:
        assert connection.is_usable()
    assert asked.texts == []


@pytest.mark.django_db(transaction=True)
def test_an_ended_connection_is_noticed_and_made_anew() -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        before = cursor.fetchone()[0]
    with psycopg.connect(conninfo(dbname=str(connection.settings_dict["NAME"])), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (before,))
    assert not connection.is_usable()
    connection.health_check_enabled = True
    connection.health_check_done = False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != before


def test_it_is_the_backend_in_use() -> None:
    assert isinstance(connections["default"], DatabaseWrapper)
