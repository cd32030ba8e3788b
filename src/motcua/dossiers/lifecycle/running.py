"""Where a dossier stands in its internal process: open steps, parts in other agencies, and what moves them.

A step is open from the moment the one before it ended; a part is interlinked work that another agency does
(Decree 61/2018 art. 19(6) and 19(7)), with an inner process of its own. All of it is one dossier with one
log: `Steps` is what one event did, `Running` the fold of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from motcua.dossiers.lifecycle.types import Commitment, Frozen
from motcua.foundation.clock import Instant

MAIN = 0
"""The number of the run that is not a part: the process of the dossier itself."""


class StepKind(StrEnum):
    """What an open step is."""

    TASK = "task"
    """Somebody works."""
    WAIT = "wait"
    """Something from outside is awaited."""
    CALL = "call"
    """A part is with another agency."""
    JOIN = "join"
    """A branch that is done and waits for the others; nobody's work."""


class Place(StrEnum):
    """Where the agency of a part stands towards the lead (liên thông cùng cấp, giữa các cấp)."""

    SAME_LEVEL = "same_level"
    ABOVE = "above"


class ProcessPin(Frozen, frozen=True, kw_only=True):
    """The process and its version, by the hash of its content, that a run stays on."""

    code: str
    version: str


class OpenStep(Frozen, frozen=True, kw_only=True):
    """One token. `no` is unique in the dossier; `step` the node of the process, `post` a word of the
    vocabulary of posts, `agency` the code that was meant at `opened_at`. `at_join` is the arrow by which a
    token came to the join where it waits."""

    no: int
    step: str
    agency: str
    opened_at: Instant
    kind: StepKind = StepKind.TASK
    name: str = ""
    post: str = ""
    part: int = MAIN
    officer: str | None = None
    claimed_at: Instant | None = None
    """When an officer was first named for it."""
    due_at: Instant | None = None
    """None: its time is not counted."""
    at_join: str = ""


class EndedStep(Frozen, frozen=True, kw_only=True):
    """A step that ended, with the outcome of the process; none where it ended because all did."""

    no: int
    outcome: str = ""


class GivenStep(Frozen, frozen=True, kw_only=True):
    """A step given to an officer, or to a division of its agency; nobody named puts it back."""

    no: int
    agency: str
    officer: str | None = None


class TimedStep(Frozen, frozen=True, kw_only=True):
    """A step whose due time moved with a pause of the legal clock."""

    no: int
    due_at: Instant


class Part(Frozen, frozen=True, kw_only=True):
    """Interlinked work in another agency. Not yet sent where it waits for the part before it."""

    no: int
    agency: str
    place: Place
    process: ProcessPin
    content: Commitment | None = None
    """The task as the transfer slip states it."""
    name: str = ""
    """The task as the process names it."""
    step: int = 0
    """The step of the process that called for it; 0 where the lead agency sent it by itself."""
    after: int = 0
    """The part that must be back first."""
    due_at: Instant | None = None
    sent_at: Instant | None = None
    returned_at: Instant | None = None
    result: str = ""
    """`done`, `refused`, or `stopped`."""

    @property
    def out(self) -> bool:
        """Whether it is with the other agency now."""
        return self.sent_at is not None and self.returned_at is None


class RunState(Frozen, frozen=True, kw_only=True):
    """One run: of the dossier itself (`part` 0) or of a part."""

    part: int
    process: ProcessPin
    result: str = ""


class RunEnded(Frozen, frozen=True, kw_only=True):
    """How a run ended: `done`, `refused`, or `stopped` from outside."""

    part: int
    result: str


class Hand(Frozen, frozen=True, kw_only=True):
    """Who did a step last: it goes back to the same hand when the step is entered again."""

    part: int
    step: str
    agency: str
    officer: str


