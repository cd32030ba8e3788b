"""Domain reference 3.5 and 10.3: late is a question asked of the clock, never a state."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import REASON, RECEIVER, Dossier, at

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import late, outcome


@pytest.fixture
def dossier() -> Dossier:
    """Due Monday 8/8/2022 08:00."""
    return Dossier().in_process()


def test_by_the_minute(dossier: Dossier) -> None:
    assert not late(dossier.state, at("2022-08-08T08:00"))
    assert late(dossier.state, at("2022-08-08T08:01"))


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        ("2022-08-05T17:00", "early"),
        ("2022-08-08T07:10", "on_time"),
        ("2022-08-08T08:00", "on_time"),
        ("2022-08-08T08:01", "late"),
    ],
)
def test_outcome(dossier: Dossier, finished: str, expected: str) -> None:
    dossier.finished(finished)
    assert outcome(dossier.state) == expected
    assert dossier.last.late is (expected == "late")


def test_collecting_late_changes_nothing(dossier: Dossier) -> None:
    dossier.finished("2022-08-05T08:00").returned("2022-10-03T08:00")
    assert outcome(dossier.state) == "early"
    assert not late(dossier.state, at("2022-10-04T08:00"))


def test_no_limit_is_on_time() -> None:
    dossier = Dossier(quantity=None, unit="other").in_process()
    assert not late(dossier.state, at("2025-01-02T08:00"))
    assert outcome(dossier.finished("2025-01-02T08:00").state) == "on_time"


def test_waiting_for_the_applicant_makes_nobody_late(dossier: Dossier) -> None:
    dossier.supplement_requested("2022-08-03T08:00")
    assert not late(dossier.state, at("2022-09-30T08:00"))


def test_asking_after_the_due_date_does_not_hide_lateness(dossier: Dossier) -> None:
    dossier.supplement_requested("2022-08-09T08:00")
    assert late(dossier.state, at("2022-08-10T08:00"))


def test_without_a_result_there_is_no_outcome(dossier: Dossier) -> None:
    dossier.do("2022-08-03T08:00", c.Withdraw(by=RECEIVER, reason=REASON))
    assert outcome(dossier.state) is None
    assert not late(dossier.state, at("2022-12-01T08:00"))


def test_before_reception_nothing_is_late() -> None:
    assert not late(Dossier().filed().state, at("2025-01-01T08:00"))
