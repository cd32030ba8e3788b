"""Looking for viruses with clamd, by its INSTREAM command: the file travels, so clamd may stand elsewhere.

Without a configured clamd, or where it does not answer, a file is kept and marked as not looked at; the
hourly job looks at it again. Nobody is sent home because a scanner is down.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import IO, Final, NamedTuple

import structlog
from django.conf import settings

_CHUNK: Final = 64 * 1024
_SECONDS: Final = 20
_CLEAN: Final = "OK"
_FOUND: Final = " FOUND"
_UNIX: Final = "unix:"
_log = structlog.get_logger(__name__)


class Verdict(NamedTuple):
    """What clamd said: `scanned` is false where it was not asked or gave no answer; `virus` is its name."""

    scanned: bool
    virus: str = ""


NOT_SCANNED: Final = Verdict(scanned=False)


def scanner_configured() -> bool:
    """Whether an address of clamd is set."""
    return bool(settings.MOTCUA_CLAMD_ADDRESS)


def scan(stream: IO[bytes]) -> Verdict:
    """Have clamd look at a file, which is read from where it stands. Raises nothing of the network."""
    if not scanner_configured():
        return NOT_SCANNED
    try:
        answer = _asked(stream)
    except OSError as error:
        _log.warning("virus_scan_failed", failure=type(error).__name__)
        return NOT_SCANNED
    return _read(answer)


def _asked(stream: IO[bytes]) -> str:
    with _connected() as clamd:
        clamd.sendall(b"zINSTREAM\0")
        # A file over its limit makes clamd answer and hang up in the middle of the sending.
        with suppress(BrokenPipeError, ConnectionResetError):
            while chunk := stream.read(_CHUNK):
                clamd.sendall(struct.pack("!L", len(chunk)) + chunk)
            clamd.sendall(struct.pack("!L", 0))
        answer = b""
        while b"\0" not in answer and (piece := clamd.recv(4096)):
            answer += piece
    return answer.partition(b"\0")[0].decode(errors="replace").strip()


def _connected() -> socket.socket:
    address: str = settings.MOTCUA_CLAMD_ADDRESS
    if address.startswith(_UNIX):
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(_SECONDS)
        clamd.connect(address.removeprefix(_UNIX))
        return clamd
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise OSError("MOTCUA_CLAMD_ADDRESS is not host:port")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)


def _read(answer: str) -> Verdict:
    """`stream: OK`, `stream: Eicar-Test-Signature FOUND`, or a fault in other words."""
    said = answer.removeprefix("stream:").strip()
    if said == _CLEAN:
        return Verdict(scanned=True)
    if said.endswith(_FOUND):
        return Verdict(scanned=True, virus=said.removesuffix(_FOUND)[:80])
    _log.warning("virus_scan_failed", failure=said[:200])
    return NOT_SCANNED
