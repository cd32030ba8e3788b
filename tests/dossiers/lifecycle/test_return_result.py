"""T18, Decree 61 art. 20: to a named receiver, once it is signed and paid."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import RECEIVER, Dossier, at, secret
from tests.support.good_commands import good

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import FeeState, ReturnMethod, Status, Step


def hand_over(**changes: object) -> c.ReturnResult:
    values: dict[str, object] = {"receiver": secret("người nhận"), "method": ReturnMethod.POSTAL}
    return c.ReturnResult(by=RECEIVER, **(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def finished() -> Dossier:
    return Dossier().in_process().finished("2022-08-04T08:00")


def test_returned(finished: Dossier) -> None:
    finished.do("2022-08-05T08:00", hand_over())
    state = finished.state
    assert (state.status, state.returned_at) == (Status.RETURNED, at("2022-08-05T08:00"))
    assert (state.ended_at, state.intake.fee_state) == (at("2022-08-04T08:00"), FeeState.NONE_DUE)
    assert state.holder is not None
    assert state.holder.step is Step.DONE


def test_not_before_it_is_finished() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().in_process().do("2022-08-05T08:00", hand_over())
    assert refusal.value.id == "return_before_finish"


def owing(fee_state: FeeState = FeeState.UNPAID, due: int = 26_000) -> Dossier:
    return Dossier(fee_state=fee_state, fee_due=due).in_process().finished("2022-08-04T08:00")


def test_not_while_fees_are_owed() -> None:
    with pytest.raises(Refused) as refusal:
        owing().do("2022-08-05T08:00", hand_over())
    assert refusal.value.id == "fee_unpaid"
    assert "26.000\N{NO-BREAK SPACE}đ" in refusal.value.message
    assert "F8" in refusal.value.next_step


def test_a_fee_that_nobody_knows_holds_nothing_back_and_is_said() -> None:
    dossier = owing(FeeState.UNCERTAIN, 0).do("2022-08-05T08:00", hand_over())
    assert dossier.last.fee_state is FeeState.UNCERTAIN


@pytest.mark.parametrize("kind", [c.RecordPayment, c.WaiveFee])
def test_returned_once_paid_or_waived(kind: type[c.Command]) -> None:
    dossier = owing()
    dossier.do("2022-08-05T07:30", good(kind, RECEIVER, dossier.state, at("2022-08-05T07:30")))
    assert dossier.do("2022-08-05T08:00", hand_over()).state.status is Status.RETURNED


def test_not_to_nobody(finished: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        finished.do("2022-08-05T08:00", hand_over(receiver=""))
    assert refusal.value.id == "receiver_missing"


def test_once(finished: Dossier) -> None:
    finished.do("2022-08-05T08:00", hand_over())
    with pytest.raises(Refused):
        finished.do("2022-08-06T08:00", hand_over())
