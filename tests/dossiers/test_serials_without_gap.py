"""Serials per receiving agency and day: no gap, no double, whoever receives at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.dossiers.room import OWNER, RECEPTION, Room, form
from tests.dossiers.threads import together

from motcua.dossiers import services, store
from motcua.dossiers.intake import read_intake
from motcua.dossiers.models import Dossier, Serial
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.services import Reception
from motcua.dossiers.verify import verify
from motcua.foundation.codes import parse_code
from motcua.foundation.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)
ANOTHER = "tham.tangiang"


def intake(room: Room, key: str, who: str = RECEPTION, **changes: str) -> Callable[[], Reception]:
    person, request = room.person(who), read_intake(form(**changes))
    return lambda: services.receive(person, request, idempotency_key=key, clock=room.clock)


def serials(results: list[Any]) -> list[int]:
    """The serials given, in order."""
    return sorted(int(each.code.rpartition("-")[2]) for each in results if isinstance(each, Reception))


def test_fifty_at_once(room: Room) -> None:
    results = together([intake(room, f"k{number}") for number in range(50)])
    assert serials(results) == list(range(1, 51))
    assert verify().ok


def test_fifty_at_once_of_which_some_fail(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal by the law, a broken write after the serial was taken, and good ones among them."""
    write = store.write

    def failing(*arguments: Any, **named: Any) -> None:
        if any("Hỏng" in record.body for record in named["sealed"]):
            raise RuntimeError("the disk is full")
        write(*arguments, **named)

    monkeypatch.setattr(store, "write", failing)
    kinds = {0: {"content": "Hỏng"}, 1: {"procedure": "9.999999"}, 2: {"received_at": "2026-03-02T10:00"}}
    works = [intake(room, f"k{number}", **kinds.get(number % 5, {})) for number in range(50)]
    results = together(works)
    assert serials(results) == list(range(1, 21))
    assert sum(isinstance(each, RuntimeError) for each in results) == 10
    assert sum(isinstance(each, DomainError) for each in results) == 20
    assert Serial.objects.get().last == 20
    assert verify().ok
    assert rebuild().ok


def test_each_agency_counts_for_itself(room: Room) -> None:
    works = [intake(room, f"k{number}", (RECEPTION, ANOTHER)[number % 2]) for number in range(12)]
    results = together(works)
    assert serials(results) == sorted([*range(1, 7), *range(1, 7)])


def test_each_day_begins_at_one(room: Room) -> None:
    room.receive()
    room.clock.instant += 86_400_000_000
    assert room.receive().code.endswith("-260303-0001")


def test_ten_presses_with_one_key_give_one_dossier(room: Room) -> None:
    results = together([intake(room, "one key")] * 10)
    assert {each.code for each in results if isinstance(each, Reception)} == {"H14.40.03-260302-0001"}
    assert sorted(each.repeated for each in results if isinstance(each, Reception)) == [False] + [True] * 9
    assert Dossier.objects.count() == 1
    assert room.receive().code.endswith("-0002")


def test_one_key_of_two_people_is_two_dossiers(room: Room) -> None:
    results = together([intake(room, "one key"), intake(room, "one key", ANOTHER)])
    assert len({each.code for each in results if isinstance(each, Reception)}) == 2


def test_without_a_key_each_press_is_a_dossier(room: Room) -> None:
    assert [intake(room, "")().code[-4:], intake(room, "")().code[-4:]] == ["0001", "0002"]


def test_a_key_of_any_length_and_sign_will_do(room: Room) -> None:
    key = "\0khóa " * 1000
    first, second = intake(room, key)(), intake(room, key)()
    assert (first.code, second.repeated) == (second.code, True)


def test_after_9999_come_five_digits_and_a_flag(room: Room) -> None:
    room.receive()
    Serial.objects.update(last=9998)
    assert [room.receive().code[-5:], room.receive().code[-6:]] == ["-9999", "-10000"]
    assert parse_code(room.code)["valid"]
    assert parse_code(room.code)["warnings"]
    assert OWNER["owner_name"] in {row.owner_name for row in Dossier.objects.filter(code=room.code)}
