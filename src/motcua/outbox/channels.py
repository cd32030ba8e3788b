"""The channels by which a message leaves this house, and which of them are set up."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from motcua.foundation.clock import Instant, local_of
from motcua.outbox.gateway import Gateway
from motcua.outbox.models import Message

Channel = Message.Channel
OUTSIDE: Final = (Channel.EMAIL, Channel.SMS, Channel.ZALO)
"""Those that somebody else carries: a mail server, a gateway of short messages."""
BY_PHONE: Final = (Channel.SMS, Channel.ZALO)
"""Those whose address is a telephone number, and that must not ring at night."""


def mail_is_on() -> bool:
    """Whether letters go out at all (`MOTCUA_MAIL_URL`)."""
    return bool(settings.EMAIL_HOST)


def gateway_of(channel: str) -> Gateway | None:
    """The gateway of a channel by telephone; none where it is not set up."""
    found: Gateway | None = settings.MOTCUA_GATEWAYS.get(channel)
    return found


def is_on(channel: str) -> bool:
    """Whether the channel carries anything: what stands in this house always does."""
    if channel == Channel.EMAIL:
        return mail_is_on()
    return channel not in BY_PHONE or gateway_of(channel) is not None


def is_quiet(channel: str, now: Instant) -> bool:
    """Whether a telephone must not ring at that time of the day (`MOTCUA_QUIET_HOURS`)."""
    if channel not in BY_PHONE or settings.MOTCUA_QUIET_HOURS is None:
        return False
    begins, ends = settings.MOTCUA_QUIET_HOURS
    at = local_of(now).time()
    return begins <= at < ends if begins <= ends else at >= begins or at < ends
