"""`motcua backup`: the database as one moment saw it, the files it names, the keys it needs."""

from __future__ import annotations

import errno
import fcntl
import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, Final, NamedTuple

import msgspec
import psycopg

from motcua.foundation.clock import Clock, SystemClock, local_of, local_text
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.site.database import conninfo
from motcua.site.home import home
from motcua.site.keeping import layout, rows
from motcua.site.keeping.layout import Manifest, TablePart
from motcua.site.secrets import server_key

Say = Callable[[str], None]
PORTABLE_KEYS: Final = ("session", "receipt", "second-factor")
"""Keys that live as long as the data: printed receipts and signed-in sessions depend on them."""
_CLUSTER: Final = "database-"
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)
_SPARE: Final = 20 * 1024 * 1024
_READ: Final = 1024 * 1024


class Backup(NamedTuple):
    """What was written and where; `bytes_new` is what it took on disk."""

    folder: Path
    manifest: Manifest
    seal: str
    bytes_new: int


def take(place: Path, *, keep: int = 0, say: Say, clock: Clock | None = None) -> Backup:
    """Write a backup into `place`, next to earlier ones, whose files it shares; the offices go on writing.

    `keep` removes the oldest backups beyond so many (0: none). Nothing carries the name of a backup before
    it is whole and on the disk. Raises: DomainError `backup_place`, `backup_running`, `backup_no_room`,
    `nothing_to_back_up`.
    """
    moment = local_of((clock or SystemClock()).now())
    with _own(place), _room(place):
        for left in layout.parts(place):
            say(f"Dọn bản dở dang {left.name}")
            shutil.rmtree(left)
        name = _free_name(place, f"{moment:%Y-%m-%dT%H%M%S}")
        draft = place / f".{name}.part"
        draft.mkdir(mode=0o700)
        try:
            manifest, seal, size = _write(place, draft, say, clock)
            # Tables and manifest are on the disk already; thousands of files go there at once.
            if manifest.files:
                layout.sync_disk(place)
            _sync_folder(draft / "tables")
            _sync_folder(draft)
            draft.rename(place / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _sync_folder(place)
        if keep:
            prune(place, keep, say)
    return Backup(place / name, manifest, seal, size)


def prune(place: Path, keep: int, say: Say) -> None:
    """Remove the oldest backups beyond `keep`, and the files that none of the others names."""
    old = layout.moments(place)[:-keep]
    for each in old:
        say(f"Xóa bản sao lưu cũ {each.name}")
        # Under the name of an unfinished one first: a removal cut off never looks like a backup.
        gone = each.with_name(f".{each.name}.part")
        each.rename(gone)
        shutil.rmtree(gone)
    if not old:
        return
    named = {sha256 for each in layout.moments(place) for sha256, _ in layout.listed_files(each)}
    for path in (place / "files").glob("*/*/*"):
        if path.name not in named:
            path.unlink()


def _write(place: Path, draft: Path, say: Say, clock: Clock | None) -> tuple[Manifest, str, int]:
    with psycopg.connect(conninfo(), autocommit=False) as link:
        link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        link.read_only = True
        rows.steady(link)
        _refuse_nothing(link)
        files = _named_files(link)
        _refuse_small_disk(place, link, files)
        tables = _write_tables(link, draft, say)
        chain = rows.chain(link)
        sequences = rows.sequences(link)
        migrations = rows.migrations(link)
        database = str(link.info.server_version)
        link.rollback()
    listed, missing, added = _copy_files(place, files, say)
    text = "".join(f"{sha256} {size}\n" for sha256, size in listed).encode()
    layout.write_synced(draft / layout.FILES, text)
    manifest = Manifest(
        format=layout.FORMAT,
        version=version("motcua"),
        made_at=local_text((clock or SystemClock()).now()),
        database=database,
        migrations=migrations,
        tables=tables,
        sequences=sequences,
        files=len(listed),
        file_bytes=sum(size for _, size in listed),
        files_sha256=hashlib.sha256(text).hexdigest(),
        missing=missing,
        keys=_write_keys(draft),
        chain=chain,
    )
    written = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    seal = hashlib.sha256(written).hexdigest()
    layout.write_synced(draft / layout.MANIFEST, written)
    layout.write_synced(draft / layout.SEAL, f"{seal}\n".encode())
    return manifest, seal, added + sum(table.size for table in tables)


def _write_tables(link: rows.Link, draft: Path, say: Say) -> list[TablePart]:
    (draft / "tables").mkdir(mode=0o700)
    found = rows.tables(link)
    parts: list[TablePart] = []
    for number, table in enumerate(found, 1):
        path = layout.table_path(draft, table.name)
        with _private(path) as raw:
            # No time inside: the same rows give the same file.
            with gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0) as packed:
                counted = rows.read(link, table, packed.write)
            raw.flush()
            os.fsync(raw.fileno())
        parts.append(TablePart(table.name, table.columns, counted.rows, counted.sha256, path.stat().st_size))
        if counted.rows > 10_000 or number == len(found):
            say(f"Bảng {number}/{len(found)}: {table.name}, {counted.rows} dòng")
    return parts


def _named_files(link: rows.Link) -> list[tuple[str, int]]:
    """SHA-256 and size of the files that this view of the database names."""
    from motcua.dossiers.files import every_name, naming_tables

    def is_there(table: str) -> bool:
        # A backup before an upgrade meets a database that has not got the tables of the new version yet.
        return link.execute("SELECT to_regclass(%s)", (table,)).fetchone() != (None,)

    statement = every_name([table for table in naming_tables() if is_there(table)])
    return [(sha256, size) for sha256, size in link.execute(statement.encode()).fetchall()]


