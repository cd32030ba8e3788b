"""Two officers on one dossier at once: one wins, the other is told who did what; a double press is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.dossiers.room import HANDLER, HEAD, Room
from tests.dossiers.threads import together, until_somebody_waits

from motcua.dossiers import services, store
from motcua.dossiers.services import Outcome
from motcua.foundation.errors import Conflict, DomainError

Act = Callable[[], Outcome]


@pytest.fixture
def slow_writer(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on: whoever writes first waits until another stands before the lock."""
    write, first = store.write, [True]

    def slow(*arguments: Any, **named: Any) -> None:
        if first:
            first.clear()
            until_somebody_waits()
        write(*arguments, **named)

    return lambda: monkeypatch.setattr(store, "write", slow)


def press(room: Room, who: str, action: str, *, seq: int | None, **data: str) -> Act:
    person = room.person(who)
    return lambda: services.perform(person, room.code, action, data, expected_seq=seq, clock=room.clock)


@pytest.mark.django_db(transaction=True)
def test_one_wins_and_the_other_learns_who_did_what(room: Room, slow_writer: Callable[[], None]) -> None:
    room.receive()
    room.transferred()
    seq = room.state.seq
    slow_writer()
    results = together(
        [
            press(room, HANDLER, "record_verification", seq=seq, content="Đã đối chiếu sổ gốc"),
            press(room, HEAD, "withdraw", seq=seq, reason="Người nộp xin rút"),
        ]
    )
    winner = next(result for result in results if isinstance(result, Outcome))
    loser = next(result for result in results if isinstance(result, Conflict))
    who = {"verified": "Triệu Văn Sơn", "withdrawn": "Hoàng Văn Bắc"}[winner.events[0]]
    assert who in loser.message
    assert len(room.locked.log) == seq + 1


@pytest.mark.django_db(transaction=True)
def test_without_a_seq_the_second_is_judged_by_what_the_first_did(
    room: Room, slow_writer: Callable[[], None]
) -> None:
    room.receive()
    room.transferred()
    slow_writer()
    results = together(
        [
            press(room, HANDLER, "propose_result", seq=None, granted="1"),
            press(room, HANDLER, "propose_result", seq=None, granted="0", reason="Không đủ điều kiện"),
        ]
    )
    assert sum(isinstance(result, Outcome) for result in results) == 1
    refused = next(result for result in results if not isinstance(result, Outcome))
    assert isinstance(refused, DomainError)
    assert refused.id == "proposal_pending"
