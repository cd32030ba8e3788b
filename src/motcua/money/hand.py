"""One dossier in hand for a money command: locked, with the post that acts, until the transaction ends."""

from __future__ import annotations

from typing import Final

from motcua.dossiers import store
from motcua.dossiers.acting import actor_for
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide
from motcua.dossiers.lifecycle.guards import standing_refusal
from motcua.dossiers.lifecycle.refusals import wrong_role
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Actor
from motcua.dossiers.places import agency_key, agency_of
from motcua.dossiers.projection import AgencyAt, Tracked, entered
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.sealing import Seals
from motcua.dossiers.writing import append
from motcua.foundation.clock import Instant
from motcua.law.regimes import regime
from motcua.law.roles import Role
from motcua.organisation.calendars import calendars
from motcua.organisation.models import Agency
from motcua.organisation.rights import AT_A_SECTION, Held, Person, acting_posts

COMMANDS: Final[dict[str, type[c.Command]]] = {
    "record_payment": c.RecordPayment,
    "waive_fee": c.WaiveFee,
    "withdraw_waiver": c.WithdrawWaiver,
    "refund_fee": c.RefundFee,
    "fulfil_obligation": c.FulfilObligation,
}


PAYMENT: Final = "system:payment"
"""How the log names what takes in the money that is paid online."""


class Grip:
    """A locked dossier and everything that a money command needs, whoever gives it."""

    def __init__(self, locked: store.Locked, by: Actor, section_id: int, action: str, now: Instant) -> None:
        self.locked: Final = locked
        self.by: Final = by
        self.section: Final[Agency] = agency_of(section_id)
        self.rules: Final = Rules(regime(self.state.regime), calendars()(locked.place.section_id))
        self.seals: Final = Seals()
        self.now: Final = now
        self._kind: Final = COMMANDS[action]

    def admit(self) -> None:
        """Refuse what the state forbids whatever is typed, before the form is read. Raises: `Refused`."""
        refusal = standing_refusal(self.state, self._kind, self.by.roles, self.rules.regime)
        if refusal is not None:
            raise refusal

    @property
    def state(self) -> State:
        return self.locked.tracked.state

    @property
    def competent_id(self) -> int:
        """The agency that the money is for."""
        return agency_key(AgencyAt(self.state.intake.competent, entered(self.state)))

    def write(self, command: c.Command) -> Tracked:
        """Decide and write the event. Raises: `Refused`."""
        events = decide(self.state, command, self.rules, self.now)
        return append(self.locked.id, self.locked, events, self.seals)

    def refuse_early(self, command: c.Command) -> None:
        """Ask the law before anything is locked or numbered. Raises: `Refused`."""
        decide(self.state, command, self.rules, self.now)


class Hand(Grip):
    """A dossier in an officer's hand. Inside a transaction only.

    Raises: `NotFound` for a dossier out of sight; `WrongRole` where it was not received at the person's own
    section, or the post may not do it.
    """

    def __init__(self, person: Person, code: str, action: str, now: Instant) -> None:
        found = _locked(code)
        by = actor_for(person, found, action)
        entitled = regime(found.tracked.state.regime).rights[action].roles
        posts = [post for post in acting_posts(person, found.place) if post.role in entitled & AT_A_SECTION]
        if not posts:
            raise wrong_role(COMMANDS[action], entitled)
        self.post: Final[Held] = posts[0]
        super().__init__(found, by, self.post.agency_id, action, now)


class OnlineHand(Grip):
    """A dossier in no officer's hand: money that was paid online. Inside a transaction only.

    Raises: `NotFound`.
    """

    def __init__(self, code: str, action: str, now: Instant) -> None:
        found = _locked(code)
        unit = found.tracked.state.intake.section
        by = Actor(who=PAYMENT, unit=unit, roles=frozenset({Role.SYSTEM}))
        assert found.place.section_id is not None, "a dossier is filed with a section"
        super().__init__(found, by, found.place.section_id, action, now)


def _locked(code: str) -> store.Locked:
    found = store.lock(code)
    if found is None:
        raise unknown_dossier(code)
    return found
