"""The writer of the published counts: the dossiers of a few periods, counted as form II.06a counts them, and
how long they took, kept as one whole.

The classes are those of the form under the rules of practice, by its own statement, so that a citizen and an
office read the same number. Times: the minute decides late (domain reference 3.5 and 4.3).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection, transaction

from motcua.dossiers.facts import Standing
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.queries.times import PAUSED
from motcua.figures.ii06a import Scope, counts
from motcua.figures.models import Count, CountRow
from motcua.figures.office_hours import HOURS, worked, worked_hours
from motcua.figures.periods import legal_year_of, period
from motcua.figures.queries import COUNTED, LEGAL_BEFORE, LEGAL_YEAR, YEAR, first_moment
from motcua.figures.rule_sets import ON_TIME, rule_set
from motcua.figures.spans import course
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.worktime import WORKING_DAY_MICROSECONDS
from motcua.organisation.in_force import in_force
from motcua.procedures.search_state import record_use

LATELY_DAYS: Final = 92
"""Three months: long enough for rare procedures, short enough to be what one may expect now."""
_KEPT: Final = 2
_COUNTING: Final = 0xF16
"""One counter at a time."""
PRACTICE: Final = rule_set("practice")

_TIMES: Final = f"""
WITH ended AS MATERIALIZED (
  SELECT d.procedure_code AS code, d.competent_id AS agency, coalesce(d.ended_at > d.due_at, false) AS late,
    {worked("d.ended_at")} - {worked("d.received_at")} AS worked,
    coalesce(w.waited, 0) AS waited
  FROM dossiers_dossier d CROSS JOIN {HOURS} h LEFT JOIN LATERAL (
    SELECT sum({worked("s.until")} - {worked("s.since")}) AS waited
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
    """Count the published periods as known now and keep the counts; how many rows there are.

    The times are those of the last three months. The search is told what is asked for.
    """
    now = (clock or SystemClock()).now()
    today = day_of(now)
    lately = today - timedelta(days=LATELY_DAYS)
    counted = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_COUNTING])
        Count.objects.filter(as_of=now).delete()
        for kind, scope in published_scopes(today, now).items():
            rows = _counted(scope)
            if kind == YEAR:
                _add_times(rows, now, scope.first, lately)
                record_use(_use(rows), clock=clock)
            _keep(kind, scope, lately, rows)
            counted += len(rows)
        moments = list(Count.objects.order_by("-as_of").values_list("as_of", flat=True).distinct()[:_KEPT])
        Count.objects.exclude(as_of__in=moments).delete()
    return counted


def published_scopes(today: date, now: Instant) -> dict[str, Scope]:
    """The periods that are published, by kind (`queries.KINDS`), as known now."""
    year = legal_year_of(today)
    chosen = {
        YEAR: period("year", today.year),
        LEGAL_YEAR: period("legal_year", year),
        LEGAL_BEFORE: period("legal_year", year - 1),
    }
    return {kind: Scope(first=each.first, last=each.last, as_of=now) for kind, each in chosen.items()}


Rows = dict[tuple[str, int | None], dict[str, Any]]
"""(procedure code or "", agency or none) to the columns of its row."""


def _keep(kind: str, scope: Scope, lately: date, rows: Rows) -> None:
    spans = course(scope, PRACTICE, legal=kind != YEAR).spans
    count = Count.objects.create(
        as_of=scope.as_of,
        kind=kind,
        since=scope.first,
        until=scope.last,
        lately_since=lately,
        months=[[f"{each.first}", f"{each.last}", each.received, each.resolved, each.late] for each in spans],
    )
    CountRow.objects.bulk_create(
        [
            CountRow(count=count, procedure_code=code, agency_id=agency, **values)
            for (code, agency), values in rows.items()
        ],
        batch_size=1000,
    )


def _use(rows: Rows) -> dict[str, int]:
    """How often each procedure was asked for."""
    return {
        code: sum(values.get(each, 0) for each in ("carried", "online", "at_counter"))
        for (code, agency), values in rows.items()
        if code and agency is None
    }


_COLUMNS: Final = {
    4: "online", 5: "at_counter", 6: "carried", 8: "early", 9: "on_time", 10: "late",
    12: "open_within", 13: "open_late",
}  # fmt: skip


def _counted(scope: Scope) -> Rows:
    """The columns of form II.06a, one statement; those that were withdrawn are told once more apart."""
    rows: defaultdict[tuple[str, int | None], dict[str, Any]] = defaultdict(
        lambda: dict.fromkeys(COUNTED, 0) | {"without_result": 0}
    )
    rows["", None]  # A province without a dossier has a row all the same.
    for code, agency, ended_as, came, column, count in counts(
        scope, PRACTICE, "s.procedure_code", "s.competent_id", "s.ended_as"
    ):
        for key in (("", None), (code, None), ("", agency), (code, agency)):
            row = rows[key]
            row[_COLUMNS[came]] += count
            # What could not be classified stands in no second column, and so the line does not add up.
            if column is not None:
                row[_COLUMNS[column]] += count
            if column == ON_TIME and ended_as == Standing.WITHDRAWN:
                row["without_result"] += count
    return dict(rows)


def _add_times(rows: Rows, now: Instant, since: date, lately: date) -> None:
    """How long it took, beside the counts."""
    hours, _ = in_force()
    first = min(since, lately) - timedelta(days=366)
    values: dict[str, Any] = {
        "now": now, "lately": first_moment(lately), "first": first_moment(first),
        "working_day": WORKING_DAY_MICROSECONDS,
        "paused": [int(each) for each in PAUSED],
        "done": [int(Status.FINISHED), int(Status.RETURNED)],
        **worked_hours(hours(None), first, day_of(now)),
    }  # fmt: skip
    with connection.cursor() as cursor:
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
