"""A part of the work that another agency does: sent by the lead, done there, and back (T28, T26)."""

from __future__ import annotations

from random import Random
from typing import Final

from motcua.dossiers.generation.stage import DAY_OF_WORK, Cast, Other, Stage
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.moving import Mover
from motcua.dossiers.lifecycle.paths import Paths
from motcua.dossiers.lifecycle.running import MAIN, OpenStep, Place, StepKind
from motcua.dossiers.lifecycle.types import Actor, Role
from motcua.dossiers.step_places import ROLES
from motcua.foundation.clock import HOUR, MINUTE, Instant

CONTENT: Final = "Đề nghị xác minh thông tin và cho ý kiến về nội dung thuộc thẩm quyền."
LEAST: Final = 4 * HOUR
"""Working time left of the promise at least: with less nobody sends a part."""


def send(stage: Stage, cast: Cast, chance: Random) -> bool:
    """Send a part to another agency, where the promise leaves time for it; whether one was sent."""
    ways = stage.habits.ways
    wanted = Place.ABOVE if chance.random() < ways.above else Place.SAME_LEVEL
    others = [other for other in cast.others if other.place is wanted] or cast.others
    calendar, due = stage.rules.calendar, stage.state.due_at
    left = 5 * DAY_OF_WORK if due is None else calendar.between(stage.at, due)
    if not others or left < LEAST:
        return False
    other = chance.choice(others)
    order = c.PartOrder(
        agency=other.agency,
        content=stage.seals.text(CONTENT),
        due_at=calendar.add(calendar.normalise(stage.at), int(left * chance.uniform(0.3, 0.6))),
        place=other.place,
    )
    stage.do(c.SendParts(by=cast.handler, parts=(order,)))
    return True


def done(stage: Stage, cast: Cast, chance: Random) -> bool:
    """The parts that are out done in the other agency, step by step; whether that is before the present."""
    late = chance.random() < stage.habits.ways.part_late
    while (step := _open(stage)) is not None:
        due = next((part.due_at for part in stage.state.running.parts if part.no == step.part), None)
        if not stage.wait(_takes(stage, due, chance, late=late)):
            return False
        mover = Mover(stage.state.running, stage.state.intake, _paths(stage), stage.at)
        other = next(each for each in cast.others if each.agency == step.agency)
        stage.do(c.CompleteStep(by=_officer(step, other, chance), no=step.no, outcome=mover.going_on(step)))
    return True


def _open(stage: Stage) -> OpenStep | None:
    return next(
        (s for s in stage.state.running.open if s.part != MAIN and s.kind is StepKind.TASK),
        None,
    )


def _takes(stage: Stage, due: Instant | None, chance: Random, *, late: bool) -> int:
    """Working time of one of the two steps of a part."""
    left = DAY_OF_WORK if due is None else max(stage.rules.calendar.between(stage.at, due), 0)
    return (
        left + chance.randint(1, 6) * HOUR if late else max(5 * MINUTE, int(left * chance.uniform(0.1, 0.6)))
    )


def _officer(step: OpenStep, other: Other, chance: Random) -> Actor:
    roles = ROLES.get(step.post, frozenset({Role.HANDLING_OFFICER}))
    who = chance.choice(other.leaders if Role.LEADER in roles else other.handlers)
    return Actor(who=f"officer:{who}", unit=other.agency, roles=roles, steps=frozenset({step.no}))


def _paths(stage: Stage) -> Paths:
    paths = stage.rules.paths
    assert paths is not None, "a part is sent with the processes at hand"
    return paths
