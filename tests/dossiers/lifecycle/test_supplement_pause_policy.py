"""Where a regime pauses instead of restarting, the due date moves by the working time waited."""

from __future__ import annotations

from tests.support.dossier_life import Dossier, at, rules


def paused() -> Dossier:
    dossier = Dossier(rules(supplement_policy="pause"))
    return dossier.in_process().supplement_requested("2022-08-03T08:00")


def test_vector_4_with_pause() -> None:
    dossier = paused().supplement_received("2022-08-10T08:00")
    assert dossier.due == "2022-08-15T08:00"
    assert dossier.original_due == "2022-08-08T08:00"


def test_waiting_outside_office_hours_costs_nothing() -> None:
    dossier = Dossier(rules(supplement_policy="pause")).in_process()
    dossier.supplement_requested("2022-08-05T17:30").supplement_received("2022-08-07T20:00")
    assert dossier.due == "2022-08-08T08:00"


def test_count_goes_on_where_it_stood() -> None:
    dossier = paused().supplement_received("2022-08-10T08:00")
    assert dossier.state.clock_start == at("2022-08-01T08:00")
    assert dossier.state.counted_from == at("2022-08-01T08:00")


def test_a_dossier_without_limit_stays_without() -> None:
    dossier = Dossier(rules(supplement_policy="pause"), quantity=None, unit="other")
    dossier.in_process().supplement_requested("2022-08-03T08:00").supplement_received("2022-08-10T08:00")
    assert dossier.state.due_at is None
