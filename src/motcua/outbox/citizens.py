"""The writers of messages to citizens: put in, read, sent to another address, reported, forgotten.

Who is told what in which words is decided above (`notices`); here it is kept, and each goes once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple
from uuid import uuid4

import orjson
from django.db import connection, transaction
from django.db.models import QuerySet

from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.outbox import made
from motcua.outbox.channels import OUTSIDE, is_on
from motcua.outbox.models import Message, Wording
from motcua.outbox.outcomes import printable
from motcua.outbox.queries import OPEN
from motcua.outbox.services import channel_is_off

__all__ = [
    "Notice", "ask_letter", "forget_account", "forget_address", "forget_subject", "mark_read", "report",
    "send_to", "tell",
]  # fmt: skip
AGAIN: Final = "~"
"""Between the occasion of a message and the number of its further sending."""
Channel, State = Message.Channel, Message.State


class Notice(NamedTuple):
    """A message to be: its reason, its recipient (an account, or nobody but the address), and its words."""

    kind: str
    subject: str
    key: str
    account: str
    channel: str
    address: str
    """Empty for the portal."""
    language: str
    title: str
    text: str
    path: str
    version: int
    code: str
    """What the subject is called, for lists and search."""
    due_at: Instant | None = None


_PUT: Final = """
WITH w AS (
  SELECT * FROM jsonb_to_recordset(%(wanted)s::jsonb) AS w(kind text, subject text, key text, account text,
    channel text, address text, language text, title text, text text, path text, version int, code text,
    due_at bigint)
), m AS (
  INSERT INTO outbox_message (kind, subject, key, officer_id, account, channel, params, due_at, state,
    made_at, sent_at, next_try_at, tries, address, problem, decided_by)
  SELECT w.kind, w.subject, w.key, NULL, w.account, w.channel, jsonb_build_object('code', w.code), w.due_at,
    CASE w.channel WHEN 'portal' THEN 'sent' ELSE 'waiting' END, %(now)s,
    CASE w.channel WHEN 'portal' THEN %(now)s END,
    CASE w.channel WHEN 'portal' THEN NULL ELSE %(now)s END, 0, w.address, '', ''
  FROM w
  ON CONFLICT (kind, subject, key, officer_id, account, channel) DO NOTHING
  RETURNING id, kind, subject, key, account, channel
)
INSERT INTO outbox_wording (message_id, language, title, text, path, version)
SELECT m.id, w.language, w.title, w.text, w.path, w.version
FROM m JOIN w USING (kind, subject, key, account, channel)
"""


def tell(notices: Iterable[Notice], *, clock: Clock | None = None) -> int:
    """Put messages in, each once for its reason, recipient and channel however often it is asked for; how
    many are new. Those in the portal are there at once. One statement, inside the caller's transaction."""
    rows = [each._asdict() for each in notices]
    if not rows:
        return 0
    now = (clock or SystemClock()).now()
    with connection.cursor() as cursor:
        cursor.execute(_PUT, {"wanted": orjson.dumps(rows).decode(), "now": now})
        return int(cursor.rowcount)


def ask_letter(
    kind: str,
    address: str,
    *,
    language: str,
    account: str = "",
    params: Mapping[str, Any] | None = None,
    clock: Clock | None = None,
) -> None:
    """Put in a letter whose words are made when it is sent (`made`): one row, whatever will be said.

    Each asking is a letter of its own; how often one may ask is the caller's to limit.
    """
    now = (clock or SystemClock()).now()
    Message.objects.create(
        kind=kind,
        subject=uuid4().hex,
        account=account,
        channel=Channel.EMAIL,
        params={**(params or {}), "language": language},
        state=State.WAITING,
        made_at=now,
        next_try_at=now,
        address=address,
    )


def mark_read(account: str, keys: Collection[int] | None = None, *, clock: Clock | None = None) -> int:
    """Note that the account has read these of its messages in the portal, or all; how many were new."""
    if not account:
        return 0
    rows = Message.objects.filter(account=account, channel=Channel.PORTAL, read_at=None)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    return rows.update(read_at=(clock or SystemClock()).now())


