"""`log verify`: what it counts, what it warns of, and that it is not misled by offices that go on writing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dossiers.room import LEADER, RECEPTION, Room
from tests.dossiers.tampering import Link, harm
from tests.dossiers.threads import together

from motcua.dossiers import verify as module
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.store import LogBroken
from motcua.dossiers.verify import ROLE_WARNING, commitments, role_warnings, verify
from motcua.foundation.canonical import canonical
from motcua.site import cli


def test_it_counts_dossiers_and_events(room: Room) -> None:
    room.receive()
    room.transferred()
    room.receive()
    verdict = verify()
    assert (verdict.ok, verdict.dossiers, verdict.events, verdict.erased) == (True, 2, 3, 0)
    assert (verdict.first_broken, verdict.warnings) == (None, [])


@pytest.mark.parametrize("code", ["H14.40.03-260302-0099", "\0", "Đ", ""])
def test_an_unknown_code_has_no_dossier(room: Room, code: str) -> None:
    room.receive()
    verdict = verify(code)
    assert (verdict.ok, verdict.dossiers) == (True, 0)


@pytest.mark.django_db(transaction=True)
def test_a_role_that_may_change_the_log_is_warned_of(room: Room, owner: Link) -> None:
    owner.execute("GRANT DELETE ON dossiers_event TO motcua_app")
    assert verify().warnings == [ROLE_WARNING]


@pytest.mark.django_db(transaction=True)
def test_the_owner_s_role_is_warned_of(room: Room, owner: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.connection, "cursor", owner.cursor)
    assert role_warnings() == [ROLE_WARNING]


@pytest.mark.django_db(transaction=True)
def test_work_that_goes_on_meanwhile_is_no_fault(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.receive()
    room.transferred()
    ends = module._ends

    def slow(*asked: Any) -> Any:
        found = ends(*asked)
        together([lambda: room.do(LEADER, "assign", to_officer="CB0016")])
        return found

    monkeypatch.setattr(module, "_ends", slow)
    assert verify().ok
    assert len(room.locked.log) == 3


def test_the_command_tells_one_document(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    room.receive()
    assert cli.main(["log", "verify", "--rebuild", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["dossiers"], told["rebuild"]["ok"]) == (True, 1, True)


@pytest.mark.django_db(transaction=True)
def test_the_command_names_the_fault_and_exits_with_one(
    room: Room, owner: Link, capsys: pytest.CaptureFixture[str]
) -> None:
    room.receive()
    harm(owner, "UPDATE dossiers_event SET hash = sha256('x')")
    assert cli.main(["log", "verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["first_broken"]["dossier"] == room.code
    assert told["first_broken"]["seq"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_log_that_cannot_be_read_is_told_and_left_alone(room: Room, owner: Link) -> None:
    room.receive()
    harm(owner, "UPDATE dossiers_event SET body = 'x'")
    report = rebuild(write=True)
    assert (report.ok, report.unreadable, report.written) == (False, 1, False)
    assert not verify().ok
    with pytest.raises(LogBroken):
        room.do(RECEPTION, "transfer")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_upon_a_cut_log(room: Room, owner: Link) -> None:
    room.receive()
    room.transferred()
    harm(owner, "DELETE FROM dossiers_event WHERE seq = 2")
    with pytest.raises(LogBroken, match=r"H14\.40\.03-260302-0001"):
        room.do(RECEPTION, "withdraw", reason="Xin rút")


_NAMES = st.sampled_from(["owner", "reason", "file", "replaced_by", "before", "after", "x-y", "a b", ""])
_WORDS = st.one_of(
    st.sampled_from(["a" * 64, "0" * 64, "b" * 63, "A" * 64, '"' + "c" * 64, "d" * 65]),
    st.text('":,{}ab0\\', max_size=8),
    st.sampled_from(["a" * 64, "e" * 64]).map(lambda inner: canonical({"owner": inner, "file": inner})),
)


@given(st.recursive(_WORDS, lambda some: st.dictionaries(_NAMES, some) | st.lists(some), max_leaves=12))
def test_commitments_are_found_as_the_plain_pattern_finds_them(value: object) -> None:
    body = canonical({"payload": value})
    assert commitments(body) == module._COMMITMENT.findall(body)
