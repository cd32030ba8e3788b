"""Files of a dossier: stored by SHA-256 elsewhere, known here by an id, served to those who may read."""

from __future__ import annotations

import uuid
from typing import IO, Final, NamedTuple

import msgspec
from django.db import connection
from django.db.models import Q, QuerySet

from motcua.dossiers import files, store
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.foundation.clock import DAY, Clock, SystemClock
from motcua.foundation.errors import Forbidden, NotFound, gettext_noop
from motcua.organisation.rights import DossierPlace, Person, acting_roles, may, may_read, step_posts

CITIZEN: Final = "citizen:"
"""How the uploader of a file begins where it is a citizen; the key of the account follows."""
OF_A_DRAFT: Final = ":NHP-"
"""In the key of files that belong to a draft of a filing, before what its code begins with."""
PURPOSES: Final = ("component", "supplement", "result", "other")


def upload(
    person: Person,
    stream: IO[bytes],
    name: str,
    *,
    purpose: str = "component",
    code: str = "",
    draft_key: str = "",
    clock: Clock | None = None,
) -> Attachment:
    """Keep a file for a dossier, or for an intake in progress under its draft key.

    Raises: `Forbidden`, `NotFound`, `FileRefusedError`, `FileTooLargeError`. Nothing is left half-written.
    """
    dossier_id = _dossier_for(person, code) if code else None
    if dossier_id is None and not (draft_key and may(person, "receive")):
        raise Forbidden(
            gettext_noop("Bạn không có quyền tải tệp lên ở đây."),
            gettext_noop("Mở hồ sơ thuộc phần việc của bạn rồi tải tệp."),
        )
    draft = "" if dossier_id else f"{person.officer_code}:{draft_key}"[:80]
    return kept_file(
        stream, name, draft=draft, dossier_id=dossier_id, purpose=purpose, by=person.actor, clock=clock
    )


def kept_file(
    stream: IO[bytes],
    name: str,
    *,
    by: str,
    draft: str = "",
    dossier_id: int | None = None,
    purpose: str = "component",
    clock: Clock | None = None,
) -> Attachment:
    """Take a file in and note whose it is; rights are asked before. Raises as `files.store`."""
    kept = files.store(stream, name)
    return noted_file(kept, by=by, draft=draft, dossier_id=dossier_id, purpose=purpose, clock=clock)


def noted_file(
    kept: files.StoredFile,
    *,
    by: str,
    draft: str = "",
    dossier_id: int | None = None,
    purpose: str = "component",
    clock: Clock | None = None,
) -> Attachment:
    """Note whose a file is that the store has taken in."""
    now = (clock or SystemClock()).now()
    return Attachment.objects.create(
        dossier_id=dossier_id,
        draft_key=draft,
        sha256=kept.sha256,
        name=kept.name,
        size=kept.size,
        media_type=kept.media_type,
        purpose=purpose if purpose in PURPOSES else "other",
        uploaded_by=by,
        uploaded_at=now,
        scanned_at=now if kept.scanned else None,
        notes=msgspec.to_builtins(kept.notes),
    )


def _dossier_for(person: Person, code: str) -> int:
    locked = store.read(code)
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    if not (acting_roles(person, locked.place) or step_posts(person, locked.place).does):
        raise Forbidden(
            gettext_noop("Bạn xem được hồ sơ này nhưng không được thêm tệp."),
            gettext_noop("Người đang giữ hồ sơ hoặc Bộ phận Một cửa tải tệp lên."),
        )
    return locked.id


def open_attachment(person: Person, attachment_id: uuid.UUID) -> tuple[Attachment, IO[bytes]]:
    """The file for somebody who may read its dossier, or who uploaded it for an intake in progress.

    Raises: `NotFound`, which says the same for what is not there and what may not be seen.
    """
    row = Attachment.objects.select_related("dossier").filter(pk=attachment_id).first()
    if row is None or not _may_open(person, row):
        raise NotFound(gettext_noop("Không tìm thấy tệp trong phạm vi của bạn."))
    return row, opened_file(row)


def opened_file(row: Attachment) -> IO[bytes]:
    """The content of a file; rights are asked before. Raises: `NotFound`, `FileRefusedError` for one in which
    a virus was found after it was taken in."""
    if row.virus:
        raise files.infected(row.virus)
    return files.open_file(row.sha256)


