"""The turns of officers: the spans in which one had a dossier by name, before its processing ended.

A turn is a step of the internal process, or, where a dossier follows none, a stay with its holder, as on the
control slip. It begins when the officer took it, not when it began to lie at the agency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any, Final, NamedTuple

from django.db import connection

from motcua.dossiers.lifecycle.types import Step
from motcua.dossiers.queries.times import PAUSED
from motcua.figures.ii06a import Scope, values_of
from motcua.foundation.clock import MINUTE, Instant, instant_of
from motcua.foundation.worktime import WorkCalendar
from motcua.organisation.calendars import Calendars


class Turn(NamedTuple):
    """One officer's turn; `ended_at` is none while it was not known to have ended, or ended after the
    period."""

    officer: str
    dossier: int
    agency: int
    step: str
    since: Instant
    due_at: Instant | None
    ended_at: Instant | None


class Worked(NamedTuple):
    """Turns that ended in a period and had a time of their own: how many, how many of them beyond it, and the
    working minutes that they took of those that were left when they began."""

    turns: int = 0
    late: int = 0
    used: int = 0
    allotted: int = 0


def turns_of(scope: Scope, officers: Collection[str], had: Collection[int]) -> dict[str, list[Turn]]:
    """The turns that were open at some time of the period, as they were known at its moment, by officer;
    `had` are the dossiers that they ever had.

    One statement.
    """
    values = values_of(scope) | {
        "officers": list(officers),
        "had": list(had),
        "start": instant_of(datetime.combine(scope.first, time())),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TURNS, values)
        rows = cursor.fetchall()
    found: dict[str, list[Turn]] = {each: [] for each in officers}
    for row in rows:
        turn = Turn(*row)
        mine = found[turn.officer]
        if mine and _goes_on(mine[-1], turn):
            mine[-1] = turn._replace(since=mine[-1].since)
        else:
            mine.append(turn)
    return found


def _goes_on(before: Turn, turn: Turn) -> bool:
    """A new due time makes another row of the same turn (`step` is empty for steps of a process, which have a
    row each)."""
    place = (before.dossier, before.agency, before.step, before.ended_at)
    return bool(turn.step) and place == (turn.dossier, turn.agency, turn.step, turn.since)


def worked(
    turns: Iterable[Turn], pauses: Mapping[int, Sequence[tuple[Instant, Instant]]], hours: Calendars
) -> Worked:
    """Time used and allotted, by the calendar of each agency and without the time in which the applicant was
    waited for: that is nobody's."""
    found = Worked()
    for turn in turns:
        if turn.ended_at is None or turn.due_at is None:
            continue
        calendar, waits = hours(turn.agency), pauses.get(turn.dossier, ())
        used = _between(calendar, turn.since, turn.ended_at, waits)
        allotted = _between(calendar, turn.since, max(turn.since, turn.due_at), waits)
        late = _counted_until(turn, waits) > turn.due_at
        found = Worked(
            found.turns + 1,
            found.late + late,
            found.used + used // MINUTE,
            found.allotted + allotted // MINUTE,
        )
    return found


def _between(
    calendar: WorkCalendar, since: Instant, until: Instant, waits: Sequence[tuple[Instant, Instant]]
) -> int:
    waited = (
        calendar.between(max(since, a), min(until, b)) for a, b in waits if max(since, a) < min(until, b)
    )
    return calendar.between(since, until) - sum(waited)


def _counted_until(turn: Turn, waits: Sequence[tuple[Instant, Instant]]) -> Instant:
    """Waiting for the applicant makes nobody late: a turn that ended in it is told by when it began."""
    assert turn.ended_at is not None
    for a, b in waits:
        if a < turn.ended_at <= b:
            return max(a, turn.since)
    return turn.ended_at


def pauses_of(dossiers: Collection[int], scope: Scope) -> dict[int, list[tuple[Instant, Instant]]]:
    """When each of these waited for its applicant before the end of what is told. One statement."""
    until = min(scope.end, scope.as_of)
    values: dict[str, Any] = {
        "dossiers": list(dossiers),
        "paused": [int(each) for each in PAUSED],
        "until": until,
    }
    found: dict[int, list[tuple[Instant, Instant]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PAUSES, values)
        for dossier, since, ended in cursor.fetchall():
            found[dossier].append((since, ended))
    return found


_PAUSES: Final = """
SELECT p.dossier_id, p.since, least(coalesce(p.until, %(until)s), %(until)s) FROM dossiers_statusspan p
WHERE p.dossier_id = ANY(%(dossiers)s) AND p.status = ANY(%(paused)s) AND p.since < %(until)s
ORDER BY p.dossier_id, p.since"""

# What the control slip has after the end is no processing any more: the result waits for its owner.
_TURNS: Final = f"""
SELECT t.officer, t.dossier_id, t.agency_id, t.step, t.since, t.due_at, t.ended_at FROM (
  SELECT r.officer, r.dossier_id, r.agency_id, '' AS step, coalesce(r.claimed_at, r.opened_at) AS since,
    r.due_at, CASE WHEN coalesce(r.ended_known, r.ended_at) <= %(as_of)s AND r.ended_at < %(end)s
      THEN r.ended_at END AS ended_at
  FROM dossiers_steprow r
  WHERE r.dossier_id = ANY(%(had)s) AND r.officer = ANY(%(officers)s) AND r.kind = 'task'
  UNION ALL
  SELECT i.officer, i.dossier_id, i.agency_id, i.step, i.opened_at, i.due_at,
    CASE WHEN coalesce(i.ended_known, i.ended_at) <= %(as_of)s AND i.ended_at < %(end)s THEN i.ended_at END
  FROM dossiers_workitem i
  WHERE i.dossier_id = ANY(%(had)s) AND i.officer = ANY(%(officers)s)
    AND i.step NOT IN ('{Step.RETURN}', '{Step.DONE}') AND NOT EXISTS (
      SELECT 1 FROM dossiers_steprow r WHERE r.dossier_id = i.dossier_id AND r.part = 0)
) t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.since < %(end)s AND t.since <= %(as_of)s AND (t.ended_at IS NULL OR t.ended_at >= %(start)s)
  AND (d.ended_at IS NULL OR t.since < d.ended_at)
ORDER BY t.officer, t.dossier_id, t.since"""  # noqa: S608 - words of this file


def placed(turns: Iterable[Turn], start: Instant) -> dict[str, set[int]]:
    """The dossiers of these turns by how they came and where they are: `carried` or `received`, `held` or
    `passed`."""
    began: dict[int, Instant] = {}
    held: set[int] = set()
    for turn in turns:
        began[turn.dossier] = min(began.get(turn.dossier, turn.since), turn.since)
        if turn.ended_at is None:
            held.add(turn.dossier)
    carried = {dossier for dossier, since in began.items() if since < start}
    every: set[int] = set(began)
    return {"carried": carried, "received": every - carried, "held": held, "passed": every - held}
