"""The open steps and the parts of a dossier, as pages show them."""

from __future__ import annotations

import msgspec

from motcua.foundation.clock import Instant
from motcua.foundation.errors import DomainError
from motcua.foundation.phrase import Phrase


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """What opens after a step: its name and where it lies; `roles` are those who do it."""

    name: str
    agency: str
    agency_code: str
    roles: tuple[str, ...]


class OutcomeView(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a step may end now. `name` is a msgid of the process, empty for the plain end."""

    id: str
    name: str
    next: tuple[NextStep, ...]
    ends: bool
    """Nothing of the same run opens after it."""


class OpenStepView(msgspec.Struct, frozen=True, kw_only=True):
    """An open step. `mine`: the person may do it; `own`: they are named for it; `post` is a msgid."""

    no: int
    part: int
    node: str
    kind: str
    name: str
    agency: str
    agency_code: str
    roles: tuple[str, ...]
    post: str
    officer: str
    officer_code: str
    opened_at: Instant
    claimed_at: Instant | None
    due_at: Instant | None
    late: bool
    left: Phrase | None
    mine: bool
    own: bool
    claims: bool
    directed: bool
    by_action: str
    """The action that ends it, where a transition of the law stands for it."""
    outcomes: tuple[OutcomeView, ...]
    why: DomainError | None
    """Why it cannot be ended now, where it is the person's."""


class InnerStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a part that is done."""

    name: str
    who: str
    at: Instant
    late: bool
    files: tuple[tuple[str, str], ...] = ()
    """Id and name of what it produced."""


class PartView(msgspec.Struct, frozen=True, kw_only=True):
    """Interlinked work of one agency; not sent yet where it waits for the part `after`."""

    no: int
    agency: str
    agency_code: str
    place: str
    name: str
    content: str
    after: int
    called: bool
    """The process itself asked for it."""
    sent_at: Instant | None
    due_at: Instant | None
    returned_at: Instant | None
    result: str
    late: bool
    left: Phrase | None
    recallable: bool
    done: tuple[InnerStep, ...]
    open: tuple[OpenStepView, ...]


class StepsView(msgspec.Struct, frozen=True, kw_only=True):
    """The open steps of the dossier's own process and all its parts. `process` is empty where it has none;
    `principal` the number of the step whose holder the law sees."""

    steps: tuple[OpenStepView, ...]
    parts: tuple[PartView, ...]
    principal: int
    process: str
    version: str

    @property
    def mine(self) -> tuple[OpenStepView, ...]:
        """Open steps that the person may do, those of parts too, the one the law sees first."""
        every = (*self.steps, *(step for part in self.parts for step in part.open))
        return tuple(sorted((s for s in every if s.mine), key=lambda s: (s.no != self.principal, s.no)))

    @property
    def given(self) -> tuple[OpenStepView, ...]:
        """Open steps that the person may give to somebody."""
        every = (*self.steps, *(step for part in self.parts for step in part.open))
        return tuple(step for step in every if step.directed)

    @property
    def parts_out(self) -> int:
        """How many parts are not back."""
        return sum(1 for part in self.parts if part.returned_at is None)

    def step(self, no: int) -> OpenStepView | None:
        """An open step by its number."""
        every = (*self.steps, *(step for part in self.parts for step in part.open))
        return next((step for step in every if step.no == no), None)
