"""The calendar is whole snapshots: a change is a new version with its source, and old ones never change."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.organisation.tree import NOW, Province
from tests.support.statements import counting

from motcua.foundation.clock import HOUR, FixedClock, instant_of
from motcua.foundation.errors import DomainError, Forbidden
from motcua.foundation.worktime import Window
from motcua.law.calendar import shipped_calendar, shipped_facts
from motcua.law.roles import Role
from motcua.organisation.calendars import (
    SHIPPED,
    calendar_for,
    calendar_of_version,
    current_calendar_version,
    snapshot,
    version_label,
)
from motcua.organisation.models import CalendarDayRow, CalendarVersion, WindowRow
from motcua.organisation.rights import Person
from motcua.organisation.services import CalendarChange, DayChange, change_calendar, seed_calendar

MONDAY, SATURDAY = date(2027, 3, 8), date(2027, 3, 13)
OFF = DayChange(date=MONDAY, kind="off", reason="Nghỉ hoán đổi")
WORKED = DayChange(date=SATURDAY, kind="worked", reason="Làm bù")
EIGHT_TO_NOON = [Window(weekday=day, opens=8 * 60, closes=12 * 60) for day in range(5)]


@pytest.fixture
def administrator(province: Province) -> Person:
    return province.person(Role.ADMINISTRATOR, "office")


def change(actor: Person, *rows: DayChange, **more: object) -> CalendarChange:
    return change_calendar(actor, rows, "999/TB-BNV", "Hoán đổi ngày làm việc", **more)  # type: ignore[arg-type]


def test_before_any_snapshot_the_shipped_calendar_counts(db: None) -> None:
    assert current_calendar_version() == SHIPPED
    assert calendar_for() is shipped_calendar()
    assert version_label(SHIPPED) == shipped_facts().version


def test_the_first_version_is_the_shipped_calendar(db: None) -> None:
    assert seed_calendar()
    assert not seed_calendar()
    assert current_calendar_version() == 1
    assert snapshot(1) == snapshot(SHIPPED)


def test_a_change_makes_a_version_and_tells_what_changed(administrator: Person) -> None:
    seed_calendar()
    made = change(administrator, OFF, WORKED, clock=FixedClock(instant_of(datetime(2026, 12, 25, 9))))
    assert (made.before, made.after, made.number) == ("db-1", "db-2", 2)
    assert [(day, old, new.kind) for day, old, new in made.days if new] == [
        (MONDAY, None, "off"),
        (SATURDAY, None, "worked"),
    ]
    row = CalendarVersion.objects.get(number=2)
    assert row.made_by_id == administrator.officer_id
    assert (row.reason, row.source) == ("Hoán đổi ngày làm việc", "999/TB-BNV")
    assert row.made_at == instant_of(datetime(2026, 12, 25, 9))


def test_the_new_calendar_counts_and_the_old_one_stays(administrator: Person) -> None:
    seed_calendar()
    change(administrator, OFF, WORKED)
    new, old = calendar_for(), calendar_of_version("db-1")
    assert old is not None
    assert (new.version, old.version) == ("db-2", "db-1")
    assert (new.is_working_day(MONDAY), new.is_working_day(SATURDAY)) == (False, True)
    assert (old.is_working_day(MONDAY), old.is_working_day(SATURDAY)) == (True, False)
    fact = new.reason(MONDAY)
    assert fact is not None
    assert (fact.reason, fact.source) == ("Nghỉ hoán đổi", "999/TB-BNV")


def test_a_day_becomes_ordinary_again(administrator: Person) -> None:
    change(administrator, OFF)
    made = change(administrator, DayChange(date=MONDAY, kind="ordinary"))
    assert [(day, new) for day, _, new in made.days] == [(MONDAY, None)]
    assert calendar_for().is_working_day(MONDAY)


def test_an_agency_has_its_own_hours(administrator: Person, province: Province) -> None:
    commune = province.id("new-1")
    made = change(administrator, windows={commune: EIGHT_TO_NOON})
    assert made.hours_changed == (commune,)
    nine = instant_of(datetime(2026, 3, 4, 9))
    assert calendar_for(commune).add(nine, 4 * HOUR) == instant_of(datetime(2026, 3, 5, 9))
    assert calendar_for().add(nine, 4 * HOUR) == instant_of(datetime(2026, 3, 4, 15))
    assert calendar_for(province.id("new-2")) is calendar_for()
    assert change(administrator, windows={commune: []}).hours_changed == (commune,)
    assert calendar_for(commune) is calendar_for()


def test_own_hours_follow_a_code_only_on_the_days_of_its_agency(
    administrator: Person, province: Province
) -> None:
    change(administrator, windows={province.id("new-1"): EIGHT_TO_NOON})
    assert calendar_for("H14.40.01", on=NOW) is calendar_for(province.id("new-1"))
    assert calendar_for("H14.40.01", on=date(2022, 4, 28)) is calendar_for()


def test_a_calendar_is_built_once_and_costs_one_query_after(administrator: Person) -> None:
    change(administrator, OFF)
    first = calendar_for()
    with counting() as asked:
        assert calendar_for() is first
    assert len(asked.texts) == 1
    version = current_calendar_version()
    with counting() as asked:
        assert calendar_for(version=version) is first
    assert len(asked.texts) == 0


@pytest.mark.parametrize("label", ["db-2", "db-x", "no such", ""])
def test_an_unknown_version_has_no_calendar(administrator: Person, label: str) -> None:
    change(administrator, OFF)
    assert calendar_of_version(label) is None


def test_the_shipped_version_is_known_by_its_name(administrator: Person) -> None:
    change(administrator, OFF)
    assert calendar_of_version(shipped_facts().version) is shipped_calendar()


@pytest.mark.parametrize(
    ("source", "reason", "error"),
    [
        ("", "vì sao", "calendar_needs_source"),
        ("1/TB", " ", "calendar_needs_source"),
        ("x" * 256, "vì sao", "calendar_needs_source"),
        ("1/TB", "vì sao", "calendar_unchanged"),
    ],
)
def test_a_change_without_ground_or_effect_is_refused(
    administrator: Person, source: str, reason: str, error: str
) -> None:
    rows = [] if error == "calendar_unchanged" else [OFF]
    with pytest.raises(DomainError) as refusal:
        change_calendar(administrator, rows, source, reason)
    assert refusal.value.id == error
    assert current_calendar_version() == SHIPPED


def test_windows_that_overlap_are_refused_and_nothing_is_written(administrator: Person) -> None:
    overlapping = [Window(weekday=0, opens=420, closes=700), Window(weekday=0, opens=600, closes=800)]
    with pytest.raises(DomainError):
        change(administrator, windows={None: overlapping})
    assert current_calendar_version() == SHIPPED
    assert not WindowRow.objects.exists()


@pytest.mark.parametrize("role", [Role.SECTION_HEAD, Role.LEADER, Role.INSPECTOR, Role.CONTROLLER])
def test_only_an_administrator_changes_the_calendar(province: Province, role: Role) -> None:
    with pytest.raises(Forbidden):
        change(province.person(role, "centre"), OFF)


@pytest.mark.parametrize("model", [CalendarVersion, CalendarDayRow, WindowRow])
def test_a_snapshot_is_written_once(
    administrator: Person, model: type[CalendarVersion] | type[CalendarDayRow] | type[WindowRow]
) -> None:
    change(administrator, OFF)
    with pytest.raises(IntegrityError, match="is written once"), transaction.atomic():
        model.objects.update(id=0)
    with pytest.raises(IntegrityError, match="is written once"), transaction.atomic():
        model.objects.all()._raw_delete("default")  # type: ignore[attr-defined]
