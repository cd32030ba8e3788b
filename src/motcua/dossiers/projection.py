"""From events to rows: the only definition of what screens read.

Pure. The write path turns the changes of one command into one statement; the rebuild folds a whole log
into rows and compares them with the live ones; the generator loads the same rows by COPY.
Tables are those of `dossiers.models`, rows are keyed by (dossier, key).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

import msgspec

from motcua.dossiers.facts import FOREVER, begins, end, returned_day, spell
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.core import evolve
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.running import OpenStep, Part, Running, StepKind, Steps
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import ClockState, Commitment, ComponentLine, Holder, Status, Step
from motcua.dossiers.log import type_of
from motcua.dossiers.particulars import Particular, noted
from motcua.foundation.clock import Instant
from motcua.foundation.text import fold

Row = dict[str, Any]
Opened = Mapping[Commitment, Any]
"""Private data by commitment; what is missing there was erased or is not at hand."""


class AgencyAt(NamedTuple):
    """An agency by its code at an instant: a code names an agency only together with a day."""

    code: str
    at: Instant


class Changes:
    """Rows to insert, update and delete, by table and key. Changing a row that is being inserted merges."""

    def __init__(self) -> None:
        self.inserted: dict[str, dict[int, Row]] = {}
        self.updated: dict[str, dict[int, Row]] = {}
        self.deleted: dict[str, set[int]] = {}

    def insert(self, table: str, key: int, **values: Any) -> None:
        """A new row."""
        self.put(table, key, values)

    def put(self, table: str, key: int, row: Row) -> None:
        """The same of a row that is there already, and is nobody else's."""
        rows = self.inserted.get(table)
        if rows is None:
            self.inserted[table] = {key: row}
        else:
            rows[key] = row

    def update(self, table: str, key: int, **values: Any) -> None:
        """New values of a row, wherever it is."""
        fresh = self.inserted.get(table, {}).get(key)
        if fresh is not None:
            fresh.update(values)
        else:
            self.updated.setdefault(table, {}).setdefault(key, {}).update(values)

    def delete(self, table: str, key: int) -> None:
        """A row that is no more."""
        if self.inserted.get(table, {}).pop(key, None) is None:
            self.deleted.setdefault(table, set()).add(key)


class Tracked(NamedTuple):
    """A state with the seq of the events since which its status, its holder, its spell and its particulars
    stand, and these particulars."""

    state: State
    status_seq: int
    holder_seq: int
    holder_at: int
    spell_seq: int
    particular_seq: int
    particular: Particular


def track(before: Tracked | None, event: Event, state: State | None = None) -> Tracked:
    """The tracked state after one more event; `state` where that is folded already."""
    if before is None:
        state = state or evolve(None, event)
        first = event.seq
        return Tracked(
            state, first, first, event.occurred_at, first, first, noted(Particular(), None, event, state)
        )
    old, particular_seq = before.state, before.particular_seq
    state = state or evolve(old, event)
    status_seq = before.status_seq if state.status == old.status else event.seq
    spell_seq = event.seq if begins(old, state) else before.spell_seq
    particular = noted(before.particular, old, event, state)
    if particular is not before.particular or old.received_at is None:
        particular_seq = event.seq
    if state.holder == old.holder:
        holder_seq, holder_at = before.holder_seq, before.holder_at
    else:
        holder_seq, holder_at = event.seq, event.occurred_at
    return Tracked(state, status_seq, holder_seq, holder_at, spell_seq, particular_seq, particular)


def fold_log(events: Iterable[Event]) -> Tracked | None:
    """The tracked state that a log tells; nothing for an empty one."""
    tracked: Tracked | None = None
    for event in events:
        tracked = track(tracked, event)
    return tracked


def project(
    before: Tracked | None, events: Iterable[Event], states: Iterable[State] = ()
) -> tuple[Tracked, Changes]:
    """Fold `events` upon `before`; the state after, and the changes to the projection tables.

    `states`: after each event, where whoever made them has folded them already.
    """
    changes = Changes()
    for event, folded in zip_longest(events, states):
        after = track(before, event, folded)
        _spans(changes, before, event, after.state)
        _work_items(changes, before, event, after.state)
        _due_dates(changes, before.state if before else None, event, after.state)
        _spells(changes, before, event, after)
        _particulars(changes, before, event, after)
        if event.payload.steps is not None:
            running = before.state.running if before else Running()
            _steps(changes, running, event, event.payload.steps, after.state)
        _components(changes, before.state if before else None, event, after.state)
        handler = _HANDLERS.get(type(event.payload))
        if handler is not None:
            handler(changes, event, event.payload, after.state)
        before = after
    if before is None:
        raise ValueError("no events to project")
    return before, changes


