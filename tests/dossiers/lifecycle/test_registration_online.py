"""T1 to T3: filed online, answered within eight working hours, told once what is missing (art. 17(2))."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import ITEMS, REASON, RECEIVER, Dossier, at, rules

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import ClockState, Status


@pytest.fixture
def filed() -> Dossier:
    return Dossier().filed("2022-08-01T10:00")


def test_the_answer_clock_starts_and_the_legal_one_does_not(filed: Dossier) -> None:
    assert filed.state.answer_due_at == at("2022-08-02T10:00")
    assert (filed.state.clock, filed.state.due_at) == (ClockState.NOT_STARTED, None)


def test_filed_at_night_is_answered_by_the_close_of_the_next_day() -> None:
    assert Dossier().filed("2022-08-05T22:00").state.answer_due_at == at("2022-08-08T17:00")


def test_a_notice_keeps_status_1(filed: Dossier) -> None:
    filed.do("2022-08-01T11:00", c.NoticeRegistration(by=RECEIVER, reason=REASON, items=ITEMS))
    assert (filed.state.status, filed.state.noticed) == (Status.REGISTERED, True)


def test_one_notice_with_everything(filed: Dossier) -> None:
    notice = c.NoticeRegistration(by=RECEIVER, reason=REASON, items=ITEMS)
    filed.do("2022-08-01T11:00", notice)
    with pytest.raises(Refused) as refusal:
        filed.do("2022-08-02T08:00", notice)
    assert refusal.value.id == "notice_twice"


def test_declined_at_reception(filed: Dossier) -> None:
    filed.do("2022-08-01T11:00", c.DeclineRegistration(by=RECEIVER, reason=REASON))
    assert (filed.state.status, filed.state.clock) == (Status.NOT_RECEIVED, ClockState.ENDED)
    with pytest.raises(Refused) as refusal:
        filed.received("2022-08-01T12:00")
    assert refusal.value.id == "already_received"


def test_accepted_it_gets_its_code_and_the_log_goes_on(filed: Dossier) -> None:
    filed.received("2022-08-01T14:00")
    assert [event.dossier for event in filed.events] == ["TT-1", "CODE-1"]
    assert [event.seq for event in filed.events] == [1, 2]
    assert (filed.state.dossier, filed.state.reference) == ("CODE-1", "TT-1")
    assert filed.due == "2022-08-08T14:00"


def test_filed_under_one_regime_received_under_the_next() -> None:
    dossier = Dossier().filed("2025-06-30T16:00")
    dossier.rules = rules("R2025")
    dossier.received("2025-07-01T08:00")
    assert dossier.state.regime == "R2025"
