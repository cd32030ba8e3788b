"""Indexes and foreign keys set aside for a load: all of them put back and checked, however it ended."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.support.databases import Databases

from motcua.dossiers.models import Dossier
from motcua.foundation.errors import DomainError
from motcua.site.models import SetAside
from motcua.site.set_aside import TABLES, set_aside

pytestmark = pytest.mark.django_db(transaction=True)
_SHAPE = """
SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = ANY(%(tables)s)
UNION ALL
SELECT n.conname, pg_get_constraintdef(n.oid) || ' ' || n.convalidated FROM pg_constraint n
WHERE n.conrelid::regclass::text = ANY(%(tables)s)
UNION ALL
SELECT relname, reloptions::text FROM pg_class WHERE relname = ANY(%(tables)s) AND reloptions IS NOT NULL"""


class SwitchedOff(Exception):
    """The machine went off in the middle."""


def shape() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_SHAPE, {"tables": [f"dossiers_{name}" for name in TABLES]})
        return set(cursor.fetchall())


def load_what_hangs_in_the_air(during: set[tuple[str, str]]) -> None:
    """Load a row of no dossier; `during` takes the shape of the tables meanwhile."""
    with set_aside(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_statusspan (dossier_id, key, status, since) VALUES (999999999, 1, 1, 1)"
        )
        during |= shape()


def break_off() -> None:
    """Begin a load that does not come to its end."""
    with set_aside():
        assert not Dossier.objects.exists()
        raise SwitchedOff


def test_all_of_it_comes_back_checked_though_the_load_broke_off(databases: Databases) -> None:
    before, during = shape(), set[tuple[str, str]]()
    with pytest.raises(DomainError) as refusal:
        load_what_hangs_in_the_air(during)
    assert refusal.value.id == "set_aside_failed"
    gone = {text for _, text in before - during}
    assert any("gin" in text for text in gone)
    assert any(text.startswith("FOREIGN KEY (dossier_id)") for text in gone)
    assert not any(text.startswith("UNIQUE") for text in gone)
    # Rows are loaded with their dossier in one transaction, whose own key stays.
    assert "PRIMARY KEY (dossier_id, seq) true" in gone
    assert "PRIMARY KEY (id) true" not in gone
    assert ("dossiers_event", "{autovacuum_enabled=off}") in during - before
    # What could not be put back is written down, and comes back as soon as it can.
    assert ("dossiers_statusspan", "key") in set(SetAside.objects.values_list("table", "kind"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_statusspan WHERE dossier_id = 999999999")
    with pytest.raises(SwitchedOff):
        break_off()
    assert shape() == before
    assert not SetAside.objects.exists()
