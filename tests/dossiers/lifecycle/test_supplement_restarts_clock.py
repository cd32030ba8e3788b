"""Decree 61/2018 art. 19(4): after complete papers the limit is counted again from the beginning."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import RECEIVER, Dossier, at, rules, secret

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.types import ClockState, ComponentLine, CopyKind, Status


@pytest.fixture
def dossier() -> Dossier:
    """Vector 4 of the domain reference: 5 working days from Monday 1/8/2022 08:00."""
    return Dossier().in_process().supplement_requested("2022-08-03T08:00")


def test_first_promise_is_kept_beside_the_new_one(dossier: Dossier) -> None:
    assert dossier.due == "2022-08-08T08:00"
    dossier.supplement_received("2022-08-10T08:00")
    assert dossier.due == "2022-08-17T08:00"
    assert dossier.original_due == "2022-08-08T08:00"


def test_clock_is_paused_while_the_applicant_is_awaited(dossier: Dossier) -> None:
    assert (dossier.state.status, dossier.state.clock) == (Status.SUPPLEMENT_REQUESTED, ClockState.PAUSED)
    dossier.supplement_received("2022-08-10T08:00")
    assert (dossier.state.status, dossier.state.clock) == (Status.IN_PROCESS, ClockState.RUNNING)


def test_round_keeps_old_and_new_due_date(dossier: Dossier) -> None:
    dossier.supplement_received("2022-08-10T08:00")
    (round_,) = dossier.state.rounds
    assert (round_.due_before, round_.due_after) == (at("2022-08-08T08:00"), at("2022-08-17T08:00"))
    assert (round_.completed_at, round_.ended) == (at("2022-08-10T08:00"), "completed")


def test_papers_after_hours_start_the_clock_at_the_next_opening(dossier: Dossier) -> None:
    dossier.supplement_received("2022-08-12T17:20")
    assert dossier.state.clock_start == at("2022-08-15T07:00")
    assert dossier.due == "2022-08-19T17:00"


def test_waiting_time_is_in_the_event_for_those_who_subtract_it(dossier: Dossier) -> None:
    dossier.supplement_received("2022-08-10T08:00")
    assert dossier.last.waited == 5 * 8 * 3600 * 1_000_000


def test_counting_mode_of_reception_is_kept(dossier: Dossier) -> None:
    whole = Dossier(rules(count="whole_days")).in_process().supplement_requested("2022-08-03T08:00")
    whole.rules = rules(count="hours")
    whole.supplement_received("2022-08-10T08:00")
    assert whole.due == "2022-08-17T17:00"


def test_an_arrived_paper_takes_its_line(dossier: Dossier) -> None:
    arrived = (
        ComponentLine(no=2, code="KQ2", kind=CopyKind.ORIGINAL),
        ComponentLine(no=3, name=secret("Giấy ủy quyền"), kind=CopyKind.COPY),
    )
    dossier.do("2022-08-10T08:00", c.ReceiveSupplement(by=RECEIVER, components=arrived))
    assert [(line.no, line.kind) for line in dossier.state.intake.components] == [
        (1, CopyKind.ORIGINAL),
        (2, CopyKind.ORIGINAL),
        (3, CopyKind.COPY),
    ]


@pytest.mark.parametrize("regime_id", ["R2018", "R2021"])
def test_both_regimes_of_decree_61_restart(regime_id: str) -> None:
    day = {"R2018": "2021-08-02", "R2021": "2022-08-01"}[regime_id]
    dossier = Dossier(rules(regime_id))
    dossier.in_process(f"{day}T09:00", received=f"{day}T08:00").supplement_requested(f"{day}T10:00")
    dossier.supplement_received(f"{day[:8]}10T08:00")
    assert dossier.last.policy == "restart"
    assert dossier.due == f"{day[:8]}17T08:00"
