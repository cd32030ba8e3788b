"""Every role at every place of the tree: who reads, who acts. The tables are written by hand."""

from __future__ import annotations

import pytest
from tests.organisation.tree import NOW, Province

from motcua.law.roles import Role
from motcua.organisation.rights import NOBODY, DossierPlace, Person, acting_roles, may_read

R, S, H, L = Role.RECEIVING_OFFICER, Role.SECTION_HEAD, Role.HANDLING_OFFICER, Role.LEADER

# name: (section, competent, holder agency). The places a dossier can be in, seen from posts at "justice",
# "justice-a", "centre", "new-1" and above.
PLACES = {
    "at the centre for justice": ("centre", "justice", "centre"),
    "in justice": ("centre", "justice", "justice"),
    "in division a": ("centre", "justice", "justice-a"),
    "in division b": ("centre", "justice", "justice-b"),
    "in the sibling department": ("centre", "building", "building"),
    "lent by building to division a": ("centre", "building", "justice-a"),
    "at the province itself": ("centre", "province", "province"),
    "in the commune": ("new-1", "new-1", "new-1"),
    "in the commune's division": ("new-1", "new-1", "new-1-a"),
    "received at the commune for justice": ("new-1", "justice", "justice"),
    "in the other commune": ("new-2", "new-2", "new-2"),
    "of the commune that is gone": ("old-2", "old-2", "old-2"),
    "of the city that is gone": ("city", "city", "city-division"),
}
AT_CENTRE = [name for name, place in PLACES.items() if place[0] == "centre"]
JUSTICE = [name for name, place in PLACES.items() if place[1] == "justice"] + [
    "lent by building to division a"
]
COMMUNE = ["in the commune", "in the commune's division", "of the commune that is gone"]

# post: (role, agency, scope), what it reads, where it acts while nobody is named as holder.
MATRIX: dict[str, tuple[tuple[Role, str, str], list[str], list[str]]] = {
    "receiving officer of the centre": ((R, "centre", ""), AT_CENTRE, AT_CENTRE),
    "head of the centre": ((S, "centre", ""), AT_CENTRE, AT_CENTRE),
    "receiving officer of the commune": (
        (R, "new-1", ""),
        [*COMMUNE, "received at the commune for justice"],
        [*COMMUNE, "received at the commune for justice"],
    ),
    "head of the other commune": ((S, "new-2", ""), ["in the other commune"], ["in the other commune"]),
    "handling officer of justice": (
        (H, "justice", ""),
        JUSTICE,
        [
            "in justice",
            "in division a",
            "in division b",
            "lent by building to division a",
            "received at the commune for justice",
        ],
    ),
    "handling officer of division a": (
        (H, "justice-a", ""),
        JUSTICE,
        [
            "in justice",
            "in division a",
            "lent by building to division a",
            "received at the commune for justice",
        ],
    ),
    "handling officer of the sibling": (
        (H, "building", ""),
        ["in the sibling department", "lent by building to division a"],
        ["in the sibling department"],
    ),
    "handling officer of the commune": ((H, "new-1", ""), COMMUNE, COMMUNE),
    "handling officer of the commune's division": ((H, "new-1-a", ""), COMMUNE, COMMUNE),
    "handling officer of the province": (
        (H, "province", ""),
        ["at the province itself"],
        ["at the province itself"],
    ),
    "leader of justice": ((L, "justice", ""), JUSTICE, JUSTICE),
    "leader of division a": (
        (L, "justice-a", ""),
        ["in division a", "lent by building to division a"],
        ["in division a", "lent by building to division a"],
    ),
    "leader of the commune": (
        (L, "new-1", ""),
        [*COMMUNE, "received at the commune for justice"],
        COMMUNE,
    ),
    "leader of the other commune": ((L, "new-2", ""), ["in the other commune"], ["in the other commune"]),
    "leader of the office over the centre": ((L, "office", ""), AT_CENTRE, []),
    "leader of the province": ((L, "province", ""), list(PLACES), ["at the province itself"]),
    "inspector of the province": ((Role.INSPECTOR, "office", "province"), list(PLACES), []),
    "inspector inside justice": ((Role.INSPECTOR, "justice", ""), JUSTICE, []),
    "inspector inside the commune": (
        (Role.INSPECTOR, "new-1", ""),
        [*COMMUNE, "received at the commune for justice"],
        [],
    ),
    "controller of the province": ((Role.CONTROLLER, "office", "province"), list(PLACES), []),
    "administrator": ((Role.ADMINISTRATOR, "office", ""), [], []),
    "administrator at the province": ((Role.ADMINISTRATOR, "province", ""), [], []),
}