def send_to(subject: str, key: int, address: str, decided_by: str, *, clock: Clock | None = None) -> Message:
    """Send what was told once more, to another address; the message that will go.

    The first message stays as it is, but goes no more where it still waits. Asking twice sends once, until
    that has left.
    Right and address are checked by whoever asks. Raises: `NotFound`; DomainError `words_are_gone`,
    `channel_is_off`.
    """
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        told = Message.objects.select_for_update(of=("self",)).filter(
            pk=key, subject=subject, officer=None, channel__in=OUTSIDE
        )
        first = told.select_related("wording").first()
        if first is None:
            raise NotFound(gettext_noop("Không có tin này trong hồ sơ."))
        if not is_on(first.channel):
            raise channel_is_off(first.channel)
        words = getattr(first, "wording", None)
        if words is None or not words.text:
            raise DomainError(
                gettext_noop("Nội dung tin này đã xóa theo quy định, không gửi lại được."),
                gettext_noop("Mở hồ sơ để xem tình trạng hiện tại và báo người nộp bằng cách khác."),
                id="words_are_gone",
            )
        reason = first.key.split(AGAIN)[0]
        same = Message.objects.filter(
            kind=first.kind, subject=subject, key__startswith=reason + AGAIN, channel=first.channel
        )
        waiting = same.filter(state=State.WAITING, address=address).first()
        if waiting is not None:
            return waiting  # asked for twice
        # What still waits for the wrong address goes no more.
        Message.objects.filter(pk=first.pk, state=State.WAITING).update(
            state=State.WITHDRAWN, next_try_at=None
        )
        again = Message.objects.create(
            kind=first.kind,
            subject=subject,
            key=f"{reason}{AGAIN}{same.count() + 1}",
            channel=first.channel,
            params=first.params,
            due_at=first.due_at,
            state=State.WAITING,
            made_at=now,
            next_try_at=now,
            address=address,
            decided_by=decided_by,
            decided_at=now,
        )
        Wording.objects.create(
            message=again,
            language=words.language,
            title=words.title,
            text=words.text,
            path=words.path,
            version=words.version,
        )
    return again


def report(channel: str, letter: str, *, arrived: bool, words: str = "", clock: Clock | None = None) -> bool:
    """What the gateway says became of a message that it took; whether there is such a message.

    Safe to repeat and in any order: what arrived stays arrived. The signature is checked by the door.
    """
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        row = Message.objects.select_for_update().filter(channel=channel, letter=letter).first()
        if row is None:
            return False
        if arrived and row.delivered_at is None:
            row.state, row.delivered_at, row.problem, row.next_try_at = State.SENT, now, "", None
            row.sent_at = row.sent_at or now
        elif not arrived and row.delivered_at is None and row.state not in OPEN:
            row.state, row.problem = State.FAILED, printable(words)
        row.save(update_fields=["state", "delivered_at", "problem", "next_try_at", "sent_at"])
    return True


def forget_subject(subject: str) -> int:
    """Take addresses and words of what was told about a subject away, for a lawful erasure; how many
    messages. What waits goes no more."""
    return _forget(Message.objects.filter(officer=None, subject=subject))


def forget_account(account: str) -> int:
    """The same for everything that an account was told."""
    return _forget(Message.objects.filter(account=account)) if account else 0


def forget_address(address: str) -> int:
    """The same for letters that were asked for by the address alone."""
    return _forget(Message.objects.filter(kind__in=made.names(), address=address)) if address else 0


def _forget(rows: QuerySet[Message]) -> int:
    keys = list(rows.values_list("pk", flat=True))
    Wording.objects.filter(message__in=keys).update(title="", text="")
    Message.objects.filter(pk__in=keys, state=State.WAITING).update(state=State.WITHDRAWN, next_try_at=None)
    Message.objects.filter(pk__in=keys).update(address="", problem="")
    return len(keys)
