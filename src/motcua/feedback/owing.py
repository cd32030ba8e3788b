"""What an office owes on petitions, and which officers owe it: counted on the rail, reminded of when near.

One statement says who: the receiving body forwards and publishes; the agency that has it, or took over from
it, answers: its head and whoever it was given to. Nobody is told of a petition that is shut to them
(decision 0068).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import connection

from motcua.foundation.clock import DAY, Clock, Instant, SystemClock, day_of
from motcua.organisation.calendars import calendars
from motcua.outbox.kinds import Asked, Occasion
from motcua.outbox.services import Wanted, enqueue
from motcua.reminders.owed import Owed, Stage, span_at, stage_of

_OWED: Final = """
FROM (
    SELECT officer_id, post_id, valid_from, valid_to FROM organisation_assignment
    UNION
    SELECT officer_id, post_id, valid_from, valid_to FROM organisation_standin
) h
JOIN organisation_officer x ON x.id = h.officer_id AND coalesce(x.left_on, 'infinity') >= {day}
JOIN organisation_post t ON t.id = h.post_id AND coalesce(t.valid_to, 'infinity') >= {day}
  AND t.role IN ('leader', 'controller', 'handling_officer')
JOIN organisation_agency g ON g.id = coalesce(t.scope_id, t.agency_id)
CROSS JOIN LATERAL (
    WITH RECURSIVE heir (id) AS (
        SELECT t.agency_id
        UNION
        SELECT s.predecessor_id FROM heir JOIN organisation_succession s
          ON s.successor_id = heir.id AND s.takes_dossiers AND s.day <= {day}
    ) SELECT array_agg(heir.id) AS ids FROM heir
) took
JOIN feedback_petition p ON p.closed_at IS NULL AND p.due_at IS NOT NULL AND CASE t.role
  WHEN 'leader' THEN
    (p.due_clock = 'handle' AND (p.holder_id = ANY(took.ids) OR p.sort = 'own' AND g.kind = 'province'))
    OR (p.due_clock = 'forward' AND p.escalated AND p.sort = '' AND g.kind = 'province')
  WHEN 'controller' THEN
    g.kind = 'province' AND (p.due_clock = 'publish'
      OR p.due_clock = 'forward' AND NOT (p.escalated AND p.sort = '')
      OR p.due_clock = 'handle' AND p.sort = 'own' AND p.handler = '')
  ELSE p.due_clock = 'handle' AND p.handler = x.code END
WHERE h.valid_from <= {day} AND coalesce(h.valid_to, 'infinity') >= {day}
  AND NOT (p.sort IN ('', 'conduct') AND EXISTS (
    SELECT FROM feedback_petitionconcern c WHERE c.petition_id = p.id AND c.officer = x.code))
"""
COUNTED: Final = (
    "(SELECT count(DISTINCT p.id) " + _OWED.replace("{day}", "d.today") + " AND h.officer_id = o.id)"
)
"""Asked with each session (`sessions.bring_along`): the number on the rail costs no statement of its own."""
_READ: Final = (
    "SELECT DISTINCT p.reference, p.due_clock, p.due_at, h.officer_id "
    + _OWED.replace("{day}", "%(day)s")
    + " AND p.due_at BETWEEN %(first)s AND %(last)s"
    " AND (%(only)s::text[] IS NULL OR p.reference = ANY(%(only)s::text[])) ORDER BY p.due_at, 1, 4"
)
_EVER: Final = (0, 2**62)


class _Row(NamedTuple):
    reference: str
    clock: str
    due: Instant
    officer: int

    @property
    def occasion(self) -> Occasion:
        return Occasion(self.reference, f"{self.clock}:{self.due}", self.officer)


def remind(*, clock: Clock | None = None) -> int:
    """Tell who owes a step of a petition that it is near due or newly overdue, each once; how many messages
    are new. What is done is taken back with every other reminder (`outbox.services.withdraw_gone`)."""
    clock = clock or SystemClock()
    now = clock.now()
    span = span_at(now, calendars()(None))
    first, last = span.first or 0, span.last or now + DAY
    wanted = [
        Wanted(name, row.occasion, {"code": row.reference}, row.due)
        for name, row in _told(day_of(now), (first, last), None, now)
    ]
    return enqueue(wanted, clock=clock)


def stands(asked: Asked, now: Instant) -> set[tuple[str, Occasion]]:
    """Which of these reminders still have their reason, and the same officer. Two statements."""
    wanted = {(name, each) for name, occasions in asked.items() for each in occasions}
    references = {each.subject for _, each in wanted}
    return {(name, row.occasion) for name, row in _told(day_of(now), _EVER, references, now)} & wanted


def kind_name(clock: str, stage: Stage) -> str:
    """`petition_handle_near`."""
    return f"petition_{clock}_{stage.value}"


def _told(
    day: date, span: tuple[Instant, Instant], only: Collection[str] | None, now: Instant
) -> list[tuple[str, _Row]]:
    values: dict[str, Any] = {
        "day": day,
        "first": span[0],
        "last": span[1],
        "only": None if only is None else sorted(only),
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        rows = [_Row(*row) for row in cursor.fetchall()]
    hours = calendars()(None) if rows else None
    found = []
    for row in rows:
        assert hours is not None
        owed = Owed(0, "", None, row.due, None, "", (), {})
        stage = stage_of(owed, now, hours)
        if stage is not None:
            found.append((kind_name(row.clock, stage), row))
    return found
