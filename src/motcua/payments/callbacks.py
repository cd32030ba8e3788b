"""What the gateway tells by itself: how a payment ended, or money that it was asked to give back."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.payments import gateway, returning
from motcua.payments.protocol import read_signed


def take_result(body: bytes, *, clock: Clock | None = None) -> dict[str, Any]:
    """The gateway tells how a transaction ended; the answer that it awaits. As often as it likes.

    Raises: `BadSignature` (nothing changed), `Conflict` `told_otherwise`, DomainError `bad_message`.
    """
    now = (clock or SystemClock()).now()
    words = gateway.names()
    message = read_signed(body, words, settings.MOTCUA_GATEWAY_SECRET, now)
    if words.read(message, "refund_number") is None:
        gateway.heard(gateway.read_outcome(message, words, now), now)
    else:
        told = gateway.read_return(message, words)
        if told is None or not returning.heard(told, now):
            raise DomainError(
                gettext_noop("Không có lệnh hoàn tiền nào như thông điệp nêu; không ghi gì."),
                gettext_noop("Gửi lại đúng mã hoàn tiền, số tiền và trạng thái."),
                id="bad_message",
            )
    return gateway.answer_of(words, int(words.values["good"]), "")
