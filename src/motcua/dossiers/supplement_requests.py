"""Which request an applicant answers online: an answer to one that is over is told so and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Status
from motcua.foundation.errors import Conflict, gettext_noop

_TURNS: Final = (ev.RegistrationNoticed, ev.SupplementRequested, ev.SupplementOffered, ev.OfferReturned)
KEPT: Final = gettext_noop("Tệp và câu trả lời bạn đã soạn vẫn được giữ.")


def request_seq(state: State, events: Sequence[Event]) -> int:
    """The event since which the request stands as it does: the request, an answer to it, or that one's
    return; 0 where nothing is asked of the applicant."""
    noticed = state.status is Status.REGISTERED and state.noticed and state.offered is None
    if not noticed and state.status is not Status.SUPPLEMENT_REQUESTED:
        return 0
    return next((event.seq for event in reversed(events) if isinstance(event.payload, _TURNS)), 0)


def ensure_asked(state: State, events: Sequence[Event], seen: int) -> None:
    """That the request which the applicant answers still stands.

    Raises: `Conflict` `request_closed` or `request_superseded`; what was prepared is kept.
    """
    now = request_seq(state, events)
    if not now:
        raise closed()
    if now != seen:
        raise Conflict(
            gettext_noop("Yêu cầu bổ sung đã thay đổi sau khi bạn mở trang này; chưa có gì được gửi đi."),
            gettext_noop("Đọc lại yêu cầu hiện nay ở dưới, kiểm tra tệp và câu trả lời, rồi gửi."),
            id="request_superseded",
            kept=KEPT,
        )


def closed() -> Conflict:
    """Nothing is asked of the applicant now."""
    return Conflict(
        gettext_noop("Yêu cầu bổ sung này đã khép lại trước khi bạn gửi; chưa có gì được gửi đi."),
        gettext_noop("Mở hồ sơ để xem cơ quan đã ghi nhận gì và bạn còn phải làm gì không."),
        id="request_closed",
        kept=KEPT,
    )
