"""Rows of projections as tuples, and tuples into tables by COPY: for whoever writes many dossiers at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final

import psycopg
from django.db import connection
from psycopg.types.json import Jsonb

from motcua.dossiers.columns import AGENCY, DB_NAMES, JSON, TABLES, column_name
from motcua.dossiers.facts import local_day
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.store import Agencies

Special = tuple[tuple[int, str], ...]
"""Places in a tuple whose values are agencies or JSON."""


def _reader(table: str) -> tuple[Callable[[Any], tuple[Any, ...]], Special]:
    """How the values of a row are taken out of it, and which of them (counted after dossier and key) are
    agencies or JSON."""
    kinds = TABLES[table]
    special = tuple(
        (place, kind) for place, kind in enumerate(kinds.values(), start=2) if kind in {AGENCY, JSON}
    )
    return itemgetter(*kinds), special


READERS: Final = {table: _reader(table) for table in TABLES}


def changed(row: tuple[Any, ...], special: Special, agencies: Agencies) -> tuple[Any, ...]:
    values = list(row)
    for place, kind in special:
        value = values[place]
        if kind == JSON:
            values[place] = Jsonb(value)
        elif value is not None:
            values[place] = agencies(value)
    return tuple(values)


def remembering(agencies: Agencies) -> Agencies:
    """The same, each agency of a day looked up once."""
    known: dict[tuple[str, int], int] = {}

    def found(place: AgencyAt) -> int:
        key = (place.code, local_day(place.at))
        if key not in known:
            known[key] = agencies(place)
        return known[key]

    return found


def copy(table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """COPY rows into a table of ours."""
    if not rows:
        return
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as out:
        for row in rows:
            out.write_row(row)


def copy_rows(table: str, records: Sequence[tuple[Any, ...]]) -> None:
    """COPY rows of a projection: dossier, key, and the values as `READERS` takes them."""
    names = ", ".join(column_name(name) for name in TABLES[table])
    copy(DB_NAMES[table], f"dossier_id, key, {names}", records)
