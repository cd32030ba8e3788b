"""Messages on their way, each once at most though the machine stops at any moment (decisions 0050, 0063).

Before a letter leaves, its row says so: `sending` from the claim on, `handed` from the moment when the other
side may take it. Whoever was killed holds the lock no more; what stood as `sending` was never taken and goes
again. What stood as `handed` may have been: a gateway that knows the key of a message again gets it once
more, a letter waits for a person's word. Each channel has a sender and a lock of its own, so that one that
stands still holds up no other.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID, uuid4

import structlog
from django.db import connection, transaction
from django.db.models import F

from motcua.foundation.clock import MINUTE, Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.outbox import made
from motcua.outbox.channels import Channel, is_on, is_quiet
from motcua.outbox.lines import knows_again, line_to
from motcua.outbox.models import Message
from motcua.outbox.outcomes import LONGEST, Line, Never, NotNow, Unknown, Unreachable
from motcua.outbox.queries import messages_to_send, still_standing, words_said

logger = structlog.get_logger(__name__)
_LOCKS: Final = {Channel.EMAIL: 0x6D61696C, Channel.SMS: 0x6D61696D, Channel.ZALO: 0x6D61696E}
TOGETHER: Final = 50
"""Messages in one letter at most."""
LONGEST_RUN: Final = 45.0
"""Seconds after which a run begins no other letter: the worker has other work, and the next run goes on."""
WAITS: Final = (1, 5, 15, 60, 120, 240, 480, 480, 480)
"""Minutes until the next try after each one that failed; after the last the letter is given up."""
UNREACHABLE_AGAIN: Final = 2
KILLED: Final = gettext_noop("Tiến trình gửi bị dừng khi đang giao thư.")
State = Message.State


class Run(NamedTuple):
    """What one run did, in letters but for `withdrawn`, which counts messages."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    doubtful: int = 0
    withdrawn: int = 0
    unreachable: str = ""


class Claim(NamedTuple):
    """A letter about to go."""

    letter: UUID
    rows: list[Message]
    withdrawn: int


def send_waiting(channel: str = Channel.EMAIL, *, clock: Clock | None = None) -> Run:
    """Send what waits for a channel; nothing where it is off, must be quiet now, or another process sends.
    Safe to repeat, to kill and to run beside itself."""
    clock = clock or SystemClock()
    if not is_on(channel) or is_quiet(channel, clock.now()):
        return Run()
    with _alone(_LOCKS[Channel(channel)]) as alone:
        if not alone:
            return Run()
        put_right(channel)
        if not messages_to_send(clock.now(), channel).exists():
            return Run()
        try:
            with line_to(channel) as line:
                return _send(line, channel, clock)
        except Unreachable as error:
            _nobody_there(channel, str(error), clock.now())
            return Run(unreachable=str(error))


