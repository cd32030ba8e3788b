"""What the applicants of a simulated year say: the words name nobody, shares are what is counted."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from msgspec.structs import replace
from tests.foundation.calendars import at

from motcua.dossiers.simulation.parameters import PetitionShares, parameters
from motcua.feedback.models import RatingStage
from motcua.feedback.petitions import About, PetitionState, Sort
from motcua.feedback.publishing import personal_in
from motcua.feedback.simulated.lives import House, Life, Matter, Office
from motcua.feedback.simulated.ratings import Given, Rated, Rater
from motcua.feedback.simulated.words import words
from motcua.foundation.clock import DAY
from motcua.law.calendar import shipped_calendar
from motcua.law.petitions import petition_rules_on
from motcua.organisation.models import Agency

OF = parameters()
CALM = replace(
    OF.petitions,
    own=0.0,
    refused=0.0,
    withdrawn=0.0,
    asked=0.0,
    forward_late=0.0,
    answer_late=0.0,
    sent_back=0.0,
)
SENT, PRESENT = at("2022-03-07T09:00"), at("2022-12-31T17:00")
WARD = House(7, "H14.40.03", ("MP1", "MP2"), ("MP3", "MP4"))
OFFICE = House(1, "H14.01", ("MP8",), ("MP9",))


def lives(
    shares: PetitionShares, about: About = About.DOSSIER, count: int = 40, present: int = PRESENT
) -> list[Life]:
    rules = petition_rules_on(date(2022, 3, 7))
    office = Office(("CB1",), OFFICE, shipped_calendar(), shares, present)
    named = "MP3" if about is About.OFFICER else ""
    matter = Matter(SENT, about, WARD, words().subjects[about][0], concerned=("MP1", "MP3"), named=named)
    return [Life(matter, office, rules, Random(f"{about} {number}")) for number in range(count)]


def states(made: list[Life]) -> set[PetitionState]:
    return {life.view.state for life in made}


def test_every_word_says_that_it_is_simulated_and_names_nobody() -> None:
    told = words()
    texts = [*told.remarks.satisfied, *told.remarks.dissatisfied, *told.reasons.values()]
    texts += [
        text
        for some in told.subjects.values()
        for each in some
        for text in (each.subject, each.body, each.answer)
    ]
    assert set(told.subjects) == {each.value for each in About}
    for text in texts:
        assert text.startswith("(mô phỏng) "), text
        assert personal_in(text) == [], text


def test_a_calm_petition_is_answered_in_time_by_whom_it_does_not_mean() -> None:
    for about in About:
        made = lives(CALM, about)
        ends = {PetitionState.ANSWERED, PetitionState.PUBLISHED}
        assert states(made) == (ends - {PetitionState.PUBLISHED} if about is About.OFFICER else ends)
        assert {life.view.sort for life in made} == {Sort.CONDUCT if about is About.OFFICER else Sort.OTHER}
        assert not any("handle" in life.view.late or "forward" in life.view.late for life in made)
        assert all((life.view.state is PetitionState.PUBLISHED) == bool(life.published_by) for life in made)
    acted = {event.actor for life in lives(CALM, About.OFFICER) for event in life.events}
    assert "officer:MP3" not in acted
    assert (
        {"petitioner", "officer:CB1"}
        < acted
        <= {"petitioner", "officer:CB1", *(f"officer:MP{n}" for n in (1, 2, 4))}
    )


def test_each_share_is_what_happens() -> None:
    assert states(lives(replace(CALM, refused=1.0))) == {PetitionState.REFUSED}
    assert states(lives(replace(CALM, withdrawn=1.0))) == {PetitionState.WITHDRAWN}
    assert states(lives(replace(CALM, asked=1.0, silent=1.0))) == {PetitionState.REFUSED}
    assert {life.view.supplements for life in lives(replace(CALM, asked=1.0, silent=0.0))} == {1}
    assert {life.view.sort for life in lives(replace(CALM, own=1.0), About.PROCEDURE)} == {Sort.OWN}
    assert states(lives(replace(CALM, unpublished=1.0))) == {PetitionState.ANSWERED}
    assert all("handle" in life.view.late for life in lives(replace(CALM, answer_late=1.0)))
    assert all("forward" in life.view.late for life in lives(replace(CALM, forward_late=1.0)))
    sent_back = lives(replace(CALM, sent_back=1.0))
    assert all(sum(part == "answer" for _, part, _ in life.words) == 2 for life in sent_back)
    young = lives(CALM, present=SENT + 2 * DAY)
    assert len(states(young)) > 1
    assert all(event.at < SENT + 2 * DAY for life in young for event in life.events)
    assert [life.events for life in lives(OF.petitions)] == [life.events for life in lives(OF.petitions)]


@pytest.mark.usefixtures("province", "db")
def test_who_waited_too_long_is_less_satisfied() -> None:
    agency = Agency.objects.values_list("pk", flat=True)[0]
    rows = [
        Rated(
            n,
            SENT,
            SENT + DAY if n % 4 else None,
            n % 2 == 0,
            ("direct", "online")[n % 3 == 0],
            agency,
            agency,
            "P",
        )
        for n in range(2_000)
    ]
    shares = replace(OF.ratings, at_result=0.5, at_reception=0.25, device=1.0, criteria=1.0, comment=0.0)

    def given(present: int = PRESENT) -> list[Given]:
        return list(Rater(shares, 1, 0, present)._given(rows, Random(1)))

    found = given()
    by_stage = Counter(each.stage for each in found)
    assert abs(by_stage[RatingStage.RESULT] - 750) < 100
    assert abs(by_stage[RatingStage.RECEPTION] - 500) < 100
    late, in_time = (
        [each.level for each in found if each.stage is RatingStage.RESULT and each.of.late is wanted]
        for wanted in (True, False)
    )
    assert sum(late) / len(late) < sum(in_time) / len(in_time) - 0.8
    assert all(len(each.criteria) == len(each.questions.criteria) for each in found)
    assert {each.way for each in found if each.stage is RatingStage.RESULT} == {"device"}
    online = {
        each.way for each in found if each.stage is RatingStage.RECEPTION and each.of.channel == "online"
    }
    assert online == {"online"}
    assert given() == found
    assert max(each.at for each in given(SENT + DAY)) < SENT + DAY
