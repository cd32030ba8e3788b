"""Who handed a dossier over to whom, from the steps of its process and of its parts (control slip)."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.foundation.clock import Instant

from .rows import MAIN, Life, PartSpan, Row, StepSpan

SENT = "liên thông"
"""What the slip notes beside a part that was sent out: the giver's step goes on."""
BACK = "trả kết quả liên thông"
WAITS = "chờ bước song song"
"""Beside a branch that is done while others are not: nobody takes over yet."""


class Passing(Row, frozen=True, kw_only=True, gc=False):
    """One hand-over at a moment. `due_at` is by when the giver had to be done, none where the giver's step
    was not counted or goes on."""

    at: Instant
    giver: StepSpan
    receiver: StepSpan | None
    due_at: Instant | None = None
    note: str = ""


def passings(life: Life) -> tuple[Passing, ...]:
    """All hand-overs, oldest first: step to step, out to a part, back from a part."""
    found = [*_within(life), *_out_and_back(life)]
    return tuple(sorted(found, key=lambda each: (each.at, each.giver.no)))


def _within(life: Life) -> Iterator[Passing]:
    """What opened in its part when a step ended; where nothing did, others go on beside it, if any."""
    for giver in life.steps:
        at = giver.ended_at
        if at is None:
            continue
        takers = [row for row in life.steps if _follows(row, giver)]
        for taker in takers:
            yield Passing(at=at, giver=giver, receiver=taker, due_at=giver.due_at)
        later = (row.part == giver.part and row.opened_at > at for row in life.steps)
        beside = (
            row.part == giver.part and (row.ended_at is None or row.ended_at > at) for row in life.steps
        )
        if not takers and (any(later) or any(beside)):
            yield Passing(at=at, giver=giver, receiver=None, due_at=giver.due_at, note=WAITS)


def _follows(row: StepSpan, giver: StepSpan) -> bool:
    return row.part == giver.part and row.no != giver.no and row.opened_at == giver.ended_at


def _out_and_back(life: Life) -> Iterator[Passing]:
    for part in life.parts:
        inner = sorted(
            (row for row in life.steps if row.part == part.no), key=lambda row: (row.opened_at, row.no)
        )
        first = inner[0] if inner else _whole(part)
        sender = _main_at(life, part.parent, part.sent_at)
        if sender is not None:
            yield Passing(at=part.sent_at, giver=sender, receiver=first, note=SENT)
        if part.ended_at is None:
            continue
        last = max(inner, key=lambda row: (row.ended_at or 0, row.no)) if inner else _whole(part)
        taker = _main_at(life, part.parent, part.ended_at)
        if taker is not None:
            yield Passing(at=part.ended_at, giver=last, receiver=taker, due_at=part.due_at, note=BACK)


def _whole(part: PartSpan) -> StepSpan:
    """A part whose inner steps are not known: its agency as one."""
    return StepSpan(
        no=0,
        part=part.no,
        step="",
        agency=part.agency,
        post="agency",
        opened_at=part.sent_at,
        due_at=part.due_at,
        ended_at=part.ended_at,
    )


def _main_at(life: Life, parent: int, at: Instant) -> StepSpan | None:
    """The main step that sent a part or takes it back: the one named, else the last that was open then."""
    main = [row for row in life.steps if row.part == MAIN and row.opened_at <= at]
    named = [row for row in main if row.no == parent]
    is_open = [row for row in main if row.ended_at is None or row.ended_at >= at]
    found = named or is_open or main
    return max(found, key=lambda row: (row.opened_at, row.no)) if found else None
