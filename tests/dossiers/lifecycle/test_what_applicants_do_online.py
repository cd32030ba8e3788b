"""T32 to T34: what was asked for is given online, looked at, recorded or returned; a dossier asked back."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import (
    APPLICANT,
    ITEMS,
    REASON,
    RECEIVER,
    Dossier,
    at,
    rules,
    secret,
)

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import ComponentLine, CopyKind, Status, Step


def give(no: int, **more: object) -> c.OfferSupplement:
    line = ComponentLine(no=no, kind=CopyKind.ELECTRONIC, name=secret("giấy"), file="a" * 64)
    return c.OfferSupplement(by=APPLICANT, components=(line,), **more)  # type: ignore[arg-type]


def asked(**more: object) -> Dossier:
    return Dossier(rules(**more)).in_process().supplement_requested("2022-08-02T08:00")


def test_the_section_has_eight_working_hours_to_look_at_it() -> None:
    dossier = asked().do("2022-08-03T08:00", give(7))
    state = dossier.state
    assert state.status is Status.SUPPLEMENT_REQUESTED
    assert state.holder is not None
    assert (state.holder.step, state.holder.due_at) == (Step.SUPPLEMENT, at("2022-08-04T08:00"))
    assert [line.no for line in state.offered.components] == [7]  # type: ignore[union-attr]
    assert 7 not in [line.no for line in state.intake.components]


def test_what_is_given_in_two_times_is_recorded_together() -> None:
    dossier = asked().do("2022-08-03T08:00", give(7)).do("2022-08-03T09:00", give(8, form="f@1"))
    dossier.do("2022-08-03T10:00", c.ReceiveSupplement(by=RECEIVER))
    assert {7, 8} <= {line.no for line in dossier.state.intake.components}
    assert (dossier.state.offered, dossier.state.intake.form) == (None, "f@1")


@pytest.mark.parametrize("policy", ["restart", "pause"])
def test_the_sections_look_at_complete_papers_is_no_wait_for_the_applicant(policy: str) -> None:
    """Decree 61/2018 art. 19(4): the count goes from when complete papers came, not from the record of it."""
    recorded_late = asked(supplement_policy=policy).do("2022-08-03T08:00", give(7))
    recorded_late.supplement_received("2022-08-05T10:00")
    at_once = asked(supplement_policy=policy).do("2022-08-03T08:00", give(7))
    at_once.supplement_received("2022-08-03T08:00")
    assert recorded_late.state.due_at == at_once.state.due_at
    assert recorded_late.state.waited == at_once.state.waited
    assert recorded_late.state.counted_from == at_once.state.counted_from


def test_what_does_not_answer_is_returned_and_the_request_stands() -> None:
    dossier = asked().do("2022-08-03T08:00", give(7))
    dossier.do("2022-08-03T09:00", c.ReturnOffer(by=RECEIVER, reason=REASON))
    assert dossier.state.offered is None
    assert dossier.state.status is Status.SUPPLEMENT_REQUESTED
    assert len(dossier.state.rounds) == 1
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-03T10:00", c.ReturnOffer(by=RECEIVER, reason=REASON))
    assert refusal.value.id == "nothing_offered_yet"


def test_time_does_not_run_out_on_who_has_given() -> None:
    dossier = Dossier().in_process()
    dossier.supplement_requested("2022-08-02T08:00", deadline=at("2022-08-04T17:00"))
    dossier.do("2022-08-04T16:00", give(7))
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-05T08:00", c.ExpireSupplement(by=RECEIVER))
    assert refusal.value.id == "offer_pending"


def test_nothing_is_no_supplement() -> None:
    with pytest.raises(Refused) as refusal:
        asked().do("2022-08-03T08:00", c.OfferSupplement(by=APPLICANT))
    assert refusal.value.id == "nothing_offered"


def test_a_filing_takes_up_what_the_notice_asked_for() -> None:
    dossier = Dossier().filed("2022-08-01T07:30")
    due = dossier.state.answer_due_at
    dossier.do("2022-08-01T08:00", give(7))
    assert dossier.state.answer_due_at == due  # it only amends what nobody answered yet
    dossier.do("2022-08-01T09:00", c.NoticeRegistration(by=RECEIVER, reason=REASON, items=ITEMS))
    dossier.do("2022-08-02T09:00", give(8))
    assert dossier.state.answer_due_at == at("2022-08-03T09:00")
    assert {7, 8} <= {line.no for line in dossier.state.intake.components}
    dossier.received("2022-08-02T10:00")
    assert dossier.state.offered is None


def test_a_filing_is_taken_back_at_once() -> None:
    dossier = Dossier().filed().do("2022-08-01T08:00", c.AskWithdrawal(by=APPLICANT, reason=REASON))
    assert (dossier.state.status, dossier.state.received_at) == (Status.WITHDRAWN, None)


def test_a_dossier_waits_for_the_section_to_record_it() -> None:
    dossier = Dossier().in_process()
    dossier.do("2022-08-02T08:00", c.AskWithdrawal(by=APPLICANT, reason=REASON))
    assert dossier.state.withdrawal_asked_at == at("2022-08-02T08:00")
    assert dossier.state.status is Status.IN_PROCESS
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-02T09:00", c.AskWithdrawal(by=APPLICANT, reason=REASON))
    assert refusal.value.id == "withdrawal_asked"
    dossier.do("2022-08-02T10:00", c.Withdraw(by=RECEIVER, reason=REASON))
    assert (dossier.state.status, dossier.state.withdrawal_asked_at) == (Status.WITHDRAWN, None)


def test_not_without_a_reason() -> None:
    with pytest.raises(Refused):
        Dossier().in_process().do("2022-08-02T08:00", c.AskWithdrawal(by=APPLICANT, reason=""))
