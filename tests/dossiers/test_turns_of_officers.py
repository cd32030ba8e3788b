"""The turns of officers: on a process from when the step was taken; what of a late dossier is whose."""

from __future__ import annotations

from datetime import date

import pytest
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    LEADER_CODE,
    OTHER_HANDLER_CODE,
    RECEPTION,
    WITH_PROCESS,
    Room,
    at,
)

from motcua.dossiers.queries.lives import overruns_of
from motcua.dossiers.step_tables import StepRow
from motcua.figures.ii06a import Scope
from motcua.figures.officers.counting import OfficerFigures, figures_of
from motcua.foundation.clock import HOUR, MINUTE
from motcua.procedures.process_services import load_demo as load_processes

EVERYBODY = [HANDLER_CODE, OTHER_HANDLER_CODE, LEADER_CODE]


def told(when: str) -> dict[str, OfficerFigures]:
    scope = Scope(first=date(2026, 3, 1), last=date(2026, 3, 31), as_of=at(when))
    return figures_of(scope, EVERYBODY)


def of(found: OfficerFigures) -> dict[str, int]:
    return {name: len(those) for name, those in found.sets.items() if those}


@pytest.fixture
def unclaimed(room: Room) -> Room:
    """On a process; handed over to the agency on Monday at ten, taken by nobody yet."""
    load_processes()
    room.receive(procedure=WITH_PROCESS)
    room.do(RECEPTION, "transfer", "2026-03-02T10:00")
    return room


def test_a_turn_begins_when_the_step_was_taken_and_not_when_it_began_to_lie_there(unclaimed: Room) -> None:
    assert of(told("2026-03-02T13:00")[HANDLER_CODE]) == {}
    step = StepRow.objects.get(dossier__code=unclaimed.code, ended_at=None, kind="task").key
    unclaimed.do(HANDLER, "assign_step", "2026-03-02T14:00", step_no=str(step), claim="1")
    assert of(told("2026-03-02T15:00")[HANDLER_CODE]) == {"received": 1, "held": 1}
    unclaimed.proposed("2026-03-02T16:00").finished("2026-03-02T16:30").returned("2026-03-03T09:00")
    found = told("2026-03-31T12:00")
    assert of(found[HANDLER_CODE]) == {"received": 1, "passed": 1, "resolved": 1, "early": 1}
    assert (found[HANDLER_CODE].worked.turns, found[HANDLER_CODE].worked.used) == (1, 120)
    assert found[HANDLER_CODE].worked.allotted > 120
    assert of(found[LEADER_CODE]).keys() <= {"received", "passed"}, "who signs it did not resolve it"
    assert of(found[OTHER_HANDLER_CODE]) == {}
    as_it_was = told("2026-03-02T15:00")
    assert of(as_it_was[HANDLER_CODE]) == {"received": 1, "held": 1}, "the past does not change"


def test_only_who_overran_a_step_has_a_part_of_the_lateness(room: Room) -> None:
    room.receive()
    room.transferred("2026-03-02T10:00").proposed("2026-03-03T09:00")
    # Five working days: due on Monday the ninth. It lies with the leader until Thursday.
    room.finished("2026-03-12T09:00")
    found = told("2026-03-31T12:00")
    assert of(found[HANDLER_CODE]) == {
        "received": 1, "passed": 1, "resolved": 1, "late": 1, "late_others": 1,
    }  # fmt: skip
    assert (found[HANDLER_CODE].over, found[HANDLER_CODE].over_of) == (0, 0)
    (dossier,) = found[HANDLER_CODE].sets["late"]
    sums = overruns_of([dossier], at("2026-03-31T12:00"))[dossier]
    assert sum(sums.values()) == 3 * 8 * HOUR, "of the leader, or of whoever had not taken it there"
    assert HANDLER_CODE not in sums
    assert found[LEADER_CODE].over == sums.get(LEADER_CODE, 0) // MINUTE
    then = overruns_of([dossier], at("2026-03-10T09:00"))[dossier]
    assert sum(then.values()) == 8 * HOUR, "as it stood a day past the promise"


def test_who_kept_it_past_its_time_has_a_part_and_what_nobody_took_is_nobody_s_by_name(room: Room) -> None:
    room.receive()
    room.transferred("2026-03-02T10:00")
    before = told("2026-03-02T11:00")[HANDLER_CODE]
    assert of(before) == {"received": 1, "held": 1}
    room.proposed("2026-03-10T09:00")
    found = told("2026-03-11T09:00")
    mine = found[HANDLER_CODE]
    assert of(mine) == {"received": 1, "passed": 1, "late_mine": 1}
    assert mine.over_of - mine.over == 8 * 60, "the leader has not taken it in a whole day: nobody by name"
    assert mine.over > 0
    assert mine.worked.late == 1
