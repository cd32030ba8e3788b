"""Papers that leave the store for a dossier: which may, and that they did."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from motcua.citizens.queries import by_key
from motcua.dossiers.borrowing import Asked, Borrowed, Borrower, Purpose, sign_up
from motcua.foundation.clock import Instant
from motcua.vault.models import Paper, PaperUse
from motcua.vault.owners import Owner, owner_for
from motcua.vault.queries import Wanted, fits, in_force
from motcua.vault.using import note_use


class Store:
    """The store as the dossiers see it."""

    def lend(self, asked: Asked, purpose: Purpose, borrower: Borrower, day: date) -> Mapping[int, Borrowed]:
        """Papers of the owner that are valid and of the kind asked for. A counter lends only what an office
        has seen or issued; an account may also use what it uploaded itself, for the section to judge."""
        owner = _owner(purpose, borrower, day)
        if not owner:
            return {}
        papers = in_force(owner, day).filter(pk__in=[key for key in map(_uuid, _ids(asked)) if key])
        if borrower.identifier:
            papers = papers.filter(verified=True)
        there = {str(paper.pk): paper for paper in papers}
        return {
            line: _borrowed(there[number])
            for line, (number, name) in asked.items()
            if number in there and fits(there[number], Wanted(name, purpose.field))
        }

    def lent(
        self,
        taken: Mapping[int, Borrowed],
        borrower: Borrower,
        purpose: Purpose,
        dossier_id: int,
        at: Instant,
    ) -> None:
        """One line of use for each."""
        papers = {
            str(paper.pk): paper for paper in Paper.objects.filter(pk__in=[p.paper for p in taken.values()])
        }
        for line, lent in taken.items():
            note_use(
                papers[lent.paper],
                PaperUse.What.REUSED,
                by=borrower.by,
                unit=borrower.unit,
                at=at,
                dossier_id=dossier_id,
                line=line,
                procedure_code=purpose.procedure,
            )


def use(
    paper: Paper,
    *,
    by: str,
    dossier_id: int,
    line: int,
    procedure_code: str,
    at: Instant,
    unit: str = "",
) -> None:
    """Write down that a paper was used for a line of a dossier or registration; twice is once.

    Reception and filing do so themselves for every paper that they are given as `from_store`.
    """
    note_use(
        paper,
        PaperUse.What.REUSED,
        by=by,
        unit=unit,
        at=at,
        dossier_id=dossier_id,
        line=line,
        procedure_code=procedure_code,
    )


def take_part() -> None:
    """Offer the store's papers to reception and filing."""
    sign_up(Store())


def _owner(purpose: Purpose, borrower: Borrower, day: date) -> Owner:
    """Whose papers are borrowed: at a counter of who showed the identifier, online of the account that files,
    or for which it may file; what somebody merely types opens nobody's store."""
    if borrower.identifier:
        return Owner(borrower.identifier)
    filer = by_key(borrower.account) if borrower.account else None
    return owner_for(filer, borrower.principal, purpose.field_code, day) if filer else Owner()


def _ids(asked: Asked) -> list[str]:
    return [number for number, _ in asked.values()]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _borrowed(paper: Paper) -> Borrowed:
    return Borrowed(
        paper=str(paper.pk),
        sha256=paper.sha256,
        name=paper.file_name,
        size=paper.size,
        media_type=paper.media_type,
        result=paper.source == Paper.Source.RESULT,
    )
