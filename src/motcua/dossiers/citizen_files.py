"""Files that a citizen sends for a filing: the citizen's alone until the dossier takes them over.

Every call names the account by its key; what belongs to another account is not found.
"""

from __future__ import annotations

import uuid
from typing import IO

from django.db.models import QuerySet

from motcua.dossiers.attachments import CITIZEN, kept_file, noted_file, opened_file, remove_files
from motcua.dossiers.files import StoredFile
from motcua.dossiers.models import Attachment
from motcua.foundation.clock import Clock
from motcua.foundation.errors import NotFound, gettext_noop


def keep_file(
    account: str,
    draft: str,
    stream: IO[bytes],
    name: str,
    *,
    purpose: str = "component",
    clock: Clock | None = None,
) -> Attachment:
    """Keep a file of the account under its draft. Raises: `FileRefusedError`, `FileTooLargeError`,
    `StorageFullError`; nothing is left half-written."""
    return kept_file(stream, name, by=_by(account), draft=_key(account, draft), purpose=purpose, clock=clock)


def note_file(account: str, draft: str, kept: StoredFile, *, clock: Clock | None = None) -> Attachment:
    """Note a file that the store has already as one of the account's draft."""
    return noted_file(kept, by=_by(account), draft=_key(account, draft), clock=clock)


def named_by(account: str, draft: str) -> set[str]:
    """SHA-256 of the files kept for a draft."""
    return set(_own(account, draft).values_list("sha256", flat=True))


def give_to(dossier_id: int, account: str, draft: str) -> int:
    """The files of a draft become those of the dossier that came of it; how many."""
    return _own(account, draft).update(dossier_id=dossier_id, draft_key="")


def own_files(account: str, draft: str) -> list[Attachment]:
    """The files kept for a draft, in the order in which they came."""
    return list(_own(account, draft).order_by("uploaded_at", "pk"))


def open_own_file(account: str, draft: str, number: uuid.UUID) -> tuple[Attachment, IO[bytes]]:
    """A file of a draft with its content, to be closed by the caller. Raises: `NotFound`."""
    row = _own(account, draft).filter(pk=number).first()
    if row is None:
        raise NotFound(gettext_noop("Không tìm thấy tệp này trong bản khai của bạn."))
    return row, opened_file(row)


def drop_file(account: str, draft: str, number: uuid.UUID) -> bool:
    """Take one file of a draft away; whether there was one."""
    return remove_files(_own(account, draft).filter(pk=number)) > 0


def drop_files(account: str, draft: str) -> int:
    """Take all files of a draft away; how many."""
    return remove_files(_own(account, draft))


def _own(account: str, draft: str) -> QuerySet[Attachment]:
    return Attachment.objects.filter(
        draft_key=_key(account, draft), uploaded_by=_by(account), dossier__isnull=True
    )


def _by(account: str) -> str:
    return f"{CITIZEN}{account}"


def _key(account: str, draft: str) -> str:
    return f"{CITIZEN}{account}:{draft}"[:80]
