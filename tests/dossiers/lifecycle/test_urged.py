"""T31: the head of the section urges an agency that has something of the dossier (Decree 61/2018 art. 9)."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import AGENCY, HEAD, OTHER_AGENCY, Dossier, at
from tests.support.places_in_life import PLACES

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused


def urge(agency: str, until: str = "2022-08-20T17:00") -> c.Urge:
    return c.Urge(by=HEAD, agency=agency, answer_by=at(until))


def test_who_has_the_dossier_is_urged_and_nothing_else_moves() -> None:
    dossier = Dossier().in_process()
    before = dossier.state
    dossier.do("2022-08-02T08:00", urge(AGENCY))
    assert (dossier.last.agency, dossier.state.due_at) == (AGENCY, before.due_at)
    assert dossier.state.holder == before.holder
    assert (before.urged, dossier.state.urged) == (False, True)


def test_who_has_a_part_is_urged_for_it() -> None:
    dossier = PLACES["4 part out"]()
    dossier.do("2022-08-02T08:00", urge(OTHER_AGENCY))
    assert dossier.last.agency == OTHER_AGENCY


def test_who_has_nothing_is_not() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().in_process().do("2022-08-02T08:00", urge(OTHER_AGENCY))
    assert refusal.value.id == "urged_has_nothing"


def test_not_until_yesterday() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().in_process().do("2022-08-02T08:00", urge(AGENCY, "2022-08-01T17:00"))
    assert refusal.value.id == "deadline_past"
