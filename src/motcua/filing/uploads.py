"""Files on their way in, in pieces: what broke off goes on from the last byte that came.

Every call names the account; an upload of another account is not found. A piece is appended under the row's
lock, so that two senders of the same file never write over each other.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import IO, Final

import msgspec
from django.conf import settings
from django.db import transaction

from motcua.dossiers.files import FileTooLargeError, size_words
from motcua.dossiers.inspection.names import clean_name
from motcua.filing import refusals
from motcua.filing.models import Upload
from motcua.filing.received import ReceivedFile, open_draft_of, receive_file
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop

KEPT_FOR: Final = DAY
"""How long a broken-off upload waits to go on."""
PIECE: Final = 4 * 1024 * 1024
"""Bytes that one request adds at most; what comes after is not read, the sender is told where to go on."""
MOST_AT_ONCE: Final = 40
_READ: Final = 64 * 1024


class UploadState(msgspec.Struct, frozen=True):
    """How far a file has come. `received` is set once it is whole and was taken in."""

    key: str
    offset: int
    size: int
    until: Instant
    received: ReceivedFile | None = None


def begin(
    account: str,
    draft_key: str,
    field: str,
    *,
    name: str,
    size: int,
    mark: str = "",
    clock: Clock | None = None,
) -> UploadState:
    """Announce a file of `size` bytes; the same file announced again goes on where it broke off.

    Raises: `NotFound`, `Conflict` `draft_submitted`, `FileTooLargeError` with both sizes, DomainError.
    """
    now = (clock or SystemClock()).now()
    shown = clean_name(name)
    limit: int = settings.MOTCUA_UPLOAD_LIMIT
    if size > limit:
        raise too_large(shown, size, limit)
    if size < 1:
        raise DomainError(
            gettext_noop("Tệp trống."), gettext_noop("Chọn lại tệp có nội dung."), id="file_empty"
        )
    draft = open_draft_of(account, draft_key)
    seal = _mark(shown, size, mark)
    known = Upload.objects.filter(draft=draft, field=field, mark=seal).first()
    if known is not None:
        known.touched_at = now
        known.save(update_fields=["touched_at"])
        return _state(known)
    if Upload.objects.filter(draft=draft).count() >= MOST_AT_ONCE:
        raise refusals.too_many_files(MOST_AT_ONCE)
    row = Upload.objects.create(
        key=secrets.token_hex(16),
        draft=draft,
        field=field[:60],
        name=shown,
        mark=seal,
        size=size,
        begun_at=now,
        touched_at=now,
    )
    return _state(row)


def state(account: str, key: str) -> UploadState:
    """How far an upload has come. Raises: `NotFound`."""
    return _state(_own(account, key))


def append(
    account: str, key: str, offset: int, stream: IO[bytes], *, clock: Clock | None = None
) -> UploadState:
    """Add what the stream gives, from `offset` on; the last byte takes the file in.

    A stream that breaks off in the middle leaves what came before. Raises: `NotFound`, `Conflict`
    `upload_offset`, and what `receive_file` raises (then nothing of the file is kept).
    """
    known = _own(account, key)
    if known.offset != offset:
        raise refusals.other_offset(known.offset)
    piece = _piece(stream, min(known.size - offset, PIECE))
    row = _added(known.pk, offset, piece, (clock or SystemClock()).now())
    if row.offset < row.size:
        return _state(row)
    return _whole(account, row, clock)


def give_up(account: str, key: str) -> None:
    """Take an upload away with what has come of it. Raises: `NotFound`."""
    _forget(_own(account, key))


def remove_broken_off(*, clock: Clock | None = None) -> int:
    """Take away uploads that nobody went on with for a day; how many."""
    before = (clock or SystemClock()).now() - KEPT_FOR
    rows = list(Upload.objects.filter(touched_at__lt=before))
    for row in rows:
        _forget(row)
    return len(rows)


def too_large(name: str, size: int, limit: int) -> FileTooLargeError:
    """The refusal of a file by its announced size, with both sizes."""
    return FileTooLargeError(
        gettext_noop("Tệp “%(name)s” lớn %(size)s, vượt giới hạn %(limit)s mỗi tệp."),
        gettext_noop("Chụp hoặc quét lại ở cỡ vừa (200–300 dpi), hoặc tách thành nhiều tệp, rồi tải lên."),
        kept=refusals.ANSWERS_KEPT,
        name=name,
        size=size_words(size),
        limit=size_words(limit),
    )


def _piece(stream: IO[bytes], most: int) -> bytes:
    """What the stream gives, at most `most` bytes; less where it breaks off."""
    found = bytearray()
    try:
        while len(found) < most and (read := stream.read(min(_READ, most - len(found)))):
            found += read
    except OSError:
        # The network broke in the middle of the request: what came is good.
        pass
    return bytes(found)


@transaction.atomic
def _added(pk: int, offset: int, piece: bytes, now: Instant) -> Upload:
    row = Upload.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise refusals.unknown_upload()
    if row.offset != offset:
        raise refusals.other_offset(row.offset)
    with os.fdopen(os.open(_path(row), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as out:
        # A crash between the disk and the commit left bytes that were never counted.
        out.truncate(offset)
        out.seek(offset)
        out.write(piece)
    row.offset = offset + len(piece)
    row.touched_at = now
    row.save(update_fields=["offset", "touched_at"])
    return row


def _whole(account: str, row: Upload, clock: Clock | None) -> UploadState:
    """Inspect and keep a file that has come whole; the row goes whether it was good or not."""
    try:
        with _path(row).open("rb") as stream:
            received = receive_file(account, row.draft.key, row.field, stream, row.name, clock=clock)
    finally:
        _forget(row)
    return msgspec.structs.replace(_state(row), received=received)


def _forget(row: Upload) -> None:
    Upload.objects.filter(pk=row.pk).delete()
    _path(row).unlink(missing_ok=True)


def _own(account: str, key: str) -> Upload:
    found = Upload.objects.select_related("draft").filter(key=key, draft__account=account).first()
    if found is None or not account:
        raise refusals.unknown_upload()
    return found


def _mark(name: str, size: int, mark: str) -> str:
    return hashlib.sha256(f"{name}\n{size}\n{mark}".encode(errors="replace")).hexdigest()


def _path(row: Upload) -> Path:
    folder = Path(settings.MOTCUA_UPLOADS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / row.key


def _state(row: Upload) -> UploadState:
    return UploadState(row.key, row.offset, row.size, row.touched_at + KEPT_FOR)
