"""What waits for a person, and for everybody of a unit: open steps of internal processes, and dossiers that
follow none. A fixed number of statements for any number of rows.

Each open step that is somebody's stands once, also where the dossier lies in another agency (parts, parallel
branches). A dossier stands for itself only where no step of its own process stands for it in the same list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from motcua.dossiers.lifecycle.running import MAIN, StepKind
from motcua.dossiers.lifecycle.types import Role, Status, Step
from motcua.dossiers.models import Dossier
from motcua.dossiers.paths import act_in
from motcua.dossiers.queries.lists import GROUPS, PAGE, next_action, row_of, time_group
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.times import PAUSED
from motcua.dossiers.queries.views import View, WorkList, WorkRow
from motcua.dossiers.queries.whose import held_under, steps_directed_by, steps_done_by, waiting_for
from motcua.dossiers.step_tables import StepRow
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.text import storable
from motcua.organisation.calendars import Calendars, calendars
from motcua.organisation.rights import Person, require
from motcua.procedures.processes.acts import Act
from motcua.procedures.queries import version_names

ALL_GROUPS: Final = (*GROUPS, "ended")
UNASSIGNED: Final = "-"
"""The word for nobody where an officer may be asked for."""
COUNTED_HERE: Final = 1_000
"""Rows of a list that are counted as they are ordered, without a statement of its own."""
_NEVER: Final = 2**62
"""Sorts behind every due time."""
_OF_DOSSIER: Final = (
    "code",
    "reference",
    "regime",
    "status",
    "procedure_code",
    "version__name",
    "owner_name",
    "received_at",
    "due_at",
    "original_due_at",
    "paused_at",
    "ended_at",
    "step",
    "proposal",
    "section_id",
    "process_version",
)
_OF_WORK: Final = ("no", "part", "node", "named", "agency_name", "officer_code", "since", "step_due")
_ORDER: Final = ("time_group", "sort_due", "work_id", "no")


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of work is narrowed to; empty words narrow nothing. `officer` may be `UNASSIGNED`, `step`
    is what `StepRow.name` or `Dossier.step` says."""

    group: str = ""
    officer: str = ""
    procedure: str = ""
    step: str = ""
    late_step: bool = False


class Choice(NamedTuple):
    """One value of a filter, its word, and how many rows it leaves."""

    value: str
    word: str
    found: int


class UnitWork(View, frozen=True, kw_only=True):
    """A page of the work that a person directs. `counts` are under the filters but for the group, `officers`,
    `procedures` and `steps` over all; `after` is where the next page begins, empty on the last."""

    rows: tuple[WorkRow, ...]
    counts: Mapping[str, int]
    total: int
    late_steps: int
    unassigned: int
    officers: tuple[Choice, ...]
    procedures: tuple[Choice, ...]
    steps: tuple[Choice, ...]
    after: str


