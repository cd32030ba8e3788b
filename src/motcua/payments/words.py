"""Words of online payment: states of an order, what each arrival of money meant to it, what was decided."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from motcua.foundation.errors import gettext_noop


class OrderState(StrEnum):
    """Where a payment order stands."""

    OPEN = "open"
    PARTIAL = "partial"
    PAID = "paid"
    OVER = "over"
    WRONG = "wrong"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class MoneySource(StrEnum):
    """Who told of the money."""

    GATEWAY = "gateway"
    STATEMENT = "statement"


class MoneyVerdict(StrEnum):
    """What an arrival of money was to its order."""

    EXACT = "exact"
    PART = "part"
    REST = "rest"
    OVER = "over"
    DOUBLE = "double"
    LATE = "late"
    WRONG = "wrong"


TAKEN: Final = (
    MoneyVerdict.EXACT.value,
    MoneyVerdict.REST.value,
    MoneyVerdict.OVER.value,
    MoneyVerdict.LATE.value,
)
"""What made a receipt."""


class Happened(StrEnum):
    """What can happen to an order; each is a row that is never changed."""

    MADE = "made"
    SENT = "sent"
    FAILED = "failed"
    ARRIVED = "arrived"
    RECEIPTED = "receipted"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    BACK_ASKED = "back_asked"
    BACK_DONE = "back_done"
    BACK_REFUSED = "back_refused"
    BACK_BY_HAND = "back_by_hand"


class ReturnState(StrEnum):
    """Where money stands that the gateway was asked to give back."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"
    BY_HAND = "by_hand"


class Answer(StrEnum):
    """What an officer decided on money that matched no order by itself."""

    ORDER = "order"
    RETURNED = "returned"
    FOREIGN = "foreign"


STATE_NAMES: Final = {
    OrderState.OPEN.value: gettext_noop("Chờ nộp"),
    OrderState.PARTIAL.value: gettext_noop("Nộp thiếu"),
    OrderState.PAID.value: gettext_noop("Đã nộp đủ"),
    OrderState.OVER.value: gettext_noop("Nộp thừa"),
    OrderState.WRONG.value: gettext_noop("Tiền chờ xử lý"),
    OrderState.EXPIRED.value: gettext_noop("Hết hạn"),
    OrderState.CANCELLED.value: gettext_noop("Đã hủy"),
    OrderState.REFUNDED.value: gettext_noop("Đã trả lại tiền"),
}
SOURCE_NAMES: Final = {
    MoneySource.GATEWAY.value: gettext_noop("Cổng thanh toán"),
    MoneySource.STATEMENT.value: gettext_noop("Sao kê ngân hàng"),
}
VERDICT_NAMES: Final = {
    MoneyVerdict.EXACT.value: gettext_noop("Đúng số"),
    MoneyVerdict.PART.value: gettext_noop("Một phần"),
    MoneyVerdict.REST.value: gettext_noop("Phần còn lại"),
    MoneyVerdict.OVER.value: gettext_noop("Thừa tiền"),
    MoneyVerdict.DOUBLE.value: gettext_noop("Nộp hai lần"),
    MoneyVerdict.LATE.value: gettext_noop("Nộp sau hạn"),
    MoneyVerdict.WRONG.value: gettext_noop("Sai số tiền"),
}
HAPPENED_NAMES: Final = {
    Happened.MADE.value: gettext_noop("Lập lệnh thanh toán"),
    Happened.SENT.value: gettext_noop("Chuyển sang cổng thanh toán"),
    Happened.FAILED.value: gettext_noop("Cổng báo không thành công"),
    Happened.ARRIVED.value: gettext_noop("Nhận tiền"),
    Happened.RECEIPTED.value: gettext_noop("Ghi biên lai"),
    Happened.EXPIRED.value: gettext_noop("Hết hạn"),
    Happened.CANCELLED.value: gettext_noop("Hủy lệnh"),
    Happened.RETURNED.value: gettext_noop("Trả lại tiền"),
    Happened.BACK_ASKED.value: gettext_noop("Yêu cầu cổng hoàn tiền"),
    Happened.BACK_DONE.value: gettext_noop("Cổng đã hoàn tiền"),
    Happened.BACK_REFUSED.value: gettext_noop("Cổng từ chối hoàn tiền"),
    Happened.BACK_BY_HAND.value: gettext_noop("Chuyển trả thay cổng"),
}
RETURN_NAMES: Final = {
    ReturnState.ASKED.value: gettext_noop("Chờ cổng hoàn"),
    ReturnState.DONE.value: gettext_noop("Cổng đã hoàn"),
    ReturnState.REFUSED.value: gettext_noop("Cổng từ chối"),
    ReturnState.BY_HAND.value: gettext_noop("Đã chuyển trả thay cổng"),
}
ANSWER_NAMES: Final = {
    Answer.ORDER.value: gettext_noop("Của một lệnh thanh toán"),
    Answer.RETURNED.value: gettext_noop("Đã trả lại người chuyển"),
    Answer.FOREIGN.value: gettext_noop("Không phải tiền phí, lệ phí"),
}
