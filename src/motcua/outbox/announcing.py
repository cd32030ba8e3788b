"""What a room wants citizens to be told of, handed to whoever has the words (decision 0075).

The room that knows the fact and the room that knows languages, channels and the office's own words stand on
one floor and may not know each other. Both know this door: one announces, the other has registered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from motcua.foundation.clock import Clock, Instant


class Announcement(NamedTuple):
    """One thing that happened to a citizen's matter. `subject` and `key` name the reason: it is told once."""

    event: str
    """The name of an event in the table of what citizens are told of."""
    subject: str
    key: str
    code: str
    """What the citizen calls the matter by."""
    account: str = ""
    """The key of the account it belongs to; empty for none."""
    email: str = ""
    phone: str = ""
    """What was left with the matter; either may be empty."""
    path: str = ""
    account_path: str = ""
    """The page of the matter, for whoever has its secret and for the account; from the root of the site."""
    site: str = ""
    """The page where it is looked up by its code. All of these are empty for a dossier: who follows it is
    known by its code, where the words are."""
    values: Mapping[str, str] = {}
    """Further values that words may name."""
    until: Instant | None = None
    """Until when something is asked or promised."""
    amount: int | None = None
    """Đồng, where words may name them."""


Teller = Callable[[Sequence[Announcement], Clock | None], int]
_TELLERS: list[Teller] = []


def told_by(teller: Teller) -> None:
    """Let this room find the words; called once, when it is made ready."""
    _TELLERS[:] = [teller]


def announce(announcements: Sequence[Announcement], *, clock: Clock | None = None) -> int:
    """Put the messages of these into the outbox, in the caller's transaction; how many are new."""
    return sum(teller(announcements, clock) for teller in _TELLERS) if announcements else 0
