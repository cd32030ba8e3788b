"""Processes, agencies and hours held in memory, as the lifecycle core asks for them."""

from __future__ import annotations

from datetime import date

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.paths import Called, Course, StepFacts
from motcua.dossiers.lifecycle.running import Place, ProcessPin, StepKind
from motcua.foundation.worktime import WorkCalendar
from motcua.procedures.processes import builtin
from motcua.procedures.processes.acts import Act, acts_of
from motcua.procedures.processes.engine import plan_of
from motcua.procedures.processes.model import Call, Catch, Process, Task, version_of

UPPER = "000.00.00.H14"


class MemoryPaths:
    """Processes held in memory; `begins` is the one in force for every dossier."""

    def __init__(self, begins: Process | None, *others: Process, calendar: WorkCalendar) -> None:
        known = [each for each in (begins, *others) if each is not None]
        self.begins = begins
        self.known = {version_of(each): each for each in known} | builtin.BUILT_IN
        self.hours = calendar

    def starting(self, intake: c.Intake, day: date) -> ProcessPin | None:
        return None if self.begins is None else pin_of(self.begins)

    def course(self, pin: ProcessPin, executing: str, intake: c.Intake) -> Course:
        found = self.known[pin.version]
        acts = acts_of(found)
        posts = {lane.id: lane.post for lane in found.lanes}
        facts = {}
        for node in found.nodes:
            if isinstance(node, Task | Catch | Call):
                post = posts.get(node.lane, "")
                kind = {Task: StepKind.TASK, Catch: StepKind.WAIT, Call: StepKind.CALL}[type(node)]
                called = None
                if isinstance(node, Call):
                    called = Called(pin_of(builtin.PART), UPPER, Place(node.place))
                facts[node.id] = StepFacts(
                    kind,
                    node.name,
                    intake.section if post == "reception" else executing,
                    post,
                    node.time,
                    acts.get(node.id, Act.HAND_OVER),
                    called,
                )
        proposes = next((name for name, act in acts.items() if act is Act.PROPOSE), "")
        return Course(pin, plan_of(found), facts, frozenset(acts.values()), proposes)

    def for_part(self, code: str) -> ProcessPin:
        return pin_of(builtin.PART)

    def calendar(self, agency: str) -> WorkCalendar:
        return self.hours

    def same_house(self, one: str, other: str) -> bool:
        return one == other


def pin_of(process_: Process) -> ProcessPin:
    return ProcessPin(code=process_.code, version=version_of(process_))
