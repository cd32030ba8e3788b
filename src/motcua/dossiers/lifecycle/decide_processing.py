"""Decisions of the resolving agency: T8, T15 to T18, T21 (Decree 61/2018 art. 19 and 20)."""

from __future__ import annotations

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.guards import need, need_later, need_reason
from motcua.dossiers.lifecycle.refusals import WrongRole, missing, refused
from motcua.dossiers.lifecycle.rules import Moment
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Holder, Proposal, Step
from motcua.foundation.errors import gettext_noop


def assign(_state: State, command: c.Assign, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T8: to a named officer, or on to the next agency."""
    return (e.Assigned(holder=command.to, note=command.note),)


def record_verification(
    _state: State, command: c.RecordVerification, _moment: Moment
) -> tuple[e.AnyPayload, ...]:
    """T8: time, place, participants and content as one private record (art. 19(3))."""
    return (
        e.Verified(content=need(command.content, "content", gettext_noop("nội dung thẩm tra, xác minh"))),
    )


def request_consultation(
    state: State, command: c.RequestConsultation, moment: Moment
) -> tuple[e.AnyPayload, ...]:
    """T8: content and deadline are stated; the legal clock runs on (art. 19(5))."""
    need_later(command.deadline, moment.at)
    need(command.consulted, "consulted", gettext_noop("cơ quan được lấy ý kiến"))
    content = need(command.content, "content", gettext_noop("nội dung lấy ý kiến"))
    first = len(state.consultations) + 1
    return tuple(
        e.ConsultationRequested(no=number, consulted=agency, content=content, deadline=command.deadline)
        for number, agency in enumerate(dict.fromkeys((command.consulted, *command.also)), start=first)
    )


def answer_consultation(
    state: State, command: c.AnswerConsultation, moment: Moment
) -> tuple[e.AnyPayload, ...]:
    """T8: the opinion, marked late after its deadline."""
    answer = need(command.answer, "answer", gettext_noop("ý kiến trả lời"))
    for each in state.consultations:
        if each.no == command.no and each.answered_at is None:
            _theirs_or_on_paper(command)
            late = moment.at > each.deadline
            return (
                e.ConsultationAnswered(
                    no=each.no,
                    answer=answer,
                    late=late,
                    paper=None if each.no in command.by.answers else command.paper,
                ),
            )
    raise refused(
        "consultation_unknown",
        gettext_noop("Lần lấy ý kiến số %(no)s không có hoặc đã được trả lời."),
        gettext_noop("Tải lại hồ sơ để xem các lần lấy ý kiến."),
        no=command.no,
    )


def _theirs_or_on_paper(command: c.AnswerConsultation) -> None:
    """The answer is the asked agency's alone; who asked may record one that came on paper, and says which
    (art. 19(5))."""
    if command.no in command.by.answers:
        return
    if command.by.only_answers:
        raise WrongRole(
            gettext_noop("Ý kiến lần %(no)s hỏi cơ quan khác."),
            gettext_noop("Trả lời lần lấy ý kiến gửi đến cơ quan bạn."),
            id="opinion_of_another_agency",
            no=command.no,
        )
    if not command.paper:
        raise missing("paper", gettext_noop("số và ngày của văn bản trả lời"))


def propose_result(_state: State, command: c.ProposeResult, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """The handling officer submits; a refusal needs its reason, as form 03 prints it (art. 19(8))."""
    reason = command.reason if command.granted else need_reason(command.reason)
    return (
        e.ResultProposed(
            granted=command.granted, holder=command.to, reason=reason, documents=command.documents
        ),
    )


def send_back(state: State, command: c.SendBack, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """The leader gives it back, to whoever proposed it unless another is named."""
    return (e.SentBack(reason=need_reason(command.reason), holder=command.to or _handler(state)),)


def approve(state: State, command: c.Approve, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T16 or T17, by what was proposed; the legal clock ends (art. 19, 20)."""
    proposal = _proposal(state)
    holder = command.to or Holder(agency=state.intake.section, step=Step.RETURN)
    documents = command.documents or proposal.documents
    late = state.due_at is not None and moment.at > state.due_at
    if proposal.kind == "granted":
        return (e.Granted(signature=command.signature, holder=holder, documents=documents, late=late),)
    return (
        e.Refused(
            signature=command.signature,
            holder=holder,
            reason=need_reason(proposal.note),
            documents=documents,
            late=late,
        ),
    )


def return_result(state: State, command: c.ReturnResult, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T18: to a named receiver, once what is owed is paid (art. 20; applicant's duty in art. 6(2)).

    That the fee is not owed `admit` has asked; one whose amount is not certain goes into the log as such."""
    return (
        e.Returned(
            receiver=need(command.receiver, "receiver", gettext_noop("người nhận kết quả")),
            method=command.method,
            fee_state=state.intake.fee_state,
            originals_returned=command.originals_returned,
        ),
    )


def stop(_state: State, command: c.Stop, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T15: by the leader, on a legal ground."""
    return (
        e.Stopped(
            reason=need_reason(command.reason),
            legal_ground=need(command.legal_ground, "legal_ground", gettext_noop("căn cứ pháp lý")),
            suspension=command.suspension,
        ),
    )


def resume(state: State, command: c.Resume, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T21: whoever had it goes on; the promise was never touched (contracts, section 5)."""
    return (e.Resumed(reason=need_reason(command.reason), holder=_known(state.holder)),)


def _proposal(state: State) -> Proposal:
    if state.proposal is None:
        raise ValueError("admitted without a proposal")
    return state.proposal


def _handler(state: State) -> Holder:
    return _known(state.resume_holder or state.holder)


def _known(holder: Holder | None) -> Holder:
    if holder is None:
        raise ValueError("a received dossier has a holder")
    return holder
