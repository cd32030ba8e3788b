"""What the people of the demonstration have filed: so that each page of theirs has something to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Final, NamedTuple

from motcua.citizens.queries import Applicant
from motcua.dossiers.generation.filings import Filing
from motcua.dossiers.generation.online import WISHES, Wish, owes
from motcua.dossiers.generation.scenes import Cue, Scene, scenes
from motcua.dossiers.lifecycle.types import Channel
from motcua.foundation.clock import MINUTE, Instant, day_of
from motcua.foundation.worktime import WorkCalendar

_HOUSEHOLD: Final = (
    "1.001193",
    "1.004873",
    "1.004884",
    "1.001653",
    "1.013225",
    "1.013227",
    "1.004859",
    "1.012753",
    "2.000908",
)
_COOPERATIVE: Final = ("1.001612", "2.000720", "2.000575", "1.010736", "1.013225", "1.013855", "3.000198")
_FULL: Final = ("waiting", "noticed", "supplement", "fee", "collect", "work")
_PAID: Final = "2.000635"
"""Copies of civil status papers: what everybody needs, with a fee of a certain amount."""


class Neighbour(NamedTuple):
    """Where somebody files, what, and where the lives of these dossiers stand; `over` more are done."""

    sections: tuple[str, ...]
    procedures: tuple[str, ...]
    wishes: tuple[str, ...]
    over: int


NEIGHBOURS: Final[Mapping[str, Neighbour]] = {
    "phuong": Neighbour(("H14.40.03",), _HOUSEHOLD, (*_FULL, "supplement"), 7),
    "dung": Neighbour(("H14.47.08",), _HOUSEHOLD, _FULL, 7),
    "mai": Neighbour(("H14.40.03",), _HOUSEHOLD, ("waiting", "noticed", "work", "collect"), 4),
    "sang": Neighbour(("H14.49.02",), _HOUSEHOLD, ("waiting", "fee", "supplement", "collect"), 6),
    "htx.nalua": Neighbour(
        ("H14.49.02", "H14.01.01"), _COOPERATIVE, ("waiting", "supplement", "work", "collect"), 6
    ),
}


def neighbours(
    accounts: Mapping[str, Applicant], chance: Random, calendar: WorkCalendar, now: Instant
) -> list[Filing]:
    """The filings of the accounts by their login; nothing for who has no account, or where nothing of it may
    be received."""
    today = day_of(now)
    there = {scene.section.code: scene for scene in scenes(today, "", Channel.ONLINE)}
    found: list[Filing] = []
    for turn, (login, who) in enumerate(NEIGHBOURS.items()):
        account = accounts.get(login)
        stalls = _stalls(who, there)
        if account is None or not stalls:
            continue
        wishes = [WISHES[name] for name in who.wishes]
        wishes += [WISHES["over"]._replace(hours=72 + 16 * number) for number in range(who.over)]
        for place, wish in enumerate(wishes, start=2 * turn):
            scene, cue = _chosen(stalls, there, who, wish, place)
            at = _back(calendar, now, wish, chance)
            found.append(Filing(at, scene, cue, account, wish))
    return found


def _stalls(who: Neighbour, there: Mapping[str, Scene]) -> list[tuple[Scene, Cue]]:
    """What the person may file where, in the order of the list; one turn for each procedure."""
    open_there = [there[code] for code in who.sections if code in there]
    found = {
        (scene.section.code, cue.offer.code): (scene, cue)
        for scene in open_there
        for cue in scene.cues
        if cue.offer.code in who.procedures
    }
    return sorted(found.values(), key=lambda stall: who.procedures.index(stall[1].offer.code))


def _chosen(
    stalls: Sequence[tuple[Scene, Cue]], there: Mapping[str, Scene], who: Neighbour, wish: Wish, place: int
) -> tuple[Scene, Cue]:
    if wish.owing:
        for scene in (there[code] for code in who.sections if code in there):
            paid = [cue for cue in scene.cues if cue.offer.code == _PAID or owes(cue.offer)]
            if paid:
                return scene, paid[0]
    # A process has its own pace: what is to stand at one point today goes without.
    plain = [stall for stall in stalls if not stall[1].offer.processes] if wish.halt else stalls
    return (plain or stalls)[place % len(plain or stalls)]


def _back(calendar: WorkCalendar, now: Instant, wish: Wish, chance: Random) -> Instant:
    """So much working time before now, or a little more."""
    working = wish.hours * 60 * MINUTE + chance.randint(1, 50) * MINUTE
    day = day_of(now)
    while True:
        left = calendar.between(calendar.open_of(day), now) if calendar.is_working_day(day) else 0
        if left >= working:
            return calendar.add(calendar.open_of(day), left - working)
        day -= timedelta(days=1)
