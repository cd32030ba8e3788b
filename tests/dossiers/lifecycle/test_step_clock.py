"""Two clocks: what was promised to the citizen, and how long each office may hold it."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import AGENCY, CALENDAR, RECEIVER, Dossier, at, rules

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import step_due
from motcua.dossiers.lifecycle.types import Holder, Step
from motcua.foundation.clock import local_text


@pytest.mark.parametrize(
    ("share", "due"),
    [
        (0.0, "2022-08-01T08:00"),
        (0.5, "2022-08-03T14:00"),
        (0.8, "2022-08-05T08:00"),
        (1.0, "2022-08-08T08:00"),
    ],
)
def test_a_share_of_the_working_time_left(share: float, due: str) -> None:
    moment = step_due(at("2022-08-01T08:00"), at("2022-08-08T08:00"), share, CALENDAR)
    assert moment is not None
    assert local_text(moment) == due


def test_no_promise_no_step_date() -> None:
    assert step_due(at("2022-08-01T08:00"), None, 0.5, CALENDAR) is None


def test_when_the_promise_has_passed_there_is_no_time_left() -> None:
    assert step_due(at("2022-08-09T08:00"), at("2022-08-08T08:00"), 0.5, CALENDAR) == at("2022-08-09T08:00")


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_is_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        step_due(at("2022-08-01T08:00"), at("2022-08-08T08:00"), share, CALENDAR)


def resolving(policy: str) -> Dossier:
    """Due 8/8 08:00; the office has it until 5/8 08:00, which leaves one day to sign and return."""
    dossier = Dossier(rules(supplement_policy=policy)).received()
    holder = Holder(agency=AGENCY, step=Step.RESOLVE, officer="tl01", due_at=at("2022-08-05T08:00"))
    dossier.do("2022-08-01T09:00", c.Transfer(by=RECEIVER, to=holder))
    return dossier.supplement_requested("2022-08-03T08:00").supplement_received("2022-08-10T08:00")


@pytest.mark.parametrize(("policy", "due"), [("restart", "2022-08-16T08:00"), ("pause", "2022-08-12T08:00")])
def test_after_a_supplement_the_later_steps_keep_their_day(policy: str, due: str) -> None:
    holder = resolving(policy).state.holder
    assert holder is not None
    assert holder.due_at is not None
    assert (holder.officer, local_text(holder.due_at)) == ("tl01", due)
