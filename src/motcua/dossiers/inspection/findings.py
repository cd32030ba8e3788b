"""What an inspection finds, in a form that passes between processes."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from motcua.dossiers.inspection.results import FileRefusedError, Note
from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import listed


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
        Kind("png", "image/png", gettext_noop("ảnh PNG"), ("png",)),
        Kind("jpeg", "image/jpeg", gettext_noop("ảnh JPEG"), ("jpg", "jpeg", "jpe", "jfif")),
        Kind("tiff", "image/tiff", gettext_noop("ảnh TIFF"), ("tif", "tiff")),
        Kind("webp", "image/webp", gettext_noop("ảnh WebP"), ("webp",)),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", "Word (docx)", ("docx",)),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel (xlsx)", ("xlsx",)),
        Kind("odt", f"{_OPEN}.text", "OpenDocument (odt)", ("odt",)),
        Kind("ods", f"{_OPEN}.spreadsheet", "OpenDocument (ods)", ("ods",)),
        Kind("xml", "application/xml", "XML", ("xml",)),
        Kind("zip", "application/zip", gettext_noop("tệp nén ZIP"), ("zip",)),
    )
}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """An inspected file: its kind, and whether a cleaned copy was written."""

    kind: str
    pages: int | None = None
    notes: tuple[Note, ...] = ()
    listing: tuple[str, ...] = ()
    cleaned: bool = False
    sent_as: str = ""
    """Extension of what was sent, where the kept copy is of another kind; no remark about the name then."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A `FileRefusedError` on its way out of the inspecting process."""

    id: str
    message: str
    next_step: str = ""
    params: dict[str, Any] = {}

    def error(self) -> FileRefusedError:
        """The refusal; `what` and `kind` hold words of the house, and phrases pass no process."""
        words = {
            name: listed(value.split(", "))
            for name, value in self.params.items()
            if name in {"what", "kind"} and isinstance(value, str)
        }
        return FileRefusedError(self.message, self.next_step, id=self.id, **self.params | words)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two."""

    finding: Finding | None = None
    refusal: Refusal | None = None


def refused(key: str, message: str, next_step: str, **params: Any) -> FileRefusedError:
    """A refusal with the id `file_<key>`."""
    return FileRefusedError(message, next_step, id=f"file_{key}", **params)
