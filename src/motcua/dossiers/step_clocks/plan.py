"""What a process promises on the day of reception: when each step, each agency and the whole are due if all
goes by it. Sums along a way, the longest of parallel branches; an arrow that leads back is not followed, as
in `procedures.processes.times_on_path`, which gives the total without dates.

The receipt of interlinked work shows the total and each agency's own date (Decree 61/2018 art. 19(6)-(7)).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from motcua.foundation.clock import MINUTE, Instant
from motcua.foundation.worktime import Unit, WorkCalendar, promise
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import AnyNode, Call, Catch, Process, Task, TimeAllowed, TimeUnit
from motcua.procedures.processes.times_on_path import Total, longest

from .rows import CalendarOf, Row

AgencyOf = Callable[[str, str], str]
"""From the kind of agency of a lane or call (empty: the executing agency) and the agency that carries the
process out to the agency's code."""
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

    def __init__(self, called: Mapping[str, Process], calendar_of: CalendarOf, agency_of: AgencyOf) -> None:
        self.called = called
        self.calendar_of = calendar_of
        self.agency_of = agency_of
        self.steps: list[PlannedStep] = []

    def ends(self, process: Process, since: Instant, executing: str, way: tuple[str, ...]) -> Instant:
        """When the process ends that begins at `since` in the agency `executing`."""
        graph = Graph(process)
        order, back = graph.ordered()
        leads_on = _leading_on(graph, order, back)
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
            return self._called(node, since, executing, way)
        if isinstance(node, Task):
            lane = graph.lanes.get(node.lane)
            agency = self.agency_of(lane.agency if lane else "", executing)
            due = _after(since, node.time, self.calendar_of(agency))
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
            return _after(since, node.time, self.calendar_of(executing))
        return since

    def _called(self, node: Call, since: Instant, executing: str, way: tuple[str, ...]) -> Instant:
        """A called process; the call's own time goes before the sum of its steps, as the decision has it."""
        agency = self.agency_of(node.agency, executing)
        process = self.called.get(node.process)
        own = _after(since, node.time, self.calendar_of(agency))
        inner = since
        if process is not None and node.process not in way:
            inner = self.ends(process, since, agency, (*way, node.process))
        due = own if node.time is not None else inner
        self.steps.append(
            PlannedStep(step=node.id, name=node.name, agency=agency, since=since, due_at=due, call="")
        )
        return due


def _leading_on(graph: Graph, order: list[str], back: set[str]) -> set[str]:
    """Nodes from which an end is reached without going back: what only leads back is promised to nobody."""
    found = set(graph.ends)
    for name in reversed(order):
        if any(flow.target in found for flow in graph.out[name] if flow.id not in back):
            found.add(name)
    return found


def plan(
    process: Process,
    called: Mapping[str, Process],
    received_at: Instant,
    *,
    executing: str,
    calendar_of: CalendarOf,
    agency_of: AgencyOf,
    promised: Instant | None = None,
) -> Plan:
    """The plan of a process received at `received_at` in the agency `executing`.

    `called` are the processes of calls by code, `promised` the due date of the receipt. Raises:
    `InvalidProcess` for data that are no graph, `DomainError` for times past the calendar.
    """
    walk = _Walk(called, calendar_of, agency_of)
    due_at = walk.ends(process, received_at, executing, (process.code,))
    steps = tuple(sorted(walk.steps, key=lambda step: (step.due_at, step.since)))
    over = 0
    if promised is not None and due_at > promised:
        over = calendar_of(executing).between(promised, due_at) // MINUTE
    return Plan(
        total=longest(Graph(process), _totals(process, called, ())),
        due_at=due_at,
        steps=steps,
        agencies=_agencies(steps),
        over=over,
    )


def _totals(process: Process, called: Mapping[str, Process], way: tuple[str, ...]) -> dict[str, Total]:
    """Totals of called processes by code; one that calls itself counts nothing."""
    found: dict[str, Total] = {}
    for node in process.nodes:
        if isinstance(node, Call) and node.process in called and node.process not in way:
            inner = called[node.process]
            found[node.process] = longest(Graph(inner), _totals(inner, called, (*way, node.process)))
    return found


def _after(since: Instant, time: TimeAllowed | None, calendar: WorkCalendar) -> Instant:
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
