"""One press of one person: what it wrote, and how a double press is known again."""

from __future__ import annotations

import msgspec

from motcua.dossiers.reception import own_key
from motcua.foundation.errors import Conflict, gettext_noop
from motcua.money.hand import Hand
from motcua.organisation.rights import Person


class Done(msgspec.Struct, frozen=True):
    """What was written: the number of the receipt or refund slip (empty for a waiver), the amount in đồng,
    the dossier; `repeated` for a double press."""

    number: str
    amount: int
    code: str
    repeated: bool = False


def press_key(person: Person, what: str, key: str) -> str:
    """One press of one person, as the tables keep it."""
    if not key.strip():
        raise ValueError("money is never taken without an idempotency key")
    return own_key(person.actor, f"{what} {key[:80]}") or ""


def known(number: str, amount: int, hand: Hand, *, same: bool) -> Done:
    """The answer to a press that was written before. Raises: `Conflict` `key_used` for another dossier."""
    if not same:
        raise Conflict(
            gettext_noop("Lần bấm này đã được ghi cho một hồ sơ khác."),
            gettext_noop("Mở lại hồ sơ rồi thu tiền."),
            id="key_used",
        )
    return Done(number, amount, hand.state.dossier, repeated=True)