def _may_open(person: Person, row: Attachment) -> bool:
    if row.dossier is None:
        return row.uploaded_by == person.actor and bool(person.officer_code)
    if may_read(person, place_of(row.dossier)):
        return True
    # Who was asked for an opinion, or has a step or a part, is known by the log alone.
    locked = store.read(row.dossier.code or row.dossier.reference or "")
    return locked is not None and may_read(person, locked.place)


def place_of(dossier: Dossier) -> DossierPlace:
    """Where a dossier row lies; consultations are left out."""
    return DossierPlace(
        section_id=dossier.section_id,
        competent_id=dossier.competent_id,
        holder_agency_id=dossier.holder_agency_id,
        holder_officer=dossier.holder_officer,
    )


def drafts(person: Person, draft_key: str) -> list[Attachment]:
    """The files uploaded so far for an intake in progress."""
    key = f"{person.officer_code}:{draft_key}"[:80]
    return list(Attachment.objects.filter(draft_key=key, dossier__isnull=True).order_by("uploaded_at"))


def claim_drafts(person: Person, draft_key: str, dossier_id: int) -> int:
    """Give the files of an intake to the dossier that came of it; how many."""
    key = f"{person.officer_code}:{draft_key}"[:80]
    return Attachment.objects.filter(draft_key=key, dossier__isnull=True).update(
        dossier_id=dossier_id, draft_key=""
    )


CHECK_AGAIN: Final = 30 * DAY
DRAFTS_KEPT: Final = 7 * DAY


def check_files(*, most: int = 500, clock: Clock | None = None) -> list[tuple[Attachment, str]]:
    """Read again the files not read for thirty days, at most `most`; those that are missing or damaged."""
    now = (clock or SystemClock()).now()
    due = Q(checked_at__isnull=True) | Q(checked_at__lt=now - CHECK_AGAIN)
    faults = []
    for row in Attachment.objects.filter(due).order_by("checked_at", "uploaded_at")[:most]:
        state = files.check(row.sha256)
        if state is not files.FileState.WHOLE:
            faults.append((row, state.value))
        Attachment.objects.filter(pk=row.pk).update(checked_at=now)
    return faults


def scan_files(*, most: int = 200, clock: Clock | None = None) -> list[Attachment]:
    """Look for viruses in files that were taken in while no scanner answered; those with one."""
    rows = Attachment.objects.filter(scanned_at__isnull=True).order_by("-uploaded_at")
    return files.scan_later(rows[:most], clock=clock)


class Compared(NamedTuple):
    """Files of dossiers against the store: how many, how many were read, what is wrong (by SHA-256)."""

    files: int
    read: int
    missing: list[str]
    damaged: list[str]


def compare_with_store(*, sample: int | None = None) -> Compared:
    """Look for every file in the store and compare its size; read `sample` of them, or all, against the hash.

    The sample are those not read for longest. Files that other rooms name are looked for too. Changes
    nothing.
    """
    rows = Attachment.objects.order_by("checked_at", "uploaded_at").values_list("sha256", "size")
    with connection.cursor() as cursor:
        cursor.execute(files.every_name())
        named = list((dict(rows.iterator()) | dict(cursor.fetchall())).items())
    missing: list[str] = []
    damaged: list[str] = []
    read = 0
    for sha256, size in named:
        state = files.look(sha256, size)
        if state is files.FileState.WHOLE and (sample is None or read < sample):
            state = files.check(sha256)
            read += 1
        if state is files.FileState.MISSING:
            missing.append(sha256)
        elif state is files.FileState.DAMAGED:
            damaged.append(sha256)
    return Compared(len(named), read, missing, damaged)


def remove_old_drafts(*, clock: Clock | None = None) -> int:
    """Take away the files of intakes given up seven days ago; how many. Content used elsewhere stays."""
    before = (clock or SystemClock()).now() - DRAFTS_KEPT
    given_up = Attachment.objects.filter(dossier__isnull=True, uploaded_at__lt=before)
    # Files of a citizen's draft stay as long as it does: `filing` takes them away.
    return remove_files(given_up.exclude(draft_key__contains=OF_A_DRAFT))


def remove_files(rows: QuerySet[Attachment]) -> int:
    """Remove files from the register, and from the store what nobody else attaches; how many."""
    removed = 0
    for row in rows:
        row.delete()
        removed += 1
        files.forget([row.sha256])
    return removed
