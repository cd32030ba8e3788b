"""What the office counts instead where no text was seen; lists ask as much for one row as for many."""

from __future__ import annotations

from datetime import date

import pytest
from tests.feedback.petitioners import CONTROLLER, Desk
from tests.support.statements import counting

from motcua.feedback import queries, services
from motcua.feedback.models import ClockSetting
from motcua.feedback.store import rules_on
from motcua.foundation.errors import DomainError, Forbidden
from motcua.organisation.models import Change

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
