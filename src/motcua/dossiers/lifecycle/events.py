"""What happened to a dossier, in the past tense of the law's verbs. An event never changes once written.

The canonical body of the log is `{dossier,seq,type,occurred_at,recorded_at,actor,unit,payload}`
(contracts, section 2); `payload` is one of these structs without its tag, `type` is the tag.
"""

from __future__ import annotations

from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.running import Steps
from motcua.dossiers.lifecycle.types import (
    Commitment,
    ComponentLine,
    FeeLine,
    FeeState,
    Frozen,
    Holder,
    PaymentMethod,
    ReturnMethod,
    Signature,
    SupplementItem,
)
from motcua.foundation.clock import Instant


class Payload(Frozen, tag_field="type", frozen=True, kw_only=True):
    """Base of all payloads. `origin` is filled only while a body is read; it belongs to the event."""

    origin: str | None = None
    steps: Steps | None = None
    """What it did to the steps of the internal process, where it has one."""


class Registered(Payload, tag="registered", frozen=True, kw_only=True):
    reference: str
    intake: Intake
    regime: str
    answer_due_at: Instant


class RegistrationNoticed(Payload, tag="registration_noticed", frozen=True, kw_only=True):
    reason: Commitment
    items: tuple[SupplementItem, ...]


class SupplementOffered(Payload, tag="supplement_offered", frozen=True, kw_only=True):
    """Papers and answers given online. `round` is 0 before acceptance; `holder` is the section that must
    look at them until `answer_due_at`."""

    round: int
    answer_due_at: Instant
    components: tuple[ComponentLine, ...] = ()
    declaration: Commitment | None = None
    changes: Commitment | None = None
    """What of the declaration was put right, by field as old and new; none in events from before."""
    form: str = ""
    note: Commitment | None = None
    holder: Holder | None = None


class WithdrawalAsked(Payload, tag="withdrawal_asked", frozen=True, kw_only=True):
    reason: Commitment


class OfferReturned(Payload, tag="offer_returned", frozen=True, kw_only=True):
    round: int
    reason: Commitment
    holder: Holder


class NotReceived(Payload, tag="not_received", frozen=True, kw_only=True):
    reason: Commitment


class Received(Payload, tag="received", frozen=True, kw_only=True):
    intake: Intake
    regime: str
    calendar_version: str
    count: str
    received_at: Instant
    clock_start: Instant
    due_at: Instant | None
    provisional: bool
    holder: Holder
    past_reason: Commitment | None = None
    notices: tuple[str, ...] = ()
    """What the screen had to say: `outside_hours`, `past_date`."""


class Transferred(Payload, tag="transferred", frozen=True, kw_only=True):
    holder: Holder
    note: Commitment | None = None
    next_morning: bool = False
    """Received after 15:00: delivery is due at the start of the next working day (Decree 61 art. 18)."""


class Assigned(Payload, tag="assigned", frozen=True, kw_only=True):
    holder: Holder
    note: Commitment | None = None


class Verified(Payload, tag="verified", frozen=True, kw_only=True):
    content: Commitment


class ConsultationRequested(Payload, tag="consultation_requested", frozen=True, kw_only=True):
    no: int
    consulted: str
    content: Commitment
    deadline: Instant


class ConsultationAnswered(Payload, tag="consultation_answered", frozen=True, kw_only=True):
    no: int
    answer: Commitment
    late: bool
    paper: str | None = None
    """Number and date of the answer where it came on paper and the asking agency recorded it."""


class SupplementProposed(Payload, tag="supplement_proposed", frozen=True, kw_only=True):
    items: tuple[SupplementItem, ...]
    reason: Commitment
    holder: Holder
    deadline: Instant | None = None
    legal_ground: str | None = None
    part: int = 0
    """The interlinked part whose handler asks; 0 where the dossier's own does."""


class SupplementRejected(Payload, tag="supplement_rejected", frozen=True, kw_only=True):
    reason: Commitment
    holder: Holder


