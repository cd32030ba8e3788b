"""Our own facts of days off and swaps, against the reference data and the `holidays` package."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from motcua.law.calendar import calendar_from_rows, shipped_calendar, shipped_facts

CALENDAR = shipped_calendar()
ANNOUNCED = [day for day in shipped_facts().days if day.date.year <= CALENDAR.announced_until]
AWAITED = {date(2026, 11, 24)}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "08_calendar" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_day_has_reason_and_source() -> None:
    assert all(day.reason and day.source for day in shipped_facts().days)
    assert shipped_facts().windows_source


def test_the_days_off_are_those_of_the_reference_data(shared_data: Path) -> None:
    reference = {row["date"] for row in rows(shared_data, "holidays_2018_2026.csv")}
    assert {day.date.isoformat() for day in ANNOUNCED if day.kind == "off"} == reference


def test_the_worked_saturdays_are_those_of_the_reference_data(shared_data: Path) -> None:
    reference = {row["working_date"] for row in rows(shared_data, "makeup_working_days.csv")}
    assert {day.date.isoformat() for day in ANNOUNCED if day.kind == "worked"} == reference
    for row in rows(shared_data, "makeup_working_days.csv"):
        fact = CALENDAR.reason(date.fromisoformat(row["working_date"]))
        replaced = CALENDAR.reason(date.fromisoformat(row["replaces_day_off"]))
        assert fact is not None
        assert replaced is not None
        assert fact.source == replaced.source


def test_working_days_of_every_month(shared_data: Path) -> None:
    reference = {
        row["month"]: int(row["working_days"]) for row in rows(shared_data, "working_days_per_month.csv")
    }
    assert len(reference) == 108
    counted: Counter[str] = Counter()
    day = date(2018, 1, 1)
    while day <= date(2026, 12, 31):
        counted[f"{day:%Y-%m}"] += CALENDAR.is_working_day(day)
        day += timedelta(days=1)
    assert counted == reference


def test_what_awaits_confirmation_is_marked() -> None:
    assert {day.date for day in ANNOUNCED if not day.confirmed} == AWAITED
    assert not any(day.confirmed for day in shipped_facts().days if day.date.year > CALENDAR.announced_until)


def test_the_swap_of_january_2026() -> None:
    assert not CALENDAR.is_working_day(date(2026, 1, 2))
    assert CALENDAR.is_working_day(date(2026, 1, 10))
    fact = CALENDAR.reason(date(2026, 1, 2))
    assert fact is not None
    assert "12729/VPCP-KGVX" in fact.source


KNOWN_DIFFERENCES = {
    date(2026, 1, 2): "swap of Công văn 12729/VPCP-KGVX, missing in holidays 0.109",
}
"""Announced days where the package knows less than we do."""
EXPECTED_DIFFERENCES = {
    date(2027, 2, 4): "the package takes five days of Tết from the 29th; nothing is announced",
    date(2027, 2, 11): "we expect compensation for both days of the weekend; nothing is announced",
    date(2028, 1, 24): "as 2027: which five days is for the Prime Minister to say",
    date(2028, 1, 31): "as 2027",
}
"""Days of years not announced yet, where package and we expect otherwise."""


@pytest.mark.parametrize(
    ("years", "known"),
    [(range(2018, 2027), KNOWN_DIFFERENCES), (range(2027, 2029), EXPECTED_DIFFERENCES)],
)
def test_the_holidays_package_agrees_but_for_known_days(years: range, known: dict[date, str]) -> None:
    holidays = pytest.importorskip("holidays")
    package = set(holidays.country_holidays("VN", years=years))
    ours = {day.date for day in shipped_facts().days if day.kind == "off" and day.date.year in years}
    assert package ^ ours == set(known)


def test_a_calendar_is_built_from_plain_rows() -> None:
    facts = shipped_facts()
    built = calendar_from_rows(
        version="db-1",
        windows=[
            {"weekday": w.weekday, "opens": w.opens, "closes": w.closes, "id": 7} for w in facts.windows
        ],
        days=[
            {"date": d.date.isoformat(), "kind": d.kind, "reason": d.reason, "source": d.source}
            for d in facts.days
        ],
        announced_until=2026,
    )
    assert built.windows == CALENDAR.windows
    assert [day.date for day in built.days] == [day.date for day in CALENDAR.days]


@pytest.mark.parametrize(
    ("windows", "days"),
    [
        ([{"weekday": 0, "opens": "seven", "closes": "11:30"}], []),
        ([{"weekday": 0, "opens": "07:00"}], []),
        ([{"weekday": 0, "opens": None, "closes": "11:30"}], []),
        ([{"weekday": 0, "opens": "07:00", "closes": "11:30"}], [{"date": "2026-13-01", "kind": "off"}]),
        ([{"weekday": 0, "opens": "07:00", "closes": "11:30"}], [{"date": "2026-01-01"}]),
    ],
)
def test_a_row_that_cannot_be_read_is_named(
    windows: list[dict[str, object]], days: list[dict[str, object]]
) -> None:
    from motcua.foundation.errors import DomainError

    with pytest.raises(DomainError) as refusal:
        calendar_from_rows(version="bad", windows=windows, days=days, announced_until=2026)
    assert refusal.value.id == "calendar_invalid"
