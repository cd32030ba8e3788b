"""Figures of officers against a slow recount from the logs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

import msgspec
import pytest
from django.db import connection
from tests.figures.conftest import NOW
from tests.support.statements import counting

from motcua.dossiers import store
from motcua.dossiers.facts import Standing
from motcua.dossiers.lifecycle.core import evolve
from motcua.dossiers.lifecycle.types import Step
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.step_clocks import life_of
from motcua.dossiers.rebuild import told_facts
from motcua.dossiers.step_clocks import Life, partition
from motcua.dossiers.step_clocks.sums import by_officer as of_whom
from motcua.dossiers.step_clocks.sums import overruns
from motcua.figures.ii06a import Scope
from motcua.figures.indices.nine_counting import by_officer
from motcua.figures.officers.counting import SETS, OfficerFigures, added, figures_of, opened, proved
from motcua.figures.officers.sight import Limits, shown_of
from motcua.figures.officers.turns import Turn, placed, worked
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import DoesNotAddUp
from motcua.figures.verify import classified
from motcua.foundation.clock import MINUTE, instant_of
from motcua.foundation.errors import NotFound
from motcua.organisation.calendars import calendars
from motcua.organisation.models import Agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("varied")]
YEAR = Scope(first=date(2025, 12, 15), last=date(2026, 12, 14), as_of=NOW.now())
FEBRUARY = Scope(first=date(2026, 2, 1), last=date(2026, 2, 28), as_of=NOW.now())
THEN = Scope(first=date(2026, 2, 1), last=date(2026, 2, 28), as_of=instant_of(datetime(2026, 2, 20, 12)))


def officers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT officer FROM dossiers_workitem WHERE officer <> '' GROUP BY 1 ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


class Seen(msgspec.Struct):
    """A dossier of the period as its log tells of it at the moment of the page."""

    key: int
    column: int
    with_result: bool
    life: Life
    over: dict[str, int]
    competent: set[str]


def recounted(scope: Scope) -> list[Seen]:
    """The dossiers of a period from their logs, without what happened or was recorded later."""
    found = []
    hours, agencies = calendars(), {each.pk: each for each in Agency.objects.all()}
    keys = {each.code: each.pk for each in agencies.values() if each.valid_to is None}
    until = min(scope.end - 1, scope.as_of)
    for dossier, (versions, _) in zip(Dossier.objects.order_by("pk"), told_facts(), strict=True):
        columns = list(classified(versions, scope, RULE_SETS["practice"]))
        locked = store.read(dossier.code or "") if columns else None
        if locked is None:
            continue
        events = [each for each in locked.events if max(each.occurred_at, each.recorded_at) <= until]
        state = None
        for each in events:
            state = evolve(state, each)
        assert state is not None
        life = life_of(events, state)
        spans = partition(life, min(scope.end, scope.as_of))
        sums: dict[str, int] = defaultdict(int)
        for (_, who), over in overruns(life, spans, lambda code: hours(keys.get(code)), of_whom).items():
            sums[who] += over
        standing = [each for each in versions if each["known_from"] <= scope.as_of][-1]["standing"]
        competent = agencies[dossier.competent_id or 0]
        house = {each.code for each in agencies.values() if each.parent_id == competent.pk}
        found.append(
            Seen(
                dossier.pk,
                columns[1],
                columns[1] <= 10 and standing in {Standing.GRANTED, Standing.REFUSED},
                life,
                dict(sums) if columns[1] in {10, 13} else {},
                house | {competent.code},
            )
        )
    return found


def turns(each: Seen, officer: str, first: date) -> list[Any]:
    """The officer's steps before the end of processing that were open in the period, in the plainest way."""
    start = instant_of(datetime(first.year, first.month, first.day))
    end = each.life.ended_at
    return [
        (step, step.claimed_at or step.opened_at)
        for step in each.life.steps
        if step.officer == officer
        and step.kind == "task"
        and step.step != Step.RETURN
        and (step.ended_at is None or step.ended_at >= start)
        and (end is None or (step.claimed_at or step.opened_at) < end)
    ]


