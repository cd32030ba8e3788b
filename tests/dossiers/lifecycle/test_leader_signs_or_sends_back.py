"""T16, T17: the handling officer proposes, the leader signs what was proposed or gives it back."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import (
    AGENCY,
    APPROVER,
    HANDLER,
    LEADER,
    REASON,
    RESOLVER,
    SECTION,
    Dossier,
    secret,
)

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import Holder, Signature, Step

DRAFT = secret("dự thảo")


@pytest.fixture
def proposed() -> Dossier:
    proposal = c.ProposeResult(by=HANDLER, granted=True, to=APPROVER, documents=(DRAFT,))
    return Dossier().in_process().do("2022-08-02T08:00", proposal)


def test_the_proposal_goes_to_the_leader(proposed: Dossier) -> None:
    assert proposed.state.holder == APPROVER


def test_signed_it_goes_to_the_section_with_the_draft(proposed: Dossier) -> None:
    proposed.do("2022-08-03T08:00", c.Approve(by=LEADER, signature=Signature.DIGITAL))
    assert proposed.last.documents == (DRAFT,)
    assert proposed.state.holder == Holder(agency=SECTION, step=Step.RETURN)
    assert proposed.state.proposal is None


def test_the_leader_may_sign_another_document(proposed: Dossier) -> None:
    signed = c.Approve(by=LEADER, signature=Signature.DIGITAL, documents=(secret("bản ký"),))
    assert proposed.do("2022-08-03T08:00", signed).last.documents == (secret("bản ký"),)


def test_sent_back_it_is_with_whoever_proposed(proposed: Dossier) -> None:
    proposed.do("2022-08-03T08:00", c.SendBack(by=LEADER, reason=REASON))
    assert (proposed.state.holder, proposed.state.proposal) == (RESOLVER, None)


def test_or_with_whom_the_leader_names(proposed: Dossier) -> None:
    other = Holder(agency=AGENCY, step=Step.RESOLVE, officer="tl02")
    proposed.do("2022-08-03T08:00", c.SendBack(by=LEADER, reason=REASON, to=other))
    assert proposed.state.holder == other


def test_nothing_proposed_nothing_signed() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().in_process().do("2022-08-03T08:00", c.Approve(by=LEADER, signature=Signature.DIGITAL))
    assert refusal.value.id == "result_not_proposed"


def test_a_proposed_supplement_is_not_a_result() -> None:
    dossier = Dossier().in_process().supplement_proposed("2022-08-02T08:00")
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-03T08:00", c.Approve(by=LEADER, signature=Signature.DIGITAL))
    assert refusal.value.id == "result_not_proposed"


def test_it_is_proposed_once_at_a_time(proposed: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        proposed.result_proposed("2022-08-02T09:00")
    assert refusal.value.id == "proposal_pending"
