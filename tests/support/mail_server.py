"""A real mail server on this machine's loopback, which can be told to refuse, to be slow and to be gone."""

from __future__ import annotations

import threading
from collections import Counter
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """Keeps what it accepted in `taken`. `answers` are replies by command (`RCPT`: `550 no such user`); at a
    command of `held` it waits until `let_go` is set, after noting it in `reached`."""

    def __init__(self, **how: Any) -> None:
        """`how` are words of aiosmtpd: `tls_context`, `authenticator` and the like."""
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.held: set[str] = set()
        self.reached: dict[str, threading.Event] = {}
        self.let_go = threading.Event()
        self._controller = _Controller(self, hostname="127.0.0.1", port=0, **how)
        self._controller.start()

    @property
    def port(self) -> int:
        return int(self._controller.server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.let_go.set()
        if self._controller.server is not None:
            self._controller.stop()

    def ids(self) -> Counter[str]:
        """How often each Message-ID lies in the mailboxes."""
        return Counter(str(letter["Message-ID"]) for _, letter in self.taken)

    def hold(self, command: str) -> threading.Event:
        """Wait at the command; the event is set when it was reached."""
        self.held.add(command)
        return self.reached.setdefault(command, threading.Event())

    def free(self) -> None:
        """Wait no more; who waits goes on."""
        self.held.clear()
        self.let_go.set()
        self.let_go = threading.Event()

    async def at(self, command: str) -> str | None:
        """The answer to give instead of the usual one, after waiting where it is to wait."""
        import asyncio

        if command in self.held:
            self.reached[command].set()
            gone = self.let_go
            while not gone.is_set():
                await asyncio.sleep(0.02)
        return self.answers.get(command)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        await self.at("EHLO")
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refused := await self.at("MAIL"):
            return refused
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refused := await self.at("RCPT"):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """The text is taken here, before the answer goes back."""
        if refused := self.answers.get("DATA"):
            return refused
        content = envelope.content
        assert isinstance(content, bytes)
        letter = BytesParser(policy=default).parsebytes(content)
        assert isinstance(letter, EmailMessage)
        self.taken.append((list(envelope.rcpt_tos), letter))
        await self.at("DATA")
        return "250 taken"


class _Controller(Controller):
    def __init__(self, handler: MailServer, **where: Any) -> None:
        super().__init__(handler, ready_timeout=20, **where)

    def _trigger_server(self) -> None:
        """The base asks its fixed port, which is 0 here: the system chose one."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
