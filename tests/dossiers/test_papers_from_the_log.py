"""Each paper tells what the log said on its day, whenever it is printed again, with a hash of the chain."""

from __future__ import annotations

import re

import pytest
from tests.dossiers.lives import WORDS, long_life
from tests.dossiers.room import (
    HANDLER,
    HEAD,
    INSPECTOR,
    LEADER,
    LEADER_CODE,
    OWNER,
    RECEPTION,
    STRANGER,
    Room,
    form,
)
from tests.papers.reading import sizes_of, words_of

from motcua.dossiers import store
from motcua.dossiers.papers import render
from motcua.dossiers.printing import paper, paper_data
from motcua.dossiers.printing_books import logbook_data, slip_paper
from motcua.dossiers.queries import logbook, public_status
from motcua.dossiers.secret import lookup_secret
from motcua.dossiers.slips import counter_slip, read_slip
from motcua.foundation.clock import DAY
from motcua.foundation.errors import NotFound

YEAR = 365 * DAY


def printed(room: Room, key: str, *, number: int | None = None) -> str:
    """The words of a paper as one line."""
    return words_of(paper(room.person(RECEPTION), room.code, key, number=number, clock=room.clock))


def link(room: Room, key: str) -> str:
    """The address in the paper's QR code."""
    locked = store.read(room.code)
    assert locked is not None
    return paper_data(locked, key, now=room.clock.now()).frame.qr_url


@pytest.fixture
def held(room: Room) -> Room:
    room.receive(content="Đăng ký lại khai sinh", extra_name="Giấy ủy quyền")
    return room.transferred()


def test_a_receipt_of_the_evening_says_once_from_when_time_runs(province: None, db: None) -> None:
    evening = Room("2026-03-02T17:30")
    evening.receive()
    text = printed(evening, "receipt").partition("Liên 2")[0]
    assert (
        "Đếm giờ làm việc từ 07 giờ 00 phút, ngày 03 tháng 3 năm 2026 (giờ mở cửa tiếp theo); 8 giờ" in text
    )
    assert "2/3/2026: không tính: Tiếp nhận ngoài giờ làm việc; Bộ luật Dân sự 2015, Điều 147 khoản 1" in text
    assert "3/3/2026 – 6/3/2026: 4 ngày: tính 32 giờ 7/3/2026" in text
    assert text.count("07 giờ 00 phút") == 1
    assert "từ phút tiếp nhận" not in text


def test_the_receipt(held: Room) -> None:
    text = printed(held, "receipt")
    for words in (
        held.code,
        OWNER["owner_name"],
        OWNER["owner_identifier"],
        OWNER["owner_phone"],
        "Đăng ký lại khai sinh",
        "Giấy ủy quyền",
        "1.004884",
        "5 ngày làm việc",
        lookup_secret(held.code),
        "Nông Thị Hạnh",
        "UBND phường Thục Phán".removeprefix("UBND "),
    ):
        assert words in text, words
    assert re.search(r"9 giờ 00.*?9/3/2026|9/3/2026 09:00|09 giờ 00 phút, ngày 09 tháng 3", text), text


def test_the_receipt_printed_years_later_is_the_same_to_the_byte(held: Room) -> None:
    first = paper(held.person(RECEPTION), held.code, "receipt", clock=held.clock)
    held.proposed().finished().returned()
    held.clock.instant += YEAR
    assert paper(held.person(RECEPTION), held.code, "receipt", clock=held.clock) == first


def test_a_representative_signs_for_the_principal(room: Room) -> None:
    room.receive(
        represented="on",
        representative_name=WORDS["representative"],
        representative_identifier=WORDS["representative_identifier"],
        representative_paper=WORDS["representative_paper"],
    )
    text = printed(room, "receipt")
    assert WORDS["representative"] in text
    assert WORDS["representative_paper"] in text
    assert OWNER["owner_name"] in text


def test_each_round_of_supplement_has_its_own_paper(held: Room) -> None:
    for round_, item in enumerate(("Tờ khai ghi lại", "Bản sao sổ gốc"), start=1):
        held.do(
            HANDLER, "propose_supplement", items=item, reason=f"Thiếu lần {round_}", legal_ground="Điều 5"
        )
        held.do(RECEPTION, "request_supplement")
        held.do(RECEPTION, "receive_supplement")
    first, second = printed(held, "supplement", number=1), printed(held, "supplement")
    assert "Tờ khai ghi lại" in first
    assert "Thiếu lần 1" in first
    assert "Bản sao sổ gốc" not in first
    assert "Bản sao sổ gốc" in second
    with pytest.raises(NotFound):
        printed(held, "supplement", number=3)
    with pytest.raises(NotFound):
        printed(held, "supplement", number=0)


def test_the_refusal_of_a_result_names_reason_and_leader(held: Room) -> None:
    held.proposed(granted=False).finished()
    text = printed(held, "refusal")
    assert "Không đủ điều kiện." in text
    assert "Đàm Mạnh Cường" in text


