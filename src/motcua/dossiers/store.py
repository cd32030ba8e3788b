"""The write path: one locking SELECT, then one data-modifying statement with every row of a command.

The SQL of all commands stands here. It goes past the ORM on purpose: nine statements became two, and
a transition a third of its time (architecture, section 7). Statements have stable texts, so that the
server keeps them prepared; arrays carry the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import orjson
import psycopg
from django.db import connection
from psycopg.types.json import Jsonb

from motcua.dossiers.columns import AGENCY, DB_NAMES, DOSSIER_TYPES, INT, JSON, TABLES, column_name
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.log import Line, event_of
from motcua.dossiers.projection import AgencyAt, Changes, Row, Tracked, fold_log
from motcua.dossiers.sealing import Sealed
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.rights import DossierPlace

Agencies = Callable[[AgencyAt], int]
"""From an agency's code at an instant to its primary key (`organisation.queries`)."""


class LogBroken(DomainError):
    """The log of a dossier cannot be read, or does not end where the dossier says."""

    id = "log_broken"


class Locked(NamedTuple):
    """A dossier with its folded log: row id, hash of the last event, where it lies in the organisation."""

    id: int
    head: bytes
    place: DossierPlace
    events: list[Event]
    tracked: Tracked
    secret_version: int
    log: list[tuple[str, bytes]]
    """Body and hash of each event, as stored."""

    @property
    def whole(self) -> bool:
        """Whether the log ends with the event that the dossier names as its last."""
        return self.log[-1][1] == self.head


def cursor() -> psycopg.Cursor[Any]:
    """A cursor of the driver on Django's connection, with parameters bound by the server."""
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


def lock(code: str) -> Locked | None:
    """Lock a dossier by code or reference and read its log; nothing if there is none.

    One statement; two where another held the lock. A statement that waited gets the row as it is now, but
    the log as it was when it began, so it is read again under the lock. Raises: `LogBroken`.
    """
    found = _read(_READ + " FOR UPDATE OF d", code)
    if found is not None and not found.whole:
        found = _read(_READ, code)
    if found is not None and not found.whole:
        raise log_broken(code)
    return found


def read(code: str) -> Locked | None:
    """The same without the lock; a log whose hashes do not fit is read too. Raises: `LogBroken`."""
    return _read(_READ, code)


def log_broken(code: str) -> LogBroken:
    """The refusal to work on a log that was tampered with."""
    return LogBroken(
        gettext_noop("Nhật ký của hồ sơ %(code)s không khớp hoặc không đọc được."),
        gettext_noop("Không ghi thêm gì vào hồ sơ này; báo ngay quản trị hệ thống để kiểm tra nhật ký."),
        code=code[:64],
    )


def _read(sql: str, code: str) -> Locked | None:
    # Codes are ASCII; what PostgreSQL could not even take as text names nothing.
    if not code.isascii() or "\0" in code:
        return None
    with cursor() as cur:
        cur.execute(sql, (code, code), prepare=True)
        row = cur.fetchone()
    if row is None:
        return None
    try:
        events = [event_of(body) for body in row[7] or ()]
        tracked = fold_log(events)
    except ValueError as error:
        raise log_broken(code) from error
    if tracked is None:
        raise log_broken(code)
    consulted = tuple(each.consulted for each in tracked.state.consultations)
    place = DossierPlace(row[2], row[3], row[4], row[5], consulted)
    log = [(body, bytes(digest)) for body, digest in zip(row[7], row[8], strict=True)]
    return Locked(row[0], bytes(row[1]), place, events, tracked, row[6], log)


_READ: Final = """
SELECT d.id, d.head, d.section_id, d.competent_id, d.holder_agency_id, d.holder_officer, d.secret_version,
       l.bodies, l.hashes
FROM dossiers_dossier d CROSS JOIN LATERAL (
  SELECT array_agg(e.body ORDER BY e.seq) AS bodies, array_agg(e.hash ORDER BY e.seq) AS hashes
  FROM dossiers_event e WHERE e.dossier_id = d.id) l
WHERE d.code = %s OR d.reference = %s
"""


