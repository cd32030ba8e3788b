"""What a kept file tells of itself."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Final, NamedTuple

from motcua.dossiers import files
from motcua.dossiers.files.apart import look_apart
from motcua.dossiers.models import Attachment
from motcua.foundation.errors import DomainError
from motcua.vault.models import Paper

_CHUNK: Final = 256 * 1024
_SIGNED: Final = b"/ByteRange"
"""A signature stands outside of compressed parts of a PDF, or it could not cover the file (ISO 32000-1,
12.8)."""


class Facts(NamedTuple):
    """Pages, where they can be counted, and whether the file carries a digital signature (not checked)."""

    pages: int | None = None
    signed: bool = False


def content_of(paper: Paper) -> IO[bytes]:
    """The file of a paper, to be closed by the caller; rights are asked before. Raises: `NotFound`,
    `FileRefusedError` where a virus was found in the same content since."""
    found = Attachment.objects.filter(sha256=paper.sha256).exclude(virus="").values_list("virus", flat=True)
    virus = found.first()
    if virus:
        raise files.infected(virus)
    return files.open_file(paper.sha256)


def facts_of(sha256: str) -> Facts:
    """Look into a kept file, in a process of its own; nothing is told of what cannot be read. Takes about a
    third of a second: not for a request."""
    with tempfile.TemporaryDirectory(prefix="store-") as folder:
        copy = Path(folder) / "file"
        try:
            signed = _copied(sha256, copy)
            return Facts(look_apart(copy, Path(folder) / "cleaned").pages, signed)
        except DomainError:
            return Facts()


def is_signed(sha256: str) -> bool:
    """Whether the kept file carries a digital signature. Raises: `NotFound`."""
    with files.open_file(sha256) as source:
        tail = b""
        for chunk in source.chunks(_CHUNK):
            if _SIGNED in tail + chunk:
                return True
            tail = chunk[-len(_SIGNED) :]
    return False


def _copied(sha256: str, target: Path) -> bool:
    """Copy the content; whether it is signed."""
    with files.open_file(sha256) as source, target.open("wb") as out:
        for chunk in source.chunks(_CHUNK):
            out.write(chunk)
    return is_signed(sha256)
