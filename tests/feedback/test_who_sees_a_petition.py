"""Never shown to the officer concerned before classification, conduct never: list, search, count, page."""

from __future__ import annotations

import pytest
from tests.feedback.petitioners import (
    CONTROLLER,
    CONTROLLER_CODE,
    EVERYBODY,
    OTHER_HANDLER,
    OTHER_HANDLER_CODE,
    OTHER_LEADER,
    PROVINCE_LEADER,
    WARD_HANDLER,
    WARD_HANDLER_CODE,
    WARD_LEADER,
    WARD_LEADER_CODE,
    Desk,
)

from motcua.dossiers.fields import FieldErrors
from motcua.feedback import queries, services
from motcua.feedback.models import PetitionOpening
from motcua.feedback.petitions import Refused
from motcua.foundation.errors import Conflict, NotFound
from motcua.organisation.queries import person_by_login

pytestmark = pytest.mark.usefixtures("province", "db")


def who_sees(desk: Desk) -> set[str]:
    """Asked in every way there is; the ways must agree."""
    found = set()
    for login in EVERYBODY:
        person = desk.person(login)
        listed = queries.worklist(person, only_open=False, clock=desk.clock)
        ways = {
            listed.total == 1 and len(listed.rows) == 1,
            queries.worklist(person, only_open=False, words="giấy", clock=desk.clock).total == 1,
            queries.worklist(person, only_open=False, words=desk.reference, clock=desk.clock).total == 1,
            queries.worklist(person, only_open=False, order="book", clock=desk.clock).total == 1,
            queries.period_figures(person, desk.day, desk.day, clock=desk.clock).received == 1,
            _opens(desk, login),
        }
        assert len(ways) == 1, (login, ways)
        if ways == {True}:
            found.add(login)
    return found


def desk_code(login: str) -> str:
    return person_by_login(login).officer_code


def _opens(desk: Desk, login: str) -> bool:
    try:
        services.open_petition(desk.person(login), desk.reference, clock=desk.clock)
    except NotFound:
        return False
    return True


def test_before_classification_the_receiving_body_alone() -> None:
    assert who_sees(Desk()) == {CONTROLLER}


def test_forwarded_the_leaders_over_the_agency_and_given_its_officer() -> None:
    desk = Desk().forwarded()
    assert who_sees(desk) == {CONTROLLER, WARD_LEADER, PROVINCE_LEADER}
    assert who_sees(desk.given()) == {CONTROLLER, WARD_LEADER, PROVINCE_LEADER, WARD_HANDLER}


def test_conduct_is_never_shown_to_the_officer_although_it_lies_in_the_own_house() -> None:
    desk = Desk().forwarded("conduct", WARD_HANDLER_CODE)
    assert WARD_HANDLER not in who_sees(desk)
    with pytest.raises((Refused, FieldErrors)):
        desk.given(WARD_HANDLER_CODE)
    desk.given(OTHER_HANDLER_CODE)
    assert who_sees(desk) == {CONTROLLER, WARD_LEADER, PROVINCE_LEADER, OTHER_HANDLER}
    desk.do(OTHER_HANDLER, "draft", answer="Chúng tôi xin lỗi.")
    desk.do(WARD_LEADER, "approve")
    assert WARD_HANDLER not in who_sees(desk), "nor when it is done"


def test_a_leader_concerned_sees_nothing_and_it_goes_above() -> None:
    desk = Desk()
    desk.do(CONTROLLER, "classify", sort="conduct", concerned=[WARD_LEADER_CODE])
    with pytest.raises(Refused) as refusal:
        desk.do(CONTROLLER, "forward", to=str(desk.agency()))
    assert refusal.value.id == "petition_head_concerned"
    desk.do(CONTROLLER, "forward", to=str(desk.person(PROVINCE_LEADER).held[0].agency_id))
    assert who_sees(desk) == {CONTROLLER, PROVINCE_LEADER}


def test_a_leader_above_who_is_concerned_sees_nothing_of_what_lies_below() -> None:
    desk = Desk().forwarded("conduct", desk_code(PROVINCE_LEADER))
    assert who_sees(desk) == {CONTROLLER, WARD_LEADER}


def test_about_the_receiving_officer_it_goes_to_the_leaders_of_the_province() -> None:
    desk = Desk(about="officer", procedure="", officer="cô Mai")
    assert CONTROLLER_CODE in {each.officer for each in desk.row.concerns.all()}
    assert who_sees(desk) == {PROVINCE_LEADER}
    desk.do(PROVINCE_LEADER, "classify", sort="conduct", concerned=[CONTROLLER_CODE])
    assert who_sees(desk) == {PROVINCE_LEADER}, "conduct stays shut for ever"


