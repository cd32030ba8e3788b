"""What an event does to the state: a pure fold that knows neither law nor calendar.

Every value an effect needs is in the event itself, so a log read back years later, under other rules and
another calendar, gives the state it gave on the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from motcua.dossiers.lifecycle import corrections, fees
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.evolve_online import (
    offer_returned,
    supplement_offered,
    taken_in,
    withdrawal_asked,
)
from motcua.dossiers.lifecycle.running import Running, moved
from motcua.dossiers.lifecycle.state import OpenConsultation, State
from motcua.dossiers.lifecycle.types import (
    ClockState,
    FeeState,
    Holder,
    Obligation,
    Offered,
    Payment,
    Proposal,
    Status,
    Step,
    SupplementRound,
)
from motcua.foundation.clock import Instant

_replace = msgspec.structs.replace
_HANDED_ON: Final = frozenset({e.Transferred, e.Assigned})
Changes = dict[str, Any]


def evolve(state: State | None, event: e.Event) -> State:
    """The state after the event. Raises ValueError where the event does not follow on the state."""
    payload = event.payload
    kind = type(payload)
    if event.seq != (1 if state is None else state.seq + 1):
        raise ValueError(f"event {event.seq} does not follow {state.seq if state else 0}")
    if kind is e.Received or kind is e.Registered:
        return _BEGINNINGS[kind](state, payload, event)
    if state is None:
        raise ValueError(f"a dossier cannot begin with {kind.__name__}")
    changes: Changes = _EFFECTS[kind](state, payload, event.occurred_at)
    if state.obligation is not None and changes.get("status", state.status) is not state.status:
        changes["obligation"] = None
    if payload.steps is not None:
        changes["running"] = moved(state.running, payload.steps, event.occurred_at)
    if not state.worked and kind is not e.Corrected and state.received_at is not None:
        changes["worked"] = kind not in _HANDED_ON
        if state.acted_at is None:
            changes["acted_at"] = event.occurred_at
    return _replace(state, seq=event.seq, last_at=event.occurred_at, **changes)


def fold(events: Iterable[e.Event], state: State | None = None) -> State:
    """The state after a whole log. Raises ValueError for an empty one."""
    for event in events:
        state = evolve(state, event)
    if state is None:
        raise ValueError("no events")
    return state


def _registered(state: State | None, payload: e.Registered, event: e.Event) -> State:
    if state is not None:
        raise ValueError("a dossier is registered once")
    return State(
        dossier=event.dossier,
        seq=event.seq,
        status=Status.REGISTERED,
        regime=payload.regime,
        intake=payload.intake,
        last_at=event.occurred_at,
        reference=payload.reference,
        answer_due_at=payload.answer_due_at,
    )


def _received(state: State | None, payload: e.Received, event: e.Event) -> State:
    if state is not None and state.status is not Status.REGISTERED:
        raise ValueError("a dossier is received once")
    return State(
        dossier=event.dossier,
        seq=event.seq,
        status=Status.RECEIVED,
        regime=payload.regime,
        intake=payload.intake,
        last_at=event.occurred_at,
        reference=None if state is None else state.reference,
        answer_due_at=None if state is None else state.answer_due_at,
        noticed=state is not None and state.noticed,
        payments=() if state is None else state.payments,
        clock=ClockState.RUNNING,
        calendar_version=payload.calendar_version,
        count=payload.count,
        received_at=payload.received_at,
        counted_from=payload.received_at,
        clock_start=payload.clock_start,
        due_at=payload.due_at,
        original_due_at=payload.due_at,
        provisional=payload.provisional,
        holder=payload.holder,
        running=Running() if payload.steps is None else moved(Running(), payload.steps, event.occurred_at),
    )


def _noticed(_state: State, _payload: e.RegistrationNoticed, _at: Instant) -> Changes:
    return {"noticed": True}


def _not_received(_state: State, _payload: e.NotReceived, at: Instant) -> Changes:
    return {"status": Status.NOT_RECEIVED, "clock": ClockState.ENDED, "ended_at": at}


def _transferred(_state: State, payload: e.Transferred, _at: Instant) -> Changes:
    return {"status": Status.IN_PROCESS, "holder": payload.holder}


def _assigned(_state: State, payload: e.Assigned, _at: Instant) -> Changes:
    return {"holder": payload.holder}


def _unchanged(_state: State, _payload: e.Payload, _at: Instant) -> Changes:
    return {}


def _consultation_requested(state: State, payload: e.ConsultationRequested, at: Instant) -> Changes:
    asked = OpenConsultation(
        no=payload.no, consulted=payload.consulted, requested_at=at, deadline=payload.deadline
    )
    return {"consultations": (*state.consultations, asked)}


def _consultation_answered(state: State, payload: e.ConsultationAnswered, at: Instant) -> Changes:
    return {
        "consultations": tuple(
            _replace(each, answered_at=at) if each.no == payload.no else each for each in state.consultations
        )
    }


def _supplement_proposed(state: State, payload: e.SupplementProposed, _at: Instant) -> Changes:
    proposal = Proposal(
        kind="supplement",
        note=payload.reason,
        items=payload.items,
        deadline=payload.deadline,
        legal_ground=payload.legal_ground,
    )
    return {"proposal": proposal, "holder": payload.holder, "resume_holder": state.holder}


def _back_to_handler(_state: State, payload: e.SupplementRejected | e.SentBack, _at: Instant) -> Changes:
    return {"proposal": None, "holder": payload.holder, "resume_holder": None}


def _supplement_requested(state: State, payload: e.SupplementRequested, at: Instant) -> Changes:
    opened = SupplementRound(
        no=payload.round,
        requested_at=at,
        reason=payload.reason,
        items=payload.items,
        due_before=payload.due_before,
        deadline=payload.deadline,
    )
    return {
        "status": Status.SUPPLEMENT_REQUESTED,
        "clock": ClockState.PAUSED,
        "paused_at": at,
        "rounds": (*state.rounds, opened),
        "proposal": None,
        "holder": payload.holder,
        "resume_holder": state.resume_holder or state.holder,
    }


def _supplement_received(state: State, payload: e.SupplementReceived, at: Instant) -> Changes:
    changes: Changes = {
        "status": Status.IN_PROCESS,
        "clock": ClockState.RUNNING,
        "paused_at": None,
        "clock_start": payload.clock_start,
        "due_at": payload.due_after,
        "provisional": payload.provisional,
        "calendar_version": payload.calendar_version,
        "rounds": _round_ended(state, "completed", completed_at=at, due_after=payload.due_after),
        "holder": payload.holder,
        "resume_holder": None,
    }
    if payload.policy == "restart":
        since = at if payload.arrived_at is None else payload.arrived_at
        changes |= {"counted_from": since, "waited": 0, "rescheduled": False}
    else:
        changes["waited"] = state.waited + payload.waited
    given = Offered(at=at, components=payload.components, declaration=payload.declaration, form=payload.form)
    return changes | {"intake": taken_in(state.intake, given), "offered": None}


def _supplement_expired(state: State, _payload: e.SupplementExpired, at: Instant) -> Changes:
    return {
        "status": Status.STOPPED,
        "stop_reason": "supplement_expired",
        "rounds": _round_ended(state, "expired"),
        **_over(state, at),
    }


def _obligation_requested(_state: State, payload: e.ObligationRequested, at: Instant) -> Changes:
    return {
        "status": Status.OBLIGATION_REQUESTED,
        "clock": ClockState.PAUSED,
        "paused_at": at,
        "obligation": Obligation(amount=payload.amount, deadline=payload.deadline),
    }


def _obligation_fulfilled(state: State, payload: e.ObligationFulfilled, _at: Instant) -> Changes:
    return {
        "status": Status.IN_PROCESS,
        "clock": ClockState.RUNNING,
        "paused_at": None,
        "due_at": payload.due_after,
        "provisional": payload.provisional,
        "calendar_version": payload.calendar_version,
        "waited": state.waited + payload.waited,
        "holder": payload.holder,
        "obligations_taken": state.obligations_taken + bool(payload.receipt),
    }


def _withdrawn(state: State, _payload: e.Withdrawn, at: Instant) -> Changes:
    return {"status": Status.WITHDRAWN, "rounds": _round_ended(state, "withdrawn"), **_over(state, at)}


def _stopped(state: State, payload: e.Stopped, at: Instant) -> Changes:
    """A suspension leaves the clock, the holder and what was proposed as they are (contracts, section 5)."""
    changes: Changes = {
        "status": Status.STOPPED,
        "suspended": payload.suspension,
        "stop_reason": "suspended" if payload.suspension else "terminated",
    }
    return changes if payload.suspension else changes | _over(state, at)


def _resumed(_state: State, payload: e.Resumed, _at: Instant) -> Changes:
    return {"status": Status.IN_PROCESS, "suspended": False, "stop_reason": None, "holder": payload.holder}


def _result_proposed(state: State, payload: e.ResultProposed, _at: Instant) -> Changes:
    proposal = Proposal(
        kind="granted" if payload.granted else "refused", note=payload.reason, documents=payload.documents
    )
    return {"proposal": proposal, "holder": payload.holder, "resume_holder": state.holder}


def _finished(_state: State, payload: e.Granted | e.Refused, at: Instant) -> Changes:
    return {
        "status": Status.FINISHED,
        "clock": ClockState.ENDED,
        "ended_at": at,
        "granted": type(payload) is e.Granted,
        "proposal": None,
        "holder": payload.holder,
        "resume_holder": None,
    }


def _returned(state: State, payload: e.Returned, at: Instant) -> Changes:
    return {
        "status": Status.RETURNED,
        "returned_at": at,
        "holder": _done(state.holder),
        "intake": _replace(state.intake, fee_state=payload.fee_state),
    }


def _rescheduled(state: State, payload: e.Rescheduled, _at: Instant) -> Changes:
    return {"due_at": payload.due_after, "reschedules": state.reschedules + 1, "rescheduled": True}


def _corrected(state: State, payload: e.Corrected, _at: Instant) -> Changes:
    intake = corrections.corrected(state.intake, payload.field, payload.new)
    changes: Changes = {"intake": intake}
    if payload.field == "fee_state":
        changes["fee_surplus"] = fees.surplus(state, payload.new)
        if intake.fee_state is FeeState.EXEMPT and state.intake.fee_state is not FeeState.EXEMPT:
            # A reduction that covers all of the corrected fee is no part of it any more: all is waived.
            changes |= {"fee_waived": 0, "fee_before": state.intake.fee_state}
    if payload.holder is not None:
        changes["holder"] = payload.holder
    if payload.recount is not None:
        changes |= {name: getattr(payload.recount, name) for name in e.Recount.__struct_fields__}
        changes["due_at"] = payload.due_after
    return changes


def _fee_paid(state: State, payload: e.FeePaid, _at: Instant) -> Changes:
    return {
        "payments": (*state.payments, Payment(receipt=payload.receipt, amount=payload.amount)),
        "intake": _replace(state.intake, fee_state=FeeState.PAID),
    }


def _fee_waived(state: State, payload: e.FeeWaived, _at: Instant) -> Changes:
    """All of it: exempt. A part, or what was left beside money taken: a reduction of so much."""
    if payload.partial:
        return {"fee_waived": payload.amount}
    if state.fee_kept:
        paid = _replace(state.intake, fee_state=FeeState.PAID)
        return {"fee_waived": payload.amount, "intake": paid}
    exempt = _replace(state.intake, fee_state=FeeState.EXEMPT)
    return {"fee_before": state.intake.fee_state, "intake": exempt}


def _waiver_withdrawn(state: State, _payload: e.WaiverWithdrawn, _at: Instant) -> Changes:
    fee_state, due, surplus = fees.without_waiver(state)
    return {
        "fee_waived": 0,
        "fee_surplus": surplus,
        "intake": _replace(state.intake, fee_state=fee_state, fee_due=due),
    }


def _fee_refunded(state: State, payload: e.FeeRefunded, _at: Instant) -> Changes:
    """While some money stays the fee counts as paid: what was too much went back.

    What was owed stays owed.
    """
    payments = tuple(
        _replace(each, refunded=each.refunded + payload.amount) if each.receipt == payload.receipt else each
        for each in state.payments
    )
    changes: Changes = {"payments": payments, "fee_surplus": max(state.fee_surplus - payload.amount, 0)}
    if not sum(each.kept for each in payments) and state.intake.fee_state is not FeeState.UNPAID:
        fee_state = FeeState.UNPAID if payload.due_again else FeeState.REFUNDED
        changes["intake"] = _replace(state.intake, fee_state=fee_state)
    return changes


def _urged(_state: State, _payload: e.Urged, _at: Instant) -> Changes:
    return {"urged": True}


def _step_completed(state: State, payload: e.StepCompleted, _at: Instant) -> Changes:
    return {} if payload.holder is None else {"holder": payload.holder}


def _over(state: State, at: Instant) -> Changes:
    """The legal clock ends without a result."""
    return {
        "clock": ClockState.ENDED,
        "ended_at": at,
        "paused_at": None,
        "proposal": None,
        "holder": _done(state.holder),
        "resume_holder": None,
        "offered": None,
        "withdrawal_asked_at": None,
    }


def _done(holder: Holder | None) -> Holder | None:
    return None if holder is None else Holder(agency=holder.agency, step=Step.DONE)


def _round_ended(state: State, how: str, **values: object) -> tuple[SupplementRound, ...]:
    """The rounds with the open one closed; unchanged where none is open."""
    if not state.rounds or state.rounds[-1].ended is not None:
        return state.rounds
    return (*state.rounds[:-1], _replace(state.rounds[-1], ended=how, **values))


_BEGINNINGS: Final[dict[type[e.Payload], Callable[[State | None, Any, e.Event], State]]] = {
    e.Registered: _registered,
    e.Received: _received,
}
_EFFECTS: Final[dict[type[e.Payload], Callable[[State, Any, Instant], Changes]]] = {
    e.RegistrationNoticed: _noticed,
    e.NotReceived: _not_received,
    e.Transferred: _transferred,
    e.Assigned: _assigned,
    e.Verified: _unchanged,
    e.ConsultationRequested: _consultation_requested,
    e.ConsultationAnswered: _consultation_answered,
    e.SupplementProposed: _supplement_proposed,
    e.SupplementRejected: _back_to_handler,
    e.SupplementRequested: _supplement_requested,
    e.SupplementReceived: _supplement_received,
    e.SupplementExpired: _supplement_expired,
    e.ObligationRequested: _obligation_requested,
    e.ObligationFulfilled: _obligation_fulfilled,
    e.Withdrawn: _withdrawn,
    e.Stopped: _stopped,
    e.Resumed: _resumed,
    e.ResultProposed: _result_proposed,
    e.SentBack: _back_to_handler,
    e.Granted: _finished,
    e.Refused: _finished,
    e.Returned: _returned,
    e.Rescheduled: _rescheduled,
    e.Corrected: _corrected,
    e.FeePaid: _fee_paid,
    e.FeeWaived: _fee_waived,
    e.WaiverWithdrawn: _waiver_withdrawn,
    e.FeeRefunded: _fee_refunded,
    e.StepCompleted: _step_completed,
    e.StepAssigned: _unchanged,
    e.PartsSent: _unchanged,
    e.PartRecalled: _unchanged,
    e.ProcessMoved: _unchanged,
    e.Urged: _urged,
    e.SupplementOffered: supplement_offered,
    e.WithdrawalAsked: withdrawal_asked,
    e.OfferReturned: offer_returned,
}
