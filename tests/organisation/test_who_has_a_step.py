"""Every post of the tree towards a step that lies anywhere: who does it, who gives it to another."""

from __future__ import annotations

import pytest
from tests.organisation.test_rights_matrix import MATRIX, person_of_post
from tests.organisation.tree import Province

from motcua.dossiers.step_places import ROLES
from motcua.law.roles import Role
from motcua.organisation.rights import NOBODY, DossierPlace, StepPlace, step_posts
from motcua.procedures.processes.tables import PostKind

R, S, H, L = Role.RECEIVING_OFFICER, Role.SECTION_HEAD, Role.HANDLING_OFFICER, Role.LEADER


def step(agency: int, post: PostKind, officer: str = "") -> DossierPlace:
    house = post in {PostKind.OFFICER, PostKind.DIVISION_HEAD, PostKind.COUNCIL, PostKind.AGENCY}
    return DossierPlace(None, steps=(StepPlace(1, agency, ROLES[post], officer, house),))


# The post of a step, where it lies, who does it while nobody is named, who directs it.
STEPS = [
    (
        PostKind.RECEPTION,
        "centre",
        {"receiving officer of the centre", "head of the centre"},
        {"head of the centre"},
    ),
    (PostKind.SECTION_HEAD, "centre", {"head of the centre"}, {"head of the centre"}),
    (
        PostKind.OFFICER,
        "justice",
        {"handling officer of justice", "handling officer of division a"},
        {"leader of justice", "leader of division a"},
    ),
    (PostKind.OFFICER, "justice-b", {"handling officer of justice"}, {"leader of justice"}),
    (
        PostKind.DIVISION_HEAD,
        "justice",
        {"leader of justice", "leader of division a"},
        {"leader of justice", "leader of division a"},
    ),
    (PostKind.AGENCY_LEADER, "justice", {"leader of justice"}, {"leader of justice"}),
    (
        PostKind.OFFICER,
        "new-1",
        {"handling officer of the commune", "handling officer of the commune's division"},
        {"leader of the commune"},
    ),
]


@pytest.mark.parametrize(("post", "agency", "do", "direct"), STEPS)
def test_who_does_and_who_directs(
    province: Province, post: PostKind, agency: str, do: set[str], direct: set[str]
) -> None:
    place = step(province.id(agency), post)
    doing, directing = set(), set()
    for name in MATRIX:
        does, directs, _ = step_posts(person_of_post(province, name), place)
        if does:
            doing.add(name)
        if directs:
            directing.add(name)
    assert doing == do & set(MATRIX)
    assert directing == direct & set(MATRIX)


def test_a_step_named_to_somebody_is_theirs_alone(province: Province) -> None:
    mine = person_of_post(province, "handling officer of justice")
    place = step(province.id("justice"), PostKind.OFFICER, mine.officer_code)
    assert step_posts(mine, place).does == {1}
    other = person_of_post(province, "handling officer of division a")
    assert not step_posts(other, place).does
    assert step_posts(person_of_post(province, "leader of justice"), place).directs == {1}
    assert not step_posts(person_of_post(province, "leader of division a"), place).directs


def test_a_step_of_the_agency_that_is_gone_is_its_successor_s(province: Province) -> None:
    place = step(province.id("old-1"), PostKind.OFFICER)
    assert step_posts(person_of_post(province, "handling officer of the commune"), place).does == {1}


def test_who_only_watches_or_is_nobody_has_none(province: Province) -> None:
    place = step(province.id("justice"), PostKind.OFFICER)
    for person in (NOBODY, person_of_post(province, "inspector of the province")):
        assert step_posts(person, place) == (frozenset(), frozenset(), ())


def test_every_post_of_the_vocabulary_has_its_roles() -> None:
    assert set(ROLES) == set(PostKind)
    assert all(ROLES.values())
