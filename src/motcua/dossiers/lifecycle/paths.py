"""The process of a dossier as the core is handed it: a plan to run, and who does each step where.

Which agency a lane means, which version is in force, and which hours an agency keeps are known outside; the
core asks for them through `Paths` and stays pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, Protocol

from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.running import Place, ProcessPin, StepKind
from motcua.foundation.worktime import WorkCalendar
from motcua.procedures.processes.acts import Act
from motcua.procedures.processes.engine import Plan
from motcua.procedures.processes.model import TimeAllowed


class Called(NamedTuple):
    """What a call asks for: the process, the agency by code, and where that stands towards the lead."""

    process: ProcessPin
    agency: str
    place: Place


class StepFacts(NamedTuple):
    """One step of a process in one dossier. `agency` is a code, `post` a word of the vocabulary of posts."""

    kind: StepKind
    name: str
    agency: str
    post: str
    time: TimeAllowed | None
    act: Act = Act.HAND_OVER
    called: Called | None = None


class Course(NamedTuple):
    """A version of a process made ready for one dossier: by node, who does it."""

    pin: ProcessPin
    plan: Plan
    facts: Mapping[str, StepFacts]
    acts: frozenset[Act]
    """The acts that some step of it has."""
    proposes: str
    """The step at which the handling officer submits the result; empty where there is none."""


class Paths(Protocol):
    """What the core asks of processes, agencies and hours."""

    def starting(self, intake: Intake, day: date) -> ProcessPin | None:
        """The process in force for a dossier received on that day; none where it has none."""

    def course(self, pin: ProcessPin, executing: str, intake: Intake) -> Course:
        """A version for one dossier: `executing` is the agency that a lane without an agency means."""

    def for_part(self, code: str) -> ProcessPin:
        """The process by which a part is done: that of a code, or the one of the house where it is empty."""

    def calendar(self, agency: str) -> WorkCalendar:
        """The hours that an agency keeps today."""

    def same_house(self, one: str, other: str) -> bool:
        """Whether both are one agency with its divisions."""
