"""The only writer of figures: counts the dossiers in two statements and keeps the counts as one whole.

Counting rules (domain reference 3.5 and 4.3): the minute decides late, the local day early; a dossier without
a due date is on time; what waits for the applicant is within its limit if it was when the waiting began.
Withdrawn and stopped dossiers are told apart: they have no result that could be early or late.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection, transaction

from motcua.dossiers.lifecycle.types import Channel, Status
from motcua.dossiers.queries.times import ENDED_WITHOUT_RESULT, PAUSED
from motcua.figures.models import Count, CountRow
from motcua.figures.office_hours import WORKED, worked_hours
from motcua.figures.queries import COUNTED, first_moment
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock, day_of
from motcua.foundation.worktime import WORKING_DAY_MICROSECONDS
from motcua.organisation.in_force import in_force
from motcua.procedures.search_state import record_use

LATELY_DAYS: Final = 92
"""Three months: long enough for rare procedures, short enough to be what one may expect now."""
_KEPT: Final = 2
_COUNTING: Final = 0xF16
"""One counter at a time."""
_EAST: Final = 7 * 3_600_000_000
"""Vietnam is seven hours ahead of UTC, without summer time."""

_COUNTS: Final = """
SELECT coalesce(code, ''), agency,
  count(*) FILTER (WHERE NOT fresh), count(*) FILTER (WHERE fresh AND online),
  count(*) FILTER (WHERE fresh AND NOT online),
  count(*) FILTER (WHERE how = 'early'), count(*) FILTER (WHERE how = 'on_time'),
  count(*) FILTER (WHERE how = 'late'), count(*) FILTER (WHERE how = 'without'),
  count(*) FILTER (WHERE how = 'open'), count(*) FILTER (WHERE how = 'open_late')
FROM (
  SELECT d.procedure_code AS code, d.competent_id AS agency, d.received_at >= %(since)s AS fresh,
    d.channel = %(online)s AS online,
    CASE
      WHEN d.ended_at IS NULL THEN CASE
        WHEN d.due_at < coalesce(CASE WHEN d.status = ANY(%(paused)s) THEN d.paused_at END, %(now)s)
          THEN 'open_late' ELSE 'open' END
      WHEN d.status = ANY(%(without)s) THEN 'without'
      WHEN d.ended_at > d.due_at THEN 'late'
      WHEN (d.ended_at + %(east)s) / %(day)s < (d.due_at + %(east)s) / %(day)s THEN 'early'
      ELSE 'on_time' END AS how
  FROM dossiers_dossier d
  WHERE d.received_at <= %(now)s AND (d.ended_at IS NULL OR d.ended_at >= %(since)s)
) AS counted
GROUP BY GROUPING SETS ((), (code), (agency), (code, agency))
"""
_TIMES: Final = f"""
WITH ended AS MATERIALIZED (
  SELECT d.procedure_code AS code, d.competent_id AS agency, coalesce(d.ended_at > d.due_at, false) AS late,
    {WORKED.format(moment="d.ended_at")} - {WORKED.format(moment="d.received_at")} AS worked,
    coalesce(w.waited, 0) AS waited
  FROM dossiers_dossier d LEFT JOIN LATERAL (
    SELECT sum({WORKED.format(moment="s.until")} - {WORKED.format(moment="s.since")}) AS waited
    FROM dossiers_statusspan s
    WHERE s.dossier_id = d.id AND s.status = ANY(%(paused)s)
      AND s.until <= d.ended_at AND s.since >= %(first)s
  ) AS w ON true
  WHERE d.ended_at BETWEEN %(lately)s AND %(now)s AND d.status = ANY(%(done)s)
    AND d.received_at >= %(first)s
), each_day AS (
  SELECT code, agency, late, waited > 0 AS waited,
    greatest(1, ceil((worked - waited)::numeric / %(working_day)s))::int AS days
  FROM ended
)
SELECT coalesce(code, ''), agency, days,
  count(*), count(*) FILTER (WHERE late), count(*) FILTER (WHERE waited)
FROM each_day
GROUP BY GROUPING SETS ((days), (code, days), (agency, days), (code, agency, days))
"""  # noqa: S608 - only our own text is put together


def count_dossiers(clock: Clock | None = None) -> int:
    """Count all dossiers as they stand now and keep the counts; how many rows there are.

    The period is the calendar year so far; the times are those of the last three months. The search is told
    what is asked for.
    """
    now = (clock or SystemClock()).now()
    today = day_of(now)
    since, lately = date(today.year, 1, 1), today - timedelta(days=LATELY_DAYS)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_COUNTING])
        rows = _rows(now, since, lately)
        Count.objects.filter(as_of=now).delete()
        count = Count.objects.create(as_of=now, since=since, lately_since=lately)
        CountRow.objects.bulk_create(
            [CountRow(count=count, procedure_code=code, agency_id=agency, **values)
             for (code, agency), values in rows.items()],
            batch_size=1000,
        )  # fmt: skip
        kept = list(Count.objects.order_by("-as_of").values_list("pk", flat=True)[:_KEPT])
        Count.objects.exclude(pk__in=kept).delete()
        record_use(
            {
                code: values.get("carried", 0) + values.get("online", 0) + values.get("at_counter", 0)
                for (code, agency), values in rows.items()
                if code and agency is None
            },
            clock=clock,
        )
    return len(rows)


def _rows(now: Instant, since: date, lately: date) -> dict[tuple[str, int | None], dict[str, Any]]:
    """(procedure code or "", agency or none) to the columns of its row."""
    rows: dict[tuple[str, int | None], dict[str, Any]] = {}
    hours, _ = in_force()
    first = min(since, lately) - timedelta(days=366)
    values: dict[str, Any] = {
        "now": now, "since": first_moment(since), "lately": first_moment(lately),
        "first": first_moment(first),
        "online": Channel.ONLINE, "east": _EAST, "day": DAY, "working_day": WORKING_DAY_MICROSECONDS,
        "paused": [int(each) for each in PAUSED], "without": [int(each) for each in ENDED_WITHOUT_RESULT],
        "done": [int(Status.FINISHED), int(Status.RETURNED)],
        **worked_hours(hours(None), first, day_of(now)),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        for code, agency, *counts in cursor.fetchall():
            rows[code, agency] = dict(zip(COUNTED, counts, strict=True))
        cursor.execute(_TIMES, values)
        found: dict[tuple[str, int | None], list[tuple[int, int, int, int]]] = defaultdict(list)
        for code, agency, *counted in cursor.fetchall():
            found[code, agency].append(tuple(counted))
    for key, days in found.items():
        # Whoever ended lately may have ended before the year began: then there is no count beside the times.
        row = rows.setdefault(key, {})
        row["timed"] = sum(count for _, count, _, _ in days)
        row["timed_late"] = sum(late for _, _, late, _ in days)
        row["waited"] = sum(waited for _, _, _, waited in days)
        row["days"] = {str(day): count for day, count, _, _ in sorted(days)}
    return rows
