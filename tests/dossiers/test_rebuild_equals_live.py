"""The projections told again from the log equal the live rows: after each action and after any sequence."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dossiers.lives import long_life
from tests.dossiers.room import (
    FIVE_DAYS,
    HANDLER,
    HEAD,
    INSTANT,
    LEADER,
    LEADER_CODE,
    OTHER_HANDLER,
    RECEPTION,
    Room,
)
from tests.support.purse import MONEY, UNCERTAIN, act

from motcua.dossiers.lifecycle.types import FeeState
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.rebuild import Report, rebuild
from motcua.dossiers.verify import verify
from motcua.foundation.clock import HOUR, local_of, local_text
from motcua.foundation.errors import DomainError
from motcua.money.books import compare
from motcua.money.models import Receipt


def equal() -> bool:
    """Projections and books both; the đồng of the books are those of the folded states."""
    report, books = rebuild(), compare()
    assert report.differences == []
    assert books.differences == ()
    return report.ok


def test_after_every_action_of_a_long_life(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Room.do

    def checked(self: Room, *words: str, **data: str) -> object:
        done = plain(self, *words, **data)
        assert equal(), words
        return done

    monkeypatch.setattr(Room, "do", checked)
    long_life(room)


def test_after_a_life_under_the_older_law(room_2022: Room) -> None:
    long_life(room_2022)
    assert equal()


PEOPLE = (RECEPTION, HEAD, HANDLER, OTHER_HANDLER, LEADER)


def told(room: Room, action: str, choice: int) -> dict[str, str]:
    """Something that may be said with an action."""
    later = local_text(room.clock.now() + (choice % 9 + 1) * 24 * HOUR)
    due = room.state.due_at
    new = local_of(due + 48 * HOUR).replace(hour=10, minute=0) if due is not None else None
    corrections = [
        {"content": f"Nội dung {choice}", "sets": str(choice % 5 + 1)},
        {"limit_quantity": str(choice % 7 + 1), "limit_unit": "working_day"},
        {"return_method": ["counter", "postal", "electronic"][choice % 3]},
        {"owner_name": f"Người {'ABCDEFGHIK'[choice % 10]}", "owner_identifier": "004188004217"},
        {"received_at": f"{room.first:%Y-%m-%d}T08:{choice % 60:02d}"},
        {"procedure": [FIVE_DAYS, INSTANT, "1.004873"][choice % 3], "content": f"Nội dung {choice}"},
        {"papers": "1", "line_1": "on", "extra_name": f"Giấy {choice}"},
    ]
    return {
        "reason": "Lý do",
        "content": "Nội dung",
        "items": "Tờ khai\nBản sao",
        "components": "Giấy thêm" if choice % 2 else "",
        "consulted": "H14.03",
        "deadline": later,
        "no": str(choice % 3 + 1),
        "answer": "Đồng ý",
        "legal_ground": "Điều 5",
        "suspension": str(choice % 2),
        "granted": str(choice % 2),
        "receiver": "Người nhận" if choice % 3 else "",
        "signed_by": LEADER_CODE,
        "new_due_at": f"{new:%Y-%m-%dT%H:%M}" if new else "",
        **(corrections[choice % len(corrections)] if action == "correct" else {}),
    }


@given(choices=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 40)), max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_sequence_of_allowed_actions(room: Room, choices: list[tuple[int, int]]) -> None:
    office = Room("2026-03-02T09:00")
    office.receive(procedure=INSTANT if len(choices) % 3 == 0 else FIVE_DAYS)
    done = 0
    for choice, hours in choices:
        office.clock.instant += hours * HOUR
        who = PEOPLE[choice % len(PEOPLE)]
        actions = dossier_page(office.person(who), office.code, clock=office.clock).actions
        if not actions:
            continue
        action = actions[choice // 7 % len(actions)]
        try:
            if action in MONEY:
                act(office, who, action, choice)
            else:
                office.do(who, action, **told(office, action, choice))
            done += 1
        except DomainError:
            continue
    assert office.state.seq >= 1 + done
    assert equal()
    assert verify(office.code).ok


@given(choices=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 40)), max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_money(room: Room, choices: list[tuple[int, int]]) -> None:
    """Fees are taken, waived, given back in any order, between corrections of the procedure."""
    office = Room("2026-03-02T09:00")
    office.receive(procedure=INSTANT if len(choices) % 3 else UNCERTAIN)
    for choice, hours in choices:
        office.clock.instant += hours * HOUR
        who = (RECEPTION, HEAD)[choice % 2]
        actions = dossier_page(office.person(who), office.code, clock=office.clock).actions
        possible = [each for each in (*MONEY, *MONEY, "correct") if each in actions]
        if not possible:
            continue
        action = possible[choice // 2 % len(possible)]
        with suppress(DomainError):
            if action in MONEY:
                act(office, who, action, choice // 7)
            else:
                office.do(who, action, **told(office, action, 5))
    books, kept = compare([office.locked.id]), office.state.fee_kept
    assert books.differences == ()
    assert books.taken - books.refunded == kept
    assert not (kept and office.state.intake.fee_state is FeeState.UNPAID and not office.state.fee_owed)
    mine = Receipt.objects.filter(dossier_id=office.locked.id)
    assert kept == sum(each.amount - sum(slip.amount for slip in each.refunds.all()) for each in mine)
    assert equal()
    assert verify(office.code).ok


@pytest.fixture
def lived(room: Room) -> Room:
    return long_life(room)


def differences(report: Report) -> set[tuple[str, str]]:
    return {(each.table, each.column) for each in report.differences}


DAMAGES = [
    ("UPDATE dossiers_dossier SET due_at = due_at + 1", {("dossier", "due_at")}),
    ("UPDATE dossiers_dossier SET owner_name = 'x'", {("dossier", "owner_name")}),
    ("UPDATE dossiers_dossier SET status = 4", {("dossier", "status")}),
    ("UPDATE dossiers_dossier SET reference = 'NTT-1'", {("dossier", "reference")}),
    ("UPDATE dossiers_statusspan SET until = 5 WHERE until IS NOT NULL", {("status_span", "until")}),
    ("UPDATE dossiers_workitem SET officer = 'CB0001'", {("work_item", "officer")}),
    ("UPDATE dossiers_supplement SET items = '[]'", {("supplement", "items")}),
    ("UPDATE dossiers_result SET granted = true", {("result", "granted")}),
    ("DELETE FROM dossiers_consultation", {("consultation", "")}),
    ("DELETE FROM dossiers_componentrow WHERE key = 1", {("component_row", "")}),
    (
        "INSERT INTO dossiers_duedate (dossier_id, key, since, cause, provisional)"
        " SELECT id, 99, 1, 'x', false FROM dossiers_dossier",
        {("due_date", "")},
    ),
]


@pytest.mark.parametrize(("damage", "where"), DAMAGES)
def test_a_damaged_row_is_found_and_mended(lived: Room, damage: str, where: set[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(damage)
    report = rebuild()
    assert not report.ok
    assert differences(report) == where
    assert rebuild(write=True).written
    assert equal()


def test_comparing_alone_mends_nothing(lived: Room) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_dossier SET status = 4")
    rebuild()
    assert not rebuild().ok
