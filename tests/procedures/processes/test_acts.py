"""Which step of a process stands for which transition of the law, told by posts and order."""

from __future__ import annotations

import pytest
from tests.support.steps_life import forked, loose, plain

from motcua.procedures.processes import builtin
from motcua.procedures.processes.acts import Act, acts_of
from motcua.procedures.processes.from_table import from_table
from motcua.procedures.processes.model import Process
from motcua.procedures.processes.posts import posts_of
from motcua.procedures.processes.tables import Process as Table
from motcua.procedures.processes.tables import Step


def told(process: Process) -> dict[str, str]:
    """The acts that are more than a hand-over."""
    return {node: act.value for node, act in acts_of(process).items() if act is not Act.HAND_OVER}


def table(*posts: str) -> Process:
    steps = tuple(
        Step(no=str(number), content=f"Bước {number}", post=post, posts=posts_of(post))
        for number, post in enumerate(posts, start=1)
    )
    return from_table(Table(order=1, name="Thử", steps=steps), "x#1").process


def test_a_drawn_process() -> None:
    assert told(plain()) == {"nhan": "transfer", "tham_dinh": "propose", "ky": "sign", "tra": "return"}


def test_branches_before_the_officer_are_hand_overs() -> None:
    assert told(forked()) == {"nhan": "transfer", "soan": "propose", "ky": "sign", "tra": "return"}


def test_a_printed_table() -> None:
    process = table(
        "Bộ phận tiếp nhận và trả kết quả tại TTPVHCC",
        "Lãnh đạo phòng",
        "Chuyên viên",
        "Lãnh đạo phòng",
        "Lãnh đạo Sở",
        "Văn thư",
        "Bộ phận tiếp nhận và trả kết quả tại TTPVHCC",
    )
    assert told(process) == {"step_1": "transfer", "step_3": "propose", "step_5": "sign", "step_7": "return"}


def test_several_steps_at_reception_are_all_before_the_hand_over() -> None:
    process = table("Một cửa", "Bộ phận một cửa", "Chuyên viên", "Lãnh đạo UBND", "Một cửa", "Một cửa")
    assert told(process) == {
        "step_1": "transfer",
        "step_2": "transfer",
        "step_3": "propose",
        "step_4": "sign",
        "step_5": "return",
        "step_6": "return",
    }


def test_the_last_of_several_leaders_signs_and_the_last_officer_before_submits() -> None:
    process = table("Một cửa", "Chuyên viên", "Lãnh đạo Sở", "Chuyên viên", "Lãnh đạo UBND tỉnh", "Văn thư")
    assert told(process) == {"step_1": "transfer", "step_4": "propose", "step_5": "sign"}


def test_where_no_leader_of_an_agency_is_a_head_of_division_signs() -> None:
    assert told(table("Một cửa", "Chuyên viên", "Lãnh đạo phòng")) == {
        "step_1": "transfer",
        "step_2": "propose",
        "step_3": "sign",
    }


def test_a_process_without_a_leader_ties_nothing_but_reception() -> None:
    assert told(table("Một cửa", "Chuyên viên")) == {"step_1": "transfer"}
    assert told(loose()) == {}


def test_the_way_back_from_a_wait_is_not_taken_for_the_way_on() -> None:
    """The officer's step comes again after the supplement; it is still the one that submits."""
    assert acts_of(plain())["xem"] is Act.HAND_OVER


def test_the_process_of_the_house_for_a_part() -> None:
    assert told(builtin.PART) == {"step_1": "propose", "step_2": "sign"}


@pytest.mark.parametrize("process", [plain(), forked(), loose(), builtin.PART])
def test_every_task_has_an_act(process: Process) -> None:
    tasks = {node.id for node in process.nodes if type(node).__name__ == "Task"}
    assert set(acts_of(process)) == tasks
