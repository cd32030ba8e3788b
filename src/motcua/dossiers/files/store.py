"""The store of attached files: content under its SHA-256, kept once, never changed.

The storage is Django's `attachments` alias: a folder below MOTCUA_HOME by default, an object store by
configuration. Who may read which file is decided where files are joined to dossiers, not here.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Final, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from motcua.dossiers.files.apart import look_apart
from motcua.dossiers.files.scanning import scan
from motcua.dossiers.inspection.findings import KINDS, Finding
from motcua.dossiers.inspection.names import clean_name, extension, with_extension
from motcua.dossiers.inspection.results import (
    FileRefusedError,
    FileTooLargeError,
    Note,
    StorageFullError,
    StoredFile,
    size_words,
)
from motcua.foundation.errors import NotFound, gettext_noop

SAME_PHOTOGRAPHS: Final = {"heif": "heic", "hif": "heic"}
_CHUNK: Final = 256 * 1024
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Readable(Protocol):
    """A stream of bytes; an uploaded file of Django is one."""

    def read(self, size: int = ..., /) -> bytes: ...


class FileState(StrEnum):
    """What `check` finds."""

    WHOLE = "whole"
    MISSING = "missing"
    DAMAGED = "damaged"


class _Temporary(File):  # type: ignore[type-arg]
    """A file that the file system storage may move into place instead of copying."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def store(stream: Readable, name: str, *, limit: int | None = None) -> StoredFile:
    """Take a file in: measured, inspected by content, cleaned where a PDF runs something, kept by SHA-256.

    `limit` in bytes (setting `MOTCUA_UPLOAD_LIMIT` when none is given). The stream is read once, in pieces.
    Raises `FileTooLargeError` or `FileRefusedError` with the reason and what to do, `StorageFullError` when
    the server has no room; in each case nothing is kept. Inspection takes about a third of a second, so call
    it outside of any transaction.
    """
    limit = settings.MOTCUA_UPLOAD_LIMIT if limit is None else limit
    shown = clean_name(name)
    _refuse_announced(stream, shown, limit)
    with _room() as folder:
        sent = folder / "sent"
        original = _spool(stream, sent, shown, limit)
        cleaned = folder / "cleaned"
        scanned = _looked_at(sent)
        finding = look_apart(sent, cleaned)
        kept = cleaned if finding.cleaned else sent
        sha256, size = _measure(cleaned) if finding.cleaned else original
        duplicate = _keep(kept, sha256, size)
    name, notes = _named(shown, finding)
    return StoredFile(
        sha256=sha256,
        size=size,
        media_type=KINDS[finding.kind].media_type,
        name=name,
        kind=finding.kind,
        pages=finding.pages,
        notes=(*finding.notes, *notes),
        listing=finding.listing,
        original_sha256=original[0],
        original_size=original[1],
        duplicate=duplicate,
        scanned=scanned,
    )


def _looked_at(path: Path) -> bool:
    """Whether clamd looked at the file. Raises `FileRefusedError` where it found a virus."""
    with path.open("rb") as file:
        verdict = scan(file)
    if verdict.virus:
        raise infected(verdict.virus)
    return verdict.scanned


def infected(virus: str) -> FileRefusedError:
    """The refusal of a file with a virus; nothing of it is kept or opened."""
    return FileRefusedError(
        gettext_noop("Tệp có vi-rút (%(virus)s), không được nhận và không được lưu."),
        gettext_noop("Quét vi-rút máy hoặc thẻ nhớ, rồi chụp hoặc quét lại giấy tờ từ máy sạch."),
        id="file_virus",
        virus=virus,
    )


def open_file(sha256: str) -> File[bytes]:
    """The kept content, open for reading in binary; the caller closes it. Raises `NotFound`."""
    try:
        return _storage().open(_key(sha256), "rb")
    except FileNotFoundError as missing:
        raise _not_found() from missing


def keep_files(
    wanted: Iterable[tuple[Path, str, int]], progress: Callable[[int], None] = lambda number: None
) -> list[str]:
    """Keep copies of files that were kept before, each as (path, SHA-256, size); those that are not what
    they are named. Content that is there already stays. Syncing to the disk is the caller's.

    Raises: `StorageFullError`.
    """
    wrong: list[str] = []
    storage = _storage()
    with _room() as folder:
        for number, (path, sha256, size) in enumerate(wanted, 1):
            key = _key(sha256)
            if not (storage.exists(key) and storage.size(key) == size):
                copy = folder / sha256
                if _copied(path, copy) == (sha256, size):
                    _keep(copy, sha256, size)
                else:
                    wrong.append(sha256)
            progress(number)
    return wrong


