"""Events of the log become messages, each once although the worker dies at any moment.

The line that an event is unheard goes in the transaction that puts its messages in; both stand or neither.
Behind that the outbox takes a reason once for each recipient and channel (decision 0064).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import structlog
from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.following import Unheard, heard, next_unheard
from motcua.dossiers.queries.told import Opened
from motcua.foundation.clock import Clock, SystemClock
from motcua.notices.events import BY_NAME, SHORT, Channel
from motcua.notices.facts import Fact, facts_of, in_words
from motcua.notices.recipients import Way, contact, holders, ways
from motcua.notices.templates import Templates
from motcua.notices.wording import fill, plain
from motcua.outbox.citizens import Notice, tell

logger = structlog.get_logger(__name__)
FOLLOWER: Final = "notices"


class Told(NamedTuple):
    """What a run did: events heard, messages made, events that could not be told."""

    events: int = 0
    messages: int = 0
    failed: int = 0


def tell_citizens(*, clock: Clock | None = None) -> Told:
    """Hear of every event not heard yet. Safe to repeat, to kill and to run beside itself."""
    clock = clock or SystemClock()
    templates = Templates(clock.now())
    events = messages = failed = after = 0
    while lines := next_unheard(FOLLOWER, after):
        for line in lines:
            after = line.id
            try:
                messages += _hear(line, templates, clock)
                events += 1
            except Exception:
                # One dossier that cannot be told holds up no other; its line stays, and is tried again.
                logger.exception("notice_failed", dossier=line.dossier_id, seq=line.seq)
                failed += 1
    return Told(events, messages, failed)


@transaction.atomic
def _hear(line: Unheard, templates: Templates, clock: Clock) -> int:
    if not heard(line.id):
        return 0
    locked = store.read(line.code)
    if locked is None:
        return 0
    opened = store.open_private(locked.id)
    return tell_of(
        locked, facts_of(locked, line.seq, opened), str(line.seq), opened, templates=templates, clock=clock
    )


def tell_of(
    locked: store.Locked,
    facts: Sequence[Fact],
    key: str,
    opened: Opened,
    *,
    templates: Templates,
    clock: Clock,
) -> int:
    """Put in the messages of facts of one dossier, in the caller's transaction; `key` names their occasion.
    How many are new."""
    if not facts:
        return 0
    state = locked.tracked.state
    accounts = holders(locked.id, state, opened, clock.now())
    party = contact(state, opened)
    notices: list[Notice] = []
    for fact in facts:
        for way in ways(party, accounts, BY_NAME[fact.event]):
            notices.append(_notice(locked.id, key, fact, way, templates))
    return tell(notices, clock=clock)


def _notice(dossier: int, key: str, fact: Fact, way: Way, templates: Templates) -> Notice:
    code = str(fact.values["code"])
    path = f"/cua-toi/ho-so/{code}" if way.account else f"/tra-cuu/{code}"
    return worded(fact, way, templates, subject=str(dossier), key=key, path=path)


def worded(fact: Fact, way: Way, templates: Templates, *, subject: str, key: str, path: str) -> Notice:
    """The message of one way, in the words in force; its facts have a `code`."""
    short = way.channel in SHORT
    template = templates.of(fact.event, way.channel, way.language)
    values = in_words(fact, way.language, short=short)
    text = fill(template.words.body, values)
    code = values["code"]
    return Notice(
        kind=fact.event,
        subject=subject,
        key=key,
        account=way.account,
        channel=way.channel,
        address=way.address,
        language=way.language,
        title=(fill(template.words.title, values) or f"{code}")[:200],
        text=plain(text) if way.channel == Channel.SMS else text,
        path=path,
        version=template.version,
        code=code,
        due_at=fact.until,
    )
