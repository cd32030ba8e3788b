"""The dated tree: a code names an agency only together with a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.organisation.tree import FIRST_OF_NEW, LAST_OF_OLD, NOW, THEN, Province

from motcua.foundation.errors import NotFound
from motcua.organisation.queries import agencies_on, agency, competent_agencies, section_of, sections_on


def test_a_code_names_another_agency_on_another_day(province: Province) -> None:
    assert agency("H14.40.01", LAST_OF_OLD) == province.agencies["old-1"]
    assert agency("H14.40.01", FIRST_OF_NEW) == province.agencies["new-1"]


def test_a_code_without_an_agency_on_that_day_is_not_found(province: Province) -> None:
    with pytest.raises(NotFound, match=r"H14\.40\.02.*04/03/2026"):
        agency("H14.40.02", NOW)


def test_one_code_never_names_two_agencies_on_one_day(province: Province) -> None:
    with pytest.raises(IntegrityError, match="agency_code_once_a_day"), transaction.atomic():
        province.add("twin", "H14.40.01", "commune", "province", since=LAST_OF_OLD)


def test_the_last_day_is_included(province: Province) -> None:
    with pytest.raises(IntegrityError, match="agency_code_once_a_day"), transaction.atomic():
        province.add("early", "H14.40.02", "commune", "province", since=LAST_OF_OLD)
    province.add("next", "H14.40.02", "commune", "province", since=FIRST_OF_NEW)


def test_a_period_cannot_end_before_it_begins(province: Province) -> None:
    with pytest.raises(IntegrityError, match="agency_period"), transaction.atomic():
        province.add("odd", "H14.77", "department", "province", since=NOW, until=THEN)


def test_only_the_province_and_vertical_agencies_stand_alone(province: Province) -> None:
    province.add("police", "G01.14", "vertical")
    with pytest.raises(IntegrityError, match="agency_has_parent"), transaction.atomic():
        province.add("orphan", "H14.78", "department")


def test_the_tree_of_a_day(province: Province) -> None:
    then, now = ({found.name for found in agencies_on(day)} for day in (THEN, NOW))
    assert then - now == {"city", "city-division", "old-1", "old-2"}
    assert now - then == {"new-1", "new-1-a", "new-2"}
    assert {found.name for found in agencies_on(NOW, kinds=["commune"])} == {"new-1", "new-2"}


def test_divisions_and_the_centre_resolve_nothing(province: Province) -> None:
    names = {found.name for found in competent_agencies(NOW)}
    assert names == {"province", "office", "justice", "building", "new-1", "new-2"}


def test_sections_of_a_day(province: Province) -> None:
    assert [section.name for section in sections_on(NOW)] == [
        "Một cửa centre",
        "Một cửa new-1",
        "Một cửa new-2",
    ]
    assert section_of(province.id("city"), THEN) == province.sections["city"]
    assert section_of(province.id("city"), NOW) is None


def test_an_agency_has_one_door_at_a_time(province: Province) -> None:
    section = province.sections["new-1"]
    section.pk = None
    with pytest.raises(IntegrityError, match="section_once_an_agency"), transaction.atomic():
        section.save(force_insert=True)
    section.valid_from, section.valid_to = date(2019, 1, 1), date(2019, 12, 31)
    section.save(force_insert=True)