def next_serial(series: str, day: date) -> tuple[int, int]:
    """The next number of a series on a day, and the id of the row to come. One statement.

    The row lock taken here is held until commit: that makes the series gapless, so nothing slow may
    stand between this call and the commit.
    """
    with cursor() as cur:
        cur.execute(_SERIAL, (series, day), prepare=True)
        row = cur.fetchone()
    assert row is not None
    return row[0], row[1]


_SERIAL: Final = """
INSERT INTO dossiers_serial AS s (series, day, last) VALUES (%s, %s, 1)
ON CONFLICT (series, day) DO UPDATE SET last = s.last + 1
RETURNING s.last, nextval(pg_get_serial_sequence('dossiers_dossier', 'id'))
"""


class Piece(NamedTuple):
    """One piece of the statement: its SQL and parameters."""

    sql: str
    parameters: list[Any]


def write(
    dossier_id: int,
    *,
    new: bool,
    row: Row,
    lines: Sequence[Line],
    sealed: Sequence[Sealed],
    changes: Changes,
    agencies: Agencies,
) -> None:
    """Write everything of one command in one statement.

    `row` holds the columns of the dossier to set. Where the dossier is not new the statement is guarded
    by the sequence number before; a lost race raises `psycopg.errors.UniqueViolation` on the log.
    """
    pieces = [_dossier_piece(dossier_id, new, row, agencies), _events_piece(dossier_id, lines)]
    if sealed:
        pieces.append(_private_piece(dossier_id, sealed))
    for table, rows in changes.inserted.items():
        pieces.append(_insert_piece(table, dossier_id, rows, agencies))
    for table, rows in changes.updated.items():
        pieces.extend(_update_piece(table, dossier_id, key, values, agencies) for key, values in rows.items())
    pieces.extend(_delete_piece(table, dossier_id, keys) for table, keys in changes.deleted.items())
    named = [f"p{number} AS ({piece.sql})" for number, piece in enumerate(pieces)]
    statement = "WITH " + ",\n".join(named) + "\nSELECT count(*) FROM p0"
    parameters = [value for piece in pieces for value in piece.parameters]
    with cursor() as cur:
        cur.execute(statement, parameters, prepare=True)
        written = cur.fetchone()
    if written != (1,):
        raise psycopg.errors.SerializationFailure(f"dossier {dossier_id} changed meanwhile")


def stored(kind: str, value: Any, agencies: Agencies) -> Any:
    """A projected value as the database keeps it: agencies by primary key, JSON wrapped."""
    if value is None:
        return None
    if kind == AGENCY:
        return agencies(value)
    return Jsonb(value) if kind == JSON else value


def _sql_type(kind: str) -> str:
    return INT if kind == AGENCY else kind


def _dossier_piece(dossier_id: int, new: bool, row: Row, agencies: Agencies) -> Piece:
    columns = list(row)
    values = [stored(DOSSIER_TYPES[name], row[name], agencies) for name in columns]
    if new:
        names = ", ".join(column_name(name) for name in columns)
        marks = ", ".join(f"%s::{_sql_type(DOSSIER_TYPES[name])}" for name in columns)
        sql = f"INSERT INTO dossiers_dossier (id, {names}) VALUES (%s::bigint, {marks}) RETURNING id"  # noqa: S608
        return Piece(sql, [dossier_id, *values])
    sets = ", ".join(f"{column_name(name)} = %s::{_sql_type(DOSSIER_TYPES[name])}" for name in columns)
    sql = f"UPDATE dossiers_dossier SET {sets} WHERE id = %s::bigint RETURNING id"  # noqa: S608
    return Piece(sql, [*values, dossier_id])


