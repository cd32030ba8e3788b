"""The check says which transitions of the law no step of a process stands for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.procedures.processes.test_acts import table
from tests.support.steps_life import plain

from motcua.procedures.processes.check import check, untied


@dataclass
class Case:
    posts: tuple[str, ...]
    kinds: set[str]


@pytest.mark.parametrize(
    "case",
    [
        Case(("Một cửa", "Chuyên viên", "Lãnh đạo Sở", "Một cửa"), set()),
        Case(("Một cửa", "Chuyên viên", "Một cửa"), {"no_signing_step"}),
        Case(("Một cửa", "Lãnh đạo Sở", "Một cửa"), {"no_proposing_step"}),
    ],
    ids=["tied", "nobody signs", "nobody submits"],
)
def test_what_waits_for_no_step_is_told(case: Case) -> None:
    found = {each.kind for each in untied(table(*case.posts))}
    assert found == case.kinds


def test_it_is_for_information_and_not_of_the_check_that_every_part_passes() -> None:
    loose = table("Một cửa", "Chuyên viên")
    assert {each.severity for each in untied(loose)} == {"notice"}
    assert not {each.kind for each in check(loose)} & {"no_signing_step", "no_proposing_step"}
    assert not list(untied(plain()))
