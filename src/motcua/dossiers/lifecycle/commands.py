"""What people ask of a dossier, in the verbs of the law; T-numbers are those of domain reference 10.3."""

from __future__ import annotations

from motcua.dossiers.lifecycle.running import Place, ProcessPin
from motcua.dossiers.lifecycle.types import (
    Actor,
    Channel,
    Commitment,
    ComponentLine,
    FeeLine,
    FeeState,
    Frozen,
    Holder,
    IdentityProof,
    Limit,
    OwnerType,
    PaymentMethod,
    ProcedurePin,
    ReturnMethod,
    Signature,
    SupplementItem,
)
from motcua.foundation.clock import Instant


class Command(Frozen, tag_field="command", frozen=True, kw_only=True):
    """Who asks, and when it happened where that is not now (a late record, an import)."""

    by: Actor
    at: Instant | None = None


class Intake(Frozen, frozen=True, kw_only=True):
    """What reception knows of the dossier. Owner, representative, content are commitments."""

    section: str
    """Agency code of the receiving section."""
    competent: str
    """Agency code of the agency that resolves."""
    channel: Channel
    procedure: ProcedurePin
    limit: Limit
    owner: Commitment
    owner_type: OwnerType
    identity_proof: IdentityProof
    return_method: ReturnMethod
    components: tuple[ComponentLine, ...]
    representative: Commitment | None = None
    content: Commitment | None = None
    sets: int = 1
    fee_state: FeeState = FeeState.NONE_DUE
    fee_due: int = 0
    """Đồng that the catalogue states with certainty for one case; 0 where nothing is certain."""
    submitted_at: Instant | None = None
    form: str = ""
    """The electronic form that was filled in and its revision, `code@revision`; empty for papers alone."""
    declaration: Commitment | None = None
    """What was declared in it: the answers, held as a private record."""
    instant_result: bool = False
    """The procedure is resolved at the counter (Decree 61 art. 17(4))."""
    blank_receipt: bool = False
    """No receipt printed (instant results give one only on request)."""


class Register(Command, tag="register", frozen=True, kw_only=True):
    """T1: the applicant files online; the answer clock of 8 working hours starts."""

    reference: str
    intake: Intake


class NoticeRegistration(Command, tag="notice_registration", frozen=True, kw_only=True):
    """T2: one notice with everything that is missing; status stays 1."""

    reason: Commitment
    items: tuple[SupplementItem, ...]


class OfferSupplement(Command, tag="offer_supplement", frozen=True, kw_only=True):
    """T32: the applicant gives online what was asked for; the section looks at it and records it (T10), or
    says what is still wrong (T34). Upon a registration it is what the one notice asked for."""

    components: tuple[ComponentLine, ...] = ()
    declaration: Commitment | None = None
    changes: Commitment | None = None
    """The answers that differ from those that stood, by field as old and new."""
    form: str = ""
    note: Commitment | None = None


class AskWithdrawal(Command, tag="ask_withdrawal", frozen=True, kw_only=True):
    """T33: the applicant asks online to have the dossier back; the section records it (T14). What was not
    yet received is taken back at once."""

    reason: Commitment


class ReturnOffer(Command, tag="return_offer", frozen=True, kw_only=True):
    """T34: what was given online does not answer what was asked for; the request stands as it was."""

    reason: Commitment


class DeclineRegistration(Command, tag="decline_registration", frozen=True, kw_only=True):
    """T3: not received, with reason."""

    reason: Commitment


class Receive(Command, tag="receive", frozen=True, kw_only=True):
    """T5: complete and accepted. `received_at` in the past needs `past_reason`."""

    code: str
    intake: Intake
    received_at: Instant | None = None
    past_reason: Commitment | None = None
    promised_at: Instant | None = None
    """The promise that another system gave: kept as it is where the dossier is imported, else ignored."""


class ResolveAtCounter(Command, tag="resolve_at_counter", frozen=True, kw_only=True):
    """T6: the delegated officer resolves on the spot; `returned` also closes it."""

    granted: bool = True
    reason: Commitment | None = None
    documents: tuple[str, ...] = ()
    signature: Signature = Signature.NONE
    returned_to: Commitment | None = None


class Transfer(Command, tag="transfer", frozen=True, kw_only=True):
    """T7: the section hands over, the agency holds."""

    to: Holder
    note: Commitment | None = None


class Assign(Command, tag="assign", frozen=True, kw_only=True):
    """T8: to a named officer, or on to another."""

    to: Holder
    note: Commitment | None = None


class RecordVerification(Command, tag="record_verification", frozen=True, kw_only=True):
    """T8: site check or verification: time, place, participants, content as one private record."""

    content: Commitment


