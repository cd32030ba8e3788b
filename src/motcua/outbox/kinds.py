"""Kinds of message: their sentences, and how it is found out whether their reason still stands.

A room above registers its kinds when it is made ready (`AppConfig.ready`): the outbox knows officers and
letters, and nothing of dossiers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.conf import settings

from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop


class Occasion(NamedTuple):
    """A reason to tell one officer something: `subject` is what it is about (`17`, a dossier), `key` which of
    its occasions (`3:1772420400000000`, step and due time). The same occasion is told once."""

    subject: str
    key: str
    officer_id: int


Stands = Callable[[Sequence[Occasion], Instant], Collection[Occasion]]
"""Which of these occasions still are, at that instant; in a fixed number of statements."""


def always(occasions: Sequence[Occasion], now: Instant) -> Collection[Occasion]:
    """For what was said once and for all."""
    return occasions


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of message. Sentences are msgids in the `%(name)s` form, filled from the message's params,
    its `due` in words among them; `path` leads to the page where the work is done."""

    name: str
    title: str
    """The heading over messages of the kind."""
    what: str
    """What happened or will happen, and until when."""
    todo: str
    """What to do now."""
    path: str = ""
    late: bool = False
    stands: Stands = always

    def link(self, params: dict[str, object]) -> str:
        """The whole address of the page; empty where there is none."""
        return f"{settings.MOTCUA_PUBLIC_URL}{self.path % params}" if self.path else ""


UNKNOWN: Final = Kind(
    name="",
    title=gettext_noop("Tin của phiên bản cũ"),
    what=gettext_noop("Tin này do một phiên bản cũ của hệ thống tạo, nội dung không còn đọc được."),
    todo=gettext_noop("Mở “Việc của tôi” để xem việc đang chờ."),
)
_KINDS: Final[dict[str, Kind]] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; the same name again replaces."""
    _KINDS.update({kind.name: kind for kind in kinds})


def kind_of(name: str) -> Kind:
    """The kind of that name; `UNKNOWN` for one that this release does not know."""
    return _KINDS.get(name, UNKNOWN)


def names() -> tuple[str, ...]:
    """The kinds in the order in which they were registered."""
    return tuple(_KINDS)


def standing(occasions: dict[str, list[Occasion]], now: Instant) -> set[tuple[str, Occasion]]:
    """Which occasions still are, by the name of their kind; as many statements as the kinds take."""
    return {
        (name, occasion)
        for name, asked in occasions.items()
        if asked
        for occasion in kind_of(name).stands(asked, now)
    }
