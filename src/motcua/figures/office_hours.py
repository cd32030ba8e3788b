"""Working time between moments, for statements: the calendar's office hours as arrays."""

from __future__ import annotations

from datetime import date
from typing import Final

from motcua.foundation.worktime import WorkCalendar

# Working time up to a moment: the last opening before it, what was worked until then, and what since.
WORKED: Final = """(
  SELECT (%(before)s::bigint[])[at] + least({moment} - (%(opens)s::bigint[])[at], (%(spans)s::bigint[])[at])
  FROM width_bucket({moment}, %(opens)s::bigint[]) AS at)"""


def worked_hours(calendar: WorkCalendar, first: date, last: date) -> dict[str, list[int]]:
    """Office hours as three arrays: when each span opens, how long it is, what was worked before it."""
    opens, spans, before, worked = [], [], [], 0
    for start, end in calendar.spans_between(first, last):
        opens.append(start)
        spans.append(end - start)
        before.append(worked)
        worked += end - start
    return {"opens": opens, "spans": spans, "before": before}
