"""Random processes and outcomes: our engine and SpiffWorkflow offer the same open steps all along."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.procedures.processes.oracle import Oracle, outcomes_of
from tests.procedures.processes.strategies import processes

from motcua.procedures.processes.engine import Moved, Plan, complete, occurred, plan_of, start
from motcua.procedures.processes.model import Process

MOVES = 12


def move(plan: Plan, moved: Moved, step: str, outcome: str, at: int) -> Moved:
    token = next(token for token in moved.run.open_steps if token.step == step)
    if step in plan.awaits:
        return occurred(plan, moved.run, token.no, plan.awaits[step], at)
    return complete(plan, moved.run, token.no, outcome, at)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(process=processes(depth=3), data=st.data())
def test_both_offer_the_same_open_steps_after_every_outcome(process: Process, data: st.DataObject) -> None:
    # SpiffWorkflow counts a join's inputs by the nodes before it: two arrows from one node are one to it.
    arrows = [(flow.source, flow.target) for flow in process.flows if flow.target.startswith("parallel")]
    assume(len(arrows) == len(set(arrows)))
    plan, oracle = plan_of(process), Oracle(process)
    nodes = {node.id: node for node in process.nodes}
    moved, met = start(plan, 0), set[str]()
    for at in range(1, MOVES + 1):
        ours = [token.step for token in moved.run.open_steps]
        assert sorted(ours) == sorted(oracle.open_steps())
        assert bool(moved.run.result) == oracle.ended == (not ours)
        if not ours:
            return
        step = data.draw(st.sampled_from(sorted(ours)), label="step")
        outcome = data.draw(st.sampled_from(outcomes_of(nodes[step])), label="outcome")  # type: ignore[arg-type]
        moved = move(plan, moved, step, outcome, at)
        met |= {token.step for token in moved.ended if token.at_join}
        if any(token.at_join and token.step in met for token in moved.run.tokens):
            # SpiffWorkflow 3.2 lets a join go too early when a loop brings its branches a second time and
            # they end in another order (a TODO in its ParallelGateway); `test_engine.py` has that case.
            return
        oracle.complete(step, outcome)
