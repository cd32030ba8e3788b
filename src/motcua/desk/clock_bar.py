"""The legal clock drawn to scale: counted, paused and remaining time, moments under them, now above.

Places are percentages of the whole, so that the drawing needs no measure of the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from django.utils.translation import gettext

from motcua.desk.words import days_words
from motcua.dossiers.queries.views import DossierView, Segment
from motcua.foundation.clock import MINUTE, Instant
from motcua.foundation.errors import gettext_noop
from motcua.foundation.worktime import WorkCalendar

TINY: Final = 0.4
ROOM_FOR_WORDS: Final = 11.0
"""Percent of the bar that words inside a piece need."""
ROOM_FOR_MARK: Final = 17.0
PAUSES: Final = {
    "supplement_requested": gettext_noop("Yêu cầu bổ sung"),
    "obligation_requested": gettext_noop("Nghĩa vụ tài chính"),
}
ENDS: Final = {
    "supplement_requested": gettext_noop("Đủ bổ sung"),
    "obligation_requested": gettext_noop("Đã nộp tiền"),
}


class Piece(NamedTuple):
    """A piece of the bar; `words` are empty where they would not fit."""

    kind: str
    x: str
    width: str
    middle: str
    words: str


class Mark(NamedTuple):
    """A moment under the bar; `side` is `start`, `middle` or `end`; a minor one leaves first on a phone."""

    x: str
    side: str
    words: str
    at: Instant
    minor: bool


class ClockBar(NamedTuple):
    """The whole drawing with its sums in words."""

    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    now_x: str
    now_side: str
    due_x: str
    counted: str
    paused: str
    rest: str
    ended: bool


def clock_bar(view: DossierView, calendar_of: Callable[[str], WorkCalendar]) -> ClockBar | None:
    """The drawing of a dossier's clock; none before the clock has begun."""
    segments = [each for each in view.bar if each.share > 0]
    if not segments:
        return None
    starts = _starts(segments)
    passed = next((x for each, x in zip(segments, starts, strict=True) if each.kind == "rest"), 100.0)
    due = _due_on(view, segments, starts, calendar_of)
    sums = {kind: sum(each.minutes for each in segments if each.kind == kind) for kind in _KINDS}
    return ClockBar(
        pieces=tuple(_piece(each, x) for each, x in zip(segments, starts, strict=True)),
        marks=_marks(view, segments, starts, due),
        now_x=_percent(passed),
        now_side="end" if passed > 75 else "start" if passed < 25 else "middle",
        due_x="" if due is None or due > 100 - TINY else _percent(due),
        counted=days_words(sums["counted"]),
        paused=days_words(sums["paused"]) if sums["paused"] else "",
        rest=days_words(sums["rest"]) if sums["rest"] else "",
        ended=view.ended_at is not None,
    )


_KINDS: Final = ("counted", "paused", "rest")


def _starts(segments: list[Segment]) -> list[float]:
    places, x = [], 0.0
    for each in segments:
        places.append(x)
        x += each.share
    return places


def _piece(segment: Segment, x: float) -> Piece:
    amount = days_words(segment.minutes)
    words = {"counted": "%s", "paused": gettext("dừng %s"), "rest": gettext("còn %s")}[segment.kind] % amount
    fits = segment.share >= ROOM_FOR_WORDS
    return Piece(
        segment.kind,
        _percent(x),
        _percent(segment.share),
        _percent(x + segment.share / 2),
        words if fits else "",
    )


def _due_on(
    view: DossierView,
    segments: list[Segment],
    starts: list[float],
    calendar_of: Callable[[str], WorkCalendar],
) -> float | None:
    """Where the promise lies on the bar, in working time; none outside of it. The calendar is read only where
    the promise is not the end of the bar."""
    at = view.due_at
    if at is None or at == segments[-1].until:
        return None if at is None else 100.0
    calendar = calendar_of(view.section_code)
    for each, x in zip(segments, starts, strict=True):
        if each.since <= at <= each.until:
            passed = calendar.between(each.since, at) / MINUTE
            return x + each.share * min(1.0, passed / max(1, each.minutes))
    return None


def _marks(
    view: DossierView, segments: list[Segment], starts: list[float], due: float | None
) -> tuple[Mark, ...]:
    marks = [Mark(_percent(0), "start", gettext("Tiếp nhận"), view.received_at or segments[0].since, False)]
    taken = [0.0]
    last = view.due_at if due is not None and due > 100 - TINY else view.ended_at
    for each, x in zip(segments, starts, strict=True):
        if each.kind == "paused":
            _add(marks, taken, x, gettext(PAUSES.get(each.reason, "")), each.since)
            if x + each.share < 100 - TINY:
                _add(marks, taken, x + each.share, gettext(ENDS.get(each.reason, "")), each.until)
    if due is not None and due <= 100 - TINY:
        _add(marks, taken, due, gettext("Hẹn trả"), view.due_at or 0, minor=False)
    if last is not None:
        words = gettext("Kết thúc") if view.ended_at == last else gettext("Hẹn trả")
        marks.append(Mark(_percent(100), "end", words, last, False))
    return tuple(marks)


def _add(
    marks: list[Mark], taken: list[float], x: float, words: str, at: Instant, *, minor: bool = True
) -> None:
    """Put a mark where its words do not run into another's."""
    if all(abs(x - other) >= ROOM_FOR_MARK for other in taken) and x <= 100 - ROOM_FOR_MARK:
        taken.append(x)
        marks.append(Mark(_percent(x), "middle", words, at, minor))


def _percent(value: float) -> str:
    return f"{value:.2f}%"
