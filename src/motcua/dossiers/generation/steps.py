"""The life of an invented dossier whose procedure has an internal process: step by step, part by part.

Everything that is open has a planned end; what comes first is done first, so that branches and the parts of
other agencies go on beside each other. Shares and paces are assumptions of this house, as in `life`.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from random import Random
from typing import Final

from motcua.dossiers.generation import interlinked
from motcua.dossiers.generation.life import SENT_BACK, give_up, hand_over, signature
from motcua.dossiers.generation.stage import Cast, Stage
from motcua.dossiers.generation.waiting import consult, obligation, supplement
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.moving import Mover
from motcua.dossiers.lifecycle.running import MAIN, OpenStep, StepKind
from motcua.dossiers.lifecycle.types import (
    Actor,
    Holder,
    Role,
    Status,
    Step,
)
from motcua.dossiers.step_places import ROLES
from motcua.foundation.clock import HOUR, MINUTE, Instant
from motcua.procedures.processes.acts import Act
from motcua.procedures.processes.tables import PostKind

CLAIMED, GIVEN = 0.65, 0.3
"""Steps that somebody has by name before doing them; of these, those that a leader gave."""
_ANYBODY: Final = frozenset({Role.HANDLING_OFFICER, Role.LEADER})
_CLAIM, _END = 0, 1
Crew = Callable[[str, Instant, frozenset[Role]], tuple[tuple[str, str], ...]]
"""Who works in an agency in one of the roles: officer and the agency of the post, by code."""


def walk(stage: Stage, cast: Cast, crew: Crew, chance: Random) -> None:
    """From reception to the returned result, or as far as the present allows."""
    _Walk(stage, cast, crew, chance).run()


def _sent(stage: Stage, cast: Cast, chance: Random) -> bool:
    """A part goes out, or nobody has time for it: the life goes on."""
    interlinked.send(stage, cast, chance)
    return True


class _Walk:
    """One dossier on its way; `planned` are the steps that have a planned end."""

    def __init__(self, stage: Stage, cast: Cast, crew: Crew, chance: Random) -> None:
        self.stage = stage
        self.cast = cast
        self.crew = crew
        self.chance = chance
        self.planned: set[int] = set()
        self.agenda: list[tuple[Instant, int, int]] = []
        self.sent_back = False
        ways = stage.habits.ways
        self.to_come = {"second": ways.second, "obliged": ways.obliged, "parts": ways.parts}
        """What a simulated year has besides, each asked of the dice once."""

    def run(self) -> None:
        while self._plan():
            at, kind, number = heapq.heappop(self.agenda)
            stage = self.stage
            step = stage.state.running.step(number)
            if step is None or number not in self.planned:
                continue
            if not stage.reach(at):
                return
            if kind == _CLAIM:
                if step.officer is None:
                    self._claim(step)
            elif not self._end(step):
                return

    # Planning

    def _plan(self) -> bool:
        """Plan what opened since; whether anything is left to do."""
        for step in self.stage.state.running.open:
            if step.kind is StepKind.TASK and step.no not in self.planned:
                self.planned.add(step.no)
                calendar = self.stage.rules.calendar
                begins, takes = calendar.normalise(max(step.opened_at, self.stage.at)), self._takes(step)
                heapq.heappush(self.agenda, (calendar.add(begins, takes), _END, step.no))
                if step.officer is None and self._worked(step) and self.chance.random() < CLAIMED:
                    after = int(takes * self.chance.uniform(0.02, 0.4))
                    heapq.heappush(self.agenda, (calendar.add(begins, after), _CLAIM, step.no))
        return bool(self.agenda)

    def _takes(self, step: OpenStep) -> int:
        """Working time that the step takes: mostly a part of what it is allowed, now and then more."""
        chance = self.chance
        if self.stage.habits.hasty:
            return chance.randint(10, 60) * MINUTE
        if step.due_at is None:
            if step.post == PostKind.RECEPTION:
                return int(chance.expovariate(1 / (6 * HOUR))) + 20 * MINUTE
            return chance.randint(30, 900) * MINUTE
        allowed = max(self.stage.rules.calendar.between(step.opened_at, step.due_at), 30 * MINUTE)
        if chance.random() < self.stage.habits.late_step:
            return allowed + chance.randint(1, 12) * HOUR
        return max(5 * MINUTE, int(allowed * chance.uniform(0.1, 0.95)))

    def _worked(self, step: OpenStep) -> bool:
        """Whether it is taken by name: what the counter does there and then is not."""
        return step.post not in (PostKind.RECEPTION, PostKind.AGENCY_LEADER, PostKind.APPLICANT)

    # Doing

    def _claim(self, step: OpenStep) -> None:
        officer, unit = self._somebody(step)
        giver = Actor(
            who=f"officer:{officer}",
            unit=unit,
            roles=frozenset({Role.HANDLING_OFFICER}),
            steps=frozenset({step.no}),
        )
        leaders = self.crew(step.agency, step.opened_at, frozenset({Role.LEADER}))
        if leaders and self.chance.random() < GIVEN:
            leader, at = self.chance.choice(leaders)
            giver = Actor(
                who=f"officer:{leader}",
                unit=at,
                roles=frozenset({Role.LEADER}),
                directs=frozenset({step.no}),
            )
        self.stage.do(c.AssignStep(by=giver, no=step.no, agency=unit, officer=officer))

    def _end(self, step: OpenStep) -> bool:
        """Do what ends the step; whether the life goes on."""
        stage, cast = self.stage, self.cast
        act = self._mover().act_of(step) if step.part == MAIN else Act.HAND_OVER
        if stage.state.status is Status.RECEIVED and step.part == MAIN:
            to = Holder(agency=cast.handler_agency, step=Step.RESOLVE, due_at=stage.due_of_step(0.8))
            stage.do(c.Transfer(by=cast.reception, to=to))
        elif act in (Act.PROPOSE, Act.SIGN) and stage.state.running.parts_out:
            # The lead decides with the results of the others at hand.
            later = stage.rules.calendar.add(stage.rules.calendar.normalise(stage.at), 2 * HOUR)
            heapq.heappush(self.agenda, (later, _END, step.no))
        elif act is Act.PROPOSE:
            return self._propose(step)
        elif act is Act.SIGN and stage.state.status is Status.IN_PROCESS:
            self._sign(step)
        elif act is Act.RETURN and self._is_last(step):
            hand_over(stage, cast)
            return False
        else:
            stage.do(c.CompleteStep(by=self._actor(step), no=step.no, outcome=self._mover().going_on(step)))
        return True

    def _propose(self, step: OpenStep) -> bool:
        """Submit the result; before that, an opinion, papers that are missing, or an end without a result."""
        stage, chance = self.stage, self.chance
        actor = self._actor(step)
        cast = self.cast._replace(handler=actor)
        alone = len(stage.state.running.open) == 1
        first = not stage.state.rounds and not self.sent_back
        if alone and first:
            if give_up(stage, cast, chance):
                return False
            asks = chance.random() < stage.habits.consulted and not stage.state.consultations
            if asks and not consult(stage, cast, chance):
                return False
            if chance.random() < stage.habits.supplement:
                # The step is entered anew, or has its time moved: either way it is planned again.
                self.planned.discard(step.no)
                return supplement(stage, cast, chance)
        if alone and not self.sent_back and (happens := self._besides()) is not None:
            self.planned.discard(step.no)
            return happens(stage, cast, chance)
        granted = chance.random() >= stage.habits.refused
        reason = None if granted else stage.seals.text("Không đủ điều kiện theo quy định.")
        to = Holder(agency=cast.leader_agency, step=Step.APPROVE, due_at=stage.state.due_at)
        stage.do(c.ProposeResult(by=actor, granted=granted, reason=reason, to=to))
        return True

    def _besides(self) -> Callable[[Stage, Cast, Random], bool] | None:
        """What a simulated year has besides and comes now; after it the step is planned again."""
        if len(self.stage.state.rounds) == 1 and self._comes("second"):
            return supplement
        if self._comes("obliged"):
            return obligation
        return _sent if self._comes("parts") else None

    def _comes(self, what: str) -> bool:
        share = self.to_come.pop(what, 0)
        return bool(share) and self.chance.random() < share

    def _sign(self, step: OpenStep) -> None:
        leader, chance = self._actor(step), self.chance
        alone = len(self.stage.state.running.open) == 1
        if alone and not self.sent_back and chance.random() < SENT_BACK:
            self.sent_back = True
            self.stage.do(c.SendBack(by=leader, reason=self.stage.seals.text("Trình bày lại căn cứ.")))
            return
        self.stage.do(c.Approve(by=leader, signature=signature(self.stage, chance)))

    # Asking

    def _mover(self) -> Mover:
        state, paths = self.stage.state, self.stage.rules.paths
        assert paths is not None, "a dossier with steps is decided with the processes at hand"
        return Mover(state.running, state.intake, paths, self.stage.at)

    def _is_last(self, step: OpenStep) -> bool:
        """Whether nothing follows: then the result is handed to the applicant."""
        mover = self._mover()
        stops = mover.course(MAIN).plan.after.get((step.step, mover.going_on(step)), ())
        return all(stop.end for stop in stops) and len(mover.running.steps_of(MAIN)) == 1

    def _somebody(self, step: OpenStep) -> tuple[str, str]:
        """Who does a step, with the agency of the post; the house has somebody for every post."""
        roles = ROLES.get(step.post, _ANYBODY)
        there = self.crew(step.agency, step.opened_at, roles)
        if not there:
            who = self.cast.leader if Role.LEADER in roles else self.cast.handler
            return who.officer or "", step.agency
        return self.chance.choice(there)

    def _actor(self, step: OpenStep) -> Actor:
        """Who has the step acts, else anybody who may."""
        roles = ROLES.get(step.post, _ANYBODY)
        officer, unit = (step.officer, step.agency) if step.officer else self._somebody(step)
        return Actor(who=f"officer:{officer}", unit=unit, roles=roles, steps=frozenset({step.no}))
