"""There are two refusals: at reception (status 3) and as a result within the limit (art. 19(8), status 9)."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import APPROVER, HANDLER, REASON, RECEIVER, Dossier

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.core import Refused, outcome
from motcua.dossiers.lifecycle.types import ClockState, Status


def test_at_reception_it_is_outside_all_outcomes() -> None:
    dossier = Dossier().filed().do("2022-08-01T08:00", c.DeclineRegistration(by=RECEIVER, reason=REASON))
    assert (dossier.state.status, outcome(dossier.state)) == (Status.NOT_RECEIVED, None)


def test_as_a_result_it_counts_and_is_returned() -> None:
    dossier = Dossier().in_process().finished("2022-08-04T08:00", granted=False)
    assert isinstance(dossier.last, e.Refused)
    assert dossier.last.reason == REASON
    assert (dossier.state.status, dossier.state.granted) == (Status.FINISHED, False)
    assert (dossier.state.clock, outcome(dossier.state)) == (ClockState.ENDED, "early")
    dossier.returned("2022-08-05T08:00")
    assert dossier.state.status is Status.RETURNED


def test_a_refusal_is_never_proposed_without_reason() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().in_process().do("2022-08-02T08:00", c.ProposeResult(by=HANDLER, granted=False, to=APPROVER))
    assert refusal.value.id == "reason_missing"
