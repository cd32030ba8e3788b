"""What a check of a graph finds: no way there or out, joins without a fork, outcomes that lead nowhere."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.procedures.processes.made import process, task
from tests.procedures.processes.strategies import chain, changed, processes

from motcua.procedures.processes.check import check, structure
from motcua.procedures.processes.engine import Run, complete, occurred, plan_of, start
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import (
    NODE_LIMIT,
    AnyNode,
    Choice,
    End,
    InvalidProcess,
    Parallel,
    Process,
    Start,
)

SLOW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
S, E = Start(id="s"), End(id="e")
FORK = ["s fork", "fork a", "fork b", "a join", "b join", "join e"]
BRANCHES: list[AnyNode] = [S, E, Parallel(id="fork"), Parallel(id="join"), task("a"), task("b")]
CHOICE = ["s a", "a c", "c e yes", "c b no", "b e"]
CHOOSING: list[AnyNode] = [S, E, task("a", "yes", "no"), Choice(id="c"), task("b")]


def kinds(graph: Process) -> list[tuple[str, str]]:
    return sorted((each.kind, each.node) for each in structure(Graph(graph)))


@SLOW
@given(processes())
def test_what_is_sound_by_construction_has_no_findings(graph: Process) -> None:
    assert kinds(graph) == []


def test_the_hand_made_ones_are_sound_before_they_are_broken() -> None:
    assert kinds(process(BRANCHES, *FORK)) == []
    assert kinds(process(CHOOSING, *CHOICE)) == []


@pytest.mark.parametrize(
    ("nodes", "ways", "found"),
    [
        ([E, task("a")], ["a e"], [("no_start", "")]),
        ([S, task("a")], ["s a"], [("dead_end", "a"), ("no_end", "")]),
        ([S, E, Start(id="s2"), task("a")], ["s a", "a e", "s2 a"], [("many_starts", "s2")]),
        ([S, E, task("a"), task("b")], ["s a", "a e", "b e"], [("unreachable", "b")]),
        ([S, E, task("a")], ["s a", "a e", "a a"], [("several_ways", "a")]),
        ([S, E, task("a")], ["s a", "a e", "e a"], [("end_left", "e")]),
        ([S, E, task("a"), task("b")], ["s a", "a e", "b s"], [("start_entered", "s"), ("unreachable", "b")]),
        (
            [S, E, Choice(id="m"), task("a"), task("b")],
            ["s m", "m a", "a b", "b m"],
            [("no_way_out", x) for x in "abms"] + [("unreachable", "e")],
        ),
        (BRANCHES, ["s fork", "fork a", "fork b", "a join", "b e", "join e"], [("end_inside_fork", "e")]),
        (
            [*BRANCHES, Choice(id="m")],
            ["s fork", "fork a", "fork b", "a m", "b m", "m join", "join e"],
            [("branch_crossed", "m"), ("end_inside_fork", "e")],
        ),
        (
            [*CHOOSING, Parallel(id="join")],
            ["s a", "a c", "c join yes", "c b no", "b join", "join e"],
            [("join_mismatch", "join")],
        ),
        (
            [*BRANCHES, task("x"), Parallel(id="more")],
            ["s fork", "fork a", "fork b", "fork x", "a join", "b join", "join more", "x more", "more e"],
            [("join_mismatch", "join"), ("join_mismatch", "more")],
        ),
        (
            [*BRANCHES[:4], *CHOOSING[2:]],
            ["s fork", "fork a", "fork b", "a c", "c join yes", "c join no", "b join", "join e"],
            [("join_mismatch", "join")],
        ),
        (CHOOSING, [*CHOICE[:3], "b e"], [("outcome_leads_nowhere", "a"), ("unreachable", "b")]),
        (CHOOSING, [*CHOICE[:3], "c b maybe", "b e"], [("outcome_unknown", "a")]),
        (CHOOSING, [*CHOICE, "c b yes"], [("outcome_ambiguous", "a")]),
        (CHOOSING, ["s c", "c e yes", "c a no", "a b", "b e"], [("choice_without_step", "c")]),
        (CHOOSING, ["s a", "a c", "b c", "c e yes", "c b no"], [("choice_without_step", "c")]),
        ([S, E, task("a", "x")], ["s a", "a e x"], [("outcome_without_choice", "a")]),
        ([S, E, task("a", "x", "x")], ["s a", "a e"], [("outcome_twice", "a")]),
    ],
)  # fmt: skip
def test_a_broken_graph_is_found_by_the_name_of_its_fault(
    nodes: list[AnyNode], ways: list[str], found: list[tuple[str, str]]
) -> None:
    broken = process(nodes, *ways)
    assert set(found) <= set(kinds(broken))
    with pytest.raises(InvalidProcess):
        plan_of(broken)


def test_a_gateway_that_joins_and_forks_at_once_is_named() -> None:
    mixed = process([*BRANCHES, task("x"), task("y"), Parallel(id="last")],
        "s fork", "fork a", "fork b", "a join", "b join", "join x", "join y",
        "x last", "y last", "last e")  # fmt: skip
    assert kinds(mixed) == [("gateway_mixed", "join")]


@SLOW
@given(graph=processes(depth=2), data=st.data())
def test_whatever_passes_the_check_can_always_end(graph: Process, data: st.DataObject) -> None:
    """One arrow turned at random: it is found, or from wherever one comes there is a way to the end."""
    flows = list(graph.flows)
    place = data.draw(st.integers(0, len(flows) - 1))
    target = data.draw(st.sampled_from([node.id for node in graph.nodes]))
    flows[place] = msgspec.structs.replace(flows[place], target=target)
    turned = changed(graph, flows=tuple(flows))
    if structure(Graph(turned)):
        return
    plan = plan_of(turned)
    begun = start(plan, 0).run
    seen: set[tuple[tuple[str, str], ...]] = set()
    left, ended = [begun], set[tuple[tuple[str, str], ...]]()
    after: dict[tuple[tuple[str, str], ...], set[tuple[tuple[str, str], ...]]] = {}
    while left and len(seen) < 400:
        run = left.pop()
        if marking(run) in seen:
            continue
        seen.add(marking(run))
        after[marking(run)] = set()
        assert len(set(marking(run))) == len(run.tokens), "a token twice at one place"
        if run.result:
            ended.add(marking(run))
        for token in run.open_steps:
            for outcome in plan.outcomes.get(token.step) or ("",):
                moved = (
                    occurred(plan, run, token.no, plan.awaits[token.step], 1)
                    if token.step in plan.awaits
                    else complete(plan, run, token.no, outcome, 1)
                )
                after[marking(run)].add(marking(moved.run))
                left.append(moved.run)
    if not left:
        for _ in seen:
            ended |= {here for here, ways in after.items() if ways & ended}
        assert seen == ended


def marking(run: Run) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((token.step, token.at_join) for token in run.tokens))


def test_ten_thousand_steps_are_checked_and_a_million_refused_by_the_limit() -> None:
    assert check(chain(10_000)) == []
    with pytest.raises(InvalidProcess) as refusal:
        check(changed(chain(1), nodes=chain(1).nodes[1:2] * 1_000_000))
    assert refusal.value.id == "process_too_large"
    assert str(NODE_LIMIT) in refusal.value.message


def test_a_long_loop_and_deep_forks_need_no_recursion() -> None:
    depth = 4_000
    nodes: list[AnyNode] = [S, E]
    ways = []
    before = "s"
    for level in range(depth):
        nodes += [Parallel(id=f"fork{level}"), task(f"t{level}"), Parallel(id=f"join{level}")]
        ways += [f"{before} fork{level}", f"fork{level} t{level}", f"t{level} join{level}"]
        before = f"fork{level}"
    nodes.append(task("middle"))
    ways += [f"{before} middle", f"middle join{depth - 1}"]
    ways += [f"join{level} join{level - 1}" for level in range(depth - 1, 0, -1)]
    deep = process(nodes, *ways, "join0 e")
    assert check(deep) == []
