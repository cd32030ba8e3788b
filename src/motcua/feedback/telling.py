"""What a petitioner is told when an office has done something; in which words and by which ways is decided
where every word to citizens is (decision 0075). Nothing of what they wrote is told, and no secret."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from motcua.feedback.models import Petition, PetitionPerson
from motcua.feedback.petitions import events as e
from motcua.foundation.clock import Clock, Instant
from motcua.outbox.announcing import Announcement, announce

_TOLD: Final[dict[type[e.Fact], str]] = {
    e.SupplementAsked: "petition_supplement_asked",
    e.Forwarded: "petition_forwarded",
    e.Approved: "petition_answered",
    e.NotAccepted: "petition_not_accepted",
}


def tell_petitioner(row: Petition, events: Sequence[e.Event], *, clock: Clock | None = None) -> int:
    """Put the messages of these events into the outbox, in the caller's transaction; how many are new."""
    told = [event for event in events if type(event.fact) in _TOLD]
    person = PetitionPerson.objects.filter(petition=row).first() if told else None
    if person is None:
        return 0
    return announce([_announcement(row, person, event) for event in told], clock=clock)


def _announcement(row: Petition, person: PetitionPerson, event: e.Event) -> Announcement:
    forwarded = isinstance(event.fact, e.Forwarded)
    return Announcement(
        event=_TOLD[type(event.fact)],
        subject=row.reference,
        key=str(event.seq),
        code=row.reference,
        account=person.account,
        email=person.email,
        phone=person.phone,
        path=f"/phan-anh/tra-cuu/{row.reference}/",
        account_path=f"/cua-toi/phan-anh/{row.reference}/",
        site="/phan-anh/tra-cuu/",
        values={"agency": row.holder.name} if forwarded and row.holder else {},
        until=_until(event.fact),
    )


def _until(fact: e.AnyFact) -> Instant | None:
    if isinstance(fact, e.SupplementAsked):
        return fact.until
    return fact.handle_due if isinstance(fact, e.Forwarded) else None