class Work(NamedTuple):
    """The two halves of a list: steps, and dossiers that stand for themselves."""

    steps: QuerySet[StepRow]
    dossiers: QuerySet[Dossier]

    def filtered(self, of_dossier: Mapping[str, Any]) -> Work:
        """Only dossiers of which this holds."""
        through = {f"dossier__{name}": value for name, value in of_dossier.items()}
        return Work(self.steps.filter(**through), self.dossiers.filter(**of_dossier))

    def where(self, found: Q) -> Work:
        """Only rows of which this holds; both halves have the same names."""
        return Work(self.steps.filter(found), self.dossiers.filter(found))

    def marked(self, now: Instant, hours: Calendars) -> Work:
        """Both halves under the same names: those of `_OF_WORK`, what orders them, and whether the step is
        late."""
        calendar = hours(None)
        return Work(
            self.steps.annotate(
                time_group=time_group(now, calendar, "dossier__"),
                sort_due=Coalesce("dossier__due_at", Value(_NEVER), output_field=BigIntegerField()),
                work_id=F("dossier_id"),
                no=F("key"),
                node=F("step"),
                named=F("name"),
                agency_name=F("agency__short_name"),
                officer_code=F("officer"),
                since=Coalesce("claimed_at", "opened_at"),
                step_due=F("due_at"),
                step_late=_late(now, "due_at", "dossier__status"),
                label=Case(When(name="", then=F("step")), default=F("name"), output_field=CharField()),
            ),
            self.dossiers.annotate(
                time_group=time_group(now, calendar),
                sort_due=Coalesce("due_at", Value(_NEVER), output_field=BigIntegerField()),
                work_id=F("pk"),
                no=Value(0),
                part=Value(0),
                node=Value(""),
                named=Value(""),
                agency_name=F("holder_agency__short_name"),
                officer_code=F("holder_officer"),
                since=F("step_since"),
                step_due=F("step_due_at"),
                step_late=_late(now, "step_due_at", "status"),
                label=F("step"),
            ),
        )

    def page(self, first: int, size: int) -> list[tuple[Any, ...]]:
        """Rows in their order, as `_OF_DOSSIER`, `_OF_WORK`, `_ORDER` name them. Two statements: what
        thousands of rows are ordered by is little, what a page shows of each is much."""
        return self.rows({key[2:] for key in self.keys(first, size)})

    def keys(self, first: int, size: int) -> list[tuple[int, int, int, int]]:
        """What rows are ordered by, as `_ORDER` names it, in that order."""
        ordered = self.steps.values_list(*_ORDER).union(self.dossiers.values_list(*_ORDER), all=True)
        return list(ordered.order_by(*_ORDER)[first : first + size])

    def rows(self, keys: set[tuple[int, int]]) -> list[tuple[Any, ...]]:
        """The rows of these dossiers and steps (0: the dossier itself), in their order."""
        steps = self.steps.filter(dossier__in={pk for pk, _ in keys}, key__in={no for _, no in keys if no})
        alone = self.dossiers.filter(pk__in={pk for pk, no in keys if not no})
        shown = Work(steps, alone).values() if keys else ()
        return [row for row in shown if (row[-1], row[len(_OF_DOSSIER)]) in keys]

    def values(self) -> QuerySet[Any, Any]:
        """The rows of both, as `_OF_DOSSIER`, `_OF_WORK`, `_ORDER` name them."""
        more = (*_OF_WORK, *_ORDER[:3])
        steps = self.steps.values_list(*(f"dossier__{name}" for name in _OF_DOSSIER), *more)
        return steps.union(self.dossiers.values_list(*_OF_DOSSIER, *more), all=True).order_by(*_ORDER)


