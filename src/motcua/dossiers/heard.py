"""What people said of the service, asked of whichever room hears it.

Figures count petitions and ratings; the room that has them stands on their floor and may not be known to
them. Both know this door (as in decision 0075): one has registered, the other asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from motcua.foundation.clock import Instant


class Heard(NamedTuple):
    """A petition sent in a period, as it stood at its end. `agency` is whose it is to answer, else who it is
    about; `dossier` the code it names, empty for none."""

    agency: int | None
    conduct: bool
    """Whether it is about the conduct of officers."""
    dropped: bool
    """Refused or withdrawn: nobody is at fault for it."""
    late: bool
    """Whether any clock of it ran out before its step was done."""
    again: bool
    """Whether the same matter had to be sent again after it was answered."""
    due: bool
    """Whether an answer was given, or is still owed after its time."""
    on_time: bool
    prolonged: bool
    """Whether the answer is still owed after its time."""
    dossier: str


class Rated(NamedTuple):
    """How a dossier was rated: from 1, very dissatisfied, to 5; at the result, else at reception."""

    dossier: int
    level: int
    at_result: bool


class Ears(NamedTuple):
    """Asked for the moments from which and before which, and the moment of knowledge."""

    petitions: Callable[[Instant, Instant, Instant], list[Heard]]
    disliked: Callable[[Instant, Instant, Instant], frozenset[int]]
    """Keys of the dossiers that were rated below the middle."""
    ratings: Callable[[Instant], list[Rated]] = lambda _as_of: []
    """Each dossier that was rated up to a moment, once."""


_EARS: list[Ears] = []


def heard_by(ears: Ears) -> None:
    """Let this room answer; called once, when it is made ready."""
    _EARS[:] = [ears]


def ears() -> Ears | None:
    """Who hears; none where no such room is installed."""
    return _EARS[0] if _EARS else None
