"""motcua doctor finds dossiers that no step carries on, and steps that were left open."""

from __future__ import annotations

from typing import Any

from tests.dossiers.room import HANDLER, LEADER, RECEPTION, WITH_PROCESS, Room

from motcua.dossiers.models import Dossier
from motcua.dossiers.step_tables import StepRow
from motcua.procedures.process_services import load_demo
from motcua.site.keeping.steps_check import steps_check


def state() -> tuple[bool, Any]:
    found = steps_check()
    return found.ok, dict(found.params)


def test_each_dossier_has_a_step_and_none_is_left(room: Room) -> None:
    load_demo()
    room.receive(procedure=WITH_PROCESS)
    assert state() == (True, {"open_steps": 1, "without_step": 0, "left_open": 0, "first": ""})
    row = StepRow.objects.get()
    StepRow.objects.update(ended_at=row.opened_at)
    assert state() == (False, {"open_steps": 0, "without_step": 1, "left_open": 0, "first": room.code})
    StepRow.objects.update(ended_at=None)
    room.do(RECEPTION, "transfer")
    room.do(HANDLER, "propose_result", granted="1")
    room.do(LEADER, "approve", signature="digital")
    assert state()[0], "signed and not yet returned"
    room.do(RECEPTION, "return_result", receiver="Nông Văn Bình")
    assert state() == (True, {"open_steps": 0, "without_step": 0, "left_open": 0, "first": ""})
    StepRow.objects.filter(key=1).update(ended_at=None)
    assert state() == (False, {"open_steps": 1, "without_step": 0, "left_open": 1, "first": room.code})
    assert Dossier.objects.get().returned_at is not None
