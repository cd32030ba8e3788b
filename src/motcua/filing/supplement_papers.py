"""Papers of the personal store for what a supplement is asked for; and files sent for an earlier request."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from motcua.citizens.queries import Applicant
from motcua.dossiers.holder_tables import DossierHolder
from motcua.filing.lent import GONE, note_taken
from motcua.filing.models import DraftFile, FilingDraft
from motcua.filing.received import as_uuid, open_draft_of
from motcua.filing.supplements import Preparing, draft_for
from motcua.foundation.clock import Clock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.vault.models import Paper
from motcua.vault.owners import owner_for
from motcua.vault.queries import Wanted, fits, in_force


def offered_papers(applicant: Applicant, found: Preparing, day: date) -> dict[str, tuple[Paper, ...]]:
    """What the store has for each paper that is asked for and has no file yet, by its key.

    No statement where every paper has one; three otherwise.
    """
    wanted = {item.key: item.asked.paper or item.asked.name for item in found.items if not item.files}
    if not wanted:
        return {}
    dossier = found.dossier
    principal = DossierHolder.objects.filter(
        dossier_id=dossier.id, relation=DossierHolder.Relation.PRINCIPAL
    ).values_list("account", flat=True)
    owner = owner_for(applicant, principal.first() or "", dossier.field_code, day)
    there = list(in_force(owner, day)) if owner else []
    offered = {
        key: tuple(paper for paper in there if fits(paper, Wanted(name, dossier.field)))
        for key, name in wanted.items()
    }
    return {key: papers for key, papers in offered.items() if papers}


def take(
    applicant: Applicant, found: Preparing, key: str, paper: str, *, day: date, clock: Clock | None = None
) -> None:
    """Answer what is asked by a paper of the store; it is lent when the supplement is sent. The same twice is
    once.

    Raises: `Conflict`; DomainError `not_lent` for one that is not offered to this account for it.
    """
    given = found.draft.files.get(key, []) if found.draft else []
    if any(file.store_paper == paper for file in given):
        return
    papers = offered_papers(applicant, found, day).get(key, ())
    chosen = next((each for each in papers if str(each.pk) == paper), None)
    if chosen is None:
        raise DomainError(GONE, gettext_noop("Chụp hoặc chọn tệp của giấy tờ để nộp."), id="not_lent")
    draft = draft_for(applicant, found, clock=clock)
    note_taken(applicant, draft.key, key, chosen, clock=clock)


@transaction.atomic
def use_spare(applicant: Applicant, found: Preparing, key: str, file: str) -> bool:
    """Let a file that came for an earlier request answer what is asked now; whether it did."""
    number = as_uuid(file)
    if found.draft is None or number is None or key not in {item.key for item in found.items}:
        return False
    row = open_draft_of(applicant.key, found.draft.key)
    FilingDraft.objects.select_for_update().get(pk=row.pk)
    return DraftFile.objects.filter(draft=row, attachment=number).update(field=key) > 0
