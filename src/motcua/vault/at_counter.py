"""The counter and the store: what need not be handed in again, and on what ground it is asked for all the
same.

Decree 61/2018 art. 17 as amended by Decree 107/2021: what the linked data and the store have already, an
applicant need not submit again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from motcua.dossiers.at_counter import receive_at_counter
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.intake import IntakeRequest, read_intake
from motcua.dossiers.lifecycle.types import CopyKind
from motcua.dossiers.models import Dossier
from motcua.dossiers.reception import Reception, offer_on
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.rights import Person, require
from motcua.procedures.offers import Offer
from motcua.vault.models import Paper, PaperUse
from motcua.vault.owners import Owner
from motcua.vault.queries import offered
from motcua.vault.using import note_use, unit_of

SYSTEM_CLOCK: Final = SystemClock()


def in_store(
    person: Person, identifier: str, offer: Offer, *, clock: Clock = SYSTEM_CLOCK
) -> dict[int, tuple[Paper, ...]]:
    """What of the procedure's papers the owner of this identifier has in the store: line -> papers, best
    first.

    Only what an office has seen or issued; never the file, which is opened in the course of a dossier alone.
    Raises: `Forbidden` for who does not receive.
    """
    require(person, "receive")
    if not identifier:
        return {}
    day = day_of(clock.now())
    return offered(Owner(identifier), offer.components, offer.field_name, day, verified=True)


def note_seen(
    person: Person, papers: Iterable[Paper], procedure_code: str, *, clock: Clock = SYSTEM_CLOCK
) -> None:
    """Write down that an officer was told what somebody has: its owner sees who looked. Once a day."""
    for paper in papers:
        note_use(
            paper,
            PaperUse.What.SEEN,
            by=person.actor,
            unit=unit_of(person),
            at=clock.now(),
            procedure_code=procedure_code,
        )


class Again(NamedTuple):
    """A paper that was asked for although the store has it: line of the dossier, the paper, the ground."""

    line: int
    paper: Paper
    ground: str


def receive(
    person: Person, data: Mapping[str, Any], *, idempotency_key: str, clock: Clock = SYSTEM_CLOCK
) -> Reception:
    """Receive at the counter. A paper that the store has is taken from there, or a legal ground says why it
    is asked for again; the ground stands in the event, and with the paper for its owner to see.

    Raises: as `receive_at_counter`; `FieldErrors` with `paper_<line>_ground`.
    """
    request = read_intake(data)
    again = _asked_again(person, request, clock)
    done = receive_at_counter(person, data, idempotency_key=idempotency_key, clock=clock)
    if again:
        dossier = Dossier.objects.values_list("pk", flat=True).get(code=done.code)
        for each in again:
            note_use(
                each.paper,
                PaperUse.What.ASKED_AGAIN,
                by=person.actor,
                unit=unit_of(person),
                at=done.received_at,
                dossier_id=dossier,
                line=each.line,
                procedure_code=request.procedure,
                ground=each.ground,
            )
    return done


def _asked_again(person: Person, request: IntakeRequest, clock: Clock) -> list[Again]:
    day = day_of(request.received_at or clock.now())
    offer = offer_on(request, day)
    there = in_store(person, request.owner.identifier, offer, clock=clock)
    again = [
        (number, entry)
        for number, entry in enumerate(request.components, start=1)
        if entry.line in there and not entry.from_store and entry.kind is not CopyKind.SHOWN
    ]
    faults = {
        f"paper_{entry.line}_ground": DomainError(
            gettext_noop("Giấy tờ này đã có trong kho của chủ hồ sơ."),
            gettext_noop("Lấy từ kho (phím K), hoặc ghi căn cứ pháp lý để yêu cầu nộp lại."),
            id="in_store",
        )
        for _, entry in again
        if not entry.asked_again
    }
    if faults:
        raise FieldErrors(faults)
    return [Again(number, there[entry.line or 0][0], entry.asked_again) for number, entry in again]
