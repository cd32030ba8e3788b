"""On which days and at which times people come to a section in a simulated year. Pure."""

from __future__ import annotations

from bisect import bisect
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from motcua.dossiers.simulation.parameters import Parameters
from motcua.foundation.clock import MINUTE, SECOND, Instant
from motcua.foundation.worktime import WorkCalendar


class Busy(NamedTuple):
    """Working days of a span with what comes on each, as running sums."""

    days: tuple[date, ...]
    sums: tuple[float, ...]

    def one(self, chance: Random) -> date:
        """A day by chance."""
        return self.days[min(bisect(self.sums, chance.random() * self.sums[-1]), len(self.days) - 1)]

    @property
    def whole(self) -> float:
        return self.sums[-1] if self.sums else 0.0

    def of(self, first: date, last: date) -> Busy:
        """The part of it in a span."""
        before = (0.0, *self.sums)
        inside = [
            (day, upto - since)
            for day, upto, since in zip(self.days, self.sums, before, strict=False)
            if first <= day <= last
        ]
        return Busy(tuple(day for day, _ in inside), tuple(accumulate(weight for _, weight in inside)))


def busy(first: date, last: date, calendar: WorkCalendar, of: Parameters) -> Busy:
    """The working days of a span as weekdays, months and Tết make them."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [day for day in days if calendar.is_working_day(day)]
    tet = of.tet
    before = set([day for day in days if day < tet.day_one][-tet.before_days :])
    after = set([day for day in days if day >= tet.day_one][: tet.after_days])
    weights = [
        of.months[str(day.month)]
        * of.weekdays.get(str(day.isoweekday()), 1.0)
        * (tet.before if day in before else tet.after if day in after else 1.0)
        for day in days
    ]
    return Busy(tuple(days), tuple(accumulate(weights)))


def with_bursts(there: Busy, chance: Random, of: Parameters) -> Busy:
    """The same for one section, with its rushes."""
    before = (0.0, *there.sums)
    weights = [upto - since for upto, since in zip(there.sums, before, strict=False)]
    for _ in range(of.bursts.a_year):
        begins = chance.randrange(max(1, len(weights)))
        for n in range(begins, min(begins + of.bursts.lasting, len(weights))):
            weights[n] *= of.bursts.times
    return Busy(there.days, tuple(accumulate(weights)))


def hour(day: date, calendar: WorkCalendar, chance: Random, of: Parameters) -> Instant:
    """When somebody comes on a working day: more before noon, most in the first hours of each half."""
    opens = calendar.open_of(day)
    half = _MORNING if chance.random() < of.hours.morning else _AFTERNOON
    minutes = half[0] + int((half[1] - half[0]) * chance.betavariate(1.2, 1.9))
    return opens + minutes * MINUTE + chance.randrange(60) * SECOND


_MORNING: Final = (5, 265)
_AFTERNOON: Final = (395, 585)
"""Minutes after 07:00 in which people come: the windows of contracts, section 4, but their last minutes."""
