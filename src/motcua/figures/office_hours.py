"""Working time between moments, for statements: the calendar's office hours as arrays."""

from __future__ import annotations

from datetime import date
from typing import Final

from motcua.foundation.worktime import WorkCalendar

HOURS: Final = """(
  SELECT %(opens)s::bigint[] AS opens, %(shifts)s::bigint[] AS shifts, %(totals)s::bigint[] AS totals)"""
"""The office hours as a row to join as `h`: thousands of numbers are told once, wherever they are needed."""


def worked(moment: str) -> str:
    """Working microseconds up to a moment, from the first opening of `h`; nothing before that.

    An expression without a subquery: it is said several times of each of a million rows.
    """
    at = f"width_bucket({moment}, h.opens)"
    return f"least({moment} - h.shifts[{at}], h.totals[{at}])"


def worked_hours(calendar: WorkCalendar, first: date, last: date) -> dict[str, list[int]]:
    """What `HOURS` names, an entry for each span of office hours: when it opens, that less what was worked
    before, and what was worked at its end."""
    opens, shifts, totals, before = [], [], [], 0
    for start, end in calendar.spans_between(first, last):
        opens.append(start)
        shifts.append(start - before)
        before += end - start
        totals.append(before)
    return {"opens": opens, "shifts": shifts, "totals": totals}
