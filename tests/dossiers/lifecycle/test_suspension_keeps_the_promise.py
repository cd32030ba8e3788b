"""T15 and T21, contracts section 5: a suspension neither ends nor pauses the promise; a termination ends."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import LEADER, REASON, RESOLVER, Dossier, at

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused, late
from motcua.dossiers.lifecycle.types import ClockState, Signature, Status


def stop(*, suspension: bool) -> c.Stop:
    return c.Stop(by=LEADER, reason=REASON, legal_ground="Luật Đất đai 2013, Điều 61", suspension=suspension)


@pytest.fixture
def suspended() -> Dossier:
    return Dossier().in_process().do("2022-08-03T08:00", stop(suspension=True))


def test_the_clock_goes_on(suspended: Dossier) -> None:
    assert (suspended.state.status, suspended.state.clock) == (Status.STOPPED, ClockState.RUNNING)
    assert not late(suspended.state, at("2022-08-08T08:00"))
    assert late(suspended.state, at("2022-08-08T08:01"))


def test_resuming_leaves_the_due_date(suspended: Dossier) -> None:
    suspended.do("2022-08-10T08:00", c.Resume(by=LEADER, reason=REASON))
    assert (suspended.state.status, suspended.due) == (Status.IN_PROCESS, "2022-08-08T08:00")
    assert suspended.state.holder == RESOLVER
    assert not suspended.state.suspended


def test_what_was_proposed_is_still_proposed() -> None:
    dossier = Dossier().in_process().result_proposed("2022-08-02T08:00")
    dossier.do("2022-08-03T08:00", stop(suspension=True))
    dossier.do("2022-08-04T08:00", c.Resume(by=LEADER, reason=REASON))
    dossier.do("2022-08-04T09:00", c.Approve(by=LEADER, signature=Signature.DIGITAL))
    assert dossier.state.status is Status.FINISHED


def test_a_termination_ends_for_good() -> None:
    dossier = Dossier().in_process().do("2022-08-03T08:00", stop(suspension=False))
    assert (dossier.state.clock, dossier.state.ended_at) == (ClockState.ENDED, at("2022-08-03T08:00"))
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-04T08:00", c.Resume(by=LEADER, reason=REASON))
    assert refusal.value.id == "dossier_ended"


def test_a_stop_needs_its_ground() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().in_process().do(
            "2022-08-03T08:00", c.Stop(by=LEADER, reason=REASON, legal_ground="", suspension=True)
        )
    assert refusal.value.id == "legal_ground_missing"
