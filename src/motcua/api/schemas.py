"""The shapes of answers, for the document. Answers are written past them: tests hold the two together."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import ConfigDict, Field

MOMENT = "RFC 3339 with Vietnam's offset, `2022-04-28T14:00:00+07:00`."
LOCAL = "Local time of Vietnam, `2022-04-28T14:00`, with seconds only where they are not zero."


class Shape(Schema):
    """Base: every member is always there; one that has no value is null."""

    model_config = ConfigDict(extra="forbid")


class Fault(Shape):
    """What is wrong in one field; `field` is a path in the body (`owner.identifier`) or a parameter."""

    field: str
    id: str
    message: str


class Problem(Shape):
    """RFC 9457 problem details. `id` is stable; `message` and `next` are for people, in Vietnamese."""

    type: str
    title: str
    status: int
    id: str
    message: str
    next: str
    errors: list[Fault]


class Named(Shape):
    """A code of this house with its name."""

    code: str
    name: str


class Party(Shape):
    """A person or organisation as the papers name it. After a lawful erasure the name says so."""

    name: str
    identifier: str
    phone: str
    address: str
    email: str
    paper: str


class Component(Shape):
    """A paper handed in, by its number on the receipt."""

    no: int
    name: str
    kind: str
    quantity: int
    digitised: bool


class Supplement(Shape):
    """A round of supplement."""

    no: int
    requested_at: str = Field(description=MOMENT)
    deadline: str | None = Field(description=MOMENT)
    items: list[str]
    reason: str
    completed_at: str | None = Field(description=MOMENT)
    due_before: str | None = Field(description=MOMENT)
    due_after: str | None = Field(description=MOMENT)


class Holder(Shape):
    """Who has the dossier, in which step, since when and until when."""

    agency: Named
    officer: Named | None
    step: str
    since: str = Field(description=MOMENT)
    due_at: str | None = Field(description=MOMENT)


class Limit(Shape):
    """The time limit as published; no quantity where none is stated."""

    quantity: str | None
    unit: str


class Dossier(Shape):
    """One dossier. `seq` and `head` are the end of its chain: they change with every event."""

    code: str
    seq: int
    head: str
    status: int
    status_name: str
    regime: str
    procedure: Named
    case: str | None
    section: Named
    competent: Named
    channel: str
    owner_type: str
    owner: Party
    representative: Party | None
    content: str
    return_method: str
    sets: int
    fee_state: str
    limit: Limit
    received_at: str | None = Field(description=MOMENT)
    due_at: str | None = Field(description=MOMENT)
    original_due_at: str | None = Field(description=MOMENT)
    provisional: bool
    ended_at: str | None = Field(description=MOMENT)
    returned_at: str | None = Field(description=MOMENT)
    granted: bool | None
    suspended: bool
    calendar_version: str
    holder: Holder | None
    components: list[Component]
    supplements: list[Supplement]


class DossierRow(Shape):
    """One dossier of a list."""

    code: str | None
    reference: str | None
    seq: int
    status: int
    regime: str
    procedure: str
    procedure_name: str
    section: str
    competent: str
    channel: str
    owner_name: str
    received_at: str | None = Field(description=MOMENT)
    due_at: str | None = Field(description=MOMENT)
    original_due_at: str | None = Field(description=MOMENT)
    ended_at: str | None = Field(description=MOMENT)
    returned_at: str | None = Field(description=MOMENT)
    step: str
    holder_agency: str | None
    holder_officer: str
    changed_at: str = Field(description=MOMENT)


class DossierPage(Shape):
    """A page of a list; `next_cursor` is null on the last one."""

    items: list[DossierRow]
    next_cursor: str | None


class Reception(Shape):
    """A dossier received: its code and promise; `repeated` where the idempotency key was known."""

    code: str
    seq: int
    received_at: str = Field(description=MOMENT)
    due_at: str | None = Field(description=MOMENT)
    repeated: bool


class Event(Shape):
    """One event: in words, and as the log has it (`docs/log-format.md`): the hash is SHA-256 over `prev_hash`
    and `body`."""

    seq: int
    type: str
    occurred_at: str = Field(description=MOMENT)
    recorded_at: str = Field(description=MOMENT)
    actor: Named
    unit: Named
    text: str
    prev_hash: str
    hash: str
    body: str


class Events(Shape):
    """The whole chain of a dossier, oldest first."""

    code: str
    items: list[Event]


class ProcedureHit(Shape):
    """A procedure found; score from 0 to 1."""

    code: str
    name: str
    field: str
    level: str
    score: float
    receivable: bool


class ProcedureHits(Shape):
    """What a search found, best first."""

    items: list[ProcedureHit]


class Fee(Shape):
    """A fee or charge as published; `amount` in đồng only where it is certain."""

    kind: str
    amount: int | None
    certain: bool
    text: str


class ProcedureChannel(Shape):
    """How it may be filed, with limit and fees."""

    channel: str
    limit: float | None
    unit: str
    fees: list[Fee]


class ProcedureCase(Shape):
    """A case with its own limit."""

    code: str
    name: str
    limit: float | None
    unit: str


class ProcedureComponent(Shape):
    """A paper to hand in; its place in the list, from 1, is the `line` of a filing."""

    group: str
    code: str | None
    name: str
    originals: int
    copies: int


class CodedName(Shape):
    """A name with the code of its register, where it has one."""

    code: str | None
    name: str


class ProcedureVersion(Shape):
    """A procedure as it stands in one period."""

    valid_from: date
    valid_to: date | None
    source: str
    channels: list[ProcedureChannel]
    cases: list[ProcedureCase]
    components: list[ProcedureComponent]
    results: list[CodedName]
    legal_bases: list[CodedName]


class Contradiction(Shape):
    """Where sources differ, and what was decided."""

    kind: str
    detail: str
    decision: str | None


class Procedure(Shape):
    """The same document as `motcua procedures show --json`."""

    code: str
    name: str
    field: str
    levels: list[str]
    receivable: bool
    versions: list[ProcedureVersion]
    contradictions: list[Contradiction]


class ExplainLine(Shape):
    """One day of a count: counted or skipped, by which source."""

    date: date
    kind: str
    minutes: float
    reason: str
    source: str


class Due(Shape):
    """The same document as `motcua due --json`."""

    received_at: str = Field(description=LOCAL)
    limit: float | None
    unit: str
    count: str
    regime: str | None
    calendar_version: str
    clock_start: str = Field(description=LOCAL)
    due_at: str | None = Field(description=LOCAL)
    due_date: date | None
    provisional: bool
    explanation: list[ExplainLine]


class Window(Shape):
    """Office hours of a weekday (0 is Monday)."""

    weekday: int
    opens: str
    closes: str


class CalendarDay(Shape):
    """A day off, or one worked instead."""

    date: date
    kind: str
    reason: str
    source: str
    confirmed: bool


class Calendar(Shape):
    """The working calendar in force: hours, and the days that differ from their weekday."""

    version: str
    announced_until: int
    windows: list[Window]
    days: list[CalendarDay]
