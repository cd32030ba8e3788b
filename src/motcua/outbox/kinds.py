"""Kinds of message: their sentences, and how it is found out whether their reason still stands.

A room above registers its kinds when it is made ready (`AppConfig.ready`): the outbox knows officers and
letters, and nothing of dossiers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
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


Asked = Mapping[str, Collection[Occasion]]
"""Occasions by the name of their kind."""
Stands = Callable[[Asked, Instant], set[tuple[str, Occasion]]]
"""Which of these occasions still are at that instant, each with its kind; in a fixed number of statements.
It is asked once for all kinds that share it."""


def always(asked: Asked, now: Instant) -> set[tuple[str, Occasion]]:
    """For what was said once and for all."""
    return {(name, occasion) for name, occasions in asked.items() for occasion in occasions}


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
TO_CITIZEN: Final = Kind(name="notice", title=gettext_noop("Tin cho người dân"), what="", todo="")
"""Stands for whatever citizens were told: their words are kept with the message."""
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


def standing(asked: Asked, now: Instant) -> set[tuple[str, Occasion]]:
    """Which occasions still are, by the name of their kind; as many statements as the kinds take."""
    together: dict[Stands, dict[str, Collection[Occasion]]] = {}
    for name, occasions in asked.items():
        together.setdefault(kind_of(name).stands, {})[name] = occasions
    found: set[tuple[str, Occasion]] = set()
    for stands, theirs in together.items():
        found |= stands(theirs, now)
    return found
