"""Running dossiers moved to another version in one decision, with a result for each, and taken back."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from tests.dossiers.room import (
    ADMINISTRATOR,
    HANDLER,
    HEAD,
    INSPECTOR,
    LEADER,
    RECEPTION,
    WITH_PROCESS,
    Room,
)

from motcua.dossiers import process_moving, store
from motcua.dossiers.log import event_of
from motcua.dossiers.models import Dossier, Event, PrivateRecord
from motcua.dossiers.process_move_tables import ProcessMoveLine, ProcessMoveRun
from motcua.dossiers.process_moving import preview_move, run_move, start_move, start_undo
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.dossiers.verify import verify
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.organisation.models import Change
from motcua.organisation.rights import OPERATOR
from motcua.procedures.process_queries import by_version, version_of_code
from motcua.procedures.process_services import load_demo as load_processes
from motcua.procedures.process_services import save_graph
from motcua.procedures.processes.model import Process, Task, TimeAllowed

CODE = "0000/QĐ-UBND#3"
WHY = "Quyết định 12/QĐ-UBND sửa quy trình"


def graph(room: Room) -> Process:
    return by_version(version_of_code(CODE, 1, room.first.date()).hash).process


def changed(process: Process, *, drop_officer: bool = False) -> Process:
    """The same steps with another day for the officer; or the officer's step under another name."""
    nodes = [
        replace(node, time=TimeAllowed.of("1", "working_day"))
        if isinstance(node, Task) and node.id == "step_2" and not drop_officer
        else replace(node, id="other")
        if node.id == "step_2"
        else node
        for node in process.nodes
    ]
    if not drop_officer:
        return replace(process, nodes=tuple(nodes))
    flows = tuple(
        replace(
            flow,
            source="other" if flow.source == "step_2" else flow.source,
            target="other" if flow.target == "step_2" else flow.target,
        )
        for flow in process.flows
    )
    return replace(process, nodes=tuple(nodes), flows=flows)


@pytest.fixture
def three(room: Room) -> list[Room]:
    """At reception, with the officer, with the leader; and version 2 of their process."""
    load_processes()
    rooms = [Room("2026-03-02T09:00") for _ in range(3)]
    for each in rooms:
        each.receive(procedure=WITH_PROCESS)
    for each in rooms[1:]:
        each.do(RECEPTION, "transfer")
    rooms[2].do(HANDLER, "propose_result", granted="1")
    save_graph(OPERATOR, CODE, 1, changed(graph(room)), WHY)
    return rooms


def live(room: Room) -> dict[str, Any]:
    """Everything that is kept of a dossier but for what numbers its log."""
    row = Dossier.objects.filter(code=room.code).values().get()
    for name in ("seq", "head", "last_at"):
        row.pop(name)
    return {
        "row": row,
        "steps": list(StepRow.objects.filter(dossier__code=room.code).order_by("key").values()),
        "parts": list(PartRow.objects.filter(dossier__code=room.code).order_by("key").values()),
        "running": msgspec.to_builtins(room.state.running),
    }


def moved(room: Room, number: int = 2) -> ProcessMoveRun:
    run = start_move(room.person(ADMINISTRATOR), CODE, number, WHY, clock=room.clock)
    run_move(run.pk, clock=room.clock)
    return run


def results(run: ProcessMoveRun) -> list[str]:
    lines = ProcessMoveLine.objects.filter(run=run).order_by("dossier__code")
    return list(lines.values_list("state", flat=True))


def sound() -> bool:
    return verify().ok and rebuild().ok


def test_the_preview_writes_nothing_and_says_who_would_stay(three: list[Room]) -> None:
    save_graph(OPERATOR, CODE, 1, changed(graph(three[0]), drop_officer=True), WHY)
    events = Event.objects.count()
    found = preview_move(three[2].person(ADMINISTRATOR), CODE, 3, clock=three[2].clock)
    assert (found.total, found.moving) == (3, 2)
    (stays,) = [row for row in found.rows if row.stays is not None]
    assert stays.code == three[1].code
    assert "không có bước" in str(stays.stays)
    assert (Event.objects.count(), ProcessMoveRun.objects.count()) == (events, 0)
    run = moved(three[2], 3)
    assert results(run) == ["moved", "stayed", "moved"]
    line = ProcessMoveLine.objects.get(run=run, state="stayed")
    assert line.refusal[0] == stays.stays.template  # type: ignore[index, union-attr]
    assert sound()


