"""The write path: one locking SELECT, then one data-modifying statement with every row of a command.

The SQL of all commands stands here. It goes past the ORM on purpose: nine statements became two, and
a transition a third of its time (architecture, section 7). Statements have stable texts, so that the
server keeps them prepared; arrays carry the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
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
from motcua.dossiers.step_places import places_of
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
    found = _read(READ + " FOR UPDATE OF d", code)
    if found is not None and not found.whole:
        found = _read(READ, code)
    if found is not None and not found.whole:
        raise log_broken(code)
    return found


def read(code: str) -> Locked | None:
    """The same without the lock; a log whose hashes do not fit is read too. Raises: `LogBroken`."""
    return _read(READ, code)


def log_broken(code: str) -> LogBroken:
    """The refusal to work on a log that was tampered with."""
    return LogBroken(
        gettext_noop("Nhật ký của hồ sơ %(code)s không khớp hoặc không đọc được."),
        gettext_noop("Không ghi thêm gì vào hồ sơ này; báo ngay quản trị hệ thống để kiểm tra nhật ký."),
        code=code[:64],
    )


def _read(sql: str, code: str) -> Locked | None:
    row = fetch(sql, code)
    return None if row is None else locked_of(row, code)


def fetch(sql: str, code: str) -> tuple[Any, ...] | None:
    """The row that a statement beginning as `READ` finds for a code or reference. One statement."""
    # Codes are ASCII; what PostgreSQL could not even take as text names nothing.
    if not code.isascii() or "\0" in code:
        return None
    with cursor() as cur:
        cur.execute(sql, (code, code), prepare=True)
        return cur.fetchone()


def locked_of(row: tuple[Any, ...], code: str) -> Locked:
    """The dossier of a row of `READ`, its log folded. Raises: `LogBroken`."""
    try:
        events = [event_of(body) for body in row[7] or ()]
        tracked = fold_log(events)
    except ValueError as error:
        raise log_broken(code) from error
    if tracked is None:
        raise log_broken(code)
    consulted = tuple(each.consulted for each in tracked.state.consultations)
    place = DossierPlace(row[2], row[3], row[4], row[5], consulted, *places_of(tracked.state))
    log = [(body, bytes(digest)) for body, digest in zip(row[7], row[8], strict=True)]
    return Locked(row[0], bytes(row[1]), place, events, tracked, row[6], log)


READ: Final = """
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


def by_intake_key(key: str) -> tuple[str | None, int, int | None, int | None] | None:
    """Code, seq, time of reception and promise of the dossier that an intake key made. One statement."""
    with cursor() as cur:
        cur.execute(_BY_INTAKE_KEY, (key,), prepare=True)
        return cur.fetchone()


_BY_INTAKE_KEY: Final = "SELECT code, seq, received_at, due_at FROM dossiers_dossier WHERE intake_key = %s"


class Piece(NamedTuple):
    """One piece of the statement: its SQL with `?` for each parameter, and the parameters."""

    sql: str
    parameters: tuple[Any, ...]


def write(
    dossier_id: int,
    *,
    new: bool,
    row: Row,
    lines: Sequence[Line],
    sealed: Sequence[Sealed],
    changes: Changes,
    agencies: Agencies,
    unheard: Sequence[tuple[str, int]] = (),
) -> None:
    """Write everything of one command in one statement; `unheard` says who must hear of which event.

    `row` holds the columns of the dossier to set. Where the dossier is not new the statement is guarded
    by the sequence number before; a lost race raises `psycopg.errors.UniqueViolation` on the log.
    """
    pieces = [_dossier_piece(dossier_id, new, row, agencies), _events_piece(dossier_id, lines)]
    if sealed:
        pieces.append(_private_piece(dossier_id, sealed))
    if unheard:
        pieces.append(_unheard_piece(dossier_id, unheard))
    for table, rows in changes.inserted.items():
        pieces.append(_insert_piece(table, dossier_id, rows, agencies))
    for table, rows in changes.updated.items():
        pieces.extend(_update_piece(table, dossier_id, key, values, agencies) for key, values in rows.items())
    pieces.extend(_delete_piece(table, dossier_id, keys) for table, keys in changes.deleted.items())
    with _numbered_cursor() as cur:
        cur.execute(_whole(tuple(piece.sql for piece in pieces)), _parameters(pieces), prepare=True)
        written = cur.fetchone()
    if written != (1,):
        raise psycopg.errors.SerializationFailure(f"dossier {dossier_id} changed meanwhile")


def _numbered_cursor() -> psycopg.RawCursor[Any]:
    """A cursor that takes `$1` as PostgreSQL does: a long statement is not parsed once more in Python."""
    connection.ensure_connection()
    return psycopg.RawCursor(connection.connection)


@lru_cache(maxsize=512)
def _whole(pieces: tuple[str, ...]) -> str:
    """The statement of all pieces; the same shape of command has the same text, and is prepared once."""
    named = [f"p{number} AS ({sql})" for number, sql in enumerate(pieces)]
    return _numbered("WITH " + ",\n".join(named) + "\nSELECT count(*) FROM p0")


@lru_cache(maxsize=512)
def _numbered(sql: str) -> str:
    first, *rest = sql.split("?")
    return first + "".join(f"${number}{text}" for number, text in enumerate(rest, start=1))


def _parameters(pieces: Iterable[Piece]) -> list[Any]:
    return [value for piece in pieces for value in piece.parameters]


def stored(kind: str, value: Any, agencies: Agencies) -> Any:
    """A projected value as a parameter of its column: agencies by primary key, JSON wrapped."""
    if kind == JSON and value is not None:
        return Jsonb(value)
    return _told(kind, value, agencies)


