"""What came online waits at its section, with the clock of the answer."""

from __future__ import annotations

import msgspec
import pytest
from tests.dossiers.room import RECEPTION, STRANGER, WARD, Room, form
from tests.support.citizens import make_citizen

from motcua.dossiers import services
from motcua.dossiers.intake import read_intake
from motcua.dossiers.queries.online import online_work
from motcua.foundation.clock import HOUR
from motcua.foundation.errors import Forbidden


@pytest.fixture
def filed(room: Room) -> Room:
    applicant = make_citizen()
    request = read_intake(form(section=WARD, channel="online"))
    request = msgspec.structs.replace(request, form="none@0", declaration={"a": "<b>x</b>"})
    room.code = services.register(request, idempotency_key="1", filer=applicant, clock=room.clock).reference
    return room


def test_a_filing_waits_with_its_answer_clock(filed: Room) -> None:
    (row,) = online_work(filed.person(RECEPTION), clock=filed.clock)
    assert (row.code, row.kind, row.late) == (filed.code, "filed", False)
    assert row.due_at is not None
    filed.clock.instant = row.due_at + HOUR
    (row,) = online_work(filed.person(RECEPTION), clock=filed.clock)
    assert row.late


def test_only_the_own_section_sees_it(filed: Room) -> None:
    assert online_work(filed.person(STRANGER), clock=filed.clock) == []
    with pytest.raises(Forbidden):
        online_work(filed.person("cuong.thucphan"), clock=filed.clock)


def test_after_the_one_notice_it_waits_for_the_applicant(filed: Room) -> None:
    filed.do(RECEPTION, "notice_registration", items="Giấy rõ hơn", reason="Mờ")
    (row,) = online_work(filed.person(RECEPTION), clock=filed.clock)
    assert (row.noticed, row.due_at, row.late) == (True, None, False)


def test_an_accepted_one_waits_no_more(filed: Room) -> None:
    services.accept_registration(filed.person(RECEPTION), filed.code, clock=filed.clock)
    assert online_work(filed.person(RECEPTION), clock=filed.clock) == []
