"""Processes written by hand in a line or two."""

from __future__ import annotations

from typing import Any

from tests.procedures.processes.strategies import LANES

from motcua.procedures.processes.model import AnyNode, Flow, Outcome, Process, Task, TimeAllowed


def process(nodes: list[AnyNode], *ways: str, **more: Any) -> Process:
    """From arrows written `a b` or, for an outcome, `a b outcome`."""
    flows = [way.split() for way in ways]
    return Process(
        **{"code": "made", "lanes": LANES, **more},
        nodes=tuple(nodes),
        flows=tuple(
            Flow(id=f"f{number}", source=way[0], target=way[1], outcome=way[2] if way[2:] else "")
            for number, way in enumerate(flows)
        ),
    )


def task(
    name: str, *outcomes: str, days: str = "", unit: str = "working_day", lane: str = "lane_door"
) -> Task:
    return Task(
        id=name,
        name=name.title(),
        lane=lane,
        time=TimeAllowed.of(days, unit) if days else None,
        outcomes=tuple(Outcome(id=each) for each in outcomes),
    )
