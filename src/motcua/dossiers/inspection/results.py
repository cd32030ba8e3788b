"""What the store says of a file, and how it refuses one."""

from __future__ import annotations

from typing import Any

import msgspec

from motcua.foundation.errors import DomainError


class Note(msgspec.Struct, frozen=True):
    """A remark for the officer: a Vietnamese sentence in the `%(name)s` form and its values."""

    message: str
    params: dict[str, Any] = {}

    @property
    def text(self) -> str:
        """The sentence with its values; faces translate `message` first."""
        return self.message % self.params if self.params else self.message


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file in the store. `sha256` and `size` are of the bytes kept.

    Where active content was taken out, `original_sha256` and `original_size` are of what was sent; otherwise
    they are the same. `name` is clean and its extension fits the content. `pages` is known for PDFs and
    images; `listing` holds the names inside a zip (200 at most); `duplicate` says that the bytes were there,
    `scanned` that clamd looked for viruses.
    """

    sha256: str
    size: int
    media_type: str
    name: str
    kind: str
    pages: int | None = None
    notes: tuple[Note, ...] = ()
    listing: tuple[str, ...] = ()
    original_sha256: str
    original_size: int
    duplicate: bool = False
    scanned: bool = False


class FileRefusedError(DomainError):
    """The file is not taken; nothing of it was kept."""

    id = "file_refused"


class FileTooLargeError(FileRefusedError):
    """The file passes the size limit."""

    id = "file_too_large"


class StorageFullError(DomainError):
    """The server could not write the file."""

    id = "storage_full"


def size_words(size: int) -> str:
    """Bytes as people say them: `812 byte`, `3,4 KB`, `60 MB` (1 MB = 1,024 x 1,024 bytes)."""
    if size < 1024:
        return f"{size} byte"
    unit, scale = ("KB", 1024) if size < 1024**2 else ("MB", 1024**2)
    return f"{size / scale:.1f}".removesuffix(".0").replace(".", ",") + f" {unit}"
