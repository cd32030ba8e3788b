"""The office of a ward that scans papers and returns results; files go to a folder of the test's own."""

from __future__ import annotations

import io

import pytest
from tests.dossiers.conftest import own_store, province, room
from tests.dossiers.room import HANDLER, OWNER, RECEPTION, Room
from tests.files.makers import pdf

from motcua.dossiers import attachments
from motcua.vault import feeding
from motcua.vault.contents import Facts
from motcua.vault.models import Paper

__all__ = ["own_store", "province", "room"]
NUMBER = OWNER["owner_identifier"]
BIRTH_AGAIN = "1.004884"
"""Đăng ký lại khai sinh: a declaration, a paper that tells of the birth; results in a birth certificate."""
OTHER_NUMBER = "004190000123"


@pytest.fixture(autouse=True)
def quick_look(own_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are made by the tests themselves: no process of its own counts their pages."""
    monkeypatch.setattr(feeding, "facts_of", lambda _sha256: Facts(pages=1))


def scan(room: Room, content: bytes, draft_key: str, who: str = RECEPTION) -> str:
    """A scan made during reception; its SHA-256."""
    kept = attachments.upload(
        room.person(who), io.BytesIO(content), "quet.pdf", draft_key=draft_key, clock=room.clock
    )
    return kept.sha256


def received_with_scan(room: Room, content: bytes | None = None, **changes: str) -> Room:
    """A dossier with its second paper handed in as an original and scanned, fed to the store."""
    key = f"d{room.clock.instant}"
    sha256 = scan(room, content or pdf(), key)
    filled = {"paper_2_kind": "original", "paper_2_file": sha256, "draft_key": key, **changes}
    room.receive(**filled)
    feeding.feed_dossier(room.code)
    return room


def returned_with_result(room: Room, pages: int = 2) -> Room:
    """A dossier whose result was signed and returned, fed to the store."""
    room.receive()
    room.transferred()
    kept = attachments.upload(
        room.person(HANDLER),
        io.BytesIO(pdf(pages=pages)),
        "kq.pdf",
        purpose="result",
        code=room.code,
        clock=room.clock,
    )
    room.do(HANDLER, "propose_result", granted="1", documents=[kept.sha256])
    room.finished()
    room.returned()
    feeding.feed_dossier(room.code)
    return room


@pytest.fixture
def certificate(room: Room) -> Paper:
    """The result of a dossier of `NUMBER`, in the store."""
    returned_with_result(room)
    return Paper.objects.get()
