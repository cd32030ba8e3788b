"""What is read of notices: the words in force, an account's choice, what an applicant was told."""

from __future__ import annotations

from typing import Final, NamedTuple

from motcua.dossiers import store
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.foundation.clock import Clock, SystemClock
from motcua.notices.events import CHANNELS, EVENTS, LANGUAGES, NoticeEvent
from motcua.notices.models import NoticePreference, NoticeTemplate
from motcua.notices.templates import Templates
from motcua.notices.wording import Words
from motcua.organisation.rights import Person, may, may_read, require
from motcua.outbox.models import Message
from motcua.outbox.queries import told_about

UNREAD: Final = (
    "(SELECT count(*) FROM (SELECT FROM outbox_message m JOIN citizens_citizen c ON c.key = m.account"
    " WHERE c.user_id = s.user_id AND m.channel = 'portal' AND m.read_at IS NULL LIMIT 100) unread)"
)
"""Asked with each session (`sessions.bring_along`): what is unread costs no statement of its own."""


class EventRow(NamedTuple):
    """One event with the places of its templates: channel, language, whether the words were changed."""

    event: NoticeEvent
    places: list[tuple[str, str, bool]]


def table(person: Person, *, clock: Clock | None = None) -> list[EventRow]:
    """Every event, channel and language. One statement. Raises: `Forbidden`."""
    require(person, "administer_notices")
    templates = Templates((clock or SystemClock()).now())
    return [
        EventRow(
            event,
            [
                (str(channel), language, templates.changed(event.name, channel, language) is not None)
                for channel in CHANNELS
                for language in LANGUAGES
            ],
        )
        for event in EVENTS
    ]


def words_in_force(event: str, channel: str, language: str, *, clock: Clock | None = None) -> Words:
    """The words that are used now. One statement."""
    return Templates((clock or SystemClock()).now()).of(event, channel, language).words


def versions(event: str, channel: str, language: str) -> list[NoticeTemplate]:
    """What was ever used instead of the words that ship, the newest first. One statement."""
    rows = NoticeTemplate.objects.filter(event=event, channel=channel, language=language)
    return list(rows.select_related("made_by").order_by("-version")[:50])


def preference_of(account: str) -> NoticePreference:
    """What the account wants; what is usual where it never said. One statement."""
    return NoticePreference.objects.filter(account=account).first() or NoticePreference(account=account)


class ToldOfDossier(NamedTuple):
    """What the applicant of a dossier was told, newest first, and whether the person may send it again."""

    code: str
    rows: list[Message]
    may_send: bool


def told_of_dossier(person: Person, code: str) -> ToldOfDossier:
    """Raises: `NotFound` for a dossier outside the person's scope. Two statements."""
    locked = store.read(code)
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    rows = told_about(str(locked.id))
    return ToldOfDossier(locked.tracked.state.dossier, rows, may(person, "send_notices_again", locked.place))
