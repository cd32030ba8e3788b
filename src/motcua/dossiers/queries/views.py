"""What the pages show, as plain frozen records; templates read attributes and decide nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from motcua.dossiers.intake import Party
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.queries.held import HeldView
from motcua.dossiers.queries.step_views import StepsView
from motcua.dossiers.queries.times import Clocking, TimeState
from motcua.foundation.clock import Instant
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import Promise, Remaining
from motcua.law.regimes import LegalStatus, Regime
from motcua.procedures.content import VersionContent


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what a page shows."""


class Line(View, frozen=True, kw_only=True):
    """One event on the timeline. `details` are labelled words from private records."""

    seq: int
    type: str
    at: Instant
    recorded_at: Instant
    text: Phrase
    actor: str
    actor_code: str
    unit: str
    unit_code: str
    hash: str
    details: tuple[tuple[str, str], ...] = ()
    changed: FieldChange | None = None
    """What a correction put right."""


class FieldChange(View, frozen=True, kw_only=True):
    """A field put right. `label` is a msgid; `old` and `new` are words, a value of law as the log has it, a
    limit as quantity and unit, papers as name, kind, quantity; None where nothing stood there."""

    field: str
    label: str
    old: Any
    new: Any


class Paper(View, frozen=True, kw_only=True):
    """One paper of the dossier; `file` is the id of its attachment."""

    no: int
    name: str
    kind: str
    quantity: int
    digitised: bool
    file: str = ""


class File(View, frozen=True, kw_only=True):
    """An attachment; the address is made of its id, which nobody guesses, and rights are asked again."""

    id: str
    name: str
    size: int
    media_type: str
    purpose: str
    sha256: str
    uploaded_at: Instant
    scanned: bool = True
    virus: str = ""
    by_citizen: bool = False


class Round(View, frozen=True, kw_only=True):
    """One round of supplement in words."""

    no: int
    requested_at: Instant
    deadline: Instant | None
    items: tuple[str, ...]
    faults: tuple[str, ...]
    """What is wrong with each of `items`, a msgid; empty where nobody said."""
    reason: str
    completed_at: Instant | None
    due_before: Instant | None
    due_after: Instant | None
    ended: str


class Opinion(View, frozen=True, kw_only=True):
    """One consultation in words."""

    no: int
    agency: str
    requested_at: Instant
    deadline: Instant
    content: str
    answered_at: Instant | None
    answer: str
    late: bool
    """Answered late, or owed beyond the date."""
    mine: bool = False
    """Whether the reader's agency owes it."""
    paper: str = ""


class Segment(View, frozen=True, kw_only=True):
    """A piece of the legal-clock bar; `share` in percent of the whole, `days` of eight hours."""

    kind: str
    """`counted`, `paused` or `rest`."""
    since: Instant
    until: Instant
    minutes: int
    share: float
    reason: str = ""

    @property
    def days(self) -> float:
        """Working days of eight hours, to one decimal."""
        return round(self.minutes / 480, 1)


class Adjustment(View, frozen=True, kw_only=True):
    """A change of the promise after the first: by what, from when to when, by which event."""

    cause: str
    at: Instant
    before: Instant | None
    after: Instant | None
    seq: int


class HolderView(View, frozen=True, kw_only=True):
    """Who has the dossier."""

    agency: str
    agency_code: str
    officer: str
    officer_code: str
    step: str
    since: Instant
    due_at: Instant | None
    left: Phrase | None = None
    late: bool = False


class GivenOnline(View, frozen=True, kw_only=True):
    """What the applicant gave online and the section has not recorded: `papers` by line number with the
    SHA-256 of the file, `declaration` the answers of `form` (`code@revision`) where they were given anew."""

    at: Instant
    papers: tuple[tuple[int, str], ...]
    form: str
    declaration: dict[str, Any]
    note: str


