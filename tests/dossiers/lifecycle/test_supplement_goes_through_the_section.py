"""Decree 61 art. 5(1)e: the agency never deals with the applicant but through the One-stop Section."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import (
    HANDLER,
    ITEMS,
    REASON,
    RECEIVER,
    RESOLVER,
    SECTION,
    Dossier,
    actor,
    at,
    secret,
)

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused, WrongRole
from motcua.dossiers.lifecycle.types import Status, Step


@pytest.fixture
def dossier() -> Dossier:
    return Dossier().in_process()


def test_the_handling_officer_cannot_hand_out_form_02(dossier: Dossier) -> None:
    dossier.supplement_proposed("2022-08-02T08:00")
    with pytest.raises(WrongRole):
        dossier.do("2022-08-02T09:00", c.RequestSupplement(by=HANDLER))


def test_the_section_cannot_ask_on_its_own(dossier: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-02T09:00", c.RequestSupplement(by=RECEIVER, items=ITEMS, reason=REASON))
    assert refusal.value.id == "supplement_not_proposed"


def test_one_officer_of_both_roles_asks_in_one_step(dossier: Dossier) -> None:
    both = actor(*RECEIVER.roles, *HANDLER.roles)
    dossier.do("2022-08-02T09:00", c.RequestSupplement(by=both, items=ITEMS, reason=REASON))
    assert dossier.state.status is Status.SUPPLEMENT_REQUESTED


def test_a_proposal_puts_the_dossier_with_the_section_and_the_clock_runs_on(dossier: Dossier) -> None:
    dossier.supplement_proposed("2022-08-02T08:00")
    assert dossier.state.status is Status.IN_PROCESS
    assert dossier.state.holder is not None
    assert (dossier.state.holder.agency, dossier.state.holder.step) == (SECTION, Step.SUPPLEMENT)


def test_what_the_section_leaves_empty_comes_from_the_proposal(dossier: Dossier) -> None:
    dossier.supplement_proposed("2022-08-02T08:00", deadline=at("2022-08-20T17:00"))
    dossier.do("2022-08-02T09:00", c.RequestSupplement(by=RECEIVER))
    assert (dossier.last.items, dossier.last.reason) == (ITEMS, REASON)
    assert dossier.last.deadline == at("2022-08-20T17:00")


def test_the_section_may_reword(dossier: Dossier) -> None:
    dossier.supplement_proposed("2022-08-02T08:00")
    dossier.do("2022-08-02T09:00", c.RequestSupplement(by=RECEIVER, reason=secret("lời khác")))
    assert dossier.last.reason == secret("lời khác")


def test_a_rejected_proposal_goes_back_to_whoever_made_it(dossier: Dossier) -> None:
    dossier.supplement_proposed("2022-08-02T08:00")
    dossier.do("2022-08-02T09:00", c.RejectSupplement(by=RECEIVER, reason=REASON))
    assert dossier.state.holder == RESOLVER
    assert dossier.state.proposal is None


def test_after_the_papers_it_goes_back_to_whoever_asked(dossier: Dossier) -> None:
    dossier.supplement_requested("2022-08-02T08:00").supplement_received("2022-08-05T08:00")
    assert dossier.state.holder == RESOLVER


def test_nothing_else_is_proposed_while_the_section_thinks(dossier: Dossier) -> None:
    dossier.supplement_proposed("2022-08-02T08:00")
    with pytest.raises(Refused) as refusal:
        dossier.result_proposed("2022-08-02T09:00")
    assert refusal.value.id == "proposal_pending"


def test_supplement_while_a_consultation_is_open_is_allowed(dossier: Dossier) -> None:
    dossier.do(
        "2022-08-02T08:00",
        c.RequestConsultation(
            by=HANDLER, consulted="X", content=secret("hỏi"), deadline=at("2022-08-04T08:00")
        ),
    )
    dossier.supplement_requested("2022-08-02T09:00")
    assert dossier.state.status is Status.SUPPLEMENT_REQUESTED


def test_an_empty_list_is_refused(dossier: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-02T08:00", c.ProposeSupplement(by=HANDLER, items=(), reason=REASON))
    assert refusal.value.id == "items_missing"


def test_a_deadline_in_the_past_is_refused(dossier: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        dossier.supplement_proposed("2022-08-02T08:00", deadline=at("2022-08-02T07:00"))
    assert refusal.value.id == "deadline_past"
