"""How a backup lies on disk, and how a whole one is told from a broken one.

    DIR/motcua-backup.json           marks the folder as ours
    DIR/files/ab/cd/<sha256>         attached files, kept once for all backups in DIR
    DIR/<moment>/manifest.json       what the backup holds, written last
    DIR/<moment>/manifest.sha256     the seal: SHA-256 of the manifest
    DIR/<moment>/tables/<name>.gz    rows as COPY writes them, in the order of the primary key
    DIR/<moment>/files.txt           "<sha256> <size>" a line
    DIR/<moment>/keys/<name>         keys of the server (mode 0600)

A backup in the making is called `.<moment>.part` and gets its name when everything is on disk.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop

FORMAT: Final = 1
MARKER: Final = "motcua-backup.json"
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.sha256"
FILES: Final = "files.txt"
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}(-\d+)?")
_PART: Final = re.compile(r"\.\d{4}-\d{2}-\d{2}T\d{6}(-\d+)?\.part")


class TablePart(msgspec.Struct):
    """One table: its columns in order, its rows, SHA-256 of its rows as text, bytes on disk."""

    name: str
    columns: list[str]
    rows: int
    sha256: str
    size: int


class Chain(msgspec.Struct):
    """The heads of all chains: SHA-256 over "<code> <seq> <head>" a line, in the order of the rows."""

    dossiers: int
    events: int
    sha256: str
    equal: bool
    """Every head is the hash of the last event of its chain."""


class Manifest(msgspec.Struct):
    """What one backup holds. `made_at` is local time; `missing` are files that the store had lost."""

    format: int
    version: str
    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    tables: list[TablePart]
    sequences: dict[str, tuple[int, bool]]
    files: int
    file_bytes: int
    files_sha256: str
    missing: list[str]
    keys: dict[str, str]
    chain: Chain


class _Format(msgspec.Struct):
    format: int


def moments(place: Path) -> list[Path]:
    """The backups of a folder, oldest first, whole or not."""
    return sorted(each for each in place.iterdir() if each.is_dir() and _MOMENT.fullmatch(each.name))


def parts(place: Path) -> list[Path]:
    """What was left of backups that never ended."""
    return sorted(each for each in place.iterdir() if _PART.fullmatch(each.name))


def chosen(place: Path) -> tuple[Path, Path]:
    """The folder of backups and the newest backup in it, or the one that `place` names itself.

    Raises: DomainError `no_backup`, `backup_cut`.
    """
    try:
        if _MOMENT.fullmatch(place.name) and (place.parent / MARKER).exists() and place.is_dir():
            return place.parent, place
        found = moments(place) if (place / MARKER).exists() else []
        cut = parts(place) if (place / MARKER).exists() else []
    except OSError as error:
        raise no_backup(place) from error
    if found:
        return place, found[-1]
    raise cut_off(cut[-1], gettext_noop("bản sao lưu dừng giữa chừng")) if cut else no_backup(place)


def load(one: Path) -> Manifest:
    """The manifest of a backup, its seal checked.

    Raises: DomainError `backup_cut`, `backup_newer`, `backup_changed`.
    """
    try:
        written = (one / MANIFEST).read_bytes()
        seal = (one / SEAL).read_text().strip()
    except OSError as error:
        raise cut_off(one, gettext_noop("thiếu bản kê")) from error
    try:
        known = msgspec.json.decode(written, type=_Format).format
    except msgspec.MsgspecError as error:
        raise changed(one, MANIFEST) from error
    if known > FORMAT:
        raise DomainError(
            gettext_noop(
                "Bản sao lưu %(name)s theo định dạng %(found)s; phần mềm này đọc đến định dạng %(known)s."
            ),
            gettext_noop("Cài phiên bản phần mềm mới hơn rồi phục hồi lại."),
            id="backup_newer",
            name=one.name,
            found=known,
            known=FORMAT,
        )
    if hashlib.sha256(written).hexdigest() != seal:
        raise changed(one, MANIFEST)
    try:
        return msgspec.json.decode(written, type=Manifest)
    except msgspec.MsgspecError as error:
        raise changed(one, MANIFEST) from error


def table_path(one: Path, table: str) -> Path:
    """Where the rows of a table are."""
    return one / "tables" / f"{table}.gz"


def file_path(place: Path, sha256: str) -> Path:
    """Where an attached file is, for all backups of the folder."""
    return place / "files" / sha256[:2] / sha256[2:4] / sha256


def listed_files(one: Path) -> Iterator[tuple[str, int]]:
    """SHA-256 and size of every file that a backup names."""
    with (one / FILES).open() as lines:
        for line in lines:
            sha256, _, size = line.strip().partition(" ")
            yield sha256, int(size)


def write_synced(path: Path, content: bytes) -> None:
    """Write a file that only we read, down to the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def sync_disk(place: Path) -> None:
    """Everything written on the file system of `place` reaches the disk, at once instead of file by file."""
    handle = os.open(place, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle) != 0:
            os.sync()
    finally:
        os.close(handle)


def no_backup(place: Path) -> DomainError:
    """The refusal of a folder without backups."""
    return DomainError(
        gettext_noop("Không có bản sao lưu nào của hệ thống trong %(path)s."),
        gettext_noop("Chỉ đúng thư mục đã ghi bằng `motcua backup`."),
        id="no_backup",
        path=str(place),
    )


def cut_off(one: Path, why: str) -> DomainError:
    """The refusal of a backup that is not all there."""
    return DomainError(
        gettext_noop("Bản sao lưu %(name)s không trọn vẹn: %(why)s. Không có gì được phục hồi."),
        gettext_noop("Dùng một bản sao lưu khác: motcua restore DIR/TÊN."),
        id="backup_cut",
        name=one.name,
        why=why,
    )


def changed(one: Path, part: str) -> DomainError:
    """The refusal of a backup whose content is not what was written."""
    return DomainError(
        gettext_noop(
            "Bản sao lưu %(name)s đã bị sửa hoặc hỏng: %(part)s không khớp mã băm. Không có gì được phục hồi."
        ),
        gettext_noop("Dùng một bản sao lưu khác, và kiểm tra ổ đĩa chứa bản này."),
        id="backup_changed",
        name=one.name,
        part=part,
    )
