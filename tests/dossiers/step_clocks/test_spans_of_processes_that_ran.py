"""Random processes, run by the engine: whoever is said to have a dossier had a step open at that time."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.dossiers.step_clocks.lines import WARD, at, hours
from tests.procedures.processes.strategies import processes

from motcua.dossiers.step_clocks import Life, StepSpan, clocks_of, holes, partition
from motcua.foundation.clock import MINUTE
from motcua.procedures.processes.engine import Moved, Plan, Run, complete, occurred, plan_of, start
from motcua.procedures.processes.model import Process

START = at("2 08:00")
MOST = 30


def _done(draw: Any, plan: Plan, run: Run, now: int) -> Moved:
    """One open step ended, by any of its outcomes."""
    token = draw(st.sampled_from(run.open_steps))
    if token.step in plan.awaits:
        return occurred(plan, run, token.no, plan.awaits[token.step], now)
    outcomes = plan.outcomes.get(token.step) or ("",)
    return complete(plan, run, token.no, draw(st.sampled_from(outcomes)), now)


@st.composite
def _runs(draw: Any) -> Life:
    """The rows that a run leaves, ended or cut off after some thirty steps."""
    process: Process = draw(processes())
    plan = plan_of(process)
    moved = start(plan, START)
    tokens = {token.no: token for token in moved.opened}
    now, run = START, moved.run
    for _ in range(MOST):
        if not run.open_steps:
            break
        now += draw(st.integers(0, 90)) * MINUTE + 1
        moved = _done(draw, plan, run, now)
        run = moved.run
        tokens |= {token.no: token for token in (*moved.opened, *moved.ended) if not token.at_join}
    steps = tuple(
        StepSpan(
            no=token.no,
            step=token.step,
            agency=token.lane or WARD,
            post="officer",
            opened_at=token.opened,
            claimed_at=token.opened,
            ended_at=token.ended,
        )
        for token in tokens.values()
    )
    ended = None if run.open_steps else now
    return Life(section=WARD, received_at=START, ended_at=ended, steps=steps)


@given(_runs())
def test_whoever_has_it_had_a_step_open(life: Life) -> None:
    now = max([START, *(row.ended_at or row.opened_at for row in life.steps)]) + MINUTE
    rows = {row.no: row for row in life.steps}
    spans = partition(life, now)
    assert holes(spans, START, life.until(now)) == []
    for span in spans:
        row = rows[span.no]
        assert row.opened_at <= span.since
        assert row.ended_at is None or span.until <= row.ended_at


@given(_runs())
def test_each_step_on_the_way_follows_on_the_one_before(life: Life) -> None:
    """The way has no step whose turn came by something else than the end of the step before it."""
    now = life.until(START) + MINUTE
    if life.ended_at is None:
        return
    rows = {row.no: row for row in life.steps}
    numbers = [span.no for span in partition(life, now)]
    for before, after in pairwise(numbers):
        assert rows[before].ended_at == rows[after].opened_at
    assert rows[numbers[-1]].ended_at == life.ended_at if numbers else life.ended_at == START


@given(_runs())
def test_sums_are_those_of_the_spans(life: Life) -> None:
    told = clocks_of(life, life.until(START) + 100 * MINUTE, hours)
    assert told.total == sum(each.minutes for each in told.offices) + told.applicant + told.transfer
