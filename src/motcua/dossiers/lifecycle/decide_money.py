"""Decisions on fees and charges: T22 taken, T23 waived, T24 given back, T25 waiver withdrawn
(domain reference 2.8; Decree 61/2018 art. 6(2): the applicant pays what the law sets before the result is
returned)."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle import fees
from motcua.dossiers.lifecycle.guards import need, need_reason, need_some
from motcua.dossiers.lifecycle.refusals import refused
from motcua.dossiers.lifecycle.rules import Moment
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import FeeLine, FeeState, Payment
from motcua.foundation.errors import gettext_noop
from motcua.foundation.money import dong

MOST: Final = 1_000_000_000
"""Đồng of one receipt or refund: more than any published fee, and a slip of three digits is caught."""


def record_payment(state: State, command: c.RecordPayment, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T22. Who pressed a moment later than a colleague learns which receipt took the money."""
    if state.intake.fee_state is FeeState.PAID and not command.additional:
        raise refused(
            "fee_already_paid",
            gettext_noop("Phí, lệ phí của hồ sơ đã thu: %(amount)s theo biên lai %(receipt)s."),
            gettext_noop("Không thu lần thứ hai; nếu phải thu thêm thì chọn “Thu thêm”."),
            amount=dong(state.fee_kept),
            receipt=state.payments[-1].receipt if state.payments else "",
        )
    lines = tuple(need_some(command.lines, "lines", gettext_noop("khoản thu")))
    for line in lines:
        _check_line(line)
    billed = sum(line.amount for line in lines)
    check_amount(billed)
    waived, credited = fees.deductions(state)
    amount = billed - waived - credited
    if amount <= 0:
        raise refused(
            "nothing_left_to_take",
            gettext_noop("Số lượng này là %(billed)s, không hơn số được giảm và đã nộp trước: %(less)s."),
            gettext_noop("Nhập đúng số lượng của các khoản; giấy in chỉ thu phần còn thiếu."),
            billed=dong(billed),
            less=dong(waived + credited),
        )
    return (
        e.FeePaid(
            receipt=need(command.receipt, "receipt", gettext_noop("số biên lai")),
            amount=amount,
            lines=lines,
            method=command.method,
            payer=command.payer,
            additional=command.additional,
            waived=waived,
            credited=credited,
        ),
    )


def waive_fee(state: State, command: c.WaiveFee, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T23: by law alone, never by favour."""
    ground = need(command.legal_ground, "legal_ground", gettext_noop("căn cứ pháp lý"))
    owed = state.fee_owed
    amount = command.amount or owed
    if command.amount:
        check_amount(command.amount)
        if not owed:
            raise refused(
                "waiver_of_unknown",
                gettext_noop("Không có số tiền nào chắc chắn phải nộp nên không giảm một phần được."),
                gettext_noop("Miễn toàn bộ, hoặc thu đúng số phải nộp sau khi giảm."),
            )
        if amount > owed:
            raise refused(
                "waiver_too_much",
                gettext_noop("Không thể giảm %(amount)s: hồ sơ chỉ còn phải nộp %(owed)s."),
                gettext_noop("Nhập số nhỏ hơn, hoặc để trống để miễn toàn bộ."),
                amount=dong(amount),
                owed=dong(owed),
            )
    return (e.FeeWaived(legal_ground=ground, amount=amount, reason=command.reason, partial=amount < owed),)


def withdraw_waiver(state: State, command: c.WithdrawWaiver, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T25: what the waiver took off is owed again; money taken meanwhile stays taken."""
    fee_state, due, _ = fees.without_waiver(state)
    owed = max(due - state.fee_kept, 0) if fee_state is FeeState.UNPAID else 0
    return (e.WaiverWithdrawn(amount=owed - state.fee_owed, reason=need_reason(command.reason)),)


def refund_fee(state: State, command: c.RefundFee, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T24: never more than the receipt took and still has."""
    payment = _payment(state, command.receipt)
    check_amount(command.amount)
    if command.amount > payment.kept:
        raise refused(
            "refund_too_much",
            gettext_noop("Không thể hoàn %(amount)s: biên lai %(receipt)s chỉ còn %(left)s chưa hoàn."),
            gettext_noop("Nhập số tiền không lớn hơn số còn lại của biên lai."),
            amount=dong(command.amount),
            receipt=payment.receipt,
            left=dong(payment.kept),
        )
    return (
        e.FeeRefunded(
            receipt=payment.receipt,
            refund=need(command.refund, "refund", gettext_noop("số phiếu hoàn tiền")),
            amount=command.amount,
            method=command.method,
            reason=need_reason(command.reason),
            due_again=command.due_again,
            by_gateway=command.by_gateway,
        ),
    )


def check_amount(amount: int) -> None:
    """An amount that a counter can take. Raises: `Refused`."""
    if not 0 < amount <= MOST:
        raise refused(
            "amount_out_of_range",
            gettext_noop("Số tiền phải lớn hơn 0 và không quá %(most)s."),
            gettext_noop("Nhập lại số tiền bằng đồng, không có phần lẻ."),
            most=dong(MOST),
        )


def _check_line(line: FeeLine) -> None:
    if line.quantity < 1 or line.no < 1:
        raise refused(
            "bad_fee_line",
            gettext_noop("Số lượng của khoản thu phải từ 1 trở lên."),
            gettext_noop("Nhập lại số lượng; khoản không thu thì để trống."),
        )
    check_amount(line.amount)


def _payment(state: State, receipt: str) -> Payment:
    for payment in state.payments:
        if payment.receipt == receipt:
            return payment
    raise refused(
        "unknown_receipt",
        gettext_noop("Hồ sơ không có biên lai số %(receipt)s."),
        gettext_noop("Tải lại hồ sơ và chọn biên lai trong danh sách."),
        receipt=receipt[:40],
    )
