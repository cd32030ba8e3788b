"""What an inspection finds, in a form that passes between processes."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from motcua.dossiers.inspection.results import FileRefusedError, Note


class Kind(msgspec.Struct, frozen=True):
    """A kind of file that the system takes, with the extensions it may carry, the usual one first."""

    key: str
    media_type: str
    label: str
    extensions: tuple[str, ...]


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
KINDS: Final = {
    kind.key: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF", ("pdf",)),
        Kind("png", "image/png", "ảnh PNG", ("png",)),
        Kind("jpeg", "image/jpeg", "ảnh JPEG", ("jpg", "jpeg", "jpe", "jfif")),
        Kind("tiff", "image/tiff", "ảnh TIFF", ("tif", "tiff")),
        Kind("webp", "image/webp", "ảnh WebP", ("webp",)),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", "Word (docx)", ("docx",)),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel (xlsx)", ("xlsx",)),
        Kind("odt", f"{_OPEN}.text", "OpenDocument (odt)", ("odt",)),
        Kind("ods", f"{_OPEN}.spreadsheet", "OpenDocument (ods)", ("ods",)),
        Kind("xml", "application/xml", "XML", ("xml",)),
        Kind("zip", "application/zip", "tệp nén ZIP", ("zip",)),
    )
}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """An inspected file: its kind, and whether a cleaned copy was written."""

    kind: str
    pages: int | None = None
    notes: tuple[Note, ...] = ()
    listing: tuple[str, ...] = ()
    cleaned: bool = False


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A `FileRefusedError` on its way out of the inspecting process."""

    id: str
    message: str
    next_step: str = ""
    params: dict[str, Any] = {}

    def error(self) -> FileRefusedError:
        return FileRefusedError(self.message, self.next_step, id=self.id, **self.params)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two."""

    finding: Finding | None = None
    refusal: Refusal | None = None


def refused(key: str, message: str, next_step: str, **params: Any) -> FileRefusedError:
    """A refusal with the id `file_<key>`."""
    return FileRefusedError(message, next_step, id=f"file_{key}", **params)
