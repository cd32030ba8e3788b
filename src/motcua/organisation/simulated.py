"""Officers of a simulated province: sections and agencies that have nobody get somebody, without an account.

Their codes begin with `MP` (mô phỏng) and the titles of their posts say it: nobody takes them for people in
office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.db import transaction

from motcua.law.roles import Role
from motcua.organisation.models import Agency, Assignment, Officer, Post, Section
from motcua.organisation.models.dated import holds
from motcua.organisation.models.people import SECTION_ROLES

PREFIX: Final = "MP"
_TITLES: Final = {
    Role.RECEIVING_OFFICER: "Cán bộ tiếp nhận (mô phỏng)",
    Role.SECTION_HEAD: "Trưởng Bộ phận Một cửa (mô phỏng)",
    Role.HANDLING_OFFICER: "Cán bộ thụ lý (mô phỏng)",
    Role.LEADER: "Lãnh đạo (mô phỏng)",
}
"""The title of a simulated post."""


@transaction.atomic
def staff(numbers: Mapping[str, Mapping[str, int]], day: date, name: Callable[[int], str]) -> int:
    """Fill the agencies of that day up to so many officers in each role, by kind of agency; how many came.

    `name` gives the name of the nth. Repeatable: who is there counts.
    """
    agencies = Agency.objects.filter(holds(day), kind__in=numbers).order_by("code")
    sections = {
        section.agency_id: section for section in Section.objects.filter(holds(day), agency__in=agencies)
    }
    there = Counter(
        Assignment.objects.filter(holds(day), post__agency__in=agencies).values_list(
            "post__agency_id", "post__role"
        )
    )
    wanted: list[tuple[Agency, Role, int]] = [
        (agency, role, number)
        for agency in agencies
        for role, count in ((Role(key), count) for key, count in numbers[agency.kind].items())
        if role.value not in SECTION_ROLES or agency.pk in sections
        for number in range(there[agency.pk, role.value] + 1, count + 1)
    ]
    first = Officer.objects.filter(code__startswith=PREFIX).count() + 1
    officers = Officer.objects.bulk_create(
        Officer(code=f"{PREFIX}{number:05d}", full_name=name(number))
        for number, _ in enumerate(wanted, first)
    )
    posts = Post.objects.bulk_create(
        Post(
            code=f"mp-{agency.pk}-{role.value}-{number}",
            agency=agency,
            section=sections.get(agency.pk) if role.value in SECTION_ROLES else None,
            role=role.value,
            title=_TITLES[role],
            valid_to=agency.valid_to,
        )
        for agency, role, number in wanted
    )
    Assignment.objects.bulk_create(
        Assignment(officer=officer, post=post, valid_from=agency.valid_from, valid_to=agency.valid_to)
        for officer, post, (agency, _, _) in zip(officers, posts, wanted, strict=True)
    )
    return len(wanted)
