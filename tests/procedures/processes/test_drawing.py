"""The drawn layout: nothing lies on anything else, every arrow is drawn from node to node."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import HealthCheck, given, settings
from tests.procedures.processes.made import process, task
from tests.procedures.processes.strategies import chain, processes

from motcua.procedures.processes.layout import Bounds, Drawing, Point, layout
from motcua.procedures.processes.model import AnyNode, Choice, End, Flow, Process, Start, Step, Task

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def overlap(one: Bounds, other: Bounds) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def inside(inner: Bounds, outer: Bounds) -> bool:
    return (
        outer.x <= inner.x
        and inner.right <= outer.right
        and outer.y <= inner.y
        and inner.y + inner.height <= outer.y + outer.height
    )


def crosses(begin: Point, end: Point, box: Bounds) -> bool:
    """Whether a level or upright piece touches the inside of a box."""
    left, right = sorted((begin[0], end[0]))
    top, bottom = sorted((begin[1], end[1]))
    return left < box.right and right > box.x and top < box.y + box.height and bottom > box.y


def pieces(drawing: Drawing, flow: str) -> list[tuple[Point, Point]]:
    return list(pairwise(drawing.flows[flow]))


@SLOW
@given(processes())
def test_nodes_lie_apart_and_in_their_lanes(graph: Process) -> None:
    drawing = layout(graph)
    for one, other in combinations(drawing.nodes.values(), 2):
        assert not overlap(one, other)
    for one, other in combinations(drawing.lanes.values(), 2):
        assert not overlap(one, other)
    for node in graph.nodes:
        assert inside(drawing.nodes[node.id], drawing.lanes[drawing.lane_of[node.id]])
        if isinstance(node, Step):
            assert drawing.lane_of[node.id] == node.lane
    for lane in drawing.lanes.values():
        assert inside(lane, drawing.pool)


@SLOW
@given(processes())
def test_arrows_run_from_node_to_node_level_or_upright_and_cross_none(graph: Process) -> None:
    drawing = layout(graph)
    for flow in graph.flows:
        begin, end = drawing.flows[flow.id][0], drawing.flows[flow.id][-1]
        here, there = drawing.nodes[flow.source], drawing.nodes[flow.target]
        assert begin == (here.right, here.middle)
        assert end == (there.x, there.middle)
        for piece in pieces(drawing, flow.id):
            assert piece[0][0] == piece[1][0] or piece[0][1] == piece[1][1]
            assert all(drawing.pool.x <= x <= drawing.pool.right for x, _ in piece)
            assert not any(crosses(*piece, box) for box in drawing.nodes.values())


@SLOW
@given(processes())
def test_no_upright_piece_lies_on_another(graph: Process) -> None:
    drawing = layout(graph)
    upright = [
        (piece, flow.id)
        for flow in graph.flows
        for piece in pieces(drawing, flow.id)
        if piece[0][0] == piece[1][0] and piece[0][1] != piece[1][1]
    ]
    for (one, a), (other, b) in combinations(upright, 2):
        if a != b and one[0][0] == other[0][0]:
            ends = sorted((one[0][1], one[1][1])), sorted((other[0][1], other[1][1]))
            assert ends[0][1] <= ends[1][0] or ends[1][1] <= ends[0][0]


def test_two_outcomes_that_lead_the_same_way_are_drawn_as_two_arrows() -> None:
    nodes: list[AnyNode] = [
        Start(id="s"),
        task("a", "yes", "no"),
        Choice(id="c"),
        Choice(id="m"),
        End(id="e"),
    ]
    drawing = layout(process(nodes, "s a", "a c", "c m yes", "c m no", "m e"))
    one, other = drawing.flows["f2"], drawing.flows["f3"]
    assert {y for _, y in one} != {y for _, y in other}
    assert not overlap(drawing.labels["f2"], drawing.labels["f3"])


def test_a_straight_process_is_drawn_as_one_line() -> None:
    drawing = layout(chain(5))
    assert {box.middle for box in drawing.nodes.values()} == {drawing.nodes["start"].middle}
    assert all(len(way) == 2 for way in drawing.flows.values())
    lefts = [box.x for box in drawing.nodes.values()]
    assert lefts == sorted(lefts)


def test_a_process_without_lanes_is_drawn_too() -> None:
    bare = Process(
        code="bare",
        nodes=(Start(id="s"), Task(id="t"), End(id="e")),
        flows=(Flow(id="a", source="s", target="t"), Flow(id="b", source="t", target="e")),
    )
    assert set(layout(bare).nodes) == {"s", "t", "e"}
