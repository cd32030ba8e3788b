"""One dossier as an officer sees it: told from its log, with the words of its private records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import msgspec

from motcua.dossiers import store
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.guards import TAGS
from motcua.dossiers.lifecycle.rules import Rules
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.log import GENESIS, chain
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.projection import entered
from motcua.dossiers.queries.actions_at import actions_at
from motcua.dossiers.queries.clocks import adjustments, bar, clocking_of
from motcua.dossiers.queries.corrections import Shelf, agencies_named, changes_of
from motcua.dossiers.queries.held import held_view
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.page_rows import Rows, rows_of
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.queries.step_clocks import clocks_from, codes_in, may_be_urged
from motcua.dossiers.queries.steps import Asking, codes_in_steps, officers_named, steps_view
from motcua.dossiers.queries.told import (
    Opened,
    declaration_changes,
    given_online,
    line_of,
    opinions,
    papers,
    party_of,
    rounds,
    words_of,
)
from motcua.dossiers.queries.views import DossierView, HolderView, Line
from motcua.dossiers.regime_of import regime_of
from motcua.dossiers.step_clocks import Clocks
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.worktime import WorkCalendar, remaining, remaining_phrase
from motcua.law.regimes import Regime
from motcua.organisation.calendars import Calendars
from motcua.organisation.in_force import in_force
from motcua.organisation.rights import ACTIONS, Person, acting_roles, may_read
from motcua.procedures.queries import version_content

_ORDER: Final = {tag: place for place, tag in enumerate(TAGS.values())}


def dossier_page(person: Person, code: str, *, clock: Clock | None = None) -> DossierView:
    """The dossier with everything that the person may see and do. Raises: `NotFound` outside their scope."""
    return dossier_with_log(person, code, clock=clock)[0]


def dossier_with_log(
    person: Person, code: str, *, clock: Clock | None = None
) -> tuple[DossierView, list[tuple[str, bytes]]]:
    """The same, and body and hash of each event, of one moment. Raises: `NotFound`."""
    now = (clock or SystemClock()).now()
    rows = rows_of(code.strip().upper()) or rows_of(code.strip())
    if rows is None or not may_read(person, rows.locked.place):
        raise unknown_dossier(code)
    locked = rows.locked
    state = locked.tracked.state
    hours, laws = in_force()
    law = regime_of(laws, state)
    roles = acting_roles(person, locked.place)
    paths = StoredPaths(hours, now)
    may = actions_at(person, locked, law, paths)
    actions = sorted(may, key=_ORDER.__getitem__)
    shown = tuple(action for action in actions if action in _DESK_ACTIONS)
    asking = Asking(person, locked, Rules(law, hours(locked.place.section_id), paths=paths), paths, now)
    view = build_view(rows, now, law, hours, shown, asking=asking)
    asks = not roles.isdisjoint(ACTIONS["ask_correction"]) and "correct" not in shown
    asks = asks and state.received_at is not None
    if asks:
        view = msgspec.structs.replace(view, may_ask=True)
    return view, locked.log


_DESK_ACTIONS: Final = frozenset(TAGS.values()) - {"register"}


def build_view(
    rows: Rows,
    now: Instant,
    law: Regime,
    hours: Calendars,
    actions: tuple[str, ...] = (),
    *,
    asking: Asking | None = None,
) -> DossierView:
    """The view of a dossier that was read; no right is asked here. Steps are told to who asks for them."""
    locked, opened, content, officers = rows.locked, rows.opened, rows.content, rows.officers
    state = locked.tracked.state
    calendar = hours(locked.place.section_id)
    clocks = clocks_from(locked.events, state, now, hours)
    others = codes_in_steps(state) | (codes_in(clocks) if clocks else set())
    names = _names(locked, officers, others)
    return DossierView(
        id=locked.id,
        actions=actions,
        forms=forms_of(state, law, clocks),
        regime=law,
        status_name=law.statuses[state.status].name,
        procedure=content,
        correction_waits=rows.correction_waits,
        **_chain(locked),
        **_asked_for(state, names, opened),
        **_stands(state, opened),
        clocking=clocking_of(state, now, calendar),
        answer_due_at=_answer_due(state),
        answer_late=(_answer_due(state) or now) < now,
        holder=_holder(locked, names, now, calendar),
        bar=bar(locked.events, state, now, calendar),
        held=held_view(clocks, names.agency, now) if clocks else None,
        steps=steps_view(asking, opened, names, actions, rows.files) if asking else None,
        **_story(rows, names, now, asking.opinions if asking else frozenset()),
    )


def _chain(locked: store.Locked) -> dict[str, Any]:
    fault = chain_fault(locked.log)
    state = locked.tracked.state
    return {
        "code": state.dossier,
        "seq": state.seq,
        "head": locked.head.hex(),
        "chain_ok": not fault,
        "chain_fault": fault,
    }


def _asked_for(state: State, names: Names, opened: Opened) -> dict[str, Any]:
    """What was asked of whom, by whom."""
    intake = state.intake
    return {
        "procedure_code": intake.procedure.code,
        "case": intake.procedure.case or "",
        "section": names.agency(intake.section),
        "section_code": intake.section,
        "competent": names.agency(intake.competent),
        "competent_code": intake.competent,
        "channel": intake.channel.value,
        "owner": party_of(opened.get(intake.owner)),
        "owner_type": intake.owner_type.value,
        "representative": party_of(opened.get(intake.representative)) if intake.representative else None,
        "content": words_of(opened, intake.content),
        "form": intake.form,
        "declaration": opened.get(intake.declaration) or {} if intake.declaration else {},
        "offered": given_online(state, opened),
        "withdrawal_asked_at": state.withdrawal_asked_at,
        "return_method": intake.return_method.value,
        "sets": intake.sets,
        "fee_state": intake.fee_state.value,
        "fee_due": intake.fee_due,
        "fee_kept": state.fee_kept,
        "fee_owed": state.fee_owed,
        "fee_waived": state.fee_waived,
        "fee_surplus": state.fee_surplus,
        "waiver_stands": state.waiver_stands,
        "money_taken": bool(state.payments) or state.obligations_taken > 0,
        "limit": intake.limit.quantity or "",
        "limit_unit": intake.limit.unit,
    }


def _answer_due(state: State) -> Instant | None:
    """When the section owes an answer to an online filing; none while it waits for the applicant."""
    waits = state.status is Status.REGISTERED and (not state.noticed or state.offered is not None)
    return state.answer_due_at if waits else None


def _stands(state: State, opened: Opened) -> dict[str, Any]:
    """How far it is, and what is proposed."""
    proposal = state.proposal
    return {
        "status": state.status,
        "received_at": state.received_at,
        "due_at": state.due_at,
        "original_due_at": state.original_due_at,
        "ended_at": state.ended_at,
        "returned_at": state.returned_at,
        "provisional": state.provisional,
        "calendar_version": state.calendar_version,
        "proposal": proposal.kind if proposal else "",
        "proposal_reason": words_of(opened, proposal.note) if proposal else "",
        "proposal_items": tuple(words_of(opened, item.item) for item in proposal.items) if proposal else (),
        "granted": state.granted,
        "suspended": state.suspended,
    }


def _story(rows: Rows, names: Names, now: Instant, mine: frozenset[int]) -> dict[str, Any]:
    """Its papers and all that happened."""
    locked, opened, files, content = rows.locked, rows.opened, rows.files, rows.content
    state = locked.tracked.state
    return {
        "papers": papers(state, content, opened, files),
        "files": tuple(files.values()),
        "rounds": rounds(state, opened),
        "opinions": opinions(state, locked.events, opened, names, now=now, mine=mine),
        "adjustments": adjustments(locked.events),
        "declaration_changes": declaration_changes(locked.events, opened),
        "timeline": _timeline(locked, opened, names),
    }


def _timeline(locked: store.Locked, opened: Opened, names: Names) -> tuple[Line, ...]:
    changed = changes_of(locked.events, Shelf(opened, names, cache(version_content)))
    pairs = zip(reversed(locked.events), reversed(locked.log), strict=True)
    return tuple(
        line_of(event, digest, opened, names, changed.get(event.seq)) for event, (_, digest) in pairs
    )


def chain_fault(log: list[tuple[str, bytes]]) -> str:
    """Which event of a chain read for a page does not hold; empty where all do."""
    previous = GENESIS
    for number, (body, digest) in enumerate(log, start=1):
        if chain(previous, body) != digest:
            return str(number)
        previous = digest
    return ""


def _names(locked: store.Locked, officers: Mapping[str, str], others: set[str]) -> Names:
    agencies = {locked.tracked.state.intake.section, locked.tracked.state.intake.competent} | others
    actors = set()
    for event in locked.events:
        agencies.add(event.unit)
        actors.add(event.actor)
        holder = getattr(event.payload, "holder", None)
        if holder is not None:
            agencies.add(holder.agency)
            actors.add(holder.officer or "")
        actors |= officers_named(getattr(event.payload, "steps", None))
        if isinstance(event.payload, ev.ConsultationRequested):
            agencies.add(event.payload.consulted)
    agencies |= agencies_named(locked.events)
    return Names(agencies=agencies, actors=actors, at=entered(locked.tracked.state), officers=officers)


def _holder(locked: store.Locked, names: Names, now: Instant, calendar: WorkCalendar) -> HolderView | None:
    holder = locked.tracked.state.holder
    if holder is None:
        return None
    late = holder.due_at is not None and now > holder.due_at and locked.tracked.state.ended_at is None
    left = remaining_phrase(remaining(now, holder.due_at, calendar)) if holder.due_at is not None else None
    return HolderView(
        agency=names.agency(holder.agency),
        agency_code=holder.agency,
        officer=names.actor(holder.officer) if holder.officer else "",
        officer_code=holder.officer or "",
        step=holder.step.value,
        since=locked.tracked.holder_at,
        due_at=holder.due_at,
        left=left,
        late=late,
    )


def forms_of(state: State, law: Regime, clocks: Clocks | None) -> tuple[tuple[str, str, str], ...]:
    """Which legal forms and papers can be printed for the dossier as it stands: key, number, title.

    A paper that no circular gives a form for has no number.
    """
    keys = {
        "receipt": state.received_at is not None,
        "supplement": bool(state.rounds),
        "refusal": state.status is Status.NOT_RECEIVED or state.granted is False,
        "apology": bool(state.reschedules),
        "stop_notice": state.status in {Status.WITHDRAWN, Status.STOPPED},
        "control_slip": state.received_at is not None,
        "transfer_slip": clocks is not None and bool(clocks.life.parts),
        "opinion_request": bool(state.consultations),
        "opinion_answer": any(each.answered_at is not None for each in state.consultations),
        "urging_letter": (state.urged and state.ended_at is None)
        or (clocks is not None and may_be_urged(clocks)),
    }
    found = ((key, law.printed(key)) for key, there in keys.items() if there)
    return tuple((key, form.number, form.title) for key, form in found if form is not None)
