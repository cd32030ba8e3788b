"""T8, Decree 61 art. 19(3)(5): verification and opinions run inside the limit, each with its deadline."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import HANDLER, OTHER_AGENCY, Dossier, at, secret

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import ClockState, Status


def ask(deadline: str) -> c.RequestConsultation:
    return c.RequestConsultation(
        by=HANDLER, consulted=OTHER_AGENCY, content=secret("hỏi"), deadline=at(deadline)
    )


def answer(no: int) -> c.AnswerConsultation:
    return c.AnswerConsultation(by=HANDLER, no=no, answer=secret("đáp"), paper="12/STP")


@pytest.fixture
def asked() -> Dossier:
    return Dossier().in_process().do("2022-08-02T08:00", ask("2022-08-04T08:00"))


def test_the_legal_clock_runs_on(asked: Dossier) -> None:
    assert (asked.state.clock, asked.due) == (ClockState.RUNNING, "2022-08-08T08:00")


@pytest.mark.parametrize(("answered", "late"), [("2022-08-04T08:00", False), ("2022-08-04T08:01", True)])
def test_an_opinion_after_its_deadline_is_marked(asked: Dossier, answered: str, late: bool) -> None:
    asked.do(answered, answer(1))
    assert asked.last.late is late
    assert asked.state.consultations[0].answered_at == at(answered)


def test_several_agencies_are_asked_in_parallel(asked: Dossier) -> None:
    asked.do("2022-08-02T09:00", ask("2022-08-05T08:00")).do("2022-08-03T08:00", answer(2))
    assert [each.answered_at is None for each in asked.state.consultations] == [True, False]


def test_answered_once(asked: Dossier) -> None:
    asked.do("2022-08-02T09:00", ask("2022-08-05T08:00")).do("2022-08-03T08:00", answer(1))
    with pytest.raises(Refused) as refusal:
        asked.do("2022-08-03T09:00", answer(1))
    assert refusal.value.id == "consultation_unknown"


def test_nothing_asked_nothing_answered() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().in_process().do("2022-08-02T08:00", answer(1))
    assert refusal.value.id == "no_open_consultation"


def test_a_deadline_lies_ahead() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().in_process().do("2022-08-02T08:00", ask("2022-08-02T08:00"))
    assert refusal.value.id == "deadline_past"


def test_a_result_does_not_wait_for_an_opinion(asked: Dossier) -> None:
    assert asked.finished("2022-08-03T08:00").state.status is Status.FINISHED


def test_a_site_check_is_recorded(asked: Dossier) -> None:
    asked.do("2022-08-02T09:00", c.RecordVerification(by=HANDLER, content=secret("biên bản")))
    assert asked.last.content == secret("biên bản")
