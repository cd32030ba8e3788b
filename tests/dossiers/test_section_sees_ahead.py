"""The head of a section sees steps over their time, and promises that cannot be kept while there is time to
apologise (Decree 61/2018 art. 19(9))."""

from __future__ import annotations

import pytest
from tests.dossiers.room import (
    HANDLER_CODE,
    HEAD,
    LEADER_CODE,
    RECEPTION,
    STRANGER,
    WITH_PROCESS,
    Room,
)

from motcua.dossiers.queries.section_late import late_steps, unkept_promises
from motcua.foundation.clock import DAY
from motcua.foundation.errors import Forbidden
from motcua.organisation.models import Agency
from motcua.procedures import process_services


@pytest.fixture
def ward(room: Room) -> int:
    process_services.load_demo()
    room.receive(procedure=WITH_PROCESS)
    room.do(RECEPTION, "transfer", to_officer=HANDLER_CODE)
    return Agency.objects.get(code="H14.40.03", valid_to=None).pk


def unkept(room: Room, ward: int) -> list[str]:
    return [each.code for each in unkept_promises(room.person(HEAD), ward, clock=room.clock)]


def late(room: Room, ward: int) -> list[tuple[str, str]]:
    return [(each.code, each.officer) for each in late_steps(room.person(HEAD), ward, clock=room.clock)]


def test_nothing_while_there_is_time(room: Room, ward: int) -> None:
    assert (unkept(room, ward), late(room, ward)) == ([], [])


def test_a_step_about_to_be_late_is_told_before(room: Room, ward: int) -> None:
    step = room.state.running.principal
    assert step is not None
    assert step.due_at is not None
    room.clock.instant = step.due_at - DAY // 24
    told = late_steps(room.person(HEAD), ward, clock=room.clock)
    assert [(each.code, each.late) for each in told] == [(room.code, False)]
    room.clock.instant = step.due_at + 1
    assert [each.late for each in late_steps(room.person(HEAD), ward, clock=room.clock)] == [True]


def test_a_step_that_took_too_long_makes_the_promise_unkept_before_it_passes(room: Room, ward: int) -> None:
    due = room.state.due_at
    assert due is not None
    room.clock.instant = due - DAY // 24
    assert unkept(room, ward) == [room.code]
    found = unkept_promises(room.person(HEAD), ward, clock=room.clock)[0]
    assert found.ends_at > found.promise == due
    assert not found.in_time
    assert [code for code, _ in late(room, ward)] == [room.code]


def test_no_more_once_it_has_passed_or_was_put_off(room: Room, ward: int) -> None:
    due = room.state.due_at
    assert due is not None
    room.clock.instant = due + DAY
    assert unkept(room, ward) == []
    room.clock.instant = due - DAY // 24
    later = room.on(14, "10:00")
    room.do(RECEPTION, "reschedule", new_due_at=later, reason="Chờ kết quả", signed_by=LEADER_CODE)
    assert unkept(room, ward) == []


def test_other_sections_are_not_seen(room: Room, ward: int) -> None:
    for read in (late_steps, unkept_promises):
        with pytest.raises(Forbidden):
            read(room.person(STRANGER), ward, clock=room.clock)
