"""Files that applicants upload for a filing or a supplement, until the dossier takes them over."""

from __future__ import annotations

from typing import IO

import msgspec

from motcua.citizens.queries import Applicant
from motcua.dossiers import files
from motcua.dossiers.models import Attachment
from motcua.foundation.clock import Clock, SystemClock

LONGEST_KEY = 80


def upload(
    applicant: Applicant, stream: IO[bytes], name: str, *, draft_key: str, clock: Clock | None = None
) -> Attachment:
    """Keep a file of a filing in progress under its draft key.

    Raises: `FileRefusedError`, `FileTooLargeError`, `StorageFullError`. Nothing is left half-written.
    """
    return keep(applicant, files.store(stream, name), draft_key=draft_key, clock=clock)


def keep(
    applicant: Applicant, kept: files.StoredFile, *, draft_key: str, clock: Clock | None = None
) -> Attachment:
    """Note a file that the store has already, as belonging to the filing in progress."""
    now = (clock or SystemClock()).now()
    return Attachment.objects.create(
        draft_key=_key(applicant, draft_key),
        sha256=kept.sha256,
        name=kept.name,
        size=kept.size,
        media_type=kept.media_type,
        purpose="component",
        uploaded_by=applicant.actor,
        uploaded_at=now,
        scanned_at=now if kept.scanned else None,
        notes=msgspec.to_builtins(kept.notes),
    )


def of_draft(applicant: Applicant, draft_key: str) -> list[Attachment]:
    """The files uploaded so far, in order."""
    rows = Attachment.objects.filter(draft_key=_key(applicant, draft_key), dossier__isnull=True)
    return list(rows.order_by("uploaded_at", "pk"))


def owned(applicant: Applicant, draft_key: str) -> set[str]:
    """SHA-256 of the files uploaded so far."""
    return {row.sha256 for row in of_draft(applicant, draft_key)}


def claim(applicant: Applicant, draft_key: str, dossier_id: int) -> int:
    """Give the files to the dossier that came of the filing; how many."""
    rows = Attachment.objects.filter(draft_key=_key(applicant, draft_key), dossier__isnull=True)
    return rows.update(dossier_id=dossier_id, draft_key="")


def _key(applicant: Applicant, draft_key: str) -> str:
    return f"{applicant.actor}:{draft_key}"[:LONGEST_KEY]