def _spans(changes: Changes, before: Tracked | None, event: Event, after: State) -> None:
    if before is not None and before.state.status == after.status:
        return
    if before is not None:
        changes.update("status_span", before.status_seq, until=event.occurred_at)
    changes.insert("status_span", event.seq, status=int(after.status), since=event.occurred_at, until=None)


def _work_items(changes: Changes, before: Tracked | None, event: Event, after: State) -> None:
    old, new = (before.state.holder if before else None), after.holder
    if old == new:
        return
    if before is not None and old is not None:
        changes.update(
            "work_item",
            before.holder_seq,
            ended_at=event.occurred_at,
            ended_known=event.recorded_at,
            ended_by=type_of(event.payload),
        )
    if new is not None:
        changes.put("work_item", event.seq, _work_item(after, new, event.occurred_at))


def agency_at(state: State, code: str, at: int) -> AgencyAt:
    """An agency that a dossier names, with the instant that says which one is meant.

    The receiving and the competent agency stay those of the day of reception, though others may bear their
    codes since: the successors take over the dossiers, not the names in them.
    """
    intake = state.intake
    return AgencyAt(code, entered(state) if code in (intake.section, intake.competent) else at)


def entered(state: State) -> int:
    """When the dossier came: its reception, before that the filing."""
    if state.received_at is not None:
        return state.received_at
    return state.last_at if state.intake.submitted_at is None else state.intake.submitted_at


def _work_item(state: State, holder: Holder, at: int) -> Row:
    return {
        "step": holder.step.value,
        "agency": agency_at(state, holder.agency, at),
        "officer": holder.officer or "",
        "opened_at": at,
        "due_at": holder.due_at,
        "ended_at": None,
        "ended_known": None,
        "ended_by": "",
    }


def _steps(changes: Changes, before: Running, event: Event, steps: Steps, after: State) -> None:
    """Rows of the steps that opened, were given, timed or ended, and of the parts."""
    at = event.occurred_at
    known = {step.no: step for step in (*before.open, *steps.opened)}
    for step in steps.opened:
        if step.kind is not StepKind.JOIN:
            changes.put("step_row", step.no, _step_row(step, after))
    for given in steps.given:
        values: Row = {"agency": agency_at(after, given.agency, at), "officer": given.officer or ""}
        if given.officer is not None and known[given.no].claimed_at is None:
            values["claimed_at"] = at
        changes.update("step_row", given.no, **values)
    for timed in steps.timed:
        changes.update("step_row", timed.no, due_at=timed.due_at)
    for ended in steps.ended:
        if known[ended.no].kind is not StepKind.JOIN:
            changes.update(
                "step_row",
                ended.no,
                ended_at=at,
                ended_known=event.recorded_at,
                outcome=ended.outcome,
                ended_by=event.actor,
            )
    for part in steps.parts:
        old = before.part(part.no)
        put = changes.insert if old is None else changes.update
        since = _part_known(old, part, event.recorded_at)
        put("part_row", part.no, **_part_row(part, after, at), **since)


def _step_row(step: OpenStep, after: State) -> Row:
    return {
        "part": step.part,
        "step": step.step,
        "kind": step.kind.value,
        "name": step.name,
        "agency": agency_at(after, step.agency, step.opened_at),
        "post": step.post,
        "officer": step.officer or "",
        "opened_at": step.opened_at,
        "claimed_at": step.claimed_at,
        "due_at": step.due_at,
        "ended_at": None,
        "ended_known": None,
        "outcome": "",
        "ended_by": "",
    }


def _part_row(part: Part, after: State, at: int) -> Row:
    return {
        "agency": agency_at(after, part.agency, part.sent_at or at),
        "place": part.place.value,
        "process": part.process.code,
        "process_version": part.process.version,
        "name": part.name,
        "content": part.content or "",
        "step": part.step,
        "after": part.after,
        "sent_at": part.sent_at,
        "due_at": part.due_at,
        "ended_at": part.returned_at,
        "result": part.result,
    }


def _part_known(old: Part | None, part: Part, recorded_at: Instant) -> Row:
    """Since when it is known that a part was sent and came back; what did not change is left as it is."""
    known: Row = {}
    for column, was, now in (
        ("sent_known", old and old.sent_at, part.sent_at),
        ("ended_known", old and old.returned_at, part.returned_at),
    ):
        if old is None or was != now:
            known[column] = None if now is None else recorded_at
    return known


