"""Control slip, urging letter, opinions asked for and given: from the log, by the rules of Decree 61/2018."""

from __future__ import annotations

import pytest
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    HEAD,
    LEADER,
    RECEPTION,
    STRANGER,
    WARD,
    Room,
    at,
)
from tests.papers.reading import words_of

from motcua.dossiers import store
from motcua.dossiers.papers.data import ControlSlipData
from motcua.dossiers.papers.work import UrgingLetterData
from motcua.dossiers.printing import paper, paper_data
from motcua.dossiers.queries import dossier_page
from motcua.foundation.errors import NotFound


def printed(room: Room, key: str, number: int | None = None) -> str:
    return words_of(paper(room.person(HEAD), room.code, key, number=number, clock=room.clock))


def data(room: Room, key: str) -> object:
    locked = store.read(room.code)
    assert locked is not None
    return paper_data(locked, key, now=room.clock.now())


def keys(room: Room) -> set[str]:
    return {key for key, *_ in dossier_page(room.person(HEAD), room.code, clock=room.clock).forms}


@pytest.fixture
def held(room: Room) -> Room:
    room.receive()
    return room.transferred("2026-03-02T10:00")


class TestControlSlip:
    def results(self, room: Room) -> list[tuple[str, str]]:
        slip = data(room, "control_slip")
        assert isinstance(slip, ControlSlipData)
        return [(row.giver, row.result) for row in slip.rows]

    def test_late_by_the_minute_and_early_by_the_day(self, held: Room) -> None:
        held.proposed("2026-03-03T09:00")
        # Due on Monday at nine: signed that day in time, though hours before, it is on time and not early.
        held.finished("2026-03-09T08:00")
        assert [result for _, result in self.results(held)] == ["on_time", "early", "on_time"]

    def test_late(self, held: Room) -> None:
        held.proposed("2026-03-09T15:00").finished("2026-03-10T09:00")
        assert [result for _, result in self.results(held)] == ["on_time", "late", "late"]
        assert "Quá hạn" in printed(held, "control_slip")

    def test_waiting_for_the_applicant_makes_nobody_late(self, held: Room) -> None:
        held.do(HANDLER, "request_obligation", "2026-03-03T09:00", content="Nộp thuế", amount="100000")
        held.do(RECEPTION, "fulfil_obligation", "2026-03-30T09:00")
        held.proposed("2026-03-30T10:00")
        assert "late" not in [result for _, result in self.results(held)]

    def test_who_was_asked_is_named_as_coordinating(self, held: Room) -> None:
        ask(held)
        slip = data(held, "control_slip")
        assert isinstance(slip, ControlSlipData)
        assert slip.coordinating == ("Sở Tư pháp",)


def ask(room: Room, content: str = "Có hộ khẩu ở đây không?") -> None:
    room.do(
        HANDLER, "request_consultation", consulted="H14.03", content=content, deadline=room.on(2, "17:00")
    )


class TestOpinions:
    def test_what_was_asked_and_until_when(self, held: Room) -> None:
        ask(held)
        text = printed(held, "opinion_request")
        for words in ("VĂN BẢN LẤY Ý KIẾN", held.code, "Có hộ khẩu ở đây không?", "ngày 04 tháng 3 năm 2026"):
            assert words in text, words
        assert "PHƯỜNG THỤC PHÁN" in text[:200]
        assert {"opinion_request"} <= keys(held)
        assert "opinion_answer" not in keys(held)
        with pytest.raises(NotFound):
            printed(held, "opinion_answer")

    def test_each_answer_by_the_number_of_its_question(self, held: Room) -> None:
        ask(held, "Câu hỏi thứ nhất?")
        ask(held, "Câu hỏi thứ hai?")
        held.do(HANDLER, "answer_consultation", no="2", answer="Trả lời câu hai", paper="12/STP")
        held.do(
            HANDLER,
            "answer_consultation",
            "2026-03-05T09:00",
            no="1",
            answer="Trả lời câu một",
            paper="12/STP",
        )
        first, second = printed(held, "opinion_answer", 1), printed(held, "opinion_answer", 2)
        assert "Trả lời câu một" in first
        assert "Câu hỏi thứ nhất?" in first
        assert "Trả lời sau thời hạn" in first
        assert "Trả lời câu hai" in second
        assert "Câu hỏi thứ hai?" in second
        assert "Trả lời sau thời hạn" not in second
        assert "Câu hỏi thứ hai?" in printed(held, "opinion_request")
        assert "Câu hỏi thứ nhất?" in printed(held, "opinion_request", 1)
        with pytest.raises(NotFound):
            printed(held, "opinion_request", 3)


