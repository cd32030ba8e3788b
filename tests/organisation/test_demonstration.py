"""The demonstration province: facts that agree with the public lists, people who can work."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.organisation.tree import noon
from tests.support.databases import Databases

from motcua.law.roles import Role
from motcua.organisation.demo import qcvn_of
from motcua.organisation.models import Agency, Officer, Post, Section, Succession, User
from motcua.organisation.models.dated import holds
from motcua.organisation.queries import agencies_on, person_by_login, sections_on
from motcua.organisation.rights import DossierPlace, acting_roles, may_read
from motcua.organisation.services import demo_accounts, demo_people, load_demo

THEN, NOW = date(2022, 4, 28), date(2026, 3, 4)


_loaded: dict[str, int] = {}
"""What the load of this process told."""


@pytest.fixture(scope="module")
def province(databases: Databases, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once, in a database beside: with passwords hashed as on a server it takes seconds."""

    def fill() -> None:
        _loaded.update(load_demo())

    with django_db_blocker.unblock(), databases.beside("demonstration", fill):
        yield


@pytest.fixture
def demonstration(province: None, db: None) -> dict[str, int]:
    return _loaded


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {key: unicodedata.normalize("NFC", value) for key, value in row.items()}
            for row in csv.DictReader(file)
        ]


def units(day: date, kind: str) -> set[tuple[str, str]]:
    return {
        (found.gso_code, found.name.removeprefix("Ủy ban nhân dân "))
        for found in agencies_on(day, kinds=[kind])
    }


def low(name: str) -> str:
    return name[:1].lower() + name[1:]


def test_a_second_load_changes_nothing(demonstration: dict[str, int]) -> None:
    assert demonstration["Agency"] > 250
    before = list(User.objects.order_by("pk").values_list("pk", "password"))
    assert set(load_demo().values()) == {0}
    assert list(User.objects.order_by("pk").values_list("pk", "password")) == before


def test_a_load_repairs_what_was_changed(demonstration: dict[str, int]) -> None:
    Agency.objects.filter(code="H14.03").update(name="Sở khác")
    assert load_demo()["Agency"] == 1
    assert Agency.objects.get(code="H14.03").name == "Sở Tư pháp"


def test_units_of_2022(demonstration: dict[str, int], shared_data: Path) -> None:
    public = rows(shared_data / "01_admin_units" / "caobang_2022_161_communes.csv")
    assert len(public) == 161
    assert units(THEN, "commune") == {(row["commune_code"], low(row["commune"])) for row in public}
    assert units(THEN, "district") == {(row["district_code"], low(row["district"])) for row in public}
    parents = {found.gso_code: found.parent for found in agencies_on(THEN, kinds=["commune"])}
    for row in public:
        parent = parents[row["commune_code"]]
        assert parent is not None
        assert parent.gso_code == row["district_code"]


def test_units_since_july_2025(demonstration: dict[str, int], shared_data: Path) -> None:
    public = rows(shared_data / "01_admin_units" / "caobang_2025_56_units.csv")
    assert len(public) == 56
    assert units(NOW, "commune") == {(row["code"], low(row["name"])) for row in public}
    assert units(NOW, "district") == set()


def test_which_commune_joined_which(demonstration: dict[str, int], shared_data: Path) -> None:
    public = rows(shared_data / "01_admin_units" / "caobang_old_to_new_2025.csv")
    joined = Succession.objects.filter(predecessor__kind="commune", takes_dossiers=True)
    found = set(joined.values_list("predecessor__gso_code", "successor__gso_code"))
    assert found == {(row["old_code"], row["new_code"]) for row in public}
    assert len(found) == 161


def test_only_the_provinces_own_code_is_real(demonstration: dict[str, int]) -> None:
    real = set(Agency.objects.filter(code_is_invented=False).values_list("code", "code_qcvn"))
    assert real == {("H14", "000.00.00.H14")}


def test_codes_have_the_forms_of_their_time(demonstration: dict[str, int]) -> None:
    for found in Agency.objects.all():
        assert re.fullmatch(r"[A-Z]\d{2}(\.\d{2}){0,3}", found.code), found.code
        if found.valid_from < date(2025, 7, 1):
            assert re.fullmatch(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}", found.code_qcvn), found.code_qcvn
    assert qcvn_of("H14.40.03") == "000.03.40.H14"
    assert qcvn_of("H14.10.02.07") == "007.02.10.H14"


