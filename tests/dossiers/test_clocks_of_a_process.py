"""Both clocks, the papers and the plan of a dossier that follows a process, with parts in other agencies."""

from __future__ import annotations

from typing import Any

import pytest
from tests.dossiers.room import HANDLER, HEAD, RECEPTION, WITH_PROCESS, Room, at
from tests.papers.reading import words_of

from motcua.dossiers import store
from motcua.dossiers.dossier_command import clocks_document
from motcua.dossiers.papers.data import ControlSlipData, ReceiptData
from motcua.dossiers.papers.work import TransferSlipData, UrgingLetterData
from motcua.dossiers.printing import paper, paper_data
from motcua.dossiers.queries import public_timeline
from motcua.dossiers.queries.late_work import late_work
from motcua.dossiers.queries.planned import planned
from motcua.dossiers.queries.step_clocks import Told, told_clocks
from motcua.dossiers.secret import lookup_secret
from motcua.dossiers.step_clocks import holes
from motcua.foundation.clock import local_text
from motcua.organisation.calendars import calendars
from motcua.procedures.process_services import load_demo as load_processes

INTERLINKED = "1.012753"
"""First land certificate: the commune keeps the dossier, the land registry above does its part."""


def told(room: Room) -> Told:
    return told_clocks(None, room.code, clock=room.clock)


def document(room: Room) -> dict[str, Any]:
    now = told(room)
    return clocks_document(now, planned(now.state, calendars(), promised=now.state.original_due_at))


def data(room: Room, key: str) -> Any:
    locked = store.read(room.code)
    assert locked is not None
    return paper_data(locked, key, now=room.clock.now())


@pytest.fixture
def stepped(room: Room) -> Room:
    load_processes()
    room.receive(procedure=WITH_PROCESS)
    return room.transferred("2026-03-02T10:00")


def test_steps_are_those_of_the_process(stepped: Room) -> None:
    stepped.proposed("2026-03-03T09:00").finished("2026-03-03T10:00")
    steps = document(stepped)["steps"]
    assert [step["post"] for step in steps][:3] == ["reception", "officer", "agency_leader"]
    assert all(step["name"] for step in steps)
    assert [step["verdict"] for step in steps][:2] == ["on_time", "early"]


def test_spans_cover_a_life_with_a_process(stepped: Room) -> None:
    stepped.proposed("2026-03-03T09:00").finished("2026-03-03T10:00").returned("2026-03-04T10:00")
    clocks = told(stepped).clocks
    assert holes(clocks.spans, clocks.life.received_at, clocks.life.until(0)) == []
    assert holes(clocks.after, clocks.life.until(0), at("2026-03-04T10:00")) == []


@pytest.fixture
def parted(stepped: Room) -> Room:
    """Two departments are asked at once by the officer."""
    stepped.do(
        HANDLER,
        "send_parts",
        "2026-03-02T14:00",
        part_1_agency="H14.03",
        part_1_content="Xác minh hộ tịch",
        part_1_due_at="2026-03-03T17:00",
        part_2_agency="H14.10",
        part_2_content="Xác nhận cư trú",
        part_2_due_at="2026-03-04T17:00",
    )
    return stepped


def test_while_parts_are_out_they_have_it_the_later_one(parted: Room) -> None:
    parted.clock.instant = at("2026-03-03T09:00")
    last = document(parted)["spans"][-1]
    assert (last["agency"], last["since"]) == ("H14.10", "2026-03-02T14:00")
    assert [part["agency"] for part in document(parted)["parts"]] == ["H14.03", "H14.10"]


def test_the_transfer_slip(parted: Room) -> None:
    slip = data(parted, "transfer_slip")
    assert isinstance(slip, TransferSlipData)
    assert [(row.agency, row.task, row.lead) for row in slip.rows][1:] == [
        ("Sở Tư pháp", "Xác minh hộ tịch", False),
        (slip.rows[2].agency, "Xác nhận cư trú", False),
    ]
    assert slip.rows[0].lead
    assert slip.order == "parallel"
    text = words_of(paper(parted.person(HEAD), parted.code, "transfer_slip", clock=parted.clock))
    for words in ("PHIẾU CHUYỂN XỬ LÝ", "Xác minh hộ tịch", "17 giờ 00 phút", "Gửi cùng lúc", parted.code):
        assert words in text, words


