"""What a section took in lately, for the list of procedures just used."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.models import Dossier
from motcua.organisation.rights import AT_A_SECTION, Person

_LOOKED_AT: Final = 80


def recent_procedures(person: Person, *, limit: int = 8) -> list[tuple[str, str]]:
    """Code and name of the procedures that the person's sections received last. One statement."""
    sections = {pk for post in person.held if post.role in AT_A_SECTION for pk in post.received}
    if not sections:
        return []
    rows = (
        Dossier.objects.filter(section_id__in=sorted(sections), received_at__isnull=False)
        .order_by("-received_at")
        .values_list("procedure_code", "version__name")[:_LOOKED_AT]
    )
    return list(dict(rows).items())[:limit]
