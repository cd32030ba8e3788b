"""Budgets of the design: three statements in a writing transaction, a fixed number for any list or page."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from tests.dossiers.lives import long_life
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    INSPECTOR,
    LEADER,
    LEADER_CODE,
    RECEPTION,
    WARD,
    Room,
    form,
)
from tests.files.makers import pdf
from tests.support.statements import counting

from motcua.dossiers import attachments, services
from motcua.dossiers.intake import read_intake
from motcua.dossiers.queries import (
    dossier_page,
    find_code,
    logbook,
    public_status,
    public_timeline,
    search,
    section_day,
    worklist,
)
from motcua.dossiers.secret import lookup_secret
from motcua.foundation.errors import DomainError


@pytest.fixture
def warm(room: Room) -> Room:
    """An office that has worked this morning, so that the process knows agencies and procedures."""
    room.receive()
    room.transferred()
    return room


def test_receiving(warm: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    with counting(monkeypatch) as count:
        warm.receive()
    assert len(count.inside) == 2, count.inside
    assert len(count.texts) <= 14, count.texts


def test_receiving_with_scans(warm: Room, own_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = warm.person(RECEPTION)
    scan = attachments.upload(officer, io.BytesIO(pdf()), "a.pdf", draft_key="d1", clock=warm.clock)
    with counting(monkeypatch) as count:
        warm.receive(draft_key="d1", paper_1_file=scan.sha256)
    assert len(count.inside) == 3, count.inside


def test_a_refused_reception_never_stands_before_the_series(
    warm: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with counting(monkeypatch) as count, pytest.raises(DomainError):
        warm.receive(received_at="2026-03-02T23:00")
    assert not [text for text in count.texts if "dossiers_serial" in text]


ACTS: list[tuple[str, str, dict[str, str]]] = [
    (HANDLER, "record_verification", {"content": "Đã xem"}),
    (LEADER, "assign", {"to_officer": HANDLER_CODE}),
    (HANDLER, "request_consultation", {"consulted": "H14.03", "content": "Hỏi", "deadline": "2026-03-06"}),
    (HANDLER, "propose_supplement", {"items": "Tờ khai", "reason": "Thiếu"}),
    (HANDLER, "propose_result", {"granted": "1", "to_officer": LEADER_CODE}),
    (RECEPTION, "withdraw", {"reason": "Xin rút"}),
]


@pytest.mark.parametrize(("who", "action", "data"), ACTS, ids=[act[1] for act in ACTS])
def test_an_action(
    warm: Room, monkeypatch: pytest.MonkeyPatch, who: str, action: str, data: dict[str, str]
) -> None:
    person, code = warm.person(who), warm.code
    with counting(monkeypatch) as count:
        services.perform(person, code, action, data, clock=warm.clock)
    assert len(count.inside) == 2, count.inside
    assert len(count.texts) <= 8, count.texts


def test_filing_online_and_accepting(warm: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    request = read_intake(form(section=WARD))
    with counting(monkeypatch) as filing:
        warm.code = services.register(request, idempotency_key="k", clock=warm.clock).reference
    person = warm.person(RECEPTION)
    with counting(monkeypatch) as accepting:
        services.accept_registration(person, warm.code, clock=warm.clock)
    assert (len(filing.inside), len(accepting.inside)) == (2, 3), accepting.inside


def test_the_page_of_a_long_life(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    long_life(room)
    person = room.person(RECEPTION)
    with counting(monkeypatch) as count:
        dossier_page(person, room.code, clock=room.clock)
    assert len(count.texts) <= 15, count.texts


def test_the_citizen_s_page(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    long_life(room)
    with counting(monkeypatch) as count:
        public_timeline(room.code, lookup_secret(room.code), clock=room.clock)
    assert len(count.texts) <= 12, count.texts
    with counting(monkeypatch) as count:
        public_status(room.code)
    assert len(count.texts) == 1


Reading = Callable[[Room], object]
LISTS: dict[str, Reading] = {
    "worklist": lambda room: worklist(room.person(HANDLER), clock=room.clock),
    "worklist of a group": lambda room: worklist(room.person(HANDLER), group="within", clock=room.clock),
    "search": lambda room: search(room.person(INSPECTOR), "bich ngoc", clock=room.clock),
    "look-up": lambda room: find_code(room.person(RECEPTION), room.code),
    "logbook": lambda room: logbook(
        room.person(RECEPTION), room.locked.place.section_id or 0, room.first.date(), room.first.date()
    ),
    "section's day": lambda room: section_day(
        room.person(RECEPTION), room.locked.place.section_id or 0, clock=room.clock
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_statements_for_three_as_for_thirty(
    warm: Room, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fill(number: int) -> int:
        for _ in range(number):
            warm.receive()
            warm.transferred(warm.on(0, "09:30"))
        LISTS[name](warm)
        with counting(monkeypatch) as count:
            LISTS[name](warm)
        return len(count.texts)

    few = fill(2)
    assert fill(27) == few
    assert few <= 12
