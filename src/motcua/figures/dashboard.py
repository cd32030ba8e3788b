"""What a head sees at a glance: a period beside the one before, its course, and what is about to go wrong.

Every number is counted by the statement of form II.06a, so that it is the number of the report that it opens.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Final

import msgspec
from django.db.models import Count, Min

from motcua.dossiers.facts import day_number, day_of_number, local_day
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.times import PAUSED
from motcua.figures.ii06a import OPEN_LATE, OPEN_WITHIN, RESOLVED, Line, Scope, added, checked, counts
from motcua.figures.periods import Period, period
from motcua.figures.registry import percent
from motcua.figures.report import Report, report
from motcua.figures.rule_sets import RuleSet
from motcua.figures.spans import Course, course
from motcua.foundation.clock import Instant, day_of
from motcua.organisation.in_force import in_force
from motcua.organisation.map_places import Area, areas_of
from motcua.organisation.queries import agency_labels

AHEAD: Final = 5
"""Working days that are looked ahead, today among them."""
LOOKED_BACK: Final = 28
"""Days from whose resolved dossiers is told what an agency usually resolves."""


class Load(msgspec.Struct, kw_only=True):
    """Work of an agency that falls due in the days ahead; `usual` is what it resolved in as many working days
    lately, rounded half up. What waits for the applicant or for money is not counted as due."""

    agency: int
    name: str = ""
    due: int = 0
    late: int = 0
    usual: int = 0

    @property
    def over(self) -> int:
        """How many more than usual it would have to resolve."""
        return max(self.due + self.late - self.usual, 0)


class LateSteps(msgspec.Struct, frozen=True, kw_only=True):
    """Dossiers at an agency whose step is past its limit now; `since` is the oldest such limit."""

    agency: int
    name: str
    count: int
    since: Instant


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """The days ahead of the moment of knowledge. `steps` is none where that is past: clocks of steps are
    known as they stand now alone. `due`, `late`, `over` are sums over all agencies."""

    first: date
    last: date
    loads: tuple[Load, ...]
    due: int
    late: int
    over: int
    steps: tuple[LateSteps, ...] | None


class Place(msgspec.Struct, kw_only=True):
    """The agencies of an area together, those of the districts and communes in it."""

    area: Area
    agencies: int = 0
    received: int = 0
    resolved: int = 0
    late: int = 0

    @property
    def late_share(self) -> float | None:
        """Percent of what was resolved; none where nothing was."""
        return percent(self.late, self.resolved) if self.resolved else None


class Dashboard(msgspec.Struct, frozen=True, kw_only=True):
    """`before` is the span before (`earlier`) as known at the same moment; none where it had nothing."""

    report: Report
    earlier: Scope
    before: Line | None
    course: Course
    week: Week
    places: tuple[Place, ...]
    off_map: int
    """Dossiers resolved by agencies that lie on no map, those of the province among them."""


def dashboard(scope: Scope, rules: RuleSet, kind: str, now: Instant) -> Dashboard:
    """All of it; `kind` is that of the period (`periods.KINDS`). Raises: `UsageError`, `DoesNotAddUp`."""
    checked(scope)
    found = report(scope, rules, "agency")
    earlier = before(scope, kind)
    lines = added(counts(earlier, rules, "0"))
    places, off_map = _places(found)
    return Dashboard(
        report=found,
        earlier=earlier,
        before=lines[0] if lines else None,
        course=course(scope, rules, legal=kind.startswith("legal")),
        week=_week(scope, rules, now),
        places=places,
        off_map=off_map,
    )


def before(scope: Scope, kind: str) -> Scope:
    """The span before, as long as what of the period has passed: the same days a year, a quarter or a month
    earlier, or as many days that end where this begins."""
    passed = min(scope.last, day_of_number(local_day(scope.as_of)))
    earlier = _one_before(scope.first, kind)
    if earlier is None:
        length = passed - scope.first
        last = scope.first - timedelta(days=1)
        return msgspec.structs.replace(scope, first=last - length, last=last)
    last = earlier.last if passed >= scope.last else earlier.first + (passed - scope.first)
    return msgspec.structs.replace(scope, first=earlier.first, last=min(last, earlier.last))


def _one_before(first: date, kind: str) -> Period | None:
    day = first - timedelta(days=1)
    months = {"year": 12, "quarter": 3, "month": 1}.get(kind.removeprefix("legal_"))
    if months is None:
        return None
    return period(kind, day.year, (day.month - 1) // months + 1)


def _places(found: Report) -> tuple[tuple[Place, ...], int]:
    where = areas_of(int(row.key) for row in found.rows)
    places: dict[str, Place] = {}
    off_map = 0
    for row in found.rows:
        area = where.get(int(row.key))
        if area is None:
            off_map += row.c7
            continue
        place = places.setdefault(area.gso, Place(area=area))
        place.agencies += 1
        place.received += row.c3
        place.resolved += row.c7
        place.late += row.c10
    return tuple(sorted(places.values(), key=lambda each: each.area.gso)), off_map


def week_of(scope: Scope) -> tuple[Scope, date, date]:
    """What is asked of the engine for the days ahead of the moment of knowledge, and their first and last."""
    today = day_of(scope.as_of)
    calendar = in_force().calendar(None)
    first = calendar.roll_forward(today)
    last = calendar.next_working_day(first, AHEAD - 1) if AHEAD > 1 else first
    lately = msgspec.structs.replace(scope, first=today - timedelta(days=LOOKED_BACK - 1), last=today)
    return lately, today, last


def due_condition(first: date, last: date, of: str) -> str:
    """On `s` or `k`: the clock runs, and the promise lies within these days."""
    return f"({of}.standing = 0 AND {of}.due_day BETWEEN {day_number(first)} AND {day_number(last)})"


def _week(scope: Scope, rules: RuleSet, now: Instant) -> Week:
    lately, first, last = week_of(scope)
    worked = in_force().calendar(None).working_days_between(lately.first - timedelta(days=1), first) or 1
    loads: defaultdict[int, Load] = defaultdict(lambda: Load(agency=0))
    done: defaultdict[int, int] = defaultdict(int)
    for agency, due, _came, column, count in counts(
        lately, rules, "s.competent_id", due_condition(first, last, "s")
    ):
        load = loads[agency]
        load.agency = agency
        done[agency] += count * (column in RESOLVED)
        load.due += count * (column == OPEN_WITHIN and bool(due))
        load.late += count * (column == OPEN_LATE)
    for agency, load in loads.items():
        load.usual = (2 * done[agency] * AHEAD + worked) // (2 * worked)
    named = [each for each in loads.values() if each.due or each.late]
    steps = None if scope.as_of < now else _late_steps(scope)
    names = agency_labels({each.agency for each in named} | {each.agency for each in steps or ()})
    for each in named:
        each.name = names[each.agency][0]
    return Week(
        first=first,
        last=last,
        # In the order of their names: who is first here is not the worst.
        loads=tuple(sorted(named, key=lambda each: each.name)),
        due=sum(each.due for each in named),
        late=sum(each.late for each in named),
        over=sum(1 for each in named if each.over),
        steps=None
        if steps is None
        else tuple(
            sorted(
                (msgspec.structs.replace(each, name=names[each.agency][0]) for each in steps),
                key=lambda each: each.name,
            )
        ),
    )


def _late_steps(scope: Scope) -> list[LateSteps]:
    found = Dossier.objects.filter(ended_at=None, step_due_at__lt=scope.as_of, holder_agency__isnull=False)
    found = found.exclude(received_at=None).exclude(status__in=[int(each) for each in PAUSED])
    if scope.agencies:
        found = found.filter(competent__in=scope.agencies)
    if scope.level:
        found = found.filter(competent__level=scope.level)
    rows = found.values_list("holder_agency").annotate(Count("pk"), Min("step_due_at"))
    return [
        LateSteps(agency=agency, name="", count=count, since=since)
        for agency, count, since in rows.order_by()
    ]
