"""What a dossier's process promised at its reception: the total, and the date of each agency.

Asked for by the receipt and the command line, not by every page: it walks the process and those that it
calls.
"""

from __future__ import annotations

from motcua.dossiers.lifecycle.paths import StepFacts
from motcua.dossiers.lifecycle.running import ProcessPin
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.queries.step_clocks import calendar_of
from motcua.dossiers.step_clocks.plan import Plan, plan
from motcua.foundation.clock import Instant
from motcua.organisation.calendars import Calendars
from motcua.procedures import process_queries
from motcua.procedures.processes.builtin import BUILT_IN
from motcua.procedures.processes.model import Call, Process, version_of


class _Places:
    """Where the steps of a dossier's process are done, on the day of its reception."""

    def __init__(self, state: State, paths: StoredPaths) -> None:
        self.intake = state.intake
        self.paths = paths

    def agency(self, process: Process, node: str, executing: str) -> str:
        facts = self._facts(process, node, executing)
        return facts.called.agency if facts.called is not None else facts.agency

    def called(self, process: Process, call: Call, executing: str) -> Process | None:
        called = self._facts(process, call.id, executing).called
        return None if called is None else _process(called.process.version)

    def _facts(self, process: Process, node: str, executing: str) -> StepFacts:
        pin = ProcessPin(code=process.code, version=version_of(process))
        return self.paths.course(pin, executing, self.intake).facts[node]


def planned(state: State, hours: Calendars, *, promised: Instant | None = None) -> Plan | None:
    """The plan of a received dossier that follows a process; none for one that follows none.

    `promised` is what to compare it with. Raises: `NotFound` for a version that is not kept here any more.
    """
    main = state.running.main
    if main is None or state.received_at is None:
        return None
    return plan(
        _process(main.process.version),
        state.received_at,
        executing=state.intake.competent,
        places=_Places(state, StoredPaths(hours, state.received_at)),
        calendar_of=calendar_of(hours, state, state.received_at),
        promised=promised,
    )


def interlinked(told: Plan, state: State) -> bool:
    """Whether another agency than the section and the competent one has a part in it."""
    own = {state.intake.section, state.intake.competent}
    return any(each.agency not in own for each in told.agencies)


def _process(version: str) -> Process:
    return BUILT_IN.get(version) or process_queries.by_version(version).process
