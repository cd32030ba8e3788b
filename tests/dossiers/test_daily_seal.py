"""The seal of a day: over the heads of all dossiers changed on it, chained to the one before, published."""

from __future__ import annotations

from datetime import date

import pytest
from tests.dossiers.room import RECEPTION, Room, at
from tests.dossiers.threads import together

from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.queries import daily_roots
from motcua.dossiers.seal import Root, present_root, root_over, seal_days
from motcua.foundation.clock import DAY


def days(roots: list[Root]) -> list[tuple[date, int]]:
    return [(root.day, root.heads) for root in roots]


def test_a_finished_day_is_sealed_and_published(room: Room) -> None:
    room.receive()
    assert seal_days(room.clock) == []
    room.clock.instant += DAY
    (made,) = seal_days(room.clock)
    assert (made.day, made.heads) == (date(2026, 3, 2), 1)
    assert daily_roots() == [made]


def test_each_seal_follows_the_one_before(room: Room) -> None:
    room.receive()
    room.do(RECEPTION, "transfer", room.on(1, "08:00"))
    room.clock.instant += DAY
    first, second = seal_days(room.clock)
    assert (first.previous, second.previous) == (bytes(32), first.root)
    assert second.root == root_over([room.locked.head], first.root)


def test_a_day_without_events_has_none(room: Room) -> None:
    room.receive()
    room.do(RECEPTION, "transfer", room.on(3, "08:00"))
    room.clock.instant += 5 * DAY
    assert days(seal_days(room.clock)) == [(date(2026, 3, 2), 1), (date(2026, 3, 5), 1)]


def test_sealing_again_changes_nothing(room: Room) -> None:
    room.receive()
    room.clock.instant += DAY
    seal_days(room.clock)
    assert seal_days(room.clock) == []
    assert DailySeal.objects.count() == 1


def test_of_several_events_on_a_day_the_last_counts(room: Room) -> None:
    room.receive()
    room.transferred()
    room.clock.instant += DAY
    (made,) = seal_days(room.clock)
    assert made.root == root_over([room.locked.head], bytes(32))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-02T23:59", date(2026, 3, 2)),
        ("2026-03-03T00:00", date(2026, 3, 3)),
        ("2026-03-03T00:01", date(2026, 3, 3)),
        ("2026-03-03T06:59", date(2026, 3, 3)),
    ],
)
def test_a_day_is_a_day_of_vietnam(room: Room, moment: str, day: date) -> None:
    """At 00:01 in Vietnam it is 17:01 of the day before in UTC; at 06:59 still the day before."""
    room.clock.instant = at(moment)
    room.receive()
    room.clock.instant = at("2026-03-05T01:00")
    assert days(seal_days(room.clock)) == [(day, 1)]


def test_heads_stand_in_the_order_of_codes(room: Room) -> None:
    room.receive("tham.tangiang")
    later = room.locked.head
    room.receive()
    room.clock.instant += DAY
    (made,) = seal_days(room.clock)
    assert made.root == root_over([room.locked.head, later], bytes(32))


def test_today_s_root_is_told_before_the_day_ends(room: Room) -> None:
    room.receive()
    so_far = present_root(room.clock)
    room.clock.instant += DAY
    assert seal_days(room.clock) == [so_far]


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_seal(room: Room) -> None:
    room.receive()
    room.clock.instant += DAY
    made = together([lambda: seal_days(room.clock)] * 4)
    assert sorted(len(each) for each in made if isinstance(each, list)) == [0, 0, 0, 1]
    assert DailySeal.objects.count() == 1
