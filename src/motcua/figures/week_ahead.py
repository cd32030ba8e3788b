"""What is about to go wrong: what falls due in the days ahead, and whose step is over its time now."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Final

import msgspec
from django.db.models import Count, Min, QuerySet

from motcua.dossiers.facts import day_number
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.times import PAUSED
from motcua.figures.evidence import PAGE
from motcua.figures.ii06a import OPEN_LATE, OPEN_WITHIN, RESOLVED, Scope, counts
from motcua.figures.in_order import by_name
from motcua.figures.rule_sets import RuleSet
from motcua.foundation.clock import Instant, day_of
from motcua.organisation.in_force import in_force
from motcua.organisation.queries import agency_labels
from motcua.procedures.finding import names_of

AHEAD: Final = 5
"""Working days that are looked ahead, today among them."""
LOOKED_BACK: Final = 28
"""Days from whose resolved dossiers is told what an agency usually resolves."""
_PICKED: Final = ("pk", "code", "procedure_code", "holder_agency", "step", "step_due_at", "due_at")


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


class LateStep(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier whose step is past its limit: the agency that has it, its step (`lifecycle.types.Step`), the
    limit of the step, and the promise to the applicant where there is one."""

    id: int
    code: str
    procedure: str
    agency: str
    step: str
    since: Instant
    due: Instant | None


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


def week_ahead(scope: Scope, rules: RuleSet, now: Instant) -> Week:
    """The days ahead of the scope's moment of knowledge; `now` is the real one. Raises: `UsageError`."""
    lately, first, last = week_of(scope)
    loads = _loads(lately, rules, first, last)
    named = [each for each in loads if each.due or each.late]
    steps = None if scope.as_of < now else _late_by_agency(scope)
    names = agency_labels({each.agency for each in named} | {each[0] for each in steps or ()})
    for each in named:
        each.name = names[each.agency][0]
    told = [LateSteps(agency=a, name=names[a][0], count=n, since=at) for a, n, at in steps or ()]
    return Week(
        first=first,
        last=last,
        # In the order of their names: who is first here is not the worst.
        loads=tuple(sorted(named, key=lambda each: by_name(each.name))),
        due=sum(each.due for each in named),
        late=sum(each.late for each in named),
        over=sum(1 for each in named if each.over),
        steps=None if steps is None else tuple(sorted(told, key=lambda each: by_name(each.name))),
    )


def _loads(lately: Scope, rules: RuleSet, first: date, last: date) -> list[Load]:
    worked = in_force().calendar(None).working_days_between(lately.first - timedelta(days=1), first) or 1
    loads: dict[int, Load] = {}
    done: defaultdict[int, int] = defaultdict(int)
    for agency, due, _came, column, count in counts(
        lately, rules, "s.competent_id", due_condition(first, last, "s")
    ):
        load = loads.setdefault(agency, Load(agency=agency))
        done[agency] += count * (column in RESOLVED)
        load.due += count * (column == OPEN_WITHIN and bool(due))
        load.late += count * (column == OPEN_LATE)
    for agency, load in loads.items():
        load.usual = (2 * done[agency] * AHEAD + worked) // (2 * worked)
    return list(loads.values())


def late_steps(scope: Scope, holder: int | None, after: int = 0) -> tuple[tuple[LateStep, ...], int]:
    """A page of the dossiers whose step is over its time at the scope's moment, which is now; of one agency
    that has them, or of all. The second part is what the next page begins after, 0 on the last.

    Three statements.
    """
    found = _over_time(scope).filter(pk__gt=after)
    if holder is not None:
        found = found.filter(holder_agency=holder)
    rows = list(found.order_by("pk").values(*_PICKED)[: PAGE + 1])
    shown = rows[:PAGE]
    agencies = agency_labels({row["holder_agency"] for row in shown})
    procedures = names_of({row["procedure_code"] for row in shown})
    return tuple(
        LateStep(
            id=row["pk"],
            code=row["code"],
            procedure=procedures.get(row["procedure_code"], row["procedure_code"]),
            agency=agencies[row["holder_agency"]][0],
            step=row["step"],
            since=row["step_due_at"],
            due=row["due_at"],
        )
        for row in shown
    ), (shown[-1]["pk"] if len(rows) > PAGE else 0)


def _late_by_agency(scope: Scope) -> list[tuple[int, int, Instant]]:
    rows = _over_time(scope).values_list("holder_agency").annotate(Count("pk"), Min("step_due_at"))
    return list(rows.order_by())


def _over_time(scope: Scope) -> QuerySet[Dossier]:
    found = Dossier.objects.filter(ended_at=None, step_due_at__lt=scope.as_of, holder_agency__isnull=False)
    found = found.exclude(received_at=None).exclude(status__in=[int(each) for each in PAUSED])
    if scope.agencies:
        found = found.filter(competent__in=scope.agencies)
    return found.filter(competent__level=scope.level) if scope.level else found
