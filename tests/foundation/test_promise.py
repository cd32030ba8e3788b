"""Limits in every unit and counting mode, and the explanation of each."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.foundation.calendars import at, calendar_2024

from motcua.foundation.errors import DomainError
from motcua.foundation.worktime import Promise, Unit, merged, parse_quantity, parse_unit, promise

CALENDAR = calendar_2024()


def made(received: str, limit: str, unit: Unit, **settings: str) -> Promise:
    return promise(at(received), Decimal(limit), unit, CALENDAR, explain=True, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("received", "limit", "unit", "due"),
    [
        ("2024-06-03T07:00", "8", Unit.HOUR, "2024-06-03T17:00"),
        ("2024-06-03T16:00", "2", Unit.HOUR, "2024-06-04T08:00"),
        ("2024-06-03T10:00", "0.25", Unit.WORKING_DAY, "2024-06-03T14:00"),
        ("2024-06-03T10:00", "0.5", Unit.WORKING_DAY, "2024-06-03T16:00"),
        ("2024-06-03T10:00", "3.5", Unit.WORKING_DAY, "2024-06-06T16:00"),
        ("2024-05-03T16:00", "1", Unit.WORKING_DAY, "2024-05-04T16:00"),
        ("2024-06-07T17:20", "1", Unit.WORKING_DAY, "2024-06-10T17:00"),
        ("2024-06-03T10:00", "5", Unit.CALENDAR_DAY, "2024-06-10T17:00"),
        ("2024-06-03T10:00", "4.5", Unit.CALENDAR_DAY, "2024-06-10T17:00"),
        ("2024-06-03T10:00", "3", Unit.MONTH, "2024-09-04T17:00"),
    ],
)
def test_counting_from_the_minute_of_reception(received: str, limit: str, unit: Unit, due: str) -> None:
    assert made(received, limit, unit).due_at == at(due)


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2024-06-03T10:00", "1", "2024-06-04T17:00"),
        ("2024-06-03T10:00", "3.5", "2024-06-07T11:00"),
        ("2024-06-03T10:00", "0.5", "2024-06-04T11:00"),
        ("2024-06-03T10:00", "0.25", "2024-06-04T09:00"),
        ("2024-06-03T10:00", "0.75", "2024-06-04T15:00"),
        ("2024-06-07T17:20", "1", "2024-06-10T17:00"),
        ("2024-06-08T09:00", "1", "2024-06-10T17:00"),
        ("2024-05-03T09:00", "1", "2024-05-04T17:00"),
    ],
)
def test_whole_days_count_from_the_next_day(received: str, limit: str, due: str) -> None:
    assert made(received, limit, Unit.WORKING_DAY, count="whole_days").due_at == at(due)


def test_hours_are_hours_in_whole_days_too() -> None:
    assert (
        made("2024-06-03T10:00", "2", Unit.HOUR, count="whole_days").due_at
        == at("2024-06-03T13:30") + 30 * 60_000_000
    )


@pytest.mark.parametrize(
    ("received", "clock_start", "whole_days_due"),
    [
        ("2024-06-03T15:00", "2024-06-03T15:00", "2024-06-04T17:00"),
        ("2024-06-03T15:00:01", "2024-06-04T07:00", "2024-06-05T17:00"),
        ("2024-06-07T16:00", "2024-06-10T07:00", "2024-06-11T17:00"),
    ],
)
def test_after_15_counts_as_received_the_next_working_day(
    received: str, clock_start: str, whole_days_due: str
) -> None:
    assert made(received, "1", Unit.WORKING_DAY, after_15="next_day").clock_start == at(clock_start)
    whole = made(received, "1", Unit.WORKING_DAY, after_15="next_day", count="whole_days")
    assert whole.due_at == at(whole_days_due)


def test_after_15_moves_calendar_days_too() -> None:
    assert made("2024-06-03T16:00", "1", Unit.CALENDAR_DAY, after_15="next_day").due_at == at(
        "2024-06-05T17:00"
    )


def test_no_stated_limit_has_no_due_date() -> None:
    for quantity, unit in ((None, Unit.WORKING_DAY), (Decimal(3), Unit.OTHER)):
        answer = promise(at("2024-06-08T10:00"), quantity, unit, CALENDAR)
        assert (answer.due_at, answer.due_date, answer.provisional) == (None, None, False)
        assert answer.clock_start == at("2024-06-10T07:00")


@pytest.mark.parametrize("limit", ["0", "-1", "NaN", "Infinity", "-Infinity", "sNaN"])
@pytest.mark.parametrize("unit", [Unit.HOUR, Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH])
def test_a_limit_that_is_no_positive_number_is_refused(limit: str, unit: Unit) -> None:
    with pytest.raises(DomainError) as refusal:
        made("2024-06-03T10:00", limit, unit)
    assert refusal.value.id == "limit_invalid"


@pytest.mark.parametrize("limit", ["1e9", "1e10", "1e999999", "30000"])
@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH])
@pytest.mark.parametrize("count", ["hours", "whole_days"])
def test_a_limit_beyond_the_calendar_is_refused(limit: str, unit: Unit, count: str) -> None:
    with pytest.raises(DomainError) as refusal:
        made("2024-06-03T10:00", limit, unit, count=count)
    assert refusal.value.id == "limit_out_of_range"


def test_months_are_whole() -> None:
    with pytest.raises(DomainError, match="tháng tròn"):
        made("2024-06-03T10:00", "1.5", Unit.MONTH)


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(DomainError, match="weeks"):
        made("2024-06-03T10:00", "1", Unit.HOUR, count="weeks")
    with pytest.raises(DomainError, match="maybe"):
        made("2024-06-03T10:00", "1", Unit.HOUR, after_15="maybe")


def test_units_are_read_in_any_case() -> None:
    assert parse_unit("WORKING_DAY") is Unit.WORKING_DAY
    assert parse_unit(" Day ") is Unit.CALENDAR_DAY
    assert parse_unit("") is parse_unit(None) is parse_unit("other") is Unit.OTHER
    with pytest.raises(DomainError, match="fortnight"):
        parse_unit("fortnight")


def test_quantities_take_point_and_comma() -> None:
    assert parse_quantity("3,5") == parse_quantity(" 3.5 ") == Decimal("3.5")
    assert parse_quantity("") is parse_quantity(None) is None
    with pytest.raises(DomainError, match="ba ngày"):
        parse_quantity("ba ngày")


limits = st.decimals("0.25", "40", places=2)
receptions = st.integers(at("2024-04-01T00:00"), at("2024-09-01T00:00")).map(lambda i: i - i % 60_000_000)


@given(receptions, limits, st.sampled_from(["hours", "whole_days"]), st.sampled_from(["off", "next_day"]))
def test_the_minutes_of_the_explanation_add_up_to_the_limit(
    received: int, limit: Decimal, count: str, after_15: str
) -> None:
    answer = promise(
        received, limit, Unit.WORKING_DAY, CALENDAR, count=count, after_15=after_15, explain=True
    )
    lines = answer.explanation
    assert sum(line.minutes for line in lines) == pytest.approx(float(limit * 480))
    assert [line.date for line in lines] == sorted({line.date for line in lines})
    assert lines[-1].date == answer.due_date
    assert (lines[-1].date - lines[0].date).days == len(lines) - 1
    assert all(line.reason and line.source for line in lines)
    assert all((line.minutes == 0) == (line.kind == "skipped") or line is lines[0] for line in lines)


@given(receptions, st.integers(1, 90), st.sampled_from(["off", "next_day"]))
def test_as_many_calendar_days_are_counted_as_the_limit_says(
    received: int, limit: int, after_15: str
) -> None:
    answer = promise(received, Decimal(limit), Unit.CALENDAR_DAY, CALENDAR, after_15=after_15, explain=True)
    assert sum(line.kind == "counted" for line in answer.explanation) == limit
    assert answer.explanation[-1].date == answer.due_date


@given(receptions, receptions, limits, st.sampled_from(list(Unit)), st.sampled_from(["hours", "whole_days"]))
def test_who_comes_earlier_is_never_due_later(a: int, b: int, limit: Decimal, unit: Unit, count: str) -> None:
    limit = Decimal(int(limit) + 1) if unit is Unit.MONTH else limit
    early, late = (promise(each, limit, unit, CALENDAR, count=count).due_at for each in sorted((a, b)))
    assert (early is None and late is None) or (early is not None and late is not None and early <= late)


def test_every_skipped_day_says_why() -> None:
    answer = made("2024-04-26T16:00", "2", Unit.WORKING_DAY)
    told = {line.date.isoformat(): (line.kind, line.minutes, line.reason) for line in answer.explanation}
    assert told["2024-04-26"][:2] == ("counted", 60)
    assert told["2024-04-27"] == ("skipped", 0, "Thứ Bảy")
    assert told["2024-04-28"] == ("skipped", 0, "Chủ nhật")
    assert told["2024-04-29"] == ("skipped", 0, "Nghỉ")
    assert told["2024-05-02"][:2] == ("counted", 480)
    assert told["2024-05-03"][:2] == ("counted", 420)


def test_a_worked_saturday_names_its_document() -> None:
    lines = made("2024-05-03T16:00", "1", Unit.WORKING_DAY).explanation
    assert (lines[-1].kind, lines[-1].reason, lines[-1].source) == ("counted", "Làm bù", "Thử")


def test_rolling_off_a_holiday_cites_the_civil_code() -> None:
    lines = made("2024-04-19T09:00", "10", Unit.CALENDAR_DAY).explanation
    assert [line.kind for line in lines[-5:]] == ["counted", "skipped", "skipped", "skipped", "counted"]
    assert lines[-1].source == "Bộ luật Dân sự 2015, Điều 148 khoản 5"


def test_a_screen_folds_neighbouring_days() -> None:
    parts = merged(made("2024-04-26T16:00", "2", Unit.WORKING_DAY).explanation)
    assert [(part.kind, part.days, part.minutes) for part in parts] == [
        ("counted", 1, 60), ("skipped", 5, 0), ("counted", 2, 900),
    ]  # fmt: skip
    assert parts[1].reason == "Thứ Bảy; Chủ nhật; Nghỉ"
