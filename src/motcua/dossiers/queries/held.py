"""Who had a dossier how long, with names, as pages show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from motcua.dossiers.step_clocks import Clocks, Had, Verdict, told
from motcua.dossiers.step_clocks.words import POST_NAMES
from motcua.foundation.clock import Instant


class HeldSpan(msgspec.Struct, frozen=True, kw_only=True):
    """Who had it from `since` until `until`; `row` is the place of the office among `HeldView.offices`, none
    for the way and the applicant. `minutes` are working minutes."""

    had: str
    agency: str
    since: Instant
    until: Instant
    minutes: int
    row: int | None = None
    reason: str = ""


class HeldOffice(msgspec.Struct, frozen=True, kw_only=True):
    """One post of an agency: working minutes that it had the dossier, `percent` of its lateness that is its
    own.

    `post` is a msgid."""

    agency: str
    agency_code: str
    post: str
    minutes: int
    percent: int = 0
    over: int = 0


class HeldPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the work that another agency has or had; `late`: over its own date, back or not."""

    agency: str
    sent_at: Instant
    due_at: Instant | None = None
    ended_at: Instant | None = None
    late: bool = False


class HeldView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole: `minutes` of `spans` add up to `total`. `why` is empty unless the dossier is late, by `late`
    working minutes."""

    spans: tuple[HeldSpan, ...]
    offices: tuple[HeldOffice, ...]
    applicant: int
    transfers: tuple[tuple[str, int], ...]
    """Agencies with the working minutes in which it was on its way to them and nobody had taken it."""
    total: int
    parts: tuple[HeldPart, ...] = ()
    why: str = ""
    late: int = 0

    @property
    def stays(self) -> tuple[HeldSpan, ...]:
        """The spans by agency alone, neighbours joined, as people outside are told where it was."""
        joined: list[HeldSpan] = []
        for span in self.spans:
            last = joined[-1] if joined else None
            if last is not None and (last.had, last.agency, last.reason) == (
                span.had,
                span.agency,
                span.reason,
            ):
                minutes = last.minutes + span.minutes
                joined[-1] = msgspec.structs.replace(last, until=span.until, minutes=minutes)
            else:
                joined.append(span)
        return tuple(joined)

    @property
    def late_agencies(self) -> tuple[tuple[str, int], ...]:
        """Agencies with their share in the lateness in per cent, the largest first."""
        sums: dict[str, int] = {}
        for office in self.offices:
            if office.percent:
                sums[office.agency] = sums.get(office.agency, 0) + office.percent
        return tuple(sorted(sums.items(), key=lambda each: -each[1]))

    @property
    def late_offices(self) -> tuple[HeldOffice, ...]:
        """Those with a share in the lateness, the largest first."""
        return tuple(sorted((each for each in self.offices if each.percent), key=lambda each: -each.percent))


class _Part(NamedTuple):
    percent: int
    minutes: int


def held_view(clocks: Clocks, agency_name: Callable[[str], str], now: Instant) -> HeldView:
    """The clocks, told at `now`, with the short names of the agencies."""
    cause = clocks.cause
    shares = {(s.agency, s.post): _Part(s.percent, s.minutes) for s in cause.shares} if cause else {}
    held = {(each.agency, each.post): each.minutes for each in clocks.offices}
    # Who let it lie on its way never had it, and still has a share in the lateness.
    held |= {key: 0 for key in shares if key not in held}
    rows = {key: place for place, key in enumerate(held)}
    nothing = _Part(0, 0)
    return HeldView(
        spans=tuple(
            HeldSpan(
                had=span.had.value,
                agency=agency_name(span.agency) if span.agency else "",
                since=span.since,
                until=span.until,
                minutes=minutes,
                row=rows[span.agency, span.post] if span.had is Had.OFFICE else None,
                reason=span.reason,
            )
            for span, minutes in zip(clocks.spans, clocks.minutes, strict=True)
        ),
        offices=tuple(
            HeldOffice(
                agency=agency_name(code),
                agency_code=code,
                post=POST_NAMES.get(post, post),
                minutes=minutes,
                percent=shares.get((code, post), nothing).percent,
                over=shares.get((code, post), nothing).minutes,
            )
            for (code, post), minutes in held.items()
        ),
        applicant=clocks.applicant,
        transfers=_transfers(clocks, agency_name),
        total=clocks.total,
        parts=tuple(
            HeldPart(
                agency=agency_name(part.agency),
                sent_at=part.sent_at,
                due_at=part.due_at,
                ended_at=part.ended_at,
                late=told(part.due_at, part.ended_at or now) is Verdict.LATE,
            )
            for part in clocks.life.parts
        ),
        why=cause.why.value if cause else "",
        late=cause.late if cause else 0,
    )


def _transfers(clocks: Clocks, agency_name: Callable[[str], str]) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for span, minutes in zip(clocks.spans, clocks.minutes, strict=True):
        if span.had is Had.TRANSFER:
            sums[span.agency] = sums.get(span.agency, 0) + minutes
    return tuple((agency_name(code), minutes) for code, minutes in sums.items())
