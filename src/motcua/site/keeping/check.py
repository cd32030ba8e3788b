"""Is a backup whole? Every row, file and key is read again and compared with the manifest."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site.keeping import layout
from motcua.site.keeping.layout import Manifest, TablePart

_READ: Final = 1024 * 1024


def check(place: Path, one: Path, say: Callable[[str], None], *, contents: bool = True) -> Manifest:
    """The manifest of a backup whose parts all fit it.

    Without `contents` files are only measured, for whoever reads them anyway. Raises: DomainError
    `backup_cut`, `backup_changed`, `backup_newer`.
    """
    manifest = layout.load(one)
    for table in manifest.tables:
        _check_table(one, table)
    say(f"{len(manifest.tables)} bảng khớp bản kê.")
    for name, digest in manifest.keys.items():
        if hashlib.sha256(key(one, name).encode()).hexdigest() != digest:
            raise layout.changed(one, f"keys/{name}")
    try:
        listed = (one / layout.FILES).read_bytes()
    except OSError as error:
        raise layout.cut_off(one, layout.FILES) from error
    if hashlib.sha256(listed).hexdigest() != manifest.files_sha256:
        raise layout.changed(one, layout.FILES)
    for number, (sha256, size) in enumerate(layout.listed_files(one), 1):
        _check_file(place, one, sha256, size, contents=contents)
        if number % 5000 == 0 or number == manifest.files:
            say(f"Tệp {number}/{manifest.files}")
    return manifest


def key(one: Path, name: str) -> str:
    """A key as the backup has it. Raises: DomainError `backup_cut`."""
    try:
        return (one / "keys" / name).read_text().strip()
    except OSError as error:
        raise layout.cut_off(one, f"keys/{name}") from error


def _check_table(one: Path, table: TablePart) -> None:
    digest, rows = hashlib.sha256(), 0
    path = layout.table_path(one, table.name)
    try:
        with gzip.open(path, "rb") as packed:
            while piece := packed.read(_READ):
                digest.update(piece)
                rows += piece.count(b"\n")
    except FileNotFoundError as error:
        raise layout.cut_off(one, path.name) from error
    except EOFError as error:
        raise layout.cut_off(one, path.name) from error
    except (OSError, zlib.error) as error:
        raise layout.changed(one, path.name) from error
    if (rows, digest.hexdigest()) != (table.rows, table.sha256):
        raise layout.changed(one, path.name)


def _check_file(place: Path, one: Path, sha256: str, size: int, *, contents: bool) -> None:
    path = layout.file_path(place, sha256)
    try:
        if path.stat().st_size != size:
            raise layout.changed(one, f"files/{sha256}")
        if contents:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    raise layout.changed(one, f"files/{sha256}")
    except FileNotFoundError as error:
        raise layout.cut_off(one, f"files/{sha256}") from error
    except OSError as error:
        raise DomainError(
            gettext_noop("Không đọc được %(path)s: %(why)s."),
            gettext_noop("Kiểm tra quyền đọc và ổ đĩa chứa bản sao lưu."),
            id="backup_unreadable",
            path=str(path),
            why=error.strerror or type(error).__name__,
        ) from error
