"""For every kind of command one that says everything right, so that only state and role can refuse it."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.dossier_life import (
    AGENCY,
    APPROVER,
    CALENDAR,
    ITEMS,
    OTHER_AGENCY,
    REASON,
    RESOLVER,
    correct,
    intake,
    secret,
)
from tests.support.memory_paths import pin_of
from tests.support.steps_life import loose

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.running import OpenStep, StepKind
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Actor,
    ComponentLine,
    CopyKind,
    FeeLine,
    FeeState,
    PaymentMethod,
    ReturnMethod,
    Signature,
)
from motcua.foundation.clock import DAY, Instant


def good(kind: type[c.Command], by: Actor, state: State | None, now: Instant) -> c.Command:
    """A command of that kind that is complete and fits the state's data."""
    return _MAKERS[kind](by, state, now)


def _later_date(by: Actor, state: State | None, now: Instant) -> c.Command:
    due = now if state is None or state.due_at is None else max(state.due_at, now)
    new = CALENDAR.normalise(due + 2 * DAY)
    return c.Reschedule(by=by, new_due_at=new, reason=REASON, signed_by="officer:ct01")


def _answer(by: Actor, state: State | None, now: Instant) -> c.Command:
    waiting = [each.no for each in state.consultations if each.answered_at is None] if state else []
    return c.AnswerConsultation(
        by=by, no=waiting[0] if waiting else 1, answer=secret("ý kiến"), paper="12/STP"
    )


def _correction(by: Actor, state: State | None, now: Instant) -> c.Command:
    return correct("content", secret(f"nội dung {now}"), by=by)


def _payment(by: Actor, state: State | None, now: Instant) -> c.RecordPayment:
    return c.RecordPayment(
        by=by,
        receipt=f"BL-{now}",
        lines=(FeeLine(no=1, kind="fee", unit=10_000, quantity=2),),
        method=PaymentMethod.CASH,
        additional=state is not None and state.intake.fee_state is FeeState.PAID,
    )


def _refund(by: Actor, state: State | None, now: Instant) -> c.RefundFee:
    taken = [each for each in state.payments if each.kept] if state else []
    return c.RefundFee(
        by=by,
        receipt=taken[0].receipt if taken else "BL-0",
        refund=f"HT-{now}",
        amount=taken[0].kept if taken else 10_000,
        method=PaymentMethod.CASH,
        reason=REASON,
    )


def _step(state: State | None) -> OpenStep | None:
    tasks = [each for each in state.running.open if each.kind is StepKind.TASK] if state else []
    return tasks[0] if tasks else None


def _completion(by: Actor, state: State | None, now: Instant) -> c.CompleteStep:
    step = _step(state)
    signs = step is not None and step.part > 0 and step.post == "agency_leader"
    return c.CompleteStep(by=by, no=step.no if step else 1, outcome="granted" if signs else "")


def _giving(by: Actor, state: State | None, now: Instant) -> c.AssignStep:
    step = _step(state)
    return c.AssignStep(
        by=by,
        no=step.no if step else 1,
        agency=step.agency if step else AGENCY,
        officer=None if step and step.officer else f"cb{now % 97}",
    )


def _parts(by: Actor, state: State | None, now: Instant) -> c.SendParts:
    out = {part.agency for part in state.running.parts_out} if state else set()
    free = next(code for code in PARTNERS if code not in out)
    due = now + DAY if state is None or state.due_at is None else max(state.due_at, now + 1)
    return c.SendParts(by=by, parts=(c.PartOrder(agency=free, content=secret("việc"), due_at=due),))


def _recall(by: Actor, state: State | None, now: Instant) -> c.RecallPart:
    out = [part.no for part in state.running.parts_out] if state else []
    return c.RecallPart(by=by, no=out[0] if out else 1, reason=REASON)


PARTNERS = tuple(f"000.00.{number}.H14" for number in range(50, 80))
LOOSE = {pin_of(loose()): pin_of(loose("2")), pin_of(loose("2")): pin_of(loose())}


def _other_version(by: Actor, state: State | None, now: Instant) -> c.MoveProcess:
    """To the other of the two versions that the walks know."""
    main = state.running.main if state else None
    return c.MoveProcess(by=by, to=LOOSE[main.process if main else pin_of(loose())])


