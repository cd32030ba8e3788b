"""Reads of figures. A figure carries numerator, denominator, period and moment; one whose parts do not add up
is not told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

import msgspec

from motcua.figures.models import Count, CountRow
from motcua.figures.spans import Span
from motcua.figures.tables import Share
from motcua.foundation.clock import Instant, instant_of

FEWEST_TIMED: Final = 20
"""Dossiers that a time must stand on: "nine of ten" of fewer is the fate of one or two persons."""
COUNTED: Final = (
    "carried", "online", "at_counter", "early", "on_time", "late", "open_within", "open_late",
)  # fmt: skip
"""The columns of a line, as they are added up."""
YEAR, LEGAL_YEAR, LEGAL_BEFORE = "year", "legal_year", "legal_before"
KINDS: Final = (YEAR, LEGAL_YEAR, LEGAL_BEFORE)
"""The periods that are published: the calendar year so far, the legal year so far, the legal one before."""
_MOST_BARS: Final = 6


class Period(msgspec.Struct, frozen=True):
    """What was counted: from a day to a moment."""

    since: date
    lately_since: date
    as_of: Instant


class DayCount(msgspec.Struct, frozen=True):
    """Dossiers done on a working day; `until` is the last of several days told as one, 0 for open."""

    day: int
    until: int
    dossiers: int
    share: Share
    width: int
    """Percent of the longest bar."""


class Times(msgspec.Struct, frozen=True):
    """How long it really took. `half` and `most` are working days in which a half and nine of ten were done;
    none of it where fewer than `FEWEST_TIMED` were."""

    dossiers: int
    late: int
    waited: int
    half: int = 0
    most: int = 0
    days: tuple[DayCount, ...] = ()

    @property
    def late_share(self) -> Share:
        """Of those that were done, the late ones."""
        return Share(self.late, self.dossiers)

    @property
    def enough(self) -> bool:
        """Whether there were enough dossiers to tell a time."""
        return self.dossiers >= FEWEST_TIMED


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the public statistics with its identities."""

    procedure_code: str = ""
    agency_id: int | None = None
    carried: int = 0
    online: int = 0
    at_counter: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    without_result: int = 0
    open_within: int = 0
    open_late: int = 0

    @property
    def received(self) -> int:
        """Carried over and taken in during the period."""
        return self.carried + self.online + self.at_counter

    @property
    def resolved(self) -> int:
        """With a result: early, on time or late."""
        return self.early + self.on_time + self.late

    @property
    def open(self) -> int:
        """Being resolved at the moment of counting."""
        return self.open_within + self.open_late

    @property
    def holds(self) -> bool:
        """received = resolved + without result + being resolved."""
        return self.received == self.resolved + self.open

    @property
    def in_time(self) -> Share:
        """Of what was resolved, what was not late."""
        return Share(self.early + self.on_time, self.resolved)

    @property
    def lateness(self) -> Share:
        """Of what was resolved, what was late."""
        return Share(self.late, self.resolved)

    @property
    def filed_online(self) -> Share:
        """Of what was taken in during the period, what came online."""
        return Share(self.online, self.online + self.at_counter)


class Statistics(msgspec.Struct, frozen=True):
    """The whole, its agencies or procedures, and whether the lines add up to the whole."""

    period: Period
    total: Totals
    lines: tuple[Totals, ...]
    whole: bool
    kind: str
    spans: tuple[Span, ...]
    """The parts of the period, of all dossiers together."""


def first_moment(day: date) -> Instant:
    """When a local day begins."""
    return instant_of(datetime.combine(day, time()))


def period() -> Period | None:
    """What the newest count covers; none before the first."""
    count = _newest()
    return _period(count) if count else None


def times_of(procedure_code: str) -> tuple[Period, Times] | None:
    """How long a procedure took lately in the whole province; none before the first count. Two statements."""
    count = _newest()
    if count is None:
        return None
    row = CountRow.objects.filter(count=count, procedure_code=procedure_code, agency=None).first()
    return _period(count), _times(row)


def times_by_agency(procedure_code: str) -> list[tuple[int, Times]]:
    """The same by agency, those with enough dossiers, the most first."""
    count = _newest()
    rows = CountRow.objects.filter(count=count, procedure_code=procedure_code).exclude(agency=None)
    found = [(row.agency_id, _times(row)) for row in rows if row.timed >= FEWEST_TIMED and row.agency_id]
    return sorted(found, key=lambda each: -each[1].dossiers)


