"""Domain reference 10.3, Forbidden: what ended stays ended, and each refusal says so plainly."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import STRANGER, actor
from tests.support.good_commands import good
from tests.support.places_in_life import NOW, PLACES

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused, decide
from motcua.dossiers.lifecycle.guards import TAGS
from motcua.dossiers.lifecycle.types import Role, Status

EVERYBODY = actor(*Role)


@pytest.mark.parametrize("place", ["3", "7", "8 terminated", "10"])
@pytest.mark.parametrize("kind", TAGS, ids=lambda kind: kind.__name__)
def test_what_ended_never_moves_again(place: str, kind: type[c.Command]) -> None:
    """3, 7, 8, 10 to 4 only with a new dossier; whoever asks, with all roles at once."""
    dossier = PLACES[place]()
    before = dossier.state.status
    command = good(kind, EVERYBODY, dossier.state, NOW)
    if kind is c.Correct:
        assert dossier.do(NOW, command).state.status is before
        return
    with pytest.raises(Refused):
        decide(dossier.state, command, dossier.rules, NOW)


def test_a_suspension_leads_nowhere_but_back() -> None:
    dossier = PLACES["8 suspended"]()
    ways = [
        kind
        for kind in TAGS
        if kind is not c.Correct and _goes(dossier.state, good(kind, EVERYBODY, dossier.state, NOW), dossier)
    ]
    assert ways == [c.Resume]
    assert dossier.do(NOW, good(c.Resume, EVERYBODY, dossier.state, NOW)).state.status is Status.IN_PROCESS


def _goes(state: object, command: c.Command, dossier: object) -> bool:
    try:
        return bool(decide(state, command, dossier.rules, NOW))  # type: ignore[arg-type, attr-defined]
    except Refused:
        return False


@pytest.mark.parametrize(
    ("place", "kind", "name", "words"),
    [
        ("none", c.Transfer, "no_dossier", "Chưa có hồ sơ"),
        ("2", c.Receive, "already_received", "Được tiếp nhận"),
        ("1", c.Register, "already_received", "Mới đăng ký"),
        ("2", c.Approve, "forbidden_transition", "“Được tiếp nhận”"),
        ("5", c.RequestSupplement, "supplement_during_pause", "Yêu cầu bổ sung giấy tờ"),
        ("6", c.ProposeSupplement, "supplement_during_pause", "nghĩa vụ tài chính"),
        ("4", c.ReturnResult, "return_before_finish", "Đang xử lý"),
        ("7", c.Transfer, "dossier_ended", "Công dân yêu cầu rút hồ sơ"),
        ("8 terminated", c.Resume, "dossier_ended", "Dừng xử lý"),
        ("10", c.Assign, "dossier_ended", "Đã trả kết quả"),
    ],
)
def test_the_refusal_names_what_stands_in_the_way(
    place: str, kind: type[c.Command], name: str, words: str
) -> None:
    dossier = PLACES[place]()
    with pytest.raises(Refused) as refusal:
        decide(dossier.or_none, good(kind, EVERYBODY, dossier.or_none, NOW), dossier.rules, NOW)
    assert refusal.value.id == name
    assert words in refusal.value.message


def test_a_stranger_learns_nothing_of_the_state() -> None:
    """The same answer in every place: the right comes before the status."""
    answers = set()
    for place in PLACES.values():
        dossier = place()
        with pytest.raises(Refused) as refusal:
            decide(dossier.or_none, good(c.Approve, STRANGER, dossier.or_none, NOW), dossier.rules, NOW)
        answers.add((refusal.value.id, refusal.value.message))
    assert len(answers) == 1


def test_a_refused_command_leaves_the_state_as_it_was() -> None:
    dossier = PLACES["5"]()
    before, events = dossier.state, list(dossier.events)
    with pytest.raises(Refused):
        dossier.do(NOW, good(c.RequestSupplement, EVERYBODY, dossier.state, NOW))
    assert (dossier.state, dossier.events) == (before, events)
