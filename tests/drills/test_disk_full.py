"""The disk is full at an upload and at a backup: a sentence, nothing half, and work goes on."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.dossiers.room import RECEPTION, Room
from tests.files.makers import picture

from motcua.dossiers import files
from motcua.dossiers.attachments import upload
from motcua.dossiers.models import Attachment
from motcua.foundation.errors import DomainError
from motcua.site.keeping import backup, layout
from motcua.site.keeping.check import check


def quiet(message: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    if os.geteuid() != 0:
        pytest.skip("only root mounts a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("this machine lets nobody mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.django_db
def test_at_an_upload(room: Room, small_disk: Path, settings: Any) -> None:
    kept = settings.STORAGES["attachments"]
    options = {**kept["OPTIONS"], "location": small_disk / "attachments"}
    settings.STORAGES = {**settings.STORAGES, "attachments": {**kept, "OPTIONS": options}}
    room.receive()
    (small_disk / "ballast").write_bytes(b"x" * 1000 * 1000)
    scan = picture("BMP", (700, 700))
    with pytest.raises(DomainError) as refusal:
        upload(room.person(RECEPTION), BytesIO(scan), "quet.bmp", code=room.code)
    assert refusal.value.next_step
    assert Attachment.objects.count() == 0
    assert [path for path in small_disk.rglob("*") if path.is_file()] == [small_disk / "ballast"]
    (small_disk / "ballast").unlink()
    small = upload(room.person(RECEPTION), BytesIO(picture()), "quet.png", code=room.code)
    assert files.check(small.sha256) is files.FileState.WHOLE


@pytest.mark.django_db(transaction=True)
def test_at_a_backup(room: Room, small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room.receive()
    with pytest.raises(DomainError) as before_anything:
        backup.take(small_disk / "kept", say=quiet)
    assert before_anything.value.id == "backup_no_room"

    # Room that somebody else takes while the backup is written.
    monkeypatch.setattr(backup, "_refuse_small_disk", lambda place, link, files: None)
    (small_disk / "ballast").write_bytes(b"x" * 1000 * 1000)
    with pytest.raises(DomainError) as on_the_way:
        backup.take(small_disk / "kept", say=quiet)
    assert on_the_way.value.id == "backup_no_room"
    assert layout.moments(small_disk / "kept") == layout.parts(small_disk / "kept") == []
    assert room.receive().code

    (small_disk / "ballast").unlink()
    made = backup.take(small_disk / "kept", say=quiet)
    check(small_disk / "kept", made.folder, quiet)


@pytest.mark.django_db(transaction=True)
def test_at_a_backup_where_nobody_may_mount(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.receive()

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DomainError) as refusal:
            backup.take(tmp_path / "kept", say=quiet)
    assert refusal.value.id == "backup_no_room"
    assert layout.moments(tmp_path / "kept") == layout.parts(tmp_path / "kept") == []
