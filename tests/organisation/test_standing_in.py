"""Standing in for an absent officer: what is named to them, on the days of it and on no other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.organisation.tree import NOW, Province

from motcua.foundation.errors import DomainError, Forbidden
from motcua.law.roles import Role
from motcua.organisation.models import Change, Officer, StandIn
from motcua.organisation.rights import DossierPlace, Person, StepPlace, acting_roles, step_posts
from motcua.organisation.services import appoint_stand_in_own

ROLES = [
    (Role.RECEIVING_OFFICER, "centre"),
    (Role.SECTION_HEAD, "centre"),
    (Role.HANDLING_OFFICER, "justice-a"),
    (Role.LEADER, "justice-a"),
    (Role.INSPECTOR, "justice"),
    (Role.CONTROLLER, "office"),
    (Role.ADMINISTRATOR, "office"),
]
FIRST, LAST = NOW, NOW + timedelta(days=4)


class Division:
    """An absent officer and a colleague of justice's division a, and their head."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self.absent = province.holder(province.post(Role.HANDLING_OFFICER, "justice-a"))
        self.colleague = province.holder(province.post(Role.HANDLING_OFFICER, "justice-b"))
        self.head = province.holder(province.post(Role.LEADER, "justice"))

    def person(self, officer: Officer, on: date = NOW) -> Person:
        return self.province.as_person(officer, on)

    def appoint(
        self, actor: Person, absent: Officer | None = None, who: Officer | None = None, **more: object
    ) -> int:
        asked = {"first": FIRST, "last": LAST, "ground": "Giấy phân công số 5/GPC", **more}
        return len(
            appoint_stand_in_own(
                actor,
                absent_code=(absent or self.absent).code,
                officer_code=(who or self.colleague).code,
                **asked,  # type: ignore[arg-type] # as the function takes it
            )
        )


@pytest.fixture
def division(province: Province) -> Division:
    return Division(province)


def does(division: Division, officer: Officer, on: date) -> tuple[bool, bool]:
    """Whether a dossier and a step that are named to the absent one are this officer's on that day."""
    person, agency, absent = (
        division.person(officer, on),
        division.province.id("justice-a"),
        division.absent.code,
    )
    step = StepPlace(7, agency, frozenset({Role.HANDLING_OFFICER}), absent)
    justice = division.province.id("justice")
    held = DossierPlace(division.province.id("centre"), justice, agency, absent, steps=(step,))
    return bool(acting_roles(person, held)), 7 in step_posts(person, held).does


@pytest.mark.parametrize(
    ("day", "allowed"),
    [(-1, False), (0, True), (4, True), (5, False)],
)
def test_only_in_the_period(division: Division, day: int, allowed: bool) -> None:
    assert division.appoint(division.person(division.head)) == 1
    on = FIRST + timedelta(days=day)
    assert does(division, division.colleague, on) == (allowed, allowed)
    assert does(division, division.absent, on) == (True, True)


def test_nobody_before_it_is_said(division: Division) -> None:
    assert does(division, division.colleague, FIRST) == (False, False)


def test_what_is_named_to_a_third_stays_theirs(division: Division) -> None:
    division.appoint(division.person(division.head))
    agency = division.province.id("justice-a")
    third = DossierPlace(None, division.province.id("justice"), agency, "T9999")
    assert not acting_roles(division.person(division.colleague), third)


def test_when_the_absent_one_leaves_the_post_its_next_holder_is_stood_in_for(division: Division) -> None:
    division.appoint(division.person(division.head))
    division.absent.assignments.update(valid_to=FIRST)
    assert does(division, division.colleague, FIRST) == (True, True)
    assert does(division, division.colleague, FIRST + timedelta(days=1)) == (False, False)


@pytest.mark.parametrize(("role", "key"), ROLES)
def test_each_role_may_or_may_not(division: Division, role: Role, key: str) -> None:
    actor = division.province.person(role, key)
    if role is Role.LEADER:
        # The colleague is of another division, where this head leads nobody.
        with pytest.raises(DomainError) as refused:
            division.appoint(actor)
        assert refused.value.id == "not_of_the_house"
        within = division.province.holder(division.province.post(Role.HANDLING_OFFICER, key))
        assert division.appoint(actor, who=within) == 1
        return
    with pytest.raises(Forbidden):
        division.appoint(actor)
    assert not StandIn.objects.exists()


def test_it_is_written_in_the_register_of_changes(division: Division) -> None:
    division.appoint(division.person(division.head))
    change = Change.objects.get(kind="stand_in")
    assert (change.officer, change.reason) == (division.head, "Giấy phân công số 5/GPC")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"ground": " "}, "stand_in_ground"),
        ({"last": FIRST - timedelta(days=1)}, "stand_in_period"),
        ({"who": "absent"}, "stand_in_for_oneself"),
        ({"who": "stranger"}, "not_of_the_house"),
        ({"absent": "stranger"}, "not_of_the_house"),
        ({"absent": "head"}, "not_of_the_house"),
    ],
)
def test_bad_input_changes_nothing(division: Division, more: dict[str, object], refusal: str) -> None:
    people = {
        "absent": division.absent,
        "head": division.head,
        "stranger": division.province.holder(division.province.post(Role.HANDLING_OFFICER, "building-a")),
    }
    asked = {
        name: people.get(value, value) if isinstance(value, str) else value for name, value in more.items()
    }
    with pytest.raises(DomainError) as refused:
        division.appoint(division.person(division.head), **asked)  # type: ignore[arg-type] # as it takes it
    assert refused.value.id == refusal
    assert not StandIn.objects.exists()
