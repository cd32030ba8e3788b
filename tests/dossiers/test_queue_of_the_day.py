"""Numbers without gap, one citizen for one counter, priority by law, and nothing of who it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.dossiers.room import HANDLER, HEAD, INSPECTOR, LEADER, RECEPTION, STRANGER, WARD, Room

from motcua.dossiers.counter_tables import QueueTicket
from motcua.dossiers.queries.waiting import my_place, queue_day, waiting_board
from motcua.dossiers.queue import call_again, call_next, call_number, end_ticket, issue_ticket
from motcua.foundation.clock import DAY, MINUTE
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.organisation.duties import take_counter
from motcua.organisation.models import Counter
from motcua.organisation.rights import Person


def numbers(room: Room, how_many: int, **kind: object) -> list[int]:
    officer = room.person(RECEPTION)
    return [issue_ticket(officer, clock=room.clock, **kind).number for _ in range(how_many)]  # type: ignore[arg-type]


def seated(room: Room, who: str = RECEPTION, place: int = 0) -> Person:
    person = room.person(who)
    section = next(post.section_id for post in person.held if post.section_id)
    counter = Counter.objects.filter(section=section, active=True).order_by("number")[place]
    take_counter(person, counter.pk, clock=room.clock)
    return person


def test_numbers_run_per_section_and_day_without_gap(room: Room) -> None:
    assert numbers(room, 3) == [1, 2, 3]
    assert issue_ticket(room.person(STRANGER), clock=room.clock).number == 1
    room.clock.instant += DAY
    assert numbers(room, 2) == [1, 2]


def test_who_waits_longest_comes_first_but_priority_before(room: Room) -> None:
    numbers(room, 2)
    numbers(room, 1, priority=True)
    officer = seated(room)
    called, seen = [], None
    for _ in range(3):
        ticket = call_next(officer, seen=seen, clock=room.clock)
        assert ticket is not None
        seen = ticket.number
        called.append(seen)
    assert called == [3, 1, 2]
    assert call_next(officer, seen=seen, clock=room.clock) is None
    assert my_place(officer, clock=room.clock).serving is None, "the last one is done with"


def test_only_those_of_a_field(room: Room) -> None:
    numbers(room, 1, field="Đất đai")
    numbers(room, 1, field="Hộ tịch")
    ticket = call_next(seated(room), field="Hộ tịch", clock=room.clock)
    assert ticket is not None
    assert ticket.number == 2


def test_a_second_press_calls_nobody_else(room: Room) -> None:
    numbers(room, 3)
    officer = seated(room)
    call_next(officer, clock=room.clock)
    with pytest.raises(Conflict, match="đang phục vụ số 001"):
        call_next(officer, clock=room.clock)
    place = my_place(officer, clock=room.clock)
    assert (place.serving, place.waiting) == (1, 2)


def test_absent_called_again_and_called_by_number(room: Room) -> None:
    numbers(room, 2)
    officer, head = seated(room), seated(room, HEAD, 1)
    call_next(officer, clock=room.clock)
    assert call_again(officer, clock=room.clock).calls == 2
    assert end_ticket(officer, 1, absent=True, clock=room.clock)
    assert not end_ticket(officer, 1, clock=room.clock), "pressed twice"
    assert call_number(head, 1, clock=room.clock).counter_id is not None
    with pytest.raises(Conflict, match=r"Số 001 đã được gọi lúc .* tại quầy 2"):
        call_number(officer, 1, clock=room.clock)
    with pytest.raises(NotFound, match="không có số 099"):
        call_number(officer, 99, clock=room.clock)
    with pytest.raises(NotFound, match="không phục vụ số nào"):
        call_again(officer, clock=room.clock)


def test_a_refused_call_by_number_keeps_whom_one_serves(room: Room) -> None:
    numbers(room, 2)
    officer = seated(room)
    call_next(officer, clock=room.clock)
    with pytest.raises(NotFound):
        call_number(officer, 99, seen=1, clock=room.clock)
    assert my_place(officer, clock=room.clock).serving == 1


def test_without_a_counter_nobody_is_called(room: Room) -> None:
    numbers(room, 1)
    with pytest.raises(DomainError, match="chưa nhận quầy"):
        call_next(room.person(RECEPTION), clock=room.clock)
    assert my_place(room.person(RECEPTION), clock=room.clock).waiting == 1


@pytest.mark.parametrize("who", [HANDLER, LEADER, INSPECTOR])
def test_only_the_section_runs_its_queue(room: Room, who: str) -> None:
    person = room.person(who)
    for act in (issue_ticket, call_next, call_again):
        with pytest.raises(Forbidden):
            act(person, clock=room.clock)
    with pytest.raises(Forbidden):
        end_ticket(person, 1, clock=room.clock)


def test_the_day_and_the_board(room: Room) -> None:
    numbers(room, 3)
    officer = seated(room)
    room.clock.instant += 10 * MINUTE
    call_next(officer, clock=room.clock)
    room.clock.instant += 10 * MINUTE
    call_next(officer, seen=1, clock=room.clock)
    today = queue_day(officer, clock=room.clock)
    assert today is not None
    assert (today.served, today.median_minutes) == (1, 15)
    assert [ticket.number for ticket in today.waiting] == [3]
    board = waiting_board(WARD, clock=room.clock)
    assert board is not None
    assert [ticket.number for ticket in board.called] == [2, 1]
    assert board.waiting == 1


def test_no_personal_data_in_the_table() -> None:
    texts = {
        field.name for field in QueueTicket._meta.local_fields if field.get_internal_type() == "CharField"
    }
    assert texts == {"field", "state", "officer"}, "the officer's code, never the citizen"


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_get_different_people(room: Room) -> None:
    numbers(room, 6)
    people = [seated(room), seated(room, HEAD, 1)]

    def call(person: Person) -> int | None:
        try:
            ticket = call_next(person, clock=room.clock)
        finally:
            connection.close()
        return ticket.number if ticket else None

    with ThreadPoolExecutor(2) as pool:
        called = list(pool.map(call, people))
    assert sorted(filter(None, called)) == [1, 2]
