"""`motcua process replay`: every dossier of a process told again, on its own version and on another."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from tests.dossiers.test_generated_past import NEWEST, NOW, past

from motcua.dossiers.models import Dossier
from motcua.dossiers.replaying import replay_process
from motcua.foundation.errors import NotFound
from motcua.organisation.rights import OPERATOR
from motcua.procedures.process_queries import by_version, version_of_code
from motcua.procedures.process_services import load_demo as load_processes
from motcua.procedures.process_services import save_graph
from motcua.procedures.processes.model import Flow, Lane, Process, Task, TimeAllowed
from motcua.site import cli

CODE = "0000/QĐ-UBND#4"


@pytest.fixture
def lived(province: None, db: None) -> None:
    load_processes()
    past(150, agency="H14.40.03")


def first() -> Process:
    return by_version(version_of_code(CODE, 1, NEWEST).hash).process


def with_a_check(days: str, officer: str) -> Process:
    """A head who checks before the officer, and other days for the officer."""
    old = first()
    nodes = [
        replace(node, time=TimeAllowed.of(officer, "working_day"))
        if isinstance(node, Task) and node.id == "step_2"
        else node
        for node in old.nodes
    ]
    check = Task(id="check", name="Kiểm tra", lane="head", time=TimeAllowed.of(days, "working_day"))
    into = next(flow for flow in old.flows if flow.source == "step_1")
    flows = [replace(flow, target="check") if flow is into else flow for flow in old.flows]
    return replace(
        old,
        lanes=(*old.lanes, Lane(id="head", name="Trưởng phòng", post="division_head")),
        nodes=(*nodes, check),
        flows=(*flows, Flow(id="after_check", source="check", target=into.target)),
    )


def test_on_the_version_they_ran_on_as_many_are_late(lived: None) -> None:
    told = replay_process(CODE, 1, clock=NOW)
    over = Dossier.objects.filter(process=CODE, ended_at__isnull=False)
    assert told.dossiers == Dossier.objects.filter(process=CODE).count()
    assert told.replayed == told.on_this_version > 20
    assert told.replayed + told.left_out.running + told.left_out.without_result == told.dossiers
    assert told.replayed <= over.count()
    assert told.were_late == told.would_be_late > 0
    assert (told.newly_late, told.no_longer_late, told.dropped) == (0, 0, {})
    assert all(step.known == step.done for step in told.steps)


def test_a_step_more_makes_more_of_them_late_and_tells_what_it_guessed(lived: None) -> None:
    save_graph(OPERATOR, CODE, 1, with_a_check("2", "0.25"), "Thử thêm bước kiểm tra")
    before, told = replay_process(CODE, 1, clock=NOW), replay_process(CODE, 2, clock=NOW)
    assert (told.version, told.on_this_version, told.on_other_versions) == (2, 0, told.replayed)
    assert told.would_be_late == told.were_late + told.newly_late - told.no_longer_late
    assert told.newly_late > 0
    steps = {step.step: step for step in told.steps}
    assert (steps["check"].known, steps["check"].done) == (0, told.replayed)
    # The officer is given an eighth of the time: nearly all go over it, by the time that they really took.
    officer = next(step for step in before.steps if step.step == "step_2")
    assert steps["step_2"].over > officer.over
    assert steps["step_2"].worked_minutes == officer.worked_minutes


def test_dossiers_that_had_no_process_are_told_too(province: None, db: None) -> None:
    past(60, agency="H14.40.03")
    load_processes()
    told = replay_process(CODE, 1, clock=NOW)
    assert told.replayed == told.without_process > 0
    assert told.were_late <= told.replayed
    assert {step.step: step.known == step.done for step in told.steps}["step_2"]


def test_the_command_tells_its_assumptions(lived: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["process", "replay", CODE, "--version", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["code"], told["version"]) == (CODE, 1)
    assert len(told["assumes"]) == 3
    assert told["replayed"] == told["on_this_version"]


def test_a_version_that_is_not_there(lived: None) -> None:
    with pytest.raises(NotFound):
        replay_process(CODE, 9, clock=NOW)