class RequestConsultation(Command, tag="request_consultation", frozen=True, kw_only=True):
    """T8: ask an agency for its opinion by a date (Decree 61 art. 19(5)); `also` are asked the same."""

    consulted: str
    content: Commitment
    deadline: Instant
    also: tuple[str, ...] = ()


class AnswerConsultation(Command, tag="answer_consultation", frozen=True, kw_only=True):
    """T8: the opinion arrived. `paper`: its number and date, where who asked records what came on paper."""

    no: int
    answer: Commitment
    paper: str | None = None


class ProposeSupplement(Command, tag="propose_supplement", frozen=True, kw_only=True):
    """T9, first half: the handling officer asks the section; never the applicant (art. 5(1)e)."""

    items: tuple[SupplementItem, ...]
    reason: Commitment
    deadline: Instant | None = None
    legal_ground: str | None = None
    part: int = 0
    """The interlinked part whose handler asks; 0 where the dossier's own does."""


class RejectSupplement(Command, tag="reject_supplement", frozen=True, kw_only=True):
    """The section gives the proposal back to the handling officer, with reason."""

    reason: Commitment


class RequestSupplement(Command, tag="request_supplement", frozen=True, kw_only=True):
    """T9: the section hands out form 02. Fields left empty are taken from the proposal."""

    items: tuple[SupplementItem, ...] = ()
    reason: Commitment | None = None
    deadline: Instant | None = None
    legal_ground: str | None = None


class ReceiveSupplement(Command, tag="receive_supplement", frozen=True, kw_only=True):
    """T10: complete papers arrived; the clock restarts or resumes as the regime says."""

    components: tuple[ComponentLine, ...] = ()


class ExpireSupplement(Command, tag="expire_supplement", frozen=True, kw_only=True):
    """T11: not completed in time; ends in 8 with reason `supplement_expired`."""

    reason: Commitment | None = None


class RequestObligation(Command, tag="request_obligation", frozen=True, kw_only=True):
    """T12: a financial obligation; the clock pauses."""

    content: Commitment
    amount: int | None = None
    """Đồng."""
    deadline: Instant | None = None


class FulfilObligation(Command, tag="fulfil_obligation", frozen=True, kw_only=True):
    """T13: paid; the clock goes on. With `receipt`, the house took exactly the money of the notice itself."""

    proof: Commitment | None = None
    receipt: str = ""
    amount: int | None = None
    paid_at: Instant | None = None
    """When the money came; the wait ended then, however late it was told of."""


class Withdraw(Command, tag="withdraw", frozen=True, kw_only=True):
    """T14: the applicant takes the dossier back before a decision."""

    reason: Commitment


class Stop(Command, tag="stop", frozen=True, kw_only=True):
    """T15: by the leader on a legal ground. A suspension may be resumed, a termination not."""

    reason: Commitment
    legal_ground: str
    suspension: bool


class Resume(Command, tag="resume", frozen=True, kw_only=True):
    """T21: from a suspension back to 4, the clock going on."""

    reason: Commitment


class ProposeResult(Command, tag="propose_result", frozen=True, kw_only=True):
    """The handling officer submits for approval."""

    granted: bool
    to: Holder
    reason: Commitment | None = None
    """Needed for a refusal (form 03)."""
    documents: tuple[str, ...] = ()
    """SHA-256 of draft results."""


class SendBack(Command, tag="send_back", frozen=True, kw_only=True):
    """The leader gives it back with a reason."""

    reason: Commitment
    to: Holder | None = None


class Approve(Command, tag="approve", frozen=True, kw_only=True):
    """T16 or T17: the leader signs what was proposed; processing ends."""

    signature: Signature
    documents: tuple[str, ...] = ()
    to: Holder | None = None


class ReturnResult(Command, tag="return_result", frozen=True, kw_only=True):
    """T18: handed to the receiver, by counter, post or electronically."""

    receiver: Commitment
    method: ReturnMethod
    originals_returned: bool = True


class Reschedule(Command, tag="reschedule", frozen=True, kw_only=True):
    """T19: form 04 with apology, reason and the new date; once, at least a day before the due date."""

    new_due_at: Instant
    reason: Commitment
    signed_by: str
    """Code of the agency's head who signs form 04."""


class Correction(Frozen, frozen=True, kw_only=True):
    """One field put right. `field` is a key of `corrections.FIELDS`; `old` and `new` are commitments or plain
    values as text (`corrections.text_of`): a limit as `5 working_day`, a moment as microseconds, papers and
    the procedure as JSON. `old` may be left empty; given, it must be what stands there now."""

    field: str
    new: str | None
    old: str | None = None


