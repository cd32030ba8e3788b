"""What the words of a form may name: officers, agencies, files. Looked up before the dossier is locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from motcua.dossiers.fields import Fields, is_sha256
from motcua.dossiers.lifecycle.decide_steps import MOST_PARTS
from motcua.dossiers.models import Attachment
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import NotFound
from motcua.law.roles import Role
from motcua.organisation.models import Officer
from motcua.organisation.queries import agency, person_of
from motcua.organisation.rights import Person

OFFICERS: Final = ("to_officer", "signed_by")
AGENCIES: Final = (
    "agency",
    "to_agency",
    *(f"part_{number}_agency" for number in range(1, MOST_PARTS + 1)),
)


class Known:
    """The officers, agencies and files that `data` names and that there are, on the day of `now`.

    No statement where nothing is named. A name that is not here is a fault of its field.
    """

    def __init__(self, data: Mapping[str, Any], code: str, now: Instant) -> None:
        fields = Fields(data)
        named = {fields.text(name, limit=64) for name in AGENCIES} | set(fields.lines("consulted"))
        self.agencies = _agencies(named - {""}, now)
        self._officers = _officers({fields.text(name, limit=64) for name in OFFICERS} - {""}, now)
        self._files = _files({value for value in fields.many("documents") if is_sha256(value)}, code)

    def serves(self, officer: str, role: Role, agency_id: int) -> bool:
        """Whether the officer has a post of that role whose house holds the agency."""
        person = self._officers.get(officer)
        return person is not None and any(
            post.role is role and agency_id in post.house for post in person.held
        )

    def works(self, officer: str, roles: frozenset[Role], agency_id: int) -> bool:
        """Whether the officer has a post of one of these roles whose house, unit or section is the agency."""
        person = self._officers.get(officer)
        return person is not None and any(
            post.role in roles and agency_id in post.house | post.unit | post.received for post in person.held
        )

    def has_files(self, hashes: tuple[str, ...]) -> bool:
        """Whether all these files were uploaded to the dossier."""
        return self._files.issuperset(hashes)


def _agencies(codes: set[str], now: Instant) -> dict[str, int]:
    found = {}
    for code in codes:
        try:
            found[code] = agency(code, day_of(now)).pk
        except NotFound:
            continue
    return found


def _officers(codes: set[str], now: Instant) -> dict[str, Person]:
    if not codes:
        return {}
    rows = Officer.objects.filter(code__in=codes, user__isnull=False).values_list("code", "user_id")
    return {code: person_of(user_id, now) for code, user_id in rows if user_id is not None}


def _files(hashes: set[str], code: str) -> frozenset[str]:
    if not hashes:
        return frozenset()
    rows = Attachment.objects.filter(sha256__in=hashes, dossier__code=code)
    return frozenset(rows.values_list("sha256", flat=True))