def _events_piece(dossier_id: int, lines: Sequence[Line]) -> Piece:
    sql = """INSERT INTO dossiers_event
      (dossier_id, seq, type, occurred_at, recorded_at, actor, unit, body, hash)
      SELECT %s::bigint, * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[],
        %s::text[], %s::text[], %s::text[], %s::bytea[])"""
    columns = [list(column) for column in zip(*lines, strict=True)]
    return Piece(sql, [dossier_id, *columns])


def _private_piece(dossier_id: int, sealed: Sequence[Sealed]) -> Piece:
    sql = """INSERT INTO dossiers_privaterecord (commitment, dossier_id, kind, salt, body)
      SELECT c, %s::bigint, k, s, b
      FROM unnest(%s::bytea[], %s::text[], %s::bytea[], %s::text[]) AS t(c, k, s, b)"""
    return Piece(
        sql,
        [
            dossier_id,
            [bytes.fromhex(record.commitment) for record in sealed],
            [record.kind for record in sealed],
            [record.salt for record in sealed],
            [record.body for record in sealed],
        ],
    )


def _insert_piece(table: str, dossier_id: int, rows: dict[int, Row], agencies: Agencies) -> Piece:
    kinds = TABLES[table]
    names = ", ".join(column_name(name) for name in kinds)
    arrays = ", ".join(f"%s::{_sql_type(kind)}[]" for kind in kinds.values())
    sql = (
        f"INSERT INTO {DB_NAMES[table]} (dossier_id, key, {names}) "  # noqa: S608
        f"SELECT %s::bigint, * FROM unnest(%s::bigint[], {arrays})"
    )
    columns = [[stored(kind, row[name], agencies) for row in rows.values()] for name, kind in kinds.items()]
    return Piece(sql, [dossier_id, list(rows), *columns])


def _update_piece(table: str, dossier_id: int, key: int, values: Row, agencies: Agencies) -> Piece:
    kinds = TABLES[table]
    sets = ", ".join(f"{column_name(name)} = %s::{_sql_type(kinds[name])}" for name in values)
    sql = f"UPDATE {DB_NAMES[table]} SET {sets} WHERE dossier_id = %s::bigint AND key = %s::bigint"  # noqa: S608
    return Piece(
        sql, [*(stored(kinds[name], value, agencies) for name, value in values.items()), dossier_id, key]
    )


def _delete_piece(table: str, dossier_id: int, keys: set[int]) -> Piece:
    sql = f"DELETE FROM {DB_NAMES[table]} WHERE dossier_id = %s::bigint AND key = ANY(%s::bigint[])"  # noqa: S608
    return Piece(sql, [dossier_id, sorted(keys)])


def open_private(dossier_id: int) -> dict[str, Any]:
    """The private records of a dossier that are not erased, by commitment. One statement."""
    with cursor() as cur:
        cur.execute(
            "SELECT encode(commitment, 'hex'), body FROM dossiers_privaterecord"
            " WHERE dossier_id = %s AND body IS NOT NULL",
            (dossier_id,),
            prepare=True,
        )
        return _decoded(cur.fetchall())


def _decoded(rows: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {commitment: orjson.loads(body) for commitment, body in rows}


def replace_projections(dossier_id: int, row: Row, changes: Changes, agencies: Agencies) -> None:
    """Put the rows that the log tells in the place of the live ones, for one dossier.

    Only for `log rebuild`: the log itself and the columns that it does not tell stay as they are.
    """
    pieces = [_dossier_piece(dossier_id, False, row, agencies)]
    with cursor() as cur:
        for table in TABLES:
            cur.execute(f"DELETE FROM {DB_NAMES[table]} WHERE dossier_id = %s", (dossier_id,))  # noqa: S608
            rows = changes.inserted.get(table)
            if rows:
                pieces.append(_insert_piece(table, dossier_id, rows, agencies))
        for piece in pieces:
            cur.execute(piece.sql, piece.parameters)
