"""T20 at the desk: any field after reception, several at once, with what follows from each; or nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.dossiers.room import (
    FIVE_DAYS,
    HANDLER,
    HANDLER_CODE,
    HEAD,
    INSTANT,
    LEADER,
    OWNER,
    RECEPTION,
    STRANGE_LEADER,
    Room,
)
from tests.papers.reading import words_of
from tests.support.purse import take
from tests.support.statements import counting

from motcua.dossiers.correction_draft import correction_draft
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.models import Dossier
from motcua.dossiers.printing import paper
from motcua.dossiers.queries import dossier_page, logbook, public_status, public_timeline
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.secret import lookup_secret
from motcua.dossiers.verify import verify
from motcua.foundation.clock import day_of
from motcua.foundation.errors import Conflict, DomainError, NotFound

ADOPTION = "1.003179"
"""Resolved by Sở Tư pháp, where a ward only takes it in."""
WHY = {"reason": "Ghi nhầm lúc tiếp nhận"}


def correct(room: Room, when: str = "", *, who: str = HEAD, seq: int | None = None, **data: Any) -> None:
    room.do(who, "correct", when, seq=seq, **{**WHY, **data})


def fields_of(room: Room) -> list[str]:
    return [event.payload.field for event in room.locked.events if hasattr(event.payload, "field")]


def sound(room: Room) -> bool:
    """The chain holds and the live rows are those that the log tells."""
    return verify(room.code).ok and not rebuild().differences


@pytest.fixture
def wrong(room: Room) -> Room:
    """Received this morning as something else than what was handed in."""
    room.receive(procedure=INSTANT)
    return room


def test_a_wrong_procedure_brings_version_limit_fees_and_papers_along(wrong: Room) -> None:
    before = wrong.state
    correct(wrong, wrong.on(0, "10:00"), procedure=FIVE_DAYS)
    state = wrong.state
    assert (state.intake.procedure.code, state.intake.instant_result) == (FIVE_DAYS, False)
    assert (state.intake.limit.quantity, wrong.due) == ("5", wrong.on(7, "09:00"))
    assert state.original_due_at == state.due_at != before.due_at
    assert [line.no for line in state.intake.components] == [line.no for line in before.intake.components]
    page = dossier_page(wrong.person(HEAD), wrong.code, clock=wrong.clock)
    assert page.procedure.name.startswith("Thủ tục đăng ký lại khai sinh")
    assert all(each.name for each in page.papers)
    row = Dossier.objects.get(code=wrong.code)
    assert (row.procedure_code, row.version_id, row.due_at) == (
        FIVE_DAYS,
        state.intake.procedure.version,
        state.due_at,
    )
    assert sound(wrong)


def test_the_papers_of_the_old_list_keep_their_names_in_the_new_one(wrong: Room) -> None:
    before = [each.name for each in dossier_page(wrong.person(HEAD), wrong.code).papers]
    correct(wrong, procedure=FIVE_DAYS)
    assert [each.name for each in dossier_page(wrong.person(HEAD), wrong.code).papers] == before


def test_several_fields_are_one_action_with_one_reason(wrong: Room) -> None:
    correct(wrong, procedure=FIVE_DAYS, owner_name="Hoàng Thị Bích Ngà", sets="2", return_method="postal")
    reasons = {event.payload.reason for event in wrong.locked.events if hasattr(event.payload, "field")}
    assert len(reasons) == 1
    assert fields_of(wrong)[:3] == ["owner", "return_method", "sets"]
    assert fields_of(wrong)[-1] == "limit"
    assert sound(wrong)


def test_all_or_nothing(wrong: Room) -> None:
    seq = wrong.state.seq
    with pytest.raises(FieldErrors) as refused:
        correct(wrong, owner_name="Người Đúng", owner_identifier="123", received_at="ngày kia", sets="99")
    assert set(refused.value.faults) == {"owner_identifier", "received_at", "sets"}
    assert wrong.state.seq == seq


def test_only_what_was_typed_of_a_person_changes(wrong: Room) -> None:
    correct(wrong, owner_phone="0987654321")
    page = dossier_page(wrong.person(HEAD), wrong.code)
    assert (page.owner.phone, page.owner.name, page.owner.identifier) == (
        "0987654321",
        OWNER["owner_name"],
        OWNER["owner_identifier"],
    )
    assert fields_of(wrong) == ["owner"]


def test_an_owner_of_another_kind_has_an_identifier_of_that_kind(wrong: Room) -> None:
    with pytest.raises(FieldErrors) as refused:
        correct(wrong, owner_type="enterprise", owner_identifier="12345")
    assert "owner_identifier" in refused.value.faults
    correct(wrong, owner_type="enterprise", owner_name="Công ty Mẫu", owner_identifier="0100109106")
    assert fields_of(wrong) == ["owner_type", "owner"]


def test_a_representative_comes_and_goes(wrong: Room) -> None:
    named = {"representative_name": "Nông Văn A", "representative_identifier": "004088004217"}
    correct(wrong, represented="1", **named)
    assert dossier_page(wrong.person(HEAD), wrong.code).representative is not None
    correct(wrong, represented="0")
    assert dossier_page(wrong.person(HEAD), wrong.code).representative is None


def test_papers_ticked_dropped_added(wrong: Room) -> None:
    version = wrong.state.intake.procedure.version
    correct(
        wrong,
        papers="1",
        list_version=str(version),
        line_1="on",
        line_1_kind="copy",
        line_1_quantity="3",
        extra_name="Giấy xác nhận",
    )
    first, added = wrong.state.intake.components
    assert (first.no, first.kind.value, first.quantity) == (1, "copy", 3)
    assert (added.no, added.code) == (3, None)
    assert dossier_page(wrong.person(HEAD), wrong.code).papers[-1].name == "Giấy xác nhận"
    assert sound(wrong)


def test_a_line_of_another_version_is_refused(wrong: Room) -> None:
    with pytest.raises(FieldErrors) as refused:
        correct(wrong, procedure=FIVE_DAYS, papers="1", line_1="on", paper_2="on", list_version="1")
    assert "papers" in refused.value.faults
    version = str(wrong.state.intake.procedure.version)
    with pytest.raises(FieldErrors):
        correct(wrong, papers="1", line_1="on", paper_77="on", list_version=version)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"procedure": "9.999999"}, "procedure"),
        ({"procedure": "'; DROP TABLE x"}, "procedure"),
        ({"procedure": ""}, "procedure"),
        ({"channel": "pigeon"}, "channel"),
        ({"case": "x.1", "case_of": INSTANT}, "case"),
        ({"received_at": ""}, "received_at"),
        ({"received_at": "2026-13-40"}, "received_at"),
        ({"limit_quantity": "5", "limit_unit": "eternity"}, "limit_quantity"),
        ({"limit_quantity": "-1", "limit_unit": "working_day"}, "limit_quantity"),
        ({"owner_name": ""}, "owner_name"),
        ({"owner_phone": "0"}, "owner_phone"),
        ({"owner_email": "x"}, "owner_email"),
        ({"represented": "1"}, "representative_name"),
        ({"owner_type": "ghost"}, "owner_type"),
        ({"sets": "0"}, "sets"),
        ({"content": "Đúng", "reason": ""}, "reason"),
    ],
)
def test_what_cannot_be_names_its_field_and_changes_nothing(
    wrong: Room, data: dict[str, str], field: str
) -> None:
    seq = wrong.state.seq
    with pytest.raises(FieldErrors) as refused:
        correct(wrong, **data)
    assert field in refused.value.faults
    assert wrong.state.seq == seq


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "correct_nothing"),
        ({"owner_name": OWNER["owner_name"], "sets": "1", "channel": "direct"}, "correct_nothing"),
        ({"received_at": "2026-03-02T23:00"}, "future"),
        ({"received_at": "2026-03-02T12:31"}, "future"),
    ],
)
def test_what_changes_nothing_or_lies_ahead(wrong: Room, data: dict[str, str], error: str) -> None:
    with pytest.raises(DomainError) as refused:
        correct(wrong, wrong.on(0, "10:00"), **data)
    assert refused.value.id == error


def test_a_moment_behind_the_hand_over_is_refused(wrong: Room) -> None:
    wrong.transferred(wrong.on(0, "10:00"))
    with pytest.raises(DomainError) as refused:
        correct(wrong, wrong.on(0, "14:00"), received_at=wrong.on(0, "11:00"))
    assert refused.value.id == "correct_after_work"


def test_before_the_hand_over_another_agency_just_becomes_competent(wrong: Room) -> None:
    correct(wrong, wrong.on(0, "10:00"), procedure=ADOPTION)
    page = dossier_page(wrong.person(HEAD), wrong.code, clock=wrong.clock)
    assert (page.competent, page.holder and page.holder.step) == ("Sở Tư pháp", "receive")
    assert sound(wrong)


def test_handed_over_and_untouched_it_goes_on_to_the_right_agency(wrong: Room) -> None:
    wrong.transferred(wrong.on(0, "10:00"))
    correct(wrong, wrong.on(0, "14:00"), procedure=ADOPTION)
    page = dossier_page(wrong.person(HEAD), wrong.code, clock=wrong.clock)
    assert page.holder is not None
    assert (page.holder.agency, page.holder.officer, page.holder.step) == ("Sở Tư pháp", "", "resolve")
    assert wrong.state.due_at is None or page.holder.due_at is not None
    with pytest.raises(NotFound):
        wrong.do(HANDLER, "record_verification", content="Không còn ở đây")
    assert sound(wrong)


def test_worked_on_it_is_not_taken_away(wrong: Room) -> None:
    wrong.transferred(wrong.on(0, "10:00"))
    wrong.do(HANDLER, "record_verification", content="Đã xem")
    seq = wrong.state.seq
    with pytest.raises(DomainError) as refused:
        correct(wrong, procedure=ADOPTION)
    assert refused.value.id == "correct_competent_worked"
    assert wrong.state.seq == seq


def test_a_leader_does_not_send_dossiers(wrong: Room) -> None:
    wrong.transferred(wrong.on(0, "10:00"))
    with pytest.raises(DomainError) as refused:
        correct(wrong, who=LEADER, procedure=ADOPTION)
    assert refused.value.id == "correct_competent_section"
    correct(wrong, who=LEADER, procedure=FIVE_DAYS)
    assert wrong.state.intake.procedure.code == FIVE_DAYS


@pytest.mark.parametrize(("who", "error"), [(RECEPTION, DomainError), (HANDLER, DomainError)])
def test_not_by_who_received_or_handles_it(wrong: Room, who: str, error: type[DomainError]) -> None:
    wrong.transferred(wrong.on(0, "10:00"))
    with pytest.raises(error) as refused:
        correct(wrong, who=who, content="Đúng")
    assert refused.value.id == "wrong_role"


def test_a_dossier_of_another_section_is_not_there(wrong: Room) -> None:
    with pytest.raises(NotFound):
        correct(wrong, who=STRANGE_LEADER, content="Đúng")


def test_after_the_result_its_procedure_stays_and_names_may_be_put_right(wrong: Room) -> None:
    wrong.transferred().proposed().finished()
    with pytest.raises(DomainError) as refused:
        correct(wrong, procedure=FIVE_DAYS)
    assert refused.value.id == "correct_after_end"
    take(wrong)
    wrong.returned()
    with pytest.raises(DomainError) as refused:
        correct(wrong, return_method="postal")
    assert refused.value.id == "correct_after_return"
    correct(wrong, owner_name="Hoàng Thị Bích Ngà")
    assert wrong.state.returned_at is not None
    assert sound(wrong)


def test_somebody_changed_it_meanwhile(wrong: Room) -> None:
    seq = wrong.state.seq
    correct(wrong, content="Nội dung một")
    with pytest.raises(Conflict):
        correct(wrong, seq=seq, content="Nội dung hai")


def test_the_same_press_twice_is_one(wrong: Room) -> None:
    seq = wrong.state.seq
    correct(wrong, wrong.on(0, "10:00"), seq=seq, procedure=FIVE_DAYS, content="Đúng")
    after = wrong.state.seq
    correct(wrong, wrong.on(0, "10:00"), seq=seq, procedure=FIVE_DAYS, content="Đúng")
    assert wrong.state.seq == after


def test_a_hundred_corrections(wrong: Room) -> None:
    for number in range(100):
        correct(wrong, content=f"Nội dung {number}", sets=str(number % 7 + 2))
    assert wrong.state.seq == 201
    assert dossier_page(wrong.person(HEAD), wrong.code, clock=wrong.clock).chain_ok
    assert "lần 100" in words_of(paper(wrong.person(HEAD), wrong.code, "receipt", clock=wrong.clock))
    assert sound(wrong)


def test_three_statements_under_the_lock(wrong: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    correct(wrong, content="Lần đầu")
    with counting(monkeypatch) as count:
        correct(wrong, procedure=FIVE_DAYS, owner_name="Hoàng Thị Bích Ngà", content="Lần hai", sets="3")
    assert len(count.inside) <= 2, count.inside


def test_the_receipt_is_printed_as_corrected_under_the_same_code(wrong: Room) -> None:
    officer = wrong.person(RECEPTION)
    first = words_of(paper(officer, wrong.code, "receipt", clock=wrong.clock))
    assert "đính chính" not in first
    wrong.clock.instant += 24 * 3600 * 1_000_000
    correct(wrong, procedure=FIVE_DAYS, owner_name="Hoàng Thị Bích Ngà")
    text = words_of(paper(officer, wrong.code, "receipt", clock=wrong.clock))
    for words in (
        "Đã đính chính lần 1, ngày 3/3/2026",
        "Hoàng Thị Bích Ngà",
        "đăng ký lại khai sinh",
        "5 ngày làm việc",
        wrong.code,
        lookup_secret(wrong.code),
        "Nông Thị Hạnh",
        "Hẹn trả trước đính chính",
    ):
        assert words in text, words
    assert OWNER["owner_name"] not in text
    correct(wrong, sets="2")
    assert "Đã đính chính lần 2" in words_of(paper(officer, wrong.code, "receipt", clock=wrong.clock))


def test_the_logbook_follows(wrong: Room) -> None:
    correct(wrong, procedure=FIVE_DAYS, owner_name="Hoàng Thị Bích Ngà", return_method="postal")
    day = day_of(wrong.clock.now())
    book = logbook(wrong.person(HEAD), Dossier.objects.get(code=wrong.code).section_id, day, day)
    (entry,) = book.entries
    assert (entry.applicant, entry.return_method, entry.due_at) == (
        "Hoàng Thị Bích Ngà",
        "postal",
        wrong.state.due_at,
    )
    assert "đăng ký lại khai sinh" in entry.procedure_name


def test_old_papers_are_still_found_by_their_hash(wrong: Room) -> None:
    old = wrong.locked.log[0][1].hex()[:16]
    correct(wrong, procedure=FIVE_DAYS)
    assert public_status(wrong.code, old).hash_known


def test_the_applicant_is_told_both_dates(wrong: Room) -> None:
    before = wrong.state.due_at
    correct(wrong, procedure=FIVE_DAYS)
    seen = public_timeline(wrong.code, lookup_secret(wrong.code), clock=wrong.clock)
    assert seen is not None
    assert seen.corrected is not None
    assert (seen.corrected.before, seen.corrected.after) == (before, wrong.state.due_at)
    assert "thủ tục" in seen.corrected.fields
    told = [line.text.said(str) for line in seen.timeline if line.type == "corrected"]
    assert any(re.search("đổi từ .* sang", line) for line in told)


def test_a_correction_that_moves_nothing_says_nothing_of_a_date(wrong: Room) -> None:
    correct(wrong, content="Đúng")
    seen = public_timeline(wrong.code, lookup_secret(wrong.code), clock=wrong.clock)
    assert seen is not None
    assert seen.corrected is None


def test_the_draft_shows_old_beside_new_and_writes_nothing(wrong: Room) -> None:
    seq = wrong.state.seq
    typed = {**WHY, "procedure": ADOPTION, "owner_name": "Hoàng Thị Bích Ngà"}
    wrong.transferred()
    draft = correction_draft(wrong.person(HEAD), wrong.code, typed, clock=wrong.clock)
    changes = {change.field: (change.old, change.new) for change in draft.changes}
    assert changes["competent"][1] == "Sở Tư pháp"
    assert "Hoàng Thị Bích Ngà" in changes["owner"][1]
    assert OWNER["owner_identifier"] not in changes["owner"][1]
    assert draft.handed_on
    assert draft.moved
    assert wrong.state.seq == seq + 1


def test_a_reception_under_another_version_takes_that_one(room_2022: Room) -> None:
    room = room_2022
    room.receive()
    version = room.state.intake.procedure.version
    correct(room, room.on(0, "10:00"), received_at="2022-07-29T10:00")
    assert room.state.intake.procedure.version == version
    assert room.due == "2022-08-05T10:00"
    assert room.state.dossier == room.code
    assert sound(room)


def test_the_officer_of_the_next_step_gets_time_inside_the_new_promise(wrong: Room) -> None:
    correct(wrong, wrong.on(0, "09:30"), procedure=FIVE_DAYS)
    wrong.do(RECEPTION, "transfer", wrong.on(0, "10:00"), to_officer=HANDLER_CODE)
    holder = wrong.state.holder
    correct(wrong, wrong.on(0, "11:00"), limit_quantity="2", limit_unit="working_day")
    now = wrong.state.holder
    assert holder is not None
    assert now is not None
    assert now.due_at is not None
    assert holder.due_at is not None
    assert now.due_at < holder.due_at
    assert now.due_at <= (wrong.state.due_at or 0)
    assert sound(wrong)
