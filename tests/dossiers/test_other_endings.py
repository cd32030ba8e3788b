"""A dossier ends without a granted result: refused, withdrawn, stopped, or the supplement never came."""

from __future__ import annotations

import pytest
from tests.dossiers.room import HANDLER, HEAD, LEADER, RECEPTION, Room

from motcua.dossiers.lifecycle.types import Status
from motcua.foundation.clock import local_text
from motcua.foundation.errors import DomainError


@pytest.fixture
def held(office: Room) -> Room:
    """With the handling officer."""
    office.receive()
    return office.transferred()


def test_a_refused_result_is_signed_and_returned(held: Room) -> None:
    held.proposed(granted=False).finished(held.on(2, "10:00"))
    assert (held.state.status, held.state.granted) == (Status.FINISHED, False)
    assert held.returned().types[-2:] == ["refused", "returned"]


def test_a_withdrawal_ends_the_clock(held: Room) -> None:
    held.do(HEAD, "withdraw", held.on(1, "10:00"), reason="Người nộp xin rút")
    assert held.state.status is Status.WITHDRAWN
    assert local_text(held.state.ended_at or 0) == held.on(1, "10:00")


def test_after_the_signature_nothing_is_withdrawn(held: Room) -> None:
    held.proposed().finished()
    with pytest.raises(DomainError):
        held.do(RECEPTION, "withdraw", reason="Người nộp xin rút")


def test_a_suspension_is_resumed_by_the_leader_and_moves_no_date(held: Room) -> None:
    before = held.due
    held.do(LEADER, "stop", reason="Có tranh chấp", legal_ground="Điều 192 Bộ luật Tố tụng dân sự")
    assert held.state.status is Status.STOPPED
    held.do(LEADER, "resume", held.on(3, "08:00"), reason="Tòa án đã đình chỉ")
    assert (held.state.status, held.due) == (Status.IN_PROCESS, before)


def test_a_termination_is_never_resumed(held: Room) -> None:
    held.do(LEADER, "stop", reason="Có tranh chấp", legal_ground="Điều 1", suspension="0")
    with pytest.raises(DomainError):
        held.do(LEADER, "resume", reason="Làm tiếp")


def test_a_supplement_that_never_came_ends_the_dossier(held: Room) -> None:
    held.do(
        HANDLER,
        "propose_supplement",
        held.on(1, "08:00"),
        items="Tờ khai",
        reason="Thiếu",
        deadline=held.on(3, "17:00"),
    )
    held.do(RECEPTION, "request_supplement", held.on(1, "09:00"))
    with pytest.raises(DomainError, match="Chưa hết thời hạn"):
        held.do(RECEPTION, "expire_supplement", held.on(3, "16:00"))
    held.do(RECEPTION, "expire_supplement", held.on(4, "08:00"))
    assert (held.state.status, held.state.stop_reason) == (Status.STOPPED, "supplement_expired")
