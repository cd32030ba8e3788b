"""Who sits at which counter: taken by the officer, set by the section head, one at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.organisation.tree import NOW, Province, noon

from motcua.foundation.clock import HOUR, FixedClock
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.law.roles import Role
from motcua.organisation.duties import free_counter, leave_counter, set_counter, take_counter
from motcua.organisation.models import Counter, CounterDuty
from motcua.organisation.queries import counter_of, counters_today
from motcua.organisation.rights import Person


@pytest.fixture(autouse=True)
def march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.organisation.queries.today", lambda: NOW)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(noon(NOW))


@pytest.fixture
def counters(province: Province) -> list[Counter]:
    names = ("Tư pháp", "Đất đai")
    section = province.sections["new-1"]
    return [Counter.objects.create(section=section, number=no, name=name) for no, name in enumerate(names, 1)]


@pytest.fixture
def clerk(province: Province) -> Person:
    return province.person(Role.RECEIVING_OFFICER, "new-1")


@pytest.fixture
def head(province: Province) -> Person:
    return province.person(Role.SECTION_HEAD, "new-1")


def seats(counters: list[Counter]) -> list[str]:
    return [each.officer_code for each in counters_today(counters[0].section_id, NOW)]


def test_an_officer_takes_a_counter_and_moves(
    counters: list[Counter], clerk: Person, clock: FixedClock
) -> None:
    first = take_counter(clerk, counters[0].pk, clock=clock)
    assert take_counter(clerk, counters[0].pk, clock=clock) == first, "twice is once"
    assert seats(counters) == [clerk.officer_code, ""]
    clock.instant += HOUR
    take_counter(clerk, counters[1].pk, clock=clock)
    assert seats(counters) == ["", clerk.officer_code]
    assert clerk.officer_id is not None
    found = counter_of(clerk.officer_id, NOW)
    assert found is not None
    assert (found.number, found.since) == (2, clock.now())
    assert leave_counter(clerk, clock=clock)
    assert not leave_counter(clerk, clock=clock)
    assert seats(counters) == ["", ""]


def test_a_taken_counter_is_not_taken_again(
    province: Province, counters: list[Counter], clerk: Person, clock: FixedClock
) -> None:
    other = province.person(Role.RECEIVING_OFFICER, "new-1")
    take_counter(clerk, counters[0].pk, clock=clock)
    with pytest.raises(Conflict, match=f"Quầy 1 đang do {clerk.name} trực"):
        take_counter(other, counters[0].pk, clock=clock)
    assert seats(counters) == [clerk.officer_code, ""]


def test_the_head_sets_who_sits_where(
    counters: list[Counter], clerk: Person, head: Person, clock: FixedClock
) -> None:
    take_counter(head, counters[0].pk, clock=clock)
    duty = set_counter(head, counters[0].pk, clerk.officer_code, clock=clock)
    assert duty.set_by_id == head.officer_id
    assert seats(counters) == [clerk.officer_code, ""]
    assert free_counter(head, counters[0].pk, clock=clock)
    assert seats(counters) == ["", ""]


def test_nobody_from_elsewhere(
    province: Province, counters: list[Counter], head: Person, clock: FixedClock
) -> None:
    stranger = province.person(Role.RECEIVING_OFFICER, "new-2")
    with pytest.raises(NotFound):
        take_counter(stranger, counters[0].pk, clock=clock)
    with pytest.raises(DomainError, match="không giữ vị trí nào tại bộ phận này"):
        set_counter(head, counters[0].pk, stranger.officer_code, clock=clock)
    with pytest.raises(NotFound):
        set_counter(head, counters[0].pk, "nobody", clock=clock)
    with pytest.raises(NotFound):
        take_counter(head, 0, clock=clock)


def test_a_counter_out_of_use(counters: list[Counter], clerk: Person, clock: FixedClock) -> None:
    Counter.objects.filter(pk=counters[0].pk).update(active=False)
    with pytest.raises(DomainError, match="ngừng dùng"):
        take_counter(clerk, counters[0].pk, clock=clock)
    assert seats(counters) == [""]


def test_a_forgotten_duty_ends_with_its_day(
    counters: list[Counter], clerk: Person, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_counter(clerk, counters[0].pk, clock=clock)
    later = NOW + timedelta(days=1)
    monkeypatch.setattr("motcua.organisation.queries.today", lambda: later)
    assert [each.officer_code for each in counters_today(counters[0].section_id, later)] == ["", ""]
    assert seats(counters) == [clerk.officer_code, ""], "the day before still tells who sat there"


def test_the_database_keeps_one_at_a_counter(
    province: Province, counters: list[Counter], clerk: Person, clock: FixedClock
) -> None:
    take_counter(clerk, counters[0].pk, clock=clock)
    other = province.officer()
    with pytest.raises(IntegrityError), transaction.atomic():
        CounterDuty.objects.create(counter=counters[0], officer=other, day=NOW, begins=clock.now())


@pytest.mark.parametrize(
    ("role", "takes", "sets"),
    [
        (Role.RECEIVING_OFFICER, True, False),
        (Role.SECTION_HEAD, True, True),
        (Role.HANDLING_OFFICER, False, False),
        (Role.LEADER, False, False),
        (Role.INSPECTOR, False, False),
        (Role.CONTROLLER, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_may(
    province: Province,
    counters: list[Counter],
    clerk: Person,
    clock: FixedClock,
    role: Role,
    *,
    takes: bool,
    sets: bool,
) -> None:
    person = province.person(role, "new-1")
    for allowed, act in (
        (takes, lambda: take_counter(person, counters[1].pk, clock=clock)),
        (takes, lambda: leave_counter(person, clock=clock)),
        (sets, lambda: set_counter(person, counters[0].pk, clerk.officer_code, clock=clock)),
        (sets, lambda: free_counter(person, counters[0].pk, clock=clock)),
    ):
        if allowed:
            act()
        else:
            with pytest.raises(Forbidden):
                act()
