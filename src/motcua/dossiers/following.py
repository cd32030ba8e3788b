"""Rooms above that must hear of every event of a kind, once: a line for each, written with the event itself.

A follower names the types that it wants (`AppConfig.ready`). The line stands in the same statement as the
event, so an event is either unheard or was never written; it goes in the transaction that does what hearing
it means. No position in the log is remembered: numbers are given before a transaction commits, and who
counts them misses the one that commits late (decision 0064). What was imported or simulated tells nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.db import connection

from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.log import type_of

_FOLLOWERS: Final[dict[str, frozenset[str]]] = {}


class Unheard(NamedTuple):
    """One event that a follower has not heard of, and the name of its dossier now."""

    id: int
    dossier_id: int
    seq: int
    code: str


def follow(follower: str, types: Iterable[str]) -> None:
    """Let a follower hear of events of these types from now on; the same name again replaces."""
    _FOLLOWERS[follower] = frozenset(types)


def unheard_by(events: Sequence[Event]) -> list[tuple[str, int]]:
    """Who must hear of which of these events: follower and seq."""
    return [
        (follower, event.seq)
        for event in events
        if not event.origin
        for follower, types in _FOLLOWERS.items()
        if type_of(event.payload) in types
    ]


def next_unheard(follower: str, after: int = 0, *, most: int = 500) -> list[Unheard]:
    """What a follower has not heard, in the order of writing, from behind the line `after`. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [follower, after, most])
        return [Unheard(*row) for row in cursor.fetchall()]


_NEXT: Final = """
SELECT u.id, u.dossier_id, u.seq, coalesce(d.code, d.reference)
FROM dossiers_unheardevent u JOIN dossiers_dossier d ON d.id = u.dossier_id
WHERE u.follower = %s AND u.id > %s ORDER BY u.id LIMIT %s
"""


def heard(line: int) -> bool:
    """Take one line away, inside the transaction that does what hearing means. False where another did it
    already; who does it at the same moment is waited for. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_unheardevent WHERE id = %s", [line])
        return bool(cursor.rowcount)


def count_unheard(follower: str) -> int:
    """How many a follower has not heard. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dossiers_unheardevent WHERE follower = %s", [follower])
        return int((cursor.fetchone() or (0,))[0])
