"""Filed online (T1), answered (T2, T3), accepted (T5): one chain under two names."""

from __future__ import annotations

import re

import pytest
from tests.dossiers.room import HANDLER, HEAD, RECEPTION, STRANGER, WARD, Room, form

from motcua.dossiers import services
from motcua.dossiers.intake import read_intake
from motcua.dossiers.lifecycle.types import Channel, Status
from motcua.dossiers.models import Dossier
from motcua.dossiers.printing import paper
from motcua.dossiers.queries import dossier_page, public_status, public_timeline, worklist
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.secret import lookup_secret
from motcua.dossiers.services import Registration
from motcua.dossiers.verify import verify
from motcua.foundation.clock import local_text
from motcua.foundation.codes import parse_code
from motcua.foundation.errors import Conflict, DomainError, NotFound


def file(room: Room, *, key: str = "filing-1", **changes: str) -> Registration:
    request = read_intake(form(section=WARD, channel="online", **changes))
    got = services.register(request, idempotency_key=key, clock=room.clock)
    room.code = got.reference
    return got


@pytest.fixture
def filed(room: Room) -> Room:
    file(room)
    return room


def accept(room: Room, who: str = RECEPTION, seq: int | None = None) -> services.Reception:
    got = services.accept_registration(room.person(who), room.code, expected_seq=seq, clock=room.clock)
    room.code = got.code
    return got


def test_a_reference_is_no_dossier_code(filed: Room) -> None:
    assert re.fullmatch(r"NTT-260302-[2-9A-HJ-NP-Z]{6}", filed.code)
    assert not parse_code(filed.code)["valid"]


def test_the_answer_is_due_after_eight_working_hours(room: Room) -> None:
    # Filed on Monday at 9:00: six hours on Monday, two on Tuesday from 7:00.
    assert local_text(file(room).answer_due_at) == room.on(1, "09:00")
    assert (room.state.status, room.state.due_at) == (Status.REGISTERED, None)


def test_the_same_filing_twice_is_one(room: Room) -> None:
    first, second = file(room), file(room)
    assert (second.reference, second.repeated) == (first.reference, True)
    assert second.answer_due_at == first.answer_due_at
    assert Dossier.objects.count() == 1


def test_the_hour_of_filing_is_kept(filed: Room) -> None:
    accept(filed)
    assert filed.state.intake.submitted_at == filed.clock.now()
    assert Dossier.objects.get().submitted_at == filed.clock.now()


def test_acceptance_gives_code_and_promise(filed: Room) -> None:
    filed.clock.instant += 60_000_000
    got = accept(filed)
    assert got.code == "H14.40.03-260302-0001"
    assert local_text(got.due_at or 0) == filed.on(7, "09:01")
    assert filed.state.intake.channel is Channel.ONLINE


def test_one_chain_tells_both_names(filed: Room) -> None:
    reference = filed.code
    accept(filed)
    filed.transferred()
    names = [event.dossier for event in filed.locked.events]
    assert names == [reference, filed.code, filed.code]
    assert verify().ok
    assert rebuild().ok


def test_the_reference_finds_the_dossier_for_ever(filed: Room) -> None:
    reference, secret = filed.code, lookup_secret(filed.code)
    accept(filed)
    assert public_status(reference).code == filed.code
    assert public_timeline(reference, secret) is not None
    assert public_timeline(filed.code, lookup_secret(filed.code)) is not None
    assert public_timeline(reference, "AAAAAAAAAA") is None


def test_one_notice_names_everything_that_is_missing(filed: Room) -> None:
    said = {"items": "Bản chụp hộ khẩu\nTờ khai ký số", "reason": "Tệp mờ"}
    filed.do(RECEPTION, "notice_registration", **said)
    assert filed.state.status is Status.REGISTERED
    with pytest.raises(DomainError) as refusal:
        filed.do(RECEPTION, "notice_registration", **said)
    assert refusal.value.id == "notice_twice"


def test_a_declined_filing_gets_form_03(filed: Room) -> None:
    filed.do(RECEPTION, "decline_registration", reason="Không thuộc thẩm quyền")
    assert filed.state.status is Status.NOT_RECEIVED
    assert paper(filed.person(RECEPTION), filed.code, "refusal").startswith(b"%PDF")
    with pytest.raises(DomainError):
        accept(filed)


def test_it_waits_on_the_section_s_list(filed: Room) -> None:
    rows = worklist(filed.person(RECEPTION), clock=filed.clock).rows
    assert [row.code for row in rows] == [filed.code]
    assert worklist(filed.person(STRANGER), clock=filed.clock).rows == ()
    assert dossier_page(filed.person(RECEPTION), filed.code).status is Status.REGISTERED


def test_accepting_twice_in_a_breath_is_once(filed: Room) -> None:
    seq, reference = filed.state.seq, filed.code
    first = accept(filed, seq=seq)
    filed.code = reference
    second = accept(filed, seq=seq)
    assert (second.code, second.repeated) == (first.code, True)
    filed.code = reference
    with pytest.raises(Conflict, match="Nông Thị Hạnh"):
        services.accept_registration(
            filed.person("bac.thucphan"), reference, expected_seq=seq, clock=filed.clock
        )


@pytest.mark.parametrize("who", [HEAD, HANDLER])
def test_only_who_receives_accepts(filed: Room, who: str) -> None:
    with pytest.raises(DomainError):
        accept(filed, who)
    assert len(filed.locked.log) == 1


def test_a_stranger_learns_nothing(filed: Room) -> None:
    with pytest.raises(NotFound):
        accept(filed, STRANGER)


def test_a_place_without_a_section_takes_no_filings(room: Room) -> None:
    request = read_intake(form(section="H14.03", channel="online"))
    with pytest.raises(DomainError) as refusal:
        services.register(request, idempotency_key="x", clock=room.clock)
    assert refusal.value.id == "no_section"