def _copied(path: Path, target: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    with path.open("rb") as source, _private(target) as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
        return digest.hexdigest(), out.tell()


def exists(sha256: str) -> bool:
    """Whether content of this SHA-256 is kept."""
    return _storage().exists(_key(sha256))


def look(sha256: str, size: int) -> FileState:
    """Whether the content is there in the right size, without reading it."""
    storage, key = _storage(), _key(sha256)
    if not storage.exists(key):
        return FileState.MISSING
    return FileState.WHOLE if storage.size(key) == size else FileState.DAMAGED


def check(sha256: str) -> FileState:
    """Read the kept content through and compare it with its name; a job does so with every file."""
    digest = hashlib.sha256()
    try:
        with _storage().open(_key(sha256), "rb") as file:
            for chunk in file.chunks(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return FileState.MISSING
    return FileState.WHOLE if digest.hexdigest() == sha256 else FileState.DAMAGED


def remove(sha256: str) -> None:
    """Erase the content. Content is kept once for all that attach it: the caller knows that nobody does."""
    _storage().delete(_key(sha256))


def _storage() -> Storage:
    return storages["attachments"]


def _key(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise _not_found()
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _not_found() -> NotFound:
    return NotFound(
        gettext_noop("Không có tệp này trong kho."), gettext_noop("Mở lại hồ sơ và chọn tệp trong danh sách.")
    )


@contextmanager
def _room() -> Iterator[Path]:
    """A folder beside the store, so that the last step is a rename; errors of the disk become sentences."""
    try:
        with tempfile.TemporaryDirectory(prefix="incoming-", dir=_beside_the_store()) as folder:
            yield Path(folder)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise StorageFullError(
            gettext_noop("Máy chủ không còn chỗ để lưu tệp; tệp chưa được nhận."),
            gettext_noop("Báo quản trị hệ thống giải phóng ổ đĩa, rồi tải lên lại."),
        ) from error


def _beside_the_store() -> Path | None:
    try:
        folder = Path(_storage().path(""))
    except NotImplementedError:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _spool(stream: Readable, target: Path, name: str, limit: int) -> tuple[str, int]:
    """Copy to `target` in pieces; its SHA-256 and size."""
    digest = hashlib.sha256()
    size = 0
    with _private(target) as out:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise _too_large(name, limit, None)
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _measure(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        os.fsync(file.fileno())
        return digest.hexdigest(), file.tell()


def _keep(path: Path, sha256: str, size: int) -> bool:
    """Put the content under its name; whether it was there already."""
    storage, key = _storage(), _key(sha256)
    if storage.exists(key):
        if storage.size(key) == size:
            return True
        # Left half written by a crash of a storage that cannot rename.
        storage.delete(key)
    with path.open("rb") as file:
        saved = storage.save(key, _Temporary(file, name=str(path)))
    if saved != key:
        # Somebody kept the same content in the same moment; one copy is enough.
        storage.delete(saved)
        return True
    return False


def _refuse_announced(stream: Any, name: str, limit: int) -> None:
    size = getattr(stream, "size", None)
    if size is None:
        with suppress(AttributeError, OSError, ValueError):
            here = stream.tell()
            size = stream.seek(0, os.SEEK_END) - here
            stream.seek(here)
    if isinstance(size, int) and size > limit:
        raise _too_large(name, limit, size)


def _too_large(name: str, limit: int, size: int | None) -> FileTooLargeError:
    advice = gettext_noop(
        "Quét lại ở 200–300 dpi, nén lại hoặc tách thành nhiều tệp nhỏ hơn %(limit)s, rồi tải lên."
    )
    if size is None:
        message = gettext_noop("Tệp “%(name)s” vượt giới hạn %(limit)s mỗi tệp.")
        return FileTooLargeError(message, advice, name=name, limit=size_words(limit))
    message = gettext_noop("Tệp “%(name)s” lớn %(size)s, vượt giới hạn %(limit)s mỗi tệp.")
    return FileTooLargeError(message, advice, name=name, size=size_words(size), limit=size_words(limit))


def _named(name: str, finding: Finding) -> tuple[str, tuple[Note, ...]]:
    """The name with the extension that fits, and a remark where another one was given."""
    kind = KINDS[finding.kind]
    given = extension(name)
    if given in kind.extensions:
        return name, ()
    if finding.sent_as in (given, SAME_PHOTOGRAPHS.get(given)):
        return with_extension(name, kind.extensions[0]), ()
    right = with_extension(name, kind.extensions[0])
    if not given:
        return right, ()
    note = Note(
        gettext_noop("Tên tệp ghi .%(given)s nhưng nội dung là %(kind)s; đã đổi tên thành “%(name)s”."),
        {"given": given, "kind": kind.label, "name": right},
    )
    return right, (note,)
