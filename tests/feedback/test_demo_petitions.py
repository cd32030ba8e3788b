"""Petitions of the demonstration: in all stages, the same each time, through the room's own services."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.support.databases import Databases

from motcua.feedback.demo_petitions import load_demo
from motcua.feedback.models import Petition, PublishedAnswer
from motcua.feedback.petitions import PetitionState
from motcua.feedback.store import load
from motcua.foundation.clock import FixedClock, instant_of

NOW = FixedClock(instant_of(datetime(2026, 11, 20, 15)))


def told() -> list[tuple[str, str]]:
    return list(Petition.objects.order_by("reference").values_list("reference", "state"))


@pytest.mark.django_db(transaction=True)
def test_they_stand_in_all_stages_and_four_are_published(province: None, databases: Databases) -> None:
    made = load_demo(clock=NOW)
    assert made == Petition.objects.count() > 11
    states = {state for _, state in told()}
    open_or_done = set(PetitionState) - {PetitionState.RETURNED, PetitionState.WITHDRAWN}
    assert states == {each.value for each in open_or_done}
    assert PublishedAnswer.objects.count() == 4
    assert all(load(row).state.state.value == row.state for row in Petition.objects.all())
    assert not Petition.objects.filter(filed_at__gt=NOW.now()).exists()
    first = told()
    assert load_demo(clock=NOW) == 0
    databases.clone()
    load_demo(clock=NOW)
    assert told() == first
