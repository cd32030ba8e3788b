"""Files that a draft has received: each answers one question and is the citizen's alone until submission."""

from __future__ import annotations

import mimetypes
import uuid
from collections.abc import Iterable
from typing import IO, Any, Final

import msgspec
from django.db import transaction

from motcua.dossiers import citizen_files, files
from motcua.dossiers.inspection.results import Note
from motcua.dossiers.models import Attachment
from motcua.filing import refusals
from motcua.filing.models import DraftFile, FilingDraft
from motcua.foundation.clock import Clock, Instant, SystemClock

MOST_FILES: Final = 60
"""Files of one draft: ten papers of six photographs each."""


class ReceivedFile(msgspec.Struct, frozen=True):
    """A file that came whole and was taken in. `notes` are remarks of its inspection."""

    key: str
    field: str
    name: str
    size: int
    sha256: str
    scanned: bool
    notes: tuple[Note, ...]
    received_at: Instant
    store_paper: str = ""
    """Id of the paper of the personal store that it is; empty for an upload."""


def open_draft_of(account: str, draft_key: str) -> FilingDraft:
    """A draft of the account that can still be changed. Raises: `NotFound`, `Conflict` `draft_submitted`."""
    row = FilingDraft.objects.filter(key=draft_key[:16], account=account).first() if account else None
    if row is None:
        raise refusals.unknown_draft()
    if row.reference:
        raise refusals.already_submitted(row.reference)
    return row


def receive_file(
    account: str, draft_key: str, field: str, stream: IO[bytes], name: str, *, clock: Clock | None = None
) -> ReceivedFile:
    """Take in a whole file as an answer to the question `field`; which questions ask for files is the
    caller's to know. The same content for the same question twice is once.

    Raises: `NotFound`, `Conflict`, `FileRefusedError`, `FileTooLargeError`, DomainError `too_many_files`.
    """
    draft = open_draft_of(account, draft_key)
    if DraftFile.objects.filter(draft=draft).count() >= MOST_FILES:
        raise refusals.too_many_files(MOST_FILES)
    kept = citizen_files.keep_file(account, draft.key, stream, name, clock=clock)
    with transaction.atomic():
        # Of two senders of the same file the second finds the row of the first.
        FilingDraft.objects.select_for_update().get(pk=draft.pk)
        known = DraftFile.objects.filter(draft=draft, field=field, sha256=kept.sha256).first()
        row = known or _noted(draft, field, kept)
        if known is None:
            FilingDraft.objects.filter(pk=draft.pk).update(saved_at=(clock or SystemClock()).now())
    if known is not None:
        citizen_files.drop_file(account, draft.key, kept.pk)
    return received_of(row)


def drop(account: str, draft_key: str, key: str) -> bool:
    """Take a file away from a draft; whether there was one. Raises: `NotFound`, `Conflict`."""
    draft = open_draft_of(account, draft_key)
    number = as_uuid(key)
    row = DraftFile.objects.filter(draft=draft, attachment=number).first() if number else None
    if row is None or number is None:
        return False
    row.delete()
    # A paper of the store stays in the store.
    return bool(row.store_paper) or citizen_files.drop_file(account, draft.key, number)


def open_file(account: str, draft_key: str, key: str) -> tuple[Attachment, IO[bytes]]:
    """A received file with its content, to be closed by the caller. Raises: `NotFound`, `Conflict`."""
    draft = open_draft_of(account, draft_key)
    number = as_uuid(key) or uuid.UUID(int=0)
    lent = DraftFile.objects.filter(draft=draft, attachment=number).exclude(store_paper="").first()
    if lent is not None:
        kind = mimetypes.guess_type(lent.name)[0] or "application/octet-stream"
        return Attachment(name=lent.name, size=lent.size, media_type=kind), files.open_file(lent.sha256)
    return citizen_files.open_own_file(account, draft.key, number)


def received_of(row: DraftFile) -> ReceivedFile:
    """A row as others read it."""
    return ReceivedFile(
        key=str(row.attachment),
        field=row.field,
        name=row.name,
        size=row.size,
        sha256=row.sha256,
        scanned=row.scanned,
        notes=msgspec.convert(row.notes, tuple[Note, ...]),
        received_at=row.received_at,
        store_paper=row.store_paper,
    )


def by_field(rows: Iterable[DraftFile]) -> dict[str, list[ReceivedFile]]:
    """Files by the question that they answer."""
    found: dict[str, list[ReceivedFile]] = {}
    for row in rows:
        found.setdefault(row.field, []).append(received_of(row))
    return found


def as_uuid(text: Any) -> uuid.UUID | None:
    """An id, none for what is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def _noted(draft: FilingDraft, field: str, kept: Attachment) -> DraftFile:
    return DraftFile.objects.create(
        draft=draft,
        field=field,
        attachment=kept.pk,
        sha256=kept.sha256,
        name=kept.name,
        size=kept.size,
        scanned=kept.scanned_at is not None,
        notes=kept.notes,
        received_at=kept.uploaded_at,
    )
