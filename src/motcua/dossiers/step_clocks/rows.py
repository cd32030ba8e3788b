"""What the clocks are read from: the rows of one dossier as plain values, whatever table they came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Literal

import msgspec

from motcua.foundation.clock import Instant
from motcua.foundation.worktime import WorkCalendar

CalendarOf = Callable[[str], WorkCalendar]
"""The working calendar of an agency by its code."""
MAIN = 0
"""The part that is the dossier's own way; interlinked work in other agencies counts from 1."""


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of all values of the clocks: immutable, keyword only."""


class StepSpan(Row, frozen=True, kw_only=True, gc=False):
    """One entry into a step, counted by itself: a step entered twice has two.

    `kind`: somebody works (`task`), something is awaited (`wait`), a process runs elsewhere (`call`). `post`
    is a value of `PostKind`. `claimed_at` is when somebody there took it; `due_at` is what was given, none
    where the step is not counted.
    """

    no: int
    part: int = MAIN
    step: str
    name: str = ""
    kind: Literal["task", "wait", "call"] = "task"
    agency: str
    post: str = ""
    officer: str = ""
    opened_at: Instant
    claimed_at: Instant | None = None
    due_at: Instant | None = None
    ended_at: Instant | None = None
    outcome: str = ""
    ended_by: str = ""
    """Officer's code of who completed it, where a person did."""


class PartSpan(Row, frozen=True, kw_only=True, gc=False):
    """Interlinked work of one agency (Decree 61/2018 art. 19(6)-(7)); `parent` is the step that sent it, 0
    where it was sent by hand beside whatever step the dossier was at. `content` is the commitment to what is
    asked for."""

    no: int
    agency: str
    parent: int = 0
    place: str = "same_level"
    content: str = ""
    name: str = ""
    sent_at: Instant
    due_at: Instant | None = None
    ended_at: Instant | None = None
    result: str = ""


class Pause(Row, frozen=True, kw_only=True, gc=False):
    """Waiting for the applicant: status 5 (supplement) or 6 (financial obligation); open without `until`."""

    since: Instant
    until: Instant | None = None
    reason: Literal["supplement", "obligation"] = "supplement"


class Life(Row, frozen=True, kw_only=True, gc=False):
    """One dossier as the clocks see it; `section` received it and has it where no row says otherwise."""

    section: str
    received_at: Instant
    counted_from: Instant | None = None
    """Where the count of the present promise began: complete papers after a restart, else reception."""
    due_at: Instant | None = None
    ended_at: Instant | None = None
    returned_at: Instant | None = None
    with_result: bool = True
    """It ended by a result, or has not ended; a withdrawn one is neither early nor late."""
    steps: tuple[StepSpan, ...] = ()
    parts: tuple[PartSpan, ...] = ()
    pauses: tuple[Pause, ...] = ()
    houses: Mapping[str, str] = {}
    """Divisions with the agency that they belong to: between them nothing is on its way."""

    def house(self, agency: str) -> str:
        """The agency itself, or of a division the one that it belongs to."""
        return self.houses.get(agency, agency)

    def until(self, now: Instant) -> Instant:
        """Where the time told of ends: processing ended, or the present."""
        return max(self.received_at, now if self.ended_at is None else self.ended_at)


class Had(StrEnum):
    """Who has a dossier at a moment."""

    OFFICE = "office"
    TRANSFER = "transfer"
    APPLICANT = "applicant"


class Held(Row, frozen=True, kw_only=True, gc=False):
    """From `since` until before `until` exactly one had it.

    A transfer names the agency it was on its way to. `part` and `no` name the row of the step; an applicant's
    time has neither agency nor row. `reason` says what the applicant was asked for.
    """

    had: Had
    since: Instant
    until: Instant
    agency: str = ""
    post: str = ""
    officer: str = ""
    part: int = MAIN
    no: int = 0
    reason: str = ""
