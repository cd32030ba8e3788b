"""Decree 61 art. 19(9): a new date at most once, asked for at latest a day before the due date."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import HEAD, REASON, RECEIVER, Dossier, at, rules

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused


def apology(new: str, *, by: object = RECEIVER) -> c.Reschedule:
    return c.Reschedule(by=by, new_due_at=at(new), reason=REASON, signed_by="officer:ct01")  # type: ignore[arg-type]


@pytest.fixture
def dossier() -> Dossier:
    """Due Monday 8/8/2022 08:00."""
    return Dossier().in_process()


def test_the_date_moves_and_the_original_is_kept(dossier: Dossier) -> None:
    dossier.do("2022-08-05T10:00", apology("2022-08-12T17:00"))
    assert (dossier.due, dossier.original_due) == ("2022-08-12T17:00", "2022-08-08T08:00")
    assert dossier.last.due_before == at("2022-08-08T08:00")


def test_a_second_time_is_refused(dossier: Dossier) -> None:
    dossier.do("2022-08-05T10:00", apology("2022-08-12T17:00"))
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-10T10:00", apology("2022-08-19T17:00", by=HEAD))
    assert refusal.value.id == "reschedule_twice"
    assert dossier.due == "2022-08-12T17:00"


def test_nor_after_a_supplement(dossier: Dossier) -> None:
    dossier.do("2022-08-03T07:30", apology("2022-08-12T17:00"))
    dossier.supplement_requested("2022-08-03T08:00").supplement_received("2022-08-10T08:00")
    with pytest.raises(Refused, match="1 lần"):
        dossier.do("2022-08-11T08:00", apology("2022-08-30T17:00"))


@pytest.mark.parametrize(
    ("asked", "late"),
    [
        ("2022-08-05T16:59", False),
        ("2022-08-07T23:00", False),  # the day before, even a Sunday
        ("2022-08-08T07:30", True),  # the due day itself
        ("2022-08-09T08:00", True),  # after the due date: possible, flagged
    ],
)
def test_later_than_a_day_before_is_flagged_not_refused(dossier: Dossier, asked: str, late: bool) -> None:
    dossier.do(asked, apology("2022-08-12T17:00"))
    assert dossier.last.late_reschedule is late


@pytest.mark.parametrize("new", ["2022-08-08T08:00", "2022-08-05T17:00"])
def test_an_earlier_date_is_not_a_reschedule(dossier: Dossier, new: str) -> None:
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-04T08:00", apology(new))
    assert refusal.value.id == "new_date_not_later"


@pytest.mark.parametrize("new", ["2022-08-13T09:00", "2022-08-12T12:00", "2022-09-02T09:00"])
def test_the_new_date_is_in_office_hours(dossier: Dossier, new: str) -> None:
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-04T08:00", apology(new))
    assert refusal.value.id == "new_date_not_working"


def test_no_promise_no_new_date() -> None:
    dossier = Dossier(quantity=None, unit="other").in_process()
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-04T08:00", apology("2022-08-12T17:00"))
    assert refusal.value.id == "no_due_date"


def test_form_04_names_its_signer(dossier: Dossier) -> None:
    unsigned = c.Reschedule(by=RECEIVER, new_due_at=at("2022-08-12T17:00"), reason=REASON, signed_by=" ")
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-04T08:00", unsigned)
    assert refusal.value.id == "signed_by_missing"


def test_a_pause_moves_the_rescheduled_date_too() -> None:
    dossier = Dossier(rules(supplement_policy="pause")).in_process()
    dossier.do("2022-08-02T09:00", apology("2022-08-12T17:00"))
    dossier.supplement_requested("2022-08-03T08:00").supplement_received("2022-08-04T08:00")
    assert dossier.due == "2022-08-15T17:00"