_MAKERS: dict[type[c.Command], Callable[[Actor, State | None, Instant], c.Command]] = {
    c.Register: lambda by, s, now: c.Register(by=by, reference="TT-1", intake=intake()),
    c.NoticeRegistration: lambda by, s, now: c.NoticeRegistration(by=by, reason=REASON, items=ITEMS),
    c.DeclineRegistration: lambda by, s, now: c.DeclineRegistration(by=by, reason=REASON),
    c.Receive: lambda by, s, now: c.Receive(by=by, code="CODE-1", intake=intake(instant_result=True)),
    c.ResolveAtCounter: lambda by, s, now: c.ResolveAtCounter(by=by),
    c.Transfer: lambda by, s, now: c.Transfer(by=by, to=RESOLVER),
    c.Assign: lambda by, s, now: c.Assign(by=by, to=RESOLVER),
    c.RecordVerification: lambda by, s, now: c.RecordVerification(by=by, content=secret("biên bản")),
    c.RequestConsultation: lambda by, s, now: c.RequestConsultation(
        by=by, consulted=OTHER_AGENCY, content=secret("hỏi"), deadline=now + DAY
    ),
    c.AnswerConsultation: _answer,
    c.ProposeSupplement: lambda by, s, now: c.ProposeSupplement(
        by=by, items=ITEMS, reason=REASON, legal_ground="Luật chuyên ngành, Điều 1"
    ),
    c.RejectSupplement: lambda by, s, now: c.RejectSupplement(by=by, reason=REASON),
    c.RequestSupplement: lambda by, s, now: c.RequestSupplement(
        by=by, items=ITEMS, reason=REASON, legal_ground="Luật chuyên ngành, Điều 1"
    ),
    c.ReceiveSupplement: lambda by, s, now: c.ReceiveSupplement(by=by),
    c.ExpireSupplement: lambda by, s, now: c.ExpireSupplement(by=by, reason=REASON),
    c.RequestObligation: lambda by, s, now: c.RequestObligation(
        by=by, content=secret("thuế"), amount=100_000
    ),
    c.FulfilObligation: lambda by, s, now: c.FulfilObligation(by=by, proof=secret("biên lai")),
    c.Withdraw: lambda by, s, now: c.Withdraw(by=by, reason=REASON),
    c.Stop: lambda by, s, now: c.Stop(by=by, reason=REASON, legal_ground="Điều 1", suspension=True),
    c.Resume: lambda by, s, now: c.Resume(by=by, reason=REASON),
    c.ProposeResult: lambda by, s, now: c.ProposeResult(by=by, granted=True, to=APPROVER),
    c.SendBack: lambda by, s, now: c.SendBack(by=by, reason=REASON),
    c.Approve: lambda by, s, now: c.Approve(by=by, signature=Signature.DIGITAL),
    c.ReturnResult: lambda by, s, now: c.ReturnResult(
        by=by, receiver=secret("người nhận"), method=ReturnMethod.COUNTER
    ),
    c.Reschedule: _later_date,
    c.Correct: _correction,
    c.RecordPayment: _payment,
    c.WaiveFee: lambda by, s, now: c.WaiveFee(by=by, legal_ground="Luật Phí và lệ phí, Điều 10"),
    c.WithdrawWaiver: lambda by, s, now: c.WithdrawWaiver(by=by, reason=REASON),
    c.RefundFee: _refund,
    c.CompleteStep: _completion,
    c.AssignStep: _giving,
    c.SendParts: _parts,
    c.RecallPart: _recall,
    c.MoveProcess: _other_version,
    c.Urge: lambda by, s, now: c.Urge(
        by=by, agency=s.holder.agency if s and s.holder else AGENCY, answer_by=now + DAY
    ),
    c.OfferSupplement: lambda by, s, now: c.OfferSupplement(
        by=by, components=(ComponentLine(no=9, kind=CopyKind.ELECTRONIC, name=secret("giấy")),)
    ),
    c.AskWithdrawal: lambda by, s, now: c.AskWithdrawal(by=by, reason=REASON),
    c.ReturnOffer: lambda by, s, now: c.ReturnOffer(by=by, reason=REASON),
}
