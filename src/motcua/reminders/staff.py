"""Who is in office on a day: to whom something owed by an officer, or by the roles of an agency, is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import connection

from motcua.law.roles import Role
from motcua.organisation.models import Agency, AgencyKind, Succession
from motcua.reminders.owed import Owed

_POSTS: Final = """
SELECT o.id, o.code, p.role, coalesce(s.agency_id, p.agency_id)
FROM (
    SELECT officer_id, post_id, valid_from, valid_to FROM organisation_assignment
    UNION
    SELECT officer_id, post_id, valid_from, valid_to FROM organisation_standin
) h
JOIN organisation_officer o ON o.id = h.officer_id AND coalesce(o.left_on, 'infinity') >= %(day)s
JOIN organisation_user u ON u.id = o.user_id AND u.is_active
JOIN organisation_post p ON p.id = h.post_id AND coalesce(p.valid_to, 'infinity') >= %(day)s
LEFT JOIN organisation_section s ON s.id = p.section_id
WHERE h.valid_from <= %(day)s AND coalesce(h.valid_to, 'infinity') >= %(day)s
"""


class Staff:
    """The officers with an open account by what they hold on a day, stand-ins included. Three statements."""

    def __init__(self, day: date) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_POSTS, {"day": day})
            rows = cursor.fetchall()
        self._by_code: dict[str, int] = {code: pk for pk, code, _, _ in rows}
        self._posts: dict[tuple[int, str], set[int]] = {}
        for pk, _, role, agency in rows:
            self._posts.setdefault((agency, role), set()).add(pk)
        heirs = Succession.objects.filter(takes_dossiers=True, day__lte=day)
        self._heirs: dict[int, int] = dict(heirs.values_list("predecessor_id", "successor_id"))
        divisions = Agency.objects.filter(kind=AgencyKind.DIVISION, parent__isnull=False)
        self._above: dict[int, int] = dict(divisions.values_list("pk", "parent_id"))

    def who_owes(self, owed: Owed) -> frozenset[int]:
        """The officer named, where still in office; else whoever has the roles at the agency, at the one that
        took its dossiers over, or above the division. Nobody where no post is held."""
        named = self._by_code.get(owed.officer)
        if named is not None:
            return frozenset({named})
        return self._holders(owed.agency, owed.roles)

    def _holders(self, agency: int | None, roles: Iterable[Role]) -> frozenset[int]:
        seen: set[int] = set()
        while agency is not None and agency not in seen:
            seen.add(agency)
            found = frozenset[int]().union(*(self._posts.get((agency, role.value), ()) for role in roles))
            if found:
                return found
            agency = self._heirs.get(agency, self._above.get(agency))
        return frozenset()
