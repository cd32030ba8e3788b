"""A gateway of short messages that only shows them, in the shape of `shapes/plain.toml`.

It takes a message once for each key, whatever comes twice; it is a process of its own and keeps all in its
memory. What numbers end in says how it behaves, so that a trial needs no switch:
`00` refuses the number, `01` is not now, `02` takes it and never answers, `03` takes it and reports that it
could not be delivered. `GET /` shows what came, `GET /messages` as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import urllib.request
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from motcua.foundation.answering import Answering
from motcua.foundation.clock import SECOND, SystemClock
from motcua.outbox.gateway import signature

_LONGEST: Final = 65_536
SILENT: Final = 30.0
"""Seconds for which it says nothing to a number that ends in 02."""
_PAGE: Final = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Tin đã nhận</title>
<style>body{{font:16px/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}}
li{{margin:0 0 1rem;padding:.75rem;border:1px solid #ccc;border-radius:6px;list-style:none}}
ol{{padding:0}}small{{color:#555}}p{{margin:.25rem 0;white-space:pre-wrap}}</style>
<h1>Tin đã nhận</h1><p>Nhà cung cấp thử: không tin nào đi tới điện thoại.</p><ol>{rows}</ol></html>"""


class Sandbox:
    """The server; `taken` are the messages in the order of their first coming."""

    def __init__(self, port: int = 0, *, token: str = "", report_url: str = "", report_key: str = "") -> None:
        self.taken: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()
        self._token, self._report_url, self._report_key = token, report_url, report_key
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def serve(self) -> None:
        """Until it is stopped."""
        self._server.serve_forever(poll_interval=0.1)

    def close(self) -> None:
        self._server.server_close()

    def allows(self, token: str) -> bool:
        return not self._token or token == f"Bearer {self._token}"

    def take(self, key: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The answer to one message; the same key is taken once."""
        to = str(message.get("to", ""))
        if not key or not to.isdigit() or not str(message.get("text", "")):
            return 400, {"message": "to, text and the key are needed"}
        if to.endswith("00"):
            return 422, {"message": "no such number"}
        if to.endswith("01"):
            return 503, {"message": "busy"}
        with self._lock:
            known = self.taken.setdefault(key, {**message, "key": key, "times": 0, "at": SystemClock().now()})
            known["times"] += 1
            first = known["times"] == 1
        if to.endswith("02"):
            time.sleep(SILENT)
        if first and self._report_url:
            threading.Thread(target=self._report, args=(key, to), daemon=True).start()
        return 202, {"message": "taken", "id": key}

    def _report(self, key: str, to: str) -> None:
        bad = to.endswith("03")
        told = {
            "reference": key,
            "state": "failed" if bad else "delivered",
            "reason": "unknown" if bad else "",
        }
        body, at = json.dumps(told).encode(), str(SystemClock().now() // SECOND)
        headers = {
            "Content-Type": "application/json",
            "X-Timestamp": at,
            "X-Signature": signature(self._report_key, at, body),
        }
        request = urllib.request.Request(self._report_url, body, headers)  # noqa: S310 - given by its operator
        try:
            urllib.request.urlopen(request, timeout=10).close()  # noqa: S310
        except OSError as error:
            sys.stderr.write(f"report: {error}\n")

    def page(self) -> str:
        rows = "".join(
            f"<li><small>{escape(str(each['to']))} · {escape(each['key'])} · {each['times']}×</small>"
            f"<p>{escape(str(each['text']))}</p></li>"
            for each in reversed(list(self.taken.values()))
        )
        return _PAGE.format(rows=rows or "<li>Chưa có tin nào.</li>")


def _handler(sandbox: Sandbox) -> type[BaseHTTPRequestHandler]:
    class Handler(Answering, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/messages":
                self.answer(200, json.dumps(list(sandbox.taken.values())).encode(), "application/json")
            else:
                self.answer(200, sandbox.page().encode(), "text/html; charset=utf-8")

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(min(size, _LONGEST))
            if not sandbox.allows(self.headers.get("Authorization", "")):
                return self._json(401, {"message": "who are you?"})
            try:
                message = json.loads(body)
            except ValueError:
                message = None
            if not isinstance(message, dict):
                return self._json(400, {"message": "not JSON"})
            return self._json(*sandbox.take(self.headers.get("Idempotency-Key", ""), message))

        def _json(self, status: int, document: dict[str, Any]) -> None:
            self.answer(status, json.dumps(document).encode(), "application/json")

    return Handler