def _copy_files(
    place: Path, files: list[tuple[str, int]], say: Say
) -> tuple[list[tuple[str, int]], list[str], int]:
    """Copy what is not there yet; the files that are, those that the store had lost, the bytes added."""
    listed: list[tuple[str, int]] = []
    missing: list[str] = []
    added = 0
    for number, (sha256, size) in enumerate(files, 1):
        target = layout.file_path(place, sha256)
        if not (target.exists() and target.stat().st_size == size):
            copied = _copy_file(sha256, target)
            if copied is None:
                missing.append(sha256)
                continue
            added += copied
        listed.append((sha256, target.stat().st_size))
        if number % 2000 == 0 or number == len(files):
            say(f"Tệp {number}/{len(files)}")
    return listed, missing, added


def _copy_file(sha256: str, target: Path) -> int | None:
    """Bytes copied; None where the store has no such content. Damaged content is not copied either."""
    from motcua.dossiers.files import open_file

    for parent in reversed(target.parents[:3]):  # each with the mode, which `parents=True` does not give
        parent.mkdir(mode=0o700, exist_ok=True)
    draft = target.with_name(f".{sha256}.part")
    digest, size = hashlib.sha256(), 0
    try:
        with open_file(sha256) as source, _private(draft) as out:
            while piece := source.read(_READ):
                digest.update(piece)
                out.write(piece)
                size += len(piece)
        if digest.hexdigest() != sha256:
            return None
        draft.rename(target)
    except NotFound:
        return None
    finally:
        draft.unlink(missing_ok=True)
    return size


def _write_keys(draft: Path) -> dict[str, str]:
    """Copy the keys that live as long as the data; those of the embedded cluster stay with the cluster."""
    folder = draft / "keys"
    folder.mkdir(mode=0o700)
    others = {path.name for path in (home() / "keys").glob("[!.]*")} if (home() / "keys").is_dir() else set()
    found: dict[str, str] = {}
    for name in sorted({*PORTABLE_KEYS, *others}):
        if not name.startswith(_CLUSTER):
            key = server_key(name)
            layout.write_synced(folder / name, f"{key}\n".encode())
            found[name] = hashlib.sha256(key.encode()).hexdigest()
    return found


def _refuse_nothing(link: rows.Link) -> None:
    row = link.execute(
        "SELECT to_regclass('public.django_migrations'), to_regclass('public.dossiers_attachment')"
    ).fetchone()
    if row is None or None in row:
        raise DomainError(
            gettext_noop("Cơ sở dữ liệu chưa có bảng nào của hệ thống, nên không có gì để sao lưu."),
            gettext_noop("Kiểm tra DATABASE_URL và MOTCUA_HOME có đúng hệ thống cần sao lưu không."),
            id="nothing_to_back_up",
        )


def _refuse_small_disk(place: Path, link: rows.Link, files: list[tuple[str, int]]) -> None:
    """Before anything is written: rows take about a third of the database when packed."""
    row = link.execute("SELECT pg_database_size(current_database())").fetchone()
    fresh = sum(size for sha256, size in files if not layout.file_path(place, sha256).exists())
    if shutil.disk_usage(place).free < (row[0] if row else 0) // 3 + fresh + _SPARE:
        raise no_room(place)


def no_room(place: Path) -> DomainError:
    """The refusal for a disk without room."""
    return DomainError(
        gettext_noop(
            "Ổ đĩa chứa %(path)s không đủ chỗ cho bản sao lưu. "
            "Các bản sao lưu trước được giữ nguyên; hệ thống vẫn chạy bình thường."
        ),
        gettext_noop("Dọn chỗ trên ổ đó hoặc chọn thư mục ở ổ khác, rồi chạy lại."),
        id="backup_no_room",
        path=str(place),
    )


@contextmanager
def _room(place: Path) -> Iterator[None]:
    """Errors of the disk become sentences."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise no_room(place) from error
        raise _place_refused(place, error.strerror or type(error).__name__) from error


@contextmanager
def _own(place: Path) -> Iterator[None]:
    """The folder made or known as ours, with one writer at a time."""
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (place / layout.MARKER).exists():
            if any(each.name != "lost+found" for each in place.iterdir()):
                raise _place_refused(place, gettext_noop("trong đó đã có những thứ khác"))
            layout.write_synced(place / layout.MARKER, b'{"format":1}\n')
        handle = os.open(place / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise no_room(place) from error
        raise _place_refused(place, error.strerror or type(error).__name__) from error
    try:
        _one_at_a_time(handle, place)
        yield
    finally:
        os.close(handle)


def _one_at_a_time(handle: int, place: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DomainError(
            gettext_noop("Một lượt sao lưu khác đang ghi vào %(path)s."),
            gettext_noop("Đợi lượt đó xong rồi chạy lại."),
            id="backup_running",
            path=str(place),
        ) from error


def _place_refused(place: Path, why: str) -> DomainError:
    return DomainError(
        gettext_noop("Không ghi bản sao lưu vào %(path)s được: %(why)s."),
        gettext_noop("Chọn một thư mục trống, hoặc thư mục đã dùng để sao lưu, có quyền ghi."),
        id="backup_place",
        path=str(place),
        why=why,
    )


def _free_name(place: Path, name: str) -> str:
    """The moment, numbered where two backups begin in one second."""
    number = 1
    free = name
    while (place / free).exists():
        number += 1
        free = f"{name}-{number}"
    return free


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _sync_folder(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
