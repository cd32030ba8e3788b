"""A correction before it is written: the form with what stands there, and what the correction would do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from motcua.dossiers import store
from motcua.dossiers.acting import actor_for, asker_of
from motcua.dossiers.correcting import present_form
from motcua.dossiers.fields import Fields
from motcua.dossiers.lifecycle.commands import Correct
from motcua.dossiers.lifecycle.core import fold
from motcua.dossiers.lifecycle.guards import standing_refusal
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.queries.clocks import explanation
from motcua.dossiers.queries.corrections import Shelf, changes_of
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.queries.told import component_name
from motcua.dossiers.queries.views import FieldChange, View
from motcua.dossiers.regime_of import regime_of
from motcua.dossiers.services import preview_correction
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError
from motcua.foundation.worktime import Promise
from motcua.law.regimes import Regime
from motcua.organisation.in_force import laws
from motcua.organisation.rights import Person
from motcua.procedures.content import Component, VersionContent
from motcua.procedures.offers import Offer
from motcua.procedures.queries import offer as offer_of
from motcua.procedures.queries import version_content


class PresentPaper(View, frozen=True, kw_only=True):
    """A paper of the dossier as the form lists it."""

    no: int
    name: str
    kind: str
    quantity: int


class CorrectionForm(View, frozen=True, kw_only=True):
    """What the form shows: the present values, the papers, and the list of the procedure that is meant."""

    id: int
    code: str
    seq: int
    received: bool
    regime: Regime
    present: Mapping[str, str]
    procedure: VersionContent
    """The version that the dossier is on."""
    limit: tuple[str, str]
    papers: tuple[PresentPaper, ...]
    target: str
    """Code of the procedure that is meant."""
    name: str
    cases: tuple[tuple[str, str], ...]
    version: int
    listed: tuple[tuple[int, Component], ...]
    """Papers of the version's list that the dossier has not got, by line."""


class CorrectionDraft(View, frozen=True, kw_only=True):
    """What a correction would do, old beside new."""

    changes: tuple[FieldChange, ...]
    counted: bool
    """Whether the promise is counted anew."""
    before: Instant | None
    after: Instant | None
    promised: Promise | None
    limit: tuple[str, str]
    holder_before: str
    holder_after: str
    past: bool
    """The new promise has passed already."""

    @property
    def moved(self) -> bool:
        """Whether the applicant is promised another time."""
        return self.counted and self.before != self.after

    @property
    def handed_on(self) -> bool:
        """Whether another agency has the dossier from then on."""
        return self.holder_before != self.holder_after


def correction_form(
    person: Person, code: str, typed: Mapping[str, Any], *, clock: Clock | None = None, asked: bool = False
) -> CorrectionForm:
    """The form of T20, upon what was typed so far; `asked` for who may ask for it.

    Raises: `NotFound`, `Refused` where the person may not.
    """
    locked = store.read(code)
    if locked is None:
        raise unknown_dossier(code)
    state = locked.tracked.state
    law = regime_of(laws(), state)
    by = asker_of(person, locked) if asked else actor_for(person, locked, "correct")
    refusal = standing_refusal(state, Correct, by.roles, law)
    if refusal is not None:
        raise refusal
    opened = store.open_private(locked.id)
    present = present_form(state, opened)
    intake = state.intake
    content = version_content(intake.procedure.version)
    offer = _meant(state, Fields(typed).upon(present), (clock or SystemClock()).now())
    version = offer.version_id if offer else intake.procedure.version
    components = offer.components if offer else content.components
    papers = tuple(
        PresentPaper(
            no=line.no,
            name=component_name(line, content, opened),
            kind=line.kind.value,
            quantity=line.quantity,
        )
        for line in sorted(intake.components, key=lambda line: line.no)
    )
    had = {paper.name for paper in papers}
    return CorrectionForm(
        id=locked.id,
        code=state.dossier,
        seq=state.seq,
        received=state.received_at is not None,
        regime=law,
        present=present,
        procedure=content,
        limit=(intake.limit.quantity or "", intake.limit.unit),
        papers=papers,
        target=offer.code if offer else intake.procedure.code,
        name=offer.name if offer else content.name,
        cases=tuple((case.code, case.name) for case in (offer.cases if offer else content.cases)),
        version=version,
        listed=tuple((place, each) for place, each in enumerate(components, start=1) if each.name not in had),
    )


def _meant(state: State, fields: Fields, now: Instant) -> Offer | None:
    """The offer that what was typed means; none where it is the present one or cannot be read."""
    pin, intake = state.intake.procedure, state.intake
    received_at = fields.moment("received_at") or state.received_at or now
    code = fields.text("procedure")
    channel = fields.raw("channel")
    same_day = day_of(received_at) == day_of(state.received_at or now)
    if not code or fields.faults or (code == pin.code and channel == intake.channel.value and same_day):
        return None
    try:
        # Which case is meant only matters for the limit, not for the list of cases and of papers.
        return offer_of(code, on=day_of(received_at), channel=channel)
    except DomainError:
        return None


def correction_draft(
    person: Person, code: str, data: Mapping[str, Any], *, clock: Clock | None = None, asked: bool = False
) -> CorrectionDraft:
    """What T20 would write and promise; `asked` for who may ask for it. Raises what `perform` raises."""
    clock = clock or SystemClock()
    locked, events, seals = preview_correction(person, code, data, clock=clock, asked=asked)
    before = locked.tracked.state
    after = fold(events, before)
    names = Names(
        agencies={
            before.intake.competent,
            after.intake.competent,
            *(state.holder.agency for state in (before, after) if state.holder),
        },
        at=after.received_at,
    )
    opened = store.open_private(locked.id) | seals.opened()
    shelf = Shelf(opened, names, cache(version_content))
    changes = changes_of((*locked.events, *events), shelf)
    recount = any(getattr(event.payload, "recount", None) for event in events)
    limit = after.intake.limit
    return CorrectionDraft(
        # A list carried over line by line reads as before; that is no news to who confirms.
        changes=tuple(each for event in events if (each := changes[event.seq]).old != each.new),
        counted=recount,
        before=before.due_at,
        after=after.due_at,
        promised=explanation(after, locked.place.section_id, regime_of(laws(), after)) if recount else None,
        limit=(limit.quantity or "", limit.unit),
        holder_before=_holder_name(before, names),
        holder_after=_holder_name(after, names),
        past=recount and after.due_at is not None and after.due_at < clock.now() and after.ended_at is None,
    )


def _holder_name(state: State, names: Names) -> str:
    return names.agency(state.holder.agency) if state.holder else ""