def test_wrongly_suspected_they_see_it_once_it_is_classified() -> None:
    desk = Desk(about="officer", procedure="", officer="cô Mai")
    desk.do(PROVINCE_LEADER, "classify", sort="other", concerned=[])
    assert CONTROLLER in who_sees(desk)


def test_own_competence_is_answered_by_the_receiving_body_and_signed_above() -> None:
    desk = Desk()
    desk.do(CONTROLLER, "classify", sort="own")
    desk.do(CONTROLLER, "draft", answer="Quy định này do tỉnh ban hành.")
    with pytest.raises(Refused) as refusal:
        desk.do(CONTROLLER, "approve")
    assert refusal.value.id == "petition_wrong_side"
    desk.do(PROVINCE_LEADER, "approve")
    assert desk.row.state == "awaiting_publication"


def test_every_reading_is_written_down_and_nothing_else() -> None:
    desk = Desk()
    _opens(desk, CONTROLLER)
    _opens(desk, WARD_HANDLER)
    assert list(PetitionOpening.objects.values_list("who", "how")) == [(f"officer:{CONTROLLER_CODE}", "page")]


class TestName:
    def test_kept_back_from_the_handling_agency_where_it_was_asked(self) -> None:
        desk = Desk(hide_name="1").forwarded()
        for login, seen in ((CONTROLLER, True), (WARD_LEADER, False), (PROVINCE_LEADER, False)):
            loaded = services.open_petition(desk.person(login), desk.reference, clock=desk.clock)
            page = queries.petition_page(desk.person(login), loaded, clock=desk.clock)
            assert bool(page.name or page.phone or page.email or page.address) is seen
            assert page.hidden is not seen

    def test_shown_where_nothing_was_asked(self) -> None:
        desk = Desk().forwarded()
        loaded = services.open_petition(desk.person(WARD_LEADER), desk.reference, clock=desk.clock)
        assert queries.petition_page(desk.person(WARD_LEADER), loaded).name


class TestSteps:
    @pytest.mark.parametrize("login", EVERYBODY)
    def test_each_action_by_each_person_as_the_page_offers_it(self, login: str) -> None:
        """What the page does not offer is refused; to strangers the petition is not there."""
        desk = Desk().forwarded().given()
        person = desk.person(login)
        try:
            loaded = services.open_petition(person, desk.reference, clock=desk.clock)
        except NotFound:
            offered = None
        else:
            offered = queries.petition_page(person, loaded, clock=desk.clock).actions
        good = {"reason": "Vì vậy", "answer": "Trả lời", "sort": "other", "to": str(desk.agency())}
        for action in services.ACTIONS:
            if offered is not None and action in offered:
                continue
            with pytest.raises((Refused, NotFound, FieldErrors)):
                desk.do(
                    login, action, **good, ground="unclear", question="a", public_answer="b", confirmed="1"
                )
        assert desk.row.seq == loaded.state.seq if offered is not None else True

    def test_offered_to(self) -> None:
        desk = Desk().forwarded().given()
        offers = {}
        for login in (CONTROLLER, WARD_LEADER, WARD_HANDLER, PROVINCE_LEADER):
            loaded = services.open_petition(desk.person(login), desk.reference, clock=desk.clock)
            offers[login] = queries.petition_page(desk.person(login), loaded, clock=desk.clock).actions
        assert offers == {
            CONTROLLER: {"ask_supplement"},
            WARD_LEADER: {"take", "send_back_to_receiver", "ask_supplement", "draft"},
            WARD_HANDLER: {"ask_supplement", "draft"},
            PROVINCE_LEADER: frozenset(),
        }

    def test_two_at_once_the_second_is_told(self) -> None:
        desk = Desk()
        seq = desk.row.seq
        desk.do(CONTROLLER, "classify", seq=seq, sort="other")
        with pytest.raises(Conflict):
            desk.do(CONTROLLER, "refuse", seq=seq, ground="unclear", reason="Không rõ")

    def test_reason_and_answer_are_asked_for(self) -> None:
        desk = Desk()
        for action in ("refuse", "ask_supplement"):
            with pytest.raises(FieldErrors) as refusal:
                desk.do(CONTROLLER, action, ground="unclear")
            assert "reason" in refusal.value.faults
        assert desk.row.seq == 1

    def test_given_only_to_officers_of_the_agency(self) -> None:
        desk = Desk().forwarded()
        with pytest.raises(FieldErrors):
            desk.given("CB0020")

    def test_another_agency_has_nothing_to_say(self) -> None:
        with pytest.raises(NotFound):
            Desk().forwarded().do(OTHER_LEADER, "take")
