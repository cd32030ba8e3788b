"""What the office counts instead where no text was seen; lists ask as much for one row as for many."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from tests.feedback.petitioners import (
    CONTROLLER,
    CONTROLLER_CODE,
    OTHER_HANDLER,
    OTHER_HANDLER_CODE,
    WARD_HANDLER,
    WARD_HANDLER_CODE,
    WARD_LEADER,
    WARD_LEADER_CODE,
    Desk,
)
from tests.support.statements import counting

from motcua.feedback import owing, queries, services
from motcua.feedback.models import ClockSetting, Petition, PetitionConcern
from motcua.feedback.store import rules_on
from motcua.foundation.clock import HOUR, MINUTE
from motcua.foundation.errors import DomainError, Forbidden
from motcua.organisation.models import Change, Succession, User
from motcua.outbox.models import Message
from motcua.outbox.queries import notices
from motcua.outbox.services import withdraw_gone

pytestmark = pytest.mark.usefixtures("province", "db")
ADMINISTRATOR = "anh.quantri"
GOOD = {
    "clock_name": "handle", "days": "10", "valid_from": date(2026, 3, 10), "source": "Quyết định 12/QĐ-UBND",
    "reason": "Tỉnh rút ngắn",
}  # fmt: skip


def set_clock(desk: Desk, login: str = ADMINISTRATOR, **changes: object) -> None:
    services.set_clock(desk.person(login), **{**GOOD, **changes}, clock=desk.clock)  # type: ignore[arg-type]


def test_holds_for_petitions_of_days_to_come_and_leaves_a_trace() -> None:
    desk = Desk()
    due = desk.row.due_at
    set_clock(desk)
    assert rules_on(date(2026, 3, 9)).days("handle") == 15
    assert rules_on(date(2026, 3, 10)).days("handle") == 10
    assert Change.objects.filter(kind="petition_clock", subject="D31_2021 handle").exists()
    assert desk.row.due_at == due, "what was sent keeps its time"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"clock_name": "forward"}, "setting_closed"),
        ({"clock_name": "tea"}, "no_such_setting"),
        ({"days": "0"}, "setting_value"),
        ({"days": "1e3"}, "setting_value"),
        ({"valid_from": date(2026, 3, 2)}, "setting_day"),
        ({"valid_from": None}, "setting_day"),
        ({"source": " "}, "setting_source"),
        ({"reason": ""}, "reason_needed"),
        ({"days": "15"}, "nothing_changed"),
    ],
)
def test_what_is_refused_changes_nothing(changes: dict[str, object], refused: str) -> None:
    with pytest.raises(DomainError) as refusal:
        set_clock(Desk(), **changes)
    assert refusal.value.id == refused
    assert not ClockSetting.objects.exists()


def test_the_administrator_alone_sets_it() -> None:
    with pytest.raises(Forbidden):
        set_clock(Desk(), CONTROLLER)


def test_a_list_asks_as_much_for_many_as_for_one() -> None:
    desk = Desk()
    person = desk.person(CONTROLLER)
    with counting() as one:
        queries.worklist(person, only_open=False, order="book")
    for number in range(6):
        desk.file(subject=f"Việc {number}")
    with counting() as many:
        assert queries.worklist(person, only_open=False, order="book").total == 7
    assert len(many.texts) == len(one.texts) <= 6


class TestReminders:
    """Who owes a step of a petition is told before it is late, with the head, and sees how many there are."""

    def test_who_owes_the_step_and_the_head_are_told(self, client: Client) -> None:
        desk = Desk()
        assert owing.remind(clock=desk.clock) == 0, "nothing while there is time"
        assert told(desk) == set()
        desk.clock.instant = desk.row.due_at - HOUR
        owing.remind(clock=desk.clock)
        assert told(desk) == {("petition_forward_near", CONTROLLER_CODE)}
        desk.forwarded().given()
        desk.clock.instant = desk.row.due_at + MINUTE
        assert owing.remind(clock=desk.clock) == 2
        assert owing.remind(clock=desk.clock) == 0, "each once"
        withdraw_gone(clock=desk.clock)
        late = "petition_handle_late"
        assert told(desk) == {(late, WARD_HANDLER_CODE), (late, WARD_LEADER_CODE)}
        notice = notices(desk.person(WARD_HANDLER), clock=desk.clock)[0]
        assert desk.reference in notice.what.said(str)
        assert notice.path == f"/phan-anh-kien-nghi/{desk.reference}/"
        desk.do(WARD_HANDLER, "draft", answer="Giấy đã có trong kho.")
        desk.do(WARD_LEADER, "approve")
        withdraw_gone(clock=desk.clock)
        assert told(desk) == set(), "the answer was given"

    def test_who_took_over_from_a_dissolved_agency_is_told(self) -> None:
        desk = Desk().forwarded()
        row = desk.row
        took_over = Succession.objects.filter(successor=row.holder_id, takes_dossiers=True)
        gone = took_over.values_list("predecessor_id", flat=True).first()
        assert gone is not None
        Petition.objects.filter(pk=row.pk).update(holder=gone)
        desk.clock.instant = row.due_at + MINUTE
        assert owing.remind(clock=desk.clock) == 1
        assert told(desk) == {("petition_handle_late", WARD_LEADER_CODE)}
        withdraw_gone(clock=desk.clock)
        assert told(desk) == {("petition_handle_late", WARD_LEADER_CODE)}, "its reason stands"

    def test_nobody_is_told_of_a_petition_that_is_shut_to_them(self) -> None:
        desk = Desk().forwarded("conduct", OTHER_HANDLER_CODE)
        desk.clock.instant = desk.row.due_at
        with transaction.atomic():
            assert owing.remind(clock=desk.clock) == 1
            transaction.set_rollback(True)
        PetitionConcern.objects.create(petition=desk.row, officer=WARD_LEADER_CODE)
        assert owing.remind(clock=desk.clock) == 0

    def test_the_rail_counts_what_the_person_owes(self, client: Client) -> None:
        Desk()
        Desk(subject="Việc thứ hai").forwarded().given()
        for login, many in ((CONTROLLER, "1"), (WARD_LEADER, "1"), (WARD_HANDLER, "1"), (OTHER_HANDLER, "")):
            client.force_login(User.objects.get(login_name=login))
            page = client.get("/phan-anh-kien-nghi/").content.decode()
            item = page.split('href="/phan-anh-kien-nghi/" aria-current="page"')[1].split("</a>")[0]
            assert re.findall(r'class="n"[^>]*>(\d+)<', item) == [many] * bool(many), login


def told(desk: Desk) -> set[tuple[str, str]]:
    rows = Message.objects.filter(subject=desk.reference, channel="desk", state="sent")
    return set(rows.values_list("kind", "officer__code"))
