"""Files that come in pieces: broken off, gone on with, expired; nobody else's are found."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from tests.files.makers import picture
from tests.filing.conftest import OTHER, OWNER, begun
from tests.support.scanner import EICAR, scanner

from motcua.dossiers.inspection.results import FileRefusedError, FileTooLargeError
from motcua.dossiers.models import Attachment
from motcua.filing import drafts, received, uploads
from motcua.filing.drafts import Draft
from motcua.filing.models import Upload
from motcua.foundation.clock import DAY, HOUR, FixedClock
from motcua.foundation.errors import Conflict, DomainError, NotFound

PHOTO = picture("PNG", (400, 300), compress_level=0)


class Broken(io.BytesIO):
    """A stream whose network goes after `left` bytes."""

    def __init__(self, content: bytes, left: int) -> None:
        super().__init__(content)
        self.left = left

    def read(self, size: int | None = -1, /) -> bytes:
        if self.left <= 0:
            raise OSError("connection reset")
        found = super().read(min(size or self.left, self.left))
        self.left -= len(found)
        return found


def announce(draft: Draft, clock: FixedClock, content: bytes = PHOTO, name: str = "anh.png") -> str:
    return uploads.begin(OWNER, draft.key, "cccd", name=name, size=len(content), mark="1", clock=clock).key


def send(key: str, offset: int, content: bytes, clock: FixedClock) -> uploads.UploadState:
    return uploads.append(OWNER, key, offset, io.BytesIO(content), clock=clock)


def test_a_file_in_one_piece_answers_its_question(draft: Draft, clock: FixedClock, stores: Path) -> None:
    done = send(announce(draft, clock), 0, PHOTO, clock)
    assert done.received is not None
    assert (done.received.name, done.received.size) == ("anh.png", len(PHOTO))
    assert drafts.open_draft(OWNER, draft.key).answers["cccd"] == [done.received.key]
    assert (Upload.objects.count(), list(stores.iterdir())) == (0, [])


def test_what_broke_off_at_99_percent_goes_on_from_there(draft: Draft, clock: FixedClock) -> None:
    most = len(PHOTO) * 99 // 100
    key = announce(draft, clock)
    cut = uploads.append(OWNER, key, 0, Broken(PHOTO, most), clock=clock)
    assert (cut.offset, cut.received) == (most, None)
    assert uploads.state(OWNER, key).offset == most
    # The page was closed: the same file is announced again.
    assert announce(draft, clock) == key
    done = send(key, most, PHOTO[most:], clock)
    assert done.received is not None
    _, content = received.open_file(OWNER, draft.key, done.received.key)
    assert content.read() == PHOTO


def test_a_piece_from_the_wrong_place_writes_nothing(draft: Draft, clock: FixedClock) -> None:
    key = announce(draft, clock)
    send(key, 0, PHOTO[:1000], clock)
    for offset in (0, 999, 1001, len(PHOTO)):
        with pytest.raises(Conflict) as refusal:
            send(key, offset, b"x" * 50, clock)
        assert refusal.value.params["offset"] == 1000
    assert send(key, 1000, PHOTO[1000:], clock).received is not None


def test_more_than_was_announced_is_not_read(draft: Draft, clock: FixedClock) -> None:
    done = send(announce(draft, clock), 0, PHOTO + b"more", clock)
    assert done.received is not None
    assert done.received.size == len(PHOTO)


def test_nobody_else_finds_it(draft: Draft, clock: FixedClock) -> None:
    key = announce(draft, clock)
    for call in (
        lambda: uploads.state(OTHER, key),
        lambda: uploads.state("", key),
        lambda: uploads.append(OTHER, key, 0, io.BytesIO(PHOTO)),
        lambda: uploads.give_up(OTHER, key),
        lambda: uploads.begin(OTHER, draft.key, "cccd", name="a.png", size=5),
    ):
        with pytest.raises(NotFound):
            call()
    done = send(key, 0, PHOTO, clock)
    assert done.received is not None
    own = begun(clock, OTHER)
    for draft_key in (draft.key, own.key):
        with pytest.raises(NotFound):
            received.open_file(OTHER, draft_key, done.received.key)
    assert not received.drop(OTHER, own.key, done.received.key)


def test_a_file_of_80_mb_is_told_both_sizes_before_it_is_sent(draft: Draft, clock: FixedClock) -> None:
    with pytest.raises(FileTooLargeError) as refusal:
        uploads.begin(OWNER, draft.key, "cccd", name="quet.pdf", size=80 * 1024 * 1024, clock=clock)
    assert refusal.value.message == "Tệp “quet.pdf” lớn 80 MB, vượt giới hạn 50 MB mỗi tệp."
    assert "vẫn được giữ" in refusal.value.kept
    with pytest.raises(DomainError, match="trống"):
        uploads.begin(OWNER, draft.key, "cccd", name="a.pdf", size=0, clock=clock)


def test_a_virus_leaves_nothing(draft: Draft, clock: FixedClock, settings: Any, tmp_path: Path) -> None:
    content = PHOTO + EICAR
    with scanner() as settings.MOTCUA_CLAMD_ADDRESS, pytest.raises(FileRefusedError) as refusal:
        send(announce(draft, clock, content), 0, content, clock)
    assert refusal.value.id == "file_virus"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)


def test_without_a_scanner_it_says_not_scanned(draft: Draft, clock: FixedClock, settings: Any) -> None:
    send(announce(draft, clock), 0, PHOTO, clock)
    assert not drafts.open_draft(OWNER, draft.key).files["cccd"][0].scanned


def test_the_same_file_twice_is_once(draft: Draft, clock: FixedClock) -> None:
    for _ in range(2):
        send(announce(draft, clock), 0, PHOTO, clock)
    assert len(drafts.open_draft(OWNER, draft.key).files["cccd"]) == 1
    assert Attachment.objects.count() == 1


def test_a_file_is_taken_away_again(draft: Draft, clock: FixedClock, tmp_path: Path) -> None:
    done = send(announce(draft, clock), 0, PHOTO, clock)
    assert done.received is not None
    assert received.drop(OWNER, draft.key, done.received.key)
    assert not received.drop(OWNER, draft.key, "no-uuid")
    assert drafts.open_draft(OWNER, draft.key).files == {}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_broken_off_upload_waits_a_day(draft: Draft, clock: FixedClock, stores: Path) -> None:
    key = announce(draft, clock)
    send(key, 0, PHOTO[:10], clock)
    clock.instant += DAY - HOUR
    assert uploads.remove_broken_off(clock=clock) == 0
    clock.instant += 2 * HOUR
    assert uploads.remove_broken_off(clock=clock) == 1
    assert list(stores.iterdir()) == []
    with pytest.raises(NotFound):
        send(key, 10, PHOTO[10:], clock)
