"""When a process that is under way ends at the latest, if every step left takes the time it is allowed."""

from __future__ import annotations

from collections.abc import Mapping

from motcua.foundation.clock import Instant
from motcua.foundation.worktime import WorkCalendar
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import Call, Catch, Process, Task

from .plan import after, leading_on


def ends_at(process: Process, done: Mapping[str, Instant], calendar: WorkCalendar) -> Instant:
    """`done`: by node, when each open step will be done at the latest. Parallel branches go by the longest;
    ways back are gone by nobody, and a wait for the applicant takes no time."""
    graph = Graph(process)
    order, back = graph.ordered()
    leads_on = leading_on(graph, order, back)
    begins: dict[str, Instant] = {}
    last = max(done.values())
    for name in order:
        if name in done:
            due = done[name]
        elif name in begins and name in leads_on:
            node = graph.nodes[name]
            timed = isinstance(node, Task | Call) or (isinstance(node, Catch) and not node.pauses)
            due = after(begins[name], node.time, calendar) if timed else begins[name]  # type: ignore[union-attr] # these have one
        else:
            continue
        last = max(last, due)
        for flow in graph.out[name]:
            if flow.id not in back:
                begins[flow.target] = max(due, begins.get(flow.target, due))
    return last
