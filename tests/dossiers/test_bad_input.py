"""Bad input gets its clear answer, and leaves every table and every series as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from tests.dossiers.room import (
    HANDLER,
    HEAD,
    INSPECTOR,
    LEADER,
    OWNER,
    RECEPTION,
    STRANGER,
    Room,
    form,
)

from motcua.dossiers import services
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.intake import read_intake
from motcua.dossiers.queries import dossier_page, find_code, public_status, public_timeline, search
from motcua.dossiers.slips import counter_slip, read_slip
from motcua.foundation.errors import DomainError, Forbidden, NotFound

HUGE = "Á" * 100_000
HOSTILE = """<script>alert('x')</script>'; DROP TABLE dossiers_event; -- {{ 7*7 }} %s %(x)s \\u0000 ${x}"""


def rows() -> dict[str, int]:
    """How many rows every table of the dossiers has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'dossiers\\_%' ORDER BY 1")
        tables = [row[0] for row in cursor.fetchall()]
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*), coalesce(sum(hashtext(t::text)::bigint), 0) FROM {table} t")
            counts[table] = cursor.fetchone()
    return counts


@pytest.fixture
def unchanged(room: Room) -> Iterator[None]:
    """Every row stays as it was, those of the series too."""
    room.receive()
    room.transferred()
    before, moment = rows(), room.clock.instant
    yield
    assert rows() == before
    room.clock.instant = moment
    assert room.receive().code.endswith("-0002")


def faults(attempt: Callable[[], object]) -> dict[str, str]:
    """The sentence of each field that was refused."""
    with pytest.raises(FieldErrors) as refusal:
        attempt()
    assert refusal.value.kept
    return {name: error.message for name, error in refusal.value.faults.items()}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"procedure": "9.999999"}, "procedure_unknown"),
        ({"procedure": HOSTILE[:80]}, "procedure_unknown"),
        ({"procedure": "1.000894"}, "procedure_blocked"),  # a case must be chosen
        ({"procedure": "1.000894", "case": "9.9"}, ""),
        ({"received_at": "2026-03-02T09:05"}, ""),  # the future
        ({"received_at": "2026-02-27T09:05"}, ""),  # the past without a reason
        ({"received_at": "2025-06-27T09:00", "past_reason": "Ghi bù"}, "section_not_yet"),
        ({"received_at": "1995-06-27T09:00", "past_reason": "Ghi bù"}, ""),
        ({"paper_99": "on"}, "unknown_component"),
        ({"section": "H14.40.08"}, "forbidden"),
        ({"competent": "H14.99"}, "not_found"),
        ({"paper_1_file": "0" * 64}, "fields"),  # a scan that nobody uploaded
    ],
)
def test_a_reception_that_cannot_be(room: Room, unchanged: None, changes: dict[str, str], error: str) -> None:
    with pytest.raises(DomainError) as refusal:
        room.receive(**changes)
    assert error in ("", refusal.value.id), refusal.value.id
    assert refusal.value.message
    assert refusal.value.next_step


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"owner_identifier": "00418800421"}, "owner_identifier", "còn thiếu 1"),
        ({"owner_identifier": "00418800421x"}, "owner_identifier", "chữ số"),
        ({"owner_identifier": "4800000007", "owner_type": "enterprise"}, "owner_identifier", "kiểm tra"),
        ({"owner_phone": "12345"}, "owner_phone", "điện thoại"),
        ({"owner_email": "khong phai thu"}, "owner_email", "thư điện tử"),
        ({"owner_name": ""}, "owner_name", "Chưa nhập"),
        ({"owner_name": "\0\0"}, "owner_name", "Chưa nhập"),
        ({"owner_type": "alien"}, "owner_type", "không có trong danh sách"),
        ({"channel": "pigeon"}, "channel", "không có trong danh sách"),
        ({"paper_1_quantity": "1e99999999"}, "paper_1_quantity", "Chỉ nhập chữ số"),
        ({"paper_1_quantity": "2.5"}, "paper_1_quantity", "Chỉ nhập chữ số"),
        ({"paper_1_quantity": "100000"}, "paper_1_quantity", "999"),
        ({"paper_1_quantity": "-3"}, "paper_1_quantity", "999"),
        ({"paper_1_kind": "holy"}, "paper_1_kind", "không có trong danh sách"),
        ({"paper_1_file": "../../etc/passwd"}, "paper_1_file", "Tệp"),
        ({"received_at": "hôm qua"}, "received_at", "không đọc được"),
        ({"received_at": "2026-02-30T09:00"}, "received_at", "không đọc được"),
        ({"sets": "0"}, "sets", "từ 1"),
        ({"extra_name": [f"Giấy {n}" for n in range(51)]}, "extra_name", "50"),
        ({f"paper_{n}": "on" for n in range(1, 102)}, "components", "100"),
        ({"components": [{"name": "x", "quantity": -1}]}, "components", "Số bản"),
        ({"components": [{"name": HUGE}]}, "components", "100000"),
        ({"components": [{"name": "x", "file": "y"}]}, "components", "Tệp"),
        ({"components": [7]}, "components", "không đọc được"),
        ({"represented": "on"}, "representative_name", "Chưa nhập"),
    ],
)
def test_a_field_that_cannot_be(
    room: Room, unchanged: None, changes: dict[str, Any], field: str, says: str
) -> None:
    assert says in faults(lambda: read_intake(form(**changes)))[field]


TEXTS = [
    "owner_name",
    "owner_address",
    "content",
    "past_reason",
    "extra_name",
    "competent",
    "case",
]


@pytest.mark.parametrize("field", TEXTS)
def test_a_hundred_thousand_letters_are_refused_with_both_figures(
    room: Room, unchanged: None, field: str
) -> None:
    said = faults(lambda: read_intake(form(**{field: HUGE})))
    assert set(said) == {field}
    assert "100000" in said[field]


def test_every_fault_is_told_at_once(room: Room, unchanged: None) -> None:
    said = faults(lambda: read_intake({"owner_phone": "1", "sets": "x"}))
    assert set(said) == {"procedure", "owner_name", "owner_identifier", "owner_phone", "sets"}


def test_strange_names_of_fields_are_passed_over(room: Room, unchanged: None) -> None:
    strange = ("paper_²", "paper_", "paper_1_x", "paper_-1", "paper_" + "9" * 5000)
    request = read_intake(form(**dict.fromkeys(strange, "on")))
    assert [entry.line for entry in request.components] == [1, 2]


def test_html_and_sql_are_kept_as_they_were_typed(room: Room) -> None:
    text = " ".join(HOSTILE.split())
    room.receive(
        owner_name=HOSTILE,
        owner_address=HOSTILE,
        content=HOSTILE,
        extra_name=HOSTILE,
        represented="on",
        representative_name=HOSTILE,
        representative_identifier=OWNER["owner_identifier"],
        representative_paper=HOSTILE,
    )
    room.do(RECEPTION, "transfer", note=HOSTILE)
    room.do(HANDLER, "propose_supplement", items=HOSTILE, reason=HOSTILE, legal_ground=HOSTILE)
    room.do(RECEPTION, "request_supplement", legal_ground=HOSTILE)
    view = dossier_page(room.person(RECEPTION), room.code)
    assert view.representative is not None
    names = {view.owner.name, view.owner.address, view.content, view.papers[-1].name}
    assert names | {view.representative.name, view.representative.paper} == {text}
    assert {words for line in view.timeline for _, words in line.details} == {text}
    assert room.locked.events


ASKED = {"content": "x", "deadline": "2026-03-05"}
LATER = {"reason": "x", "new_due_at": "2026-03-11T09:00"}
CANNOT_BE: list[tuple[str, str, dict[str, Any], str]] = [
    (RECEPTION, "withdraw", {}, "reason"),
    (RECEPTION, "withdraw", {"reason": HUGE}, "reason"),
    (HANDLER, "request_consultation", {"consulted": "H14.77", **ASKED}, "consulted"),
    (HANDLER, "request_consultation", {"consulted": "H14.03", "content": "x"}, "deadline"),
    (HANDLER, "request_obligation", {"content": "x", "amount": "rất nhiều"}, "amount"),
    (HANDLER, "propose_result", {"to_officer": "CB0022"}, "to_officer"),  # a leader elsewhere
    (HANDLER, "propose_result", {"to_officer": "CB0016"}, "to_officer"),  # no leader
    (HANDLER, "propose_result", {"documents": ["x"]}, "documents"),
    (HANDLER, "propose_result", {"documents": ["0" * 64]}, "documents"),
    (HANDLER, "propose_result", {"to_agency": "H99"}, "to_agency"),
    (LEADER, "assign", {"to_officer": "'; DROP TABLE x"}, "to_officer"),
    (LEADER, "stop", {"reason": "x"}, "legal_ground"),
    (HEAD, "reschedule", {**LATER, "signed_by": "CB0015"}, "signed_by"),  # no leader
    (HEAD, "correct", {"papers": "1", "paper_1": "on", "list_version": "0", "reason": "x"}, "papers"),
    (HEAD, "correct", {"owner_name": "A", "owner_identifier": "1"}, "owner_identifier"),
    (HEAD, "correct", {"received_at": "2025-06-30T09:00", "reason": "x"}, "received_at"),
    (
        HEAD,
        "correct",
        {"limit_quantity": "viele", "limit_unit": "working_day", "reason": "x"},
        "limit_quantity",
    ),
    (HEAD, "correct", {"return_method": "dove", "reason": "x"}, "return_method"),
    (HEAD, "correct", {"owner_phone": "1"}, "reason"),
]


@pytest.mark.parametrize(("who", "action", "data", "field"), CANNOT_BE)
def test_an_action_that_cannot_be(
    room: Room, unchanged: None, who: str, action: str, data: dict[str, Any], field: str
) -> None:
    assert field in faults(lambda: room.do(who, action, room.on(1, "08:00"), **data))


@pytest.mark.parametrize(
    ("who", "action", "data", "error"),
    [
        (HANDLER, "abolish", {}, "unknown_action"),
        (HANDLER, "receive", {}, "unknown_action"),
        (HANDLER, HOSTILE, {}, "unknown_action"),
        (HEAD, "correct", {"status": "10", "reason": "x"}, "correct_nothing"),
        (HANDLER, "answer_consultation", {"no": "7", "answer": "x"}, "no_open_consultation"),
    ],
)
def test_an_action_the_law_has_not(
    room: Room, unchanged: None, who: str, action: str, data: dict[str, str], error: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        room.do(who, action, **data)
    assert refusal.value.id == error
    assert refusal.value.next_step


CODES = ["H14.40.03-260302-9999", "", "\0", "\ud800", "Đ", "x" * 5000, HOSTILE]


@pytest.mark.parametrize("code", CODES, ids=range(len(CODES)))
def test_a_stranger_and_a_code_that_is_none_get_the_same_answer(
    room: Room, unchanged: None, code: str
) -> None:
    """Nobody learns from the answer whether another agency has such a dossier."""

    def told(who: str, wanted: str, ask: Callable[[str, str], object]) -> tuple[type, str, str]:
        with pytest.raises(NotFound) as refusal:
            ask(who, wanted)
        return type(refusal.value), refusal.value.template, refusal.value.next_step

    def page(who: str, wanted: str) -> object:
        return dossier_page(room.person(who), wanted)

    def act(who: str, wanted: str) -> object:
        return services.perform(room.person(who), wanted, "withdraw", {"reason": "x"}, clock=room.clock)

    for ask in (page, act):
        assert told(STRANGER, room.code, ask) == told(STRANGER, code, ask) == told(RECEPTION, code, ask)


@pytest.mark.parametrize("text", [*CODES, "\ud800-1"], ids=range(len(CODES) + 1))
def test_look_ups_answer_anything(room: Room, unchanged: None, text: str) -> None:
    inspector = room.person(INSPECTOR)
    assert find_code(inspector, text) is None
    assert not public_status(text).exists
    assert public_timeline(text, "AAAA") is None
    if text.strip("\0 \ud800"):
        assert search(inspector, text).total == 0


def test_a_stranger_finds_nothing_by_any_fragment(room: Room, unchanged: None) -> None:
    stranger = room.person(STRANGER)
    for text in ("bich ngoc", OWNER["owner_identifier"], OWNER["owner_phone"], room.code, ""):
        assert search(stranger, text).total == 0
    assert find_code(stranger, room.code) is None


@pytest.mark.parametrize(
    ("kind", "changes", "error"),
    [
        ("supplement", {}, "fields"),
        ("apology", {"items": "x", "reason": "x"}, "unknown_slip"),
        ("refusal", {"reason": "x", "procedure": "9.999999"}, "procedure_unknown"),
        ("refusal", {"reason": HUGE}, "fields"),
        ("refusal", {"reason": "x", "owner_identifier": "123"}, "fields"),
    ],
)
def test_a_slip_that_cannot_be(
    room: Room, unchanged: None, kind: str, changes: dict[str, str], error: str
) -> None:
    officer = room.person(RECEPTION)
    with pytest.raises(DomainError) as refusal:
        counter_slip(officer, officer.held[0], kind, form(**changes), idempotency_key="k", clock=room.clock)
    assert refusal.value.id == error


def test_who_receives_nowhere_hands_out_nothing(room: Room, unchanged: None) -> None:
    leader = room.person(LEADER)
    with pytest.raises(Forbidden):
        counter_slip(leader, leader.held[0], "refusal", form(reason="x"), idempotency_key="k")
    with pytest.raises(Forbidden):
        room.receive(LEADER)
    with pytest.raises(NotFound):
        read_slip(room.person(STRANGER), "PTC-H14.40.03-260302-0001")
