"""A block of dossiers that were filed online: when, by whom, at which section; played to the present.

Serials are given by the day of acceptance, which is known only once the section has answered: so all filings
are answered first, then received in the order of their days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Final, NamedTuple

import msgspec

from motcua.citizens.queries import Applicant
from motcua.dossiers.generation import online
from motcua.dossiers.generation.declared import declared
from motcua.dossiers.generation.life import play
from motcua.dossiers.generation.load import Made, new_ids, reserve
from motcua.dossiers.generation.online import Wish
from motcua.dossiers.generation.scenes import Cue, Scene, actor, crew_on, period, scenes
from motcua.dossiers.generation.stage import USUAL, Cast, Stage
from motcua.dossiers.generation.steps import walk
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide, fold
from motcua.dossiers.lifecycle.types import Channel, Role
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.sealing import Seals
from motcua.dossiers.secret import ALPHABET
from motcua.dossiers.services import build_intake, section_code
from motcua.foundation.clock import MINUTE, SECOND, Instant, day_of, instant_of
from motcua.foundation.codes import dossier_code
from motcua.law.regimes import regime_on
from motcua.organisation.in_force import InForce, in_force

TRIES: Final = 20
IN_OFFICE_HOURS: Final = 0.6
_SETTLED: Final = timedelta(days=30)
"""Before a change of regime, so that a filing is answered by the section that it went to."""


class Filing(NamedTuple):
    """One filing to come; `account` files for itself, nobody's where it is an invented applicant."""

    at: Instant
    scene: Scene
    cue: Cue
    account: Applicant | None = None
    wish: Wish | None = None


class _Life(NamedTuple):
    """A filing on its way: its dice stand in the block's own stream."""

    filing: Filing
    stage: Stage
    cast: Cast
    accepted: bool


def filings(  # noqa: PLR0917 - one caller
    count: int, chance: Random, first: date, last: date, agency: str, now: Instant
) -> list[Filing]:
    """So many filings of invented people, by day and hour as people file: half of them in the evening or on
    days off."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [day for day in days if period(day) == period(min(day + _SETTLED, last))]
    there_on = {key: scenes(day, agency, Channel.ONLINE) for key, day in {period(d): d for d in days}.items()}
    found: list[Filing] = []
    for _ in range(count * TRIES):
        if len(found) == count or not days:
            break
        day = chance.choice(days)
        at = _hour(day, chance)
        there = there_on[period(day)]
        if there and at < now - MINUTE:
            scene = chance.choice(there)
            found.append(Filing(at, scene, chance.choice(scene.cues)))
    return found


def _hour(day: date, chance: Random) -> Instant:
    office = chance.random() < IN_OFFICE_HOURS
    minute = chance.randint(7 * 60 + 30, 16 * 60 + 30) if office else chance.randint(17 * 60, 22 * 60 + 45)
    at = datetime.combine(day, time(minute // 60, minute % 60))
    return instant_of(at) + chance.randint(0, 59) * SECOND


def made(
    block: Sequence[Filing], chance: Random, now: Instant, recorded: Instant | None, origin: str
) -> list[Made]:
    """The dossiers of a block, in the order of filing."""
    counts = in_force()
    ordered = sorted(block, key=lambda each: (each.at, each.scene.section.pk, each.cue.offer.code))
    names: set[str] = set()
    lives = [_filed(each, chance, now, counts, origin, names) for each in ordered]
    for life, code in _coded([life for life in lives if life.accepted]):
        _resolved(life, code, chance, counts, origin)
    ids = iter(new_ids(len(lives)))
    return [_ready(life, next(ids), recorded) for life in lives]


def _filed(  # noqa: PLR0917 - one caller
    filing: Filing, chance: Random, now: Instant, counts: InForce, origin: str, names: set[str]
) -> _Life:
    scene, account, wish = filing.scene, filing.account, filing.wish
    offer, competent, handlers, leaders = filing.cue
    section, day = scene.section, day_of(filing.at)
    seals = Seals(lambda: chance.randbytes(16))
    request = online.request(offer, chance, filing.at, account)
    intake = build_intake(request, offer, section, competent, seals)
    cast = Cast(
        reception=actor(chance.choice(scene.reception), section.code, Role.RECEIVING_OFFICER),
        handler=actor(chance.choice(handlers), competent.code, Role.HANDLING_OFFICER),
        leader=actor(chance.choice(leaders), competent.code, Role.LEADER),
        handler_agency=competent.code,
        leader_agency=competent.code,
        applicant=online.filer(account),
    )
    rules = Rules(counts.laws.on(day), counts.calendar(section.pk), origin)
    reference = _reference(day, chance, names)
    intake = declared(request, intake, seals, reference)
    command = c.Register(by=cast.applicant, reference=reference, intake=intake)
    events = list(decide(None, command, rules, filing.at))
    habits, halt = (wish.habits, wish.halt) if wish else (USUAL, None)
    stage = Stage(fold(events), events, rules, seals, now, habits, halt)
    return _Life(filing, stage, cast, online.answered(stage, cast, chance))


def _reference(day: date, chance: Random, names: set[str]) -> str:
    """As `registration.new_reference` gives one, by the seeded chance."""
    while True:
        name = f"NTT-{day:%y%m%d}-{''.join(chance.choice(ALPHABET) for _ in range(8))}"[:17]
        if name not in names:
            names.add(name)
            return name


def _coded(lives: Sequence[_Life]) -> Iterator[tuple[_Life, str]]:
    """Each accepted filing with its dossier code."""

    def key(life: _Life) -> tuple[date, int]:
        return day_of(life.stage.at), life.filing.scene.section.pk

    ordered = sorted(lives, key=lambda life: (*key(life), life.stage.at))
    for (day, _), same in groupby(ordered, key=key):
        together = list(same)
        law = regime_on(day)
        code = section_code(together[0].filing.scene.section, law)
        serial = reserve(f"dossier:{code}", day, len(together))
        for number, life in enumerate(together, start=serial):
            yield life, dossier_code(law.code_form, code, day, number)


def _resolved(life: _Life, code: str, chance: Random, counts: InForce, origin: str) -> None:
    stage, filing = life.stage, life.filing
    paths = StoredPaths(counts.calendar, stage.at, filing.cue.offer)
    section = filing.scene.section.pk
    stage.rules = Rules(counts.laws.on(day_of(stage.at)), counts.calendar(section), origin, paths)
    if not online.received(stage, life.cast, code, chance):
        return
    if stage.state.running.main is None:
        play(stage, life.cast, chance)
    else:
        walk(stage, life.cast, crew_on(filing.scene.day), chance)


def _ready(life: _Life, row_id: int, recorded: Instant | None) -> Made:
    events = life.stage.events
    if recorded is not None:
        events = [msgspec.structs.replace(event, recorded_at=recorded) for event in events]
    account = life.filing.account
    return Made(row_id, tuple(events), life.stage.seals, account.key if account else "")
