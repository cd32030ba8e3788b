"""The internal process under the law's transitions: which step each ends, who has the dossier, by when."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.support.dossier_life import (
    AGENCY,
    HANDLER,
    HEAD,
    LEADER,
    OTHER_AGENCY,
    REASON,
    RECEIVER,
    SECTION,
    Dossier,
    at,
    correct,
    secret,
)
from tests.support.steps_life import (
    CHIEF,
    COUNTER,
    OFFICER,
    calling,
    done,
    forked,
    open_now,
    plain,
    step_at,
    walked,
)

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused, fold
from motcua.dossiers.lifecycle.types import Holder, ReturnMethod, Signature, Status, Step
from motcua.foundation.clock import local_text
from motcua.foundation.errors import DomainError

RESOLVER = Holder(agency=AGENCY, step=Step.RESOLVE)
APPROVER = Holder(agency=AGENCY, step=Step.APPROVE)


def _due(dossier: Dossier, node: str) -> str:
    due = step_at(dossier, node).due_at
    return "" if due is None else local_text(due)


def at_officer() -> Dossier:
    """Received Monday 8:00, handed over 9:00, given to the officer at 10:00."""
    dossier = walked(plain()).in_process()
    return done(dossier, "2022-08-01T10:00", "giao", CHIEF)


def proposed() -> Dossier:
    dossier = at_officer()
    return dossier.do("2022-08-02T08:00", c.ProposeResult(by=HANDLER, granted=True, to=APPROVER))


def at_signing() -> Dossier:
    return done(proposed(), "2022-08-02T10:00", "xem", CHIEF)


def signed() -> Dossier:
    return at_signing().do("2022-08-02T14:00", c.Approve(by=LEADER, signature=Signature.DIGITAL))


def test_reception_opens_the_first_step_with_the_receiving_officer() -> None:
    dossier = walked(plain()).received()
    assert open_now(dossier) == ["nhan"]
    assert step_at(dossier, "nhan").officer == "tn01"
    assert _due(dossier, "nhan") == "2022-08-01T14:00"


def test_a_procedure_without_a_process_has_no_steps() -> None:
    dossier = walked(None).in_process()
    assert (dossier.state.running.open, dossier.state.holder) == ((), RESOLVER)


def test_what_is_resolved_on_the_spot_has_none() -> None:
    dossier = walked(plain())
    dossier.intake = replace(dossier.intake, instant_result=True)
    assert dossier.received().state.running.runs == ()


def test_the_hand_over_ends_reception_and_the_process_names_who_follows() -> None:
    dossier = walked(plain()).in_process()
    assert open_now(dossier) == ["giao"]
    assert dossier.state.status is Status.IN_PROCESS
    holder = dossier.state.holder
    assert holder is not None
    assert (holder.agency, holder.step, holder.due_at) == (AGENCY, Step.RESOLVE, at("2022-08-01T15:00"))


def test_completing_the_last_step_of_reception_is_the_hand_over() -> None:
    dossier = walked(plain()).received()
    done(dossier, "2022-08-01T09:00", "nhan", COUNTER)
    assert dossier.state.status is Status.IN_PROCESS
    assert open_now(dossier) == ["giao"]


def test_the_officer_submits_and_the_head_checks_before_the_leader() -> None:
    dossier = proposed()
    assert open_now(dossier) == ["xem"]
    assert dossier.state.holder == Holder(agency=AGENCY, step=Step.APPROVE, due_at=at("2022-08-02T14:00"))


def test_signing_waits_for_its_step() -> None:
    with pytest.raises(Refused) as refusal:
        proposed().do("2022-08-02T09:00", c.Approve(by=LEADER, signature=Signature.DIGITAL))
    assert refusal.value.id == "not_at_signing"


def test_submitting_waits_for_its_step() -> None:
    with pytest.raises(Refused) as refusal:
        walked(plain()).in_process().result_proposed("2022-08-01T10:00")
    assert refusal.value.id == "not_at_proposing"


def test_after_the_signature_the_clerk_has_it_and_then_the_section() -> None:
    dossier = signed()
    assert (dossier.state.status, open_now(dossier)) == (Status.FINISHED, ["dong_dau"])
    assert dossier.state.holder is not None
    assert dossier.state.holder.agency == AGENCY
    done(dossier, "2022-08-02T15:00", "dong_dau", OFFICER)
    assert open_now(dossier) == ["tra"]
    assert dossier.state.holder is not None
    assert (dossier.state.holder.agency, dossier.state.holder.step) == (SECTION, Step.RETURN)


def test_returning_ends_the_process() -> None:
    dossier = done(signed(), "2022-08-02T15:00", "dong_dau", OFFICER)
    dossier.returned("2022-08-03T08:00")
    main = dossier.state.running.main
    assert main is not None
    assert (main.result, dossier.state.running.open) == ("done", ())


def test_what_was_not_told_as_done_ends_with_the_return() -> None:
    dossier = signed().returned("2022-08-03T08:00")
    assert dossier.state.running.open == ()


def test_a_refusal_goes_by_the_outcome_of_the_signature() -> None:
    dossier = at_officer()
    dossier.do("2022-08-02T08:00", c.ProposeResult(by=HANDLER, granted=False, to=APPROVER, reason=REASON))
    done(dossier, "2022-08-02T10:00", "xem", CHIEF)
    dossier.do("2022-08-02T14:00", c.Approve(by=LEADER, signature=Signature.DIGITAL))
    assert dossier.last.steps.ended[0].outcome == "refused"


def test_sent_back_the_step_is_entered_anew_by_the_same_hand() -> None:
    dossier = walked(plain()).in_process()
    done(
        dossier,
        "2022-08-01T10:00",
        "giao",
        CHIEF,
        to=Holder(agency=AGENCY, step=Step.RESOLVE, officer="tl01"),
    )
    dossier.do("2022-08-02T08:00", c.ProposeResult(by=HANDLER, granted=True, to=APPROVER))
    dossier.do("2022-08-02T09:00", c.SendBack(by=LEADER, reason=REASON))
    assert open_now(dossier) == ["tham_dinh"]
    assert step_at(dossier, "tham_dinh").officer == "tl01"
    # Two days from the second entry, not from the first.
    assert _due(dossier, "tham_dinh") == "2022-08-04T09:00"


def test_a_supplement_goes_the_way_that_the_process_draws() -> None:
    dossier = at_officer().supplement_requested("2022-08-01T14:00")
    assert (dossier.state.status, open_now(dossier)) == (Status.SUPPLEMENT_REQUESTED, ["cho"])
    dossier.supplement_received("2022-08-08T08:00")
    assert open_now(dossier) == ["tham_dinh"]
    assert _due(dossier, "tham_dinh") == "2022-08-10T08:00"


def test_where_it_draws_none_the_step_keeps_the_time_it_had_left() -> None:
    dossier = done(walked(forked()).in_process("2022-08-01T08:00"), "2022-08-01T08:00", "a", CHIEF)
    done(dossier, "2022-08-01T08:00", "b", OFFICER)
    assert _due(dossier, "soan") == "2022-08-02T08:00"
    dossier.supplement_requested("2022-08-01T10:00")
    assert open_now(dossier) == ["soan"]
    dossier.supplement_received("2022-08-08T10:00")
    assert _due(dossier, "soan") == "2022-08-09T08:00"


def test_a_late_step_is_not_made_timely_by_a_pause() -> None:
    dossier = done(walked(forked()).in_process("2022-08-01T08:00"), "2022-08-01T08:00", "a", CHIEF)
    done(dossier, "2022-08-01T08:00", "b", OFFICER)
    dossier.supplement_requested("2022-08-03T10:00")
    dossier.supplement_received("2022-08-08T10:00")
    assert _due(dossier, "soan") == "2022-08-02T08:00"


def test_both_branches_are_open_and_meet() -> None:
    dossier = walked(forked()).in_process()
    assert open_now(dossier) == ["a", "b"]
    done(dossier, "2022-08-01T10:00", "b", OFFICER)
    assert open_now(dossier) == ["a"]
    done(dossier, "2022-08-01T11:00", "a", CHIEF)
    assert open_now(dossier) == ["soan"]


def test_the_law_sees_the_first_open_branch() -> None:
    dossier = walked(forked()).in_process()
    done(dossier, "2022-08-01T10:00", "a", CHIEF)
    assert dossier.state.holder is not None
    assert dossier.state.holder.due_at == step_at(dossier, "b").due_at


@pytest.mark.parametrize("ending", ["withdraw", "stop"])
def test_an_end_from_outside_ends_every_step(ending: str) -> None:
    dossier = walked(forked()).in_process()
    command: c.Command = c.Withdraw(by=RECEIVER, reason=REASON)
    if ending == "stop":
        command = c.Stop(by=LEADER, reason=REASON, legal_ground="Điều 1", suspension=False)
    dossier.do("2022-08-01T10:00", command)
    main = dossier.state.running.main
    assert main is not None
    assert (main.result, dossier.state.running.open) == ("stopped", ())


def test_a_suspension_leaves_the_steps_where_they_are() -> None:
    dossier = walked(forked()).in_process()
    dossier.do("2022-08-01T10:00", c.Stop(by=LEADER, reason=REASON, legal_ground="Điều 1", suspension=True))
    assert open_now(dossier) == ["a", "b"]
    dossier.do("2022-08-02T10:00", c.Resume(by=LEADER, reason=REASON))
    assert open_now(dossier) == ["a", "b"]


def test_another_competent_agency_begins_anew_behind_reception() -> None:
    dossier = walked(plain()).in_process()
    dossier.do("2022-08-02T08:00", correct("competent", OTHER_AGENCY))
    assert open_now(dossier) == ["giao"]
    assert step_at(dossier, "giao").agency == OTHER_AGENCY
    assert dossier.state.holder is not None
    assert dossier.state.holder.agency == OTHER_AGENCY


def test_a_correction_of_anything_else_leaves_the_steps() -> None:
    dossier = at_officer()
    dossier.do("2022-08-02T08:00", correct("content", secret("khác"), by=HEAD))
    assert open_now(dossier) == ["tham_dinh"]


@pytest.mark.parametrize(
    ("node", "outcome", "error"),
    [
        ("tham_dinh", "done", "step_by_action"),
        ("tham_dinh", "supplement", "step_by_action"),
        ("tham_dinh", "không có", "step_by_action"),
    ],
)
def test_what_the_law_has_a_transition_for_is_not_merely_completed(
    node: str, outcome: str, error: str
) -> None:
    dossier = at_officer()
    with pytest.raises(DomainError) as refusal:
        done(dossier, "2022-08-02T08:00", node, OFFICER, outcome)
    assert refusal.value.id == error
    assert open_now(dossier) == [node]


def test_an_outcome_that_is_not_offered_is_refused() -> None:
    dossier = walked(plain()).in_process()
    with pytest.raises(DomainError) as refusal:
        done(dossier, "2022-08-01T10:00", "giao", CHIEF, "granted")
    assert refusal.value.id == "outcome_not_offered"


def test_a_step_is_completed_once() -> None:
    dossier = walked(plain()).in_process()
    command = c.CompleteStep(by=CHIEF, no=step_at(dossier, "giao").no)
    dossier.do("2022-08-01T10:00", command)
    with pytest.raises(DomainError) as refusal:
        dossier.do("2022-08-01T10:01", command)
    assert refusal.value.id == "step_already_ended"


def test_nobody_completes_the_step_of_another() -> None:
    dossier = walked(plain()).in_process()
    with pytest.raises(Refused) as refusal:
        done(dossier, "2022-08-01T10:00", "giao", LEADER)
    assert refusal.value.id == "step_not_yours"


def test_while_the_applicant_is_awaited_the_own_steps_rest() -> None:
    dossier = done(walked(forked()).in_process(), "2022-08-01T10:00", "a", CHIEF)
    done(dossier, "2022-08-01T10:00", "b", OFFICER)
    dossier.supplement_requested("2022-08-01T14:00")
    with pytest.raises(Refused) as refusal:
        done(dossier, "2022-08-02T08:00", "soan", OFFICER)
    assert refusal.value.id == "step_during_pause"


def test_the_log_alone_tells_the_same_state() -> None:
    dossier = done(signed(), "2022-08-02T15:00", "dong_dau", OFFICER)
    dossier.do(
        "2022-08-03T08:00",
        c.ReturnResult(by=RECEIVER, receiver=secret("người nhận"), method=ReturnMethod.COUNTER),
    )
    assert fold(dossier.events) == dossier.state


def test_a_call_opens_a_part_and_goes_on_with_its_result() -> None:
    dossier = walked(calling()).in_process()
    part = dossier.state.running.part(1)
    assert part is not None
    assert (part.agency, part.due_at) == ("000.00.00.H14", step_at(dossier, "goi").due_at)
    assert open_now(dossier) == ["goi", "step_1"]
