"""Decisions about waiting for the applicant: T9 to T14 (Decree 61/2018 art. 5, 11, 19(4))."""

from __future__ import annotations

from motcua.dossiers.lifecycle import clock
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.evolve_online import with_components
from motcua.dossiers.lifecycle.guards import need, need_ground, need_later, need_reason, need_some
from motcua.dossiers.lifecycle.refusals import WrongRole, refused
from motcua.dossiers.lifecycle.rules import Moment
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Holder, Proposal, Step, SupplementRound
from motcua.dossiers.lifecycle.words import moment_text
from motcua.foundation.errors import gettext_noop

_ITEMS = gettext_noop("nội dung cần bổ sung")
_NOTHING = Proposal(kind="supplement")


def propose_supplement(
    state: State, command: c.ProposeSupplement, moment: Moment
) -> tuple[e.AnyPayload, ...]:
    """T9, first half: to the section, never to the applicant (art. 5(1)e)."""
    need_some(command.items, "items", _ITEMS)
    need_ground(state, command.legal_ground, moment.rules.regime)
    need_later(command.deadline, moment.at)
    if command.part:
        _works_on_part(state, command)
    return (
        e.SupplementProposed(
            items=command.items,
            reason=need_reason(command.reason),
            holder=_section(state),
            deadline=command.deadline,
            legal_ground=command.legal_ground,
            part=command.part,
        ),
    )


def _works_on_part(state: State, command: c.ProposeSupplement) -> None:
    """Another agency asks for papers through the section, while it has its part (art. 19(7))."""
    if any(step.part == command.part and step.no in command.by.steps for step in state.running.open):
        return
    raise WrongRole(
        gettext_noop("Phần việc liên thông số %(no)s không ở chỗ bạn."),
        gettext_noop("Đề nghị bổ sung do người đang làm phần việc gửi, qua Bộ phận Một cửa."),
        id="part_not_yours",
        no=command.part,
    )


def reject_supplement(state: State, command: c.RejectSupplement, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """The section finds nothing to ask for and gives it back."""
    return (e.SupplementRejected(reason=need_reason(command.reason), holder=_handler(state)),)


def request_supplement(
    state: State, command: c.RequestSupplement, moment: Moment
) -> tuple[e.AnyPayload, ...]:
    """T9: form 02 goes out and the clock pauses. After the third working day it is flagged, not refused."""
    proposal = state.proposal or _NOTHING
    items = command.items or proposal.items
    legal_ground = command.legal_ground or proposal.legal_ground
    deadline = proposal.deadline if command.deadline is None else command.deadline
    need_some(items, "items", _ITEMS)
    need_ground(state, legal_ground, moment.rules.regime)
    need_later(deadline, moment.at)
    return (
        e.SupplementRequested(
            round=len(state.rounds) + 1,
            items=items,
            reason=need_reason(command.reason or proposal.note),
            holder=_section(state),
            due_before=state.due_at,
            deadline=deadline,
            legal_ground=legal_ground,
            late_notice=moment.at > clock.supplement_notice_due(state, moment.rules),
        ),
    )


def receive_supplement(
    state: State, command: c.ReceiveSupplement, moment: Moment
) -> tuple[e.AnyPayload, ...]:
    """T10: the full limit again, or the rest of it, as the regime says; old and new due date are kept."""
    rules, policy = moment.rules, moment.rules.regime.supplement_policy
    count_on = clock.restarted if policy == "restart" else clock.resumed
    given = state.offered
    made = count_on(state, given.at if given else moment.at, rules)
    return (
        e.SupplementReceived(
            round=_open_round(state).no,
            policy=policy,
            clock_start=made.clock_start,
            waited=made.waited,
            due_before=state.due_at,
            due_after=made.due_at,
            provisional=made.provisional,
            calendar_version=made.calendar_version,
            holder=clock.holder_after_wait(_handler(state), state, made, moment.at, rules),
            components=with_components(given.components, command.components) if given else command.components,
            arrived_at=given.at if given else None,
            declaration=given.declaration if given else None,
            form=given.form if given else "",
        ),
    )


def expire_supplement(state: State, command: c.ExpireSupplement, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T11: only after the deadline that was set; where none was, the reason says by what right."""
    waiting = _open_round(state)
    if waiting.deadline is None:
        need_reason(command.reason)
    elif moment.at <= waiting.deadline:
        raise refused(
            "supplement_not_expired",
            gettext_noop("Chưa hết thời hạn bổ sung: người nộp có đến %(deadline)s."),
            gettext_noop("Đợi hết thời hạn, hoặc ghi nhận rút hồ sơ nếu người nộp yêu cầu."),
            deadline=moment_text(waiting.deadline),
        )
    return (e.SupplementExpired(round=waiting.no, reason=command.reason),)


def request_obligation(
    state: State, command: c.RequestObligation, moment: Moment
) -> tuple[e.AnyPayload, ...]:
    """T12: the clock pauses until it is paid."""
    need_later(command.deadline, moment.at)
    if command.amount is not None and command.amount < 0:
        raise refused(
            "amount_negative",
            gettext_noop("Số tiền phải từ 0 đồng trở lên."),
            gettext_noop("Nhập lại số tiền, hoặc để trống nếu chưa biết."),
        )
    return (
        e.ObligationRequested(
            content=need(command.content, "content", gettext_noop("nội dung nghĩa vụ tài chính")),
            due_before=state.due_at,
            amount=command.amount,
            deadline=command.deadline,
        ),
    )


def fulfil_obligation(state: State, command: c.FulfilObligation, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T13: the promise moves by the working time waited, in every regime, until the money came."""
    if command.receipt:
        _need_the_whole(state, command)
    since = state.paused_at or moment.at
    ended = moment.at if command.paid_at is None else max(since, min(command.paid_at, moment.at))
    made = clock.resumed(state, ended, moment.rules)
    return (
        e.ObligationFulfilled(
            waited=made.waited,
            due_before=state.due_at,
            due_after=made.due_at,
            provisional=made.provisional,
            calendar_version=made.calendar_version,
            holder=clock.holder_after_wait(_holder(state), state, made, moment.at, moment.rules),
            proof=command.proof,
            receipt=command.receipt,
            amount=command.amount,
            paid_at=None if command.paid_at is None else ended,
        ),
    )


def _need_the_whole(state: State, command: c.FulfilObligation) -> None:
    """Money that the house takes is the whole amount of the notice, nothing else."""
    asked = state.obligation.amount if state.obligation else None
    if not asked or command.amount != asked:
        raise refused(
            "obligation_amount",
            gettext_noop("Số tiền khác số ghi trong thông báo nghĩa vụ tài chính."),
            gettext_noop("Nộp đúng toàn bộ số tiền trong thông báo."),
        )


def withdraw(_state: State, command: c.Withdraw, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T14: the applicant asks, the section records; possible until a result is signed."""
    return (e.Withdrawn(reason=need_reason(command.reason)),)


def _section(state: State) -> Holder:
    return Holder(agency=state.intake.section, step=Step.SUPPLEMENT)


def _handler(state: State) -> Holder:
    return state.resume_holder or _holder(state)


def _holder(state: State) -> Holder:
    if state.holder is None:
        raise ValueError("a received dossier has a holder")
    return state.holder


def _open_round(state: State) -> SupplementRound:
    if not state.rounds or state.rounds[-1].ended is not None:
        raise ValueError("status 5 without an open round")
    return state.rounds[-1]
