"""The life of a dossier as a function without I/O: `decide(state, command, rules, now) -> events` and
`evolve(state, event) -> state`. Web, interface, import, simulation and tests all go through it.

Transitions T1-T21 of domain reference 10.3 and contracts, section 5; T22-T25, for money, T26-T31, for the
steps of the internal process, and T32-T34, for what applicants do online, are this house's.
T4 (a slip at the counter) has no dossier and is not here. Whether a dossier is late is derived (`late`,
`outcome`), never a state.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import (
    decide_change,
    decide_correction,
    decide_money,
    decide_online,
    decide_processing,
    decide_reception,
    decide_steps,
    decide_waiting,
)
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.allowed import allowed
from motcua.dossiers.lifecycle.clock import late, outcome, step_due
from motcua.dossiers.lifecycle.coupling import coupled
from motcua.dossiers.lifecycle.evolve import evolve, fold
from motcua.dossiers.lifecycle.guards import admit
from motcua.dossiers.lifecycle.refusals import Refused, WrongRole
from motcua.dossiers.lifecycle.rules import Moment, Rules
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Status
from motcua.foundation.clock import Instant

__all__ = [
    "Refused",
    "Rules",
    "WrongRole",
    "allowed",
    "decide",
    "evolve",
    "fold",
    "late",
    "outcome",
    "step_due",
]

Decision = Callable[[Any, Any, Moment], tuple[e.AnyPayload, ...]]

_DECISIONS: Final[dict[type[c.Command], Decision]] = {
    c.Register: decide_reception.register,
    c.NoticeRegistration: decide_reception.notice,
    c.DeclineRegistration: decide_reception.decline,
    c.Receive: decide_reception.receive,
    c.ResolveAtCounter: decide_reception.resolve_at_counter,
    c.Transfer: decide_reception.transfer,
    c.Assign: decide_processing.assign,
    c.RecordVerification: decide_processing.record_verification,
    c.RequestConsultation: decide_processing.request_consultation,
    c.AnswerConsultation: decide_processing.answer_consultation,
    c.ProposeSupplement: decide_waiting.propose_supplement,
    c.RejectSupplement: decide_waiting.reject_supplement,
    c.RequestSupplement: decide_waiting.request_supplement,
    c.ReceiveSupplement: decide_waiting.receive_supplement,
    c.ExpireSupplement: decide_waiting.expire_supplement,
    c.RequestObligation: decide_waiting.request_obligation,
    c.FulfilObligation: decide_waiting.fulfil_obligation,
    c.Withdraw: decide_waiting.withdraw,
    c.Stop: decide_processing.stop,
    c.Resume: decide_processing.resume,
    c.ProposeResult: decide_processing.propose_result,
    c.SendBack: decide_processing.send_back,
    c.Approve: decide_processing.approve,
    c.ReturnResult: decide_processing.return_result,
    c.Reschedule: decide_change.reschedule,
    c.Correct: decide_correction.correct,
    c.RecordPayment: decide_money.record_payment,
    c.WaiveFee: decide_money.waive_fee,
    c.WithdrawWaiver: decide_money.withdraw_waiver,
    c.RefundFee: decide_money.refund_fee,
    c.CompleteStep: decide_steps.complete_step,
    c.AssignStep: decide_steps.assign_step,
    c.SendParts: decide_steps.send_parts,
    c.RecallPart: decide_steps.recall_part,
    c.MoveProcess: decide_steps.move_process,
    c.Urge: decide_steps.urge,
    c.OfferSupplement: decide_online.offer_supplement,
    c.AskWithdrawal: decide_online.ask_withdrawal,
    c.ReturnOffer: decide_online.return_offer,
}


def decide(state: State | None, command: c.Command, rules: Rules, now: Instant) -> tuple[e.Event, ...]:
    """The events that the command brings about, at least one, in order; the state is not touched.

    `rules` must be those of the dossier's own regime once it is received (contracts, section 5); another
    regime is a mistake of the caller and raises ValueError.

    Raises:
        Refused: the law or the state forbids it; `WrongRole` where the person may not do it.
        DomainError: a limit or a moment outside what the calendar can count.
    """
    if state is not None and state.status is not Status.REGISTERED and state.regime != rules.regime.id:
        raise ValueError(f"a dossier of {state.regime} cannot be decided by {rules.regime.id}")
    moment = admit(state, command, rules, now)
    payloads = coupled(state, command, _DECISIONS[type(command)](state, command, moment), moment)
    dossier = _name(state, command)
    seq = 0 if state is None else state.seq
    actor = command.by
    return tuple(
        e.Event(
            dossier=dossier,
            seq=seq + number,
            occurred_at=moment.at,
            recorded_at=now,
            actor=actor.who,
            unit=actor.unit,
            payload=payload,
            origin=rules.origin,
        )
        for number, payload in enumerate(payloads, start=1)
    )


def _name(state: State | None, command: c.Command) -> str:
    """The code from acceptance on, the submission reference before (Decree 61 art. 17)."""
    if isinstance(command, c.Receive):
        return command.code
    if state is not None:
        return state.dossier
    if isinstance(command, c.Register):
        return command.reference
    raise ValueError("admitted without a dossier")
