"""Papers of the personal store in a draft: offered beside the question, and taken instead of a new file.

What is taken here is only noted; the store lends it when the draft is filed, and asks then once more whether
it may (Decree 107/2021: what is there already is not asked for again).
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Final

from django.db import transaction

from motcua.citizens.queries import Applicant
from motcua.filing.drafts import Draft
from motcua.filing.models import DraftFile, FilingDraft
from motcua.filing.received import open_draft_of
from motcua.filing.starting import offer_online
from motcua.forms.definition.model import Definition, FileField
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.procedures.offers import Offer
from motcua.vault.models import Paper
from motcua.vault.queries import offered_for

GONE: Final = gettext_noop("Giấy tờ này không dùng được nữa: đã hết giá trị, hoặc không phải loại cần nộp.")


def papers_for(
    applicant: Applicant, draft: Draft, form: Definition, page: str, day: date
) -> dict[str, tuple[Paper, ...]]:
    """What the store has for each question of the page that asks for a file and has none yet, by question.

    No statement for a page without such a question; three otherwise.
    """
    asked = form.page(page)
    open_fields = [
        field
        for field in (asked.fields if asked else ())
        if isinstance(field, FileField) and not draft.files.get(field.id)
    ]
    if not open_fields:
        return {}
    offer = _offer(draft, day)
    if offer is None:
        return {}
    by_line = offered_for(applicant, draft.behalf_of, offer, day)
    found = {field.id: by_line.get(line_of(field, offer) or 0, ()) for field in open_fields}
    return {name: papers for name, papers in found.items() if papers}


def take(
    applicant: Applicant,
    draft: Draft,
    form: Definition,
    field: str,
    paper: str,
    *,
    day: date,
    clock: Clock | None = None,
) -> None:
    """Answer a question by a paper of the store; the same twice is once.

    Raises: `NotFound`, `Conflict`; DomainError `not_lent` for one that is not offered to this account for it.
    """
    asked = next((each for _, each in form.fields() if each.id == field), None)
    offer = _offer(draft, day)
    line = line_of(asked, offer) if offer and isinstance(asked, FileField) else None
    offered = offered_for(applicant, draft.behalf_of, offer, day).get(line, ()) if offer and line else ()
    found = next((each for each in offered if str(each.pk) == paper), None)
    if found is None:
        raise DomainError(GONE, gettext_noop("Chụp hoặc chọn tệp của giấy tờ để nộp."), id="not_lent")
    note_taken(applicant, draft.key, field, found, clock=clock)


def note_taken(
    applicant: Applicant, draft_key: str, field: str, found: Paper, *, clock: Clock | None = None
) -> None:
    """Note a paper that the store offers as an answer; the same twice is once."""
    now = (clock or SystemClock()).now()
    row = open_draft_of(applicant.key, draft_key)
    paper = str(found.pk)
    with transaction.atomic():
        FilingDraft.objects.select_for_update().get(pk=row.pk)
        if DraftFile.objects.filter(draft=row, field=field, store_paper=paper).exists():
            return
        DraftFile.objects.create(
            draft=row,
            field=field,
            attachment=uuid.uuid4(),
            sha256=found.sha256,
            name=found.file_name or found.title,
            size=found.size,
            scanned=True,
            received_at=now,
            store_paper=paper,
        )
        FilingDraft.objects.filter(pk=row.pk).update(saved_at=now)


def line_of(field: FileField, offer: Offer) -> int | None:
    """The line of the procedure's list that the question asks for; none where it is not in it."""
    lines = {component.name: number for number, component in enumerate(offer.components, start=1)}
    return lines.get(field.component)


def _offer(draft: Draft, day: date) -> Offer | None:
    try:
        return offer_online(draft.procedure, draft.case, day)
    except DomainError:
        return None
