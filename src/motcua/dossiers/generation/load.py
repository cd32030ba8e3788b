"""Whole dossiers into the tables by COPY: a block of them in one transaction, with their full logs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

import psycopg
from django.db import connection
from psycopg.types.json import Jsonb

from motcua.dossiers.columns import AGENCY, DB_NAMES, DOSSIER_TYPES, JSON, TABLES, column_name
from motcua.dossiers.facts import local_day
from motcua.dossiers.holder_tables import DossierHolder
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.log import lines_of
from motcua.dossiers.projection import AgencyAt, dossier_row, owner_row, project
from motcua.dossiers.sealing import Seals
from motcua.dossiers.store import Agencies

_EVENT_COLUMNS: Final = "dossier_id, seq, type, occurred_at, recorded_at, actor, unit, body, hash"
_PRIVATE_COLUMNS: Final = "commitment, dossier_id, kind, salt, body"


class Made(NamedTuple):
    """One dossier ready to be loaded."""

    row_id: int
    events: tuple[Event, ...]
    seals: Seals
    holder: str = ""
    """Key of the account that filed it."""
    states: tuple[State, ...] = ()
    """After each event, where they were kept."""


def load(block: Sequence[Made], agencies: Agencies, origin: str) -> int:
    """COPY a block inside the caller's transaction, with the write path's projections; how many events."""
    agencies = _remembering(agencies)
    dossiers: list[tuple[Any, ...]] = []
    events: list[tuple[Any, ...]] = []
    private: list[tuple[Any, ...]] = []
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
    for made in block:
        lines = lines_of(made.events, bytes(32))
        tracked, changes = project(None, made.events, made.states)
        row = {
            **dossier_row(tracked),
            **owner_row(tracked.state, made.seals.opened_of(tracked.state.intake.owner)),
            "head": lines[-1].hash,
            "secret_version": 1,
            "origin": origin,
        }
        dossiers.append(_changed((made.row_id, *_OF_DOSSIER(row)), _DOSSIER_AGENCIES, agencies))
        events += [(made.row_id, *line) for line in lines]
        private += [
            (bytes.fromhex(record.commitment), made.row_id, record.kind, record.salt, record.body)
            for record in made.seals.records
        ]
        for table, inserted in changes.inserted.items():
            values, special = _READERS[table]
            for key, row in inserted.items():
                found = (made.row_id, key, *values(row))
                rows[table].append(_changed(found, special, agencies) if special else found)
    copy("dossiers_dossier", ", ".join(["id", *map(column_name, _DOSSIER)]), dossiers)
    copy("dossiers_event", _EVENT_COLUMNS, events)
    copy("dossiers_privaterecord", _PRIVATE_COLUMNS, private)
    for table, records in rows.items():
        names = ", ".join(column_name(name) for name in TABLES[table])
        copy(DB_NAMES[table], f"dossier_id, key, {names}", records)
    DossierHolder.objects.bulk_create(_holders(block))
    return len(events)


def _holders(block: Iterable[Made]) -> list[DossierHolder]:
    filer = DossierHolder.Relation.FILER
    return [
        DossierHolder(
            dossier_id=made.row_id, account=made.holder, relation=filer, since=made.events[0].occurred_at
        )
        for made in block
        if made.holder
    ]


def _reader(table: str) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[tuple[int, str], ...]]:
    """How the values of a row are taken out of it, and which of them (counted after dossier and key) are
    agencies or JSON."""
    kinds = TABLES[table]
    special = tuple(
        (place, kind) for place, kind in enumerate(kinds.values(), start=2) if kind in {AGENCY, JSON}
    )
    return itemgetter(*kinds), special


_READERS: Final = {table: _reader(table) for table in TABLES}


_DOSSIER: Final = tuple(name for name in DOSSIER_TYPES if name != "intake_key")
"""Columns of a dossier that was played; it came by no key of a caller."""
_OF_DOSSIER: Final = itemgetter(*_DOSSIER)
_DOSSIER_AGENCIES: Final = tuple(
    (place, kind) for place, kind in enumerate(map(DOSSIER_TYPES.__getitem__, _DOSSIER), 1) if kind == AGENCY
)


def _changed(
    row: tuple[Any, ...], special: tuple[tuple[int, str], ...], agencies: Agencies
) -> tuple[Any, ...]:
    values = list(row)
    for place, kind in special:
        value = values[place]
        if kind == JSON:
            values[place] = Jsonb(value)
        elif value is not None:
            values[place] = agencies(value)
    return tuple(values)


def _remembering(agencies: Agencies) -> Agencies:
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


def new_ids(count: int) -> list[int]:
    """Primary keys for dossiers to come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('dossiers_dossier', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def reserve(series: str, day: Any, count: int) -> int:
    """Take the next `count` numbers of a series on a day; the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_serial AS s (series, day, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (series, day) DO UPDATE SET last = s.last + EXCLUDED.last RETURNING last",
            [series, day, count],
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0]) - count + 1
