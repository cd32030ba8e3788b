"""The store: in by content, out by SHA-256; nothing half kept; the limit told with both sizes."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import multiprocessing
import os
import resource
import stat
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.files import makers

from motcua.dossiers import files
from motcua.dossiers.files import (
    FileRefusedError,
    FileState,
    FileTooLargeError,
    StorageFullError,
)
from motcua.foundation.errors import NotFound

MEBIBYTE = 1024 * 1024
UNKNOWN = "0" * 64


class Endless:
    """A stream of so many zero bytes after a head, never whole in memory, that does not tell its size."""

    def __init__(self, size: int, head: bytes = b"%PDF-1.7\n") -> None:
        self.left = size
        self.head = head

    def read(self, size: int = -1) -> bytes:
        take = self.left if size < 0 else min(size, self.left)
        self.left -= take
        head, self.head = self.head[:take], self.head[take:]
        return head + b"\0" * (take - len(head))


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_its_hash_and_opened_by_it(attachments: Path) -> None:
    content = makers.pdf(pages=2)
    stored = files.store(io.BytesIO(content), "Đơn đề nghị.pdf")
    sha256 = hashlib.sha256(content).hexdigest()
    assert (stored.sha256, stored.size, stored.media_type) == (sha256, len(content), "application/pdf")
    assert (stored.name, stored.pages, stored.notes, stored.duplicate) == ("Đơn đề nghị.pdf", 2, (), False)
    assert (stored.original_sha256, stored.original_size) == (sha256, len(content))
    with files.open_file(sha256) as file:
        assert file.read() == content
    assert files.exists(sha256)
    assert files.check(sha256) is FileState.WHOLE
    (path,) = kept(attachments)
    assert path == attachments / sha256[:2] / sha256[2:4] / sha256
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_content_is_kept_once(attachments: Path) -> None:
    first = files.store(io.BytesIO(makers.pdf()), "a.pdf")
    second = files.store(io.BytesIO(makers.pdf()), "b.pdf")
    assert first.sha256 == second.sha256
    assert second.duplicate
    assert len(kept(attachments)) == 1


def test_the_same_content_at_once_is_kept_once(attachments: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        stored = list(pool.map(lambda _: files.store(io.BytesIO(makers.pdf()), "a.pdf"), range(6)))
    assert len({one.sha256 for one in stored}) == 1
    assert len(kept(attachments)) == 1


def test_an_uploaded_file_of_django_is_taken(attachments: Path) -> None:
    upload = SimpleUploadedFile("ảnh.jpg", makers.picture("JPEG"), content_type="application/x-lies")
    assert files.store(upload, upload.name or "").media_type == "image/jpeg"


def test_a_cleaned_pdf_keeps_both_hashes(attachments: Path) -> None:
    sent = makers.pdf(makers.ACTIVE["open action"])
    stored = files.store(io.BytesIO(sent), "đơn.pdf")
    assert stored.original_sha256 == hashlib.sha256(sent).hexdigest()
    assert stored.original_size == len(sent)
    assert stored.sha256 != stored.original_sha256
    assert files.exists(stored.sha256)
    assert not files.exists(stored.original_sha256)
    assert files.check(stored.sha256) is FileState.WHOLE
    assert "JavaScript" in stored.notes[0].text
    assert len(kept(attachments)) == 1


@pytest.mark.parametrize("program", [makers.ELF, makers.EXE])
def test_a_program_named_pdf_is_refused_and_nothing_is_kept(program: bytes, attachments: Path) -> None:
    with pytest.raises(FileRefusedError) as refused:
        files.store(io.BytesIO(program), "Đơn đề nghị.pdf")
    assert refused.value.id == "file_program"
    assert "chương trình" in refused.value.message
    assert refused.value.next_step
    assert kept(attachments) == []
    assert list(attachments.iterdir()) == []


def test_a_name_that_does_not_fit_is_corrected_and_told(attachments: Path) -> None:
    stored = files.store(io.BytesIO(makers.picture("PNG")), "quét.pdf")
    assert stored.name == "quét.png"
    assert ".pdf" in stored.notes[0].text
    assert "ảnh PNG" in stored.notes[0].text
    assert files.store(io.BytesIO(makers.picture("PNG")), "quét").name == "quét.png"
    assert files.store(io.BytesIO(makers.picture("JPEG")), "quét.JPEG").notes == ()


def test_sixty_megabytes_are_refused_with_both_sizes(attachments: Path) -> None:
    upload = SimpleUploadedFile("quét.pdf", b"%PDF")
    upload.size = 60 * MEBIBYTE
    with pytest.raises(FileTooLargeError) as refused:
        files.store(upload, "quét.pdf")
    assert "60 MB" in refused.value.message
    assert "50 MB" in refused.value.message
    assert "dpi" in refused.value.next_step
    assert not attachments.exists()


def test_sixty_megabytes_of_a_silent_stream_stop_at_the_limit_without_memory(attachments: Path) -> None:
    stream = Endless(60 * MEBIBYTE)
    tracemalloc.start()
    try:
        with pytest.raises(FileTooLargeError) as refused:
            files.store(stream, "quét.pdf")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * MEBIBYTE
    assert stream.left >= 9 * MEBIBYTE
    assert "50 MB" in refused.value.message
    assert kept(attachments) == []


def test_a_large_file_within_the_limit_is_taken_without_memory(attachments: Path) -> None:
    content = makers.pdf()
    path = attachments.parent / "large.pdf"
    with path.open("wb") as out:
        out.write(content)
        out.write(b"%" + b"\0" * 200 + b"\n")
        out.truncate(40 * MEBIBYTE)
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            stored = files.store(file, "lớn.pdf")
        assert files.check(stored.sha256) is FileState.WHOLE
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stored.size == 40 * MEBIBYTE
    assert peak < 4 * MEBIBYTE


def test_the_limit_is_a_setting_and_an_argument(attachments: Path, settings: Any) -> None:
    content = makers.picture()
    with pytest.raises(FileTooLargeError):
        files.store(io.BytesIO(content), "a.png", limit=len(content) - 1)
    assert files.store(io.BytesIO(content), "a.png", limit=len(content))
    settings.MOTCUA_UPLOAD_LIMIT = 10
    with pytest.raises(FileTooLargeError, match="10 byte"):
        files.store(io.BytesIO(content), "a.png")


@pytest.mark.parametrize("wrong", [UNKNOWN, "../../etc/passwd", "", "A" * 64, "0" * 63])
def test_what_is_not_kept_is_not_found(wrong: str, attachments: Path) -> None:
    with pytest.raises(NotFound):
        files.open_file(wrong)


def test_a_changed_or_lost_file_is_noticed(attachments: Path) -> None:
    stored = files.store(io.BytesIO(makers.pdf()), "a.pdf")
    (path,) = kept(attachments)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert files.check(stored.sha256) is FileState.DAMAGED
    files.remove(stored.sha256)
    assert files.check(stored.sha256) is FileState.MISSING
    assert not files.exists(stored.sha256)


def test_a_half_written_file_is_replaced(attachments: Path) -> None:
    stored = files.store(io.BytesIO(makers.pdf()), "a.pdf")
    (path,) = kept(attachments)
    path.write_bytes(b"half")
    again = files.store(io.BytesIO(makers.pdf()), "a.pdf")
    assert not again.duplicate
    assert files.check(stored.sha256) is FileState.WHOLE


def test_a_stream_that_breaks_leaves_nothing(attachments: Path) -> None:
    class Broken:
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.store(Broken(), "a.pdf")
    assert list(attachments.iterdir()) == []


def test_a_full_disk_is_told(attachments: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFullError) as refused:
        files.store(io.BytesIO(makers.pdf()), "a.pdf")
    assert "quản trị hệ thống" in refused.value.next_step
    assert list(attachments.iterdir()) == []


def test_a_file_that_breaks_the_inspector_is_refused(
    attachments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The inspecting process ends without an answer, as when its memory or time is up."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(FileRefusedError) as refused:
        files.store(io.BytesIO(makers.pdf()), "a.pdf")
    assert refused.value.id == "file_unreadable"
    assert list(attachments.iterdir()) == []


def _refused_within(bomb: bytes, answer: Connection) -> None:
    """In a process of its own, whose children are only the inspecting ones: tells the most memory of them."""
    with contextlib.suppress(FileRefusedError):
        files.store(io.BytesIO(bomb), "bom.pdf")
        answer.send(None)
    answer.send(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


@pytest.mark.slow
def test_a_pdf_that_unpacks_to_gigabytes_does_not_take_the_server_along(attachments: Path) -> None:
    """The catalogue unpacks to 1 GB of blanks: the inspecting process ends at its own limit."""
    here, there = multiprocessing.Pipe()
    apart = multiprocessing.get_context("fork").Process(
        target=_refused_within, args=(makers.pdf_bomb(1000), there)
    )
    apart.start()
    kibibytes = here.recv()
    apart.join()
    assert kibibytes is not None, "not refused"
    assert kibibytes < 1000 * 1024
    assert kept(attachments) == []
