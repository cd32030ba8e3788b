"""What happened to a petition. No personal data: names, words and reasons stand in erasable tables.

A due moment is counted once, by the calendar of its day, and kept in the event that gave it.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from motcua.feedback.petitions.types import About, PetitionState, Refusal, Sort
from motcua.foundation.clock import Instant


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    """Base of what events say."""


class Filed(Fact, frozen=True, kw_only=True, tag="filed"):
    """It came in and stands in the book. `concerned` are officers who may be meant; they see nothing."""

    about: About
    rules: str
    calendar: str
    send_back_due: Instant
    ask_due: Instant
    forward_due: Instant
    handle_due: Instant
    concerned: tuple[str, ...] = ()


class Classified(Fact, frozen=True, kw_only=True, tag="classified"):
    """What it is; the officers whom it concerns, as the receiving body found; its own agency, if it is."""

    sort: Sort
    own: str = ""
    concerned: tuple[str, ...] = ()


class Forwarded(Fact, frozen=True, kw_only=True, tag="forwarded"):
    """Sent to the competent agency; the days of handling begin anew."""

    to: str
    send_back_due: Instant
    ask_due: Instant
    handle_due: Instant


class Taken(Fact, frozen=True, kw_only=True, tag="taken"):
    """Taken up, and by whom it will be answered (empty: the head)."""

    officer: str = ""


class Returned(Fact, frozen=True, kw_only=True, tag="returned"):
    """Sent back to the receiving body with a reason."""


class SupplementAsked(Fact, frozen=True, kw_only=True, tag="supplement_asked"):
    """The petitioner is asked for more, until a day."""

    until: Instant
    back_to: PetitionState


class Supplemented(Fact, frozen=True, kw_only=True, tag="supplemented"):
    """The petitioner gave more; what the agency owes moves by the working time waited (microseconds)."""

    waited: int
    forward_due: Instant
    handle_due: Instant


class Drafted(Fact, frozen=True, kw_only=True, tag="drafted"):
    """An answer is proposed to the head."""


class SentBack(Fact, frozen=True, kw_only=True, tag="sent_back"):
    """The head wants another answer."""


class Approved(Fact, frozen=True, kw_only=True, tag="approved"):
    """The head signed the answer; the petitioner has it, publication is due."""

    publish_due: Instant


class Published(Fact, frozen=True, kw_only=True, tag="published"):
    """The answer stands on the public page, without personal data."""


class KeptUnpublished(Fact, frozen=True, kw_only=True, tag="kept_unpublished"):
    """Answered to the petitioner alone, with a reason."""


class NotAccepted(Fact, frozen=True, kw_only=True, tag="not_accepted"):
    """Refused with a ground and a reason in words."""

    ground: Refusal


class Withdrawn(Fact, frozen=True, kw_only=True, tag="withdrawn"):
    """The petitioner took it back."""


AnyFact = (
    Filed
    | Classified
    | Forwarded
    | Taken
    | Returned
    | SupplementAsked
    | Supplemented
    | Drafted
    | SentBack
    | Approved
    | Published
    | KeptUnpublished
    | NotAccepted
    | Withdrawn
)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list: who, when, what. `actor` is `petitioner` or `officer:<code>`."""

    seq: Annotated[int, msgspec.Meta(ge=1)]
    at: Instant
    actor: str
    unit: str
    fact: AnyFact


def encoded(fact: Any) -> str:
    """A fact as its JSON text."""
    return msgspec.json.encode(fact).decode()


def decoded(text: str) -> AnyFact:
    """The fact of a JSON text. Raises: msgspec.ValidationError."""
    return msgspec.json.decode(text, type=AnyFact)  # type: ignore[no-any-return]