@contextmanager
def _alone(lock: int) -> Iterator[bool]:
    """One sender at a time. The server lets the lock go when the process that holds it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        got = bool((cursor.fetchone() or (False,))[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def put_right(channel: str = Channel.EMAIL) -> None:
    """What a killed sender left: what was not handed over goes again, what was is in doubt, or goes again
    too where the other side knows it again. Hold the lock."""
    with transaction.atomic():
        left = Message.objects.filter(channel=channel, state=State.HANDED)
        again = lost = 0
        if knows_again(channel):
            again = left.update(state=State.WAITING)
        else:
            lost = left.update(state=State.DOUBTFUL, problem=KILLED, next_try_at=None)
        again += Message.objects.filter(channel=channel, state=State.SENDING).update(state=State.WAITING)
    if lost or again:
        logger.warning("outbox_put_right", doubtful=lost, again=again)


def _send(line: Line, channel: str, clock: Clock) -> Run:
    sent = later = failed = doubtful = withdrawn = 0
    until = time.perf_counter() + LONGEST_RUN
    while True:
        claim = _claim(channel, clock.now())
        if claim is None:
            break
        withdrawn += claim.withdrawn
        if not claim.rows:
            continue
        state, lost = _deliver(line, claim, clock)
        lost = lost or time.perf_counter() >= until
        sent += state == State.SENT
        later += state == State.WAITING
        failed += state == State.FAILED
        doubtful += state == State.DOUBTFUL
        withdrawn += state == State.WITHDRAWN
        if lost:
            break  # the next run has a new line
    return Run(sent, later, failed, doubtful, withdrawn)


@transaction.atomic
def _claim(channel: str, now: Instant) -> Claim | None:
    """The next letter, marked as being sent; messages whose reason is gone, or whose recipient can no longer
    be written to, are taken back in the same transaction. What waits for one officer goes together; what a
    citizen is told goes by itself."""
    first = messages_to_send(now, channel).select_for_update(skip_locked=True).first()
    if first is None:
        return None
    same = messages_to_send(now, channel).filter(officer=first.officer_id, letter=first.letter)
    if first.officer_id is None:
        same = messages_to_send(now, channel).filter(pk=first.pk)
    chosen = same.select_for_update(skip_locked=True, of=("self",)).select_related("officer__user", "wording")
    rows = list(chosen[:TOGETHER])
    stand = [row for row in still_standing(rows, now) if _can_be_written_to(row, day_of(now))]
    going = {row.pk for row in stand}
    gone = [row.pk for row in rows if row.pk not in going]
    Message.objects.filter(pk__in=gone).update(state=State.WITHDRAWN, next_try_at=None)
    letter = first.letter or uuid4()
    if stand:
        address = stand[0].officer.email if stand[0].officer else stand[0].address
        claimed = Message.objects.filter(pk__in=going)
        claimed.update(state=State.SENDING, letter=letter, address=address, tries=F("tries") + 1)
        for row in stand:
            row.address, row.tries = address, row.tries + 1
    return Claim(letter, stand, len(gone))


def _can_be_written_to(row: Message, today: date) -> bool:
    officer = row.officer
    if officer is None:
        # An erasure takes address and words away.
        return bool(row.address) and (made.made_of(row.kind) is not None or bool(words_said(row)))
    user = officer.user
    in_office = officer.left_on is None or officer.left_on >= today
    return bool(officer.email) and in_office and user is not None and user.is_active


def _deliver(line: Line, claim: Claim, clock: Clock) -> tuple[Message.State, bool]:
    """Hand one letter over and write down how it went; the state of its messages now, and whether the line is
    of no more use."""
    keys = [row.pk for row in claim.rows]
    now = clock.now()
    try:
        if not made.worded(claim.rows[0], clock):
            _mark(keys, State.WITHDRAWN, next_try_at=None)
            return State.WITHDRAWN, False
        line.carry(claim.letter, claim.rows, now, lambda: _mark(keys, State.HANDED))
    except NotNow as error:
        return _try_later(claim.rows, str(error), now), error.lost
    except (Never, DomainError, ValueError) as error:
        _mark(keys, State.FAILED, problem=str(error)[:LONGEST], next_try_at=None)
        # The server's words may name the address; they stand in the outbox, the log has the number alone.
        logger.warning("letter_refused", letter=str(claim.letter), answer=str(error)[:3])
        return State.FAILED, False
    except Unknown as error:
        _mark(keys, State.DOUBTFUL, problem=str(error), next_try_at=None)
        logger.warning("letter_doubtful", letter=str(claim.letter))
        return State.DOUBTFUL, True
    _mark(keys, State.SENT, sent_at=clock.now(), problem="", next_try_at=None)
    return State.SENT, False


def _mark(keys: Sequence[int], state: Message.State, **columns: object) -> None:
    """In a transaction of its own, committed when this returns."""
    Message.objects.filter(pk__in=keys).update(state=state, **columns)


def _try_later(rows: Sequence[Message], problem: str, now: Instant) -> Message.State:
    tries = max(row.tries for row in rows)
    keys = [row.pk for row in rows]
    if tries > len(WAITS):
        _mark(keys, State.FAILED, problem=problem, next_try_at=None)
        return State.FAILED
    _mark(keys, State.WAITING, problem=problem, next_try_at=now + WAITS[tries - 1] * MINUTE)
    return State.WAITING


def _nobody_there(channel: str, problem: str, now: Instant) -> None:
    """No letter is to blame: none counts a try, and all say what is wrong."""
    messages_to_send(now, channel).order_by().update(
        problem=problem, next_try_at=now + UNREACHABLE_AGAIN * MINUTE
    )
    logger.warning("carrier_unreachable", channel=channel, problem=problem[:80])