def _told(kind: str, value: Any, agencies: Agencies) -> Any:
    """The same as part of a JSON document."""
    return agencies(value) if kind == AGENCY and value is not None else value


def _sql_type(kind: str) -> str:
    return INT if kind == AGENCY else kind


def _dossier_piece(dossier_id: int, new: bool, row: Row, agencies: Agencies) -> Piece:
    values = [stored(DOSSIER_TYPES[name], value, agencies) for name, value in row.items()]
    if new:
        return Piece(_new_dossier(tuple(row)), (dossier_id, *values))
    return Piece(_set("dossiers_dossier", "dossier", tuple(row)), (*values, dossier_id))


@lru_cache(maxsize=256)
def _new_dossier(columns: tuple[str, ...]) -> str:
    names = ", ".join(column_name(name) for name in columns)
    marks = ", ".join(f"?::{_sql_type(DOSSIER_TYPES[name])}" for name in columns)
    return f"INSERT INTO dossiers_dossier (id, {names}) VALUES (?::bigint, {marks}) RETURNING id"  # noqa: S608


@lru_cache(maxsize=256)
def _set(db_name: str, table: str, columns: tuple[str, ...]) -> str:
    """An update of some columns: of the dossier by its id, of a projection by dossier and key."""
    kinds = DOSSIER_TYPES if table == "dossier" else TABLES[table]
    sets = ", ".join(f"{column_name(name)} = ?::{_sql_type(kinds[name])}" for name in columns)
    if table == "dossier":
        return f"UPDATE {db_name} SET {sets} WHERE id = ?::bigint RETURNING id"  # noqa: S608
    return f"UPDATE {db_name} SET {sets} WHERE dossier_id = ?::bigint AND key = ?::bigint"  # noqa: S608


# Rows travel as one JSON document a table: arrays for each column cost the driver more than all the rest.
_EVENTS: Final = """INSERT INTO dossiers_event
  (dossier_id, seq, type, occurred_at, recorded_at, actor, unit, body, hash)
  SELECT ?::bigint, e.seq, e.type, e.occurred_at, e.recorded_at, e.actor, e.unit, e.body,
    decode(e.hash, 'hex')
  FROM json_to_recordset(?::json) AS e(seq bigint, type text, occurred_at bigint, recorded_at bigint,
    actor text, unit text, body text, hash text)"""
_PRIVATE: Final = """INSERT INTO dossiers_privaterecord (commitment, dossier_id, kind, salt, body)
  SELECT decode(r.commitment, 'hex'), ?::bigint, r.kind, decode(r.salt, 'hex'), r.body
  FROM json_to_recordset(?::json) AS r(commitment text, kind text, salt text, body text)"""

_UNHEARD: Final = """INSERT INTO dossiers_unheardevent (dossier_id, follower, seq)
  SELECT ?::bigint, u.follower, u.seq FROM json_to_recordset(?::json) AS u(follower text, seq bigint)"""


def _document(rows: list[Row]) -> str:
    return orjson.dumps(rows).decode()


def _events_piece(dossier_id: int, lines: Sequence[Line]) -> Piece:
    rows = [{**line._asdict(), "hash": line.hash.hex()} for line in lines]
    return Piece(_EVENTS, (dossier_id, _document(rows)))


def _private_piece(dossier_id: int, sealed: Sequence[Sealed]) -> Piece:
    rows = [
        {"commitment": one.commitment, "kind": one.kind, "salt": one.salt.hex(), "body": one.body}
        for one in sealed
    ]
    return Piece(_PRIVATE, (dossier_id, _document(rows)))


def _unheard_piece(dossier_id: int, unheard: Sequence[tuple[str, int]]) -> Piece:
    rows = [{"follower": follower, "seq": seq} for follower, seq in unheard]
    return Piece(_UNHEARD, (dossier_id, _document(rows)))


@cache
def _insert(table: str) -> str:
    kinds = TABLES[table]
    names = ", ".join(column_name(name) for name in kinds)
    picked = ", ".join(f'r."{name}"' for name in kinds)
    typed = ", ".join(f'"{name}" {_sql_type(kind)}' for name, kind in kinds.items())
    return (
        f"INSERT INTO {DB_NAMES[table]} (dossier_id, key, {names}) "  # noqa: S608
        f"SELECT ?::bigint, r.key, {picked} FROM json_to_recordset(?::json) AS r(key bigint, {typed})"
    )


def _insert_piece(table: str, dossier_id: int, rows: dict[int, Row], agencies: Agencies) -> Piece:
    kinds = TABLES[table]
    told = [
        {"key": key, **{name: _told(kind, row[name], agencies) for name, kind in kinds.items()}}
        for key, row in rows.items()
    ]
    return Piece(_insert(table), (dossier_id, _document(told)))


def _update_piece(table: str, dossier_id: int, key: int, values: Row, agencies: Agencies) -> Piece:
    kinds = TABLES[table]
    told = (stored(kinds[name], value, agencies) for name, value in values.items())
    return Piece(_set(DB_NAMES[table], table, tuple(values)), (*told, dossier_id, key))


def _delete_piece(table: str, dossier_id: int, keys: set[int]) -> Piece:
    sql = f"DELETE FROM {DB_NAMES[table]} WHERE dossier_id = ?::bigint AND key = ANY(?::bigint[])"  # noqa: S608
    return Piece(sql, (dossier_id, sorted(keys)))


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


def replace_dossier(dossier_id: int, row: Row, agencies: Agencies) -> None:
    """Put the columns that the log tells in the place of the live ones.

    Only for `log rebuild`: the log itself and the columns that it does not tell stay as they are.
    """
    piece = _dossier_piece(dossier_id, False, row, agencies)
    with _numbered_cursor() as cur:
        cur.execute(_numbered(piece.sql), piece.parameters)
