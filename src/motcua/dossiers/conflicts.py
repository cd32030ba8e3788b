"""A page that was open while the dossier moved on: the same press again, or somebody who acted first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from motcua.dossiers import store
from motcua.dossiers.lifecycle.core import fold
from motcua.dossiers.lifecycle.describe import describe
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.words import moment_text
from motcua.dossiers.log import body_of
from motcua.dossiers.queries.names import Names
from motcua.dossiers.sealing import Seals
from motcua.foundation.canonical import canonical
from motcua.foundation.clock import MINUTE, Instant
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.foundation.phrase import Phrase

DOUBLE_PRESS: Final = MINUTE
"""Two presses of the same button by the same person within a minute are one."""

Replay = Callable[[State, Seals, Instant], tuple[Event, ...]]
"""What the press would have written upon that state at that instant, its words in the seals."""


def moved_on(
    locked: store.Locked, who: str, expected_seq: int, now: Instant, replay: Replay
) -> tuple[Event, ...]:
    """The events that this same press wrote a moment ago. Raises: `Conflict` where it was another's work, or
    other words of the same person."""
    later = tuple(event for event in locked.events if event.seq > expected_seq)
    if not later or expected_seq < 1:
        raise Conflict(
            gettext_noop("Trang này không khớp với hồ sơ."), gettext_noop("Tải lại hồ sơ rồi làm lại.")
        )
    young = later[-1].actor == who and now - later[-1].recorded_at < DOUBLE_PRESS
    if young and _same_press(locked, later, replay):
        return later
    raise _conflict(locked, later[-1])


def _same_press(locked: store.Locked, later: tuple[Event, ...], replay: Replay) -> bool:
    """Whether doing it again where and when it was done gives the same events with the same words."""
    seals = Seals()
    try:
        again = replay(fold(locked.events[: later[0].seq - 1]), seals, later[0].recorded_at)
    except DomainError:
        return False
    opened = store.open_private(locked.id) | seals.opened()
    return _plain(again, opened) == _plain(later, opened)


def _plain(events: tuple[Event, ...], opened: Mapping[str, Any]) -> list[str]:
    """The bodies with their words in the place of commitments, for salts differ each time."""
    bodies = [body_of(event) for event in events]
    for commitment, words in opened.items():
        bodies = [body.replace(commitment, canonical(words)) for body in bodies]
    return bodies


def _conflict(locked: store.Locked, last: Event) -> Conflict:
    sentence, params = describe(last)
    codes = {params[key] for key in ("agency", "consulted") if key in params}
    names = Names(agencies=codes, actors={last.actor, params.get("officer", "")}, at=last.occurred_at)
    shown = {
        key: names.agency(value) if isinstance(value, str) and value in codes else value
        for key, value in params.items()
    }
    if "officer" in shown:
        shown["officer"] = names.actor(shown["officer"])
    return Conflict(
        gettext_noop("Hồ sơ đã thay đổi từ lúc bạn mở. %(who)s, %(when)s: %(what)s"),
        gettext_noop("Xem lại hồ sơ rồi quyết định; nếu vẫn cần, bấm lại."),
        kept=gettext_noop("Ghi chú của bạn đã được giữ."),
        what=Phrase(sentence, shown),
        who=names.actor(last.actor),
        when=moment_text(last.recorded_at),
        actor=last.actor,
        at=last.occurred_at,
        seq=last.seq,
    )
