"""Interlinked work counted: a dossier once for the province, each part once for the agency that does it."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers.step_clocks.test_replay import FAR
from tests.support.dossier_life import AGENCY, CALENDAR, HANDLER, LEADER, OTHER_AGENCY, RECEIVER, secret
from tests.support.memory_paths import UPPER
from tests.support.steps_life import calling, plain, walked

from motcua.dossiers.generation.stage import Cast, Stage
from motcua.dossiers.generation.steps import walk
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import decide, evolve
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.types import Holder, Status, Step
from motcua.dossiers.projection import Row, dossier_row, project
from motcua.dossiers.sealing import Seals
from motcua.foundation.clock import DAY, HOUR, Instant

_Told = tuple[dict[str, object], dict[str, dict[int, Row]], list[Event]]


def life(seed: int) -> _Told:
    """A random life with parts of the process and parts sent by hand, cut off anywhere: row and tables."""
    chance = Random(seed)
    dossier = walked(calling() if chance.random() < 0.7 else plain())
    at = CALENDAR.normalise(1_659_312_000_000_000 + chance.randint(0, 20) * DAY)
    receive = c.Receive(by=RECEIVER, code=f"X{seed}", intake=dossier.intake, received_at=None)
    events = list(decide(None, receive, dossier.rules, at))
    state = evolve(None, events[0])
    end: Instant = FAR if chance.random() < 0.6 else at + chance.randint(1, 9) * DAY
    stage = Stage(state, events, dossier.rules, Seals(lambda: chance.randbytes(16)), end)
    cast = Cast(RECEIVER, HANDLER, LEADER, AGENCY, AGENCY)
    if chance.random() < 0.6:
        _sends(stage, chance)
    walk(stage, cast, _crew, chance)
    tracked, changes = project(None, stage.events)
    return dossier_row(tracked), changes.inserted, stage.events


def _sends(stage: Stage, chance: Random) -> None:
    """The lead hands over and sends one or two agencies a part by hand; sometimes one is taken back."""
    stage.wait(HOUR)
    stage.do(c.Transfer(by=RECEIVER, to=Holder(agency=AGENCY, step=Step.RESOLVE)))
    to = [OTHER_AGENCY, UPPER][: chance.randint(1, 2)]
    if any(part.agency in to for part in stage.state.running.parts_out):
        to = [OTHER_AGENCY]
    orders = tuple(
        c.PartOrder(agency=agency, content=secret(agency), due_at=stage.at + 2 * DAY + n)
        for n, agency in enumerate(to)
    )
    stage.do(c.SendParts(by=HANDLER, parts=orders, sequential=chance.random() < 0.5))
    if chance.random() < 0.3:
        stage.wait(HOUR)
        number = max(part.no for part in stage.state.running.parts_out)
        stage.do(c.RecallPart(by=HANDLER, no=number, reason=secret("lý do")))


def _crew(agency: str, _at: Instant, _roles: object) -> tuple[tuple[str, str], ...]:
    return ((f"cb-{agency}", agency),)


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=6, unique=True))
@settings(max_examples=60, deadline=None)
def test_a_dossier_is_counted_once_and_a_part_once_by_its_agency(seeds: list[int]) -> None:
    told = [life(seed) for seed in seeds]
    # The province: one row a dossier, of the agency that is competent, whatever others did of it.
    assert Counter(row["code"] for row, _, _ in told) == Counter(f"X{seed}" for seed in seeds)
    assert all(row["competent"].code == AGENCY for row, _, _ in told)  # type: ignore[attr-defined]
    # The agencies: what the logs say was sent, counted by hand, against the rows.
    sent: Counter[str] = Counter()
    back: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    for _, tables, events in told:
        gone: set[int] = set()
        for event in events:
            for part in event.payload.steps.parts if event.payload.steps else ():
                if part.sent_at is not None and part.no not in gone:
                    gone.add(part.no)
                    sent[part.agency] += 1
                if part.returned_at is not None and part.sent_at is not None:
                    back[part.agency] += 1
        parts = tables.get("part_row", {})
        for row in parts.values():
            if row["sent_at"] is not None:
                rows[row["agency"].code] += 1
                ended[row["agency"].code] += row["ended_at"] is not None
        # Nobody but the agency of a part works at it, and the lead never counts it as a step of its own.
        for step in tables.get("step_row", {}).values():
            if step["part"]:
                assert step["agency"].code == parts[step["part"]]["agency"].code
            else:
                assert step["agency"].code not in (UPPER, OTHER_AGENCY)
    assert rows == sent
    assert +ended == +back


@given(st.integers(0, 1_000_000))
@settings(max_examples=60, deadline=None)
def test_when_the_dossier_is_over_every_part_is(seed: int) -> None:
    row, tables, _ = life(seed)
    if row["status"] in (Status.RETURNED, Status.WITHDRAWN):
        assert all(part["ended_at"] is not None for part in tables.get("part_row", {}).values())
        assert all(step["ended_at"] is not None for step in tables.get("step_row", {}).values())
