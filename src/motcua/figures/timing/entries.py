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
from motcua.figures.office_hours import WORKED, worked_hours
from motcua.organisation.in_force import in_force as calendar_in_force

ENDED: Final = "k.cls <= 10 AND k.standing IN (3, 4)"
"""The dossiers whose steps are counted: ended in the period with a result, as the rule set counts it."""
_BACK: Final = timedelta(days=3 * 366)
"""Time longer ago than this before the period is not counted."""
_POST: Final = " ".join(f"WHEN '{step.value}' THEN '{post}'" for step, post in POSTS.items())
_ARRAYS: Final = ("opens", "spans", "before")
# The hours are thousands of numbers and are told once, not at each of the fourteen places that need them.
_HOURS: Final = ", ".join(f"%({each})s::bigint[] AS {each}" for each in _ARRAYS)


def _worked(moment: str) -> str:
    text = WORKED.format(moment=moment)
    for each in _ARRAYS:
        text = text.replace(f"%({each})s::bigint[]", f"h.{each}")
    return text


_OPENED, _UNTIL, _DUE = (_worked(f"e.{each}") for each in ("opened_at", "until", "due_at"))
_WAITED: Final = _worked("least(p.until, e.until)")
_SINCE: Final = _worked("greatest(p.since, e.opened_at)")

# A holder with the same step at the same agency goes on: a new due time, or somebody took what lay there.
JOINED: Final = f"""
JOIN dossiers_spell f ON f.dossier_id = k.dossier_id
  AND f.known_from <= %(as_of)s AND f.known_until > %(as_of)s
CROSS JOIN LATERAL (
  SELECT s.step, s.name, CASE s.kind WHEN 'task' THEN s.post ELSE s.kind END AS post, s.agency_id,
    s.opened_at, s.due_at,
    least(coalesce(s.ended_at, f.ended_at), f.ended_at) AS until
  FROM dossiers_steprow s
  WHERE s.dossier_id = k.dossier_id AND s.part = 0 AND s.opened_at < f.ended_at
  UNION ALL
  SELECT w.step, '', CASE w.step {_POST} ELSE '' END, w.agency_id, min(w.opened_at),
    (array_agg(w.due_at ORDER BY w.key DESC))[1],
    least(coalesce((array_agg(w.ended_at ORDER BY w.key DESC))[1], f.ended_at), f.ended_at)
  FROM (
    SELECT w.*, sum(w.begins) OVER (ORDER BY w.key) AS entry FROM (
      SELECT w.*, CASE WHEN w.step = lag(w.step) OVER o AND w.agency_id = lag(w.agency_id) OVER o
          AND w.opened_at = lag(w.ended_at) OVER o AND lag(w.officer) OVER o IN ('', w.officer)
        THEN 0 ELSE 1 END AS begins
      FROM dossiers_workitem w
      WHERE w.dossier_id = k.dossier_id AND w.opened_at < f.ended_at AND w.step <> '{Step.DONE.value}'
        AND NOT EXISTS (SELECT 1 FROM dossiers_steprow s WHERE s.dossier_id = k.dossier_id AND s.part = 0)
      WINDOW o AS (ORDER BY w.key)
    ) w
  ) w GROUP BY w.entry, w.step, w.agency_id
) e
CROSS JOIN (SELECT {_HOURS}) h
LEFT JOIN LATERAL (
  SELECT sum({_WAITED} - {_SINCE}) AS waited,
    sum({_WAITED} - {_SINCE}) FILTER (WHERE p.until <= e.until) AS moved,
    min(p.since) FILTER (WHERE p.until >= e.until) AS stood
  FROM dossiers_statusspan p
  WHERE p.dossier_id = k.dossier_id AND p.status = ANY(%(paused)s)
    AND p.since < e.until AND p.until > e.opened_at
) p ON true
CROSS JOIN LATERAL (
  SELECT {_UNTIL} - {_OPENED} - coalesce(p.waited, 0) AS used,
    CASE WHEN e.due_at IS NOT NULL THEN {_DUE} - {_OPENED} - coalesce(p.moved, 0) END AS given,
    coalesce(CASE WHEN p.stood IS NULL THEN e.until ELSE greatest(p.stood, e.opened_at) END > e.due_at, false)
      AS late
) t"""  # noqa: S608 - only our own text is put together
"""Joined to `k` (`ii06a.statement`): `e` an entry, `t` its working microseconds without the waiting: `used`,
and `given` where the step had a time of its own; whether it was `late`."""


def values(scope: Scope) -> dict[str, Any]:
    """The values that `JOINED` names: office hours of the province, and what is waiting."""
    hours, _days_off = calendar_in_force()
    return {
        "paused": [int(each) for each in (*PAUSED, Status.STOPPED)],
        **worked_hours(hours(None), scope.first - _BACK, scope.last + _BACK / 3),
    }
