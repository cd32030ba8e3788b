"""Where an export goes: bytes for a page, or a file that is written beside and renamed when it is whole."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from motcua.figures.exports.export import Export
from motcua.figures.exports.lines import write_csv
from motcua.figures.exports.paper import write_pdf
from motcua.figures.exports.word import write_docx
from motcua.figures.exports.workbook import write_xlsx
from motcua.foundation.errors import UsageError, gettext_noop

FORMATS: Final[dict[str, Callable[[Export, BinaryIO], None]]] = {
    "xlsx": write_xlsx,
    "docx": write_docx,
    "pdf": write_pdf,
    "csv": write_csv,
}
"""Each writes to the end of a binary file that can be sought in."""


def content_of(export: Export, form: str) -> bytes:
    """The whole file in memory, for what is small. Raises: `TooLongToPrint`."""
    out = io.BytesIO()
    FORMATS[form](export, out)
    return out.getvalue()


def write_file(out: Path, write: Callable[[BinaryIO], None]) -> int:
    """Write a new file; nothing half-written is ever seen under its name. How many bytes it has.

    Raises: `UsageError` where there is no such folder, no right to write, or another file of that name.
    """
    _free(out)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    except OSError:
        raise _refused(gettext_noop("Không ghi được vào thư mục %(folder)s."), out) from None
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb+") as file:
            write(file)
            size = file.seek(0, os.SEEK_END)
        # The file belongs to who asked for it, with the rights that their new files have.
        beside.chmod(0o666 & ~_umask())
        beside.replace(out)
    except OSError:
        raise _refused(gettext_noop("Không ghi được vào thư mục %(folder)s."), out) from None
    finally:
        beside.unlink(missing_ok=True)
    return size


def _free(out: Path) -> None:
    if out.is_dir() or (out.exists() and out.stat().st_size):
        raise UsageError(
            gettext_noop("Đã có %(name)s; không ghi đè."),
            gettext_noop("Chọn tên khác, hoặc xóa tệp cũ rồi làm lại."),
            name=str(out),
        )
    if not out.parent.is_dir():
        raise _refused(gettext_noop("Không có thư mục %(folder)s."), out)


def _refused(message: str, out: Path) -> UsageError:
    return UsageError(
        message,
        gettext_noop("Chọn một thư mục đã có mà bạn được ghi, rồi làm lại."),
        folder=str(out.parent),
    )


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