class SupplementRequested(Payload, tag="supplement_requested", frozen=True, kw_only=True):
    round: int
    items: tuple[SupplementItem, ...]
    reason: Commitment
    holder: Holder
    """The section, which deals with the applicant (Decree 61 art. 5(1)e)."""
    due_before: Instant | None
    deadline: Instant | None = None
    legal_ground: str | None = None
    late_notice: bool = False
    """More than three working days after reception (Decree 61 art. 19(4))."""


class SupplementReceived(Payload, tag="supplement_received", frozen=True, kw_only=True):
    round: int
    policy: str
    """`restart` or `pause`."""
    clock_start: Instant
    """Where the present count starts: now after a restart, unchanged after a pause."""
    waited: int
    """Working microseconds from the request to the complete papers."""
    due_before: Instant | None
    due_after: Instant | None
    provisional: bool
    calendar_version: str
    holder: Holder
    components: tuple[ComponentLine, ...] = ()
    arrived_at: Instant | None = None
    """When complete papers came online; the count goes from there, for the section's look at them is no wait
    for the applicant (Decree 61 art. 19(4)). None where they came with the record."""
    declaration: Commitment | None = None
    form: str = ""


class SupplementExpired(Payload, tag="supplement_expired", frozen=True, kw_only=True):
    round: int
    reason: Commitment | None = None


class ObligationRequested(Payload, tag="obligation_requested", frozen=True, kw_only=True):
    content: Commitment
    due_before: Instant | None
    amount: int | None = None
    deadline: Instant | None = None


class ObligationFulfilled(Payload, tag="obligation_fulfilled", frozen=True, kw_only=True):
    waited: int
    """Working microseconds from the request to the payment."""
    due_before: Instant | None
    due_after: Instant | None
    provisional: bool
    calendar_version: str
    holder: Holder
    proof: Commitment | None = None
    receipt: str = ""
    """The receipt of the books, where the money was paid to the house itself; then `amount` is its đồng."""
    amount: int | None = None
    paid_at: Instant | None = None
    """When the money came; the wait ended then. None where that is when this was written."""


class Withdrawn(Payload, tag="withdrawn", frozen=True, kw_only=True):
    reason: Commitment


class Stopped(Payload, tag="stopped", frozen=True, kw_only=True):
    reason: Commitment
    legal_ground: str
    suspension: bool


class Resumed(Payload, tag="resumed", frozen=True, kw_only=True):
    reason: Commitment
    holder: Holder


class ResultProposed(Payload, tag="result_proposed", frozen=True, kw_only=True):
    granted: bool
    holder: Holder
    reason: Commitment | None = None
    documents: tuple[str, ...] = ()


class SentBack(Payload, tag="sent_back", frozen=True, kw_only=True):
    reason: Commitment
    holder: Holder


class Granted(Payload, tag="granted", frozen=True, kw_only=True):
    signature: Signature
    holder: Holder
    documents: tuple[str, ...] = ()
    late: bool = False


class Refused(Payload, tag="refused", frozen=True, kw_only=True):
    signature: Signature
    holder: Holder
    reason: Commitment
    documents: tuple[str, ...] = ()
    late: bool = False


class Returned(Payload, tag="returned", frozen=True, kw_only=True):
    receiver: Commitment
    method: ReturnMethod
    fee_state: FeeState = FeeState.NONE_DUE
    originals_returned: bool = True


class Rescheduled(Payload, tag="rescheduled", frozen=True, kw_only=True):
    due_before: Instant
    due_after: Instant
    reason: Commitment
    signed_by: str
    late_reschedule: bool = False
    """Asked for later than one day before the due date."""


class Recount(Frozen, frozen=True, kw_only=True):
    """The promise counted anew by a correction of the limit or of the time of reception."""

    received_at: Instant
    clock_start: Instant
    counted_from: Instant
    original_due_at: Instant | None
    provisional: bool
    calendar_version: str


class Corrected(Payload, tag="corrected", frozen=True, kw_only=True):
    field: str
    old: str | None
    new: str | None
    reason: Commitment
    due_before: Instant | None = None
    due_after: Instant | None = None
    recount: Recount | None = None
    """Only where the promise was counted anew."""
    holder: Holder | None = None
    """Only where another has it from now on, or by another time: another agency is competent, or the promise
    that the step lies in moved."""
    notices: tuple[str, ...] = ()
    """What the applicant must be told, on the tracking page and the receipt: `promise_moved`."""


