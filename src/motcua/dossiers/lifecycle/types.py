"""Words of the lifecycle core: statuses, roles, channels, places, papers, and the values events carry.

Everything here is a frozen msgspec struct, so that a state is cheap to copy and an event has one
canonical JSON form. Personal data never appear: a `Commitment` stands for them (contracts, section 2).
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated

import msgspec

from motcua.foundation.clock import Instant
from motcua.law.roles import Role as Role  # noqa: PLC0414 - part of the words of this module

Commitment = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
"""Lower-case hex SHA-256 over salt and canonical JSON of a row in the erasable table of private records.

The pattern is checked wherever JSON is read, so that a sentence about a person never passes for one."""


class Status(IntEnum):
    """The ten statuses of the national portal (domain reference 2.6)."""

    REGISTERED = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    IN_PROCESS = 4
    SUPPLEMENT_REQUESTED = 5
    OBLIGATION_REQUESTED = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10


class Channel(StrEnum):
    """How the dossier came (KenhThucHien, domain reference 1.2)."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class OwnerType(StrEnum):
    """Whose dossier it is (LoaiDoiTuong, domain reference 2.7)."""

    CITIZEN = "citizen"
    ENTERPRISE = "enterprise"
    HOUSEHOLD_BUSINESS = "household_business"
    ORGANISATION = "organisation"


class CopyKind(StrEnum):
    """LoaiBan: original, copy, electronic; `shown` papers are only presented."""

    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"
    SHOWN = "shown"


class IdentityProof(StrEnum):
    """How identity was proven at reception."""

    NONE = "none"
    CARD_SHOWN = "card_shown"
    CHIP_READ = "chip_read"
    POPULATION_DATABASE = "population_database"
    ONLINE_ACCOUNT = "online_account"
    AUTHORISATION_PAPER = "authorisation_paper"


class ReturnMethod(StrEnum):
    """How the applicant takes the result."""

    COUNTER = "counter"
    POSTAL = "postal"
    ELECTRONIC = "electronic"


class Signature(StrEnum):
    """Kind of signature on the result."""

    NONE = "none"
    SCAN = "scan"
    DIGITAL = "digital"


class FeeState(StrEnum):
    """State of what the applicant owes at the time of the event."""

    NONE_DUE = "none_due"
    UNPAID = "unpaid"
    PAID = "paid"
    EXEMPT = "exempt"
    UNCERTAIN = "uncertain"
    REFUNDED = "refunded"


class PaymentMethod(StrEnum):
    """How money was taken or given back."""

    CASH = "cash"
    TRANSFER = "transfer"
    ONLINE = "online"


class Step(StrEnum):
    """What the holder does, in the words of the law; the internal process tells it in finer steps."""

    RECEIVE = "receive"
    RESOLVE = "resolve"
    SUPPLEMENT = "supplement"
    APPROVE = "approve"
    RETURN = "return"
    DONE = "done"


class ClockState(StrEnum):
    """The legal clock of one dossier."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class Frozen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of all values: immutable, keyword only, defaults left out of the JSON."""


class Actor(Frozen, frozen=True, kw_only=True):
    """Who acts: `officer:<code>`, `applicant`, or `system:<job>`; the agency; the roles held towards
    this dossier (worked out by `organisation.rights`, never by the caller's word)."""

    who: str
    unit: str
    roles: frozenset[Role]
    steps: frozenset[int] = frozenset()
    """Numbers of the open steps that this person may do."""
    directs: frozenset[int] = frozenset()
    """Numbers of the open steps that this person may give to somebody, whoever has them."""
    answers: frozenset[int] = frozenset()
    """Numbers of the opinions that this person's agency was asked for."""
    only_answers: bool = False
    """Whether nothing but these opinions lets the person act on the dossier."""
    part: int = 0
    """The interlinked part through which alone this person acts; 0 for who acts on the dossier itself."""

    @property
    def officer(self) -> str | None:
        """The officer's code where a person acts; a system has none."""
        return self.who.removeprefix("officer:") if self.who.startswith("officer:") else None


