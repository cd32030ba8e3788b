"""`log verify`: every chain, every column beside it, every seal, told apart from lawful erasure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

import msgspec
import psycopg
from django.db import connection

from motcua.dossiers.beside import Part, Progress
from motcua.dossiers.log import GENESIS
from motcua.dossiers.seal import check_seals
from motcua.dossiers.steady import steady_view
from motcua.foundation.canonical import commit
from motcua.foundation.errors import gettext_noop


class Fault(msgspec.Struct):
    """The first event that does not hold."""

    dossier: str
    seq: int
    reason: str


class Verdict(msgspec.Struct):
    """What `log verify` found (contracts, section 1)."""

    ok: bool
    dossiers: int
    events: int
    erased: int
    first_broken: Fault | None = None
    warnings: list[str] = []


class _Head(msgspec.Struct):
    dossier: str
    seq: int
    type: str
    occurred_at: int
    recorded_at: int
    actor: str
    unit: str
    payload: msgspec.Raw


_EVENTS: Final = (
    "SELECT dossier_id, seq, type, occurred_at, recorded_at, actor, unit, body, hash FROM dossiers_event"
)
_PRIVATE: Final = "SELECT dossier_id, encode(commitment, 'hex'), salt, body FROM dossiers_privaterecord"
_HASHES: Final = "file", "replaced_by", "version", "before", "after"
"""Names under which a hash stands that is none of a private record: files, versions of processes."""
_COMMITMENT: Final = re.compile(r'"(?!(?:' + "|".join(_HASHES) + r')\\?")\w+\\?":\\?"([0-9a-f]{64})\\?"')
"""A commitment in a body; hashes in lists are those of files."""
_HASH: Final = re.compile(r'":"([0-9a-f]{64})"')
"""The value of one where nothing is escaped; begun with plain letters it is found many times faster."""
_word: Final = re.compile(r"\w+").fullmatch
_decode: Final = msgspec.json.Decoder(_Head).decode
CHUNK: Final = 5000
STRIDE: Final = 200
"""Dossiers between two words of progress."""
NO_CODE: Final = "-"
"""In the place of what the database could not even take as text."""


def verify(code: str | None = None, *, progress: Progress | None = None) -> Verdict:
    """Check one dossier's chain, or all chains and all seals, as they stand now. Memory stays flat.

    `progress` is called now and then with dossiers checked and dossiers in all.
    """
    if code is not None and (not code.isascii() or "\0" in code):
        code = NO_CODE
    verdict = Verdict(ok=True, dossiers=0, events=0, erased=0, warnings=role_warnings())
    with steady_view():
        fault = _check_all(code, verdict, progress or (lambda done, total: None))
        if fault is None and code is None and (broken := check_seals()) is not None:
            fault = Fault("", 0, f"seal of {broken.day.isoformat()}: {broken.reason}")
    verdict.ok, verdict.first_broken = fault is None, fault
    return verdict


def check_part(part: Part, verdict: Verdict, progress: Progress) -> Fault | None:
    """The chains of a part, counted in `verdict`, inside the caller's steady view; the first fault."""
    return _check_all(None, verdict, progress, part)


def _check_all(
    code: str | None, verdict: Verdict, progress: Progress, part: Part | None = None
) -> Fault | None:
    where, parameters = _selection(code, part)
    ends = _ends(code, part)
    total = len(ends)
    progress(0, total)
    private = _Private(_stream("motcua_private", _PRIVATE + where + " ORDER BY dossier_id", parameters))
    events = _stream("motcua_events", _EVENTS + where + " ORDER BY dossier_id, seq", parameters)
    for row_id, chain in groupby(events, key=itemgetter(0)):
        rows = list(chain)
        verdict.dossiers += 1
        verdict.events += len(rows)
        end = ends.pop(row_id, None)
        fault = check_chain(rows, end)
        if fault is not None:
            return fault
        records = private.of(row_id)
        for row in rows:
            reason, erased = _private_fault(row[7], records)
            if reason:
                return Fault(end.name if end else "", row[1], reason)
            verdict.erased += erased
        if verdict.dossiers % STRIDE == 0:
            progress(verdict.dossiers, total)
    if ends:
        return Fault(min(end.name for end in ends.values()), 1, "the dossier has no events")
    return None


ROLE_WARNING: Final = gettext_noop(
    "Tài khoản cơ sở dữ liệu của ứng dụng sửa được nhật ký; tách vai trò chủ sở hữu và vai trò ứng dụng."
)


