"""Worked examples: vectors 1-5 of domain reference 10.5, contracts section 4, and the reference data."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from motcua.foundation.clock import HOUR, instant_of
from motcua.foundation.worktime import Promise, Unit, is_after_15, parse_unit, promise
from motcua.law.calendar import shipped_calendar

CALENDAR = shipped_calendar()


def at(text: str) -> int:
    return instant_of(datetime.fromisoformat(text))


def due(received: str, limit: str, unit: Unit = Unit.WORKING_DAY, **settings: str) -> Promise:
    return promise(at(received), Decimal(limit), unit, CALENDAR, explain=True, **settings)  # type: ignore[arg-type]


def test_vector_1_three_working_days_over_the_victory_holidays() -> None:
    counted = due("2022-04-28T14:00", "3")
    assert counted.due_at == at("2022-05-05T14:00")
    assert [(line.date.day, line.minutes) for line in counted.explanation if line.kind == "counted"] == [
        (28, 180),
        (29, 480),
        (4, 480),
        (5, 300),
    ]
    assert due("2022-04-28T14:00", "3", count="whole_days").due_at == at("2022-05-05T17:00")


def test_vector_2_reception_outside_office_hours() -> None:
    assert due("2022-08-05T17:20", "1").clock_start == at("2022-08-08T07:00")
    assert due("2022-08-05T12:10", "1").clock_start == at("2022-08-05T13:30")


def test_vector_3_fifteen_sharp_is_not_after_15() -> None:
    assert not is_after_15(at("2022-08-05T15:00:00"))
    assert is_after_15(at("2022-08-05T15:00:01"))
    assert due("2022-08-04T15:00:00", "1", after_15="next_day").clock_start == at("2022-08-04T15:00")
    assert due("2022-08-04T15:00:01", "1", after_15="next_day").clock_start == at("2022-08-05T07:00")


def test_vector_4_restart_and_pause() -> None:
    first = due("2022-08-01T08:00", "5").due_at
    assert first == at("2022-08-08T08:00")
    requested, completed = at("2022-08-03T08:00"), at("2022-08-10T08:00")
    assert due("2022-08-10T08:00", "5").due_at == at("2022-08-17T08:00")
    assert CALENDAR.add(first, CALENDAR.between(requested, completed)) == at("2022-08-15T08:00")


def test_vector_5_calendar_days_roll_off_the_national_day() -> None:
    answer = due("2022-08-12T09:00", "20", Unit.CALENDAR_DAY)
    assert answer.due_at == at("2022-09-05T17:00")
    september = [
        line.date.day for line in answer.explanation if line.date.month == 9 and line.kind == "skipped"
    ]
    assert september == [1, 2, 3, 4]


def test_monday_and_eight_hours_is_monday_at_closing() -> None:
    assert due("2022-08-01T07:00", "8", Unit.HOUR).due_at == at("2022-08-01T17:00")
    assert CALENDAR.add(at("2022-08-01T07:00"), 8 * HOUR) == at("2022-08-01T17:00")


def test_three_and_a_half_whole_days_end_at_eleven_on_the_fourth() -> None:
    assert due("2022-08-01T09:00", "3.5", count="whole_days").due_at == at("2022-08-05T11:00")


def test_the_day_of_culture_is_skipped_and_awaits_confirmation() -> None:
    lines = {line.date: line for line in due("2026-11-23T09:00", "2").explanation}
    assert lines[date(2026, 11, 24)].kind == "skipped"
    assert "chờ văn bản xác nhận" in lines[date(2026, 11, 24)].reason


def test_beyond_the_last_announced_year_a_date_is_provisional() -> None:
    assert not due("2026-12-30T09:00", "1").provisional
    answer = due("2026-12-30T09:00", "5")
    assert answer.provisional
    assert answer.due_at == at("2027-01-07T09:00")


def test_examples_of_the_reference_data(shared_data: Path) -> None:
    """R1 is whole days by the Civil Code; R2 the same with the rule after 15:00."""
    with (shared_data / "08_calendar" / "due_date_examples.csv").open(encoding="utf-8") as file:
        examples = list(csv.DictReader(file))
    assert len(examples) == 12
    for row in examples:
        for column, rule in (("due_R1", "off"), ("due_R2", "next_day")):
            answer = due(
                row["received_at"], row["limit"], parse_unit(row["unit"]), count="whole_days", after_15=rule
            )
            assert answer.due_date == date.fromisoformat(row[column]), row["why"]
        hours = due(row["received_at"], row["limit"], parse_unit(row["unit"]))
        assert hours.due_date == date.fromisoformat(row["due_R1"]), row["why"]


@pytest.mark.parametrize(
    ("received", "limit", "due_at"),
    [
        ("2026-01-01T09:00", "1", "2026-01-05T17:00"),
        ("2025-12-31T09:00", "2", "2026-01-06T09:00"),
        ("2026-01-09T10:00", "1", "2026-01-10T10:00"),
        ("2026-08-21T10:00", "7", "2026-09-03T10:00"),
        ("2025-04-25T10:00", "4", "2025-05-05T10:00"),
    ],
)
def test_swapped_days(received: str, limit: str, due_at: str) -> None:
    assert due(received, limit).due_at == at(due_at)
