"""A letter: what one officer is told at one time, or a citizen of one event, as one e-mail in plain words.

Nothing of a letter's text is trusted: a header takes no line break (the policy of `email` refuses one), an
address is the one that was checked when it was entered, the rest stands in the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext, override

from motcua.foundation.clock import Instant, aware_of
from motcua.foundation.text import clean_text
from motcua.outbox.models import Message
from motcua.outbox.queries import Told, told

NAME: Final = "Một Cửa"
_LONGEST_HEADER: Final = 150
POLICY: Final = SMTP.clone(cte_type="7bit")


def message_id(letter: UUID) -> str:
    """The Message-ID of a letter, the same at every try."""
    return f"<{letter}@{domain()}>"


def domain() -> str:
    """The host that this house answers under; letters and greetings name it."""
    host = urlsplit(settings.MOTCUA_PUBLIC_URL).hostname or "localhost"
    if ":" in host:
        return f"[IPv6:{host}]"
    return f"[{host}]" if host.replace(".", "").isdecimal() else host


def letter_of(letter: UUID, rows: Sequence[Message], now: Instant) -> EmailMessage:
    """The letter that tells these messages to their officer, in the language of `MOTCUA_MAIL_LANGUAGE`; or
    the one message that a citizen is told, as it was worded."""
    first = rows[0]
    if first.officer is None:
        return _to_citizen(letter, first, now)
    lines = [told(row) for row in rows]
    name = first.officer.full_name
    with override(settings.MOTCUA_MAIL_LANGUAGE):
        to = Address(_one_line(name), addr_spec=first.address)
        return _letter(letter, to, _subject(lines), _body(name, lines), now)


def _to_citizen(letter: UUID, row: Message, now: Instant) -> EmailMessage:
    """No name stands in it: an address may be mistyped, and the mailbox is seen by others."""
    wording = row.wording
    with override(wording.language):
        parts = [wording.text]
        if wording.path:
            parts.append(settings.MOTCUA_PUBLIC_URL + wording.path)
        notes = [gettext("Thư này do hệ thống gửi; đừng trả lời.")]
        if settings.MOTCUA_SIMULATED:
            notes.insert(0, gettext("Bản trình diễn: người, hồ sơ và số liệu trong thư đều là giả."))
        body = "\n\n".join([*parts, "\n".join(notes)]) + "\n"
        return _letter(letter, Address(addr_spec=row.address), _one_line(wording.title), body, now)


def _letter(letter: UUID, to: Address, subject: str, body: str, now: Instant) -> EmailMessage:
    made = EmailMessage(policy=POLICY)
    made["Subject"] = subject
    made["From"] = Address(NAME, addr_spec=settings.MOTCUA_MAIL_FROM)
    made["To"] = to
    made["Date"] = format_datetime(aware_of(now).astimezone(UTC))
    made["Message-ID"] = message_id(letter)
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(body)
    return made


def _subject(lines: Sequence[Told]) -> str:
    if len(lines) == 1:
        return _one_line(lines[0].what.said(gettext))
    late = sum(line.kind.late for line in lines)
    if late:
        said = gettext("Nhắc việc: %(n)s việc, trong đó %(late)s việc đã quá hạn")
        return said % {"n": len(lines), "late": late}
    return gettext("Nhắc việc: %(n)s việc sắp đến hạn") % {"n": len(lines)}


def _body(name: str, lines: Sequence[Told]) -> str:
    parts = [gettext("Kính gửi ông/bà %(name)s,") % {"name": name}]
    for number, line in enumerate(lines, 1):
        link = line.kind.link(line.row.params)
        head = line.what.said(gettext)
        parts.append(
            "\n".join(
                filter(None, (f"{number}. {head}" if len(lines) > 1 else head, line.todo.said(gettext), link))
            )
        )
    notes = [
        gettext("Thư này do hệ thống gửi một lần cho mỗi việc; đừng trả lời."),
        gettext("Mọi việc đang nhắc: %(link)s") % {"link": f"{settings.MOTCUA_PUBLIC_URL}/nhac-viec/"},
    ]
    if settings.MOTCUA_SIMULATED:
        notes.insert(0, gettext("Bản trình diễn: người, hồ sơ và số liệu trong thư đều là giả."))
    return "\n\n".join([*parts, "\n".join(notes)]) + "\n"


def _one_line(text: str) -> str:
    """Words for a header: no line ends, no signs that hide, not without end."""
    return clean_text(" ".join(text.split())[:_LONGEST_HEADER], _LONGEST_HEADER)
