"""Time by step against a slow recount: each log folded and its clock told alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

import msgspec
import pytest
from tests.dossiers.room import (
    FIVE_DAYS,
    HANDLER_CODE,
    LEADER,
    OTHER_HANDLER,
    OTHER_HANDLER_CODE,
    RECEPTION,
    Room,
)
from tests.figures.test_ii06a import at, day, logs
from tests.figures.test_officers import by_hand, officers
from tests.figures.test_officers import recounted as officers_recounted

from motcua.dossiers.lifecycle.core import evolve
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.log import event_of
from motcua.dossiers.projection import fold_log
from motcua.dossiers.queries.step_clocks import life_of
from motcua.dossiers.step_clocks import MAIN, Life, Pause, StepSpan, Verdict, step_clock
from motcua.figures.ii06a import Scope
from motcua.figures.officers.counting import figures_of
from motcua.figures.report import TOTAL
from motcua.figures.reports import made
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import Share
from motcua.figures.timing import step_time
from motcua.figures.timing.step_time import longest_steps
from motcua.foundation.clock import MINUTE, Instant, instant_of
from motcua.foundation.errors import NotFound
from motcua.foundation.worktime import WorkCalendar
from motcua.organisation.in_force import in_force

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stepped")]
FIRST, LAST = date(2025, 12, 15), date(2026, 3, 14)
MOMENTS = (datetime(2026, 3, 20, 16), datetime(2026, 2, 10, 9, 30))

WAITING = {Status.SUPPLEMENT_REQUESTED, Status.OBLIGATION_REQUESTED, Status.STOPPED}


class Stay(NamedTuple):
    """An entry into a step, in microseconds of working time."""

    dossier: str
    procedure: str
    row: StepSpan
    used: int
    given: int | None
    late: bool


def lives(as_of: Instant, end: Instant) -> Iterator[tuple[Any, Life]]:
    """State and rows of each dossier as its log was known at a moment, of what happened before another."""
    for log in logs():
        known = [event_of(row.body) for row in log if row.recorded_at <= as_of and row.occurred_at < end]
        tracked = fold_log(known)
        if tracked is not None and tracked.state.received_at is not None:
            life = life_of(known, tracked.state)
            yield tracked.state, msgspec.structs.replace(life, pauses=tuple(pauses(known)))


def pauses(log: list[Event]) -> Iterator[Pause]:
    """When the applicant was waited for, or the clock of a dossier that was suspended stood."""
    state, since = None, None
    for event in log:
        before, state = state, evolve(state, event)
        if before is not None and before.status is state.status:
            continue
        if since is not None:
            yield Pause(since=since, until=event.occurred_at)
        since = event.occurred_at if state.status in WAITING else None


def scope(as_of: datetime, **more: Any) -> Scope:
    return Scope(first=FIRST, last=LAST, as_of=at(as_of), **more)


@cache
def stays(as_of: datetime) -> tuple[Stay, ...]:
    """Those of all dossiers that ended with a result in the period."""
    end = instant_of(datetime.combine(LAST + timedelta(days=1), time()))
    calendar = in_force()[0](None)
    found = []
    for state, life in lives(at(as_of), end):
        if state.status not in {Status.FINISHED, Status.RETURNED} or not FIRST <= day(state.ended_at) <= LAST:
            continue
        found += [
            Stay(state.dossier, state.intake.procedure.code, *_timed(life, row, calendar))
            for row in life.steps
            if row.part == MAIN and row.opened_at < state.ended_at
        ]
    return tuple(found)


def _timed(life: Life, row: StepSpan, calendar: WorkCalendar) -> tuple[StepSpan, int, int | None, bool]:
    assert life.ended_at is not None
    until = min(row.ended_at or life.ended_at, life.ended_at)
    used = calendar.between(row.opened_at, until)
    given = None if row.due_at is None else calendar.between(row.opened_at, row.due_at)
    for pause in life.pauses:
        since, over = max(pause.since, row.opened_at), min(pause.until or until, until)
        if since < over:
            used -= calendar.between(since, over)
            if given is not None and pause.until is not None and pause.until <= until:
                given -= calendar.between(since, over)
    clock = step_clock(row, life.pauses, until, calendar)
    return row, used, given, clock.verdict in {Verdict.LATE, Verdict.OVERDUE}


def keys_of(by: str, each: Stay) -> list[str]:
    procedure = f"procedure:{each.procedure}"
    return {
        "post": [f"post:{each.row.post if each.row.kind == 'task' else each.row.kind}"],
        "procedure": [procedure],
        "step": [procedure, f"step:{each.procedure}|{each.row.step}"],
    }[by]


def at_rank(amounts: list[int], percent: int) -> int:
    """The first amount with so many of a hundred at or below it, in whole minutes."""
    return sorted(amounts)[-(-percent * len(amounts) // 100) - 1] // MINUTE


@pytest.mark.parametrize("as_of", MOMENTS)
@pytest.mark.parametrize("by", ["post", "procedure", "step"])
def test_time_by_step_equals_the_slow_recount(by: str, as_of: datetime) -> None:
    groups: dict[str, list[Stay]] = defaultdict(list)
    for each in stays(as_of):
        for key in (*keys_of(by, each), TOTAL):
            groups[key].append(each)
    whole = sum(each.used for each in groups[TOTAL])
    table = made("step_time").build(scope(as_of), RULE_SETS["practice"], by)
    assert table.total is not None
    rows = {row.key: row.cells for row in (*table.rows, table.total)}
    assert rows.keys() == groups.keys()
    for key, those in groups.items():
        used, given = [each.used for each in those], [each.given for each in those if each.given is not None]
        base = whole
        if key.startswith("step:"):
            base = sum(each.used for each in groups[f"procedure:{those[0].procedure}"])
        assert rows[key] == {
            "entries": len(those),
            "dossiers": len({each.dossier for each in those}),
            "given": at_rank(given, 50) if given else None,
            "half": at_rank(used, 50),
            "most": at_rank(used, 90),
            "used": sum(used) // MINUTE,
            "share": Share(sum(used) // MINUTE, base // MINUTE),
            "late": len({each.dossier for each in those if each.late}),
            "late_pct": Share(
                len({each.dossier for each in those if each.late}), len({each.dossier for each in those})
            ),
        }, key
    if by == "procedure":
        used = [row.cells["used"] for row in table.rows]
        assert used == sorted(used, reverse=True), "what holds most time stands first"  # type: ignore[type-var]
    assert len(groups[TOTAL]) > 100
    assert any(each.late for each in groups[TOTAL])
    assert any(each.row.name for each in groups[TOTAL]), "steps of processes"
    assert any(not each.row.name for each in groups[TOTAL]), "holders where there is no process"


@pytest.mark.parametrize("by", ["post", "agency", "step"])
@pytest.mark.parametrize("rules", ["practice", "law", "npsp"])
def test_a_cell_opens_the_dossiers_of_its_step(by: str, rules: str) -> None:
    how, asked = made("step_time"), scope(MOMENTS[0])
    assert how.opened is not None
    table = how.build(asked, RULE_SETS[rules], by)
    late = next(row for row in table.rows if row.cells["late"])
    for row in (table.rows[0], table.rows[-1], late, table.total):
        assert row is not None
        for column in ("dossiers", "late"):
            seen, after = Counter[str](), 0
            while True:
                page = how.opened(asked, RULE_SETS[rules], row.key, column, after)
                seen.update(each.code for each in page.rows)
                after = page.after
                if not after:
                    break
            assert len(seen) == row.cells[column] == seen.total(), (row.key, column)


def test_a_step_that_somebody_takes_up_is_one_entry() -> None:
    """Handed to an agency at nine, to its officer at half past ten, to another at two, who proposes at three.

    Six hours less two at noon; the other officer's stay is a new one, as on the dossier's page.
    """

    def told() -> dict[str, Any]:
        table = made("step_time").build(scope(MOMENTS[0], procedure=FIVE_DAYS), RULE_SETS["practice"], "step")
        row = next((row for row in table.rows if row.key == f"step:{FIVE_DAYS}|resolve"), None)
        return row.cells if row else {"entries": 0, "used": 0, "dossiers": 0}

    before, room = told(), Room("2026-03-02T08:00")
    room.receive()
    room.do(RECEPTION, "transfer", "2026-03-02T09:00")
    room.do(LEADER, "assign", "2026-03-02T10:30", to_officer=HANDLER_CODE)
    room.do(LEADER, "assign", "2026-03-02T14:00", to_officer=OTHER_HANDLER_CODE)
    room.do(OTHER_HANDLER, "propose_result", "2026-03-02T15:00", granted="1")
    room.finished("2026-03-02T16:00")
    after = told()
    assert [after[each] - before[each] for each in ("entries", "dossiers", "used")] == [2, 1, 240]


def test_a_row_of_another_procedure_than_the_scope_is_not_found() -> None:
    how = made("step_time")
    assert how.opened is not None
    rows = how.build(scope(MOMENTS[0]), RULE_SETS["practice"], "procedure").rows
    one, other = (row.key.partition(":")[2] for row in rows[:2])
    asked = scope(MOMENTS[0], procedure=one)
    assert how.opened(asked, RULE_SETS["practice"], f"procedure:{one}", "dossiers", 0).rows
    for row in (f"procedure:{other}", f"step:{other}|resolve", "procedure:", "moon:1", "agency:x"):
        with pytest.raises(NotFound):
            how.opened(asked, RULE_SETS["practice"], row, "dossiers", 0)


def test_steps_of_just_enough_dossiers_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    row = made("step_time").build(scope(MOMENTS[0]), RULE_SETS["practice"], "procedure").rows[0]
    number, code = row.cells["dossiers"], row.key.partition(":")[2]
    assert isinstance(number, int)
    for least, told in ((number, True), (number + 1, False)):
        monkeypatch.setattr(step_time, "FEWEST_TIMED", least)
        assert bool(longest_steps(scope(MOMENTS[0]), RULE_SETS["practice"], code)) == told


def test_officers_have_their_steps_of_processes_as_turns() -> None:
    """Also where a dossier follows a process of its own, its steps after the result and calls to others."""
    asked = scope(MOMENTS[0])
    everybody = officers()
    found, told = officers_recounted(asked), figures_of(asked, everybody)
    for officer in everybody:
        expected = by_hand(found, officer, asked.first)
        for name in ("carried", "received", "passed", "held"):
            assert set(told[officer].sets[name]) == expected[name], (officer, name)
    assert sum(told[each].dossiers for each in everybody) > 50


def test_the_longest_steps_of_a_procedure() -> None:
    table = made("step_time").build(scope(MOMENTS[0]), RULE_SETS["practice"], "step")
    level = max((row for row in table.rows if row.kind == "level"), key=lambda row: row.cells["dossiers"])  # type: ignore[arg-type, return-value]
    place = table.rows.index(level)
    code = level.key.partition(":")[2]
    found = longest_steps(scope(MOMENTS[0]), RULE_SETS["practice"], code)
    lines = table.rows[place + 1 : place + 4]
    if level.cells["dossiers"] < 20:  # type: ignore[operator]
        assert found == ()
    else:
        assert [(each.name, each.half, each.share) for each in found] == [
            (row.label, row.cells["half"], row.cells["share"]) for row in lines
        ]