def test_moved_and_taken_back_is_as_before(three: list[Room]) -> None:
    before = [live(each) for each in three]
    run = moved(three[2])
    assert results(run) == ["moved"] * 3
    after = [live(each) for each in three]
    for old, new in zip(before, after, strict=True):
        assert new["steps"] == old["steps"], "who has it and by when stays"
        assert new["row"] | {"process_version": ""} == old["row"] | {"process_version": ""}
        assert new["row"]["process_version"] == run.version != old["row"]["process_version"]
    undo = start_undo(three[2].person(ADMINISTRATOR), run.pk, "Sai văn bản", clock=three[2].clock)
    run_move(undo.pk, clock=three[2].clock)
    assert results(undo) == ["moved"] * 3
    assert [live(each) for each in three] == before
    assert sound()


def test_the_log_keeps_both_versions_and_the_reason_sealed(three: list[Room]) -> None:
    run = moved(three[2])
    undo = start_undo(three[2].person(ADMINISTRATOR), run.pk, "Sai văn bản", clock=three[2].clock)
    run_move(undo.pk, clock=three[2].clock)
    bodies = Event.objects.filter(dossier__code=three[1].code, type="process_moved").order_by("seq")
    there, back = (event_of(body).payload for body in bodies.values_list("body", flat=True))
    assert (there.after, back.after, back.undoes) == (run.version, there.before, bodies[0].seq)
    assert {body.actor for body in bodies} == {"system:process_move"}
    assert not Event.objects.filter(body__contains=WHY).exists()
    assert PrivateRecord.objects.filter(body__contains=WHY).count() == 3
    made = Change.objects.filter(kind="process", subject=CODE, after__has_key="to_version").get()
    assert (made.after, made.reason) == ({"to_version": 2, "dossiers": 3}, WHY)


def test_who_completed_a_step_since_stays_and_says_so(three: list[Room]) -> None:
    run = moved(three[2])
    three[1].clock.instant = three[2].clock.instant
    three[1].do(HANDLER, "propose_result", granted="1")
    undo = start_undo(three[2].person(ADMINISTRATOR), run.pk, "Sai văn bản", clock=three[1].clock)
    run_move(undo.pk, clock=three[1].clock)
    assert results(undo) == ["moved", "stayed", "moved"]
    line = ProcessMoveLine.objects.get(run=undo, state="stayed")
    assert "đã hoàn thành một bước" in line.refusal[0]  # type: ignore[index]
    assert three[1].state.running.main is not None
    assert three[1].state.running.main.process.version == run.version
    assert sound()


def test_whatever_breaks_in_between_each_dossier_has_its_result(
    three: list[Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = three[2].person(ADMINISTRATOR)
    run = start_move(administrator, CODE, 2, WHY, clock=three[2].clock)
    write, done = process_moving.append, []

    def dies(*args: Any, **more: Any) -> Any:
        if done:
            write(*args, **more)
            raise KeyboardInterrupt
        done.append(1)
        return write(*args, **more)

    monkeypatch.setattr(process_moving, "append", dies)
    with pytest.raises(KeyboardInterrupt):
        run_move(run.pk, clock=three[2].clock)
    assert sorted(results(run)) == ["moved", "waiting", "waiting"]
    with pytest.raises(Conflict):
        start_move(administrator, CODE, 2, WHY, clock=three[2].clock)
    monkeypatch.setattr(process_moving, "append", write)
    run_move(run.pk, clock=three[2].clock)
    assert results(run) == ["moved"] * 3
    assert Event.objects.filter(type="process_moved").count() == 3, "none twice, none lost"
    run_move(run.pk, clock=three[2].clock)
    assert Event.objects.filter(type="process_moved").count() == 3
    assert sound()


@pytest.mark.parametrize("who", [RECEPTION, HEAD, HANDLER, LEADER, INSPECTOR])
def test_only_the_administrator_decides(three: list[Room], who: str) -> None:
    person = three[2].person(who)
    with pytest.raises(Forbidden):
        preview_move(person, CODE, 2, clock=three[2].clock)
    with pytest.raises(Forbidden):
        start_move(person, CODE, 2, WHY, clock=three[2].clock)
    run = moved(three[2])
    with pytest.raises(Forbidden):
        start_undo(person, run.pk, WHY, clock=three[2].clock)


def test_bad_input_changes_nothing(three: list[Room]) -> None:
    administrator = three[2].person(ADMINISTRATOR)
    for number, reason, kind in ((2, " ", DomainError), (9, WHY, NotFound), (1, WHY, DomainError)):
        with pytest.raises(kind):
            start_move(administrator, CODE, number, reason, clock=three[2].clock)
    with pytest.raises(DomainError):
        start_move(administrator, CODE, 2, WHY, ["H14.40.03-260302-9999"], clock=three[2].clock)
    run = moved(three[2])
    start_undo(administrator, run.pk, WHY, clock=three[2].clock)
    for wrong in (run.pk, 99):
        with pytest.raises(DomainError):
            start_undo(administrator, wrong, WHY, clock=three[2].clock)
    assert ProcessMoveRun.objects.count() == 2
    assert store.read(three[0].code) is not None
