"""The clock of one step: late by the minute, early by the day, each entry by itself (form 05, last
column)."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from tests.dossiers.step_clocks.lines import LAND, at, hours, pause, step
from tests.support.dossier_life import Dossier

from motcua.dossiers.lifecycle.clock import outcome
from motcua.dossiers.step_clocks import Verdict, step_clock, told
from motcua.foundation.worktime import CalendarDay, WorkCalendar
from motcua.law.calendar import shipped_calendar, shipped_facts

CALENDAR = hours("")


@pytest.mark.parametrize(
    ("ended", "expected"),
    [("3 16:59", "early"), ("4 07:00", "on_time"), ("4 10:00", "on_time"), ("4 10:01", "late")],
)
def test_ended(ended: str, expected: str) -> None:
    row = step(1, LAND, "2 09:00", ended, due="4 10:00")
    assert step_clock(row, (), at("20 09:00"), CALENDAR).verdict == expected


@pytest.mark.parametrize("finished", ["2022-08-05T17:00", "2022-08-08T08:00", "2022-08-08T08:01"])
def test_by_the_same_rule_as_the_dossier(finished: str) -> None:
    state = Dossier().in_process().finished(finished).state
    assert state.ended_at is not None
    assert told(state.due_at, state.ended_at) == outcome(state)


def test_without_a_due_time_it_is_not_counted() -> None:
    for ended in ("", "9 09:00"):
        clock = step_clock(step(1, LAND, "2 09:00", ended), (), at("20 09:00"), CALENDAR)
        assert (clock.verdict, clock.left) == (Verdict.NOT_COUNTED, None)


def test_open_it_tells_what_is_left_and_what_is_over() -> None:
    row = step(1, LAND, "2 09:00", due="3 09:00")
    assert step_clock(row, (), at("2 16:00"), CALENDAR).left == 60 + 120
    late = step_clock(row, (), at("3 09:30"), CALENDAR)
    assert (late.verdict, late.left) == (Verdict.OVERDUE, -30)


def test_a_step_entered_twice_counts_each_entry_by_itself() -> None:
    first = step(1, LAND, "2 09:00", "3 15:00", due="3 10:00", step="appraise")
    again = step(4, LAND, "5 09:00", "5 10:00", due="6 10:00", step="appraise")
    verdicts = [step_clock(row, (), at("9 09:00"), CALENDAR).verdict for row in (first, again)]
    assert verdicts == [Verdict.LATE, Verdict.EARLY]


def test_waiting_turns_nothing_overdue() -> None:
    row = step(1, LAND, "2 09:00", due="3 09:00")
    waiting = step_clock(row, (pause("2 16:00"),), at("20 09:00"), CALENDAR)
    assert (waiting.verdict, waiting.left, waiting.paused) == (Verdict.RUNNING, 180, True)
    ended = msgspec.structs.replace(row, ended_at=at("10 09:00"))
    after = step_clock(ended, (pause("2 16:00", "10 09:00"),), at("20 09:00"), CALENDAR)
    assert after.verdict is Verdict.EARLY


def test_a_wait_that_began_too_late_hides_nothing() -> None:
    row = step(1, LAND, "2 09:00", due="3 09:00")
    clock = step_clock(row, (pause("3 09:10"),), at("20 09:00"), CALENDAR)
    assert (clock.verdict, clock.left) == (Verdict.OVERDUE, -10)


def test_a_day_off_added_later_moves_no_due_time_but_what_is_left() -> None:
    facts = shipped_facts()
    off = CalendarDay(date=date(2026, 3, 3), kind="off", reason="Bão", source="")
    changed = WorkCalendar(
        version="x",
        days=(*facts.days, off),
        windows=facts.windows,
        announced_until=facts.announced_until,
    )
    row = step(1, LAND, "2 09:00", due="4 09:00")
    before = step_clock(row, (), at("2 16:00"), shipped_calendar())
    after = step_clock(row, (), at("2 16:00"), changed)
    assert before.span.due_at == after.span.due_at
    assert (before.left, after.left) == (180 + 480, 180)