def role_warnings() -> list[str]:
    """A warning where the role in force owns the log or may change it (contracts, section 2)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(pg_has_role(current_user, relowner, 'USAGE')"
            " OR has_table_privilege(current_user, oid, 'UPDATE, DELETE, TRUNCATE'))"
            " FROM pg_class WHERE oid = 'dossiers_event'::regclass"
        )
        return [ROLE_WARNING] if cursor.fetchone() == (True,) else []


class _End(NamedTuple):
    name: str
    names: tuple[str | None, ...]
    """The code and the submission reference: what the events may call the dossier."""
    seq: int
    head: bytes


def check_chain(rows: list[Any], end: _End | None) -> Fault | None:
    """The first fault in one dossier's events, in order of seq; nothing where the chain holds."""
    previous = GENESIS
    name = end.name if end else ""
    for expected, row in enumerate(rows, start=1):
        reason = _event_fault(row, expected, previous, end.names if end else None)
        if reason:
            return Fault(name or _name_in(row[7]), expected, reason)
        previous = bytes(row[8])
    if end is None:
        return Fault(_name_in(rows[-1][7]), len(rows), "the dossier row is gone")
    if end.seq != len(rows) or end.head != previous:
        return Fault(name, len(rows), "the dossier's head is not the last event of its chain")
    return None


def _event_fault(row: Any, expected: int, previous: bytes, names: tuple[str | None, ...] | None) -> str:
    _, seq, kind, occurred_at, recorded_at, actor, unit, body, digest = row
    if seq != expected:
        return f"event {expected} is missing"
    if hashlib.sha256(previous + body.encode()).digest() != bytes(digest):
        return "the hash does not fit the body and the event before"
    try:
        head = _decode(body)
    except msgspec.MsgspecError:
        return "the body is not an event"
    if (head.seq, head.type, head.occurred_at, head.recorded_at, head.actor, head.unit) != (
        seq,
        kind,
        occurred_at,
        recorded_at,
        actor,
        unit,
    ):
        return "a column beside the body says something else"
    if names is not None and head.dossier not in names:
        return "the event belongs to another dossier"
    return ""


def _private_fault(body: str, records: dict[str, _Record]) -> tuple[str, bool]:
    """What is wrong with the private records that an event commits to; whether one of them was erased."""
    erased = False
    for commitment in commitments(body):
        record = records.get(commitment)
        if record is None:
            return "a private record is gone without having been erased", False
        if record.body is None or record.salt is None:
            erased = True
        elif commit(bytes(record.salt), record.body) != commitment:
            return "a private record does not fit its commitment", False
    return "", erased


def commitments(body: str) -> list[str]:
    """The commitments of a body, in their order."""
    if "\\" in body:
        # The old and new words of a correction are JSON within JSON.
        return _COMMITMENT.findall(body)
    found = []
    for value in _HASH.finditer(body):
        name = body[body.rfind('"', 0, value.start()) + 1 : value.start()]
        if name not in _HASHES and _word(name):
            found.append(value[1])
    return found


def _name_in(body: str) -> str:
    try:
        return _decode(body).dossier
    except msgspec.MsgspecError:
        return ""


def _selection(code: str | None, part: Part | None) -> tuple[str, tuple[str | int, ...]]:
    if part is not None:
        return " WHERE dossier_id >= %s AND dossier_id < %s", part
    if code is None:
        return "", ()
    return " WHERE dossier_id = (SELECT id FROM dossiers_dossier WHERE code = %s OR reference = %s)", (
        code,
        code,
    )


def _ends(code: str | None, part: Part | None) -> dict[int, _End]:
    where: str = ""
    parameters: tuple[str | int, ...] = ()
    if part is not None:
        where, parameters = " WHERE id >= %s AND id < %s", part
    elif code is not None:
        where, parameters = " WHERE code = %s OR reference = %s", (code, code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, code, reference, seq, head FROM dossiers_dossier" + where, parameters)  # noqa: S608
        return {
            key: _End(code or reference, (code, reference), seq, bytes(head))
            for key, code, reference, seq, head in cursor.fetchall()
        }


class _Record(NamedTuple):
    salt: bytes | None
    body: str | None


class _Private:
    """The private records of each dossier in turn, asked for in rising order of dossier."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = self._take()

    def _take(self) -> tuple[int, dict[str, _Record]] | None:
        for row_id, rows in self._groups:
            return row_id, {commitment: _Record(salt, body) for _, commitment, salt, body in rows}
        return None

    def of(self, row_id: int) -> dict[str, _Record]:
        """The records of a dossier by commitment."""
        while self._next is not None and self._next[0] < row_id:
            self._next = self._take()
        return self._next[1] if self._next is not None and self._next[0] == row_id else {}


def _stream(name: str, sql: str, parameters: tuple[str | int, ...]) -> Iterator[Any]:
    """Rows through a cursor of the server, inside the caller's transaction."""
    with psycopg.ServerCursor(connection.connection, name) as cursor:
        cursor.itersize = CHUNK
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