def by_hand(found: list[Seen], officer: str, first: date) -> dict[str, set[int]]:
    start = instant_of(datetime(first.year, first.month, first.day))
    sets: dict[str, set[int]] = {name: set() for name in SETS}
    for each in found:
        mine = turns(each, officer, first)
        if mine:
            sets["carried" if min(since for _, since in mine) < start else "received"].add(each.key)
            sets["held" if any(step.ended_at is None for step, _ in mine) else "passed"].add(each.key)
        steps = [step for step in each.life.steps if step.officer and step.agency in each.competent]
        before = [step for step in steps if step.step not in {Step.RETURN, Step.DONE}]
        worked = [step for step in before if step.step == Step.RESOLVE] or before
        if each.with_result and worked and worked[-1].officer == officer:
            sets["resolved"].add(each.key)
            sets[{8: "early", 9: "on_time", 10: "late"}[each.column]].add(each.key)
        if each.column in {10, 13} and (mine or each.key in sets["resolved"]):
            sets["late_mine" if each.over.get(officer) else "late_others"].add(each.key)
    return sets


@pytest.mark.parametrize("scope", [YEAR, FEBRUARY, THEN], ids=["the year", "a month later", "within it"])
def test_figures_of_every_officer_are_what_a_slow_recount_finds(scope: Scope) -> None:
    everybody = officers()
    found, told = recounted(scope), figures_of(scope, everybody)
    for officer in everybody:
        expected = by_hand(found, officer, scope.first)
        assert {name: set(told[officer].sets[name]) for name in SETS} == expected, officer
        assert told[officer].over == sum(each.over.get(officer, 0) for each in found) // MINUTE
        mine = [each.over for each in found if each.over.get(officer)]
        assert told[officer].over_of == sum(sum(over.values()) for over in mine) // MINUTE
    reached = {name for name in SETS if any(told[each].sets[name] for each in everybody)}
    assert reached == set(SETS), "a recount of nothing proves nothing"


def test_time_used_and_allotted_are_the_spans_of_the_steps() -> None:
    hours = calendars()
    keys = {each.code: each.pk for each in Agency.objects.filter(valid_to=None)}
    found, everybody = recounted(YEAR), officers()
    told = figures_of(YEAR, everybody)
    for officer in everybody:
        used = allotted = count = late = 0
        for each in found:
            for step, since in turns(each, officer, YEAR.first):
                if step.ended_at is None or step.due_at is None:
                    continue
                calendar = hours(keys[step.agency])
                waits = [(p.since, p.until or YEAR.as_of) for p in each.life.pauses]

                def worked(a: int, b: int, waits: Any = waits, calendar: Any = calendar) -> int:
                    out = sum(
                        calendar.between(max(a, x), min(b, y)) for x, y in waits if max(a, x) < min(b, y)
                    )
                    return int(calendar.between(a, b) - out)

                count += 1
                used += worked(since, step.ended_at) // MINUTE
                allotted += worked(since, max(since, step.due_at)) // MINUTE
                late += step.ended_at > step.due_at and not any(x < step.ended_at <= y for x, y in waits)
        assert tuple(told[officer].worked) == (count, late, used, allotted), officer
    assert sum(each.worked.turns for each in told.values()) > 100


def test_the_group_is_its_sets_together_and_the_indices_are_those_of_the_report() -> None:
    everybody = officers()
    told = figures_of(YEAR, everybody)
    group = proved(msgspec.structs.replace(added(told.values()), nine=None, sets=_without_resolved(told)))
    assert group.dossiers == len(
        {key for each in told.values() for key in each.sets["carried"] | each.sets["received"]}
    )
    indices = {each.officer: each for each in by_officer(YEAR)}
    assert {each.officer: each.nine for each in told.values() if each.nine} == indices
    with counting() as asked:
        figures_of(YEAR, everybody)
    assert len(asked.texts) <= 9, [" ".join(t.split())[:90] for t in asked.texts]


def test_what_two_of_a_group_had_counts_once_and_as_the_group_had_it() -> None:
    def figures(officer: str, **sets: set[int]) -> OfficerFigures:
        return OfficerFigures(
            officer=officer, sets={name: frozenset(sets.get(name, ())) for name in SETS}, over=3
        )

    one = figures("a", carried={1, 2}, received={3}, passed={1}, held={2, 3}, late_mine={1}, late_others={2})
    other = figures("b", received={1, 4}, passed={2, 4}, held={1}, late_mine={2}, late_others={1, 4})
    group = added([one, other])
    assert {name: set(each) for name, each in group.sets.items() if each} == {
        "carried": {1, 2},
        "received": {3, 4},
        "passed": {4},
        "held": {1, 2, 3},
        "late_mine": {1, 2},
        "late_others": {4},
    }
    assert (group.dossiers, group.over) == (4, 6)
    assert proved(group) is group


