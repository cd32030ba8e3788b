"""The other side of `motcua bench intake`: clients that file dossiers, in a process of their own.

Reads one JSON document from standard input, `{"host","port","runs","clients":[{"token","body"}]}`, and writes
`{"seconds":[…],"elapsed":…,"refused":…}`. Each client keeps one connection; `runs` are shared by all.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
import uuid
from typing import Any, Final

_HEAD: Final = (
    "POST /api/v1/dossiers HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {token}\r\n"
    "Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
)


class Clients:
    """All clients of one measurement; counts what they did."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.address = (asked["host"], asked["port"])
        self.left = asked["runs"]
        self.clients = asked["clients"]
        self.seconds: list[float] = []
        self.refused: list[str] = []
        self._lock = threading.Lock()

    def run(self) -> dict[str, Any]:
        """Let them all work at once until the runs are done."""
        began = time.perf_counter()
        threads = [threading.Thread(target=self._work, args=(client,)) for client in self.clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {
            "seconds": self.seconds,
            "elapsed": time.perf_counter() - began,
            "refused": len(self.refused),
            "first_refusal": self.refused[0] if self.refused else "",
        }

    def _next(self) -> bool:
        with self._lock:
            self.left -= 1
            return bool(self.left >= 0)

    def _work(self, client: dict[str, str]) -> None:
        body = client["body"].encode()
        link: socket.socket | None = None
        while self._next():
            head = _HEAD.format(
                port=self.address[1], token=client["token"], key=uuid.uuid4().hex, length=len(body)
            )
            began = time.perf_counter()
            link, status, answer = _ask(link, self.address, head.encode() + body)
            elapsed = time.perf_counter() - began
            with self._lock:
                self.seconds.append(elapsed)
                if status != "201":
                    self.refused.append(f"{status} {answer[:300]}")
        if link is not None:
            link.close()


def _ask(
    link: socket.socket | None, address: tuple[str, int], message: bytes
) -> tuple[socket.socket | None, str, str]:
    """Send and read one answer; the connection goes on unless the server ends it."""
    if link is None:
        link = socket.create_connection(address, timeout=60)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link.sendall(message)
    received = b""
    while b"\r\n\r\n" not in received:
        received += _piece(link)
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    length = next(int(line[15:]) for line in lines if line.startswith("content-length:"))
    while len(body) < length:
        body += _piece(link)
    if "connection: close" in lines:
        link.close()
        link = None
    return link, lines[0].split()[1], body.decode(errors="replace")


def _piece(link: socket.socket) -> bytes:
    piece = link.recv(65536)
    if not piece:
        raise ConnectionError("the server ended the connection within an answer")
    return piece


if __name__ == "__main__":
    json.dump(Clients(json.load(sys.stdin)).run(), sys.stdout)
