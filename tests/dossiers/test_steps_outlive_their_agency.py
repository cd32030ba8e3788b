"""An agency ends while it has steps and parts: its successor gets them, with a line in the log. A
holiday that is decided while steps run moves no date that was given."""

from __future__ import annotations

from datetime import date

import pytest
from tests.dossiers.room import HANDLER, WITH_PROCESS, Room, at
from tests.dossiers.test_promises_counted_anew import day_off, decide

from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.places import forget_agencies
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.dossiers.succeeding import WHO, hand_over_steps
from motcua.dossiers.verify import verify
from motcua.organisation.models import Agency, Succession
from motcua.procedures.process_services import load_demo

PARTNER, HEIR = "H14.10", "H14.09"
OFFICER, OF_THE_HEIR = "tu.nnmt", "lan.xaydung"


@pytest.fixture
def parted(province: None, db: None) -> Room:
    """A part is with Sở Nông nghiệp và Môi trường since Monday 2 March 2026."""
    room = Room("2026-03-02T09:00")
    room.receive()
    room.transferred()
    room.do(
        HANDLER,
        "send_parts",
        part_1_agency=PARTNER,
        part_1_content="Xác minh",
        part_1_due_at="2026-03-06T10:00",
    )
    return room


def ended(room: Room) -> None:
    """It ends on Monday evening; Sở Xây dựng takes its dossiers."""
    old = Agency.objects.get(code=PARTNER, valid_to=None)
    new = Agency.objects.get(code=HEIR, valid_to=None)
    Agency.objects.filter(pk=old.pk).update(valid_to=date(2026, 3, 2))
    Succession.objects.create(predecessor=old, successor=new, day=date(2026, 3, 3))
    forget_agencies()
    room.clock.instant = at("2026-03-03T00:03")


def test_the_successor_gets_the_step_with_a_line_in_the_log(parted: Room) -> None:
    before = StepRow.objects.get(part=1)
    ended(parted)
    handed = hand_over_steps(clock=parted.clock)
    assert [(each.code, each.before, each.after) for each in handed] == [(parted.code, PARTNER, HEIR)]
    after = StepRow.objects.select_related("agency").get(part=1)
    assert after.agency.code == HEIR
    assert (after.officer, after.due_at) == ("", before.due_at)
    event = parted.locked.events[-1]
    assert isinstance(event.payload, e.StepAssigned)
    assert (event.actor, event.unit) == (WHO, HEIR)
    assert PartRow.objects.get().ended_at is None, "the part goes on"
    assert verify().ok
    assert rebuild().ok


def test_it_is_handed_over_once(parted: Room) -> None:
    ended(parted)
    assert len(hand_over_steps(clock=parted.clock)) == 1
    assert hand_over_steps(clock=parted.clock) == []


def test_the_successor_s_officer_goes_on(parted: Room) -> None:
    ended(parted)
    hand_over_steps(clock=parted.clock)
    step = StepRow.objects.get(part=1, ended_at=None)
    parted.do(OF_THE_HEIR, "complete_step", "2026-03-03T09:00", step_no=str(step.key), outcome="")
    assert StepRow.objects.get(key=step.key).ended_at is not None


def test_before_its_last_day_is_over_nothing_moves(parted: Room) -> None:
    ended(parted)
    parted.clock.instant = at("2026-03-02T20:00")
    assert hand_over_steps(clock=parted.clock) == []


def test_where_several_took_over_the_step_stays(parted: Room) -> None:
    ended(parted)
    old = Agency.objects.get(code=PARTNER, valid_to=date(2026, 3, 2))
    other = Agency.objects.get(code="H14.03", valid_to=None)
    Succession.objects.create(predecessor=old, successor=other, day=date(2026, 3, 3))
    assert hand_over_steps(clock=parted.clock) == []


def test_a_holiday_decided_later_moves_no_step(province: None, db: None) -> None:
    """The recount moves the promise alone; a date that was given to a step stays (decision 0040: steps keep
    what they were given)."""
    load_demo()
    room = Room("2026-03-02T09:00")
    room.receive(procedure=WITH_PROCESS)
    room.transferred()
    due = {row.key: row.due_at for row in StepRow.objects.all()}
    promise = room.due
    assert any(due.values())
    day_off(room, date(2026, 3, 4))
    decide(room, room.code)
    assert room.due != promise, "the promise was counted anew"
    assert {row.key: row.due_at for row in StepRow.objects.all()} == due
    assert rebuild().ok
