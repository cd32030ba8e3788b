"""Which agency resolves what a section receives, as the catalogue of the demonstration names it."""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.dossiers.intake import read_for_preview
from motcua.dossiers.services import preview
from motcua.foundation.clock import FixedClock, instant_of
from motcua.foundation.errors import DomainError
from motcua.organisation.queries import agency, person_by_login

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
CENTRE, WARD = "duyen.trungtam", "hanh.thucphan"
MOMENTS = ("2022-08-01T09:00", "2026-03-02T09:00")


def who_resolves(login: str, procedure: str, moment: str = MOMENTS[1]) -> str:
    at = datetime.fromisoformat(moment)
    clock = FixedClock(instant_of(at))
    person = person_by_login(login, clock.now())
    found = preview(person, read_for_preview({"procedure": procedure}), clock=clock)
    return agency(found.competent, at.date()).name


@pytest.mark.parametrize(
    ("procedure", "moment", "name"),
    [
        ("1.003179", MOMENTS[1], "Sở Tư pháp"),
        ("1.012784", MOMENTS[1], "Văn phòng Đăng ký đất đai tỉnh"),
        ("1.010733", MOMENTS[1], "Sở Nông nghiệp và Môi trường"),
        ("1.010733", MOMENTS[0], "Sở Tài nguyên và Môi trường"),
    ],
)
def test_the_centre_sends_to_the_department_of_the_day(procedure: str, moment: str, name: str) -> None:
    assert who_resolves(CENTRE, procedure, moment) == name


def test_a_commune_resolves_its_own_and_sends_on_what_is_the_provinces() -> None:
    assert who_resolves(WARD, "1.004884") == "Ủy ban nhân dân phường Thục Phán"
    assert who_resolves(WARD, "1.003179") == "Sở Tư pháp"


def test_the_centre_stands_for_the_province_where_both_levels_resolve() -> None:
    assert who_resolves(CENTRE, "2.000908") == "Ủy ban nhân dân tỉnh Cao Bằng"


def test_the_centre_does_not_take_what_only_communes_resolve() -> None:
    with pytest.raises(DomainError) as refused:
        who_resolves(CENTRE, "1.004884")
    assert refused.value.id == "level_differs"
