"""The sandbox of short messages as a process of its own, and the house told of it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from motcua.outbox.gateway import gateway

COMMAND = [str(Path(sys.executable).parent / "motcua"), "sandbox", "messages", "--port", "0"]


class Sandbox:
    """What the process took is asked of it over HTTP, as a person would look at its page."""

    def __init__(self, *more: str) -> None:
        self.process = subprocess.Popen([*COMMAND, *more], stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        found = re.search(r"(http://127\.0\.0\.1:\d+)/send", line)
        assert found, line
        self.url = found[1]

    def taken(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.read("/messages"))
        return found

    def read(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            text: str = answer.read().decode()
        return text

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        if self.process.stderr is not None:
            self.process.stderr.close()


@contextmanager
def sandbox(*more: str) -> Iterator[Sandbox]:
    made = Sandbox(*more)
    try:
        yield made
    finally:
        made.stop()


def connect(settings: Any, url: str, *, key: str = "report-key", shape: str = "", **channels: str) -> None:
    """SMS and Zalo go to this address; no hour is quiet."""
    for channel in ("sms", "zalo"):
        settings.MOTCUA_GATEWAYS = {
            **settings.MOTCUA_GATEWAYS,
            channel: gateway(f"{url}/send" if url else "", "token", key, shape),
        }
    settings.MOTCUA_QUIET_HOURS = None
