"""The writers of the outbox but for sending itself (`sending`): put in, take back, read, send again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

import orjson
from django.db import connection, transaction

from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.rights import Person, require
from motcua.outbox.channels import OUTSIDE, is_on, mail_is_on
from motcua.outbox.kinds import Occasion
from motcua.outbox.models import Message
from motcua.outbox.queries import PROBLEMS, still_standing

__all__ = ["Wanted", "enqueue", "mark_read", "resend", "take_for_delivered", "withdraw_gone"]
BATCH: Final = 1000
Channel, State = Message.Channel, Message.State


class Wanted(NamedTuple):
    """A message to be: its kind, its occasion with the officer, what fills its sentences, and until when."""

    kind: str
    occasion: Occasion
    params: dict[str, Any]
    due_at: Instant | None = None


_PUT: Final = """
INSERT INTO outbox_message AS m (kind, subject, key, officer_id, channel, params, due_at, state, made_at,
  sent_at, next_try_at, tries, account, address, problem, decided_by)
SELECT w.kind, w.subject, w.key, w.officer_id, c.channel, w.params, w.due_at, c.state, %(now)s,
  CASE c.channel WHEN 'desk' THEN %(now)s END, CASE c.channel WHEN 'email' THEN %(now)s END, 0, '', '', '', ''
FROM jsonb_to_recordset(%(wanted)s::jsonb)
  AS w(kind text, subject text, key text, officer_id bigint, params jsonb, due_at bigint)
JOIN organisation_officer o ON o.id = w.officer_id
JOIN (VALUES ('desk', 'sent'), ('email', 'waiting')) AS c(channel, state)
  ON c.channel = 'desk' OR (%(mail)s AND o.email <> '')
ON CONFLICT (kind, subject, key, officer_id, account, channel) DO UPDATE
SET state = EXCLUDED.state, params = EXCLUDED.params, due_at = EXCLUDED.due_at,
  next_try_at = EXCLUDED.next_try_at
WHERE m.state = 'withdrawn'
"""
# What was taken back before it left is put in again when its reason comes back; what left is not.


def enqueue(wanted: Iterable[Wanted], *, clock: Clock | None = None) -> int:
    """Put messages in, each once for its occasion and channel however often it is asked for; how many rows
    are new. The desk shows its own at once; a letter waits for the job, where mail is on and the officer has
    an address. A statement for each thousand."""
    now, made = (clock or SystemClock()).now(), 0
    unique = {(each.kind, each.occasion): each for each in wanted}
    for part in _batches(list(unique.values())):
        rows = [
            {
                "kind": each.kind,
                **each.occasion._asdict(),
                "params": each.params,
                "due_at": each.due_at,
            }
            for each in part
        ]
        with connection.cursor() as cursor:
            cursor.execute(_PUT, {"wanted": orjson.dumps(rows).decode(), "now": now, "mail": mail_is_on()})
            made += cursor.rowcount
    return made


def _batches(rows: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    left = iter(rows)
    while part := list(islice(left, BATCH)):
        yield part


def withdraw_gone(*, clock: Clock | None = None) -> int:
    """Take back what the desk shows and what waits to be sent where the reason is gone; how many rows.

    A letter is looked at once more when it is sent; this keeps the desk and the operator's page true.
    """
    now = (clock or SystemClock()).now()
    open_rows = Message.objects.filter(channel=Channel.DESK, state=State.SENT) | Message.objects.filter(
        officer__isnull=False, channel=Channel.EMAIL, state=State.WAITING
    )
    rows = list(open_rows.only("kind", "subject", "key", "officer_id"))
    kept = {row.pk for row in still_standing(rows, now)}
    return withdraw([row.pk for row in rows if row.pk not in kept])


def withdraw(keys: Collection[int]) -> int:
    """Take messages back that have not left; how many rows."""
    going = Message.objects.filter(pk__in=keys, state__in=[State.WAITING, State.SENT])
    # A letter that left stays told: nobody can take it back.
    going = going.exclude(channel__in=OUTSIDE, state=State.SENT)
    return going.update(state=State.WITHDRAWN, next_try_at=None)


def mark_read(person: Person, keys: Collection[int] | None = None, *, clock: Clock | None = None) -> int:
    """Note that the officer has read these notices of the own, or all; how many were new."""
    if person.officer_id is None:
        return 0
    rows = Message.objects.filter(
        officer=person.officer_id, channel=Channel.DESK, state=State.SENT, read_at=None
    )
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    return rows.update(read_at=(clock or SystemClock()).now())


def resend(actor: Person, key: int, *, clock: Clock | None = None) -> int:
    """Let the letter that holds this message go again, with the same Message-ID; how many messages it tells.

    Raises: `Forbidden`, `NotFound`; DomainError `not_to_resend`, `mail_is_off`.
    """
    require(actor, "resend_messages")
    now = (clock or SystemClock()).now()
    channel = Message.objects.filter(pk=key).values_list("channel", flat=True).first()
    if channel in OUTSIDE and not is_on(channel):
        raise channel_is_off(channel)
    with transaction.atomic():
        rows = _problem_rows(key)
        for row in rows:
            row.state, row.tries, row.next_try_at = State.WAITING, 0, now
            row.decided_by, row.decided_at = actor.officer_code, now
        Message.objects.bulk_update(rows, ["state", "tries", "next_try_at", "decided_by", "decided_at"])
    return len(rows)


def take_for_delivered(actor: Person, key: int, *, clock: Clock | None = None) -> int:
    """Settle by a person's word that a letter of which nobody knew did arrive; how many messages it tells.

    Raises: `Forbidden`, `NotFound`; DomainError `not_to_resend`.
    """
    require(actor, "resend_messages")
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        rows = _problem_rows(key, State.DOUBTFUL)
        for row in rows:
            row.state, row.sent_at, row.next_try_at = State.SENT, now, None
            row.decided_by, row.decided_at = actor.officer_code, now
        Message.objects.bulk_update(rows, ["state", "sent_at", "next_try_at", "decided_by", "decided_at"])
    return len(rows)


def channel_is_off(channel: str) -> DomainError:
    """The refusal to send through a channel that is not set up."""
    if channel == Channel.EMAIL:
        return DomainError(
            gettext_noop("Hệ thống chưa có máy chủ thư (MOTCUA_MAIL_URL); thư vẫn nằm trong hộp thư đi."),
            gettext_noop("Đặt máy chủ thư, khởi động lại, rồi gửi lại."),
            id="mail_is_off",
        )
    return DomainError(
        gettext_noop("Kênh “%(channel)s” chưa được nối với nhà cung cấp; tin vẫn nằm trong hộp thư đi."),
        gettext_noop("Đặt địa chỉ của nhà cung cấp, khởi động lại, rồi gửi lại."),
        id="channel_is_off",
        channel=str(Channel(channel).label),
    )


def _problem_rows(key: int, *states: Message.State) -> list[Message]:
    """The messages of one letter that did not go well, locked."""
    asked = Message.objects.select_for_update().filter(pk=key, channel__in=OUTSIDE).first()
    if asked is None:
        raise NotFound(gettext_noop("Không có tin này trong hộp thư đi."))
    states = states or PROBLEMS
    if asked.state not in states:
        raise DomainError(
            gettext_noop("Thư này đang ở tình trạng “%(state)s”, không có gì để làm lại."),
            gettext_noop("Mở lại hộp thư đi để xem tình trạng mới nhất."),
            id="not_to_resend",
            state=str(Message.State(asked.state).label),
        )
    same = Message.objects.select_for_update().filter(letter=asked.letter, state__in=states)
    return list(same) if asked.letter else [asked]
