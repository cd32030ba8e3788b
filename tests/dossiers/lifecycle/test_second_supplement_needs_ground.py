"""Domain reference 10.3: a second supplement needs a flagged legal ground."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import HANDLER, ITEMS, REASON, RECEIVER, Dossier, actor, rules

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused

GROUND = "Luật Đất đai 2013, Điều 195"


@pytest.fixture
def completed_once() -> Dossier:
    return (
        Dossier()
        .in_process()
        .supplement_requested("2022-08-03T08:00")
        .supplement_received("2022-08-10T08:00")
    )


def test_without_ground_it_is_refused_at_the_proposal(completed_once: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        completed_once.supplement_proposed("2022-08-11T08:00")
    assert refusal.value.id == "second_supplement_needs_ground"
    assert refusal.value.next_step


def test_with_ground_it_goes_out_and_keeps_the_ground(completed_once: Dossier) -> None:
    completed_once.supplement_requested("2022-08-11T08:00", legal_ground=GROUND)
    assert (completed_once.last.round, completed_once.last.legal_ground) == (2, GROUND)


def test_an_officer_of_both_roles_needs_it_too(completed_once: Dossier) -> None:
    both = actor(*RECEIVER.roles, *HANDLER.roles)
    with pytest.raises(Refused, match="căn cứ pháp lý"):
        completed_once.do("2022-08-11T08:00", c.RequestSupplement(by=both, items=ITEMS, reason=REASON))


def test_blanks_are_no_ground(completed_once: Dossier) -> None:
    with pytest.raises(Refused):
        completed_once.supplement_proposed("2022-08-11T08:00", legal_ground="  ")


def test_a_regime_may_waive_it() -> None:
    dossier = Dossier(rules(second_supplement="free")).in_process()
    dossier.supplement_requested("2022-08-03T08:00").supplement_received("2022-08-10T08:00")
    dossier.supplement_requested("2022-08-11T08:00")
    assert len(dossier.state.rounds) == 2