def test_every_commune_has_a_door_in_both_times(demonstration: dict[str, int]) -> None:
    assert len(sections_on(THEN)) == 1 + 10 + 161
    assert len(sections_on(NOW)) == 1 + 56
    assert not Section.objects.filter(counters__isnull=True).exists()


def test_everybody_listed_signs_in_with_the_printed_password(demonstration: dict[str, int]) -> None:
    people = demo_people()
    assert {person.login for person in people} <= set(User.objects.values_list("login_name", flat=True))
    assert User.objects.get(login_name=people[0].login).check_password(settings.MOTCUA_DEMO_PASSWORD)
    lines = demo_accounts()
    assert settings.MOTCUA_DEMO_PASSWORD in lines[0]
    assert any("hanh.thucphan" in line and "phường Thục Phán" in line for line in lines)
    for person in people:
        assert person_by_login(person.login, noon(NOW)).held, person.login


def test_another_password_is_set_for_all(
    demonstration: dict[str, int], settings: pytest.FixtureRequest
) -> None:
    settings.MOTCUA_DEMO_PASSWORD = "một-mật-khẩu-khác"  # type: ignore[attr-defined]
    assert load_demo()["User"] == User.objects.count()
    assert User.objects.get(login_name="hanh.thucphan").check_password("một-mật-khẩu-khác")


def test_the_roles_that_are_promised_exist(demonstration: dict[str, int]) -> None:
    def posts(role: Role, **where: object) -> int:
        return Post.objects.filter(holds(NOW, "assignments__"), role=role.value, **where).count()

    assert posts(Role.RECEIVING_OFFICER, agency__code="H14.01.01") == 2
    assert posts(Role.SECTION_HEAD, agency__code="H14.01.01") == 1
    for role in (Role.INSPECTOR, Role.CONTROLLER, Role.ADMINISTRATOR):
        assert posts(role) == 1
    for commune in ("01273", "01288", "01477"):
        assert posts(Role.RECEIVING_OFFICER, agency__gso_code=commune) == 1
        assert posts(Role.SECTION_HEAD, agency__gso_code=commune) == 1
        assert posts(Role.LEADER, agency__gso_code=commune) == 1
        assert posts(Role.HANDLING_OFFICER, agency__parent__gso_code=commune) == 2


@pytest.mark.parametrize("day", [THEN, NOW])
def test_every_department_can_finish_a_dossier(demonstration: dict[str, int], day: date) -> None:
    watching = {"Văn phòng Ủy ban nhân dân tỉnh", "Thanh tra tỉnh"}
    for department in agencies_on(day, kinds=["department"]):
        if department.name in watching:
            continue
        for role in (Role.HANDLING_OFFICER, Role.LEADER):
            inside = Post.objects.filter(
                holds(day, "assignments__"),
                role=role.value,
                agency__in=[department, *department.children.all()],
            )
            assert inside.exists(), f"{department} {role}"


def test_at_least_ten_doors_receive_today(demonstration: dict[str, int]) -> None:
    receiving = Post.objects.filter(holds(NOW, "assignments__"), role=Role.RECEIVING_OFFICER.value)
    assert receiving.values("agency").distinct().count() >= 10


def test_the_new_commune_keeps_what_the_old_ones_received(demonstration: dict[str, int]) -> None:
    hanh = person_by_login("hanh.thucphan", noon(NOW))
    old = Agency.objects.get(gso_code="01267")
    other = Agency.objects.get(gso_code="01276", valid_to__isnull=False)
    assert acting_roles(hanh, DossierPlace(old.pk, old.pk, old.pk)) == {Role.RECEIVING_OFFICER}
    assert not may_read(hanh, DossierPlace(other.pk, other.pk, other.pk))


def test_the_same_officer_held_another_post_in_2022(demonstration: dict[str, int]) -> None:
    held = person_by_login("hanh.thucphan", noon(THEN)).held
    assert [(post.agency_name, post.role) for post in held] == [
        ("Ủy ban nhân dân phường Hợp Giang", Role.RECEIVING_OFFICER)
    ]


def test_nobody_has_two_names(demonstration: dict[str, int]) -> None:
    names = list(Officer.objects.values_list("full_name", flat=True))
    assert len(set(names)) == len(names)
