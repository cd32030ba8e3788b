"""Sums over the spans of a dossier: working time that each office had it, and who made it late.

The law knows no shares: Decree 61/2018 art. 19(9) has the agency that is late notify and apologise, and the
control slip (form 05 or 06) tells for every hand-over whether the giver was early, on time or late. Decision
0045 says how the shares follow from that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from motcua.foundation.clock import MINUTE, Instant

from .rows import CalendarOf, Had, Held, Life, Row
from .verdict import Verdict, told


class OfficeTime(Row, frozen=True, kw_only=True, gc=False):
    """Working minutes that one post of an agency had the dossier, over all its spans."""

    agency: str
    post: str
    minutes: int


class Why(StrEnum):
    """What a late dossier was late by."""

    OFFICES = "offices"
    """Steps took longer than they were allowed."""
    PROCESS = "process"
    """Every step kept its time, so their times together are longer than the promise: nobody's fault."""
    UNTOLD = "untold"
    """Steps without a time of their own lie on the way, and none that has one was late."""


class Share(Row, frozen=True, kw_only=True, gc=False):
    """What one office overran its steps by, in working minutes, and how much of the whole that is."""

    agency: str
    post: str
    minutes: int
    percent: int


class Cause(Row, frozen=True, kw_only=True, gc=False):
    """Why a dossier is late, by how many working minutes of the section, and the shares (100 % or none)."""

    why: Why
    late: int
    shares: tuple[Share, ...] = ()


def working(spans: Sequence[Held], calendar_of: CalendarOf, section: str) -> list[int]:
    """Working microseconds of each span, by the calendar of who had it; the applicant's by the section's."""
    return [calendar_of(span.agency or section).between(span.since, span.until) for span in spans]


def minutes_of(amounts: Iterable[int]) -> list[int]:
    """Amounts in microseconds as whole minutes that add up to the whole minutes of their sum."""
    minutes, total, before = [], 0, 0
    for amount in amounts:
        total += amount
        minutes.append(total // MINUTE - before)
        before = total // MINUTE
    return minutes


def percents(amounts: Sequence[int]) -> list[int]:
    """Amounts as whole per cent that add up to 100: the largest remainders are rounded up, the first of
    equals first. Zeros where all amounts are zero."""
    whole = sum(amounts)
    if whole <= 0:
        return [0] * len(amounts)
    found = [100 * amount // whole for amount in amounts]
    by_rest = sorted(range(len(amounts)), key=lambda at: -(100 * amounts[at] % whole))
    for place in by_rest[: 100 - sum(found)]:
        found[place] += 1
    return found


def office_times(spans: Sequence[Held], minutes: Sequence[int]) -> tuple[OfficeTime, ...]:
    """Time held per agency and post, in the order in which they first had it."""
    sums: dict[tuple[str, str], int] = {}
    for span, each in zip(spans, minutes, strict=True):
        if span.had is Had.OFFICE:
            sums[span.agency, span.post] = sums.get((span.agency, span.post), 0) + each
    return tuple(OfficeTime(agency=agency, post=post, minutes=each) for (agency, post), each in sums.items())


By = tuple[str, str]
"""Agency and post, or agency and officer."""


def by_post(span: Held) -> By:
    """The office whose overrun it is."""
    return span.agency, span.post


def by_officer(span: Held) -> By:
    """The person whose overrun it is; nobody by name where none had taken it."""
    return span.agency, span.officer


def overruns(
    life: Life, spans: Sequence[Held], calendar_of: CalendarOf, by: Callable[[Held], By] = by_post
) -> dict[By, int]:
    """Working microseconds beyond their own due time of the steps that had the dossier, per agency and post,
    since the count of the present promise began: complete papers that restart it end the old count.

    On its way to an agency it is that agency's: its step has begun and nobody took it. The applicant's time
    is nobody's overrun.
    """
    dues, since = _dues(life), life.counted_from or life.received_at
    found: dict[By, int] = {}
    for span in spans:
        due = dues.get((span.part, span.no))
        if span.had is Had.APPLICANT or due is None or max(due, since) >= span.until:
            continue
        over = calendar_of(span.agency).between(max(due, since, span.since), span.until)
        if over > 0:
            found[by(span)] = found.get(by(span), 0) + over
    return found


def _dues(life: Life) -> dict[tuple[int, int], Instant | None]:
    """Due times by part and number of the row. An inner step without a time of its own, and a part whose
    inner steps are not known (number 0), stand under the date of the part."""
    parts = {part.no: part.due_at for part in life.parts}
    rows = {
        (row.part, row.no): parts.get(row.part) if row.due_at is None else row.due_at for row in life.steps
    }
    return {(number, 0): due for number, due in parts.items()} | rows


def cause(life: Life, spans: Sequence[Held], now: Instant, calendar_of: CalendarOf) -> Cause | None:
    """Who made a late dossier late; none for one that is not late, has no promise or ended without a
    result."""
    until = _told_at(life, now)
    if not life.with_result or told(life.due_at, until) is not Verdict.LATE or life.due_at is None:
        return None
    late = calendar_of(life.section).between(life.due_at, until) // MINUTE
    over = overruns(life, spans, calendar_of)
    if not over:
        dues = _dues(life)
        untimed = any(s.had is not Had.APPLICANT and dues.get((s.part, s.no)) is None for s in spans)
        return Cause(why=Why.UNTOLD if untimed else Why.PROCESS, late=late)
    shares = zip(over.items(), minutes_of(over.values()), percents(list(over.values())), strict=True)
    return Cause(
        why=Why.OFFICES,
        late=late,
        shares=tuple(
            sorted(
                (
                    Share(agency=agency, post=post, minutes=minutes, percent=percent)
                    for ((agency, post), _), minutes, percent in shares
                ),
                key=lambda share: -share.percent,
            )
        ),
    )


def _told_at(life: Life, now: Instant) -> Instant:
    """The moment by which the dossier is late or not: while the applicant is waited for, when that began."""
    if life.ended_at is None and life.pauses and life.pauses[-1].until is None:
        return min(now, life.pauses[-1].since)
    return life.until(now)
