"""Letters whose words are made at the moment of sending, because they hold a secret or an answer that may
stand in no table: a link for one use, whether an address has an account.

The room that knows the answer registers its kinds when it is made ready; the row in the outbox has the
purpose, the address and the language alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from motcua.foundation.clock import Clock
from motcua.outbox.kinds import Kind
from motcua.outbox.models import Message, Wording


class Said(NamedTuple):
    """A letter in words. `path` leads to a page of this house and may hold a secret; none is kept."""

    title: str
    text: str
    path: str = ""


Make = Callable[[Message, Clock], Said | None]
"""The words for a message, in its language (`params["language"]`); none where there is nothing to say any
more. It is asked anew at each try, so what it writes down must be harmless when the letter does not leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A kind of such letters. `title` (a msgid) is what the operator sees: the purpose, never the answer."""

    name: str
    title: str
    make: Make

    @property
    def kind(self) -> Kind:
        """As lists of messages show it."""
        return Kind(name=self.name, title=self.title, what=self.title, todo="")


_MADE: Final[dict[str, Made]] = {}


def register(*kinds: Made) -> None:
    """Make kinds known; the same name again replaces."""
    _MADE.update({each.name: each for each in kinds})


def made_of(name: str) -> Made | None:
    """The kind of that name; none for one whose words stand with the message."""
    return _MADE.get(name)


def names() -> tuple[str, ...]:
    """The kinds whose words are made at sending."""
    return tuple(_MADE)


def worded(row: Message, clock: Clock) -> bool:
    """Give a message that is about to leave its words where they are made now, in memory alone; whether
    there is something to say."""
    kind = made_of(row.kind) if row.officer_id is None else None
    if kind is None:
        return True
    said = kind.make(row, clock)
    if said is None:
        return False
    language = str(row.params.get("language", "vi"))
    row.wording = Wording(language=language, title=said.title, text=said.text, path=said.path)
    return True
