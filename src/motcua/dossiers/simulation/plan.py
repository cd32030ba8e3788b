"""What comes to one section in the year: when, by which way, for what, with which fate and code."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from math import ceil
from random import Random
from typing import Final, NamedTuple

from motcua.dossiers.generation.scenes import Cue, Scene
from motcua.dossiers.reception import section_code
from motcua.dossiers.simulation.calendar_of_work import Busy, hour, with_bursts
from motcua.dossiers.simulation.parameters import Parameters
from motcua.dossiers.simulation.quotas import Fate, Quota
from motcua.foundation.clock import HOUR, MINUTE, Instant, day_of
from motcua.foundation.codes import dossier_code
from motcua.foundation.worktime import WorkCalendar
from motcua.law.regimes import regime_on
from motcua.procedures.offers import Offer

_DAYS_OF: Final = {"working_day": 1.0, "calendar_day": 5 / 7, "hour": 1 / 8, "month": 21.0}
_LONG: Final = 7.0
"""Working days of promise at least for what is to run over a border of the count."""
_ROOM: Final = timedelta(days=45)
"""Before the last counted day: what is to be stopped by then was received so long before."""
_SPARE: Final = 4
"""Working days at least between a promise that is not kept and the border before which it is late."""
_AMPLE: Final = 30
"""Working days before a border beyond which every promise that may be late has its room."""
_BEFORE_BORDER: Final = 5
"""Working days before a border in which what runs over it was received."""
_NO_ROOM: Final = 22
"""Working days before a border beyond which every promise of less than a month ends before it."""


_PAST_DUE: Final = frozenset({Fate.LATE, Fate.OVERDUE})
_MOST_ROOM: Final = {Fate.BEFORE: _NO_ROOM, Fate.LATE: _AMPLE, Fate.OVERDUE: _AMPLE}


class Planned(NamedTuple):
    """One reception to come; `filed_at` is 0 for what is handed in at a counter."""

    at: Instant
    filed_at: Instant
    cue: Cue
    fate: Fate
    carried: bool = False
    code: str = ""


class Door(NamedTuple):
    """A section with what it may receive at the counter and online, and the hours that it keeps."""

    counter: Scene
    online: Scene | None
    calendar: WorkCalendar


class _Choice:
    """Procedures with how often they are asked for."""

    def __init__(self, cues: Iterable[Cue], of: Parameters) -> None:
        by_code = {cue.offer.code: cue for cue in cues}
        self.cues = [by_code[code] for code in sorted(by_code)]
        self._sums = list(accumulate(of.procedures.get(cue.offer.code, 1.0) for cue in self.cues))

    def one(self, chance: Random) -> Cue:
        return self.cues[min(bisect(self._sums, chance.random() * self._sums[-1]), len(self.cues) - 1)]


def days_of(offer: Offer) -> float:
    """The promise in working days, roughly; 0 without one."""
    if not offer.limit.quantity:
        return 0.0
    return float(offer.limit.quantity) * _DAYS_OF.get(offer.limit.unit or "", 0.0)


class Planner:
    """Plans one section after the other of the same year."""

    def __init__(self, year: Busy, of: Parameters, seed: int) -> None:
        """`year`: all working days from the first that is carried in to the last."""
        self.year = year
        self.of = of
        self.seed = seed
        self._kept: dict[tuple[int, str, Fate | None, int], _Choice] = {}

    def plan(self, door: Door, quota: Quota) -> list[Planned]:
        """The receptions of a section in the order of their codes."""
        chance = Random(f"{self.seed} {door.counter.section.code} plan")  # noqa: S311 - no secret
        days = self.of.days
        there = with_bursts(self.year, chance, self.of)
        counted = there.of(days.begins, days.counted_until - timedelta(days=1))
        early = counted.of(days.begins, days.counted_until - _ROOM)
        late_days = there.of(days.counted_until + timedelta(days=1), days.ends)
        border = _last(counted, _BEFORE_BORDER)
        before = there.of(days.carried_from, days.begins - timedelta(days=1))
        carried = _last(before, _BEFORE_BORDER)
        # On the last day nothing is sure to end before the year.
        before = before.of(days.carried_from, before.days[-1] - timedelta(days=1))
        online = _spread(quota.online, quota.on_time + quota.late, chance)
        share = quota.online / max(1, quota.on_time + quota.late)
        made: list[Planned] = []
        for number, by_net in enumerate(online):
            if number < quota.late:
                made.append(self._one(door, counted, Fate.LATE, by_net, chance))
            elif number < quota.late + quota.carried:
                made.append(self._one(door, carried, Fate.ON_TIME, by_net, chance, carried=True))
            else:
                made.append(self._one(door, counted, Fate.ON_TIME, by_net, chance))
        for fate, count, when in (
            (Fate.OPEN, quota.open, border),
            (Fate.ENDED, quota.ended, early),
            (Fate.LATER, quota.later, late_days),
            (Fate.BEFORE, quota.before, before),
            (Fate.OVERDUE, quota.overdue, _last(counted, _AMPLE)),
        ):
            made += [self._one(door, when, fate, chance.random() < share, chance) for _ in range(count)]
        return _coded(door, sorted(made, key=lambda one: (one.at, one.filed_at)))

    def _one(
        self, door: Door, when: Busy, fate: Fate, online: bool, chance: Random, *, carried: bool = False
    ) -> Planned:
        scene = door.online if online and door.online is not None else door.counter
        day = (self._with_room(scene, when) if fate in _PAST_DUE else when).one(chance)
        room = min(len(when.days) - when.days.index(day), _MOST_ROOM[fate]) if fate in _MOST_ROOM else 0
        choice = self._choice(scene, fate if not carried else Fate.OPEN, room)
        at = hour(day, door.calendar, chance, self.of)
        filed = self._filed(at, chance) if scene is door.online else 0
        return Planned(at, filed, choice.one(chance), fate, carried)

    def _with_room(self, scene: Scene, when: Busy) -> Busy:
        """The days after which some promise of the scene ends, is not kept and is late before the border."""
        least = min((days_of(cue.offer) for cue in scene.cues if self._may_be_late(cue)), default=_AMPLE)
        return when.of(when.days[0], when.days[-min(ceil(least) + _SPARE, len(when.days))])

    def _may_be_late(self, cue: Cue) -> bool:
        limits = self.of.late
        return limits.least_days <= days_of(cue.offer) <= limits.most_days and not cue.offer.instant

    def _choice(self, scene: Scene, fate: Fate, room: int) -> _Choice:
        """What of it may have such a fate, within so many working days: all where nothing fits."""

        def past_due(cue: Cue) -> bool:
            return self._may_be_late(cue) and days_of(cue.offer) + _SPARE <= room

        by_fate: dict[Fate, Callable[[Cue], bool]] = {
            Fate.LATE: past_due,
            Fate.OVERDUE: past_due,
            Fate.OPEN: lambda cue: days_of(cue.offer) >= _LONG and not cue.offer.instant,
            Fate.ENDED: lambda cue: days_of(cue.offer) >= 2 and not cue.offer.instant,
            Fate.BEFORE: lambda cue: 0 < days_of(cue.offer) <= room or cue.offer.instant,
        }
        fits = by_fate.get(fate)
        key = (scene.section.pk, scene.cues[0].offer.channel, fate if fits else None, room)
        if key not in self._kept:
            cues = [cue for cue in scene.cues if fits(cue)] if fits else []
            self._kept[key] = _Choice(cues or scene.cues, self.of)
        return self._kept[key]

    def _filed(self, at: Instant, chance: Random) -> Instant:
        """When it was filed so that the section accepts it at `at`: that day, or the evening before."""
        if chance.random() < self.of.online.evening:
            return at - 14 * HOUR - chance.randrange(240) * MINUTE
        return at - chance.randint(15, 180) * MINUTE


def _last(there: Busy, count: int) -> Busy:
    return there.of(there.days[-count:][0], there.days[-1]) if there.days else there


def _spread(count: int, among: int, chance: Random) -> list[bool]:
    """So many True among so many, in an order by chance."""
    marks = [number < count for number in range(among)]
    chance.shuffle(marks)
    return marks


def _coded(door: Door, ordered: Sequence[Planned]) -> list[Planned]:
    """Each with the code that its section gives: serials run by day without a gap."""
    section = door.counter.section
    found: list[Planned] = []
    day: date | None = None
    prefix, serial, law = "", 0, None
    for one in ordered:
        if (today := day_of(one.at)) != day:
            day, serial, law = today, 0, regime_on(today)
            prefix = section_code(section, law)
        serial += 1
        assert law is not None, "a day has a law"
        found.append(one._replace(code=dossier_code(law.code_form, prefix, today, serial)))
    return found
