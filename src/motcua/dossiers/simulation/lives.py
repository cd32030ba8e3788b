"""One planned dossier, played through the pure core until it has the fate that the plan gives it.

The dice decide how it goes; where it went another way than planned, they are thrown again. Nothing of a life
is written that the core did not decide.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

from msgspec import structs

from motcua.dossiers.generation import online
from motcua.dossiers.generation.life import play
from motcua.dossiers.generation.load import Made
from motcua.dossiers.generation.people import applicant
from motcua.dossiers.generation.scenes import actor, others_of
from motcua.dossiers.generation.stage import CALM, DAY_OF_WORK, Apology, Cast, Habits, Hold, Stage, Ways
from motcua.dossiers.generation.steps import Crew, walk
from motcua.dossiers.intake import ComponentEntry, IntakeRequest
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.core import Rules, decide, evolve, fold
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Channel,
    CopyKind,
    IdentityProof,
    PaymentMethod,
    ReturnMethod,
    Role,
    Status,
)
from motcua.dossiers.reception import build_intake
from motcua.dossiers.sealing import Seals
from motcua.dossiers.secret import ALPHABET
from motcua.dossiers.simulation.absences import Absences
from motcua.dossiers.simulation.parameters import Apologies, Papers, Parameters
from motcua.dossiers.simulation.plan import Door, Planned, days_of
from motcua.dossiers.simulation.quotas import Fate
from motcua.foundation.clock import HOUR, Instant, day_of
from motcua.procedures.offers import Offer

TRIES: Final = 80
PATIENCE: Final = 4
"""Tries after which what must be resolved in time goes the short way."""
_EARLIEST: Final = 0.6
"""Of the time left when the work begins: no letter goes out before."""
_RESOLVED: Final = frozenset({Status.FINISHED, Status.RETURNED, Status.WITHDRAWN})
_RUNS_OVER: Final = frozenset({Fate.OPEN, Fate.OVERDUE})
_MORE_DAYS: Final = 6
"""Working days after a border within which what was past its promise then is signed."""
_SHORT: Final = CALM._replace(brisk=True, hasty=True)


class Borders(NamedTuple):
    """The counted days as instants, the last one excluded, and the simulated present."""

    begins: Instant
    ends: Instant
    present: Instant


class Besides:
    """What may happen besides in a life, as far as its procedure has it."""

    def __init__(self, of: Parameters) -> None:
        self.of = of
        whole = Ways(
            second=of.supplements.second,
            faults=tuple(of.supplements.faults.items()),
            obliged=of.obligations.share,
            obligation_days=of.obligations.days,
            obligation_online=of.obligations.online,
            parts=of.parts.share,
            above=of.parts.above,
            part_late=of.parts.late,
            signatures=tuple(of.signatures.items()),
        )
        self._known = {
            (obliged, shared): whole._replace(
                obliged=whole.obliged if obliged else 0, parts=whole.parts if shared else 0
            )
            for obliged in (False, True)
            for shared in (False, True)
        }

    def of_offer(self, offer: Offer) -> Ways:
        obliged = offer.field_code in self.of.obligations.fields
        return self._known[obliged, days_of(offer) >= self.of.parts.least_days]


class Ground(NamedTuple):
    """What all lives of a section share."""

    door: Door
    rules: Callable[[Planned], Rules]
    crew: Crew
    absences: Absences
    borders: Borders
    of: Parameters
    seed: int
    besides: Besides


def live(ground: Ground, planned: Planned, number: int, turn: int, row_id: int) -> Made:
    """The `number`th dossier of the section, the `turn`th of the year, whole.

    Raises RuntimeError where no dice give its fate.
    """
    code = ground.door.counter.section.code
    chance = Random(f"{ground.seed} {code} {number}")  # noqa: S311 - a simulated year, no secret
    for attempt in range(TRIES):
        # Where a letter does not lead to the fate, the life goes without one.
        written = attempt < PATIENCE and _is_written(ground.of, planned, chance)
        stage = _played(ground, planned, chance, _habits(ground, planned, attempt), turn, written)
        if fits(planned, stage.state, ground.borders):
            return Made(row_id, tuple(stage.events), stage.seals, states=tuple(stage.states))
    raise RuntimeError(f"no life of {planned.code} ends as {planned.fate.name}")


def fits(planned: Planned, state: State, borders: Borders) -> bool:
    """Whether the life came to what was planned for it."""
    ended, due = state.ended_at, state.due_at
    by_border = ended is not None and ended < borders.ends
    uncounted = {
        Fate.LATER: True,
        Fate.BEFORE: ended is not None and ended < borders.begins,
        Fate.OPEN: not by_border,
        Fate.OVERDUE: not by_border and due is not None and day_of(due) < day_of(borders.ends - 1),
        Fate.ENDED: by_border and state.status is Status.STOPPED,
    }
    if planned.fate in uncounted:
        return uncounted[planned.fate]
    if state.status not in _RESOLVED or not by_border or ended is None or ended < borders.begins:
        return False
    if planned.fate is Fate.LATE:
        return state.status is not Status.WITHDRAWN and due is not None and day_of(ended) > day_of(due)
    return due is None or ended <= due


def _habits(ground: Ground, planned: Planned, attempt: int) -> Habits:
    shares = ground.of.habits
    usual = Habits(
        supplement=shares.supplement,
        withdrawn=shares.withdrawn,
        stopped=0,
        refused=shares.refused,
        consulted=shares.consulted,
        late=0,
        late_step=0,
        ways=ground.besides.of_offer(planned.cue.offer),
    )
    if planned.fate is Fate.LATE:
        return usual._replace(withdrawn=0)
    if planned.fate is Fate.ENDED:
        return usual._replace(stopped=0.5, supplement=1, withdrawn=0)
    if planned.fate is Fate.LATER or (planned.fate is Fate.BEFORE and attempt < PATIENCE):
        return usual._replace(late=shares.late, late_step=shares.late_step, stopped=0.003)
    if planned.fate in _RUNS_OVER:
        return usual._replace(late=shares.late, withdrawn=0)
    if attempt >= PATIENCE and not planned.carried:
        return _SHORT._replace(ways=Ways(signatures=usual.ways.signatures))
    return usual


def _is_written(of: Parameters, planned: Planned, chance: Random) -> bool:
    """Whether the applicant will be told before the promise that it is not kept."""
    shares = of.apologies
    if planned.fate is Fate.LATE:
        return chance.random() < shares.late
    if planned.fate is not Fate.ON_TIME or planned.carried or not shares.kept:
        return False
    return days_of(planned.cue.offer) >= shares.least_days and chance.random() < shares.kept


def _played(  # noqa: PLR0917 - one caller
    ground: Ground, planned: Planned, chance: Random, habits: Habits, turn: int, written: bool
) -> Stage:
    offer, competent, handlers, leaders = planned.cue
    scene = ground.door.counter
    seals = Seals(lambda: chance.randbytes(16))
    rules = ground.rules(planned)
    away = ground.absences
    cast = Cast(
        reception=actor(away.one(scene.reception, planned.at, chance), scene.section.code, _RECEIVES),
        handler=actor(away.one(handlers, planned.at, chance), competent.code, Role.HANDLING_OFFICER),
        leader=actor(away.one(leaders, planned.at, chance), competent.code, Role.LEADER),
        handler_agency=competent.code,
        leader_agency=competent.code,
        others=others_of(competent.pk, ground.of.days.begins) if habits.ways.parts else (),
    )
    present = ground.borders.present
    if planned.filed_at:
        request = online.request(offer, chance, planned.filed_at, None)
        intake = build_intake(request, offer, scene.section, competent, seals)
        register = c.Register(by=cast.applicant, reference=_reference(planned, turn), intake=intake)
        events = list(decide(None, register, rules, planned.filed_at))
        stage = Stage(fold(events), events, rules, seals, present, habits)
        stage.pays = _pays(ground.of, chance, PaymentMethod.ONLINE)
        stage.reach(planned.at)
        goes_on = online.received(stage, cast, planned.code, chance)
    else:
        intake = build_intake(_request(planned, chance), offer, scene.section, competent, seals)
        intake = _with_kinds(intake, ground.of.papers, chance)
        receive = c.Receive(by=cast.reception, code=planned.code, intake=intake, received_at=planned.at)
        events = list(decide(None, receive, rules, planned.at))
        stage = Stage(evolve(None, events[0]), events, rules, seals, present, habits)
        stage.pays = _pays(ground.of, chance, PaymentMethod.CASH)
        goes_on = True
    stage.hold = _hold(ground, planned, chance)
    if written and goes_on:
        stage.letter = _letter(stage, cast, ground.of.apologies, chance)
        stage.hold = stage.hold or _kept(stage, chance)
    if goes_on and stage.state.running.main is None:
        play(stage, cast, chance)
    elif goes_on:
        walk(stage, cast, ground.crew, chance)
    return stage


def _pays(of: Parameters, chance: Random, usual: PaymentMethod) -> PaymentMethod:
    """How the applicant will pay what is owed; who filed online and does not pay so pays at the counter."""
    if usual is PaymentMethod.ONLINE and chance.random() < of.payment.online:
        return usual
    return PaymentMethod.TRANSFER if chance.random() < of.payment.transfer else PaymentMethod.CASH


def _with_kinds(intake: Intake, shares: Papers, chance: Random) -> Intake:
    """The papers as the section keeps them; no file is made of a simulated one."""
    lines = []
    for line in intake.components:
        dice = chance.random()
        if dice < shares.from_store:
            lines.append(structs.replace(line, from_store=True, reused=True))
        elif dice < shares.from_store + shares.reused:
            lines.append(structs.replace(line, reused=True))
        elif dice < shares.from_store + shares.reused + shares.digitised:
            lines.append(structs.replace(line, digitised=True))
        else:
            lines.append(line)
    return structs.replace(intake, components=tuple(lines))


def _hold(ground: Ground, planned: Planned, chance: Random) -> Hold | None:
    """When the leader signs what is late, or what runs over a border of the count."""
    calendar, borders = ground.door.calendar, ground.borders
    if planned.fate is Fate.LATE:
        over = DAY_OF_WORK + int(chance.expovariate(1 / ground.of.late.mean_days) * DAY_OF_WORK)
        return lambda state: calendar.add(calendar.normalise(state.due_at or state.last_at), over)
    if planned.fate not in _RUNS_OVER and not planned.carried:
        return None
    border = calendar.normalise(borders.begins if planned.carried else borders.ends)
    share = chance.uniform(0.02, 0.9)

    def hold(state: State) -> Instant:
        left = 0 if state.due_at is None else calendar.between(border, state.due_at)
        return calendar.add(border, int((left if left > 0 else _MORE_DAYS * DAY_OF_WORK) * share))

    return hold


def _letter(stage: Stage, cast: Cast, shares: Apologies, chance: Random) -> Apology | None:
    """Form 04, a working day and more before the promise as far as there is time, or in its last hours."""
    state, calendar = stage.state, stage.rules.calendar
    if state.due_at is None:
        return None
    in_time = chance.random() < shares.in_time
    before = chance.randint(9, 24) * HOUR if in_time else chance.randint(0, 4) * HOUR
    before = min(before, int(calendar.between(stage.at, state.due_at) * _EARLIEST))
    more = chance.randint(*shares.more_days) * DAY_OF_WORK
    return Apology(before, more, cast.reception, cast.leader.officer or "")


def _kept(stage: Stage, chance: Random) -> Hold:
    """Signed between the date that was not kept and the new one."""
    calendar, share = stage.rules.calendar, chance.uniform(0.1, 0.7)

    def hold(state: State) -> Instant:
        due = state.due_at or state.last_at
        if stage.not_kept is None:
            return calendar.add(due, DAY_OF_WORK)
        return calendar.add(stage.not_kept, int(calendar.between(stage.not_kept, due) * share))

    return hold


_RECEIVES: Final = Role.RECEIVING_OFFICER


def _request(planned: Planned, chance: Random) -> IntakeRequest:
    offer = planned.cue.offer
    owner_type, owner = applicant(chance, day_of(planned.at))
    return IntakeRequest(
        procedure=offer.code,
        case=offer.case,
        channel=Channel.POSTAL if chance.random() < 0.04 else Channel.DIRECT,
        owner=owner,
        owner_type=owner_type,
        identity_proof=chance.choice((IdentityProof.CARD_SHOWN, IdentityProof.CHIP_READ)),
        return_method=chance.choice((ReturnMethod.COUNTER, ReturnMethod.COUNTER, ReturnMethod.POSTAL)),
        components=tuple(
            ComponentEntry(line=number, kind=CopyKind.ORIGINAL if part.originals else CopyKind.COPY)
            for number, part in enumerate(offer.components[:12], start=1)
            if chance.random() < 0.9
        ),
    )


def _reference(planned: Planned, turn: int) -> str:
    """As `registration.new_reference` gives one; no two dossiers of a year share theirs, for the letters are
    the dossier's number turned about in a ring of their size."""
    size = len(ALPHABET)
    number = turn * 40_503 % size**6
    letters = []
    for _ in range(6):
        number, digit = divmod(number, size)
        letters.append(ALPHABET[digit])
    return f"NTT-{day_of(planned.filed_at):%y%m%d}-{''.join(letters)}"
