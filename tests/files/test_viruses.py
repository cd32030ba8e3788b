"""Uploaded files are looked at by clamd where there is one, and marked as not scanned where there is none."""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.files.makers import pdf, picture
from tests.support.scanner import EICAR, scanner

from motcua.dossiers import files
from motcua.dossiers.inspection.results import FileRefusedError

pytestmark = pytest.mark.usefixtures("attachments")
INFECTED = pdf() + b"\n%" + EICAR
OWN_SIGNATURE = "MotCua.Test"
CONFIG = "LocalSocket {socket}\nDatabaseDirectory {base}\nForeground yes\nTemporaryDirectory {base}\n"


def test_without_a_scanner_a_file_is_kept_and_marked(settings: Any) -> None:
    settings.MOTCUA_CLAMD_ADDRESS = ""
    kept = files.store(io.BytesIO(picture()), "anh.png")
    assert (kept.scanned, files.exists(kept.sha256)) == (False, True)


def test_a_clean_file_is_marked_as_scanned(settings: Any) -> None:
    with scanner() as settings.MOTCUA_CLAMD_ADDRESS:
        assert files.store(io.BytesIO(picture()), "anh.png").scanned


def test_a_file_with_a_virus_is_not_kept(settings: Any, attachments: Path) -> None:
    with scanner() as settings.MOTCUA_CLAMD_ADDRESS, pytest.raises(FileRefusedError) as refusal:
        files.store(io.BytesIO(INFECTED), "don.pdf")
    assert refusal.value.id == "file_virus"
    assert "Eicar-Test-Signature" in refusal.value.message
    assert [path for path in attachments.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\0"])
def test_a_scanner_that_fails_stops_nobody(settings: Any, answer: bytes) -> None:
    with scanner(lambda content: answer) as settings.MOTCUA_CLAMD_ADDRESS:
        assert not files.store(io.BytesIO(picture()), "anh.png").scanned


def test_a_scanner_that_is_gone_stops_nobody(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for address in (f"127.0.0.1:{port}", "no address", "unix:/no/such/socket"):
        settings.MOTCUA_CLAMD_ADDRESS = address
        assert not files.store(io.BytesIO(picture()), "anh.png").scanned


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[str]:
    """A real clamd with a one-line signature file of our own: the last letters of EICAR."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("clamd is not installed on this machine")
    (tmp_path / "own.ndb").write_text(f"{OWN_SIGNATURE}:0:*:{EICAR[-40:].hex()}\n")
    address = tmp_path / "clamd.ctl"
    config = tmp_path / "clamd.conf"
    config.write_text(CONFIG.format(socket=address, base=tmp_path))
    running = subprocess.Popen(
        [program, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 20
    while not address.exists() and running.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert address.exists(), "clamd did not start"
    yield f"unix:{address}"
    running.terminate()
    running.wait(10)


def test_a_real_clamd_finds_eicar_by_our_signature(settings: Any, clamd: str) -> None:
    settings.MOTCUA_CLAMD_ADDRESS = clamd
    assert files.store(io.BytesIO(picture()), "anh.png").scanned
    with pytest.raises(FileRefusedError, match=OWN_SIGNATURE):
        files.store(io.BytesIO(INFECTED), "don.pdf")