class Steps(Frozen, frozen=True, kw_only=True):
    """What one event did to the steps and parts of a dossier."""

    next_no: int
    runs: tuple[RunState, ...] = ()
    """Runs that begin, or go on under another version."""
    ended: tuple[EndedStep, ...] = ()
    opened: tuple[OpenStep, ...] = ()
    given: tuple[GivenStep, ...] = ()
    timed: tuple[TimedStep, ...] = ()
    results: tuple[RunEnded, ...] = ()
    parts: tuple[Part, ...] = ()
    """Parts as they are from now on: made, sent, or back."""


class Running(Frozen, frozen=True, kw_only=True):
    """All runs of a dossier. Empty where its procedure has no process in force and no part was sent."""

    next_no: int = 1
    runs: tuple[RunState, ...] = ()
    open: tuple[OpenStep, ...] = ()
    parts: tuple[Part, ...] = ()
    hands: tuple[Hand, ...] = ()

    @property
    def main(self) -> RunState | None:
        """The run of the dossier's own process, while it runs and after."""
        return next((run for run in self.runs if run.part == MAIN), None)

    def steps_of(self, part: int) -> tuple[OpenStep, ...]:
        """The open steps of one run, those that wait at a join left out."""
        return tuple(step for step in self.open if step.part == part and step.kind is not StepKind.JOIN)

    def step(self, no: int) -> OpenStep | None:
        """An open step by its number."""
        return next((step for step in self.open if step.no == no and step.kind is not StepKind.JOIN), None)

    @property
    def principal(self) -> OpenStep | None:
        """The step whose holder the law sees: the first open task of the dossier's own process, else what it
        waits for."""
        steps = self.steps_of(MAIN)
        return next((step for step in steps if step.kind is StepKind.TASK), steps[0] if steps else None)

    def part(self, no: int) -> Part | None:
        """A part by its number."""
        return next((part for part in self.parts if part.no == no), None)

    @property
    def parts_out(self) -> tuple[Part, ...]:
        """Parts that are not back yet, those that wait for their turn too."""
        return tuple(part for part in self.parts if part.returned_at is None)

    def hand(self, part: int, step: str) -> Hand | None:
        """Who did this step of this run last."""
        return next((hand for hand in self.hands if (hand.part, hand.step) == (part, step)), None)


def moved(running: Running, steps: Steps, at: Instant) -> Running:
    """The fold: `running` after what one event at `at` did. Raises ValueError for a step that is not open."""
    open_steps = {step.no: step for step in (*running.open, *steps.opened)}
    hands = {(hand.part, hand.step): hand for hand in running.hands}
    for given in steps.given:
        step = open_steps[given.no]
        claimed = step.claimed_at if given.officer is None or step.claimed_at is not None else at
        open_steps[given.no] = msgspec.structs.replace(
            step, agency=given.agency, officer=given.officer, claimed_at=claimed
        )
    for timed in steps.timed:
        open_steps[timed.no] = msgspec.structs.replace(open_steps[timed.no], due_at=timed.due_at)
    for ended in steps.ended:
        if ended.no not in open_steps:
            raise ValueError(f"step {ended.no} is not open")
        step = open_steps.pop(ended.no)
        if step.officer is not None:
            hands[step.part, step.step] = Hand(
                part=step.part, step=step.step, agency=step.agency, officer=step.officer
            )
    runs = {run.part: run for run in (*running.runs, *steps.runs)}
    for ended_run in steps.results:
        runs[ended_run.part] = msgspec.structs.replace(runs[ended_run.part], result=ended_run.result)
    parts = {part.no: part for part in (*running.parts, *steps.parts)}
    return Running(
        next_no=steps.next_no,
        runs=tuple(runs.values()),
        open=tuple(sorted(open_steps.values(), key=lambda step: step.no)),
        parts=tuple(parts.values()),
        hands=tuple(hands.values()),
    )


def opened_in(steps: Steps | None) -> Iterator[OpenStep]:
    """Steps that an event opened, those at a join left out."""
    return (step for step in (steps.opened if steps else ()) if step.kind is not StepKind.JOIN)
