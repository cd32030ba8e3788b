"""Papers of the personal store that an applicant gives with a supplement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from motcua.citizens.queries import Applicant
from motcua.dossiers.actions import next_component_number
from motcua.dossiers.borrowing import GONE, Borrowed, Borrower, Purpose, lend, note_borrowed
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.holder_tables import DossierHolder
from motcua.dossiers.holders import held_dossier
from motcua.dossiers.intake import ComponentEntry
from motcua.dossiers.queries.page_rows import Rows, rows_of
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.queries.told import component_name
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import DomainError


class Loan(NamedTuple):
    """What is taken, by place in the list of what is given; by whom, for what, for which line."""

    taken: Mapping[int, Borrowed] = {}
    lines: Mapping[int, int] = {}
    borrower: Borrower = Borrower(by="")
    purpose: Purpose = Purpose("", "", "")

    def note(self, dossier_id: int, at: Instant) -> None:
        """Write it down, in the transaction of the supplement."""
        by_line = {self.lines[place]: paper for place, paper in self.taken.items()}
        note_borrowed(by_line, self.borrower, self.purpose, dossier_id, at)


def loan_for(
    applicant: Applicant, code: str, given: Sequence[tuple[int | None, ComponentEntry]], now: Instant
) -> Loan:
    """The papers that a supplement takes from the store, each as (line of the dossier, none for a new one;
    what is given). No statement without any. Raises: `NotFound`, `FieldErrors`."""
    if not any(entry.from_store for _, entry in given):
        return Loan()
    held = held_dossier(applicant, code, now)
    rows = rows_of(held.code)
    if rows is None:
        raise unknown_dossier(code)
    pinned = rows.locked.tracked.state.intake.procedure
    principal = DossierHolder.objects.filter(
        dossier=held.dossier_id, relation=DossierHolder.Relation.PRINCIPAL
    ).values_list("account", flat=True)
    borrower = Borrower(by=applicant.actor, account=applicant.key, principal=principal.first() or "")
    purpose = Purpose(pinned.code, pinned.field, rows.content.field)
    asked = {
        place: (entry.from_store, _name(rows, line) or entry.name)
        for place, (line, entry) in enumerate(given)
        if entry.from_store
    }
    taken = lend(asked, purpose, borrower, day_of(now))
    refused = [place for place in asked if place not in taken]
    if refused:
        raise FieldErrors({f"paper_{place}_store": DomainError(GONE, id="not_lent") for place in refused})
    free = next_component_number(rows.locked.tracked.state)
    return Loan(taken, _numbers(given, free), borrower, purpose)


def _name(rows: Rows, number: int | None) -> str:
    """The name of a line of the dossier."""
    for line in rows.locked.tracked.state.intake.components:
        if line.no == number:
            return component_name(line, rows.content, rows.opened)
    return ""


def _numbers(given: Sequence[tuple[int | None, ComponentEntry]], free: int) -> dict[int, int]:
    """The line that each will have: its own, or the next free one."""
    numbers = {}
    for place, (line, _) in enumerate(given):
        numbers[place] = free if line is None else line
        free += line is None
    return numbers