class TestUrgingLetter:
    def test_none_while_nothing_is_late(self, held: Room) -> None:
        held.clock.instant = at("2026-03-03T09:00")
        assert "urging_letter" not in keys(held)
        with pytest.raises(NotFound):
            printed(held, "urging_letter")

    def test_of_the_step_that_is_over(self, held: Room) -> None:
        held.clock.instant = at("2026-03-10T09:00")
        assert "urging_letter" in keys(held)
        letter = data(held, "urging_letter")
        assert isinstance(letter, UrgingLetterData)
        (line,) = letter.rows
        assert (line.code, line.holder) == (held.code, "Triệu Văn Sơn")
        assert line.over_minutes > 480
        text = printed(held, "urging_letter")
        for words in ("TL. CHỦ TỊCH", "TRƯỞNG BỘ PHẬN MỘT CỬA", "ngày 10 tháng 3 năm 2026", "Kính gửi"):
            assert words in text, words
        assert letter.signer
        assert letter.signer in text

    def test_of_the_promise_where_the_step_has_time_left(self, room: Room) -> None:
        room.receive()
        room.clock.instant = at("2026-03-10T09:00")
        assert "đã quá thời gian giải quyết" in printed(room, "urging_letter")

    def test_as_it_was_recorded_before_anything_is_late(self, held: Room) -> None:
        held.do(HEAD, "urge", "2026-03-03T09:00", agency=WARD, answer_by="2026-03-05T10:00")
        assert "urging_letter" in keys(held)
        letter = data(held, "urging_letter")
        assert isinstance(letter, UrgingLetterData)
        assert letter.answer_by == at("2026-03-05T10:00")
        assert [line.over_minutes for line in letter.rows] == [0]
        text = printed(held, "urging_letter")
        assert "sắp hết thời gian giải quyết" in text
        assert "đã quá thời gian giải quyết" not in text
        held.proposed().finished()
        assert "urging_letter" not in keys(held)

    def test_none_while_the_applicant_is_waited_for_nor_after_the_end(self, held: Room) -> None:
        held.do(HANDLER, "propose_supplement", items="Tờ khai", reason="Thiếu")
        held.do(RECEPTION, "request_supplement")
        held.clock.instant = at("2026-03-30T09:00")
        assert "urging_letter" not in keys(held)
        held.do(RECEPTION, "receive_supplement")
        held.do(LEADER, "assign", to_officer=HANDLER_CODE)
        held.proposed("2026-04-20T09:00")
        held.clock.instant = at("2026-04-21T09:00")
        assert "urging_letter" in keys(held)
        held.finished("2026-04-21T10:00")
        assert "urging_letter" not in keys(held)
        with pytest.raises(NotFound):
            printed(held, "urging_letter")


def test_the_transfer_slip_needs_another_agency(held: Room) -> None:
    assert "transfer_slip" not in keys(held)
    with pytest.raises(NotFound):
        printed(held, "transfer_slip")


def test_a_stranger_prints_nothing(held: Room) -> None:
    ask(held)
    with pytest.raises(NotFound):
        paper(held.person(STRANGER), held.code, "opinion_request", clock=held.clock)
