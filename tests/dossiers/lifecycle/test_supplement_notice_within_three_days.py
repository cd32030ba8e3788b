"""Decree 61 art. 19(4): notice within 3 working days of reception; later it warns, it is not refused."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import Dossier


@pytest.mark.parametrize(
    ("received", "requested", "late"),
    [
        ("2022-08-01T08:00", "2022-08-04T17:00", False),  # the day of reception is not counted
        ("2022-08-01T08:00", "2022-08-04T17:01", True),
        ("2022-08-05T16:00", "2022-08-10T17:00", False),  # a weekend between
        ("2022-08-05T16:00", "2022-08-11T07:00", True),
        ("2022-04-28T14:00", "2022-05-05T17:00", False),  # 30/4 to 3/5 off
    ],
)
def test_flag(received: str, requested: str, late: bool) -> None:
    dossier = Dossier(quantity="30").in_process(received, received=received).supplement_requested(requested)
    assert dossier.last.late_notice is late


def test_second_round_counts_from_the_papers_that_arrived() -> None:
    dossier = Dossier(quantity="30").in_process()
    dossier.supplement_requested("2022-08-03T08:00").supplement_received("2022-08-10T08:00")
    dossier.supplement_requested("2022-08-12T08:00", legal_ground="Điều 1")
    assert dossier.last.late_notice is False
