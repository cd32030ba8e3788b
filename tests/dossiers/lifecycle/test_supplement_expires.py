"""T11: the applicant does not complete in time; it ends in 8 with reason `supplement_expired`."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import LEADER, REASON, RECEIVER, Dossier, at

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import ClockState, Status


@pytest.fixture
def waiting() -> Dossier:
    return Dossier().in_process().supplement_requested("2022-08-02T08:00", deadline=at("2022-08-12T17:00"))


def test_not_before_the_deadline(waiting: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        waiting.do("2022-08-12T17:00", c.ExpireSupplement(by=RECEIVER))
    assert refusal.value.id == "supplement_not_expired"
    assert "12/8/2022 17:00" in refusal.value.message


def test_after_the_deadline_it_ends(waiting: Dossier) -> None:
    waiting.do("2022-08-12T17:01", c.ExpireSupplement(by=RECEIVER))
    state = waiting.state
    assert (state.status, state.stop_reason, state.clock) == (
        Status.STOPPED,
        "supplement_expired",
        ClockState.ENDED,
    )
    assert state.rounds[-1].ended == "expired"


def test_without_a_deadline_the_reason_says_by_what_right() -> None:
    dossier = Dossier().in_process().supplement_requested("2022-08-02T08:00")
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-09-30T08:00", c.ExpireSupplement(by=RECEIVER))
    assert refusal.value.id == "reason_missing"
    dossier.do("2022-09-30T08:00", c.ExpireSupplement(by=RECEIVER, reason=REASON))
    assert dossier.state.status is Status.STOPPED


def test_an_expired_dossier_is_not_resumed(waiting: Dossier) -> None:
    waiting.do("2022-08-15T08:00", c.ExpireSupplement(by=RECEIVER))
    with pytest.raises(Refused) as refusal:
        waiting.do("2022-08-16T08:00", c.Resume(by=LEADER, reason=REASON))
    assert refusal.value.id == "dossier_ended"
