"""T6: what is resolved on the spot (Decree 61/2018 art. 17(4))."""

from __future__ import annotations

import pytest
from tests.dossiers.room import INSTANT, RECEPTION, Room
from tests.support.purse import take

from motcua.dossiers.lifecycle.types import FeeState, Status
from motcua.foundation.errors import DomainError


def test_resolved_and_handed_over_in_one_press(office: Room) -> None:
    office.receive(procedure=INSTANT)
    assert office.state.intake.fee_state is FeeState.UNPAID
    take(office)
    office.do(RECEPTION, "resolve_at_counter", receiver="Hoàng Thị Bích Ngọc", signature="scan")
    assert office.types == ["received", "fee_paid", "granted", "returned"]
    assert office.state.status is Status.RETURNED
    assert office.state.intake.fee_state is FeeState.PAID


def test_resolved_now_and_handed_over_later(office: Room) -> None:
    office.receive(procedure=INSTANT)
    office.do(RECEPTION, "resolve_at_counter")
    assert office.state.status is Status.FINISHED
    with pytest.raises(DomainError, match="chưa nộp"):
        office.do(RECEPTION, "return_result", receiver="Hoàng Thị Bích Ngọc")
    take(office)
    office.returned()
    assert office.state.status is Status.RETURNED


def test_other_procedures_go_their_way(office: Room) -> None:
    office.receive()
    with pytest.raises(DomainError) as refusal:
        office.do(RECEPTION, "resolve_at_counter")
    assert refusal.value.id == "not_instant"
