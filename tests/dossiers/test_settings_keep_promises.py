"""A dossier stays under the rules of the day it was received, whatever the office sets afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dossiers.room import ADMINISTRATOR, HANDLER, HEAD, RECEPTION, Room
from tests.support.statements import counting

from motcua.dossiers.queries import dossier_page, explained
from motcua.foundation.clock import FixedClock, day_of
from motcua.organisation.regime_settings import choose_setting


def choose(room: Room, key: str, value: str, after: int = 1) -> None:
    choose_setting(
        room.person(ADMINISTRATOR),
        regime_id="R2025",
        key=key,
        value=value,
        valid_from=day_of(room.clock.now()) + timedelta(days=after),
        source="QĐ 12/QĐ-UBND",
        reason="Thống nhất cách đếm",
        clock=room.clock,
    )


def test_who_was_received_before_is_counted_as_before_and_who_comes_after_anew(room: Room) -> None:
    room.receive()
    due = room.due
    choose(room, "count", "whole_days")
    room.receive(key="same-day")
    assert room.due == due
    next_day = Room(room.on(1, "09:00"))
    next_day.receive()
    assert next_day.due == "2026-03-10T17:00"
    assert due == "2026-03-09T09:00"


def supplemented(room: Room) -> str:
    room.transferred(room.on(0, "10:00"))
    room.do(
        HANDLER, "propose_supplement", room.on(1, "08:00"), items="Bản sao giấy khai sinh", reason="Thiếu"
    )
    room.do(
        RECEPTION, "request_supplement", room.on(1, "09:00"), items="Bản sao giấy khai sinh", reason="Thiếu"
    )
    room.do(RECEPTION, "receive_supplement", room.on(3, "09:00"))
    return room.due


def test_the_supplement_policy_is_that_of_the_day_of_reception(room: Room) -> None:
    room.receive()
    choose(room, "supplement_policy", "pause")
    assert supplemented(room) == "2026-03-12T09:00"
    later = Room("2026-03-16T09:00")
    later.receive()
    assert supplemented(later) == "2026-03-25T09:00"


def test_the_explanation_tells_the_rule_of_the_day(province: None, db: None) -> None:
    room = Room("2026-03-02T15:30")
    room.receive()
    choose(room, "after_15", "next_day")
    told = explained(room.person(RECEPTION), room.code)
    assert told is not None
    assert told.due_at == room.state.due_at
    after = Room("2026-03-03T15:30")
    after.receive()
    told = explained(after.person(RECEPTION), after.code)
    assert told is not None
    assert told.due_at == after.state.due_at
    assert after.due == "2026-03-10T17:00"


CHOICES = st.sampled_from(
    [
        ("count", "whole_days"),
        ("after_15", "next_day"),
        ("supplement_policy", "pause"),
        ("answer_hours", "4"),
        ("reschedule_maximum", "3"),
    ]
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(CHOICES, min_size=1, max_size=3, unique=True), days=st.integers(1, 30))
def test_no_setting_changes_a_promise_made_before(
    room: Room, chosen: list[tuple[str, str]], days: int
) -> None:
    with transaction.atomic():
        room.clock = FixedClock(room.clock.now())
        room.receive()
        before = room.state
        for key, value in chosen:
            choose(room, key, value, days)
        assert room.state == before
        told = explained(room.person(RECEPTION), room.code)
        assert told is not None
        assert told.due_at == before.due_at
        transaction.set_rollback(True)


def test_a_command_asks_no_more_statements_for_it(room: Room) -> None:
    room.receive()
    with counting() as before:
        room.transferred()
    choose(room, "count", "whole_days")
    room.receive()
    with counting() as after:
        room.transferred()
    assert len(after.texts) == len(before.texts)


@pytest.mark.parametrize("value", ["0", "3"])
def test_how_often_a_dossier_may_be_rescheduled_is_set(room: Room, value: str) -> None:
    choose(room, "reschedule_maximum", value)
    later = Room(room.on(1, "09:00"))
    later.receive()
    later.transferred()
    shown = dossier_page(later.person(HEAD), later.code, clock=later.clock).actions
    assert ("reschedule" in shown) == (value == "3")
