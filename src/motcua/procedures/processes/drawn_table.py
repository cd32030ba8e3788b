"""A graph as a table of steps, in the order in which work reaches them: what a drawing says, in words."""

from __future__ import annotations

from collections.abc import Iterable

from . import tables
from .graph import Graph
from .model import Call, Process, Task, TimeAllowed, TimeUnit
from .posts import posts_of

_UNITS = {
    TimeUnit.WORKING_DAY: tables.Unit.WORKING_DAY,
    TimeUnit.WORKING_HOUR: tables.Unit.WORKING_HOUR,
    TimeUnit.CALENDAR_DAY: tables.Unit.CALENDAR_DAY,
}


def table_of_graph(process: Process, doubts: Iterable[tables.Doubt] = ()) -> tables.Process:
    """Tasks and calls as rows, with their sums; a wait is no row, for it takes nobody's time.

    Sums add every row, branches of a fork too: they are what the table shows, not the longest way.
    """
    graph = Graph(process)
    order, _ = graph.ordered()
    places = {name: place for place, name in enumerate(order)}
    lanes = {lane.id: lane for lane in process.lanes}
    steps = []
    for node in sorted(process.nodes, key=lambda node: places.get(node.id, len(places))):
        if not isinstance(node, Task | Call):
            continue
        lane = lanes.get(node.lane)
        post = (lane.text or lane.name) if lane else ""
        steps.append(
            tables.Step(
                no=node.number if isinstance(node, Task) else "",
                content=(node.text if isinstance(node, Task) else "") or node.name,
                post=post,
                posts=posts_of(post),
                time=_time(node.time),
                product="; ".join(node.produces) if isinstance(node, Task) else "",
            )
        )
    return tables.Process(
        order=1,
        name=process.name,
        steps=tuple(steps),
        sums=tables.sums_of(steps),
        doubts=tuple(doubts),
    )


def _time(time: TimeAllowed | None) -> tables.Time:
    if time is None:
        return tables.Time(counted=False)
    return tables.Time(quantity=time.amount, unit=_UNITS[time.unit])
