"""A petition of a simulated year, played through the pure core of petitions under a simulated clock.

Who acts and how long it takes is told by dice; what comes of it the core decides. Nothing happens after the
present, so young petitions stay open.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from random import Random
from typing import Final, NamedTuple

from msgspec import structs

from motcua.dossiers.simulation.parameters import PetitionShares
from motcua.feedback.petitions import About, PetitionView, Refusal, Side, Sort, decide
from motcua.feedback.petitions import commands as c
from motcua.feedback.petitions import events as e
from motcua.feedback.petitions.core import evolve, fold
from motcua.feedback.simulated.words import Subject, words
from motcua.foundation.clock import HOUR, Instant
from motcua.foundation.worktime import WorkCalendar
from motcua.law.petitions import PetitionRules

DAY_OF_WORK: Final = 8 * HOUR
_PETITIONER: Final = c.By(who="petitioner", sides=frozenset({Side.PETITIONER}))
_GROUNDS: Final = (Refusal.OUT_OF_SCOPE, Refusal.UNCLEAR, Refusal.REPEATED, Refusal.COMPLAINT)


class House(NamedTuple):
    """The agency that answers, with those who lead it and those who work there, by code."""

    key: int
    code: str
    leaders: tuple[str, ...]
    handlers: tuple[str, ...]


class Matter(NamedTuple):
    """What somebody sends. `concerned` are the officers whom it may mean, `named` the one whom it does."""

    at: Instant
    about: About
    house: House
    subject: Subject
    concerned: tuple[str, ...] = ()
    named: str = ""
    dossier: str = ""
    procedure: str = ""


class Office(NamedTuple):
    """What all petitions share: the receiving body (officers by code, their agency), rules, hours, shares."""

    receivers: tuple[str, ...]
    receiver: House
    calendar: WorkCalendar
    shares: PetitionShares
    present: Instant


class _Over(Exception):
    """What would come next lies after the present."""


class Life:
    """One petition as far as it came: its events, its state, its words, and whether the answer is public."""

    def __init__(self, matter: Matter, office: Office, rules: PetitionRules, chance: Random) -> None:
        self.matter = matter
        self.office = office
        self.rules = rules
        self.chance = chance
        self.at = matter.at
        self.events: list[e.Event] = []
        self.words: list[tuple[int, str, str]] = []
        """Event, part, text."""
        self.state: PetitionView | None = None
        self.published_by = ""
        with suppress(_Over):
            self._run()

    @property
    def view(self) -> PetitionView:
        """Where it stands; it was sent, if nothing else happened."""
        assert self.state is not None
        return self.state

    def _do(self, command: c.Command, **said: str) -> None:
        if self.at >= self.office.present:
            raise _Over
        first = len(self.events) + 1
        for event in decide(self.state, command, self.rules, self.office.calendar, self.at):
            self.state = fold([event]) if self.state is None else evolve(self.state, event)
            self.events.append(event)
        self.words += [(first, part, text) for part, text in said.items() if text]

    def _wait(self, working: int) -> None:
        self.at = self.office.calendar.add(self.at, working)

    def _hours(self, first: float, last: float) -> int:
        return int(self.chance.uniform(first, last) * HOUR)

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _run(self) -> None:
        matter, shares, subject = self.matter, self.office.shares, self.matter.subject
        self._do(
            c.File(by=_PETITIONER, about=matter.about, concerned=matter.concerned),
            subject=subject.subject,
            body=subject.body,
        )
        if self._happens(shares.withdrawn):
            self._wait(self._hours(1, 16))
            self._do(c.Withdraw(by=_PETITIONER))
        elif not self._happens(shares.asked) or self._asked():
            self._received()

    def _receiver(self) -> c.By:
        who, house = self.chance.choice(self.office.receivers), self.office.receiver
        return c.By(who=f"officer:{who}", unit=house.code, sides=frozenset({Side.RECEIVER}))

    def _asked(self) -> bool:
        """More is asked for; whether it came."""
        reasons = words().reasons
        self._wait(self._hours(1, 16))
        self._do(c.AskSupplement(by=self._receiver()), reason=reasons["asked"])
        until = self.view.asked_until or self.at
        if self._happens(self.office.shares.silent):
            self.at = self.office.calendar.add(until, 2 * HOUR)
            refusal = c.Refuse(by=self._receiver(), ground=Refusal.NOT_SUPPLEMENTED)
            self._do(refusal, reason=reasons["silent"])
            return False
        waits = self.office.calendar.between(self.at, until)
        self._wait(int(waits * self.chance.uniform(0.1, 0.8)))
        self._do(c.Supplement(by=_PETITIONER), supplement=reasons["given"])
        return True

    def _received(self) -> None:
        """Classified by the receiving body, and sent on; or refused; or answered by itself."""
        shares, matter = self.office.shares, self.matter
        if self._happens(shares.forward_late):
            self.at = max(self.at, self.office.calendar.add(self.view.forward_due, self._hours(2, 40)))
        else:
            self._wait(self._hours(*shares.forward_hours))
        by = self._receiver()
        if self._happens(shares.refused):
            refusal = c.Refuse(by=by, ground=self.chance.choice(_GROUNDS))
            self._do(refusal, reason=words().reasons["refused"])
            return
        if matter.about is About.PROCEDURE and self._happens(shares.own):
            self._do(c.Classify(by=by, sort=Sort.OWN, own=str(self.office.receiver.key)))
            self._answered(self.office.receiver, structs.replace(by, sides=frozenset({Side.HANDLER})))
            return
        named = (matter.named,) if matter.named else ()
        self._do(c.Classify(by=by, sort=Sort.CONDUCT if named else Sort.OTHER, concerned=named))
        self._wait(self._hours(0.1, 1))
        self._do(c.Forward(by=by, to=str(matter.house.key)))
        self._answered(matter.house, None)

    def _answered(self, house: House, own: c.By | None) -> None:
        """Taken up, drafted and signed: by the agency, or (`own`) by the receiving body itself."""
        chance, shares, subject = self.chance, self.office.shares, self.matter.subject
        head = self._of(house, house.leaders, Side.HEAD)
        writer = own or head
        signed = self._signed_at()
        if own is None:
            self._wait(self._hours(1, 8))
            handler = self._of(house, house.handlers, Side.HANDLER) if house.handlers else head
            writer = chance.choice((head, handler))
            self._do(c.Take(by=head, officer="" if writer is head else writer.officer))
        self._wait(int(max(self._left(signed), 0) * chance.uniform(0.3, 0.8)))
        self._do(c.Draft(by=writer), answer=subject.answer)
        if self._happens(shares.sent_back):
            self._wait(self._hours(1, 4))
            self._do(c.RejectDraft(by=head), reason=words().reasons["sent_back"])
            self._wait(self._hours(1, 4))
            self._do(c.Draft(by=writer), answer=subject.answer)
        self.at = max(self.office.calendar.add(self.at, HOUR), signed)
        self._do(c.Approve(by=head))
        self._told()

    def _signed_at(self) -> Instant:
        """When the answer is to be signed, in its time or too late."""
        chance, shares, calendar = self.chance, self.office.shares, self.office.calendar
        left = self._left(self.view.handle_due)
        if self._happens(shares.answer_late):
            return calendar.add(self.at, max(left, 0) + chance.randint(*shares.late_days) * DAY_OF_WORK)
        return calendar.add(self.at, int(max(left, 0) * chance.uniform(*shares.answer_share)))

    def _left(self, until: Instant) -> int:
        return self.office.calendar.between(self.at, until)

    def _told(self) -> None:
        """Made public, or kept between agency and petitioner, as always about conduct."""
        by = self._receiver()
        self._wait(self._hours(2, 18))
        if self._happens(self.office.shares.unpublished) or self.view.sort is Sort.CONDUCT:
            self._do(c.KeepUnpublished(by=by), reason=words().reasons["unpublished"])
        else:
            self._do(c.Publish(by=by))
            self.published_by = by.who

    def _of(self, house: House, codes: Sequence[str], side: Side) -> c.By:
        """Somebody there whom it does not mean."""
        free = [code for code in codes if code not in self.view.concerned]
        who = self.chance.choice(free or codes)
        return c.By(who=f"officer:{who}", unit=house.code, sides=frozenset({side}))
