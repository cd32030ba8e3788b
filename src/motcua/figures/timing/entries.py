"""Entries into steps of dossiers that ended with a result: working time given and used, for statements.

An entry is one stay at a step of the dossier's own way, as the clocks of one dossier count it (decision
0045); without a process of its own its holders are its steps. Once its end is known, all before it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from motcua.dossiers.lifecycle.types import Status, Step
from motcua.dossiers.queries.step_clocks import POSTS
from motcua.dossiers.queries.times import PAUSED
from motcua.figures.ii06a import Scope
from motcua.figures.office_hours import HOURS, worked, worked_hours
from motcua.organisation.in_force import in_force as calendar_in_force

ENDED: Final = "k.cls <= 10 AND k.standing IN (3, 4)"
"""The dossiers whose steps are counted: ended in the period with a result, as the rule set counts it."""
_BACK: Final = timedelta(days=3 * 366)
"""Time longer ago than this before the period is not counted."""
_POST: Final = " ".join(f"WHEN '{step.value}' THEN '{post}'" for step, post in POSTS.items())
OF: Final = "k.dossier_id, k.procedure_code, k.ended_at"
"""What `timed` is told of each dossier."""

# A holder with the same step at the same agency goes on: a new due time, or somebody took what lay there.
_STAYS: Final = f"""
  SELECT k.*, w.key, w.step, w.agency_id, w.opened_at, w.due_at, w.ended_at AS left_at,
    w.step = lag(w.step) OVER o AND w.agency_id = lag(w.agency_id) OVER o
      AND w.opened_at = lag(w.ended_at) OVER o AND lag(w.officer) OVER o IN ('', w.officer) AS goes_on,
    w.step = lead(w.step) OVER o AND w.agency_id = lead(w.agency_id) OVER o
      AND w.ended_at = lead(w.opened_at) OVER o AND w.officer IN ('', lead(w.officer) OVER o) AS is_followed
  FROM {{of}} k JOIN dossiers_workitem w ON w.dossier_id = k.dossier_id
  WHERE w.opened_at < k.ended_at AND w.step <> '{Step.DONE.value}'
    AND NOT EXISTS (SELECT 1 FROM dossiers_steprow s WHERE s.dossier_id = k.dossier_id AND s.part = 0)
  WINDOW o AS (PARTITION BY w.dossier_id ORDER BY w.key)"""  # noqa: S608 - only our own text is put together
# Few entries are of several holders: the first of them is looked up for these alone, nothing is grouped.
_FIRST: Final = f"""SELECT v.opened_at FROM ({_STAYS.format(of="(SELECT w.dossier_id, w.ended_at)")}) v
  WHERE v.key < w.key AND v.goes_on IS NOT TRUE ORDER BY v.key DESC LIMIT 1"""  # noqa: S608
_ENTRIES: Final = f"""
SELECT k.dossier_id, k.procedure_code, s.step, s.name, s.agency_id,
  CASE s.kind WHEN 'task' THEN s.post ELSE s.kind END AS post, s.opened_at, s.due_at,
  least(coalesce(s.ended_at, k.ended_at), k.ended_at) AS until
FROM {{of}} k JOIN dossiers_steprow s ON s.dossier_id = k.dossier_id
WHERE s.part = 0 AND s.opened_at < k.ended_at
UNION ALL
SELECT w.dossier_id, w.procedure_code, w.step, '', w.agency_id, CASE w.step {_POST} ELSE '' END,
  CASE WHEN w.goes_on THEN ({_FIRST}) ELSE w.opened_at END, w.due_at,
  least(coalesce(w.left_at, w.ended_at), w.ended_at)
FROM ({_STAYS}) w WHERE w.is_followed IS NOT TRUE"""  # noqa: S608
_OPENED, _UNTIL, _DUE = (worked(f"e.{each}") for each in ("opened_at", "until", "due_at"))
_WAITED: Final = f"{worked('least(p.until, e.until)')} - {worked('greatest(p.since, e.opened_at)')}"
# What was waited in an entry: all of it, that which moved its due time, and since when it stood at the end.
_TIMED: Final = f"""
SELECT e.dossier_id, e.procedure_code, e.step, e.name, e.agency_id, e.post,
  {_UNTIL} - {_OPENED} - coalesce(e.waits[1], 0) AS used,
  CASE WHEN e.due_at IS NOT NULL THEN {_DUE} - {_OPENED} - coalesce(e.waits[2], 0) END AS given,
  coalesce(
    CASE WHEN e.waits[3] IS NULL THEN e.until ELSE greatest(e.waits[3], e.opened_at) END > e.due_at, false
  ) AS late
FROM (
  SELECT e.*, CASE WHEN d.dossier_id IS NOT NULL THEN (
      SELECT ARRAY[sum({_WAITED}), sum({_WAITED}) FILTER (WHERE p.until <= e.until),
        min(p.since) FILTER (WHERE p.until >= e.until)]
      FROM unnest(d.sinces, d.untils) AS p(since, until) WHERE p.since < e.until AND p.until > e.opened_at
    ) END AS waits
  FROM ({_ENTRIES}) e CROSS JOIN {HOURS} h LEFT JOIN (
    SELECT p.dossier_id, array_agg(p.since) AS sinces, array_agg(p.until) AS untils
    FROM {{of}} k JOIN dossiers_statusspan p ON p.dossier_id = k.dossier_id
    WHERE p.status = ANY(%(paused)s) GROUP BY p.dossier_id
  ) d ON d.dossier_id = e.dossier_id OFFSET 0
) e CROSS JOIN {HOURS} h"""  # noqa: S608


def timed(of: str) -> str:
    """The statement of the entries of dossiers; `of` is a table, or a query in brackets, of `OF` for each.

    A row an entry: dossier, procedure, step with its name (empty without a process), agency, post, working
    microseconds without the waiting: `used`, `given` where it had a time of its own; whether it was `late`.
    """
    return _TIMED.format(of=of)


def values(scope: Scope) -> dict[str, Any]:
    """The values that `timed` names: office hours of the province, and what is waiting."""
    hours, _days_off = calendar_in_force()
    return {
        "paused": [int(each) for each in (*PAUSED, Status.STOPPED)],
        **worked_hours(hours(None), scope.first - _BACK, scope.last + _BACK / 3),
    }
