"""A line to whoever carries the messages of a channel; a new channel says here how it is reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from uuid import UUID

from motcua.foundation.clock import Instant
from motcua.outbox.carrier import Carrier
from motcua.outbox.channels import Channel, gateway_of
from motcua.outbox.gateway_line import GatewayLine
from motcua.outbox.letters import letter_of
from motcua.outbox.models import Message
from motcua.outbox.outcomes import Line, Unreachable


class _ByMail:
    """Letters over SMTP."""

    def __init__(self) -> None:
        self._carrier = Carrier()

    def carry(self, letter: UUID, rows: Sequence[Message], now: Instant, before: Callable[[], None]) -> None:
        self._carrier.hand(letter_of(letter, rows, now), before)

    def __enter__(self) -> _ByMail:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._carrier.__exit__(kind, error, trace)


def line_to(channel: str) -> Line:
    """An open line for a channel that is on. Raises: `Unreachable`."""
    if channel == Channel.EMAIL:
        return _ByMail()
    gateway = gateway_of(channel)
    if gateway is None:
        raise Unreachable(f"{channel} has no gateway")
    return GatewayLine(gateway)


def knows_again(channel: str) -> bool:
    """Whether what may have been taken can be sent once more without ringing twice. SMTP has no way to ask
    (decision 0050); a gateway has the key of the message."""
    gateway = gateway_of(channel) if channel != Channel.EMAIL else None
    return gateway is not None and gateway.shape.again