def _due_dates(changes: Changes, before: State | None, event: Event, after: State) -> None:
    if after.received_at is None:
        return
    moved = before is None or before.due_at != after.due_at or before.received_at is None
    if moved or isinstance(event.payload, ev.SupplementReceived | ev.ObligationFulfilled):
        changes.insert(
            "due_date",
            event.seq,
            due_at=after.due_at,
            since=event.occurred_at,
            cause=type_of(event.payload),
            clock_start=after.clock_start,
            provisional=bool(getattr(event.payload, "provisional", False)),
        )


def _spells(changes: Changes, before: Tracked | None, event: Event, after: Tracked) -> None:
    """A spell of what figures count, and the end of the one before; the end of processing and the return are
    noted in the spell that was."""
    state = after.state
    if state.received_at is None:
        return
    known = event.recorded_at
    entering = before is None or before.state.received_at is None
    began = after.spell_seq == event.seq
    if began:
        if before is not None and not entering:
            changes.update("spell", before.spell_seq, known_until=known)
        changes.insert(
            "spell",
            event.seq,
            first=entering,
            occurred_at=event.occurred_at,
            known_from=known,
            known_until=FOREVER,
            section=AgencyAt(state.intake.section, state.received_at),
            competent=AgencyAt(state.intake.competent, state.received_at),
            **spell(state, state.received_at),
        )
    if state.ended_at is not None and (began or before is None or before.state.ended_at is None):
        ended = end(state, state.ended_at)
        changes.update("spell", after.spell_seq, ended_known=known, end_key=event.seq, **ended)
    if state.returned_at is not None and (began or before is None or before.state.returned_at is None):
        changes.update("spell", after.spell_seq, returned_day=returned_day(state), returned_known=known)


def _particulars(changes: Changes, before: Tracked | None, event: Event, after: Tracked) -> None:
    """A version of what further figures count, and the end of the one before."""
    if after.state.received_at is None or after.particular_seq != event.seq:
        return
    if before is not None and before.state.received_at is not None:
        changes.update("particulars", before.particular_seq, known_until=event.recorded_at)
    row = after.particular.columns
    row["occurred_at"], row["known_from"], row["known_until"] = event.occurred_at, event.recorded_at, None
    changes.put("particulars", event.seq, row)


def _components(changes: Changes, before: State | None, event: Event, after: State) -> None:
    """The papers as they stand: at reception, after a supplement or a correction."""
    if before is not None and before.intake.components is after.intake.components:
        return
    old = {line.no: line for line in before.intake.components} if before else {}
    new = {line.no: line for line in after.intake.components}
    if old == new:
        return
    for number in old.keys() - new.keys():
        changes.delete("component_row", number)
    for number, line in new.items():
        if number not in old:
            changes.put("component_row", number, _component(line, event.seq))
        elif line != old[number]:
            changes.update("component_row", number, **_component(line, event.seq))


def _component(line: ComponentLine, seq: int) -> Row:
    return {
        "seq": seq,
        "code": line.code or "",
        "name": line.name or "",
        "kind": line.kind.value,
        "quantity": line.quantity,
        "file": line.file or "",
        "digitised": line.digitised,
        "reused": line.reused,
        "from_store": line.from_store,
        "replaced_by": line.replaced_by or "",
    }


def _supplement_requested(
    changes: Changes, event: Event, payload: ev.SupplementRequested, after: State
) -> None:
    changes.insert(
        "supplement",
        payload.round,
        requested_at=event.occurred_at,
        requested_by=event.actor,
        reason=payload.reason,
        items=[msgspec.to_builtins(item) for item in payload.items],
        deadline=payload.deadline,
        due_before=payload.due_before,
        completed_at=None,
        due_after=None,
        ended="",
        late_notice=payload.late_notice,
    )


def _supplement_received(
    changes: Changes, event: Event, payload: ev.SupplementReceived, after: State
) -> None:
    changes.update(
        "supplement",
        payload.round,
        completed_at=event.occurred_at,
        due_after=payload.due_after,
        ended="completed",
    )


def _supplement_ended(changes: Changes, event: Event, payload: Any, after: State) -> None:
    if after.rounds and after.rounds[-1].ended in {"expired", "withdrawn", "stopped"}:
        changes.update("supplement", after.rounds[-1].no, ended=after.rounds[-1].ended)


def _consultation_requested(
    changes: Changes, event: Event, payload: ev.ConsultationRequested, after: State
) -> None:
    changes.insert(
        "consultation",
        payload.no,
        consulted=payload.consulted,
        requested_at=event.occurred_at,
        deadline=payload.deadline,
        content=payload.content,
        answered_at=None,
        answer="",
    )