def _without_resolved(told: dict[str, OfficerFigures]) -> dict[str, frozenset[int]]:
    none = frozenset[int]()
    return {
        name: none if name in {"resolved", "early", "on_time", "late"} else each
        for name, each in added(told.values()).sets.items()
    }


def test_every_number_opens_to_its_dossiers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.figures.evidence.PAGE", 10_000)
    told = max(figures_of(YEAR, officers()).values(), key=lambda each: each.count("resolved"))
    for name in SETS:
        keys, after = set(), 0
        while True:
            page = opened(YEAR, told, name, after)
            keys |= {each.id for each in page.rows}
            after = page.after
            if not after:
                break
        assert keys == told.sets[name], name
    lost = opened(YEAR, told, "index-1").rows
    assert told.nine is not None
    assert bool(lost) == (told.nine.points[1] < 2 * told.nine.dossiers)
    assert {each.id for each in lost} <= told.sets["resolved"]
    for name in ("index-5", "nothing"):
        with pytest.raises(NotFound):
            opened(YEAR, told, name)


def test_figures_that_do_not_add_up_are_not_told() -> None:
    told = max(figures_of(YEAR, officers()).values(), key=lambda each: each.count("resolved"))
    one = {name: frozenset(list(told.sets[name])[1:]) for name in ("passed", "early", "on_time")}
    assert told.nine is not None
    for broken in (
        msgspec.structs.replace(told, sets={**told.sets, "passed": one["passed"]}),
        msgspec.structs.replace(told, sets={**told.sets, "early": one["early"], "on_time": one["on_time"]}),
        msgspec.structs.replace(told, nine=told.nine._replace(dossiers=told.nine.dossiers + 1)),
        msgspec.structs.replace(told, sets={**told.sets, "late": frozenset({0})}),
    ):
        with pytest.raises(DoesNotAddUp):
            proved(broken)


@pytest.mark.parametrize(("over", "late"), [(time(11), 0), (time(10, 59), 1)])
def test_a_step_that_ends_with_the_wait_for_the_applicant_is_late_by_when_that_began(
    over: time, late: int
) -> None:
    day = date(2026, 2, 5)
    opened, asked, due, ended, until = (
        instant_of(datetime.combine(day, at)) for at in (time(9), time(9, 30), time(10), time(11), over)
    )
    turn = Turn("A", 1, 0, "resolve", opened, due, ended)
    found = worked([turn], {1: [(asked, until)]}, lambda _agency: calendars()(None))
    assert (found.turns, found.late) == (1, late)
    assert found.used == 30 + (60 - over.minute) % 60


def test_what_came_at_the_first_moment_of_the_period_came_in_it() -> None:
    start = instant_of(datetime(2026, 2, 1))
    at = Turn("A", 1, 1, "resolve", start, None, None)
    before = at._replace(dossier=2, since=start - 1, ended_at=start)
    found = placed([at, before], start)
    assert found == {"carried": {2}, "received": {1}, "held": {1}, "passed": {2}}


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 30, "b": 25, "c": 20}, "abc"),
        # One alone would be whole less the others: the next fewest is left out with them.
        ({"a": 30, "b": 25, "c": 19}, "a"),
        ({"a": 30, "b": 5, "c": 19}, "a"),
        ({"a": 1, "b": 2, "c": 3}, ""),
        ({"a": 20, "b": 20, "c": 0, "d": 21}, "bd"),
    ],
)
def test_nobody_is_told_of_by_subtraction(sizes: dict[str, int], shown: str) -> None:
    figures = [
        OfficerFigures(
            officer=code,
            sets={name: frozenset(range(size)) if name == "received" else frozenset() for name in SETS},
        )
        for code, size in sizes.items()
    ]
    assert shown_of(figures, Limits(3, 20)) == frozenset(shown)
