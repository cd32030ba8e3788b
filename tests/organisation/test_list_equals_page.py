"""`visible` and `may_read` are one rule: over every combination of places they name the same rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product

import pytest
from django.apps.registry import Apps
from django.db import connection, models
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.organisation.test_rights_matrix import MATRIX, person_of_post
from tests.organisation.tree import NOW, Province

from motcua.law.roles import Role
from motcua.organisation.rights import DossierPlace, Person, StepPlace, may_read, visible


class Row(models.Model):
    """What the filter needs of a dossier, in a table of its own that dies with the test."""

    section_id = models.BigIntegerField()
    competent_id = models.BigIntegerField(null=True)
    holder_agency_id = models.BigIntegerField(null=True)
    consulted = models.CharField(max_length=35, blank=True)
    step_agency_id = models.BigIntegerField(null=True)
    """Of an open step; of a part where it is negative."""

    class Meta:
        app_label = "organisation_tests"
        apps = Apps()

    def place(self) -> DossierPlace:
        asked = (self.consulted,) if self.consulted else ()
        agency = self.step_agency_id
        steps = (StepPlace(1, agency, frozenset({Role.LEADER})),) if agency and agency > 0 else ()
        parts = frozenset({-agency}) if agency and agency < 0 else frozenset()
        return DossierPlace(
            self.section_id, self.competent_id, self.holder_agency_id, "", asked, steps, parts
        )


def asked(codes: Collection[str], agencies: Collection[int]) -> Q:
    ids = [*agencies, *(-agency for agency in agencies)]
    return Q(consulted__in=codes) | Q(step_agency_id__in=ids)


@pytest.fixture
def rows(province: Province) -> Iterator[list[Row]]:
    """Every section with every competent agency, every holder (or none) and three consultations."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE organisation_tests_row (id bigserial PRIMARY KEY, section_id bigint,"
            " competent_id bigint, holder_agency_id bigint, consulted text, step_agency_id bigint)"
        )
    ids = [agency.pk for agency in province.agencies.values()]
    doors = [section.agency_id for section in province.sections.values()]
    combined = product(doors, [*ids, None], [*ids, None], ["", "H14.09", "H14.40.01"], [None])
    # Steps and parts lie anywhere, whoever holds the dossier.
    elsewhere = product(doors, ids[::4], [None], [""], [*ids, *(-agency for agency in ids)])
    yield Row.objects.bulk_create(
        Row(section_id=s, competent_id=c, holder_agency_id=h, consulted=a, step_agency_id=t)
        for s, c, h, a, t in (*combined, *elsewhere)
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE organisation_tests_row")


def disagreements(person: Person, rows: list[Row]) -> tuple[set[int], int]:
    listed = set(Row.objects.filter(visible(person, asked)).values_list("pk", flat=True))
    opened = {row.pk for row in rows if may_read(person, row.place())}
    return listed ^ opened, len(opened)


def test_a_list_shows_exactly_what_can_be_opened(province: Province, rows: list[Row]) -> None:
    seen = {}
    for post in MATRIX:
        person = person_of_post(province, post)
        different, seen[post] = disagreements(person, rows)
        assert not different, post
    assert seen["administrator"] == 0
    assert seen["inspector of the province"] == len(rows)
    assert 0 < seen["handling officer of justice"] < len(rows)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posts=st.lists(st.sampled_from(sorted(MATRIX)), min_size=2, max_size=4, unique=True))
def test_several_posts_see_together_what_each_sees(
    province: Province, rows: list[Row], posts: list[str]
) -> None:
    held = [province.post(MATRIX[post][0][0], *MATRIX[post][0][1:]) for post in posts]
    person = province.as_person(province.holder(*held), NOW)
    assert len(person.held) == len(posts)
    assert not disagreements(person, rows)[0]


def test_without_consultations_the_rest_is_listed(province: Province, rows: list[Row]) -> None:
    person = person_of_post(province, "handling officer of the sibling")
    listed = set(Row.objects.filter(visible(person)).values_list("pk", flat=True))
    for row in rows:
        row.consulted, row.step_agency_id = "", None
    assert listed == {row.pk for row in rows if may_read(person, row.place())}
