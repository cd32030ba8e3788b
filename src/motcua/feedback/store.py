"""Petitions read and written as a whole: the list folded, events and row and words in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from motcua.feedback.models import ClockSetting, Petition, PetitionConcern, PetitionEvent, PetitionText
from motcua.feedback.petitions import PetitionView, fold, next_due
from motcua.feedback.petitions import events as e
from motcua.foundation.clock import day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.law.petitions import PetitionRules, petition_rules_of, petition_rules_on


class Loaded(NamedTuple):
    """A petition with its list and what comes of it."""

    row: Petition
    events: tuple[e.Event, ...]
    state: PetitionView


def unknown_petition() -> NotFound:
    """Says the same for what is not there and for what may not be seen."""
    return NotFound(
        gettext_noop("Không tìm thấy phản ánh này trong phạm vi của bạn."),
        gettext_noop("Kiểm tra lại mã phản ánh."),
        id="no_such_petition",
    )


def load(row: Petition) -> Loaded:
    """The petition of a row. One statement."""
    lines = PetitionEvent.objects.filter(petition=row).order_by("seq")
    events = tuple(
        e.Event(seq=line.seq, at=line.at, actor=line.actor, unit=line.unit, fact=e.decoded(line.body))
        for line in lines
    )
    return Loaded(row, events, fold(events))


def append(
    row: Petition, before: PetitionView | None, events: tuple[e.Event, ...], words: Mapping[str, str]
) -> PetitionView:
    """Write events, the words that belong to the first of them, and what the row tells; call it in a
    transaction that holds the row."""
    from motcua.feedback.petitions import evolve

    state = before
    for event in events:
        state = fold([event]) if state is None else evolve(state, event)
    assert state is not None
    project(row, state)
    row.save()
    PetitionEvent.objects.bulk_create(event_row(row, event) for event in events)
    PetitionText.objects.bulk_create(
        PetitionText(petition=row, seq=events[0].seq, part=part, text=text)
        for part, text in words.items()
        if text
    )
    if before is None or before.concerned != state.concerned:
        PetitionConcern.objects.filter(petition=row).delete()
        PetitionConcern.objects.bulk_create(
            PetitionConcern(petition=row, officer=code) for code in sorted(state.concerned)
        )
    return state


def event_row(row: Petition, event: e.Event) -> PetitionEvent:
    """A line of the list, not written yet."""
    return PetitionEvent(
        petition=row,
        seq=event.seq,
        type=str(event.fact.__struct_config__.tag),
        at=event.at,
        actor=event.actor,
        unit=event.unit,
        body=e.encoded(event.fact),
    )


def project(row: Petition, state: PetitionView) -> None:
    """What the row tells of the petition; nothing is written."""
    owed = next_due(state)
    row.state = state.state.value
    row.sort = state.sort.value if state.sort else ""
    row.holder_id = int(state.holder) if state.holder else None
    row.handler = state.handler
    row.due_at = owed.due_at if owed else None
    row.due_clock = owed.clock if owed else ""
    row.late_clocks = sorted(state.late)
    row.answered_at = state.answered_at
    row.closed_at = state.closed_at
    row.seq = state.seq


def rules_on(day: date) -> PetitionRules:
    """The rules for petitions filed on that day, with what the office set. Raises: DomainError."""
    return _set(petition_rules_on(day), day)


def rules_for(row: Petition) -> PetitionRules:
    """The rules of a petition that is there: those of the day it was filed."""
    return _set(petition_rules_of(row.rules), day_of(row.filed_at))


def _set(rules: PetitionRules, day: date) -> PetitionRules:
    chosen = ClockSetting.objects.filter(rules=rules.id, valid_from__lte=day).order_by("valid_from", "pk")
    days = tuple(sorted({row.clock: row.days for row in chosen}.items()))
    return _overlaid(rules.id, days)


@lru_cache(maxsize=64)
def _overlaid(rules_id: str, days: tuple[tuple[str, int], ...]) -> PetitionRules:
    rules = petition_rules_of(rules_id)
    clocks = dict(rules.clocks)
    for name, number in days:
        if name in clocks and clocks[name].open:
            clocks[name] = msgspec.structs.replace(clocks[name], days=number)
    return msgspec.structs.replace(rules, clocks=clocks)
