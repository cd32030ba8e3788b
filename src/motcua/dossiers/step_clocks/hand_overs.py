"""Who handed a dossier over to whom, from the steps of its process and of its parts (control slip)."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.foundation.clock import Instant

from .rows import MAIN, Life, PartSpan, Row, StepSpan

SENT = "liên thông"
"""What the slip notes beside a part that was sent out: the giver's step goes on."""
BACK = "trả kết quả liên thông"


class Passing(Row, frozen=True, kw_only=True, gc=False):
    """One hand-over at a moment. `due_at` is by when the giver had to be done, none where the giver's step
    was not counted or goes on."""

    at: Instant
    giver: StepSpan
    receiver: StepSpan
    due_at: Instant | None = None
    note: str = ""


def passings(life: Life) -> tuple[Passing, ...]:
    """All hand-overs, oldest first: step to step, out to a part, back from a part."""
    found = [*_within(life), *_out_and_back(life)]
    return tuple(sorted(found, key=lambda each: (each.at, each.receiver.no)))


def _within(life: Life) -> Iterator[Passing]:
    """A step follows, in its part, on those that ended when it opened; at a join on each of them."""
    for row in life.steps:
        for giver in life.steps:
            if giver.part == row.part and giver.no != row.no and giver.ended_at == row.opened_at:
                yield Passing(at=row.opened_at, giver=giver, receiver=row, due_at=giver.due_at)


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