class DeclarationChange(View, frozen=True, kw_only=True):
    """What the applicant put right in the declaration at once: answers of `form` by field, old and new."""

    at: Instant
    form: str
    answers: dict[str, tuple[Any, Any]]

    @property
    def old(self) -> dict[str, Any]:
        return {field: old for field, (old, _) in self.answers.items()}

    @property
    def new(self) -> dict[str, Any]:
        return {field: new for field, (_, new) in self.answers.items()}


class DossierView(View, frozen=True, kw_only=True):
    """One dossier as an officer sees it."""

    id: int
    may_ask: bool = False
    """Whether the person may ask for a correction, having no right to correct."""
    code: str
    seq: int
    head: str
    chain_ok: bool
    chain_fault: str
    status: Status
    status_name: str
    regime: Regime
    procedure: VersionContent
    procedure_code: str
    case: str
    section: str
    section_code: str
    competent: str
    competent_code: str
    channel: str
    owner: Party
    owner_type: str
    representative: Party | None
    content: str
    form: str = ""
    """The electronic form that was filled in, `code@revision`; empty where none was."""
    declaration: dict[str, Any] = {}
    """Its answers by field; empty where none were given, or they were erased."""
    declaration_changes: tuple[DeclarationChange, ...] = ()
    """Newest first; those whose record was erased are left out."""
    offered: GivenOnline | None = None
    withdrawal_asked_at: Instant | None = None
    answer_due_at: Instant | None = None
    """Until when an online filing must be answered; none where it is not the section's turn."""
    answer_late: bool = False
    return_method: str
    sets: int
    fee_state: str
    fee_due: int
    """Đồng certain at reception; 0 where nothing is."""
    fee_kept: int
    """Đồng taken and not given back."""
    fee_owed: int
    """Đồng certain to be owed still."""
    fee_waived: int
    """Đồng of a reduction in force."""
    fee_surplus: int
    """Đồng taken beyond what is due since a correction."""
    waiver_stands: bool
    money_taken: bool
    """Whether a receipt was ever given."""
    correction_waits: bool
    """Whether a correction is asked for and not answered."""
    received_at: Instant | None
    due_at: Instant | None
    original_due_at: Instant | None
    ended_at: Instant | None
    returned_at: Instant | None
    provisional: bool
    limit: str
    limit_unit: str
    calendar_version: str
    clocking: Clocking
    holder: HolderView | None
    papers: tuple[Paper, ...]
    files: tuple[File, ...]
    rounds: tuple[Round, ...]
    opinions: tuple[Opinion, ...]
    adjustments: tuple[Adjustment, ...]
    bar: tuple[Segment, ...]
    timeline: tuple[Line, ...]
    """Newest first."""
    actions: tuple[str, ...]
    """Names of the actions that this person may do now, as `services.perform` takes them."""
    forms: tuple[tuple[str, str, str], ...]
    """Forms that can be printed now: key, number, title."""
    proposal: str
    proposal_reason: str
    proposal_items: tuple[str, ...]
    granted: bool | None
    suspended: bool
    may_read_private: bool = True
    held: HeldView | None = None
    """Who had it how long; none before reception."""
    steps: StepsView | None = None
    """The open steps and the parts; none where the dossier has no process and no part."""

    @property
    def owner_identifier_masked(self) -> str:
        """The identifier with its middle hidden, for screens that stand open at a counter."""
        text = self.owner.identifier
        return f"{text[:6]} ••• {text[-3:]}" if len(text) >= 12 else text


