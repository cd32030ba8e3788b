"""Fees and financial obligations: how they stand and how they were paid."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.particulars import Fee
from motcua.figures.counting.kinds.common import AS_KNOWN, RECEIVED_COLUMN
from motcua.figures.counting.measures import RECEIVED, Counted, Identity, Measure, Ratio
from motcua.foundation.errors import gettext_noop as _

_OWED, _HOW, _OBLIGED, _SUMS = (
    _("Phí, lệ phí của hồ sơ"),
    _("Đã nộp bằng"),
    _("Nghĩa vụ tài chính"),
    _("Số tiền (đồng)"),
)
_FEE_PAID: Final = f"p.fee IN ({int(Fee.PAID)}, {int(Fee.REFUNDED)})"
_MONEY_OWED: Final = (
    f"(p.fee IN ({int(Fee.UNPAID)}, {int(Fee.PAID)}, {int(Fee.REFUNDED)}) OR p.obligations > 0)"
)


def _state(key: str, label: str, fee: Fee, *, late: bool = False) -> Measure:
    return Measure(key=key, label=label, when=f"p.fee = {int(fee)}", group=_OWED, late=late)


def _money(key: str, label: str, column: str) -> Measure:
    return Measure(key=key, label=label, amount=f"p.{column}", unit="money", group=_SUMS)


PAYMENT: Final = Counted(
    id="payment",
    title=_("Nộp phí, lệ phí và nghĩa vụ tài chính"),
    law=_("Nghị định 45/2020/NĐ-CP; Quyết định 766/QĐ-TTg, nhóm thanh toán trực tuyến"),
    base=RECEIVED,
    columns=(
        RECEIVED_COLUMN,
        _state("none_due", _("Không phải nộp"), Fee.NONE_DUE),
        _state("uncertain", _("Chưa rõ mức"), Fee.UNCERTAIN),
        _state("exempt", _("Được miễn"), Fee.EXEMPT),
        _state("unpaid", _("Phải nộp, chưa nộp"), Fee.UNPAID),
        _state("paid", _("Đã nộp"), Fee.PAID),
        _state("refunded", _("Đã hoàn hết"), Fee.REFUNDED),
        Measure(key="online", label=_("Trực tuyến"), when=f"{_FEE_PAID} AND p.paid_online > 0", group=_HOW),
        Measure(
            key="cash",
            label=_("Tiền mặt"),
            when=f"{_FEE_PAID} AND p.paid_online = 0 AND p.paid_cash > 0",
            group=_HOW,
        ),
        Measure(
            key="transfer",
            label=_("Chuyển khoản"),
            when=f"{_FEE_PAID} AND p.paid_online = 0 AND p.paid_cash = 0 AND p.paid_transfer > 0",
            group=_HOW,
        ),
        Measure(
            key="untold",
            label=_("Không có biên lai ở đây"),
            when=f"{_FEE_PAID} AND p.paid_online = 0 AND p.paid_cash = 0 AND p.paid_transfer = 0",
            group=_HOW,
        ),
        Measure(key="obliged", label=_("Có yêu cầu"), when="p.obligations > 0", group=_OBLIGED),
        Measure(
            key="fulfilled",
            label=_("Đã thực hiện"),
            when="p.obligations > 0 AND p.obligations_paid >= p.obligations",
            group=_OBLIGED,
        ),
        Measure(
            key="open",
            label=_("Chưa thực hiện"),
            when="p.obligations_paid < p.obligations",
            group=_OBLIGED,
        ),
        Measure(
            key="obliged_online",
            label=_("Nộp trực tuyến"),
            when="p.obligations_online > 0",
            group=_OBLIGED,
        ),
        Measure(key="owed", label=_("Có tiền phải nộp"), when=_MONEY_OWED, group=_("Thanh toán trực tuyến")),
        Measure(
            key="owed_online",
            label=_("Nộp trực tuyến"),
            when=f"{_MONEY_OWED} AND (p.paid_online > 0 OR p.obligations_online > 0)",
            group=_("Thanh toán trực tuyến"),
        ),
        Ratio(
            key="online_pct",
            label=_("Tỷ lệ"),
            top=("owed_online",),
            bottom=("owed",),
            group=_("Thanh toán trực tuyến"),
        ),
        _money("online_dong", _("Trực tuyến"), "paid_online"),
        _money("cash_dong", _("Tiền mặt"), "paid_cash"),
        _money("transfer_dong", _("Chuyển khoản"), "paid_transfer"),
        _money("waived_dong", _("Miễn, giảm"), "waived"),
        _money("refunded_dong", _("Hoàn trả"), "refunded"),
    ),
    identities=(
        Identity(
            name=_("Tiếp nhận = không phải nộp + chưa rõ + miễn + chưa nộp + đã nộp + đã hoàn"),
            whole="received",
            parts=("none_due", "uncertain", "exempt", "unpaid", "paid", "refunded"),
        ),
        Identity(
            name=_("Có yêu cầu nghĩa vụ = đã thực hiện + chưa thực hiện"),
            whole="obliged",
            parts=("fulfilled", "open"),
        ),
    ),
    notes=(
        _("Hồ sơ nộp bằng nhiều cách đếm một lần: trực tuyến trước, rồi tiền mặt, rồi chuyển khoản."),
        _("Tiền là của phí, lệ phí; tiền nghĩa vụ tài chính không cộng vào đây."),
        AS_KNOWN,
    ),
)