def _consultation_answered(
    changes: Changes, event: Event, payload: ev.ConsultationAnswered, after: State
) -> None:
    changes.update("consultation", payload.no, answered_at=event.occurred_at, answer=payload.answer)


def _signed(changes: Changes, event: Event, payload: ev.Granted | ev.Refused, after: State) -> None:
    changes.insert(
        "result",
        1,
        granted=isinstance(payload, ev.Granted),
        signed_at=event.occurred_at,
        signed_by=event.actor,
        signature=payload.signature.value,
        reason=payload.reason if isinstance(payload, ev.Refused) else "",
        documents=list(payload.documents),
        returned_at=None,
        method="",
        receiver="",
    )


def _returned(changes: Changes, event: Event, payload: ev.Returned, after: State) -> None:
    changes.update(
        "result", 1, returned_at=event.occurred_at, method=payload.method.value, receiver=payload.receiver
    )


_HANDLERS: dict[type[Any], Callable[[Changes, Event, Any, State], None]] = {
    ev.SupplementRequested: _supplement_requested,
    ev.SupplementReceived: _supplement_received,
    ev.SupplementExpired: _supplement_ended,
    ev.Withdrawn: _supplement_ended,
    ev.Stopped: _supplement_ended,
    ev.ConsultationRequested: _consultation_requested,
    ev.ConsultationAnswered: _consultation_answered,
    ev.Granted: _signed,
    ev.Refused: _signed,
    ev.Returned: _returned,
}

OWNER_COLUMNS = ("owner_name", "owner_identifier", "owner_phone", "search")


def dossier_row(tracked: Tracked) -> Row:
    """The columns of `Dossier` that the state tells; agencies as `AgencyAt`, owner columns apart."""
    state = tracked.state
    intake, holder = state.intake, state.holder
    return {
        "code": state.dossier if state.received_at is not None else None,
        "reference": state.reference,
        "regime": state.regime,
        "status": int(state.status),
        "procedure_code": intake.procedure.code,
        "version": intake.procedure.version,
        "case": intake.procedure.case or "",
        "field_code": intake.procedure.field,
        "section": AgencyAt(intake.section, entered(state)),
        "competent": AgencyAt(intake.competent, entered(state)),
        "channel": intake.channel.value,
        "owner_type": intake.owner_type.value,
        "return_method": intake.return_method.value,
        "submitted_at": intake.submitted_at,
        "received_at": state.received_at,
        "due_at": state.due_at,
        "original_due_at": state.original_due_at,
        "paused_at": state.paused_at if state.clock is ClockState.PAUSED else None,
        "ended_at": state.ended_at,
        "returned_at": state.returned_at,
        "granted": state.granted,
        "reschedules": state.reschedules,
        "holder_agency": agency_at(state, holder.agency, tracked.holder_at) if holder else None,
        "holder_officer": (holder.officer or "") if holder else "",
        **_step(tracked),
        **_process(state),
        "proposal": state.proposal.kind if state.proposal else "",
        "offered_at": state.offered.at if state.offered else None,
        "withdrawal_asked_at": state.withdrawal_asked_at,
        "calendar_version": state.calendar_version,
        "seq": state.seq,
        "last_at": state.last_at,
    }


def _step(tracked: Tracked) -> Row:
    """The step with its clock; an online filing waits at the section for its answer, held by nobody."""
    state = tracked.state
    if state.status is Status.REGISTERED:
        return {
            "step": Step.RECEIVE.value,
            "step_since": state.intake.submitted_at,
            "step_due_at": state.answer_due_at,
        }
    holder = state.holder
    return {
        "step": holder.step.value if holder else "",
        "step_since": tracked.holder_at if holder else None,
        "step_due_at": holder.due_at if holder else None,
    }


def _process(state: State) -> Row:
    """The internal process that the dossier is on; empty where it has none."""
    main = state.running.main
    return {
        "process": main.process.code if main else "",
        "process_version": main.process.version if main else "",
    }


def owner_row(state: State, opened: Opened) -> Row:
    """The owner's columns; empty where the private record was erased."""
    owner = opened.get(state.intake.owner) or {}
    name = owner.get("name", "")
    identifier = owner.get("identifier", "")
    phone = owner.get("phone", "")
    return {
        "owner_name": name,
        "owner_identifier": identifier,
        "owner_phone": phone,
        "search": " ".join(part for part in (fold(name), identifier, phone) if part),
    }
