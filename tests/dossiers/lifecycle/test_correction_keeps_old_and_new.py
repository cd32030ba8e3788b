"""T20, Decree 61 art. 5(1)c: an error is put right by an event with reason; the old value stays."""

from __future__ import annotations

import msgspec
import pytest
from tests.support.dossier_life import HANDLER, LEADER, REASON, RECEIVER, Dossier, at, correct, rules, secret

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import ComponentLine, CopyKind, ReturnMethod, Status
from motcua.foundation.errors import DomainError


@pytest.fixture
def dossier() -> Dossier:
    return Dossier().in_process()


def test_the_owner(dossier: Dossier) -> None:
    dossier.do("2022-08-02T08:00", correct("owner", secret("tên đúng")))
    assert (dossier.last.old, dossier.last.new) == (secret("chủ hồ sơ"), secret("tên đúng"))
    assert dossier.state.intake.owner == secret("tên đúng")
    assert dossier.last.recount is None


def test_a_representative_appears_and_goes(dossier: Dossier) -> None:
    dossier.do("2022-08-02T08:00", correct("representative", secret("người đại diện")))
    assert dossier.state.intake.representative == secret("người đại diện")
    dossier.do("2022-08-02T09:00", correct("representative", None))
    assert dossier.state.intake.representative is None


def test_components_as_json(dossier: Dossier) -> None:
    lines = (ComponentLine(no=1, code="KQ9", kind=CopyKind.COPY),)
    dossier.do("2022-08-02T08:00", correct("components", msgspec.json.encode(lines).decode()))
    assert dossier.state.intake.components == lines


def test_the_way_of_return(dossier: Dossier) -> None:
    dossier.do("2022-08-02T08:00", correct("return_method", "postal"))
    assert dossier.state.intake.return_method is ReturnMethod.POSTAL


def test_the_limit_counts_anew(dossier: Dossier) -> None:
    dossier.do("2022-08-02T08:00", correct("limit", "10 working_day"))
    assert (dossier.due, dossier.original_due) == ("2022-08-15T08:00", "2022-08-15T08:00")
    assert (dossier.last.old, dossier.last.due_before) == ("5 working_day", at("2022-08-08T08:00"))


def test_a_limit_may_turn_out_not_to_exist(dossier: Dossier) -> None:
    dossier.do("2022-08-02T08:00", correct("limit", "other"))
    assert (dossier.state.due_at, dossier.state.original_due_at) == (None, None)


def test_the_time_of_reception_counts_anew(dossier: Dossier) -> None:
    dossier.do("2022-08-02T08:00", correct("received_at", str(at("2022-07-29T08:00"))))
    assert (dossier.due, dossier.original_due) == ("2022-08-05T08:00", "2022-08-05T08:00")
    assert dossier.state.received_at == at("2022-07-29T08:00")


def test_after_a_restart_the_present_count_stands_from_the_papers(dossier: Dossier) -> None:
    dossier.supplement_requested("2022-08-03T08:00").supplement_received("2022-08-10T08:00")
    dossier.do("2022-08-11T08:00", correct("limit", "10 working_day"))
    assert (dossier.due, dossier.original_due) == ("2022-08-24T08:00", "2022-08-15T08:00")


def test_after_a_pause_the_wait_is_added_again() -> None:
    dossier = Dossier(rules(supplement_policy="pause")).in_process()
    dossier.supplement_requested("2022-08-03T08:00").supplement_received("2022-08-10T08:00")
    dossier.do("2022-08-11T08:00", correct("limit", "6 working_day"))
    assert (dossier.due, dossier.original_due) == ("2022-08-16T08:00", "2022-08-09T08:00")


def test_after_an_obligation_the_wait_is_added_again(dossier: Dossier) -> None:
    dossier.do("2022-08-03T08:00", c.RequestObligation(by=HANDLER, content=secret("thuế")))
    dossier.do("2022-08-04T08:00", c.FulfilObligation(by=RECEIVER))
    dossier.do("2022-08-05T08:00", correct("limit", "6 working_day"))
    assert (dossier.due, dossier.original_due) == ("2022-08-10T08:00", "2022-08-09T08:00")


def test_a_date_given_with_apology_stays(dossier: Dossier) -> None:
    new = c.Reschedule(
        by=RECEIVER, new_due_at=at("2022-08-19T17:00"), reason=REASON, signed_by="officer:ct01"
    )
    dossier.do("2022-08-02T08:00", new).do("2022-08-03T08:00", correct("limit", "6 working_day"))
    assert (dossier.due, dossier.original_due) == ("2022-08-19T17:00", "2022-08-09T08:00")


def test_even_a_returned_dossier_is_corrected_and_stays_returned(dossier: Dossier) -> None:
    dossier.finished("2022-08-04T08:00").returned("2022-08-05T08:00")
    dossier.do("2022-08-08T08:00", correct("owner", secret("tên đúng")))
    assert dossier.state.status is Status.RETURNED


def test_a_stale_old_value_is_refused(dossier: Dossier) -> None:
    dossier.do("2022-08-02T08:00", correct("owner", secret("tên đúng")))
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-02T09:00", correct("owner", secret("tên khác"), old=secret("chủ hồ sơ")))
    assert refusal.value.id == "correct_stale"


@pytest.mark.parametrize(
    ("field", "new", "name"),
    [
        ("status", "10", "correct_field"),
        ("due_at", "0", "correct_field"),
        ("owner", "Nông Văn Dền", "correct_value"),
        ("owner", None, "correct_value"),
        ("limit", "5 working_day", "correct_nothing"),
        ("limit", "five", "unit_unknown"),
        ("limit", "1 2 working_day", "correct_value"),
        ("limit", "0 working_day", "limit_invalid"),
        ("limit", "", "correct_value"),
        ("received_at", "hôm qua", "correct_value"),
        ("received_at", None, "correct_value"),
        ("return_method", "pigeon", "correct_value"),
        ("components", "[{]", "correct_value"),
    ],
)
def test_what_makes_no_sense_is_refused(dossier: Dossier, field: str, new: str | None, name: str) -> None:
    before = dossier.state
    with pytest.raises(DomainError) as refusal:
        dossier.do("2022-08-02T08:00", correct(field, new))
    assert refusal.value.id == name
    assert dossier.state == before


@pytest.mark.parametrize(
    ("moment", "name"), [("2022-08-02T08:01", "future"), ("2021-12-01T08:00", "correct_regime")]
)
def test_reception_stays_in_the_past_and_in_its_regime(dossier: Dossier, moment: str, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-02T08:00", correct("received_at", str(at(moment))))
    assert refusal.value.id == name


def test_before_reception_there_is_no_reception_to_correct() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().filed().do("2022-08-02T08:00", correct("received_at", str(at("2022-08-01T08:00"))))
    assert refusal.value.id == "correct_field"


def test_a_correction_needs_its_reason(dossier: Dossier) -> None:
    command = msgspec.structs.replace(correct("owner", secret("x"), by=LEADER), reason="")
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-02T08:00", command)
    assert refusal.value.id == "reason_missing"


def test_not_by_the_handling_officer(dossier: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-02T08:00", correct("owner", secret("x"), by=HANDLER))
    assert refusal.value.id == "wrong_role"
