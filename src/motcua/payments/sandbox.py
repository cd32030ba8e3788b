"""A payment gateway that only pretends: the same signed protocol as a process of its own, no money anywhere.

It keeps all in its memory. On its page the "payer" chooses how the payment ends: paid, failed, paid twice,
paid with another amount, told three times, or paid and never told, so that every case can be tried by hand.
"""

from __future__ import annotations

import http.client
import json
import secrets
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from motcua.foundation.answering import Answering
from motcua.foundation.clock import SECOND, SystemClock
from motcua.payments.protocol import LONGEST, BadSignature, Names, read_signed, signed

WAITS: Final = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds before it tells again where nobody answered."""
_PAGE: Final = """<!doctype html><html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Cổng thanh toán thử</title>
<style>body{{font:17px/1.5 sans-serif;max-width:34rem;margin:0 auto;padding:1rem;color:#1d2733}}
.sim{{background:#fff4d6;border:1px solid #d9a441;padding:.5rem .75rem;border-radius:6px}}
b.sum{{font-size:1.6rem}}button{{display:block;width:100%;min-height:48px;margin:.5rem 0;font:inherit;
border:1px solid #1d4f91;border-radius:6px;background:#fff;color:#1d4f91;cursor:pointer}}
button.p{{background:#1d4f91;color:#fff}}dt{{color:#555}}dd{{margin:0 0 .5rem;font-weight:600}}</style>
<p class="sim"><b>Mô phỏng.</b> Đây là cổng thanh toán thử; không có tiền nào được chuyển.</p>
<h1>Cổng thanh toán thử</h1>{body}</html>"""
MARK: Final = " class=p"
CHOICES: Final = {
    "tra": "Trả tiền",
    "hong": "Không trả được",
    "hai-lan": "Trả hai lần",
    "thieu": "Trả thiếu 1.000 đ",
    "ba-lan": "Trả, báo kết quả ba lần",
    "im": "Trả, không báo kết quả",
}
"""What the payer may do, and how it is called on the page."""


RETURNS: Final = {
    "hoan": "Hoàn tiền ngay",
    "tu-choi": "Từ chối hoàn",
    "khong-dap": "Hoàn, nhưng không trả lời",
    "hai-lan": "Nhận, rồi báo kết quả hai lần",
}
"""How it does when it is asked to give money back, and how that is called on its first page."""


class Transaction(NamedTuple):
    """One payment that was asked for."""

    id: str
    lookup: str
    dossier: str
    amount: int
    callback: str
    back: str
    unit: str


class Sandbox:
    """The server. `told` are the messages that were sent, with the status of the last answer."""

    def __init__(self, names: Names, secret: str, port: int = 0) -> None:
        self._names, self._secret = names, secret
        self._lock = threading.Lock()
        self.asked: dict[str, Transaction] = {}
        self.ended: dict[str, dict[str, Any]] = {}
        """The outcome of an order by its look-up code, as a query answers it."""
        self.told: list[tuple[str, int]] = []
        self.paid: dict[str, int] = {}
        """Đồng of each transaction that money came by, less what went back of it."""
        self.returned: dict[str, dict[str, Any]] = {}
        """What became of each ask to give money back, by the house's number of it."""
        self.returning = "hoan"
        self.tellers: list[threading.Thread] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def serve(self) -> None:
        """Until it is stopped."""
        self._server.serve_forever(poll_interval=0.1)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def read(self, body: bytes) -> dict[str, Any]:
        return read_signed(body, self._names, self._secret, SystemClock().now())

    def sign(self, message: dict[str, Any]) -> bytes:
        return json.dumps(signed(message, self._names, self._secret, SystemClock().now())).encode()

    def create(self, message: dict[str, Any]) -> dict[str, Any]:
        """A transaction for an order; the same order gets the same one."""
        words = self._names
        said = {
            name: words.read(message, name) for name in ("lookup", "dossier", "callback", "back", "unit_name")
        }
        amount = words.read(message, "amount")
        if not said["lookup"] or type(amount) is not int:
            return words.named(create_code="1", create_message="lookup and amount are needed")
        with self._lock:
            made = next((each for each in self.asked.values() if each.lookup == said["lookup"]), None)
            if made is None:
                made = Transaction(
                    secrets.token_hex(8),
                    str(said["lookup"]),
                    str(said["dossier"] or ""),
                    amount,
                    str(said["callback"] or ""),
                    str(said["back"] or "/"),
                    str(said["unit_name"] or ""),
                )
                self.asked[made.id] = made
        return words.named(
            create_code=words.values["create_good"], create_message="", pay_url=f"{self.url}/tra/{made.id}"
        )

    def query(self, message: dict[str, Any]) -> dict[str, Any]:
        """How an order ended; without a transaction where it has not."""
        lookup = str(self._names.read(message, "lookup") or "")
        return self.ended.get(lookup) or self._names.named(lookup=lookup, transaction="")

    def refund(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Give money back, once for a number; none where it keeps silent."""
        words = self._names
        number = str(words.read(message, "refund_number") or "")
        of, amount = str(words.read(message, "refund_of") or ""), words.read(message, "refund_amount")
        with self._lock:
            before = self.returned.get(number)
            if before is None:
                enough = type(amount) is int and 0 < amount <= self.paid.get(of, 0)
                done = enough and self.returning != "tu-choi"
                if done:
                    self.paid[of] -= amount
                before = self.returned[number] = words.named(
                    refund_number=number,
                    refund_of=of,
                    refund_amount=amount,
                    refund_state=words.values["refund_done" if done else "refund_refused"],
                    refund_transaction=f"SBH{secrets.token_hex(6).upper()}",
                )
        if self.returning == "khong-dap":
            return None
        if self.returning == "hai-lan":
            self.tellers = [
                threading.Thread(
                    target=self._tell, args=(str(words.read(message, "callback")), before), daemon=True
                )
                for _ in range(2)
            ]
            for each in self.tellers:
                each.start()
            return {**before, **words.named(refund_state=words.values["refund_pending"])}
        return before

    def end(self, asked: Transaction, choice: str) -> list[threading.Thread]:
        """Do what the payer chose; the tellings that this begins."""
        amount = max(asked.amount - 1_000, 1) if choice == "thieu" else asked.amount
        outcomes = [self._outcome(asked, amount, paid=choice != "hong")]
        if choice == "hai-lan":
            outcomes.append(self._outcome(asked, amount, paid=True))
        elif choice == "ba-lan":
            outcomes *= 3
        self.ended[asked.lookup] = outcomes[0]
        if choice == "im":
            return []
        tellers = [
            threading.Thread(target=self._tell, args=(asked.callback, each), daemon=True) for each in outcomes
        ]
        for each in tellers:
            each.start()
        return tellers

    def _outcome(self, asked: Transaction, amount: int, *, paid: bool) -> dict[str, Any]:
        words = self._names
        number = f"SB{secrets.token_hex(6).upper()}"
        if paid:
            self.paid[number] = amount
        return words.named(
            transaction=number,
            lookup=asked.lookup,
            dossier=asked.dossier,
            amount=amount,
            paid=words.values["paid" if paid else "unpaid"],
            paid_at=SystemClock().now() // SECOND,
        )

    def _tell(self, callback: str, outcome: dict[str, Any]) -> None:
        """Tell an outcome until somebody answers with something other than a failure of theirs."""
        for wait in (*WAITS, None):
            request = urllib.request.Request(  # noqa: S310 - given by who asked for the payment, signed
                callback, self.sign(outcome), {"Content-Type": "application/json"}
            )
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                    status = answer.status
            except urllib.error.HTTPError as error:
                status = error.code
            except (OSError, http.client.HTTPException):
                status = 0
            if 0 < status < 500:
                said = self._names.read(outcome, "transaction") or self._names.read(outcome, "refund_number")
                self.told.append((str(said), status))
                return
            if wait is not None:
                time.sleep(wait)
        sys.stderr.write("nobody took the outcome\n")

    def first_page(self) -> str:
        """How it does when it is asked to give money back, and what became of each ask."""
        buttons = "".join(
            f'<button name="hoan" value="{value}"{MARK if value == self.returning else ""}>'
            f"{escape(word)}</button>"
            for value, word in RETURNS.items()
        )
        states = {
            self._names.values["refund_done"]: "đã hoàn",
            self._names.values["refund_refused"]: "từ chối",
        }
        asked = "".join(
            f"<dt>{escape(number)}</dt><dd>{self._names.read(each, 'refund_amount')} đ: "
            f"{states[self._names.read(each, 'refund_state')]}</dd>"
            for number, each in self.returned.items()
        )
        return _PAGE.format(
            body="<p>Để trả tiền, mở trang này từ trang nộp phí của hồ sơ.</p>"
            "<h2>Khi được yêu cầu hoàn tiền</h2>"
            f'<form method="post" action="/">{buttons}</form><dl>{asked}</dl>'
        )

    def page(self, asked: Transaction) -> str:
        """Where the payer chooses how it ends."""
        buttons = "".join(
            f'<button name="chon" value="{value}"{MARK if value == "tra" else ""}>{escape(word)}</button>'
            for value, word in CHOICES.items()
        )
        amount = f"{asked.amount:,}".replace(",", ".")
        facts = {"Hồ sơ": asked.dossier, "Mã tra cứu thanh toán": asked.lookup}
        told = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
        to = f"<p>Bạn trả cho {escape(asked.unit)}</p><p><b class=sum>{amount} đ</b></p>"
        return _PAGE.format(body=f'{to}<dl>{told}</dl><form method="post">{buttons}</form>')


def _handler(sandbox: Sandbox) -> type[BaseHTTPRequestHandler]:
    names = sandbox._names

    class Handler(Answering, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self._asked()
            if asked is not None:
                return self.answer(200, sandbox.page(asked).encode(), "text/html; charset=utf-8")
            body = sandbox.first_page().encode()
            return self.answer(200 if self.path == "/" else 404, body, "text/html; charset=utf-8")

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(min(size, LONGEST + 1))
            asked = self._asked()
            if asked is not None:
                return self._chosen(asked, body)
            if self.path == "/":
                choice = parse_qs(body.decode(errors="replace")).get("hoan", ["hoan"])[0]
                sandbox.returning = choice if choice in RETURNS else "hoan"
                return self.go("/")
            doing: dict[str, Callable[[dict[str, Any]], dict[str, Any] | None]] = {
                f"/{names.paths['create']}": sandbox.create,
                f"/{names.paths['query']}": sandbox.query,
                f"/{names.paths['refund']}": sandbox.refund,
            }
            do = doing.get(urlsplit(self.path).path)
            if do is None:
                return self.answer(404, b"{}", "application/json")
            try:
                answer = do(sandbox.read(body))
            except BadSignature:
                return self.answer(403, b"{}", "application/json")
            if answer is None:
                self.close_connection = True
                return None
            return self.answer(200, sandbox.sign(answer), "application/json")

        def _asked(self) -> Transaction | None:
            head, _, key = urlsplit(self.path).path.rpartition("/")
            return sandbox.asked.get(key) if head == "/tra" else None

        def _chosen(self, asked: Transaction, body: bytes) -> None:
            choice = parse_qs(body.decode(errors="replace")).get("chon", ["tra"])[0]
            sandbox.end(asked, choice if choice in CHOICES else "hong")
            self.go(asked.back)

    return Handler
