"""Ratings: once a stage, changeable for some days, by who holds the papers; shown in groups only."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from tests.dossiers.room import HANDLER, HANDLER_CODE, LEADER, RECEPTION, Room, at

from motcua.dossiers.generate import generate
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.secret import lookup_secret
from motcua.feedback import queries
from motcua.feedback.demo import load_demo
from motcua.feedback.models import Rating, RatingStage
from motcua.feedback.queries import RatingScope
from motcua.feedback.rating import Proof, rate, rateable
from motcua.foundation.clock import DAY, FixedClock
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.law.regimes import RegimeFileError
from motcua.law.service_quality import load, questions_on, rating_rules

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def secret_of(code: str) -> Proof:
    return Proof(secret=lookup_secret(code))


def given(room: Room, level: int = 5, **data: Any) -> Rating:
    return rate(room.code, secret_of(room.code), {"level": str(level), **data}, clock=room.clock)


def returned(room: Room) -> Room:
    room.receive()
    return room.transferred().proposed().finished().returned()


def many(room: Room, levels: list[int], **data: Any) -> Rating:
    """One rated dossier, and copies of its rating under dossiers of their own."""
    returned(room)
    first = given(room, levels[0], **data)
    base = Dossier.objects.get(code=room.code)
    for number, level in enumerate(levels[1:]):
        base.pk, base.code, base.intake_key = None, f"H14.40.03-260302-9{number:03}", None
        base.save(force_insert=True)
        copy = Rating.objects.get(pk=first.pk)
        copy.pk, copy.dossier, copy.level = None, base, level
        copy.save(force_insert=True)
    return first


class TestGiving:
    def test_reception_first_and_the_result_once_it_is_returned(self, room: Room) -> None:
        room.receive()
        assert rateable(room.code, secret_of(room.code)).stage is RatingStage.RECEPTION
        given(room, 3)
        room.transferred().proposed().finished().returned()
        found = rateable(room.code, secret_of(room.code))
        assert [stage for stage, _ in found.stages] == [RatingStage.RECEPTION, RatingStage.RESULT]
        assert found.given is None
        given(room, 4)
        assert sorted(Rating.objects.values_list("stage", "level")) == [("reception", 3), ("result", 4)]

    def test_once_and_changed_within_a_week(self, room: Room) -> None:
        returned(room)
        first = given(room, 2, comment="Chờ lâu", time="1", attitude="4", rubbish="9")
        assert first.criteria == {"time": 1, "attitude": 4}
        room.clock.instant += 6 * DAY
        assert given(room, 4).pk == first.pk
        assert Rating.objects.get().level == 4
        room.clock.instant += 2 * DAY
        with pytest.raises(DomainError) as refusal:
            given(room, 5)
        assert refusal.value.id == "rating_stands"
        assert given(room, 4).level == 4, "the same again is no change"

    def test_wrong_secret_and_unknown_code_say_the_same(self, room: Room) -> None:
        room.receive()
        for code, proof in ((room.code, Proof(secret="AAAAAAAAAA")), ("H14.40.03-260302-0999", Proof())):
            with pytest.raises(NotFound) as refusal:
                rate(code, proof, {"level": "5"})
            assert refusal.value.id == "rating_proof"
        assert not Rating.objects.exists()

    def test_a_hash_off_the_paper_proves_it_too_and_a_short_one_does_not(self, room: Room) -> None:
        room.receive()
        digest = bytes(Event.objects.filter(dossier__code=room.code).first().hash).hex()  # type: ignore[union-attr]
        assert rateable(room.code, Proof(paper=digest[:16])).code == room.code
        for wrong in (digest[:15], "0" * 16, ""):
            with pytest.raises(NotFound):
                rateable(room.code, Proof(paper=wrong))

    @pytest.mark.parametrize("level", ["", "0", "6", "5.0", "٥", "five"])
    def test_no_level_no_rating(self, room: Room, level: str) -> None:
        room.receive()
        with pytest.raises(DomainError) as refusal:
            rate(room.code, secret_of(room.code), {"level": level}, clock=room.clock)
        assert refusal.value.id == "rating_level"
        assert not Rating.objects.exists()

    def test_who_received_is_not_rated_for_the_result_alone(self, room: Room) -> None:
        room.receive()
        assert given(room).officers == ["CB0013"]
        room.transferred().proposed().finished().returned()
        assert HANDLER_CODE in given(room).officers


class TestGroups:
    def test_five_are_shown_four_are_not(self, room: Room) -> None:
        first = many(room, [5, 5, 4, 2], time="1")
        scope = RatingScope(agency=first.competent_id)
        small = queries.ratings(scope, *MARCH)
        assert (small.shown, small.count, small.levels, small.mean) == (False, 0, (), None)
        assert small.minimum == rating_rules().minimum_group == 5
        base = Dossier.objects.get(code=room.code)
        base.pk, base.code, base.intake_key = None, "H14.40.03-260302-9900", None
        base.save(force_insert=True)
        copy = Rating.objects.get(pk=first.pk)
        copy.pk, copy.dossier, copy.level, copy.criteria = None, base, 1, {}
        copy.save(force_insert=True)
        shown = queries.ratings(scope, *MARCH)
        assert shown.levels == ((5, 2), (4, 1), (3, 0), (2, 1), (1, 1))
        assert (shown.count, shown.mean, shown.satisfied_pct) == (5, 3.4, 60.0)
        assert shown.sets == (), "four answered that question"

    def test_scope_and_period(self, room: Room) -> None:
        first = many(room, [4] * 6)
        assert queries.ratings(RatingScope(), *MARCH).count == 6
        assert queries.ratings(RatingScope(procedure="1.004884", stage="result"), *MARCH).count == 6
        assert queries.ratings(RatingScope(section=first.section_id), *MARCH).count == 6
        assert not queries.ratings(RatingScope(procedure="2.000884"), *MARCH).shown
        assert not queries.ratings(RatingScope(), date(2026, 4, 1), date(2026, 4, 30)).shown
        assert queries.by_agency(*MARCH)[first.competent_id].count == 6

    def test_first_and_last_day_are_in(self, room: Room) -> None:
        many(room, [4] * 5)
        for moment in ("2026-03-01T00:00", "2026-03-31T23:59"):
            Rating.objects.update(given_at=at(moment))
            assert queries.ratings(RatingScope(), *MARCH).count == 5

    def test_by_officer_for_that_officer_alone(self, room: Room) -> None:
        many(room, [4] * 5)
        assert queries.of_officer(room.person(HANDLER), HANDLER_CODE, *MARCH).count == 5
        for other in (LEADER, RECEPTION):
            with pytest.raises(Forbidden):
                queries.of_officer(room.person(other), HANDLER_CODE, *MARCH)

    def test_own_figure_keeps_the_minimum_too(self, room: Room) -> None:
        returned(room)
        given(room, 1)
        assert not queries.of_officer(room.person(HANDLER), HANDLER_CODE, *MARCH).shown


def test_criteria_are_the_nine_of_the_decree_while_it_was_in_force() -> None:
    asked = questions_on(date(2022, 11, 22))
    assert (asked.id, len(asked.criteria)) == ("D61_2018", 9)
    assert all("Điều 31" in each.source.citation for each in asked.criteria)
    assert questions_on(date(2025, 6, 30)) is asked
    after = questions_on(date(2025, 7, 1))
    assert after.id == "D118_2025"
    assert {each.source.mark for each in after.criteria} == {"proposal"}, "its text was not seen"
    assert [level.value for level in rating_rules().levels] == [5, 4, 3, 2, 1]
    assert rating_rules().sources["minimum_group"].mark == "proposal"


@pytest.mark.parametrize(
    "break_it", [("2025-07-01", "2025-07-02"), ('id = "D118_2025"', 'id = "d"'), ("name", "nom")]
)
def test_a_gap_between_sets_or_a_fault_in_one_is_found(break_it: tuple[str, str]) -> None:
    folder = files("motcua.law") / "data" / "service_quality" / "sets"
    texts = {each.name: each.read_text("utf-8") for each in folder.iterdir()}
    assert len(load(texts)) == 2
    texts["D118_2025.toml"] = texts["D118_2025.toml"].replace(*break_it)
    with pytest.raises(RegimeFileError, match=r"D61_2018: valid_to|D118_2025"):
        load(texts)


def test_a_rating_stays_on_its_set_and_sets_are_not_added_up(room: Room) -> None:
    first = many(room, [4] * 5, time="2", reuse="5")
    assert (first.questions, first.criteria) == ("D118_2025", {"time": 2, "reuse": 5})
    old = Rating.objects.filter(pk=first.pk)
    old.update(questions="D61_2018")
    assert given(room, 3, agencies="1", reuse="5").criteria == {"agencies": 1}, "as it was asked first"
    shown = queries.ratings(RatingScope(), *MARCH)
    assert shown.count == 5
    assert shown.sets == (), "four answered under the one set, one under the other"
    Rating.objects.update(questions="D61_2018", criteria={"time": 2})
    assert [
        (each.questions.id, [(one.key, mean, n) for one, mean, n in each.criteria])
        for each in queries.ratings(RatingScope(), *MARCH).sets
    ] == [("D61_2018", [("time", 2.0, 5)])]


def test_the_clock_of_a_change_is_the_first_one(room: Room) -> None:
    returned(room)
    first = given(room, 3)
    later = FixedClock(first.given_at + 6 * DAY)
    rate(room.code, secret_of(room.code), {"level": "4"}, clock=later)
    too_late = FixedClock(first.given_at + 7 * DAY)
    with pytest.raises(DomainError):
        rate(room.code, secret_of(room.code), {"level": "5"}, clock=too_late)


def test_the_demonstration_rates_its_past_the_same_way_each_time(province: None, db: None) -> None:
    generate(60, 7, first=date(2022, 9, 1), last=date(2022, 10, 10))
    made = load_demo()
    assert made > 10
    assert load_demo() == 0, "once"
    told = list(
        Rating.objects.order_by("dossier__code").values("dossier__code", "level", "criteria", "given_at")
    )
    assert len({each["level"] for each in told}) > 2
    assert not Rating.objects.exclude(questions="D61_2018").exists()
    Rating.objects.all().delete()
    assert load_demo() == made
    again = Rating.objects.order_by("dossier__code").values("dossier__code", "level", "criteria", "given_at")
    assert list(again) == told
