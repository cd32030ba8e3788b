"""What further figures count of a dossier, as small numbers: papers, identity, money, supplements, who took
part, the result. One version for each thing that changed in it, beside the versions of its `Fact`.

Pure. What happened before reception (a notice upon an online filing, money paid at once) stands in the first
version: a dossier enters figures with its reception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any, Final

import msgspec

from motcua.dossiers.facts import local_day
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.running import Place
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    ComponentLine,
    CopyKind,
    Fault,
    FeeState,
    IdentityProof,
    PaymentMethod,
    ReturnMethod,
    Signature,
    SupplementItem,
)

_replace = msgspec.structs.replace


class ResultKind(IntEnum):
    """In what form the result of a dossier was issued."""

    NONE = 0
    """No result yet, or an end without one."""
    PAPER = 1
    """Signed on paper alone."""
    SCAN = 2
    """A scanned copy beside the paper."""
    DIGITAL = 3
    """Signed digitally (Decree 45/2020 art. 14)."""


RESULTS: Final = {
    Signature.NONE: ResultKind.PAPER,
    Signature.SCAN: ResultKind.SCAN,
    Signature.DIGITAL: ResultKind.DIGITAL,
}


class Proof(IntEnum):
    """How identity was proven."""

    NONE = 0
    CARD_SHOWN = 1
    CHIP_READ = 2
    POPULATION_DATABASE = 3
    ONLINE_ACCOUNT = 4
    AUTHORISATION_PAPER = 5


class Fee(IntEnum):
    """How what is owed for the procedure stands."""

    NONE_DUE = 0
    UNPAID = 1
    PAID = 2
    EXEMPT = 3
    UNCERTAIN = 4
    REFUNDED = 5


class Wished(IntEnum):
    """How the applicant takes the result."""

    COUNTER = 1
    POSTAL = 2
    ELECTRONIC = 3


PROOFS: Final = {each: Proof[each.name] for each in IdentityProof}
FEES: Final = {each: Fee[each.name] for each in FeeState}
WISHES: Final = {each: Wished[each.name] for each in ReturnMethod}
FAULTS: Final = {fault: f"asked_{fault.value}" for fault in Fault}
"""The column that counts the papers asked for again by what was wrong with them."""
UNTOLD: Final = "asked_untold"
"""The same where the log does not say what was wrong."""


class Particular(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The columns of a version, but its times of knowledge. Numbers of things, đồng, and days since 1970.

    `shown` papers are only presented and never digitised (Circular 01/2023 art. 8); `electronic` ones came as
    files. `agencies` are those besides the competent one that gave an opinion or did a part.
    """

    components: int = 0
    shown: int = 0
    electronic: int = 0
    digitised: int = 0
    reused: int = 0
    from_store: int = 0
    replaced: int = 0
    """Papers in whose place the result of an earlier procedure stands."""
    proof: int = 0
    represented: bool = False
    declared: bool = False
    """Whether an electronic form was filled in."""
    wished: int = 1
    fee: int = 0
    fee_due: int = 0
    """Đồng that the catalogue states with certainty; 0 where nothing is certain."""
    paid_online: int = 0
    paid_cash: int = 0
    paid_transfer: int = 0
    waived: int = 0
    refunded: int = 0
    obligations: int = 0
    """Financial obligations asked for (status 6)."""
    obligations_paid: int = 0
    obligations_online: int = 0
    """Of those paid, how many to the house itself, which takes them online only."""
    notices: int = 0
    """Notices upon an online filing that something is missing (T2)."""
    returned_offers: int = 0
    """Papers given online that did not answer the request (T34)."""
    late_requests: int = 0
    """Supplement requests later than three working days after reception (Decree 61/2018 art. 19(4))."""
    asked_missing: int = 0
    asked_wrong_form: int = 0
    asked_expired: int = 0
    asked_unreadable: int = 0
    asked_content_wrong: int = 0
    asked_other: int = 0
    asked_untold: int = 0
    asked_declaration: int = 0
    """Times that the answers of the electronic form had to be put right."""
    consulted: int = 0
    parts_same: int = 0
    parts_above: int = 0
    parts_back: int = 0
    parts_late: int = 0
    """Parts that came back after their time."""
    agencies: int = 0
    apologies: int = 0
    """Letters of apology with a new appointment (form 04)."""
    urgings: int = 0
    result: int = 0
    result_day: int | None = None
    result_files: int = 0

    @property
    def columns(self) -> dict[str, Any]:
        """As the row is kept."""
        return msgspec.structs.asdict(self)


COLUMNS: Final = Particular.__struct_fields__


def noted(before: Particular, old: State | None, event: Event, state: State) -> Particular:
    """The particulars after one more event; the same object where it changes none."""
    now = before
    if old is None or old.intake is not state.intake:
        now = _replace(now, **_intake(state))
        if old is None or old.intake.components is not state.intake.components:
            now = _replace(now, **_components(state.intake.components))
    note = _NOTES.get(type(event.payload))
    if note is not None:
        now = _replace(now, **note(now, event, event.payload, state))
    steps = event.payload.steps
    if steps is not None and steps.parts:
        now = _replace(now, **_parts(state))
    return before if now == before else now


