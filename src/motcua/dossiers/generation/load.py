"""Whole dossiers into the tables by COPY: a block of them in one transaction, with their full logs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from django.db import connection

from motcua.dossiers.bulk import READERS, changed, copy, copy_rows, remembering
from motcua.dossiers.columns import AGENCY, DOSSIER_TYPES, TABLES, column_name
from motcua.dossiers.holder_tables import DossierHolder
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.log import lines_of
from motcua.dossiers.projection import dossier_row, owner_row, project
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
    agencies = remembering(agencies)
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
        dossiers.append(changed((made.row_id, *_OF_DOSSIER(row)), _DOSSIER_AGENCIES, agencies))
        events += [(made.row_id, *line) for line in lines]
        private += [
            (bytes.fromhex(record.commitment), made.row_id, record.kind, record.salt, record.body)
            for record in made.seals.records
        ]
        for table, inserted in changes.inserted.items():
            values, special = READERS[table]
            for key, row in inserted.items():
                found = (made.row_id, key, *values(row))
                rows[table].append(changed(found, special, agencies) if special else found)
    copy("dossiers_dossier", ", ".join(["id", *map(column_name, _DOSSIER)]), dossiers)
    copy("dossiers_event", _EVENT_COLUMNS, events)
    copy("dossiers_privaterecord", _PRIVATE_COLUMNS, private)
    for table, records in rows.items():
        copy_rows(table, records)
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


_DOSSIER: Final = tuple(name for name in DOSSIER_TYPES if name != "intake_key")
"""Columns of a dossier that was played; it came by no key of a caller."""
_OF_DOSSIER: Final = itemgetter(*_DOSSIER)
_DOSSIER_AGENCIES: Final = tuple(
    (place, kind) for place, kind in enumerate(map(DOSSIER_TYPES.__getitem__, _DOSSIER), 1) if kind == AGENCY
)


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
