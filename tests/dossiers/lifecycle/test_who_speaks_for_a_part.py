"""A part's handler asks for papers through the section, an opinion is the asked agency's."""

from __future__ import annotations

import msgspec
import pytest
from tests.dossiers.lifecycle.test_interlinked_parts import order, sent
from tests.support.dossier_life import HANDLER, ITEMS, OTHER_AGENCY, REASON, SECTION, Dossier, at, secret
from tests.support.steps_life import OTHER_OFFICER

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.core import Refused, WrongRole
from motcua.dossiers.lifecycle.types import Actor

WORKS = msgspec.structs.replace(OTHER_OFFICER, part=1)
IDLE = msgspec.structs.replace(OTHER_OFFICER, steps=frozenset())
ASKED = msgspec.structs.replace(OTHER_OFFICER, answers=frozenset({1}), only_answers=True)


def papers(by: Actor, part: int = 1) -> c.ProposeSupplement:
    return c.ProposeSupplement(by=by, items=ITEMS, reason=REASON, part=part)


def asked() -> Dossier:
    """Two agencies are asked at once."""
    question = c.RequestConsultation(
        by=HANDLER,
        consulted=OTHER_AGENCY,
        also=("H14.10", OTHER_AGENCY),
        content=secret("hỏi"),
        deadline=at("2022-08-03T17:00"),
    )
    return sent(order(OTHER_AGENCY)).do("2022-08-01T11:00", question)


def test_the_proposal_goes_to_the_section_and_says_from_which_part() -> None:
    dossier = sent(order(OTHER_AGENCY)).do("2022-08-01T11:00", papers(WORKS))
    payload = dossier.events[-1].payload
    assert isinstance(payload, e.SupplementProposed)
    assert (payload.part, payload.holder.agency) == (1, SECTION)


@pytest.mark.parametrize(("by", "part"), [(IDLE, 1), (WORKS, 7)])
def test_only_who_works_on_the_part_proposes_for_it(by: Actor, part: int) -> None:
    dossier = sent(order(OTHER_AGENCY))
    with pytest.raises(WrongRole) as refusal:
        dossier.do("2022-08-01T11:00", papers(by, part))
    assert refusal.value.id == "part_not_yours"


def test_each_agency_is_asked_once_by_one_event_each() -> None:
    dossier = asked()
    assert [each.consulted for each in dossier.state.consultations] == [OTHER_AGENCY, "H14.10"]


def test_the_asked_agency_answers_what_it_was_asked_and_nothing_else() -> None:
    answer = c.AnswerConsultation(by=ASKED, no=1, answer=secret("đáp"), paper="12/STP")
    dossier = asked().do("2022-08-02T09:00", answer)
    payload = dossier.events[-1].payload
    assert isinstance(payload, e.ConsultationAnswered)
    assert (payload.late, payload.paper) == (False, None), "its own word needs no paper"
    with pytest.raises(WrongRole) as refusal:
        asked().do("2022-08-02T09:00", msgspec.structs.replace(answer, no=2))
    assert refusal.value.id == "opinion_of_another_agency"


def test_who_asked_records_what_came_on_paper_alone() -> None:
    answer = c.AnswerConsultation(by=HANDLER, no=1, answer=secret("đáp"))
    with pytest.raises(Refused) as refusal:
        asked().do("2022-08-02T09:00", answer)
    assert refusal.value.id == "paper_missing"
    dossier = asked().do("2022-08-04T09:00", msgspec.structs.replace(answer, paper="12/STP"))
    payload = dossier.events[-1].payload
    assert isinstance(payload, e.ConsultationAnswered)
    assert (payload.late, payload.paper) == (True, "12/STP")
