"""Who files the same procedure again is warned by codes; nothing is blocked, nothing passes silently."""

from __future__ import annotations

import pytest
from tests.dossiers.room import FIVE_DAYS, INSTANT, OWNER, RECEPTION, STRANGER, Room, form
from tests.support.statements import counting

from motcua.dossiers.at_counter import receive_at_counter
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import earlier_dossiers, known_applicant, same_again
from motcua.foundation.clock import DAY

NUMBER = OWNER["owner_identifier"]


def at_counter(room: Room, key: str, **changes: str) -> str:
    data = form(**changes)
    return receive_at_counter(room.person(RECEPTION), data, idempotency_key=key, clock=room.clock).code


def test_the_second_filing_needs_the_tick(room: Room) -> None:
    first = at_counter(room, "one")
    with pytest.raises(FieldErrors) as refusal:
        at_counter(room, "two")
    assert first in str(refusal.value.faults["again"])
    assert Dossier.objects.count() == 1
    at_counter(room, "three", again="1")
    assert Dossier.objects.count() == 2


def test_a_second_press_is_no_second_filing(room: Room) -> None:
    assert at_counter(room, "one") == at_counter(room, "one")


@pytest.mark.parametrize(
    "changes", [{"procedure": INSTANT, "paper_2": ""}, {"owner_identifier": "004088000002"}]
)
def test_another_procedure_or_person_is_not_the_same(room: Room, changes: dict[str, str]) -> None:
    at_counter(room, "one")
    at_counter(room, "two", **changes)
    assert Dossier.objects.count() == 2


def test_what_has_ended_is_not_filed_again(room: Room) -> None:
    room.code = at_counter(room, "one")
    room.transferred().proposed().finished()
    at_counter(room, "two")


def test_only_in_the_own_section_and_within_a_year(room: Room) -> None:
    at_counter(room, "one")
    assert same_again(room.person(STRANGER), NUMBER, FIVE_DAYS, clock=room.clock) == ()
    assert len(same_again(room.person(RECEPTION), NUMBER, FIVE_DAYS, clock=room.clock)) == 1
    room.clock.instant += 366 * DAY
    assert same_again(room.person(RECEPTION), NUMBER, FIVE_DAYS, clock=room.clock) == ()


def test_one_statement_more(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    at_counter(room, "warm")
    with counting(monkeypatch) as plain:
        at_counter(room, "a", again="1")
    with counting(monkeypatch) as asked:
        at_counter(room, "b", owner_identifier="004088000002")
    assert len(asked.texts) == len(plain.texts) + 1
    assert len(asked.inside) == len(plain.inside)


def test_the_applicant_is_known_from_the_newest_dossier(room: Room) -> None:
    room.receive(owner_phone="0912000111", owner_address="Tổ 1")
    room.receive(owner_phone="0912000222", owner_address="Tổ 2, phường Thục Phán")
    earlier = earlier_dossiers(room.person(RECEPTION), NUMBER)
    found = known_applicant(earlier[0])
    assert found is not None
    assert (found.name, found.phone, found.address) == (
        OWNER["owner_name"],
        "0912000222",
        "Tổ 2, phường Thục Phán",
    )
    assert found.code == room.code
    assert earlier_dossiers(room.person(STRANGER), NUMBER) == []
