"""T12, T13: the time of a financial obligation is not counted, in every regime."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import AGENCY, HANDLER, RECEIVER, SYSTEM, Dossier, at, secret

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import Actor, ClockState, Holder, Status, Step

TAX = secret("thuế chuyển quyền sử dụng đất")


@pytest.fixture
def owing() -> Dossier:
    return Dossier().in_process().do("2022-08-03T08:00", c.RequestObligation(by=HANDLER, content=TAX))


def test_clock_pauses(owing: Dossier) -> None:
    assert (owing.state.status, owing.state.clock) == (Status.OBLIGATION_REQUESTED, ClockState.PAUSED)


@pytest.mark.parametrize("by", [RECEIVER, SYSTEM])
def test_payment_moves_the_date_by_the_time_waited(owing: Dossier, by: Actor) -> None:
    owing.do("2022-08-10T08:00", c.FulfilObligation(by=by, proof=secret("biên lai")))
    assert (owing.due, owing.original_due) == ("2022-08-15T08:00", "2022-08-08T08:00")
    assert owing.state.clock is ClockState.RUNNING


def test_a_restart_afterwards_forgets_the_wait(owing: Dossier) -> None:
    owing.do("2022-08-10T08:00", c.FulfilObligation(by=SYSTEM))
    owing.supplement_requested("2022-08-10T09:00").supplement_received("2022-08-11T08:00")
    assert owing.due == "2022-08-18T08:00"
    assert owing.state.waited == 0


def test_the_same_office_goes_on_with_its_step_moved() -> None:
    step = Holder(agency=AGENCY, step=Step.RESOLVE, officer="tl01", due_at=at("2022-08-05T08:00"))
    dossier = Dossier().received().do("2022-08-01T09:00", c.Transfer(by=RECEIVER, to=step))
    dossier.do("2022-08-03T08:00", c.RequestObligation(by=HANDLER, content=TAX))
    dossier.do("2022-08-04T08:00", c.FulfilObligation(by=SYSTEM))
    holder = dossier.state.holder
    assert holder is not None
    assert (holder.officer, holder.due_at) == ("tl01", at("2022-08-08T08:00"))


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().in_process().do("2022-08-03T08:00", c.RequestObligation(by=HANDLER, content=TAX, amount=-1))
    assert refusal.value.id == "amount_negative"
