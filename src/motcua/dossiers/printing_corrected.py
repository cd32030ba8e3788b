"""Papers printed anew after a correction: what they tell, and what they say of it."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from motcua.dossiers import store
from motcua.dossiers.lifecycle.core import fold
from motcua.dossiers.lifecycle.describe import corrected_name
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.words import moment_text
from motcua.dossiers.queries.corrections import Action
from motcua.foundation.clock import local_of

_PROMISE: Final = (
    "received_at",
    "due_at",
    "provisional",
    "counted_from",
    "calendar_version",
    "waited",
    "rescheduled",
)


def as_corrected(locked: store.Locked, state: State, corrected: tuple[Action, ...]) -> State:
    """The state that the paper tells of, with everything put right since (Decree 61/2018 art. 5(1)c, 21); the
    rest stays as it was on the day of the paper."""
    if not corrected:
        return state
    told = fold(locked.events[: corrected[-1].place + 1])
    changes: dict[str, Any] = {"intake": told.intake}
    if any(payload.recount for action in corrected for payload in action.payloads):
        changes |= {name: getattr(told, name) for name in _PROMISE}
    return msgspec.structs.replace(state, **changes)


def corrected_line(corrected: tuple[Action, ...]) -> str:
    """What the head of a paper says of corrections; the date is that of the last one."""
    if not corrected:
        return ""
    day = local_of(corrected[-1].at)
    names = dict.fromkeys(corrected_name(payload) for action in corrected for payload in action.payloads)
    moved = [payload for payload in corrected[-1].payloads if "promise_moved" in payload.notices]
    parts = [
        f"Đã đính chính lần {len(corrected)}, ngày {day.day}/{day.month}/{day.year}: {', '.join(names)}.",
        *(
            f"Hẹn trả trước đính chính: {moment_text(before)}."
            for payload in moved
            if (before := payload.due_before) is not None
        ),
        "Giấy này thay giấy đã cấp trước.",
    ]
    return " ".join(parts)