class Correct(Command, tag="correct", frozen=True, kw_only=True):
    """T20: put right what was recorded wrongly, one field or several at once; old and new stay in the events.

    A change of `limit`, `received_at` or `calendar` counts the promise anew; `calendar` names the version in
    force, for a promise made before it changed.
    """

    corrections: tuple[Correction, ...]
    reason: Commitment

    @property
    def received_at(self) -> Instant | None:
        """The time of reception where it is put right and can be read."""
        for each in self.corrections:
            if each.field == "received_at" and (each.new or "").isdecimal():
                return int(each.new or "0")
        return None


class RecordPayment(Command, tag="record_payment", frozen=True, kw_only=True):
    """T22: fees and charges taken at the counter, on a numbered receipt (domain reference 2.8).

    `additional` says that more is taken upon what was already paid (further copies); without it money is
    never taken twice."""

    receipt: str
    lines: tuple[FeeLine, ...]
    method: PaymentMethod
    payer: Commitment | None = None
    additional: bool = False


class WaiveFee(Command, tag="waive_fee", frozen=True, kw_only=True):
    """T23: nothing is to be paid, or `amount` đồng less than is owed, on a legal ground."""

    legal_ground: str
    reason: Commitment | None = None
    amount: int = 0
    """Đồng of a reduction; 0 where all is waived."""


class WithdrawWaiver(Command, tag="withdraw_waiver", frozen=True, kw_only=True):
    """T25: a waiver or reduction was given wrongly; what it took off is owed again."""

    reason: Commitment


class RefundFee(Command, tag="refund_fee", frozen=True, kw_only=True):
    """T24: money of one receipt given back, whole or in part; `due_again` where it was taken by mistake and
    the right amount is still to be taken, `by_gateway` where the payment gateway is asked to do it."""

    receipt: str
    refund: str
    amount: int
    method: PaymentMethod
    reason: Commitment
    due_again: bool = False
    by_gateway: bool = False


class CompleteStep(Command, tag="complete_step", frozen=True, kw_only=True):
    """T26: end an open step of the internal process by one of its outcomes; empty where it offers none."""

    no: int
    outcome: str = ""
    to: Holder | None = None
    """Who is to have the next step, where one is named."""
    note: Commitment | None = None
    documents: tuple[str, ...] = ()
    """SHA-256 of the files that the step produced."""


class AssignStep(Command, tag="assign_step", frozen=True, kw_only=True):
    """T27: give an open step to an officer, take it, or put it back (`officer` empty)."""

    no: int
    agency: str
    officer: str | None = None
    note: Commitment | None = None


class PartOrder(Frozen, frozen=True, kw_only=True):
    """A part to be sent: to whom, what, until when, by which process (empty: that of the house)."""

    agency: str
    content: Commitment
    due_at: Instant
    place: Place = Place.SAME_LEVEL
    process: str = ""


class SendParts(Command, tag="send_parts", frozen=True, kw_only=True):
    """T28: the lead sends interlinked work to other agencies, all at once or one after the other."""

    parts: tuple[PartOrder, ...]
    sequential: bool = False


class RecallPart(Command, tag="recall_part", frozen=True, kw_only=True):
    """T29: the lead takes a part back that has no result yet."""

    no: int
    reason: Commitment


class Urge(Command, tag="urge", frozen=True, kw_only=True):
    """T31: the head of the section urges an agency that has the dossier or a part of it (Decree 61 art.
    9)."""

    agency: str
    answer_by: Instant
    note: Commitment | None = None


class MoveProcess(Command, tag="move_process", frozen=True, kw_only=True):
    """T30: go on under another version of the process; `undoes` names the seq of the move to take back."""

    to: ProcessPin
    reason: Commitment | None = None
    undoes: int | None = None


AnyCommand = (
    Register
    | NoticeRegistration
    | DeclineRegistration
    | Receive
    | ResolveAtCounter
    | Transfer
    | Assign
    | RecordVerification
    | RequestConsultation
    | AnswerConsultation
    | ProposeSupplement
    | RejectSupplement
    | RequestSupplement
    | ReceiveSupplement
    | ExpireSupplement
    | RequestObligation
    | FulfilObligation
    | Withdraw
    | Stop
    | Resume
    | ProposeResult
    | SendBack
    | Approve
    | ReturnResult
    | Reschedule
    | Correct
    | RecordPayment
    | WaiveFee
    | WithdrawWaiver
    | RefundFee
    | CompleteStep
    | AssignStep
    | SendParts
    | RecallPart
    | MoveProcess
    | OfferSupplement
    | AskWithdrawal
    | ReturnOffer
    | Urge
)
