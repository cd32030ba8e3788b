"""The same button pressed twice in a breath is one; other words, another person or a later hour are not."""

from __future__ import annotations

import pytest
from tests.dossiers.room import HANDLER, HEAD, LEADER, RECEPTION, Room

from motcua.dossiers.services import Outcome
from motcua.foundation.clock import MINUTE, SECOND
from motcua.foundation.errors import Conflict


@pytest.fixture
def held(room: Room) -> Room:
    room.receive()
    return room.transferred()


def again(room: Room, who: str, action: str, seq: int, after: int, **data: str) -> Outcome:
    """The press that the person saw `seq` at, some microseconds after the last moment."""
    room.clock.instant += after - 30 * MINUTE
    return room.do(who, action, seq=seq, **data)


def test_the_second_press_is_told_as_repeated(held: Room) -> None:
    seq = held.state.seq
    first = held.do(HANDLER, "record_verification", seq=seq, content="Đã xem hiện trạng")
    second = again(held, HANDLER, "record_verification", seq, SECOND, content="Đã xem hiện trạng")
    assert (second.repeated, second.seq, second.events) == (True, first.seq, first.events)
    assert len(held.locked.log) == seq + 1


def test_other_words_are_not_lost(held: Room) -> None:
    seq = held.state.seq
    held.do(HANDLER, "record_verification", seq=seq, content="Đã xem hiện trạng")
    with pytest.raises(Conflict, match="Triệu Văn Sơn"):
        again(held, HANDLER, "record_verification", seq, SECOND, content="Hiện trạng khác hồ sơ")


def test_another_choice_is_not_the_same_press(held: Room) -> None:
    seq = held.state.seq
    held.do(HANDLER, "propose_result", seq=seq, granted="1", reason="Như nhau")
    with pytest.raises(Conflict):
        again(held, HANDLER, "propose_result", seq, SECOND, granted="0", reason="Như nhau")


def test_a_minute_later_it_is_a_conflict(held: Room) -> None:
    seq = held.state.seq
    held.do(HANDLER, "record_verification", seq=seq, content="Đã xem hiện trạng")
    with pytest.raises(Conflict):
        again(held, HANDLER, "record_verification", seq, 2 * MINUTE, content="Đã xem hiện trạng")


def test_words_taken_from_a_proposal_are_the_same_press(held: Room) -> None:
    held.proposed(granted=False)
    seq = held.state.seq
    held.do(LEADER, "approve", seq=seq)
    assert again(held, LEADER, "approve", seq, SECOND).repeated
    held.do(RECEPTION, "return_result", receiver="Bích Ngọc")
    with pytest.raises(Conflict, match=r"Nông Thị Hạnh, .*Trả kết quả"):
        again(held, LEADER, "approve", seq, SECOND)


def test_a_page_from_the_future_is_told_to_load_again(held: Room) -> None:
    with pytest.raises(Conflict, match="không khớp"):
        held.do(HEAD, "withdraw", seq=99, reason="Xin rút")


def test_names_of_agencies_are_told_not_codes(held: Room) -> None:
    with pytest.raises(Conflict, match="Chuyển hồ sơ đến UBND phường Thục Phán"):
        held.do(HEAD, "withdraw", seq=1, reason="Xin rút")
