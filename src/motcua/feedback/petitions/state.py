"""What the core must know of a petition to decide: a fold of its events."""

from __future__ import annotations

import msgspec

from motcua.feedback.petitions.types import FINAL, About, PetitionState, Sort
from motcua.foundation.clock import Instant


class PetitionView(msgspec.Struct, frozen=True, kw_only=True):
    """One petition. Times are instants. `holder` is the key of the agency that has it, empty for the
    receiving body; `handler` the code of the officer who answers, empty for its head."""

    seq: int
    state: PetitionState
    about: About
    rules: str
    filed_at: Instant
    last_at: Instant
    concerned: frozenset[str]
    send_back_due: Instant
    ask_due: Instant
    forward_due: Instant
    handle_due: Instant
    sort: Sort | None = None
    holder: str = ""
    handler: str = ""
    forwards: int = 0
    back_to: PetitionState | None = None
    asked_at: Instant | None = None
    asked_until: Instant | None = None
    supplements: int = 0
    drafted: bool = False
    answered_at: Instant | None = None
    publish_due: Instant | None = None
    closed_at: Instant | None = None
    late: frozenset[str] = frozenset()
    """The clocks that ran out before their step was done; derived while folding, never written."""

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in FINAL

    @property
    def closed_to_concerned(self) -> bool:
        """Whether the officers concerned may see nothing: before it is classified, and for ever where it is
        about conduct."""
        return self.sort is None or self.sort is Sort.CONDUCT
