"""T6: resolved at the counter by the delegated officer (Decree 61 art. 17(4)(5))."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import REASON, RECEIVER, Dossier, at, secret
from tests.support.good_commands import good

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.core import Refused, outcome
from motcua.dossiers.lifecycle.types import ClockState, FeeState, Status


@pytest.fixture
def instant() -> Dossier:
    return Dossier(instant_result=True, quantity="4", unit="hour", fee_state=FeeState.UNPAID).received()


def pay(dossier: Dossier) -> Dossier:
    when = at("2022-08-01T08:05")
    return dossier.do(when, good(c.RecordPayment, RECEIVER, dossier.state, when))


def test_granted_and_handed_over_in_one_act(instant: Dossier) -> None:
    over = c.ResolveAtCounter(by=RECEIVER, returned_to=secret("người nhận"))
    with pytest.raises(Refused) as refusal:
        instant.do("2022-08-01T08:01", over)
    assert refusal.value.id == "fee_unpaid"
    pay(instant).do("2022-08-01T08:10", over)
    types = [type(event.payload) for event in instant.events]
    assert types == [e.Received, e.FeePaid, e.Granted, e.Returned]
    assert [event.seq for event in instant.events] == [1, 2, 3, 4]
    assert (instant.state.status, instant.state.clock) == (Status.RETURNED, ClockState.ENDED)
    assert instant.state.intake.fee_state is FeeState.PAID


def test_granted_and_collected_later(instant: Dossier) -> None:
    instant.do("2022-08-01T08:10", c.ResolveAtCounter(by=RECEIVER))
    assert (instant.state.status, outcome(instant.state)) == (Status.FINISHED, "on_time")
    instant.do(
        "2022-08-01T09:00", good(c.RecordPayment, RECEIVER, instant.state, at("2022-08-01T09:00"))
    ).returned("2022-08-02T08:00")
    assert instant.state.status is Status.RETURNED


def test_refused_needs_its_reason(instant: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        instant.do("2022-08-01T08:10", c.ResolveAtCounter(by=RECEIVER, granted=False))
    assert refusal.value.id == "reason_missing"
    instant.do("2022-08-01T08:10", c.ResolveAtCounter(by=RECEIVER, granted=False, reason=REASON))
    assert instant.state.granted is False


def test_only_where_the_procedure_says_so() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().received().do("2022-08-01T08:10", c.ResolveAtCounter(by=RECEIVER))
    assert refusal.value.id == "not_instant"
