"""The states of a message in the order of lists, each with its icon; words stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.outbox.models import Message

State = Message.State
ICONS: Final[Mapping[str, str]] = {
    State.DOUBTFUL: "help-circle",
    State.FAILED: "alert-triangle",
    State.WAITING: "hourglass",
    State.SENDING: "send",
    State.HANDED: "send",
    State.SENT: "circle-check",
    State.WITHDRAWN: "arrow-back-up",
}
