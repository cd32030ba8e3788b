"""Who may act, when, and from which state: the checks that every command passes before its own.

The table of rights is the regime's (`regime.rights`); `decide` and `allowed` both ask it here, so that a
button is never shown for what would be refused, nor hidden for what would be done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar, get_args

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import refusals
from motcua.dossiers.lifecycle.refusals import Refused, refused
from motcua.dossiers.lifecycle.rules import Moment, Rules
from motcua.dossiers.lifecycle.running import StepKind
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import FeeState, Proposal, Role, Status
from motcua.dossiers.lifecycle.words import moment_text
from motcua.foundation.clock import MINUTE, Instant
from motcua.foundation.errors import gettext_noop
from motcua.foundation.money import dong
from motcua.law.regimes import NO_DOSSIER, Regime

TAGS: Final[dict[type[c.Command], str]] = {
    kind: str(kind.__struct_config__.tag) for kind in get_args(c.AnyCommand)
}
"""Each command's name in the regime's table of transitions."""

PAST_TOLERANCE: Final = MINUTE
"""Screens show minutes, so a reception typed within the present minute is not in the past."""

T = TypeVar("T")
Standing = Callable[[State, frozenset[Role], Regime], Refused | None]


def admit(state: State | None, command: c.Command, rules: Rules, now: Instant) -> Moment:
    """Let a command through to its own checks, or raise `Refused`: right, status, time, standing."""
    kind = type(command)
    refusal = standing_refusal(state, kind, command.by.roles, rules.regime)
    if refusal is not None:
        raise refusal
    at = _happened(command, now)
    if at > now:
        raise refusals.in_the_future(at, now)
    if state is not None and at < state.last_at:
        raise refusals.before_last(at, state.last_at)
    return Moment(rules, now, at)


def standing_refusal(
    state: State | None, kind: type[c.Command], roles: frozenset[Role], regime: Regime
) -> Refused | None:
    """Why these roles may not give this command now, whatever it says; None where they may.

    The role comes first: who has no business with a dossier learns nothing of its state.
    """
    right = regime.rights[TAGS[kind]]
    status = NO_DOSSIER if state is None else state.status
    if right.roles.isdisjoint(roles):
        return refusals.wrong_role(kind, right.roles)
    if status not in right.from_statuses:
        return refusals.forbidden(kind, status, regime)
    standing = _STANDING.get(kind)
    return None if standing is None or state is None else standing(state, roles, regime)


def need(value: str | None, field: str, label: str) -> str:
    """What the law asks for and is not empty; `label` is a msgid."""
    if not value or not value.strip():
        raise refusals.missing(field, label)
    return value


def need_some(values: Sequence[T], field: str, label: str) -> Sequence[T]:
    """A list the law asks for and is not empty."""
    if not values:
        raise refusals.missing(field, label)
    return values


def need_reason(value: str | None) -> str:
    """The reason that goes with most decisions."""
    return need(value, "reason", gettext_noop("lý do"))


def need_later(deadline: Instant | None, at: Instant) -> None:
    """A deadline set for somebody lies ahead."""
    if deadline is not None and deadline <= at:
        raise refused(
            "deadline_past",
            gettext_noop("Thời hạn đặt ra (%(deadline)s) không muộn hơn thời điểm yêu cầu."),
            gettext_noop("Chọn thời hạn muộn hơn."),
            deadline=moment_text(deadline),
        )


def need_ground(state: State, legal_ground: str | None, regime: Regime) -> None:
    """From the second supplement on, the legal ground."""
    if state.rounds and regime.second_supplement == "legal_ground" and not (legal_ground or "").strip():
        raise refusals.second_supplement_needs_ground()


def pending(state: State, *kinds: str) -> Proposal | None:
    """The proposal that awaits an answer, if it is of one of these kinds."""
    return state.proposal if state.proposal is not None and state.proposal.kind in kinds else None


def fee_unpaid(state: State) -> Refused | None:
    """Why the result may not be handed over yet (Decree 61/2018 art. 6(2)); None where nothing certain is
    owed. A fee whose amount nobody knows holds no result back."""
    if state.intake.fee_state is not FeeState.UNPAID:
        return None
    due = state.fee_owed
    if not due:
        return refused(
            "fee_unpaid",
            gettext_noop("Phí, lệ phí của hồ sơ chưa nộp nên chưa trả kết quả được."),
            gettext_noop("Thu tiền (F8) hoặc ghi nhận được miễn, rồi trả kết quả."),
        )
    return refused(
        "fee_unpaid",
        gettext_noop("Phí, lệ phí của hồ sơ chưa nộp: %(due)s, nên chưa trả kết quả được."),
        gettext_noop("Thu tiền (F8) hoặc ghi nhận được miễn, rồi trả kết quả."),
        due=dong(due),
    )


def _happened(command: c.Command, now: Instant) -> Instant:
    at = command.at
    if type(command) is c.Receive and command.received_at is not None:
        at = command.received_at
    return now if at is None else at


def _not_noticed_before(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if not state.noticed:
        return None
    return refused(
        "notice_twice",
        gettext_noop("Đã thông báo bổ sung một lần cho hồ sơ trực tuyến này (Nghị định 61, Điều 11, 17)."),
        gettext_noop("Tiếp nhận nếu hồ sơ đã đủ, hoặc từ chối tiếp nhận và nêu rõ lý do."),
    )


def _not_asked_before(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if state.withdrawal_asked_at is None:
        return None
    return refused(
        "withdrawal_asked",
        gettext_noop("Bạn đã đề nghị rút hồ sơ này; Bộ phận Một cửa đang ghi nhận."),
        gettext_noop("Đợi Bộ phận Một cửa trả lời; chưa có gì phải làm."),
    )


def _nothing_offered(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    """Time does not run out on who has given what was asked for."""
    if state.offered is None:
        return None
    return refused(
        "offer_pending",
        gettext_noop("Người nộp đã bổ sung trực tuyến, Bộ phận Một cửa chưa xem."),
        gettext_noop("Ghi nhận bổ sung nếu đã đủ, hoặc trả lại và nêu điều còn thiếu."),
    )


def _something_offered(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if state.offered is not None:
        return None
    return refused(
        "nothing_offered_yet",
        gettext_noop("Chưa có bổ sung trực tuyến nào chờ xem."),
        gettext_noop("Tải lại hồ sơ để xem tình trạng mới nhất."),
    )


def _instant_procedure(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if state.intake.instant_result:
        return None
    return refused(
        "not_instant",
        gettext_noop("Thủ tục này không thuộc loại giải quyết ngay tại quầy."),
        gettext_noop("Chuyển hồ sơ đến cơ quan giải quyết."),
    )


def _nothing_pending(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if state.proposal is None:
        return None
    if state.proposal.kind == "supplement":
        return refused(
            "proposal_pending",
            gettext_noop("Đang có đề nghị bổ sung chờ Bộ phận Một cửa."),
            gettext_noop("Đợi Bộ phận Một cửa yêu cầu bổ sung hoặc trả lại đề nghị."),
        )
    return refused(
        "proposal_pending",
        gettext_noop("Kết quả đã trình, đang chờ lãnh đạo."),
        gettext_noop("Đợi lãnh đạo ký duyệt hoặc trả lại."),
    )


def _supplement_proposed(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if pending(state, "supplement") is not None:
        return None
    return refused(
        "supplement_not_proposed",
        gettext_noop("Chưa có đề nghị bổ sung của người thụ lý."),
        gettext_noop("Người thụ lý gửi đề nghị trước; Bộ phận Một cửa lập phiếu gửi người nộp."),
    )


def _supplement_may_go_out(state: State, roles: frozenset[Role], regime: Regime) -> Refused | None:
    """Proposed by the handling officer, or asked for by a receiving officer who handles it too."""
    if state.proposal is None and Role.HANDLING_OFFICER in roles:
        return None
    return _supplement_proposed(state, roles, regime)


def _result_proposed(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if pending(state, "granted", "refused") is not None:
        return None
    return refused(
        "result_not_proposed",
        gettext_noop("Chưa có kết quả nào được trình."),
        gettext_noop("Người thụ lý trình kết quả trước."),
    )


def _consultation_open(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if any(each.answered_at is None for each in state.consultations):
        return None
    return refused(
        "no_open_consultation",
        gettext_noop("Không có lần lấy ý kiến nào đang chờ trả lời."),
        gettext_noop("Tải lại hồ sơ để xem các lần lấy ý kiến."),
    )


def _was_suspension(state: State, _roles: frozenset[Role], regime: Regime) -> Refused | None:
    return None if state.suspended else refusals.forbidden(c.Resume, state.status, regime)


def _may_reschedule(state: State, _roles: frozenset[Role], regime: Regime) -> Refused | None:
    if state.due_at is None:
        return refused(
            "no_due_date",
            gettext_noop("Hồ sơ không có ngày hẹn trả nên không có gì để hẹn lại."),
            gettext_noop("Thủ tục không quy định thời hạn; giải quyết và trả kết quả khi xong."),
        )
    maximum = regime.reschedule.maximum
    return refusals.reschedule_twice(maximum) if state.reschedules >= maximum else None


def _fee_paid_before_return(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    return fee_unpaid(state)


def _fee_may_be_taken(state: State, roles: frozenset[Role], _regime: Regime) -> Refused | None:
    """Nothing is taken that is not published, waived, or already given back as not owed. Before acceptance
    only what the applicant pays online is taken in."""
    if state.status is Status.REGISTERED and Role.SYSTEM not in roles:
        return refused(
            "fee_before_reception",
            gettext_noop("Hồ sơ nộp trực tuyến chưa được tiếp nhận nên chưa thu tiền tại quầy."),
            gettext_noop("Tiếp nhận hồ sơ trước; người nộp cũng có thể tự nộp trực tuyến."),
        )
    match state.intake.fee_state:
        case FeeState.NONE_DUE:
            return refused(
                "no_fee",
                gettext_noop("Thủ tục này không phải nộp phí, lệ phí."),
                gettext_noop("Không thu khoản nào mà công bố của thủ tục không ghi."),
            )
        case FeeState.EXEMPT:
            return refused(
                "fee_waived",
                gettext_noop("Hồ sơ đã được miễn phí, lệ phí nên không thu nữa."),
                gettext_noop("Mở hồ sơ để xem căn cứ miễn."),
            )
        case FeeState.REFUNDED:
            return refused(
                "fee_refunded",
                gettext_noop("Phí, lệ phí của hồ sơ đã hoàn trả và không phải nộp nữa."),
                gettext_noop("Mở hồ sơ để xem phiếu hoàn tiền."),
            )
    return None


def _fee_may_be_waived(state: State, roles: frozenset[Role], regime: Regime) -> Refused | None:
    if state.intake.fee_state is FeeState.PAID:
        return refused(
            "fee_paid_not_waived",
            gettext_noop("Phí, lệ phí của hồ sơ đã thu nên không miễn được."),
            gettext_noop("Người đứng đầu Bộ phận Một cửa hoàn tiền nếu không phải nộp."),
        )
    if state.fee_waived:
        return refused(
            "fee_reduced",
            gettext_noop("Hồ sơ đã được giảm %(amount)s."),
            gettext_noop("Người đứng đầu Bộ phận Một cửa rút việc giảm, rồi ghi lại cho đúng."),
            amount=dong(state.fee_waived),
        )
    return _fee_may_be_taken(state, roles, regime)


def _waiver_stands(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if state.waiver_stands:
        return None
    return refused(
        "no_waiver",
        gettext_noop("Hồ sơ không có việc miễn, giảm nào đang có hiệu lực."),
        gettext_noop("Mở hồ sơ để xem phí, lệ phí."),
    )


def _something_to_refund(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if state.fee_kept:
        return None
    return refused(
        "nothing_to_refund",
        gettext_noop("Hồ sơ không có khoản nào đã thu mà chưa hoàn."),
        gettext_noop("Mở hồ sơ để xem các biên lai và phiếu hoàn tiền."),
    )


def _process_runs(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if any(step.kind is StepKind.TASK for step in state.running.open):
        return None
    return refused(
        "no_step_open",
        gettext_noop("Hồ sơ không có bước nào của quy trình nội bộ đang mở."),
        gettext_noop("Chọn một việc trong danh sách thao tác của hồ sơ."),
    )


def _main_runs(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    main = state.running.main
    if main is not None and not main.result:
        return None
    return refused(
        "process_not_running",
        gettext_noop("Hồ sơ không còn chạy theo quy trình nào."),
        gettext_noop("Bỏ hồ sơ này khỏi lô chuyển."),
    )


def _nobody_owes_a_part(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    """A result is not proposed or signed while another agency still has its part (Decree 61 art. 19(6))."""
    out = state.running.parts_out
    if not out:
        return None
    return refused(
        "parts_out",
        gettext_noop("Còn %(count)s phần việc liên thông chưa có kết quả."),
        gettext_noop("Đợi kết quả của cơ quan phối hợp, hoặc thu hồi phần việc và nêu lý do."),
        count=len(out),
    )


def _may_propose(state: State, roles: frozenset[Role], regime: Regime) -> Refused | None:
    return _nothing_pending(state, roles, regime) or _nobody_owes_a_part(state, roles, regime)


def _may_sign(state: State, roles: frozenset[Role], regime: Regime) -> Refused | None:
    return _result_proposed(state, roles, regime) or _nobody_owes_a_part(state, roles, regime)


def _part_out(state: State, _roles: frozenset[Role], _regime: Regime) -> Refused | None:
    if state.running.parts_out:
        return None
    return refused(
        "no_part_out",
        gettext_noop("Hồ sơ không có phần việc liên thông nào đang chờ kết quả."),
        gettext_noop("Tải lại hồ sơ để xem các phần việc."),
    )


_STANDING: Final[dict[type[c.Command], Standing]] = {
    c.NoticeRegistration: _not_noticed_before,
    c.ResolveAtCounter: _instant_procedure,
    c.Assign: _nothing_pending,
    c.AnswerConsultation: _consultation_open,
    c.ProposeSupplement: _nothing_pending,
    c.RejectSupplement: _supplement_proposed,
    c.RequestSupplement: _supplement_may_go_out,
    c.RequestObligation: _nothing_pending,
    c.ProposeResult: _may_propose,
    c.SendBack: _result_proposed,
    c.Approve: _may_sign,
    c.Reschedule: _may_reschedule,
    c.Resume: _was_suspension,
    c.ReturnResult: _fee_paid_before_return,
    c.RecordPayment: _fee_may_be_taken,
    c.WaiveFee: _fee_may_be_waived,
    c.WithdrawWaiver: _waiver_stands,
    c.RefundFee: _something_to_refund,
    c.CompleteStep: _process_runs,
    c.AssignStep: _process_runs,
    c.SendParts: _nothing_pending,
    c.RecallPart: _part_out,
    c.MoveProcess: _main_runs,
    c.ExpireSupplement: _nothing_offered,
    c.AskWithdrawal: _not_asked_before,
    c.ReturnOffer: _something_offered,
}
