"""What a payer is told when money went back: what happened, and nothing of what was only asked for.

In which words and by which ways is decided where every word to citizens is (decision 0075).
"""

from __future__ import annotations

from typing import Final

from motcua.foundation.clock import FixedClock, Instant
from motcua.outbox.announcing import Announcement, announce
from motcua.payments.models import GatewayReturn, PaymentOrder

REFUNDED: Final = "refunded"
RETURNED: Final = "money_returned"
ANNOUNCED: Final = (REFUNDED, RETURNED)
"""The events that this room announces."""


def tell_refunded(order: PaymentOrder, row: GatewayReturn, now: Instant) -> int:
    """What a refund slip gave (T24) has gone back; how many messages are new."""
    assert row.refund is not None
    number = row.refund.number
    said = _said(order, REFUNDED, number, row.amount, number)
    return announce([said], clock=FixedClock(now))


def tell_returned(order: PaymentOrder, amount: int, number: str, now: Instant) -> int:
    """Money that was held on an order has gone back under that number of a transfer; how many are new."""
    said = _said(order, RETURNED, f"{order.reference}/{number}", amount, number)
    return announce([said], clock=FixedClock(now))


def _said(order: PaymentOrder, event: str, key: str, amount: int, number: str) -> Announcement:
    return Announcement(
        event=event,
        subject=str(order.dossier_id),
        key=key,
        code=order.dossier.code or order.dossier.reference or "",
        amount=amount,
        values={"receipt": number},
    )
