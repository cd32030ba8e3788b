"""Who holds which post on which day: assignments end, stand-ins have a period, and both are marked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.organisation.tree import NOW, Province, noon

from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.law.roles import Role
from motcua.organisation.models import Assignment, StandIn, User
from motcua.organisation.queries import officers_of, person_by_login, person_of
from motcua.organisation.rights import DossierPlace, acting_posts, acting_roles
from motcua.organisation.services import appoint_stand_in

FIRST, LAST = date(2026, 3, 9), date(2026, 3, 13)
ONE = timedelta(days=1)


def test_a_stand_in_acts_within_the_period_only(province: Province) -> None:
    officer = province.holder(province.post(Role.HANDLING_OFFICER, "justice"))
    post = province.post(Role.RECEIVING_OFFICER, "centre")
    StandIn.objects.create(post=post, officer=officer, valid_from=FIRST, valid_to=LAST, ground="QĐ 12")
    place = DossierPlace(province.id("centre"), province.id("justice"), province.id("justice"))
    own = {Role.HANDLING_OFFICER}
    assert acting_roles(province.as_person(officer, FIRST - ONE), place) == own
    assert acting_roles(province.as_person(officer, FIRST), place) == own | {Role.RECEIVING_OFFICER}
    assert acting_roles(province.as_person(officer, LAST), place) == own | {Role.RECEIVING_OFFICER}
    assert acting_roles(province.as_person(officer, LAST + ONE), place) == own


def test_what_is_done_as_a_stand_in_is_marked(province: Province) -> None:
    officer = province.holder(province.post(Role.SECTION_HEAD, "centre"))
    post = province.post(Role.RECEIVING_OFFICER, "centre")
    StandIn.objects.create(post=post, officer=officer, valid_from=FIRST, valid_to=LAST, ground="QĐ 12")
    posts = acting_posts(province.as_person(officer, FIRST), DossierPlace(province.id("centre")))
    assert [(each.role, each.stand_in_for) for each in posts] == [
        (Role.SECTION_HEAD, ""),
        (Role.RECEIVING_OFFICER, "QĐ 12"),
    ]


def test_the_one_stood_in_for_keeps_the_post(province: Province) -> None:
    post = province.post(Role.RECEIVING_OFFICER, "centre")
    holder, other = province.holder(post), province.officer()
    StandIn.objects.create(post=post, officer=other, valid_from=FIRST, valid_to=LAST, ground="QĐ 12")
    assert province.as_person(holder, FIRST).roles == {Role.RECEIVING_OFFICER}


def test_an_administrator_appoints_a_stand_in(province: Province) -> None:
    actor = province.person(Role.ADMINISTRATOR, "office")
    post, officer = province.post(Role.LEADER, "justice"), province.officer()

    def appoint(first: date, last: date, ground: str = "QĐ 12") -> StandIn:
        return appoint_stand_in(
            actor, post_code=post.code, officer_code=officer.code, first=first, last=last, ground=ground
        )

    assert appoint(FIRST, LAST).ground == "QĐ 12"
    assert province.as_person(officer, FIRST).roles == {Role.LEADER}
    for first, last, ground, error in (
        (LAST, LAST + ONE, "QĐ 13", "stand_in_period"),
        (LAST + 9 * ONE, LAST + ONE, "QĐ 13", "stand_in_period"),
        (LAST + ONE, LAST + 9 * ONE, "  ", "stand_in_ground"),
    ):
        with pytest.raises(DomainError) as refusal:
            appoint(first, last, ground)
        assert refusal.value.id == error
    assert StandIn.objects.count() == 1


def test_only_an_administrator_appoints(province: Province) -> None:
    post, officer = province.post(Role.LEADER, "justice"), province.officer()
    who = {"post_code": post.code, "officer_code": officer.code}
    for role, key in ((Role.LEADER, "justice"), (Role.SECTION_HEAD, "centre"), (Role.INSPECTOR, "office")):
        with pytest.raises(Forbidden):
            appoint_stand_in(province.person(role, key), **who, first=FIRST, last=LAST, ground="QĐ 12")
    with pytest.raises(NotFound):
        appoint_stand_in(
            province.person(Role.ADMINISTRATOR, "office"),
            post_code="none",
            officer_code=officer.code,
            first=FIRST,
            last=LAST,
            ground="QĐ 12",
        )


def test_an_assignment_ends_with_its_last_day(province: Province) -> None:
    officer = province.holder(province.post(Role.LEADER, "justice"), until=LAST)
    assert province.as_person(officer, LAST).roles == {Role.LEADER}
    assert province.as_person(officer, LAST + ONE).roles == frozenset()


def test_midnight_is_vietnams(province: Province) -> None:
    officer = province.holder(province.post(Role.LEADER, "justice"), until=LAST)
    assert officer.user_id is not None
    midnight = noon(LAST) + 12 * 3_600_000_000
    assert person_of(officer.user_id, midnight - 1).held
    assert not person_of(officer.user_id, midnight).held


def test_an_account_switched_off_has_no_posts(province: Province) -> None:
    officer = province.holder(province.post(Role.LEADER, "justice"))
    User.objects.filter(pk=officer.user_id).update(is_active=False)
    assert province.as_person(officer).held == ()


def test_nobody_holds_one_post_twice_at_once(province: Province) -> None:
    post = province.post(Role.LEADER, "justice")
    officer = province.holder(post)
    with pytest.raises(IntegrityError, match="assignment_once"), transaction.atomic():
        Assignment.objects.create(officer=officer, post=post, valid_from=NOW)


def test_section_roles_sit_at_a_section_and_others_do_not(province: Province) -> None:
    post = province.post(Role.LEADER, "centre")
    post.pk, post.code, post.section = None, "odd", province.sections["centre"]
    with pytest.raises(IntegrityError, match="post_section_roles_sit_at_a_section"), transaction.atomic():
        post.save(force_insert=True)
    post.section, post.role = None, Role.RECEIVING_OFFICER.value
    with pytest.raises(IntegrityError, match="post_section_roles_sit_at_a_section"), transaction.atomic():
        post.save(force_insert=True)


@pytest.mark.parametrize("posts", [0, 1, 4])
def test_a_person_costs_two_queries_at_most(province: Province, posts: int) -> None:
    keys = ["justice", "building", "new-1", "province"][:posts]
    officer = province.holder(*(province.post(Role.LEADER, key) for key in keys))
    assert officer.user_id is not None
    with CaptureQueriesContext(connection) as asked:
        person = person_of(officer.user_id, noon(NOW))
    assert len(person.held) == posts
    assert len(asked) == (2 if posts else 1)


def test_a_person_is_found_by_login_name(province: Province) -> None:
    officer = province.holder(province.post(Role.LEADER, "justice"))
    assert officer.user is not None
    found = person_by_login(officer.user.login_name, noon(NOW))
    assert (found.name, found.actor, found.roles) == (
        officer.full_name,
        f"officer:{officer.code}",
        {Role.LEADER},
    )
    with pytest.raises(NotFound):
        person_by_login("nobody.here")


def test_officers_of_an_agency_are_those_of_its_divisions_too(province: Province) -> None:
    boss = province.holder(province.post(Role.LEADER, "justice"))
    below = province.holder(province.post(Role.HANDLING_OFFICER, "justice-a"))
    province.holder(province.post(Role.HANDLING_OFFICER, "building"))
    assert set(officers_of(province.id("justice"), NOW)) == {boss, below}
    assert officers_of(province.id("justice"), NOW, [Role.HANDLING_OFFICER]) == [below]