class FeePaid(Payload, tag="fee_paid", frozen=True, kw_only=True):
    receipt: str
    amount: int
    """Đồng that went over the counter: the sum of the lines less `waived` and `credited`."""
    lines: tuple[FeeLine, ...]
    method: PaymentMethod
    payer: Commitment | None = None
    additional: bool = False
    waived: int = 0
    """Đồng that a reduction took off."""
    credited: int = 0
    """Đồng that earlier receipts had already taken of what is owed."""


class FeeWaived(Payload, tag="fee_waived", frozen=True, kw_only=True):
    legal_ground: str
    amount: int
    """Đồng that were certain to be due; 0 where the amount was not known."""
    reason: Commitment | None = None
    partial: bool = False
    """Only `amount` was taken off; the rest is owed."""


class WaiverWithdrawn(Payload, tag="waiver_withdrawn", frozen=True, kw_only=True):
    amount: int
    """Đồng that are owed again with certainty."""
    reason: Commitment


class FeeRefunded(Payload, tag="fee_refunded", frozen=True, kw_only=True):
    receipt: str
    refund: str
    amount: int
    method: PaymentMethod
    reason: Commitment
    due_again: bool = False
    by_gateway: bool = False
    """The payment gateway is asked to give it back; whether and when it did stands with the payment order."""


class StepCompleted(Payload, tag="step_completed", frozen=True, kw_only=True):
    """A step inside the agencies ended that is no transition of the law."""

    no: int
    outcome: str = ""
    holder: Holder | None = None
    """Who has the dossier from now on; none where a part moved, or nothing changed for the law."""
    note: Commitment | None = None
    documents: tuple[str, ...] = ()
    """SHA-256 of the files that the step produced, as those of a part's result."""


class StepAssigned(Payload, tag="step_assigned", frozen=True, kw_only=True):
    """A step given to somebody that is not the one whose holder the law sees."""

    no: int
    note: Commitment | None = None


class PartsSent(Payload, tag="parts_sent", frozen=True, kw_only=True):
    """Interlinked work sent to other agencies (Decree 61/2018 art. 19(6), 19(7))."""

    numbers: tuple[int, ...]
    lead: str
    """Code of the agency that leads."""
    sequential: bool = False


class PartRecalled(Payload, tag="part_recalled", frozen=True, kw_only=True):
    """A part taken back before its result."""

    no: int
    reason: Commitment


class Urged(Payload, tag="urged", frozen=True, kw_only=True):
    """An urging letter went to an agency, signed by order (Decree 61/2018 art. 9)."""

    agency: str
    answer_by: Instant
    note: Commitment | None = None


class ProcessMoved(Payload, tag="process_moved", frozen=True, kw_only=True):
    """Put on another version of its process; both stay readable. `undoes` is the seq of the move taken
    back."""

    before: str
    after: str
    reason: Commitment | None = None
    undoes: int | None = None


AnyPayload = (
    Registered
    | RegistrationNoticed
    | NotReceived
    | Received
    | Transferred
    | Assigned
    | Verified
    | ConsultationRequested
    | ConsultationAnswered
    | SupplementProposed
    | SupplementRejected
    | SupplementRequested
    | SupplementReceived
    | SupplementExpired
    | ObligationRequested
    | ObligationFulfilled
    | Withdrawn
    | Stopped
    | Resumed
    | ResultProposed
    | SentBack
    | Granted
    | Refused
    | Returned
    | Rescheduled
    | Corrected
    | FeePaid
    | FeeWaived
    | WaiverWithdrawn
    | FeeRefunded
    | StepCompleted
    | StepAssigned
    | PartsSent
    | PartRecalled
    | ProcessMoved
    | SupplementOffered
    | WithdrawalAsked
    | OfferReturned
    | Urged
)


class Event(Frozen, frozen=True, kw_only=True):
    """One line of the log before it is hashed. `dossier` is the dossier code, or the submission
    reference before acceptance; `origin` is set by import and simulation."""

    dossier: str
    seq: int
    occurred_at: Instant
    recorded_at: Instant
    actor: str
    unit: str
    payload: AnyPayload
    origin: str | None = None
