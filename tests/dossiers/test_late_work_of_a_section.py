"""What is late at a section, by office and person, with who made it late; few statements for any number."""

from __future__ import annotations

import pytest
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    HEAD,
    INSPECTOR,
    LEADER,
    RECEPTION,
    STRANGER,
    WARD,
    Room,
    at,
)
from tests.papers.reading import words_of
from tests.support.statements import counting

from motcua.dossiers.printing_work import urging_of_agency
from motcua.dossiers.queries.late_work import LateWork, late_work
from motcua.dossiers.queries.step_clocks import told_clocks
from motcua.foundation.errors import DomainError, NotFound


def told(room: Room, when: str, who: str = HEAD) -> LateWork:
    room.clock.instant = at(when)
    section = room.locked.place.section_id
    assert section is not None
    return late_work(room.person(who), section, clock=room.clock)


@pytest.fixture
def late(room: Room) -> Room:
    """Due on Monday 9/3 at nine; with the officer until Tuesday, then with the leader."""
    room.receive()
    room.transferred("2026-03-02T10:00")
    return room.proposed("2026-03-10T09:00")


def test_who_has_it_and_who_made_it_late(late: Room) -> None:
    work = told(late, "2026-03-10T11:00")
    (dossier,) = work.dossiers
    assert (dossier.code, dossier.late_minutes, dossier.post) == (late.code, 480 + 120, "agency_leader")
    assert [(share.post, share.percent) for share in dossier.shares] == [
        ("officer", 89),
        ("agency_leader", 11),
    ]
    assert [(line.post, line.has, line.in_part) for line in work.offices] == [
        ("officer", 0, 1),
        ("agency_leader", 1, 1),
    ]
    officer = next(line for line in work.people if line.officer_code == HANDLER_CODE)
    assert (officer.officer, officer.has, officer.minutes) == ("Triệu Văn Sơn", 0, work.offices[0].minutes)
    assert work.total == 1


def test_the_same_as_the_clocks_of_the_dossier(late: Room) -> None:
    work = told(late, "2026-03-10T11:00")
    alone = told_clocks(None, late.code, clock=late.clock).clocks.cause
    assert alone is not None
    assert [(s.agency_code, s.post, s.minutes, s.percent) for s in work.dossiers[0].shares] == [
        (s.agency, s.post, s.minutes, s.percent) for s in alone.shares
    ]
    assert work.dossiers[0].late_minutes == alone.late


def test_nothing_while_in_time_after_the_end_or_waiting(late: Room) -> None:
    assert told(late, "2026-03-09T08:00").dossiers == ()
    late.finished("2026-03-10T10:00")
    assert told(late, "2026-03-10T11:00").total == 0


def test_waiting_for_the_applicant_is_not_late(room: Room) -> None:
    room.receive()
    room.transferred()
    room.do(HANDLER, "propose_supplement", items="Tờ khai", reason="Thiếu")
    room.do(RECEPTION, "request_supplement")
    assert told(room, "2026-04-10T11:00").total == 0


def test_late_again_after_a_restart_counts_from_there(room: Room) -> None:
    room.receive()
    room.transferred()
    room.do(
        HANDLER,
        "propose_supplement",
        "2026-03-20T09:00",
        items="Tờ khai",
        reason="Thiếu",
        legal_ground="Điều 1",
    )
    room.do(RECEPTION, "request_supplement", "2026-03-20T10:00")
    room.do(RECEPTION, "receive_supplement", "2026-03-23T09:00")
    room.do(LEADER, "assign", to_officer=HANDLER_CODE)
    work = told(room, "2026-03-31T09:00")
    alone = told_clocks(None, room.code, clock=room.clock).clocks.cause
    assert alone is not None
    assert [(s.post, s.minutes) for s in work.dossiers[0].shares] == [
        (s.post, s.minutes) for s in alone.shares
    ]


def test_as_many_statements_for_one_as_for_many(late: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    told(late, "2026-03-10T11:00")
    with counting(monkeypatch) as count:
        told(late, "2026-03-10T11:00")
    one = len(count.texts)
    for _ in range(3):
        late.clock.instant = at("2026-03-02T09:00")
        late.receive()
    with counting(monkeypatch) as count:
        assert told(late, "2026-03-10T11:00").total == 4
    assert len(count.texts) == one


def test_one_letter_about_all_that_an_agency_has(late: Room) -> None:
    codes = [late.code]
    late.clock.instant = at("2026-03-02T09:00")
    codes.append(late.receive().code)
    late.transferred("2026-03-02T10:00")
    late.clock.instant = at("2026-03-10T11:00")
    section = late.locked.place.section_id
    assert section is not None
    letter = words_of(urging_of_agency(late.person(HEAD), section, WARD, clock=late.clock))
    for words in (*codes, "2 hồ sơ dưới đây", "Triệu Văn Sơn", "TL. CHỦ TỊCH", "đăng ký lại khai sinh"):
        assert words in letter, words
    with pytest.raises(NotFound):
        urging_of_agency(late.person(HEAD), section, "H14.03", clock=late.clock)
    with pytest.raises(DomainError):
        urging_of_agency(late.person(STRANGER), section, WARD, clock=late.clock)


def test_who_may_see_it(late: Room) -> None:
    assert told(late, "2026-03-10T11:00", INSPECTOR).total == 1
    with pytest.raises(DomainError):
        told(late, "2026-03-10T11:00", STRANGER)
