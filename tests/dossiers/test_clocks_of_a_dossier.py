"""Both clocks of a dossier that went through the offices, as the command tells them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.dossiers.lives import long_life
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    INSPECTOR,
    LEADER,
    RECEPTION,
    STRANGER,
    WARD,
    Room,
    at,
)
from tests.support.statements import counting

from motcua.dossiers.dossier_command import clocks_document
from motcua.dossiers.models import StatusSpan, WorkItem
from motcua.dossiers.queries.step_clocks import told_clocks
from motcua.dossiers.step_clocks import Why, holes
from motcua.foundation.errors import NotFound
from motcua.site.cli import main


def clocks(room: Room, when: str = "") -> dict[str, Any]:
    if when:
        room.clock.instant = at(when)
    return clocks_document(told_clocks(None, room.code, clock=room.clock))


@pytest.fixture
def late(room: Room) -> Room:
    """Due Monday 9/3 09:00; handed over at once, kept by the handler until after that day."""
    room.receive()
    room.transferred("2026-03-02T10:00")
    room.proposed("2026-03-09T15:00")
    return room.finished("2026-03-10T09:00").returned("2026-03-12T10:00")


def test_who_had_it_and_how_long(late: Room) -> None:
    told = clocks(late, "2026-03-20T09:00")
    assert [(s["who"], s["post"], s["since"], s["until"]) for s in told["spans"]] == [
        ("office", "reception", "2026-03-02T09:00", "2026-03-02T10:00"),
        ("office", "officer", "2026-03-02T10:00", "2026-03-09T15:00"),
        ("office", "agency_leader", "2026-03-09T15:00", "2026-03-10T09:00"),
    ]
    assert [(s["post"], s["until"]) for s in told["after_end"]] == [("reception", "2026-03-12T10:00")]
    ward = told["agencies"]
    assert [each["agency"] for each in ward] == [WARD]
    assert ward[0]["minutes"] == told["total_minutes"] == sum(each["minutes"] for each in told["spans"])
    assert told["legal"]["state"] == "ended_late"


def test_who_made_it_late(late: Room) -> None:
    cause = clocks(late)["cause"]
    assert cause["why"] == Why.OFFICES
    assert sum(share["percent"] for share in cause["shares"]) == 100
    assert cause["shares"][0]["post"] == "officer"
    verdicts = {step["step"]: step["verdict"] for step in clocks(late)["steps"]}
    assert verdicts == {
        "receive": "on_time",
        "resolve": "late",
        "approve": "late",
        "return": "not_counted",
    }


def test_a_dossier_in_time_has_no_cause(room: Room) -> None:
    room.receive()
    room.transferred().proposed().finished()
    assert clocks(room)["cause"] is None


def test_taken_by_an_officer_it_is_one_entry_and_the_way_there_a_transfer_elsewhere(room: Room) -> None:
    room.receive()
    room.do(RECEPTION, "transfer")
    room.do(LEADER, "assign", to_officer=HANDLER_CODE)
    resolve = [step for step in clocks(room)["steps"] if step["step"] == "resolve"]
    assert len(resolve) == 1
    assert (resolve[0]["officer"], resolve[0]["claimed_at"][-5:], resolve[0]["opened_at"][-5:]) == (
        HANDLER_CODE,
        "10:00",
        "09:30",
    )


def test_sent_back_it_is_a_second_entry(room: Room) -> None:
    room.receive()
    room.transferred().proposed()
    room.do(LEADER, "send_back", reason="Xem lại")
    assert [step["step"] for step in clocks(room)["steps"]] == ["receive", "resolve", "approve", "resolve"]


def test_waiting_for_the_applicant_is_nobodys(room: Room) -> None:
    room.receive()
    room.transferred()
    room.do(HANDLER, "propose_supplement", items="Tờ khai", reason="Thiếu")
    room.do(RECEPTION, "request_supplement", "2026-03-02T15:00")
    waiting = clocks(room, "2026-03-30T09:00")
    assert waiting["spans"][-1]["who"] == "applicant"
    assert waiting["cause"] is None
    assert all(step["verdict"] != "overdue" for step in waiting["steps"])
    room.do(RECEPTION, "receive_supplement", "2026-03-30T10:00")
    told = clocks(room, "2026-03-30T11:00")
    assert [span["who"] for span in told["spans"]][-2:] == ["applicant", "office"]
    assert told["applicant_minutes"] > 0
    assert told["total_minutes"] == told["applicant_minutes"] + sum(a["minutes"] for a in told["agencies"])


def test_a_long_life_is_parted_without_holes(room: Room) -> None:
    long_life(room)
    told = told_clocks(None, room.code, clock=room.clock).clocks
    assert holes(told.spans, told.life.received_at, told.life.until(0)) == []


def test_the_tables_say_the_same_as_the_log(room: Room) -> None:
    long_life(room)
    life = told_clocks(None, room.code, clock=room.clock).clocks.life
    items = WorkItem.objects.filter(dossier__code=room.code)
    assert {row.no for row in life.steps} <= set(items.values_list("key", flat=True))
    spans = StatusSpan.objects.filter(dossier__code=room.code, status__in=(5, 6)).order_by("key")
    assert [(each.since, each.until) for each in life.pauses] == list(spans.values_list("since", "until"))


def test_two_statements(late: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    told_clocks(None, late.code, clock=late.clock)
    with counting(monkeypatch) as count:
        told_clocks(None, late.code, clock=late.clock)
    assert len(count.texts) <= 3, count.texts


def test_who_may_read_it(late: Room) -> None:
    assert told_clocks(late.person(INSPECTOR), late.code, clock=late.clock).code == late.code
    with pytest.raises(NotFound):
        told_clocks(late.person(STRANGER), late.code, clock=late.clock)


def test_the_command(late: Room, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "clocks", late.code, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["code"], told["legal"]["state"]) == (late.code, "ended_late")
    assert main(["dossier", "clocks", late.code]) == 0
    assert "trễ do" in capsys.readouterr().out
    assert main(["dossier", "clocks", "H14.40.03-260302-9999", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["message"]
