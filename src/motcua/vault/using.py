"""Writing down that a paper was used: by whom, for which dossier, in which version."""

from __future__ import annotations

from motcua.foundation.clock import day_of
from motcua.organisation.rights import Person
from motcua.vault.models import Paper, PaperUse


def unit_of(person: Person) -> str:
    """The agency through which somebody looks, as openings name it."""
    return person.held[0].agency_code if person.held else ""


def note_use(
    paper: Paper,
    what: str,
    *,
    by: str,
    at: int,
    unit: str = "",
    dossier_id: int | None = None,
    line: int | None = None,
    procedure_code: str = "",
    ground: str = "",
) -> None:
    """Write down that a paper was used. The same use of the same dossier's line, or the same hint on the same
    day, is written once."""
    use = PaperUse(
        paper=paper,
        what=what,
        by=by,
        unit=unit,
        at=at,
        day=day_of(at),
        version=paper.version,
        dossier_id=dossier_id,
        line=line,
        procedure_code=procedure_code,
        ground=ground,
    )
    PaperUse.objects.bulk_create([use], ignore_conflicts=True)