def province() -> tuple[Period, Totals] | None:
    """The counts of the whole province; none before the first count, or where they do not add up."""
    count = _newest()
    row = CountRow.objects.filter(count=count, procedure_code="", agency=None).first() if count else None
    if count is None or row is None:
        return None
    total = _totals(row)
    return (_period(count), total) if total.holds else None


def by_agency(procedure_code: str = "", kind: str = YEAR) -> Statistics | None:
    """Each agency's counts, of one procedure or of all, in order of what was received."""
    count = _newest(kind)
    if count is None:
        return None
    rows = [_totals(row) for row in CountRow.objects.filter(count=count, procedure_code=procedure_code)]
    total = next((row for row in rows if row.agency_id is None), Totals(procedure_code=procedure_code))
    return _statistics(count, total, [row for row in rows if row.agency_id is not None])


def by_procedure(agency_id: int | None = None, kind: str = YEAR) -> Statistics | None:
    """Each procedure's counts, at one agency or at all, in order of what was received."""
    count = _newest(kind)
    if count is None:
        return None
    rows = [_totals(row) for row in CountRow.objects.filter(count=count, agency=agency_id)]
    total = next((row for row in rows if not row.procedure_code), Totals(agency_id=agency_id))
    return _statistics(count, total, [row for row in rows if row.procedure_code])


def _statistics(count: Count, total: Totals, lines: list[Totals]) -> Statistics:
    # Lines that hold times alone have nothing to tell here.
    lines = [line for line in lines if line.received]
    lines.sort(key=lambda each: (-each.received, each.procedure_code, each.agency_id or 0))
    whole = total.holds and all(line.holds for line in lines) and _adds_up(total, lines)
    spans = tuple(
        Span(
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            received=came,
            resolved=done,
            late=late,
        )
        for first, last, came, done, late in count.months
    )
    return Statistics(_period(count), total, tuple(lines), whole, count.kind, spans)


def _adds_up(total: Totals, lines: Iterable[Totals]) -> bool:
    """Whether each column of the whole is the sum of the lines."""
    lines = list(lines)
    return all(getattr(total, column) == sum(getattr(line, column) for line in lines) for column in COUNTED)


def kinds() -> list[tuple[str, date, date]]:
    """The periods that were counted last: kind, first and last day, in the order of `KINDS`. One query."""
    found: dict[str, tuple[date, date]] = {}
    rows = Count.objects.exclude(until=None).order_by("as_of")
    for kind, since, until in rows.values_list("kind", "since", "until"):
        if until is not None:
            found[kind] = (since, until)
    return [(kind, *found[kind]) for kind in KINDS if kind in found]


def _newest(kind: str = YEAR) -> Count | None:
    return Count.objects.filter(kind=kind).order_by("-as_of").first()


def _period(count: Count) -> Period:
    return Period(count.since, count.lately_since, count.as_of)


def _totals(row: CountRow) -> Totals:
    return Totals(
        procedure_code=row.procedure_code,
        agency_id=row.agency_id,
        without_result=row.without_result,
        **{column: getattr(row, column) for column in COUNTED},
    )


def _times(row: CountRow | None) -> Times:
    if row is None:
        return Times(0, 0, 0)
    by_day = sorted((int(day), count) for day, count in row.days.items())
    # Parts that do not add up are not told; nobody else writes these rows, but who reads them may rely on it.
    if sum(count for _, count in by_day) != row.timed or row.timed < FEWEST_TIMED:
        return Times(0 if row.timed >= FEWEST_TIMED else row.timed, 0, 0)
    return Times(
        dossiers=row.timed,
        late=row.timed_late,
        waited=row.waited,
        half=_done_within(by_day, row.timed, 50),
        most=_done_within(by_day, row.timed, 90),
        days=_bars(by_day, row.timed),
    )


def _done_within(by_day: list[tuple[int, int]], dossiers: int, percent: int) -> int:
    """The first working day by whose end that share of the dossiers was done."""
    done = 0
    for day, count in by_day:
        done += count
        if 100 * done >= percent * dossiers:
            return day
    return 0


def _bars(by_day: list[tuple[int, int]], dossiers: int) -> tuple[DayCount, ...]:
    """At most `_MOST_BARS` bars: single days as far as they go, the rest told as one open end."""
    first, rest = by_day[: _MOST_BARS - 1], by_day[_MOST_BARS - 1 :]
    told = [(day, day, count) for day, count in first]
    if rest:
        end = rest[0][0] if len(rest) == 1 else 0
        told.append((rest[0][0], end, sum(count for _, count in rest)))
    longest = max(count for _, _, count in told)
    return tuple(
        DayCount(day, until, count, Share(count, dossiers), round(100 * count / longest))
        for day, until, count in told
    )