def _intake(state: State) -> dict[str, Any]:
    intake = state.intake
    return {
        "proof": int(PROOFS[intake.identity_proof]),
        "represented": intake.representative is not None,
        "declared": intake.declaration is not None,
        "wished": int(WISHES[intake.return_method]),
        "fee": int(FEES[intake.fee_state]),
        "fee_due": intake.fee_due,
    }


def _components(lines: Iterable[ComponentLine]) -> dict[str, Any]:
    found = dict.fromkeys(_PAPERS, 0)
    for line in lines:
        found["components"] += 1
        found["shown"] += line.kind is CopyKind.SHOWN
        found["electronic"] += line.kind is CopyKind.ELECTRONIC
        found["digitised"] += line.digitised
        found["reused"] += line.reused
        found["from_store"] += line.from_store
        found["replaced"] += line.replaced_by is not None
    return found


_PAPERS: Final = ("components", "shown", "electronic", "digitised", "reused", "from_store", "replaced")


def _paid(now: Particular, _event: Event, payload: ev.FeePaid, _state: State) -> dict[str, Any]:
    column = _PAID[payload.method]
    return {column: getattr(now, column) + payload.amount}


_PAID: Final = {
    PaymentMethod.ONLINE: "paid_online",
    PaymentMethod.CASH: "paid_cash",
    PaymentMethod.TRANSFER: "paid_transfer",
}


def _waived(_now: Particular, _event: Event, payload: ev.FeeWaived, _state: State) -> dict[str, Any]:
    return {"waived": payload.amount}


def _unwaived(_now: Particular, _event: Event, _payload: Any, _state: State) -> dict[str, Any]:
    return {"waived": 0}


def _refunded(now: Particular, _event: Event, payload: ev.FeeRefunded, _state: State) -> dict[str, Any]:
    return {"refunded": now.refunded + payload.amount}


def _obliged(now: Particular, _event: Event, _payload: Any, _state: State) -> dict[str, Any]:
    return {"obligations": now.obligations + 1}


def _fulfilled(
    now: Particular, _event: Event, payload: ev.ObligationFulfilled, _state: State
) -> dict[str, Any]:
    return {
        "obligations_paid": now.obligations_paid + 1,
        "obligations_online": now.obligations_online + bool(payload.receipt),
    }


def _noticed(
    now: Particular, _event: Event, payload: ev.RegistrationNoticed, _state: State
) -> dict[str, Any]:
    return {"notices": now.notices + 1, **_asked(now, payload.items)}


def _offer_returned(now: Particular, _event: Event, _payload: Any, _state: State) -> dict[str, Any]:
    return {"returned_offers": now.returned_offers + 1}


def _requested(
    now: Particular, _event: Event, payload: ev.SupplementRequested, _state: State
) -> dict[str, Any]:
    return {"late_requests": now.late_requests + payload.late_notice, **_asked(now, payload.items)}


def _asked(now: Particular, items: Iterable[SupplementItem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        columns = [UNTOLD if item.fault is None else FAULTS[item.fault]]
        if item.declaration:
            columns.append("asked_declaration")
        for column in columns:
            found[column] = found.get(column, getattr(now, column)) + 1
    return found


def _consulted(_now: Particular, _event: Event, _payload: Any, state: State) -> dict[str, Any]:
    return _taking_part(state)


def _parts(state: State) -> dict[str, Any]:
    """Parts that were sent; one that waits for its turn has nobody at work yet."""
    sent = [part for part in state.running.parts if part.sent_at is not None]
    back = [part for part in sent if part.returned_at is not None]
    return {
        "parts_same": sum(part.place is Place.SAME_LEVEL for part in sent),
        "parts_above": sum(part.place is Place.ABOVE for part in sent),
        "parts_back": len(back),
        "parts_late": sum(
            part.due_at is not None and part.returned_at is not None and part.returned_at > part.due_at
            for part in back
        ),
        **_taking_part(state),
    }


def _taking_part(state: State) -> dict[str, Any]:
    consulted = {each.consulted for each in state.consultations}
    parts = {part.agency for part in state.running.parts if part.sent_at is not None}
    return {
        "consulted": len(consulted),
        "agencies": len((consulted | parts) - {state.intake.competent}),
    }


def _apologised(now: Particular, _event: Event, _payload: Any, _state: State) -> dict[str, Any]:
    return {"apologies": now.apologies + 1}


def _urged(now: Particular, _event: Event, _payload: Any, _state: State) -> dict[str, Any]:
    return {"urgings": now.urgings + 1}


def _signed(
    _now: Particular, event: Event, payload: ev.Granted | ev.Refused, _state: State
) -> dict[str, Any]:
    return {
        "result": int(RESULTS[payload.signature]),
        "result_day": local_day(event.occurred_at),
        "result_files": len(payload.documents),
    }


_NOTES: Final[dict[type[ev.Payload], Callable[[Particular, Event, Any, State], dict[str, Any]]]] = {
    ev.FeePaid: _paid,
    ev.FeeWaived: _waived,
    ev.WaiverWithdrawn: _unwaived,
    ev.FeeRefunded: _refunded,
    ev.ObligationRequested: _obliged,
    ev.ObligationFulfilled: _fulfilled,
    ev.RegistrationNoticed: _noticed,
    ev.OfferReturned: _offer_returned,
    ev.SupplementRequested: _requested,
    ev.ConsultationRequested: _consulted,
    ev.Rescheduled: _apologised,
    ev.Urged: _urged,
    ev.Granted: _signed,
    ev.Refused: _signed,
}
