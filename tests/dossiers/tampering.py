"""The hand of somebody who owns the tables and means harm: it takes the triggers off first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

TABLES = ("dossiers_event", "dossiers_dailyseal", "dossiers_privaterecord")
Link = psycopg.Connection[tuple[object, ...]]


@contextmanager
def without_triggers(owner: Link) -> Iterator[None]:
    """No table written once is guarded meanwhile."""
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def harm(owner: Link, *statements: str, **values: Any) -> None:
    """Do it as the owner, past the triggers."""
    with without_triggers(owner):
        for statement in statements:
            owner.execute(statement, values)