def test_the_apology_tells_both_dates_and_who_signs(held: Room) -> None:
    said = {"reason": "Chờ xác minh", "signed_by": LEADER_CODE}
    held.do(HEAD, "reschedule", new_due_at="2026-03-11T10:00", **said)
    text = printed(held, "apology")
    for words in ("Chờ xác minh", "Đàm Mạnh Cường", OWNER["owner_name"]):
        assert words in text
    assert re.search(r"0?9/0?3/2026|0?9 tháng 0?3", text)
    assert re.search(r"11/0?3/2026|11 tháng 0?3", text)


def test_the_stop_notice_tells_the_ground(held: Room) -> None:
    held.do(LEADER, "stop", reason="Có tranh chấp", legal_ground="Điều 192 Bộ luật Tố tụng", suspension="0")
    text = printed(held, "stop_notice")
    assert "Có tranh chấp" in text
    assert "Điều 192 Bộ luật Tố tụng" in text


def test_the_older_law_knows_no_stop_notice(room_2022: Room) -> None:
    room_2022.receive()
    room_2022.transferred().do(HEAD, "withdraw", reason="Xin rút")
    with pytest.raises(NotFound):
        printed(room_2022, "stop_notice")


def test_the_control_slip_has_a_row_for_each_hand_over(held: Room) -> None:
    held.proposed().finished()
    text = printed(held, "control_slip")
    for name in ("Nông Thị Hạnh", "Triệu Văn Sơn", "Đàm Mạnh Cường"):
        assert name in text


@pytest.mark.parametrize(("kind", "number"), [("supplement", "PBS"), ("refusal", "PTC")])
def test_a_slip_at_the_counter(room: Room, kind: str, number: str) -> None:
    officer = room.person(RECEPTION)
    data = form(items="Tờ khai\nBản chụp giấy chứng sinh", reason="Chưa ký tên")
    slip = counter_slip(officer, officer.held[0], kind, data, idempotency_key="k", clock=room.clock)
    assert slip.number == f"{number}-H14.40.03-260302-0001"
    again = counter_slip(officer, officer.held[0], kind, data, idempotency_key="k", clock=room.clock)
    assert (again.number, again.repeated) == (slip.number, True)
    text = words_of(slip_paper(read_slip(officer, slip.number)))
    assert OWNER["owner_name"] in text
    assert "Chưa ký tên" in text
    assert ("Bản chụp giấy chứng sinh" in text) == (kind == "supplement")


def test_a_slip_without_a_key_is_each_time_another(room: Room) -> None:
    officer, data = room.person(RECEPTION), form(reason="Chưa ký tên")
    numbers = {
        counter_slip(officer, officer.held[0], "refusal", data, idempotency_key="", clock=room.clock).number
        for _ in range(2)
    }
    assert len(numbers) == 2


def test_the_logbook_of_a_day(room: Room) -> None:
    long_life(room)
    place = room.locked.place.section_id or 0
    book = logbook(room.person(RECEPTION), place, room.first.date(), room.first.date())
    text = words_of(render("logbook", logbook_data(book, now=room.clock.now())))
    for words in (room.code, WORDS["new_name"], WORDS["receiver"], WORDS["new_address"]):
        assert words in text, words
    assert OWNER["owner_address"] not in text


KEYS = ("receipt", "supplement", "refusal", "apology", "control_slip")


@pytest.mark.parametrize("key", KEYS)
def test_the_qr_code_holds_a_hash_of_the_chain_and_no_person(room: Room, key: str) -> None:
    long_life(room)
    address = link(room, key)
    start = re.search(r"h=([0-9a-f]{16,64})", address)
    assert start is not None
    assert room.code in address
    assert public_status(room.code, start.group(1)).hash_known is True
    assert public_status(room.code, "0" * 16).hash_known is False
    assert not [words for words in OWNER.values() if words in address]


def test_a_hash_of_another_dossier_is_not_good(room: Room) -> None:
    room.receive()
    (start,) = re.findall(r"h=([0-9a-f]{16,64})", link(room, "receipt"))
    room.receive()
    assert public_status(room.code, start).hash_known is False


def test_papers_of_2022_name_the_ward_of_2022(room_2022: Room) -> None:
    """The code of phường Hợp Giang has gone to phường Thục Phán since."""
    room_2022.receive()
    room_2022.transferred()
    assert "Hợp Giang" in printed(room_2022, "receipt")
    assert "Hợp Giang" in printed(room_2022, "control_slip")
    assert "Thục Phán" not in printed(room_2022, "control_slip")


@pytest.mark.parametrize("key", ["receipt", "no such form", "", "logbook"])
def test_who_may_not_see_the_dossier_gets_no_paper(held: Room, key: str) -> None:
    with pytest.raises(NotFound):
        paper(held.person(STRANGER), held.code, key)
    if key != "receipt":
        with pytest.raises(NotFound):
            paper(held.person(INSPECTOR), held.code, key)


def test_forms_are_a5(held: Room) -> None:
    assert sizes_of(paper(held.person(RECEPTION), held.code, "receipt")) == {(148, 210)}
