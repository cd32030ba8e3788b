"""Who had a dossier, minute by minute: the applicant, the way to an agency, or exactly one office.

Told backwards from the end: whatever ended last had it, before that the step whose end opened that one, and
so on to reception. So of parallel branches the one has it for which the others waited; of branches that are
still open, the one that is due last. Parts in other agencies lie over the step that sent them: while one of
them is out, the dossier waits for it. Pure; quadratic in the rows of one dossier, of which there are some
ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from motcua.foundation.clock import Instant

from .rows import MAIN, Had, Held, Life, PartSpan, Pause, StepSpan

RECEPTION = "reception"
"""The post that has a dossier before its first step."""


class _Stretch(NamedTuple):
    row: StepSpan
    since: Instant
    until: Instant


def partition(life: Life, now: Instant) -> tuple[Held, ...]:
    """Disjoint spans in order that cover exactly the time from reception to the end of processing, or to
    now."""
    return _partition(life, life.received_at, life.until(now))


def after_end(life: Life, now: Instant) -> tuple[Held, ...]:
    """The same from the end of processing to the return of the result, or to now; empty before the end.

    Nothing is on its way then: the result lies where it is to be collected, and nobody claims that.
    """
    if life.ended_at is None:
        return ()
    since = life.until(now)
    until = (
        since if not life.with_result else max(since, now if life.returned_at is None else life.returned_at)
    )
    return _partition(life, since, until)


def _partition(life: Life, since: Instant, until: Instant) -> tuple[Held, ...]:
    if until <= since:
        return ()
    whole = [
        piece
        for stretch in _chain(_level(life, MAIN), since, until, _nobody(life.section))
        for piece in _with_parts(life, stretch)
    ]
    return tuple(_joined(_without_pauses(_transfers(life, whole), life.pauses)))


def _level(life: Life, part: int) -> list[StepSpan]:
    return [row for row in life.steps if row.part == part]


def _nobody(agency: str, part: int = MAIN, post: str = "") -> StepSpan:
    """The row of an agency that has it although no step says so."""
    return StepSpan(
        no=0, part=part, step="", agency=agency, post=post or RECEPTION, opened_at=0, claimed_at=0
    )


def _chain(rows: Sequence[StepSpan], since: Instant, until: Instant, nobody: StepSpan) -> list[_Stretch]:
    """The rows of one level by which the time from `since` to `until` went, oldest first."""
    found: list[_Stretch] = []
    end = until
    while end > since:
        row = _last_before(rows, end)
        if row is None:
            # Before the first step: whoever it opened for has it already.
            row = min(rows, key=lambda each: (each.opened_at, each.no)) if rows else nobody
            found.append(_Stretch(row, since, end))
            break
        start = max(since, row.opened_at)
        found.append(_Stretch(row, start, end))
        end = start
    found.reverse()
    return found


def _last_before(rows: Iterable[StepSpan], end: Instant) -> StepSpan | None:
    """The row that had it just before `end`.

    What ended at that moment led on to what followed; else what was open, the one that ends or is due last;
    in a gap between two steps, the one that ended last.
    """
    best: StepSpan | None = None
    best_key: tuple[int, int, int, int] | None = None
    for row in rows:
        if row.opened_at < end:
            key = _claim(row.ended_at, row.due_at, row.no, end)
            if best_key is None or key > best_key:
                best, best_key = row, key
    return best


def _claim(
    ended_at: Instant | None, due_at: Instant | None, number: int, end: Instant
) -> tuple[int, int, int, int]:
    """By what the claims of two rows upon the time before `end` are compared."""
    due = -1 if due_at is None else due_at
    if ended_at is None:
        return 2, 1, due, number
    if ended_at == end:
        return 3, 0, due, number
    return (2, 0, ended_at, number) if ended_at > end else (1, 0, ended_at, number)


def _with_parts(life: Life, stretch: _Stretch) -> Iterator[_Stretch]:
    """A stretch of the main way with the parts that were out meanwhile laid over it."""
    row, since, end = stretch
    parts = [each for each in life.parts if each.parent in (0, row.no)]
    pieces: list[list[_Stretch]] = []
    while end > since:
        part = _part_out(parts, end)
        if part is None:
            back = [p.ended_at for p in parts if p.ended_at is not None and since < p.ended_at < end]
            start = max(back, default=since)
            pieces.append([_Stretch(row, start, end)])
        else:
            start = max(since, part.sent_at)
            nobody = _nobody(part.agency, part.no, "agency")
            pieces.append(_chain(_level(life, part.no), start, end, nobody))
        end = start
    for piece in reversed(pieces):
        yield from piece


def _part_out(parts: Iterable[PartSpan], end: Instant) -> PartSpan | None:
    """The part that was out just before `end`; of several the one that comes back last."""
    out = [each for each in parts if each.sent_at < end and (each.ended_at is None or each.ended_at >= end)]
    if not out:
        return None
    return max(
        out,
        key=lambda p: (p.ended_at is None, (p.due_at or 0) if p.ended_at is None else p.ended_at, p.no),
    )


def _transfers(life: Life, stretches: Sequence[_Stretch]) -> Iterator[Held]:
    """Each stretch with the time apart in which nobody at the new agency had taken it yet."""
    seen: set[tuple[int, int]] = set()
    before = ""
    for row, since, until in stretches:
        claimed = since
        house = life.house(row.agency)
        if before and house != before and (row.part, row.no) not in seen and row.no:
            claimed = _claimed(row, since, until)
        seen.add((row.part, row.no))
        before = house
        if claimed > since:
            yield _held(Had.TRANSFER, row, since, claimed)
        if until > claimed:
            yield _held(Had.OFFICE, row, claimed, until)


def _claimed(row: StepSpan, since: Instant, until: Instant) -> Instant:
    """From when somebody had it. Completed unclaimed it was worked on from the first minute."""
    if row.claimed_at is not None:
        return min(until, max(since, row.claimed_at))
    return until if row.ended_at is None else since


def _held(had: Had, row: StepSpan, since: Instant, until: Instant) -> Held:
    officer = row.officer if had is Had.OFFICE else ""
    return Held(
        had=had,
        since=since,
        until=until,
        agency=row.agency,
        post=row.post,
        officer=officer,
        part=row.part,
        no=row.no,
    )


def _without_pauses(spans: Iterable[Held], pauses: Sequence[Pause]) -> Iterator[Held]:
    """The spans with the applicant's time cut out of them and put in its place."""
    for span in spans:
        since = span.since
        for pause in sorted(pauses, key=lambda each: each.since):
            begins = max(since, pause.since)
            ends = span.until if pause.until is None else min(span.until, pause.until)
            if begins >= ends:
                continue
            if begins > since:
                yield msgspec.structs.replace(span, since=since, until=begins)
            yield Held(had=Had.APPLICANT, since=begins, until=ends, reason=pause.reason)
            since = ends
        if since < span.until:
            yield msgspec.structs.replace(span, since=since)


def _joined(spans: Iterable[Held]) -> list[Held]:
    """Neighbours of one holder and one step as one span."""
    joined: list[Held] = []
    for span in spans:
        if joined and _same(joined[-1], span):
            joined[-1] = msgspec.structs.replace(joined[-1], until=span.until)
        else:
            joined.append(span)
    return joined


def _same(one: Held, other: Held) -> bool:
    return (
        one.until == other.since
        and msgspec.structs.replace(one, since=other.since, until=other.until) == other
    )


def holes(spans: Sequence[Held], since: Instant, until: Instant) -> list[tuple[Instant, Instant]]:
    """Where spans do not follow on one another from `since` to `until`; empty for a partition."""
    ends = [since, *(span.until for span in spans)]
    starts = [*(span.since for span in spans), until]
    found = [(end, start) for end, start in zip(ends, starts, strict=True) if end != start]
    return found + [(a.since, b.since) for a, b in pairwise(spans) if b.since <= a.since]
