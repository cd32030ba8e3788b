"""What may be done with a petition: verbs of Decree 20/2008 and of the national portal."""

from __future__ import annotations

from typing import Final

import msgspec

from motcua.feedback.petitions.types import About, Refusal, Side, Sort


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts: as the list names them, from which unit, on which sides of this petition."""

    who: str
    unit: str = ""
    sides: frozenset[Side] = frozenset()

    @property
    def officer(self) -> str:
        """The officer's code; empty for a petitioner."""
        return self.who.removeprefix("officer:") if self.who.startswith("officer:") else ""


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the commands."""

    by: By


class File(Command, frozen=True, kw_only=True):
    """Send a petition; it is registered at once."""

    about: About
    concerned: tuple[str, ...] = ()


class Classify(Command, frozen=True, kw_only=True):
    """Say what it is and whom it concerns. Own competence takes it up at once, in the agency `own`."""

    sort: Sort
    own: str = ""
    concerned: tuple[str, ...] = ()


class Forward(Command, frozen=True, kw_only=True):
    """Send it to the agency `to` (its key); `concerned_heads` says that nobody there may decide on it."""

    to: str
    concerned_heads: bool = False


class Take(Command, frozen=True, kw_only=True):
    """Take it up, or give it to an officer of the own agency."""

    officer: str = ""


class SendBackToReceiver(Command, frozen=True, kw_only=True):
    """Not ours: back to the receiving body."""


class AskSupplement(Command, frozen=True, kw_only=True):
    """Ask the petitioner for more."""


class Supplement(Command, frozen=True, kw_only=True):
    """Give what was asked."""


class Draft(Command, frozen=True, kw_only=True):
    """Propose an answer."""


class RejectDraft(Command, frozen=True, kw_only=True):
    """Ask for another answer."""


class Approve(Command, frozen=True, kw_only=True):
    """Sign the answer."""


class Publish(Command, frozen=True, kw_only=True):
    """Put question and answer on the public page."""


class KeepUnpublished(Command, frozen=True, kw_only=True):
    """Close it without publishing."""


class Refuse(Command, frozen=True, kw_only=True):
    """Do not accept it."""

    ground: Refusal


class Withdraw(Command, frozen=True, kw_only=True):
    """Take it back."""


NAMES: Final[dict[type[Command], str]] = {
    File: "file",
    Classify: "classify",
    Forward: "forward",
    Take: "take",
    SendBackToReceiver: "send_back_to_receiver",
    AskSupplement: "ask_supplement",
    Supplement: "supplement",
    Draft: "draft",
    RejectDraft: "reject_draft",
    Approve: "approve",
    Publish: "publish",
    KeepUnpublished: "keep_unpublished",
    Refuse: "refuse",
    Withdraw: "withdraw",
}
