"""A small province for tests: two periods, two departments with divisions, a district, communes, posts."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from motcua.foundation.clock import instant_of
from motcua.law.roles import Role
from motcua.organisation.models import Agency, Assignment, Officer, Post, Section, Succession, User
from motcua.organisation.models.people import SECTION_ROLES
from motcua.organisation.queries import person_of
from motcua.organisation.rights import Person

THEN = date(2022, 4, 28)
NOW = date(2026, 3, 4)
LAST_OF_OLD = date(2025, 6, 30)
FIRST_OF_NEW = date(2025, 7, 1)
_numbers = count(1)


def noon(day: date) -> int:
    return instant_of(datetime(day.year, day.month, day.day, 12))


class Province:
    """`agencies` and `sections` by short keys; `person` makes somebody with a post."""

    def __init__(self) -> None:
        self.agencies: dict[str, Agency] = {}
        self.sections: dict[str, Section] = {}
        add = self.add
        add("province", "H14", "province")
        add("office", "H14.01", "department", "province")
        add("centre", "H14.01.01", "service_centre", "office")
        for key, number in (("justice", "03"), ("building", "09")):
            add(key, f"H14.{number}", "department", "province")
            add(f"{key}-a", f"H14.{number}.01", "division", key)
            add(f"{key}-b", f"H14.{number}.02", "division", key)
        add("city", "H14.40", "district", "province", until=LAST_OF_OLD)
        add("city-division", "H14.40.90", "division", "city", until=LAST_OF_OLD)
        add("old-1", "H14.40.01", "commune", "city", until=LAST_OF_OLD)
        add("old-2", "H14.40.02", "commune", "city", until=LAST_OF_OLD)
        add("new-1", "H14.40.01", "commune", "province", since=FIRST_OF_NEW)
        add("new-1-a", "H14.40.01.01", "division", "new-1", since=FIRST_OF_NEW)
        add("new-2", "H14.40.03", "commune", "province", since=FIRST_OF_NEW)
        for old in ("old-1", "old-2"):
            Succession.objects.create(
                predecessor=self.agencies[old], successor=self.agencies["new-1"], day=FIRST_OF_NEW
            )
        for key in ("centre", "city", "old-1", "old-2", "new-1", "new-2"):
            agency = self.agencies[key]
            self.sections[key] = Section.objects.create(
                agency=agency, name=f"Một cửa {key}", valid_from=agency.valid_from, valid_to=agency.valid_to
            )

    def add(
        self,
        key: str,
        code: str,
        kind: str,
        parent: str = "",
        *,
        since: date = date(2020, 3, 1),
        until: date | None = None,
    ) -> Agency:
        level = {"district": "district", "commune": "commune"}.get(kind, "province")
        self.agencies[key] = Agency.objects.create(
            code=code,
            name=key,
            short_name=key,
            kind=kind,
            level=level,
            parent=self.agencies[parent] if parent else None,
            valid_from=since,
            valid_to=until,
        )
        return self.agencies[key]

    def id(self, key: str) -> int:
        return self.agencies[key].pk

    def post(self, role: Role, key: str, scope: str = "") -> Post:
        return Post.objects.create(
            code=f"post-{next(_numbers)}",
            agency=self.agencies[key],
            section=self.sections[key] if role.value in SECTION_ROLES else None,
            role=role.value,
            title=f"{role.value} {key}",
            scope=self.agencies[scope] if scope else None,
        )

    def officer(self) -> Officer:
        number = next(_numbers)
        user = User(login_name=f"officer.{number}")
        user.set_unusable_password()
        user.save()
        return Officer.objects.create(code=f"T{number:04d}", full_name=f"Nông Văn {number}", user=user)

    def holder(self, *posts: Post, since: date = date(2020, 3, 1), until: date | None = None) -> Officer:
        officer = self.officer()
        for post in posts:
            Assignment.objects.create(officer=officer, post=post, valid_from=since, valid_to=until)
        return officer

    def person(self, role: Role, key: str, *, scope: str = "", on: date = NOW) -> Person:
        return self.as_person(self.holder(self.post(role, key, scope)), on)

    @staticmethod
    def as_person(officer: Officer, on: date = NOW) -> Person:
        assert officer.user_id is not None
        return person_of(officer.user_id, noon(on))
