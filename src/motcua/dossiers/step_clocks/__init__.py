"""The clocks of steps, told from the rows of one dossier: verdicts, who had it when, sums, who made it late.

Pure, as the lifecycle is: instants are microseconds UTC, agencies are codes, working time is that of each
agency.
"""

from .clocks import Clocks, clocks_of
from .partition import after_end, holes, partition
from .rows import MAIN, CalendarOf, Had, Held, Life, PartSpan, Pause, StepSpan
from .sums import Cause, OfficeTime, Share, Why, cause, minutes_of, office_times, percents, working
from .verdict import StepClock, Verdict, step_clock, told

__all__ = [
    "MAIN",
    "CalendarOf",
    "Cause",
    "Clocks",
    "Had",
    "Held",
    "Life",
    "OfficeTime",
    "PartSpan",
    "Pause",
    "Share",
    "StepClock",
    "StepSpan",
    "Verdict",
    "Why",
    "after_end",
    "cause",
    "clocks_of",
    "holes",
    "minutes_of",
    "office_times",
    "partition",
    "percents",
    "step_clock",
    "told",
    "working",
]
