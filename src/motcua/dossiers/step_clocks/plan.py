"""What a process promises on the day of reception: when each step, each agency and the whole are due if all
goes by it. Sums along a way, the longest of parallel branches; an arrow that leads back is not followed, as
in `procedures.processes.times_on_path`, which gives the total without dates.

The receipt of interlinked work shows the total and each agency's own date (Decree 61/2018 art. 19(6)-(7)).
"""

from __future__ import annotations

from typing import Final, Protocol

from motcua.foundation.clock import MINUTE, Instant
from motcua.foundation.worktime import Unit, WorkCalendar, promise
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import AnyNode, Call, Catch, Process, Task, TimeAllowed, TimeUnit
from motcua.procedures.processes.times_on_path import Total, longest

from .rows import CalendarOf, Row


class Places(Protocol):
    """Where the steps of a process are done, by the code of the agency that carries it out (`executing`)."""

    def agency(self, process: Process, node: str, executing: str) -> str:
        """The agency of a step; of a call, the one that is called."""

    def called(self, process: Process, call: Call, executing: str) -> Process | None:
        """The process that a call opens; none where no process is known for it."""


_UNITS: Final = {
    TimeUnit.WORKING_DAY: Unit.WORKING_DAY,
    TimeUnit.WORKING_HOUR: Unit.HOUR,
    TimeUnit.CALENDAR_DAY: Unit.CALENDAR_DAY,
}


class PlannedStep(Row, frozen=True, kw_only=True, gc=False):
    """A step with the moments at which it begins and is due at the latest; `call` names the steps of a called
    process by the call's node, empty in the main process."""

    step: str
    name: str
    agency: str
    since: Instant
    due_at: Instant
    call: str = ""


class PlannedAgency(Row, frozen=True, kw_only=True, gc=False):
    """When an agency must have done the last of its steps."""

    agency: str
    due_at: Instant


class Plan(Row, frozen=True, kw_only=True, gc=False):
    """The whole: `total` of the longest way, the moment it ends at, steps and agencies in the order of their
    work.

    `over`: working minutes by which the process ends after the promise; 0 where it keeps it or none was
    made."""

    total: Total
    due_at: Instant
    steps: tuple[PlannedStep, ...]
    agencies: tuple[PlannedAgency, ...]
    over: int = 0


class _Walk:
    """One walk over a process and those that it calls."""

    def __init__(self, places: Places, calendar_of: CalendarOf) -> None:
        self.places = places
        self.calendar_of = calendar_of
        self.steps: list[PlannedStep] = []
        self.totals: dict[str, Total] = {}

    def ends(self, process: Process, since: Instant, executing: str, way: tuple[str, ...]) -> Instant:
        """When the process ends that begins at `since` in the agency `executing`."""
        graph = Graph(process)
        order, back = graph.ordered()
        leads_on = leading_on(graph, order, back)
        begins: dict[str, Instant] = dict.fromkeys(graph.starts[:1], since)
        last = since
        for name in order:
            if name not in begins or name not in leads_on:
                continue
            node = graph.nodes[name]
            due = self._due(graph, node, begins[name], executing, way)
            last = max(last, due)
            for flow in graph.out[name]:
                begins[flow.target] = max(due, begins.get(flow.target, due))
        return last

    def _due(
        self, graph: Graph, node: AnyNode, since: Instant, executing: str, way: tuple[str, ...]
    ) -> Instant:
        if isinstance(node, Call):
            return self._called(graph.process, node, since, executing, way)
        if isinstance(node, Task):
            agency = self.places.agency(graph.process, node.id, executing)
            due = after(since, node.time, self.calendar_of(agency))
            call = way[-1] if len(way) > 1 else ""
            self.steps.append(
                PlannedStep(
                    step=node.id,
                    name=node.name or node.text,
                    agency=agency,
                    since=since,
                    due_at=due,
                    call=call,
                )
            )
            return due
        if isinstance(node, Catch) and not node.pauses:
            return after(since, node.time, self.calendar_of(executing))
        return since

    def _called(
        self, calling: Process, node: Call, since: Instant, executing: str, way: tuple[str, ...]
    ) -> Instant:
        """A called process; the call's own time goes before the sum of its steps, as the decision has it."""
        agency = self.places.agency(calling, node.id, executing)
        process = self.places.called(calling, node, executing)
        own = after(since, node.time, self.calendar_of(agency))
        inner = since
        if process is not None and process.code not in way:
            inner = self.ends(process, since, agency, (*way, process.code))
            self.totals[node.process] = self.total(process)
        due = own if node.time is not None else inner
        self.steps.append(
            PlannedStep(step=node.id, name=node.name, agency=agency, since=since, due_at=due, call="")
        )
        return due

    def total(self, process: Process) -> Total:
        """The longest way of a process whose calls were walked."""
        return longest(Graph(process), self.totals)


def leading_on(graph: Graph, order: list[str], back: set[str]) -> set[str]:
    """Nodes from which an end is reached without going back: what only leads back is promised to nobody."""
    found = set(graph.ends)
    for name in reversed(order):
        if any(flow.target in found for flow in graph.out[name] if flow.id not in back):
            found.add(name)
    return found


def plan(
    process: Process,
    received_at: Instant,
    *,
    executing: str,
    places: Places,
    calendar_of: CalendarOf,
    promised: Instant | None = None,
) -> Plan:
    """The plan of a process received at `received_at` and carried out by the agency `executing`.

    `promised` is the due date of the receipt. Raises: `InvalidProcess` for data that are no graph,
    `DomainError` for times past the calendar.
    """
    walk = _Walk(places, calendar_of)
    due_at = walk.ends(process, received_at, executing, (process.code,))
    steps = tuple(sorted(walk.steps, key=lambda step: (step.due_at, step.since)))
    over = 0
    if promised is not None and due_at > promised:
        over = calendar_of(executing).between(promised, due_at) // MINUTE
    return Plan(total=walk.total(process), due_at=due_at, steps=steps, agencies=_agencies(steps), over=over)


def after(since: Instant, time: TimeAllowed | None, calendar: WorkCalendar) -> Instant:
    """When a step is due that begins at `since`; a step that is not counted takes no time."""
    if time is None:
        return since
    due = promise(since, time.amount, _UNITS[time.unit], calendar).due_at
    return since if due is None else due


def _agencies(steps: tuple[PlannedStep, ...]) -> tuple[PlannedAgency, ...]:
    dues: dict[str, Instant] = {}
    for step in steps:
        dues[step.agency] = max(step.due_at, dues.get(step.agency, step.due_at))
    return tuple(
        PlannedAgency(agency=agency, due_at=due) for agency, due in sorted(dues.items(), key=lambda e: e[1])
    )
