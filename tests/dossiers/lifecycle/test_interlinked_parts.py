"""Interlinked work: one dossier, parts with their own steps and dates (Decree 61 art. 19)."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import AGENCY, HANDLER, LEADER, OTHER_AGENCY, REASON, Dossier, at, secret
from tests.support.steps_life import (
    CHIEF,
    OTHER_OFFICER,
    UPPER,
    UPPER_LEADER,
    UPPER_OFFICER,
    calling,
    done,
    open_now,
    plain,
    step_at,
    walked,
)

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused, fold
from motcua.dossiers.lifecycle.running import Place
from motcua.dossiers.lifecycle.types import Holder, Step
from motcua.foundation.errors import DomainError

APPROVER = Holder(agency=AGENCY, step=Step.APPROVE)
TASK = secret("cho ý kiến về quy hoạch")


def order(agency: str, due: str = "2022-08-04T17:00", place: Place = Place.SAME_LEVEL) -> c.PartOrder:
    return c.PartOrder(agency=agency, content=TASK, due_at=at(due), place=place)


def sent(*orders: c.PartOrder, sequential: bool = False) -> Dossier:
    """A dossier without a process of its own, with parts in other agencies."""
    dossier = walked(None).in_process()
    return dossier.do("2022-08-01T10:00", c.SendParts(by=HANDLER, parts=orders, sequential=sequential))


def finished(dossier: Dossier, part: int, when: str, outcome: str = "granted") -> Dossier:
    """The other agency works and signs."""
    for by, result in ((UPPER_OFFICER, ""), (UPPER_LEADER, outcome)):
        step = dossier.state.running.steps_of(part)[0]
        dossier.do(when, c.CompleteStep(by=by, no=step.no, outcome=result))
    return dossier


def test_both_agencies_have_it_at_once() -> None:
    dossier = sent(order(OTHER_AGENCY), order(UPPER, place=Place.ABOVE))
    assert [part.out for part in dossier.state.running.parts] == [True, True]
    assert [step.agency for step in dossier.state.running.open] == [OTHER_AGENCY, UPPER]


def test_the_lead_keeps_the_dossier() -> None:
    dossier = sent(order(OTHER_AGENCY))
    assert dossier.state.holder == Holder(agency=AGENCY, step=Step.RESOLVE)


def test_one_after_the_other_where_the_order_is_fixed() -> None:
    dossier = sent(order(OTHER_AGENCY, "2022-08-03T17:00"), order(UPPER), sequential=True)
    assert [part.sent_at is not None for part in dossier.state.running.parts] == [True, False]
    finished(dossier, 1, "2022-08-02T09:00")
    assert [part.sent_at for part in dossier.state.running.parts][1] == at("2022-08-02T09:00")


def test_the_result_comes_back_by_itself() -> None:
    dossier = finished(sent(order(OTHER_AGENCY)), 1, "2022-08-02T09:00", "refused")
    part = dossier.state.running.part(1)
    assert part is not None
    assert (part.result, part.returned_at) == ("refused", at("2022-08-02T09:00"))


def test_no_result_is_proposed_while_a_part_is_out() -> None:
    dossier = sent(order(OTHER_AGENCY))
    with pytest.raises(Refused) as refusal:
        dossier.result_proposed("2022-08-02T08:00")
    assert refusal.value.id == "parts_out"
    finished(dossier, 1, "2022-08-02T09:00").result_proposed("2022-08-02T10:00")


def test_a_part_is_recalled_with_a_reason_and_its_steps_end() -> None:
    dossier = sent(order(OTHER_AGENCY), order(UPPER))
    dossier.do("2022-08-02T08:00", c.RecallPart(by=HANDLER, no=1, reason=REASON))
    assert [step.agency for step in dossier.state.running.open] == [UPPER]
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-02T08:00", c.RecallPart(by=HANDLER, no=1, reason=REASON))
    assert refusal.value.id == "part_not_out"


def test_recalling_the_middle_one_keeps_the_order_of_the_rest() -> None:
    third = "000.00.16.H14"
    dossier = sent(order(OTHER_AGENCY), order(UPPER), order(third), sequential=True)
    dossier.do("2022-08-02T08:00", c.RecallPart(by=HANDLER, no=2, reason=REASON))
    assert [part.sent_at is not None for part in dossier.state.running.parts_out] == [True, False]
    finished(dossier, 1, "2022-08-02T09:00")
    assert [part.agency for part in dossier.state.running.parts if part.out] == [third]


@pytest.mark.parametrize(
    ("orders", "error"),
    [
        ((order(AGENCY),), "part_agency_twice"),
        ((order(OTHER_AGENCY), order(OTHER_AGENCY)), "part_agency_twice"),
        ((order(OTHER_AGENCY, "2022-08-01T09:00"),), "deadline_past"),
        ((order(OTHER_AGENCY, "2022-09-20T09:00"),), "part_after_promise"),
        ((), "parts_missing"),
    ],
)
def test_what_cannot_add_up_is_refused(orders: tuple[c.PartOrder, ...], error: str) -> None:
    with pytest.raises(DomainError) as refusal:
        sent(*orders)
    assert refusal.value.id == error


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        sent(order(OTHER_AGENCY), order(UPPER, "2022-08-02T17:00"), sequential=True)
    assert refusal.value.id == "parts_out_of_order"


def test_the_process_calls_and_goes_on_with_the_result() -> None:
    dossier = walked(calling()).in_process()
    assert open_now(dossier) == ["goi", "step_1"]
    finished(dossier, 1, "2022-08-02T09:00")
    assert open_now(dossier) == ["soan"]


def test_what_the_process_calls_for_is_not_recalled() -> None:
    dossier = walked(calling()).in_process()
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-02T08:00", c.RecallPart(by=HANDLER, no=1, reason=REASON))
    assert refusal.value.id == "part_of_process"


def test_a_part_goes_on_while_the_applicant_is_awaited_and_its_date_moves() -> None:
    dossier = sent(order(OTHER_AGENCY))
    dossier.supplement_requested("2022-08-01T14:00")
    step = dossier.state.running.steps_of(1)[0]
    dossier.do("2022-08-02T08:00", c.CompleteStep(by=OTHER_OFFICER, no=step.no))
    dossier.supplement_received("2022-08-08T14:00")
    part = dossier.state.running.part(1)
    assert part is not None
    # Monday to Monday: five working days of waiting.
    assert part.due_at == at("2022-08-11T17:00")


def test_a_withdrawn_dossier_leaves_nobody_at_work() -> None:
    dossier = sent(order(OTHER_AGENCY), order(UPPER))
    dossier.do("2022-08-02T08:00", c.Stop(by=LEADER, reason=REASON, legal_ground="Điều 1", suspension=False))
    assert dossier.state.running.open == ()
    assert {part.result for part in dossier.state.running.parts} == {"stopped"}


def test_inside_a_process_the_lead_sends_more() -> None:
    dossier = done(walked(plain()).in_process(), "2022-08-01T10:00", "giao", CHIEF)
    dossier.do("2022-08-01T11:00", c.SendParts(by=HANDLER, parts=(order(OTHER_AGENCY),)))
    assert open_now(dossier) == ["tham_dinh", "step_1"]
    with pytest.raises(Refused):
        dossier.do("2022-08-02T08:00", c.ProposeResult(by=HANDLER, granted=True, to=APPROVER))
    finished(dossier, 1, "2022-08-02T09:00")
    dossier.do("2022-08-02T10:00", c.ProposeResult(by=HANDLER, granted=True, to=APPROVER))
    assert open_now(dossier) == ["xem"]


def test_the_log_alone_tells_the_same_state() -> None:
    dossier = finished(sent(order(OTHER_AGENCY), order(UPPER), sequential=True), 1, "2022-08-02T09:00")
    dossier.do("2022-08-02T10:00", c.RecallPart(by=HANDLER, no=2, reason=REASON))
    assert fold(dossier.events) == dossier.state


def test_nobody_has_a_part_of_another_agency() -> None:
    dossier = sent(order(OTHER_AGENCY))
    with pytest.raises(Refused) as refusal:
        done(dossier, "2022-08-02T08:00", "step_1", HANDLER)
    assert refusal.value.id == "step_not_yours"
    assert step_at(dossier, "step_1").agency == OTHER_AGENCY
