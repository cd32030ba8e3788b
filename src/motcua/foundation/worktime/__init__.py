"""Working time: calendars as dated data, legal limits, promised dates with their explanation.

Rules: contracts section 4 and domain reference 3.1-3.4, 10.4. Pure code, no clock of its own.
"""

from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime.calendar import CalendarDay, Window, WorkCalendar
from motcua.foundation.worktime.explain import ExplainLine, MergedLine, merged, reason_phrase
from motcua.foundation.worktime.promise import AFTER_15, COUNTS, Promise, is_after_15, promise
from motcua.foundation.worktime.remaining import Remaining, remaining, remaining_phrase
from motcua.foundation.worktime.units import (
    WORKING_DAY_MICROSECONDS,
    WORKING_DAY_MINUTES,
    Unit,
    parse_quantity,
    parse_unit,
)

__all__ = [
    "AFTER_15",
    "COUNTS",
    "WORKING_DAY_MICROSECONDS",
    "WORKING_DAY_MINUTES",
    "CalendarDay",
    "ExplainLine",
    "MergedLine",
    "Phrase",
    "Promise",
    "Remaining",
    "Unit",
    "Window",
    "WorkCalendar",
    "is_after_15",
    "merged",
    "parse_quantity",
    "parse_unit",
    "promise",
    "reason_phrase",
    "remaining",
    "remaining_phrase",
]
