"""The server's clock is set back: promises and the published log stay true, and somebody is told."""

from __future__ import annotations

import pytest
from tests.dossiers.room import RECEPTION, Room

from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.models import Event
from motcua.dossiers.seal import check_seals, seal_days
from motcua.dossiers.secret import lookup_secret
from motcua.dossiers.verify import verify
from motcua.foundation.clock import DAY, HOUR, MINUTE
from motcua.foundation.errors import DomainError
from motcua.site.keeping import doctor
from motcua.site.keeping.facts import facts


def test_no_step_of_a_dossier_goes_back_in_time(room: Room) -> None:
    room.receive()
    room.transferred()
    seq = room.state.seq
    room.clock.instant -= 2 * HOUR
    with pytest.raises(DomainError) as refusal:
        room.do(RECEPTION, "withdraw", reason="Xin rút")
    assert refusal.value.next_step
    assert room.state.seq == seq
    room.clock.instant += 3 * HOUR
    room.do(RECEPTION, "withdraw", reason="Xin rút")
    assert verify().ok


def test_a_few_minutes_back_the_counter_goes_on_with_codes_of_its_own(room: Room) -> None:
    first = room.receive().code
    room.clock.instant -= 10 * MINUTE
    second = room.receive().code
    assert second != first
    assert lookup_secret(second) != lookup_secret(first)
    assert verify().ok


def test_nothing_is_received_into_a_day_whose_seal_is_published(room: Room) -> None:
    room.receive()
    room.clock.instant += DAY
    seal_days(room.clock)
    room.clock.instant -= DAY
    with pytest.raises(DomainError) as refusal:
        room.receive()
    assert refusal.value.id == "day_sealed"
    assert "02/03/2026" in refusal.value.message
    assert "đồng hồ" in refusal.value.message
    assert (Event.objects.count(), DailySeal.objects.count()) == (1, 1)


def test_a_sealer_with_an_earlier_clock_seals_nothing_twice(room: Room) -> None:
    room.receive()
    room.clock.instant += 2 * DAY
    seal_days(room.clock)
    room.clock.instant -= 2 * DAY
    assert seal_days(room.clock) == []
    assert check_seals() is None


def test_doctor_tells_of_it(room: Room) -> None:
    room.receive()
    found = facts()
    back = found._replace(now=room.clock.instant - HOUR)
    assert [check.ok for check in doctor.quick(found) if check.id == "clock_log"] == [True]
    (told,) = (check for check in doctor.quick(back) if check.id == "clock_log")
    assert not told.ok
    assert "vặn lùi" in told.message
