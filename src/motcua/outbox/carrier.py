"""The way to the mail server, by SMTP (RFC 5321), in the steps that matter to whoever may be killed.

Up to the last dot of the text the server has taken nothing; from the dot on it may have, until its answer is
known. `Carrier.hand` calls `before_text` in between, so that the caller can write down that the line is
crossed.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from types import TracebackType
from typing import Final

from django.conf import settings

from motcua.outbox.letters import domain
from motcua.outbox.outcomes import Never, NotNow, Unknown, Unreachable, printable

SECONDS: Final = 20
_START: Final = 354
_TAKEN: Final = 250


class Carrier:
    """An open line to the mail server of the settings. Raises: `Unreachable` where there is none."""

    def __init__(self) -> None:
        self._line = connected()

    def hand(self, letter: EmailMessage, before_text: Callable[[], None]) -> None:
        """Give a letter to the server; done when this returns. Raises: `NotNow`, `Never`, `Unknown`."""
        text = _dotted(bytes(letter))
        try:
            self._line.rset()
            self._sender()
            self._wants(self._line.rcpt(str(letter["To"].addresses[0].addr_spec)))
            self._wants(self._line.docmd("DATA"), _START)
        except (OSError, smtplib.SMTPException) as error:
            raise NotNow(said(error), lost=True) from error
        before_text()
        try:
            self._line.send(text)
            answer = self._line.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise Unknown(said(error)) from error
        self._wants(answer)

    def _sender(self) -> None:
        """A sender that is refused is a fault of the settings, not of the letter."""
        try:
            self._wants(self._line.mail(settings.MOTCUA_MAIL_FROM))
        except Never as error:
            raise NotNow(str(error), lost=True) from error

    def close(self) -> None:
        """Say good-bye; a server that is gone already is no fault."""
        try:
            self._line.quit()
        except (OSError, smtplib.SMTPException):
            self._line.close()

    def __enter__(self) -> Carrier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # In the middle of a text there is no good-bye: the server forgets what had no dot.
        self._line.close() if kind else self.close()

    @staticmethod
    def _wants(answer: tuple[int, bytes], code: int = 0) -> None:
        """Raises: `Never` for 5yz, `NotNow` for whatever else is not the answer that was wanted."""
        number, text = answer
        if number == code or (not code and number // 100 == _TAKEN // 100):
            return
        told = printable(f"{number} {text.decode('utf-8', 'replace')}")
        raise Never(told) if number // 100 == 5 else NotNow(told, lost=number in (421, -1))


def connected(seconds: float = SECONDS) -> smtplib.SMTP:
    """The server of the settings, greeted, encrypted and signed in to as they say. The certificate of the
    server is checked. Raises: `Unreachable`."""
    line: smtplib.SMTP | None = None
    try:
        safe = ssl.create_default_context()
        host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
        if settings.EMAIL_USE_SSL:
            line = smtplib.SMTP_SSL(host, port, domain(), timeout=seconds, context=safe)
        else:
            line = smtplib.SMTP(host, port, domain(), timeout=seconds)
        if settings.EMAIL_USE_TLS:
            line.starttls(context=safe)
        if settings.EMAIL_HOST_USER:
            line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        line.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as error:
        if line is not None:
            line.close()
        raise Unreachable(said(error)) from error
    return line


def said(error: Exception) -> str:
    """What went wrong in one line, as the server or the system says it."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        return printable(f"{error.smtp_code} {words}")
    return printable(f"{type(error).__name__}: {error}")


def _dotted(text: bytes) -> bytes:
    """As the wire has it: CRLF, a line that begins with a dot gets another, a dot alone at the end."""
    lines = text.replace(b"\r\n", b"\n").split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    return b"".join((b"." + line if line.startswith(b".") else line) + b"\r\n" for line in lines) + b".\r\n"