class WorkRow(View, frozen=True, kw_only=True):
    """One row of a work list or search."""

    code: str
    procedure_code: str
    procedure_name: str
    owner_name: str
    status: Status
    status_name: str
    clocking: Clocking
    received_at: Instant | None
    due_at: Instant | None
    original_due_at: Instant | None
    step: str
    step_due_at: Instant | None
    step_left: Phrase | None
    step_late: bool
    holder_agency: str
    holder_officer: str
    holder_officer_code: str
    proposal: str
    ended_at: Instant | None
    next_action: str
    """Name of the one action that this person would most likely do next; empty where none."""
    step_no: int = 0
    """The open step of the internal process that the row stands for; 0 where it is the dossier itself."""
    step_name: str = ""
    """What the process calls that step."""
    part: int = 0
    """The interlinked part that the step belongs to; 0 for the dossier's own process."""
    step_since: Instant | None = None
    """Since when whoever has it has it."""

    @property
    def moved(self) -> bool:
        """Whether the promise is another than the first one."""
        return self.original_due_at is not None and self.original_due_at != self.due_at


class WorkList(View, frozen=True, kw_only=True):
    """A work list in groups of time, each with its count over all pages."""

    rows: tuple[WorkRow, ...]
    counts: Mapping[str, int]
    total: int
    page: int
    pages: int
    filters: Mapping[str, Any] = {}


class PublicStatus(View, frozen=True, kw_only=True):
    """What anybody may see with a code alone (Circular 01/2018 art. 16): the code and how far it is."""

    code: str
    degree: int
    step_words: str
    exists: bool = True
    hash_known: bool | None = None
    """Whether the hash of a QR code belongs to this dossier's chain; none where none was given."""


class PublicLine(View, frozen=True, kw_only=True):
    """One event in the citizen's words."""

    at: Instant
    text: Phrase
    unit: str
    type: str


class Ask(View, frozen=True, kw_only=True):
    """Something the applicant must do."""

    kind: str
    """`supplement`, `obligation`, `collect`."""
    words: str
    items: tuple[str, ...] = ()
    until: Instant | None = None
    amount: int | None = None
    """Đồng, where it is a notice that says how much."""


class PublicPart(View, frozen=True, kw_only=True):
    """Interlinked work as people outside see it: which agency, since when, by when, when it was back."""

    agency: str
    sent_at: Instant
    due_at: Instant | None
    returned_at: Instant | None
    stopped: bool
    late: bool


class CorrectedPromise(View, frozen=True, kw_only=True):
    """The last correction that moved the promised day: when, what was put right, from when to when."""

    at: Instant
    fields: tuple[str, ...]
    """Msgids."""
    before: Instant | None
    after: Instant | None


class PublicDossier(View, frozen=True, kw_only=True):
    """What the applicant sees with code and secret."""

    code: str
    degree: int
    procedure_name: str
    procedure_code: str
    status: Status
    status_name: str
    section: str
    agency_name: str
    holder_words: str
    owner_name: str
    received_at: Instant | None
    due_at: Instant | None
    original_due_at: Instant | None
    ended_at: Instant | None
    returned_at: Instant | None
    fee_owed: int
    """Đồng that are certainly owed still."""
    fee_paid: bool
    """Whether money was taken."""
    obligation_due: int
    """Đồng of the financial obligation that it waits for; 0 where there is none or no amount is known."""
    obligation_paid: bool
    """Whether an obligation was paid online."""
    provisional: bool
    clocking: Clocking
    remaining: Remaining | None
    asks: tuple[Ask, ...]
    timeline: tuple[PublicLine, ...]
    adjustments: tuple[Adjustment, ...]
    explanation: Promise | None
    regime: Regime
    limit: str
    limit_unit: str
    calendar_version: str
    head: str
    events: int
    chain_ok: bool
    corrected: CorrectedPromise | None
    openings: tuple[tuple[Instant, str], ...]
    """Who opened the dossier, newest first: when, which unit."""
    held: HeldView | None = None
    """Where it was how long; pages outside tell agencies alone."""
    parts: tuple[PublicPart, ...] = ()
    """Other agencies that work or worked on it, in the order in which they were sent."""

    @property
    def late(self) -> bool:
        """Whether the promise has passed without an end."""
        return self.clocking.state is TimeState.LATE


StatusNames = Mapping[int, LegalStatus]