def _late(now: Instant, due: str, status: str) -> Case:
    return Case(
        When(**{f"{status}__in": list(PAUSED)}, then=Value(0)),
        When(**{f"{due}__lt": now}, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def own(person: Person) -> Work:
    """What waits for this person: steps named to them or to whom they stand in for, or to nobody in the own
    place, wherever the dossier lies; and dossiers whose next move is theirs."""
    mine = steps_done_by(person)
    return _halves(_open_steps().filter(mine), Dossier.objects.filter(waiting_for(person)))


def of_unit(person: Person) -> Work:
    """What lies with those whom the person directs, whoever has it."""
    there = steps_directed_by(person)
    return _halves(_open_steps().filter(there), Dossier.objects.filter(held_under(person)))


def _halves(steps: QuerySet[StepRow], dossiers: QuerySet[Dossier]) -> Work:
    # A list of keys is looked up in a hash; asked for each dossier, the planner walks all steps each time.
    standing = steps.filter(part=MAIN).values("dossier_id")
    return Work(steps, dossiers.exclude(pk__in=standing))


def _open_steps() -> QuerySet[StepRow]:
    return StepRow.objects.filter(ended_at__isnull=True, kind=StepKind.TASK.value)


def worklist(
    person: Person,
    *,
    group: str = "",
    field: str = "",
    status: int | None = None,
    step: str = "",
    page: int = 1,
    size: int = PAGE,
    clock: Clock | None = None,
) -> WorkList:
    """What waits for this person, what is about to be late first. Two statements and one for names; for more
    than `COUNTED_HERE` rows one more, that counts them."""
    now, hours = (clock or SystemClock()).now(), calendars()
    narrowed: dict[str, Any] = {"version__field_name": field, "status": status, "step": step}
    work = own(person).filtered({name: value for name, value in narrowed.items() if value not in ("", None)})
    marked = work.marked(now, hours)
    keys = marked.keys(0, COUNTED_HERE + 1)
    known = len(keys) <= COUNTED_HERE
    counts = dict.fromkeys(ALL_GROUPS, 0)
    for place, found in Counter(key[0] for key in keys).items() if known else _counted(marked):
        counts[ALL_GROUPS[place]] += found
    if group in counts:
        chosen = ALL_GROUPS.index(group)
        keys = [key for key in keys if key[0] == chosen]
        marked = marked.where(Q(time_group=chosen))
    total = counts[group] if group in counts else sum(counts.values())
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    first = (page - 1) * size
    if known:
        # Whose the rows are the keys have said: to find them by key alone is half of the statement.
        shown = _everything().marked(now, hours).rows({key[2:] for key in keys[first : first + size]})
    else:
        shown = marked.page(first, size)
    rows = _rows(person, shown, now, hours)
    return WorkList(rows=tuple(rows), counts=counts, total=total, page=page, pages=pages)


def _counted(marked: Work) -> Iterable[tuple[int, int]]:
    return _each(marked, "time_group", found=Count("pk"))


def _everything() -> Work:
    return Work(_open_steps(), Dossier.objects.all())


def unit_work(
    person: Person, chosen: Filters, *, after: str = "", size: int = PAGE, clock: Clock | None = None
) -> UnitWork:
    """A page of what lies with those whom the person directs. Three statements and two for names.

    `after` is where the page begins, as the one before it said; rows that come meanwhile move none of it.
    Raises: `Forbidden`.
    """
    require(person, "direct_work")
    now, hours = (clock or SystemClock()).now(), calendars()
    marked = of_unit(person).marked(now, hours)
    facets = _facets(marked, chosen)
    counts = dict.fromkeys(ALL_GROUPS, 0)
    counts |= {ALL_GROUPS[each.group]: each.left for each in facets if each.group is not None}
    titles = version_names({each.version for each in facets if each.procedure is not None})
    narrowed = marked.where(_narrowed(chosen))
    if chosen.procedure:
        narrowed = narrowed.filtered({"procedure_code": storable(chosen.procedure)})
    if (begin := _place(after)) is not None:
        narrowed = narrowed.where(_behind(begin))
    values = narrowed.page(0, size + 1)
    names = Names(actors=[each.officer for each in facets if each.officer])
    rows = _rows(person, values[:size], now, hours, names)
    return UnitWork(
        rows=tuple(rows),
        counts=counts,
        total=counts[chosen.group] if chosen.group in counts else sum(counts.values()),
        late_steps=sum(each.found for each in facets if each.late),
        unassigned=sum(each.found for each in facets if each.officer == ""),
        officers=_choices((each.officer, names.actor(each.officer or ""), each.found) for each in facets),
        procedures=_choices((each.procedure, titles.get(each.version, ""), each.found) for each in facets),
        steps=_choices((each.step, each.step or "", each.found) for each in facets),
        after=_told(values[size - 1]) if len(values) > size else "",
    )


class _Facet(NamedTuple):
    """How many rows have one value of one thing, and how many of them the filters leave; all but that value
    is none."""

    group: int | None
    officer: str | None
    step: str | None
    late: int | None
    procedure: str | None
    found: int
    left: int
    version: int
    """One of the versions, for the name."""


_FACETS: Final = """
SELECT time_group, officer_code, label, step_late, procedure, count(*),
  count(*) FILTER (WHERE officer_code = coalesce(%s, officer_code) AND label = coalesce(%s, label)
    AND procedure = coalesce(%s, procedure) AND step_late >= %s), max(version_pk)
FROM ({rows}) w GROUP BY GROUPING SETS ((time_group), (officer_code), (label), (procedure), (step_late))
"""


def _facets(marked: Work, chosen: Filters) -> list[_Facet]:
    """What a list may be narrowed by, each value counted; one statement."""
    by = ("time_group", "officer_code", "label", "step_late", "procedure", "version_pk")
    steps = marked.steps.annotate(procedure=F("dossier__procedure_code"), version_pk=F("dossier__version_id"))
    dossiers = marked.dossiers.annotate(procedure=F("procedure_code"), version_pk=F("version_id"))
    rows = steps.order_by().values_list(*by).union(dossiers.order_by().values_list(*by), all=True)
    statement, values = rows.query.sql_with_params()
    officer = "" if chosen.officer == UNASSIGNED else storable(chosen.officer) or None
    asked = (
        officer,
        storable(chosen.step) or None,
        storable(chosen.procedure) or None,
        int(chosen.late_step),
    )
    with connection.cursor() as cursor:
        cursor.execute(_FACETS.format(rows=statement), (*asked, *values))
        return [_Facet(*row) for row in cursor.fetchall()]


def _each(marked: Work, *by: str, **sums: Any) -> QuerySet[Any, Any]:
    steps = marked.steps.order_by().values_list(*by).annotate(**sums)
    return steps.union(marked.dossiers.order_by().values_list(*by).annotate(**sums), all=True)


def _narrowed(chosen: Filters) -> Q:
    found = Q()
    if chosen.group in ALL_GROUPS:
        found &= Q(time_group=ALL_GROUPS.index(chosen.group))
    if chosen.officer:
        found &= Q(officer_code="" if chosen.officer == UNASSIGNED else storable(chosen.officer))
    if chosen.step:
        found &= Q(label=storable(chosen.step))
    if chosen.late_step:
        found &= Q(step_late=1)
    return found


def _choices(each: Iterable[tuple[str | None, str, int]]) -> tuple[Choice, ...]:
    """Values with their words and how many rows each has; nobody left out."""
    found = (Choice(value, word, count) for value, word, count in each if value)
    return tuple(sorted(found, key=lambda choice: choice.word))


def _told(value: tuple[Any, ...]) -> str:
    """The place of a row as an address carries it."""
    group, due, pk = value[-3:]
    no = value[len(_OF_DOSSIER)]
    return f"{group}.{due}.{pk}.{no}"


def _place(after: str) -> tuple[int, int, int, int] | None:
    """What `_told` said; none for what it never says."""
    pieces = after.split(".")
    if len(pieces) != len(_ORDER) or not all(each.isascii() and each.isdigit() for each in pieces):
        return None
    group, due, pk, no = (int(each[:19]) for each in pieces)
    return (group, due, pk, no) if max(due, pk) < 2**63 and max(group, no) < 2**31 else None


def _behind(begin: tuple[int, int, int, int]) -> Q:
    found = Q()
    for name, value in reversed(list(zip(_ORDER, begin, strict=True))):
        found = Q(**{f"{name}__gt": value}) | (Q(**{name: value}) & found if found else Q())
    return found


def _rows(
    person: Person,
    values: Iterable[tuple[Any, ...]],
    now: Instant,
    hours: Calendars,
    names: Names | None = None,
) -> list[WorkRow]:
    records = [dict(zip((*_OF_DOSSIER, *_OF_WORK), row, strict=False)) for row in values]
    names = names or Names(actors=[record["officer_code"] for record in records])
    return [_row(record, names, now, person.roles, hours) for record in records]


def _row(
    record: dict[str, Any], names: Names, now: Instant, roles: frozenset[Role], hours: Calendars
) -> WorkRow:
    """The row of a dossier with the step, its holder and its time in the place of the dossier's own."""
    held = {
        "step_due_at": record["step_due"],
        "holder_officer": record["officer_code"],
        "holder_agency__short_name": record["agency_name"],
    }
    row = row_of(record | held, names, now, roles, hours(record["section_id"]))
    return msgspec.structs.replace(
        row,
        next_action=_next(record, row.status, roles),
        step_no=record["no"],
        step_name=record["named"],
        part=record["part"],
        step_since=record["since"],
    )


_BY_ACT: Final[dict[Act, Step]] = {
    Act.TRANSFER: Step.RECEIVE,
    Act.PROPOSE: Step.RESOLVE,
    Act.SIGN: Step.APPROVE,
    Act.RETURN: Step.RETURN,
}


def _next(record: dict[str, Any], status: Status, roles: frozenset[Role]) -> str:
    """The one action that the row asks for: of the law where the step stands for a transition, else none."""
    if not record["no"]:
        return next_action(status, record["step"], record["proposal"], roles)
    own_way = record["part"] == MAIN and record["process_version"]
    act = act_in(record["process_version"], record["node"]) if own_way else Act.HAND_OVER
    step = _BY_ACT.get(act)
    if step is None or (act is Act.SIGN and not record["proposal"]):
        return ""
    return next_action(status, step.value, record["proposal"], roles)
