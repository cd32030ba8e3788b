"""`log rebuild`: the projections told again from the log, and proof that they equal the live rows.

Works through the dossiers in blocks, so that memory stays flat; reads the log, never the live rows, to
know what should stand there. Rows are compared as tuples; columns are named only where they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any, Final, NamedTuple

import msgspec
import orjson
from django.db import connection, transaction

from motcua.dossiers.beside import ALL, Part, Progress, all_of
from motcua.dossiers.bulk import READERS, changed, copy_rows, remembering
from motcua.dossiers.columns import AGENCY, DB_NAMES, DOSSIER_TYPES, JSON, TABLES, column_name
from motcua.dossiers.facts import versions
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.log import event_of
from motcua.dossiers.places import agency_keys
from motcua.dossiers.projection import Changes, Row, Tracked, dossier_row, owner_row, project
from motcua.dossiers.store import Agencies, replace_dossier

BLOCK: Final = 500
SHOWN: Final = 20
Values = tuple[Any, ...]
Live = dict[int, dict[int, Values]]
"""Live rows of a table by dossier and key."""


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


def rebuild(*, write: bool = False, part: Part = ALL, progress: Progress | None = None) -> Report:
    """Tell every projection again from the log and compare; with `write`, put the log's rows in place.

    `progress` is called with dossiers done and dossiers in all.
    """
    report = Report(ok=True, dossiers=0, rows=dict.fromkeys(["dossier", *TABLES], 0), differences=[])
    agencies = remembering(agency_keys())
    ids = _dossier_ids(part)
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


def rebuild_all(*, write: bool = False, processes: int = 1, progress: Progress | None = None) -> Report:
    """The same of all dossiers, by so many processes beside each other."""

    def work(part: Part, tell: Progress) -> Report:
        return rebuild(write=write, part=part, progress=tell)

    found = all_of(work, processes, progress)
    whole = found[0]
    for each in found[1:]:
        whole.dossiers += each.dossiers
        whole.rows = {table: count + each.rows[table] for table, count in whole.rows.items()}
        whole.differences = (whole.differences + each.differences)[:SHOWN]
        whole.ok &= each.ok
        whole.unreadable += each.unreadable
        whole.written |= each.written
    whole.written &= not whole.unreadable
    return whole


def _block(ids: list[int], agencies: Agencies, report: Report, *, write: bool) -> None:
    told = _told(ids)
    live = {table: _live_rows(table, ids) for table in ["dossier", *TABLES]}
    wrong: dict[str, list[int]] = {}
    for dossier_id in ids:
        tale = told.get(dossier_id)
        if tale is None:
            row = dict(zip(_DOSSIER_COLUMNS, live["dossier"][dossier_id][0], strict=True))
            name = str(row["code"] or row["reference"])
            report.differences.append(Difference(name, "event", 0, "body", "", "no readable log"))
            report.unreadable += 1
            continue
        for table in _compare_dossier(dossier_id, tale, live, agencies, report):
            wrong.setdefault(table, []).append(dossier_id)
    if report.differences:
        report.ok = False
        if write:
            _put_in_place(wrong, told, agencies)
        del report.differences[SHOWN:]


def _put_in_place(wrong: dict[str, list[int]], told: dict[int, Told | None], agencies: Agencies) -> None:
    """The log's rows instead of the live ones, of the dossiers that are wrong in a table: all of theirs go,
    and come back by COPY."""
    for table, ids in wrong.items():
        tales = [(each, tale) for each in ids if (tale := told[each]) is not None]
        if table == "dossier":
            for dossier_id, (tracked, _, owner) in tales:
                replace_dossier(dossier_id, {**dossier_row(tracked), **owner}, agencies)
            continue
        _run(f"DELETE FROM {DB_NAMES[table]} WHERE dossier_id = ANY(%s)", ids)  # noqa: S608
        values, special = READERS[table]
        copy_rows(
            table,
            [
                changed((dossier_id, key, *values(row)), special, agencies)
                for dossier_id, (_, changes, _) in tales
                for key, row in changes.inserted.get(table, {}).items()
            ],
        )


def told_facts(
    progress: Progress | None = None, part: Part = ALL
) -> Iterator[tuple[list[Row], list[Difference]]]:
    """Of each dossier the versions of its facts as its log tells them, oldest first, and where the live ones
    differ; of a log that cannot be read no version and that difference."""
    agencies = remembering(agency_keys())
    ids = _dossier_ids(part)
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


def _hold(ids: list[int]) -> None:
    """Keep the offices from writing on these dossiers until the block is done; reading goes on."""
    _fetch(f"SELECT id FROM dossiers_dossier WHERE id {_WITHIN} ORDER BY id FOR UPDATE", ids)  # noqa: S608


Told = tuple[Tracked, Changes, Row]


def _told(ids: list[int]) -> dict[int, Told | None]:
    """What the logs tell; nothing for a dossier whose log cannot be read."""
    events: dict[int, list[Event]] = {}
    unreadable: set[int] = set()
    for dossier_id, body in _fetch(
        f"SELECT dossier_id, body FROM dossiers_event WHERE dossier_id {_WITHIN} ORDER BY dossier_id, seq",  # noqa: S608
        ids,
    ):
        try:
            events.setdefault(dossier_id, []).append(event_of(body))
        except ValueError:
            unreadable.add(dossier_id)
    owners = {
        bytes(commitment).hex(): orjson.loads(body)
        for commitment, body in _fetch(
            "SELECT commitment, body FROM dossiers_privaterecord"  # noqa: S608
            f" WHERE dossier_id {_WITHIN} AND kind = 'owner' AND body IS NOT NULL",
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
    dossier_id: int, told: Told, live: dict[str, Live], agencies: Agencies, report: Report
) -> list[str]:
    """Count the rows, note the differences; the tables that have some."""
    tracked, changes, owner = told
    name = tracked.state.dossier
    wanted: dict[str, dict[int, Row]] = {"dossier": {0: {**dossier_row(tracked), **owner}}}
    wanted |= changes.inserted
    wrong = []
    for table, there in live.items():
        rows, live_rows = wanted.get(table, _NOTHING), there.get(dossier_id, _NOTHING)
        if not rows and not live_rows:
            continue
        report.rows[table] += len(rows)
        if found := _different(table, name, rows, live_rows, agencies):
            report.differences += found
            wrong.append(table)
    return wrong


_NOTHING: Final[dict[int, Any]] = {}


def _different(
    table: str, name: str, rows: dict[int, Row], there: dict[int, Values], agencies: Agencies
) -> list[Difference]:
    wanted = {key: _as_live(table, row, agencies) for key, row in rows.items()}
    if wanted == there:
        return []
    found: list[Difference] = []
    for key in sorted(wanted.keys() | there.keys()):
        row = wanted.get(key)
        if there.get(key) != row:
            found += _differences((name, table, key), there.get(key), row)
    return found


def _as_live(table: str, row: Row, agencies: Agencies) -> Values:
    """A told row as the table has it."""
    read, places = _COLUMNS[table].read, _COLUMNS[table].agencies
    values: Values = read(row)
    if not places:
        return values
    changing = list(values)
    for place in places:
        if changing[place] is not None:
            changing[place] = agencies(changing[place])
    return tuple(changing)


def _differences(place: tuple[str, str, int], live: Values | None, log: Values | None) -> list[Difference]:
    if live is None or log is None:
        there, told = ("nothing", "a row") if live is None else ("a row", "nothing")
        return [Difference(*place, "", there, told)]
    return [
        Difference(*place, column, str(was), str(value))
        for column, was, value in zip(_COLUMNS[place[1]].names, live, log, strict=True)
        if was != value
    ]


def _live_rows(table: str, ids: list[int]) -> Live:
    columns = _COLUMNS[table]
    names = ", ".join(column_name(column) for column in columns.names)
    where = "id, 0" if table == "dossier" else "dossier_id, key"
    sql = f"SELECT {where}, {names} FROM {columns.db_name} WHERE {where.partition(',')[0]} {_WITHIN}"  # noqa: S608
    rows: Live = {}
    for row in _fetch(sql, ids):
        values = row[2:]
        if columns.documents:
            values = _read(values, columns.documents)
        rows.setdefault(row[0], {})[row[1]] = values
    return rows


def _read(values: Values, documents: tuple[int, ...]) -> Values:
    """The same with JSON read, where the driver gave its text."""
    return tuple(
        orjson.loads(value) if place in documents and isinstance(value, str) else value
        for place, value in enumerate(values)
    )


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


class _Columns(NamedTuple):
    """Columns of a table in their order, how a told row gives their values, and the places of agencies and
    of JSON among them."""

    db_name: str
    names: tuple[str, ...]
    read: Callable[[Row], Values]
    agencies: tuple[int, ...]
    documents: tuple[int, ...]


def _columns(table: str) -> _Columns:
    kinds = TABLES.get(table) or {name: DOSSIER_TYPES[name] for name in _DOSSIER_COLUMNS}
    return _Columns(
        DB_NAMES.get(table, "dossiers_dossier"),
        tuple(kinds),
        itemgetter(*kinds),
        tuple(place for place, kind in enumerate(kinds.values()) if kind == AGENCY),
        tuple(place for place, kind in enumerate(kinds.values()) if kind == JSON),
    )


_COLUMNS: Final = {table: _columns(table) for table in ["dossier", *TABLES]}


def _dossier_ids(part: Part) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM dossiers_dossier WHERE id >= %s AND id < %s ORDER BY id", part)
        return [row[0] for row in cursor.fetchall()]


def _run(sql: str, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, (ids,))


_WITHIN: Final = "BETWEEN %s AND %s"
"""A block is the dossiers from its first key to its last; who comes between meanwhile is not looked at."""


def _fetch(sql: str, ids: list[int]) -> list[tuple[Any, ...]]:
    """Rows of a block."""
    with connection.cursor() as cursor:
        cursor.execute(sql, (ids[0], ids[-1]))
        return list(cursor.fetchall())