def place_of(
    province: Province, name: str, officer: str = "", consulted: tuple[str, ...] = ()
) -> DossierPlace:
    section, competent, holder = (province.id(key) for key in PLACES[name])
    return DossierPlace(section, competent, holder, officer, consulted)


def person_of_post(province: Province, post: str) -> Person:
    role, key, scope = MATRIX[post][0]
    return province.person(role, key, scope=scope)


@pytest.mark.parametrize("post", MATRIX)
def test_what_a_post_reads(province: Province, post: str) -> None:
    person = person_of_post(province, post)
    assert {name for name in PLACES if may_read(person, place_of(province, name))} == set(MATRIX[post][1])


@pytest.mark.parametrize("post", MATRIX)
def test_where_a_post_acts(province: Province, post: str) -> None:
    person = person_of_post(province, post)
    role = MATRIX[post][0][0]
    acting = {name: acting_roles(person, place_of(province, name)) for name in PLACES}
    assert {name for name, roles in acting.items() if roles} == set(MATRIX[post][2])
    assert all(roles <= {role} for roles in acting.values())


@pytest.mark.parametrize("post", MATRIX)
def test_nobody_acts_where_they_do_not_read(post: str) -> None:
    assert set(MATRIX[post][2]) <= set(MATRIX[post][1])


def test_every_role_of_a_post_is_in_the_matrix() -> None:
    in_matrix = {post[0] for post, _, _ in MATRIX.values()}
    assert in_matrix == set(Role) - {Role.APPLICANT, Role.SYSTEM}


def test_a_named_holder_alone_acts_as_handling_officer(province: Province) -> None:
    mine, other = province.person(H, "justice-a"), province.person(H, "justice-a")
    place = place_of(province, "in division a", mine.officer_code)
    assert acting_roles(mine, place) == {H}
    assert acting_roles(other, place) == frozenset()
    assert may_read(other, place)
    assert acting_roles(province.person(L, "justice"), place) == {L}


def test_a_named_holder_who_moved_away_no_longer_acts(province: Province) -> None:
    moved = province.person(H, "building")
    assert acting_roles(moved, place_of(province, "in division a", moved.officer_code)) == frozenset()


@pytest.mark.parametrize("role", [H, L, Role.INSPECTOR])
def test_a_consulted_agency_reads_and_changes_nothing(province: Province, role: Role) -> None:
    person = province.person(role, "building")
    asked = place_of(province, "in justice", consulted=("H14.09",))
    assert may_read(person, asked)
    assert acting_roles(person, asked) == frozenset()
    assert not may_read(person, place_of(province, "in justice", consulted=("H14.10",)))


def test_a_section_is_not_consulted(province: Province) -> None:
    person = province.person(R, "new-2")
    assert not may_read(person, place_of(province, "in justice", consulted=("H14.40.03",)))


def test_the_old_commune_of_the_same_code_is_another_agency(province: Province) -> None:
    """In 2022 nobody of `old-1` reads what `new-1`, with the same code, receives in 2026."""
    person = province.person(R, "old-1", on=NOW.replace(year=2022))
    assert may_read(person, DossierPlace(province.id("old-1")))
    assert not may_read(person, DossierPlace(province.id("new-1")))


def test_a_district_leader_reads_the_communes_below_and_acts_in_the_own_house(province: Province) -> None:
    leader = province.person(L, "city", on=NOW.replace(year=2022))
    commune = DossierPlace(province.id("old-1"), province.id("old-1"), province.id("old-1"))
    assert may_read(leader, commune)
    assert acting_roles(leader, commune) == frozenset()
    own = DossierPlace(province.id("city"), province.id("city"), province.id("city-division"))
    assert acting_roles(leader, own) == {L}


def test_nobody_sees_nothing(province: Province) -> None:
    assert not any(may_read(NOBODY, place_of(province, name)) for name in PLACES)
    assert not any(acting_roles(NOBODY, place_of(province, name)) for name in PLACES)


def test_a_post_of_an_agency_that_is_gone_gives_nothing(province: Province) -> None:
    assert province.person(R, "old-1").held == ()
