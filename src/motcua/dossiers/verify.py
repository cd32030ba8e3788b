"""`log verify`: every chain, every column beside it, every seal, told apart from lawful erasure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec
import psycopg
from django.db import connection

from motcua.dossiers.log import GENESIS
from motcua.dossiers.seal import check_seals


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
_decode: Final = msgspec.json.Decoder(_Head).decode
CHUNK: Final = 5000


def verify(code: str | None = None) -> Verdict:
    """Check one dossier's chain, or all chains and all seals. Memory stays flat at any size."""
    where, parameters = _selection(code)
    ends = _ends(code)
    erased = _erased(code)
    verdict = Verdict(ok=True, dossiers=0, events=0, erased=0)
    for row_id, rows in _chains(where, parameters):
        verdict.dossiers += 1
        verdict.events += len(rows)
        if row_id in erased:
            verdict.erased += _count_erased(rows, erased[row_id])
        fault = check_chain(rows, ends.pop(row_id, None))
        if fault is not None:
            verdict.ok, verdict.first_broken = False, fault
            return verdict
    if ends:
        name = min(end.name for end in ends.values())
        verdict.ok, verdict.first_broken = False, Fault(name, 1, "the dossier has no events")
        return verdict
    if code is None and (broken := check_seals()) is not None:
        verdict.ok = False
        verdict.first_broken = Fault("", 0, f"seal of {broken.day.isoformat()}: {broken.reason}")
    return verdict


class _End(NamedTuple):
    name: str
    seq: int
    head: bytes


def check_chain(rows: list[Any], end: _End | None) -> Fault | None:
    """The first fault in one dossier's events, in order of seq; nothing where the chain holds."""
    previous = GENESIS
    name = end.name if end else ""
    for expected, row in enumerate(rows, start=1):
        reason = _event_fault(row, expected, previous)
        if reason:
            return Fault(name or _name_in(row[7]), expected, reason)
        previous = bytes(row[8])
    if end is None:
        return Fault(_name_in(rows[-1][7]), len(rows), "the dossier row is gone")
    if end.seq != len(rows) or end.head != previous:
        return Fault(name, len(rows), "the dossier's head is not the last event of its chain")
    return None


def _event_fault(row: Any, expected: int, previous: bytes) -> str:
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
    return ""


def _name_in(body: str) -> str:
    try:
        return _decode(body).dossier
    except msgspec.MsgspecError:
        return ""


def _selection(code: str | None) -> tuple[str, tuple[str, ...]]:
    if code is None:
        return "", ()
    return " WHERE dossier_id = (SELECT id FROM dossiers_dossier WHERE code = %s OR reference = %s)", (
        code,
        code,
    )


def _ends(code: str | None) -> dict[int, _End]:
    where, parameters = (" WHERE code = %s OR reference = %s", (code, code)) if code else ("", ())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, coalesce(code, reference), seq, head FROM dossiers_dossier" + where,  # noqa: S608
            parameters,
        )
        return {row[0]: _End(row[1], row[2], bytes(row[3])) for row in cursor.fetchall()}


def _erased(code: str | None) -> dict[int, list[str]]:
    """The commitments whose private record was erased, by dossier."""
    where, parameters = _selection(code)
    clause = (where + " AND" if where else " WHERE") + " body IS NULL"
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT dossier_id, encode(commitment, 'hex') FROM dossiers_privaterecord" + clause,  # noqa: S608
            parameters,
        )
        for dossier_id, commitment in cursor.fetchall():
            found.setdefault(dossier_id, []).append(commitment)
    return found


def _count_erased(rows: list[Any], commitments: list[str]) -> int:
    return sum(any(commitment in row[7] for commitment in commitments) for row in rows)


def _chains(where: str, parameters: tuple[str, ...]) -> Iterator[tuple[int, list[Any]]]:
    """The events of each dossier in turn, read through a server-side cursor."""
    connection.ensure_connection()
    raw = connection.connection
    with raw.transaction(), psycopg.ServerCursor(raw, "motcua_verify") as cursor:
        cursor.itersize = CHUNK
        cursor.execute(_EVENTS + where + " ORDER BY dossier_id, seq", parameters)
        current: int | None = None
        rows: list[Any] = []
        for row in cursor:
            if row[0] != current:
                if current is not None:
                    yield current, rows
                current, rows = row[0], []
            rows.append(row)
        if current is not None:
            yield current, rows
