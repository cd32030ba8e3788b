"""T14: the applicant takes it back before a decision; the section records it."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import HANDLER, HEAD, REASON, RECEIVER, Dossier, secret

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import ClockState, Status, Step


def test_from_processing() -> None:
    dossier = Dossier().in_process().do("2022-08-02T08:00", c.Withdraw(by=HEAD, reason=REASON))
    assert (dossier.state.status, dossier.state.clock) == (Status.WITHDRAWN, ClockState.ENDED)
    assert dossier.state.holder is not None
    assert dossier.state.holder.step is Step.DONE


def test_while_a_supplement_is_awaited_the_round_ends_with_it() -> None:
    dossier = Dossier().in_process().supplement_requested("2022-08-02T08:00")
    dossier.do("2022-08-03T08:00", c.Withdraw(by=RECEIVER, reason=REASON))
    assert dossier.state.rounds[-1].ended == "withdrawn"


def test_a_completed_round_stays_completed() -> None:
    dossier = Dossier().in_process().supplement_requested("2022-08-02T08:00")
    dossier.supplement_received("2022-08-03T08:00").do(
        "2022-08-04T08:00", c.Withdraw(by=RECEIVER, reason=REASON)
    )
    assert dossier.state.rounds[-1].ended == "completed"


def test_while_money_is_owed() -> None:
    dossier = Dossier().in_process()
    dossier.do("2022-08-02T08:00", c.RequestObligation(by=HANDLER, content=secret("thuế")))
    dossier.do("2022-08-03T08:00", c.Withdraw(by=RECEIVER, reason=REASON))
    assert dossier.state.status is Status.WITHDRAWN


def test_even_when_a_result_is_proposed_but_not_signed() -> None:
    dossier = Dossier().in_process().result_proposed("2022-08-02T08:00")
    dossier.do("2022-08-03T08:00", c.Withdraw(by=RECEIVER, reason=REASON))
    assert dossier.state.proposal is None


def test_not_after_the_signature() -> None:
    dossier = Dossier().in_process().finished("2022-08-02T08:00")
    with pytest.raises(Refused):
        dossier.do("2022-08-03T08:00", c.Withdraw(by=RECEIVER, reason=REASON))
