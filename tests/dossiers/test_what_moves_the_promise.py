"""What moves the promised date and what leaves it, each new date worked out by hand."""

from __future__ import annotations

import pytest
from tests.dossiers.room import HANDLER, HEAD, LEADER_CODE, RECEPTION, Room

from motcua.dossiers.lifecycle.types import Status
from motcua.foundation.clock import local_text
from motcua.foundation.errors import DomainError


@pytest.fixture
def held(office: Room) -> Room:
    """Received on Monday at 9:00 for five working days, with the handling officer."""
    office.receive()
    return office.transferred()


def test_waiting_for_a_payment_is_added(held: Room) -> None:
    held.do(HANDLER, "request_obligation", held.on(1, "09:00"), content="Lệ phí trước bạ", amount="1.250.000")
    assert held.state.status is Status.OBLIGATION_REQUESTED
    held.do(RECEPTION, "fulfil_obligation", held.on(2, "11:00"), proof="Biên lai 0012")
    # Waited 6 h on Tuesday and 4 h on Wednesday: Monday 9:00 and 10 h more is Tuesday 11:00.
    assert held.due == held.on(8, "11:00")


def test_form_04_moves_it_once(held: Room) -> None:
    said = {"reason": "Chờ xác minh ở nơi khác", "signed_by": LEADER_CODE}
    held.do(HEAD, "reschedule", held.on(3, "09:00"), new_due_at=held.on(9, "09:00"), **said)
    assert held.due == held.on(9, "09:00")
    assert local_text(held.state.original_due_at or 0) == held.on(7, "09:00")
    with pytest.raises(DomainError) as refusal:
        held.do(RECEPTION, "reschedule", new_due_at=held.on(10, "09:00"), **said)
    assert refusal.value.id == "reschedule_twice"


def test_a_consultation_leaves_it(held: Room) -> None:
    held.do(
        HANDLER,
        "request_consultation",
        consulted="H14.03",
        content="Hỏi hộ tịch",
        deadline=held.on(2, "17:00"),
    )
    held.do(HANDLER, "answer_consultation", held.on(3, "08:00"), no="1", answer="Thống nhất", paper="12/STP")
    assert held.due == held.on(7, "09:00")
    assert held.types[-2:] == ["consultation_requested", "consultation_answered"]


def test_a_corrected_limit_counts_it_anew(held: Room) -> None:
    held.do(HEAD, "correct", limit_quantity="3", limit_unit="working_day", reason="Ghi nhầm trường hợp")
    assert held.due == held.on(3, "09:00")


def test_a_corrected_reception_counts_it_anew(held: Room) -> None:
    held.do(HEAD, "correct", received_at=held.on(0, "08:00"), reason="Ghi nhầm giờ")
    assert held.due == held.on(7, "08:00")


def test_a_corrected_owner_leaves_it(held: Room) -> None:
    held.do(
        HEAD,
        "correct",
        owner_name="Hoàng Thị Bích Ngà",
        owner_identifier="004188004218",
        reason="Sai tên",
    )
    assert held.due == held.on(7, "09:00")
