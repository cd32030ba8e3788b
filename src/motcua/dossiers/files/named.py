"""Which tables name content of the store: content is kept once for all of them, and goes when none names
it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import connection

from motcua.dossiers.files import store

_TABLES: Final = ["dossiers_attachment"]


def also_named_by(table: str) -> None:
    """A further table with columns `sha256` and `size`; an empty `sha256` names nothing. Call it in
    `ready`."""
    if table not in _TABLES:
        _TABLES.append(table)


def naming_tables() -> tuple[str, ...]:
    """All of them."""
    return tuple(_TABLES)


def every_name(tables: Collection[str] = ()) -> str:
    """A statement that gives SHA-256 and size of everything named (in these tables, or in all), each once, in
    order."""
    parts = " UNION ALL ".join(f"SELECT sha256, size FROM {table}" for table in tables or _TABLES)  # noqa: S608
    return f"SELECT sha256, max(size) FROM ({parts}) n WHERE sha256 <> '' GROUP BY 1 ORDER BY 1"  # noqa: S608


def is_named(sha256: str) -> bool:
    """Whether any table still names the content."""
    asked = " OR ".join(f"EXISTS (SELECT FROM {table} WHERE sha256 = %s)" for table in _TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [sha256] * len(_TABLES))
        row = cursor.fetchone()
    return bool(row and row[0])


def forget(contents: Collection[str]) -> None:
    """Erase the content that nothing names any more. Call it when the rows that named it are gone for
    good."""
    for sha256 in contents:
        if sha256 and not is_named(sha256):
            store.remove(sha256)