def test_the_control_slip_has_the_parts(parted: Room) -> None:
    slip = data(parted, "control_slip")
    assert isinstance(slip, ControlSlipData)
    assert slip.coordinating[0] == "Sở Tư pháp"
    sent = [row for row in slip.rows if row.note == "liên thông"]
    assert len(sent) == 2
    assert all("Sở" in row.receiver_unit or row.receiver_unit for row in sent)


def test_of_a_late_dossier_the_part_that_nobody_took_is_the_cause(parted: Room) -> None:
    parted.clock.instant = at("2026-03-09T09:00")
    cause = document(parted)["cause"]
    assert {share["agency"] for share in cause["shares"]} >= {"H14.10"}
    assert sum(share["percent"] for share in cause["shares"]) == 100


def test_the_part_that_is_over_its_date_can_be_urged(parted: Room) -> None:
    parted.clock.instant = at("2026-03-05T09:00")
    letter = data(parted, "urging_letter")
    assert isinstance(letter, UrgingLetterData)
    (line,) = letter.rows
    assert (line.step, local_text(line.step_due_at or 0), line.over_minutes) == (
        "Thụ lý phần việc",
        "2026-03-04T17:00",
        120,
    )


def test_late_work_of_the_section_tells_the_same(parted: Room) -> None:
    parted.clock.instant = at("2026-03-09T09:00")
    section = parted.locked.place.section_id
    assert section is not None
    (line,) = late_work(parted.person(HEAD), section, clock=parted.clock).dossiers
    alone = told(parted).clocks
    assert alone.cause is not None
    assert [(s.agency_code, s.post, s.minutes, s.percent) for s in line.shares] == [
        (s.agency, s.post, s.minutes, s.percent) for s in alone.cause.shares
    ]
    assert (line.agency_code, line.post) == (alone.spans[-1].agency, alone.spans[-1].post)


def test_the_applicant_sees_every_agency_that_takes_part(parted: Room) -> None:
    parted.clock.instant = at("2026-03-04T09:00")
    public = public_timeline(parted.code, lookup_secret(parted.code), clock=parted.clock)
    assert public is not None
    assert public.held is not None
    assert public.holder_words == "Sở Nông nghiệp và Môi trường"
    assert [(part.agency, part.late) for part in public.held.parts] == [
        ("Sở Tư pháp", True),
        ("Sở Nông nghiệp và Môi trường", False),
    ]


class TestPlan:
    def test_of_a_process_of_one_agency(self, stepped: Room) -> None:
        plan = document(stepped)["plan"]
        assert plan["total"] == "3 ngày làm việc"
        assert plan["over_minutes"] == 0
        receipt = data(stepped, "receipt")
        assert isinstance(receipt, ReceiptData)
        assert receipt.agencies == ()

    def test_the_receipt_of_interlinked_work_has_total_and_each_date(self, room: Room) -> None:
        load_processes()
        room.receive(procedure=INTERLINKED)
        receipt = data(room, "receipt")
        assert isinstance(receipt, ReceiptData)
        assert len(receipt.agencies) >= 2
        assert receipt.total_text.endswith("ngày làm việc")
        text = words_of(paper(room.person(RECEPTION), room.code, "receipt", clock=room.clock))
        assert "Thời gian của từng cơ quan" in text
        for each in receipt.agencies:
            assert each.agency in text
        plan = document(room)["plan"]
        assert plan["due_at"] == local_text(max(each.due_at for each in receipt.agencies))


def test_of_a_dossier_without_a_process_there_is_no_plan(room: Room) -> None:
    room.receive()
    assert document(room)["plan"] is None
