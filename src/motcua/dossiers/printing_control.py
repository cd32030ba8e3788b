"""The control slip (form 05 or 06): each hand-over with how the giver's step ended, linked agencies too.

Circular 01/2018 art. 9: the receiving side states how the giver's step ended; early, on time or late by the
same rule as everywhere (`step_clocks.verdict`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final, NamedTuple

from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.types import Holder
from motcua.dossiers.papers import data as forms
from motcua.dossiers.printing_source import Source, frame_of
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.step_clocks import life_of
from motcua.dossiers.step_clocks import Life, Pause, StepSpan, Verdict, told
from motcua.dossiers.step_clocks.hand_overs import Passing, passings
from motcua.dossiers.step_clocks.verdict import counted_until

_RESULTS: Final[dict[Verdict, Any]] = {
    Verdict.EARLY: "early",
    Verdict.ON_TIME: "on_time",
    Verdict.LATE: "late",
    Verdict.NOT_COUNTED: "",
}


class _Held(NamedTuple):
    """A holder since an event."""

    event: Event
    holder: Holder


def control_slip(source: Source) -> forms.ControlSlipData:
    """The slip of a dossier as it stands now."""
    life = life_of(source.locked.events, source.state)
    by_process = any(row.name for row in life.steps)
    return forms.ControlSlipData(
        frame=frame_of(source, "control_slip", "PKS"),
        procedure_name=source.content.name,
        resolving_agency=source.names.agency(source.state.intake.competent),
        coordinating=_coordinating(source, life),
        received_at=source.state.received_at or 0,
        due_at=source.state.due_at,
        rows=_rows_of_steps(source, life) if by_process else _rows_of_holders(source, life),
    )


def _coordinating(source: Source, life: Life) -> tuple[str, ...]:
    """Agencies with a part of the work, and those asked for an opinion."""
    codes = [part.agency for part in life.parts]
    codes += [each.consulted for each in source.state.consultations]
    names = Names(agencies=codes, at=source.state.received_at)
    return tuple(dict.fromkeys(names.agency(code) for code in codes))


def _rows_of_steps(source: Source, life: Life) -> tuple[forms.HandOver, ...]:
    """From the steps of a process, inner steps of parts between those that sent and took them back."""
    found = passings(life)
    ends = [each for passing in found for each in (passing.giver, passing.receiver) if each is not None]
    names = Names(
        agencies=[each.agency for each in ends],
        actors=[code for each in ends for code in (each.officer, each.ended_by)],
        at=source.state.received_at,
    )
    return tuple(_row(passing, names, life.pauses) for passing in found)


def _row(passing: Passing, names: Names, pauses: tuple[Pause, ...]) -> forms.HandOver:
    giver, receiver = passing.giver, passing.receiver
    return forms.HandOver(
        giver_unit=_unit(giver, names),
        receiver_unit=_unit(receiver, names) if receiver else "",
        at=passing.at,
        giver=names.actor(giver.ended_by or giver.officer) if giver.ended_by or giver.officer else "",
        receiver=names.actor(receiver.officer) if receiver and receiver.officer else "",
        result=_RESULTS[told(passing.due_at, counted_until(giver.opened_at, passing.at, pauses))],
        note=passing.note,
    )


def _unit(step: StepSpan, names: Names) -> str:
    agency = names.agency(step.agency)
    return f"{agency} ({step.name})" if step.name else agency


def _rows_of_holders(source: Source, life: Life) -> tuple[forms.HandOver, ...]:
    """From who had it, where the dossier follows no process of its own."""
    held = _hand_overs(source)
    names = Names(
        agencies=[each.holder.agency for each in held],
        actors=[each.holder.officer or "" for each in held],
        at=source.state.received_at,
    )
    rows = []
    for giver, taker in pairwise(held):
        at = taker.event.occurred_at
        ended = counted_until(giver.event.occurred_at, at, life.pauses)
        rows.append(
            forms.HandOver(
                giver_unit=names.agency(giver.holder.agency),
                receiver_unit=names.agency(taker.holder.agency),
                at=at,
                giver=source.names.actor(taker.event.actor),
                receiver=names.actor(taker.holder.officer) if taker.holder.officer else "",
                result=_RESULTS[told(giver.holder.due_at, ended)],
            )
        )
    return tuple(rows)


def _hand_overs(source: Source) -> list[_Held]:
    """Every event that gave the dossier to another holder, with that holder and its last due time."""
    found: list[_Held] = []
    for event in source.locked.events:
        holder = getattr(event.payload, "holder", None)
        if holder is not None and (not found or _hands(found[-1].holder) != _hands(holder)):
            found.append(_Held(event, holder))
        elif holder is not None:
            found[-1] = _Held(found[-1].event, holder)
    return found


def _hands(holder: Holder) -> tuple[str, str, str | None]:
    """In whose hands; a step that only got another due time was not handed over."""
    return holder.agency, holder.step.value, holder.officer
