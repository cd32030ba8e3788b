"""The rows of the clocks of many dossiers in one statement, and who overran the steps of late ones.

Who had a dossier when is told from its rows by `step_clocks`, in working time of each agency, which a
database cannot count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from motcua.dossiers import store
from motcua.dossiers.places import agency_of
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.queries.step_clocks import life_of_rows
from motcua.dossiers.queries.times import PAUSED
from motcua.dossiers.step_clocks import Life, partition
from motcua.dossiers.step_clocks.rows import CalendarOf
from motcua.dossiers.step_clocks.sums import by_officer, overruns
from motcua.foundation.clock import Instant
from motcua.organisation.calendars import Calendars, calendars

WAITING: Final = sorted(int(status) for status in PAUSED)
"""What `ROWS` names `waiting`."""
TABLES: Final = ("status_span", "work_item", "step_row", "part_row")
"""The tables that `ROWS` reads, in its order."""
COUNTED_FROM: Final = """(SELECT max(t.since) FROM dossiers_duedate t
   WHERE t.dossier_id = d.id AND t.clock_start >= t.since AND t.cause = 'supplement_received')"""
ROWS: Final = """
  (SELECT json_agg(json_build_object('key', s.key, 'status', s.status, 'since', s.since, 'until', s.until)
     ORDER BY s.key) FROM dossiers_statusspan s WHERE s.dossier_id = d.id AND s.status = ANY(%(waiting)s)),
  (SELECT json_agg(json_build_object('key', w.key, 'step', w.step, 'agency', w.agency_id,
     'officer', w.officer, 'opened_at', w.opened_at, 'due_at', w.due_at, 'ended_at', w.ended_at,
     'ended_by', w.ended_by) ORDER BY w.key) FROM dossiers_workitem w WHERE w.dossier_id = d.id),
  (SELECT json_agg(json_build_object('key', s.key, 'part', s.part, 'step', s.step, 'kind', s.kind,
     'name', s.name, 'agency', s.agency_id, 'post', s.post, 'officer', s.officer,
     'opened_at', s.opened_at, 'claimed_at', s.claimed_at, 'due_at', s.due_at, 'ended_at', s.ended_at,
     'outcome', s.outcome, 'ended_by', s.ended_by) ORDER BY s.key)
   FROM dossiers_steprow s WHERE s.dossier_id = d.id),
  (SELECT json_agg(json_build_object('key', p.key, 'agency', p.agency_id, 'place', p.place, 'name', p.name,
     'content', p.content, 'step', p.step, 'sent_at', p.sent_at, 'due_at', p.due_at,
     'ended_at', p.ended_at, 'result', p.result) ORDER BY p.key)
   FROM dossiers_partrow p WHERE p.dossier_id = d.id)"""
"""Columns of a statement over `d`, a dossier: the rows of its clocks, table by table."""


class LifeRead(NamedTuple):
    """A life with the short names and the calendars of its agencies by their codes."""

    life: Life
    names: dict[str, str]
    calendar_of: CalendarOf


def life_read(
    tables: Sequence[Sequence[dict[str, Any]] | None],
    section: int,
    hours: Calendars,
    *,
    received_at: Instant,
    **dossier: Any,
) -> LifeRead:
    """A dossier as the clocks see it, of the columns of `ROWS`; `dossier` as in `life_of_rows`."""
    kept = {
        table: {row["key"]: row for row in found or ()} for table, found in zip(TABLES, tables, strict=True)
    }
    ids: dict[str, int] = {}
    names: dict[str, str] = {}
    seat = agency_of(section)
    for row in (row for table in TABLES[1:] for row in kept[table].values()):
        agency = agency_of(row["agency"])
        ids[agency.code], names[agency.code] = agency.pk, agency.short_name
        row["agency"] = AgencyAt(agency.code, row.get("opened_at") or row.get("sent_at") or received_at)
    ids.setdefault(seat.code, seat.pk)
    names.setdefault(seat.code, seat.short_name)
    life = life_of_rows(kept, section=seat.code, received_at=received_at, **dossier)
    return LifeRead(life, names, lambda code: hours(ids[code]))


def overruns_of(dossiers: Collection[int], moment: Instant) -> dict[int, dict[str, int]]:
    """Working microseconds by which officers overran their steps, by dossier and officer's code as it stood
    at `moment`; under the empty code what lay unclaimed. One statement, none for nothing.
    """
    if not dossiers:
        return {}
    with store.cursor() as cur:
        cur.execute(_LIVES, {"waiting": WAITING, "dossiers": list(dossiers)}, prepare=True)
        rows = cur.fetchall()
    hours, found = calendars(), {}
    for dossier, section, received, counted, ended, *tables in rows:
        read = life_read(
            [_stood(table, moment) for table in tables],
            section,
            hours,
            received_at=received,
            counted_from=counted if counted is None or counted < moment else None,
            ended_at=ended if ended is not None and ended <= moment else None,
        )
        spans = partition(read.life, moment)
        sums: dict[str, int] = {}
        for (_, officer), over in overruns(read.life, spans, read.calendar_of, by_officer).items():
            sums[officer] = sums.get(officer, 0) + over
        found[dossier] = sums
    return found


_BEGINS: Final = ("since", "opened_at", "sent_at")
_ENDS: Final = ("until", "ended_at")


def _stood(rows: Iterable[dict[str, Any]] | None, moment: Instant) -> list[dict[str, Any]]:
    """Rows as they stood: without those that began later, and with no end after the moment."""
    return [_open(row, moment) for row in rows or () if _begin(row) <= moment]


def _begin(row: Mapping[str, Any]) -> Instant:
    return next((int(row[name]) for name in _BEGINS if row.get(name) is not None), 0)


def _open(row: dict[str, Any], moment: Instant) -> dict[str, Any]:
    return {
        name: None if name in _ENDS and value is not None and value > moment else value
        for name, value in row.items()
    }


_LIVES: Final = f"""
SELECT d.id, d.section_id, d.received_at, {COUNTED_FROM}, d.ended_at, {ROWS}
FROM dossiers_dossier d WHERE d.id = ANY(%(dossiers)s) AND d.received_at IS NOT NULL
"""  # noqa: S608 - words of this house
