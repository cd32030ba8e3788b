"""What may become of a message that is given away, for whichever carrier; and a line to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Final, Protocol
from uuid import UUID

from motcua.foundation.clock import Instant
from motcua.outbox.models import Message

LONGEST: Final = 300
"""Characters kept of what the other side said."""


class Unreachable(Exception):
    """The other side cannot be talked to: nothing is wrong with any message."""


class NotNow(Exception):
    """It was not taken this time; nothing of it was. `lost` where no other would fare better on this line."""

    def __init__(self, told: str, *, lost: bool = False) -> None:
        super().__init__(told)
        self.lost = lost


class Never(Exception):
    """The other side refuses this one for good."""


class Unknown(Exception):
    """It was given away and no answer came: it may have been taken or not."""


class Line(Protocol):
    """An open line to whoever carries the messages of a channel."""

    def carry(self, letter: UUID, rows: Sequence[Message], now: Instant, before: Callable[[], None]) -> None:
        """Give one letter away; done when this returns. `before` is called when the line is crossed beyond
        which it may have been taken. Raises: `NotNow`, `Never`, `Unknown`."""

    def __enter__(self) -> Line: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Be done; no fault where the other side is gone already."""


def printable(text: str) -> str:
    """Words of the other side in one line, without signs that hide, cut to what is kept."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST]