class Holder(Frozen, frozen=True, kw_only=True):
    """Who has the dossier: an agency code, the step, a person where one is named, and the step's due time."""

    agency: str
    step: Step
    officer: str | None = None
    due_at: Instant | None = None


class Limit(Frozen, frozen=True, kw_only=True):
    """A time limit as published: `quantity` a decimal in text ("3.5"), unit as in `foundation.worktime.Unit`;
    no quantity means that no limit is stated."""

    unit: str
    quantity: str | None = None


class ProcedurePin(Frozen, frozen=True, kw_only=True):
    """The procedure version that a dossier stays on for life."""

    code: str
    version: int
    field: str
    case: str | None = None


class ComponentLine(Frozen, frozen=True, kw_only=True):
    """One paper of the dossier as handed in. `code` is the catalogue's, `no` the line on the receipt."""

    no: int
    name: Commitment | None = None
    """Only where the paper is not in the catalogue: a pinned version already says the name. Held as a private
    record, for people are named in the titles of papers."""
    kind: CopyKind
    quantity: int = 1
    code: str | None = None
    file: str | None = None
    """SHA-256 of the attachment."""
    digitised: bool = False
    reused: bool = False
    from_store: bool = False
    replaced_by: str | None = None
    """SHA-256 of the result of an earlier procedure that stands in its place."""
    asked_again: str | None = None
    """Legal ground for asking for a paper that the owner's store has (Decree 107/2021)."""


class Fault(StrEnum):
    """What is wrong with a paper that is asked for again; statistics tell which faults come how often."""

    MISSING = "missing"
    WRONG_FORM = "wrong_form"
    EXPIRED = "expired"
    UNREADABLE = "unreadable"
    CONTENT_WRONG = "content_wrong"
    OTHER = "other"


class SupplementItem(Frozen, frozen=True, kw_only=True):
    """What is asked for: the component's line number where it is one, and words held as a private record."""

    item: Commitment
    component: int | None = None
    fault: Fault | None = None
    """None in events from before faults were told apart."""
    declaration: bool = False
    """Whether it is what was answered in the electronic form that must be put right."""


class SupplementRound(Frozen, frozen=True, kw_only=True):
    """One round of supplement with the due dates before and after (NgayHenTraTruoc, NgayHenTraMoi)."""

    no: int
    requested_at: Instant
    reason: Commitment
    items: tuple[SupplementItem, ...]
    due_before: Instant | None
    deadline: Instant | None = None
    completed_at: Instant | None = None
    due_after: Instant | None = None
    ended: str | None = None
    """`completed`, `expired`, `withdrawn`, or `stopped`."""


class Offered(Frozen, frozen=True, kw_only=True):
    """What the applicant gave online and the section has not recorded yet."""

    at: Instant
    components: tuple[ComponentLine, ...] = ()
    declaration: Commitment | None = None
    form: str = ""
    note: Commitment | None = None


class FeeLine(Frozen, frozen=True, kw_only=True):
    """One fee or charge taken: `no` is its place among the fees that the pinned version states for the
    channel (from 1), `kind` as published (`fee`, `charge`), `unit` in đồng."""

    no: int
    kind: str
    unit: int
    quantity: int = 1

    @property
    def amount(self) -> int:
        return self.unit * self.quantity


class Obligation(Frozen, frozen=True, kw_only=True):
    """The financial obligation of a notice (T12): đồng and until when, where it says so."""

    amount: int | None = None
    deadline: Instant | None = None


class Payment(Frozen, frozen=True, kw_only=True):
    """Money taken on a receipt (biên lai), and what of it was given back; đồng."""

    receipt: str
    amount: int
    refunded: int = 0

    @property
    def kept(self) -> int:
        return self.amount - self.refunded


class Proposal(Frozen, frozen=True, kw_only=True):
    """What the handling officer proposes to the leader or the section."""

    kind: str
    """`granted`, `refused` or `supplement`."""
    note: Commitment | None = None
    items: tuple[SupplementItem, ...] = ()
    deadline: Instant | None = None
    legal_ground: str | None = None
    documents: tuple[str, ...] = ()
    """SHA-256 of draft results."""
