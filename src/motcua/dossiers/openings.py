"""Who opened which dossier: written at every page that shows personal data, read by citizen and auditor."""

from __future__ import annotations

from typing import Final

from motcua.dossiers import store
from motcua.dossiers.models import Dossier
from motcua.foundation.clock import Clock, SystemClock
from motcua.organisation.rights import Person


def record_opening(person: Person, dossier_id: int, how: str = "page", *, clock: Clock | None = None) -> None:
    """Note that the person opened a dossier (`page`, `paper`, `file`, `api`). One statement."""
    unit = person.held[0].agency_code if person.held else ""
    at = (clock or SystemClock()).now()
    # With every page: past the ORM, and kept prepared.
    with store.cursor() as cur:
        cur.execute(_NOTE, (dossier_id, person.actor, unit, at, how), prepare=True)


_NOTE: Final = """
INSERT INTO dossiers_opening (dossier_id, who, unit, at, how) VALUES (%s::bigint, %s, %s, %s::bigint, %s)
"""


def record_opening_of(person: Person, code: str, how: str) -> None:
    """The same for who has the code alone, after a read that let them in."""
    found = Dossier.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is not None:
        record_opening(person, found, how)
