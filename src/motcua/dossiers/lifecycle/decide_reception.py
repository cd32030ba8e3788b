"""Decisions of reception: T1, T2, T3, T5, T6, T7 (Decree 61/2018 art. 17 and 18)."""

from __future__ import annotations

from motcua.dossiers.lifecycle import clock
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.guards import PAST_TOLERANCE, fee_unpaid, need, need_reason, need_some
from motcua.dossiers.lifecycle.refusals import other_regime, past_without_reason
from motcua.dossiers.lifecycle.rules import Moment
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Actor, Channel, Holder, ReturnMethod, Step
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import gettext_noop

_OFFICER = "officer:"


def register(_state: State | None, command: c.Register, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T1: the answer clock starts, the legal clock does not."""
    return (
        e.Registered(
            reference=need(command.reference, "reference", gettext_noop("mã đăng ký")),
            intake=command.intake,
            regime=moment.rules.regime.id,
            answer_due_at=clock.answer_due(moment.at, moment.rules),
        ),
    )


def notice(_state: State, command: c.NoticeRegistration, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T2: one notice with everything that is missing; the status stays 1 (contracts, section 5)."""
    need_some(command.items, "items", gettext_noop("nội dung cần bổ sung"))
    return (e.RegistrationNoticed(reason=need_reason(command.reason), items=command.items),)


def decline(_state: State, command: c.DeclineRegistration, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T3: refusal at reception."""
    return (e.NotReceived(reason=need_reason(command.reason)),)


def receive(state: State | None, command: c.Receive, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T5: the legal clock starts, or at the next opening where reception was outside office hours."""
    need(command.code, "code", gettext_noop("mã hồ sơ"))
    rules, received_at, intake = moment.rules, moment.at, command.intake
    if not rules.regime.covers(day_of(received_at)):
        raise other_regime(received_at, rules.regime)
    made = clock.counted(received_at, intake.limit, rules, rules.regime.count)
    return (
        e.Received(
            intake=intake,
            regime=rules.regime.id,
            calendar_version=made.calendar_version,
            count=rules.regime.count,
            received_at=received_at,
            clock_start=made.clock_start,
            due_at=_promised(command, moment, made.due_at),
            provisional=made.provisional,
            holder=Holder(
                agency=intake.section,
                step=Step.RECEIVE,
                officer=_officer(command.by),
                due_at=clock.transfer_due(received_at, intake.channel, rules),
            ),
            past_reason=command.past_reason,
            notices=_notices(command, moment, made.clock_start),
        ),
    )


def _promised(command: c.Receive, moment: Moment, counted: Instant | None) -> Instant | None:
    """What was promised to the applicant. An import keeps the word that was given (decision 0090)."""
    imported = moment.rules.origin is not None and command.promised_at is not None
    return command.promised_at if imported else counted


def _notices(command: c.Receive, moment: Moment, clock_start: Instant) -> tuple[str, ...]:
    """What the screen must say of this reception; refuses one dated back without a reason."""
    notices = []
    if clock_start != moment.at:
        notices.append("outside_hours")
    if moment.now - moment.at > PAST_TOLERANCE and moment.rules.origin is None:
        if not (command.past_reason or "").strip():
            raise past_without_reason(moment.at)
        notices.append("past_date")
    return tuple(notices)


def resolve_at_counter(state: State, command: c.ResolveAtCounter, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T6: result on the spot, handed over at once where the receiver is named (art. 17(4)(5))."""
    holder = Holder(agency=state.intake.section, step=Step.RETURN, officer=_officer(command.by))
    late = state.due_at is not None and moment.at > state.due_at
    result: e.AnyPayload
    if command.granted:
        result = e.Granted(signature=command.signature, holder=holder, documents=command.documents, late=late)
    else:
        result = e.Refused(
            signature=command.signature,
            holder=holder,
            reason=need_reason(command.reason),
            documents=command.documents,
            late=late,
        )
    if command.returned_to is None:
        return (result,)
    owed = fee_unpaid(state)
    if owed is not None:
        raise owed
    handed = e.Returned(
        receiver=command.returned_to,
        method=ReturnMethod.COUNTER,
        fee_state=state.intake.fee_state,
    )
    return (result, handed)


def transfer(state: State, command: c.Transfer, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T7: delivery may wait for the morning, the applicant's clock does not (art. 18)."""
    received_at = state.received_at or moment.at
    next_morning = state.intake.channel is not Channel.ONLINE and clock.received_late_in_day(
        received_at, moment.rules
    )
    return (e.Transferred(holder=command.to, note=command.note, next_morning=next_morning),)


def _officer(actor: Actor) -> str | None:
    """The officer's code where a person acts; a system has none."""
    return actor.who.removeprefix(_OFFICER) if actor.who.startswith(_OFFICER) else None
