"""`log rebuild`: the projections told again from the log, and proof that they equal the live rows.

Works through the dossiers in blocks, so that memory stays flat; reads the log, never the live rows, to
know what should stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
import orjson
from django.db import connection, transaction

from motcua.dossiers.columns import DB_NAMES, TABLES, column_name
from motcua.dossiers.facts import versions
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.log import event_of
from motcua.dossiers.places import agency_keys
from motcua.dossiers.projection import AgencyAt, Changes, Row, Tracked, dossier_row, owner_row, project
from motcua.dossiers.store import Agencies, replace_projections

BLOCK: Final = 500
SHOWN: Final = 20


class Difference(msgspec.Struct):
    """One place where a live row says something else than the log."""

    dossier: str
    table: str
    key: int
    column: str
    live: str
    log: str


class Report(msgspec.Struct):
    """What `log rebuild` found: dossiers and rows compared per table, and the first differences."""

    ok: bool
    dossiers: int
    rows: dict[str, int]
    differences: list[Difference]
    unreadable: int = 0
    """Dossiers whose log cannot be read, so that nothing can be told of them."""
    written: bool = False


def rebuild(*, write: bool = False, progress: Callable[[int, int], None] | None = None) -> Report:
    """Tell every projection again from the log and compare; with `write`, put the log's rows in place.

    `progress` is called with dossiers done and dossiers in all.
    """
    report = Report(ok=True, dossiers=0, rows=dict.fromkeys(["dossier", *TABLES], 0), differences=[])
    agencies = agency_keys()
    ids = _dossier_ids()
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        with transaction.atomic():
            _hold(block)
            _block(block, agencies, report, write=write)
        report.dossiers += len(block)
        if progress:
            progress(report.dossiers, len(ids))
    report.written = write and not report.ok and not report.unreadable
    return report


def _block(ids: list[int], agencies: Agencies, report: Report, *, write: bool) -> None:
    told = _told(ids)
    live = {table: _live_rows(table, ids) for table in ["dossier", *TABLES]}
    wrong: list[int] = []
    for dossier_id in ids:
        before = len(report.differences)
        tale = told.get(dossier_id)
        if tale is None:
            row = live["dossier"][dossier_id][0]
            name = str(row["code"] or row["reference"])
            report.differences.append(Difference(name, "event", 0, "body", "", "no readable log"))
            report.unreadable += 1
            continue
        _compare_dossier(dossier_id, tale, live, agencies, report)
        if len(report.differences) > before:
            wrong.append(dossier_id)
    if report.differences:
        report.ok = False
        if write:
            for dossier_id in wrong:
                tale = told[dossier_id]
                assert tale is not None, "compared with what its log tells"
                tracked, changes, owner = tale
                replace_projections(dossier_id, {**dossier_row(tracked), **owner}, changes, agencies)
        del report.differences[SHOWN:]


def told_facts(
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[list[Row], list[Difference]]]:
    """Of each dossier the versions of its facts as its log tells them, oldest first, and where the live ones
    differ; of a log that cannot be read no version and that difference."""
    agencies = agency_keys()
    ids = _dossier_ids()
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        with transaction.atomic():
            _hold(block)
            told, live = _told(block), _live_rows("spell", block)
        for dossier_id in block:
            tale = told.get(dossier_id)
            if tale is None:
                yield [], [Difference(str(dossier_id), "event", 0, "body", "", "no readable log")]
                continue
            rows = tale[1].inserted.get("spell", {})
            yield (
                [version for key in sorted(rows) for version in versions(key, rows[key])],
                _different("spell", tale[0].state.dossier, rows, live.get(dossier_id, {}), agencies),
            )
        if progress:
            progress(min(start + BLOCK, len(ids)), len(ids))


_WITH_AGENCIES: Final = {"dossier"} | {table for table, kinds in TABLES.items() if "agency" in kinds.values()}


def _hold(ids: list[int]) -> None:
    """Keep the offices from writing on these dossiers until the block is done; reading goes on."""
    _fetch("SELECT id FROM dossiers_dossier WHERE id = ANY(%s) ORDER BY id FOR UPDATE", ids)


Told = tuple[Tracked, Changes, Row]


def _told(ids: list[int]) -> dict[int, Told | None]:
    """What the logs tell; nothing for a dossier whose log cannot be read."""
    events: dict[int, list[Event]] = {}
    unreadable: set[int] = set()
    for dossier_id, body in _fetch(
        "SELECT dossier_id, body FROM dossiers_event WHERE dossier_id = ANY(%s) ORDER BY dossier_id, seq", ids
    ):
        try:
            events.setdefault(dossier_id, []).append(event_of(body))
        except ValueError:
            unreadable.add(dossier_id)
    owners = {
        bytes(commitment).hex(): orjson.loads(body)
        for commitment, body in _fetch(
            "SELECT commitment, body FROM dossiers_privaterecord"
            " WHERE dossier_id = ANY(%s) AND kind = 'owner' AND body IS NOT NULL",
            ids,
        )
    }
    told: dict[int, Told | None] = dict.fromkeys(unreadable)
    for dossier_id in events.keys() - unreadable:
        try:
            tracked, changes = project(None, events[dossier_id])
        except ValueError:
            told[dossier_id] = None
        else:
            told[dossier_id] = tracked, changes, owner_row(tracked.state, owners)
    return told


def _compare_dossier(
    dossier_id: int,
    told: Told,
    live: dict[str, dict[int, dict[int, Row]]],
    agencies: Agencies,
    report: Report,
) -> None:
    tracked, changes, owner = told
    name = tracked.state.dossier
    wanted: dict[str, dict[int, Row]] = {"dossier": {0: {**dossier_row(tracked), **owner}}}
    wanted |= {table: changes.inserted.get(table, {}) for table in TABLES}
    for table, rows in wanted.items():
        report.rows[table] += len(rows)
        report.differences += _different(table, name, rows, live[table].get(dossier_id, {}), agencies)


def _different(
    table: str, name: str, rows: dict[int, Row], there: dict[int, Row], agencies: Agencies
) -> list[Difference]:
    found: list[Difference] = []
    for key in sorted(rows.keys() | there.keys()):
        row = rows.get(key)
        if row is not None and table in _WITH_AGENCIES:
            row = {c: agencies(v) if isinstance(v, AgencyAt) else v for c, v in row.items()}
        if there.get(key) != row:
            found += _differences((name, table, key), there.get(key), row)
    return found


def _differences(place: tuple[str, str, int], live: Row | None, log: Row | None) -> list[Difference]:
    if live is None or log is None:
        there, told = ("nothing", "a row") if live is None else ("a row", "nothing")
        return [Difference(*place, "", there, told)]
    return [
        Difference(*place, column, str(live.get(column)), str(value))
        for column, value in log.items()
        if live.get(column) != value
    ]


def _live_rows(table: str, ids: list[int]) -> dict[int, dict[int, Row]]:
    if table == "dossier":
        columns, kinds = list(_DOSSIER_COLUMNS), {}
        sql = "SELECT id, 0, {} FROM dossiers_dossier WHERE id = ANY(%s)"
    else:
        kinds = TABLES[table]
        columns = list(kinds)
        sql = "SELECT dossier_id, key, {} FROM " + DB_NAMES[table] + " WHERE dossier_id = ANY(%s)"  # noqa: S608
    rows: dict[int, dict[int, Row]] = {}
    for record in _fetch(sql.format(", ".join(column_name(column) for column in columns)), ids):
        row = dict(zip(columns, record[2:], strict=True))
        for column, kind in kinds.items():
            if kind == "jsonb" and isinstance(row[column], str):
                row[column] = orjson.loads(row[column])
        rows.setdefault(record[0], {})[record[1]] = row
    return rows


_DOSSIER_COLUMNS: Final = (
    "code",
    "reference",
    "regime",
    "status",
    "procedure_code",
    "version",
    "case",
    "field_code",
    "section",
    "competent",
    "channel",
    "owner_type",
    "owner_name",
    "owner_identifier",
    "owner_phone",
    "search",
    "return_method",
    "submitted_at",
    "received_at",
    "due_at",
    "original_due_at",
    "paused_at",
    "ended_at",
    "returned_at",
    "granted",
    "reschedules",
    "holder_agency",
    "holder_officer",
    "step",
    "step_since",
    "step_due_at",
    "process",
    "process_version",
    "proposal",
    "offered_at",
    "withdrawal_asked_at",
    "calendar_version",
    "seq",
    "last_at",
)


def _dossier_ids() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM dossiers_dossier ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def _fetch(sql: str, ids: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, (ids,))
        return list(cursor.fetchall())
