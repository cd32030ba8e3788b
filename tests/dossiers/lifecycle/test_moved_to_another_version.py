"""T27 and T30: steps given to others, dossiers moved to another version of their process and back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.support.dossier_life import AGENCY, OTHER_AGENCY, SYSTEM
from tests.support.memory_paths import pin_of
from tests.support.steps_life import (
    CHIEF,
    OFFICER,
    days,
    done,
    forked,
    open_now,
    plain,
    step_at,
    walked,
)

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.foundation.clock import local_text
from motcua.foundation.errors import DomainError
from motcua.procedures.processes.model import Process, Task


def longer() -> Process:
    """The same steps with four days for the officer, and no clerk."""
    old = plain()
    nodes = tuple(
        replace(node, time=days("4")) if isinstance(node, Task) and node.id == "tham_dinh" else node
        for node in old.nodes
        if node.id != "dong_dau"
    )
    flows = tuple(
        replace(flow, target="tra") if flow.target == "dong_dau" else flow
        for flow in old.flows
        if flow.source != "dong_dau"
    )
    return replace(old, nodes=nodes, flows=flows)


def move(to: Process, **more: object) -> c.MoveProcess:
    return c.MoveProcess(by=SYSTEM, to=pin_of(to), **more)  # type: ignore[arg-type] # of the command


def test_open_steps_stay_and_the_next_ones_are_of_the_new_version() -> None:
    dossier = walked(plain(), longer()).in_process()
    before = step_at(dossier, "giao")
    dossier.do("2022-08-01T10:00", move(longer()))
    assert step_at(dossier, "giao") == before
    done(dossier, "2022-08-01T11:00", "giao", CHIEF)
    due = step_at(dossier, "tham_dinh").due_at
    assert due is not None
    assert local_text(due) == "2022-08-05T11:00"


def test_and_back_again() -> None:
    dossier = walked(plain(), longer()).in_process().do("2022-08-01T10:00", move(longer()))
    seq = dossier.state.seq
    dossier.do("2022-08-01T11:00", move(plain(), undoes=seq))
    main = dossier.state.running.main
    assert main is not None
    assert main.process == pin_of(plain())
    assert dossier.last.undoes == seq


def test_a_step_that_the_other_version_has_not_keeps_the_dossier() -> None:
    dossier = walked(plain(), forked()).in_process()
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-01T10:00", move(forked()))
    assert refusal.value.id == "step_not_in_version"
    assert open_now(dossier) == ["giao"]


def test_in_the_middle_of_branches_it_waits() -> None:
    other = replace(forked(), flows=tuple(reversed(forked().flows)), name="khác")
    dossier = done(walked(forked(), plain(), other).in_process(), "2022-08-01T10:00", "b", OFFICER)
    dossier.do("2022-08-01T11:00", move(other))
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-01T12:00", move(plain()))
    assert refusal.value.id == "step_not_in_version"


def test_to_the_same_version_nothing_moves() -> None:
    with pytest.raises(Refused) as refusal:
        walked(plain()).in_process().do("2022-08-01T10:00", move(plain()))
    assert refusal.value.id == "process_same_version"


def test_only_the_system_moves() -> None:
    dossier = walked(plain(), longer()).in_process()
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-01T10:00", c.MoveProcess(by=CHIEF, to=pin_of(longer())))
    assert refusal.value.id == "wrong_role"


def test_a_step_is_given_without_the_holder_giving_it_back() -> None:
    dossier = done(walked(plain()).in_process(), "2022-08-01T10:00", "giao", CHIEF)
    number = step_at(dossier, "tham_dinh").no
    dossier.do("2022-08-01T11:00", c.AssignStep(by=CHIEF, no=number, agency=AGENCY, officer="a"))
    dossier.do("2022-08-01T14:00", c.AssignStep(by=CHIEF, no=number, agency=AGENCY, officer="b"))
    step = step_at(dossier, "tham_dinh")
    assert (step.officer, local_text(step.claimed_at or 0)) == ("b", "2022-08-01T11:00")
    assert dossier.state.holder is not None
    assert dossier.state.holder.officer == "b"


def test_who_may_do_it_takes_it_for_themselves_only() -> None:
    dossier = done(walked(plain()).in_process(), "2022-08-01T10:00", "giao", CHIEF)
    number = step_at(dossier, "tham_dinh").no
    plain_officer = replace(OFFICER, directs=frozenset())
    with pytest.raises(Refused) as refusal:
        dossier.do("2022-08-01T11:00", c.AssignStep(by=plain_officer, no=number, agency=AGENCY, officer="b"))
    assert refusal.value.id == "step_not_yours"
    dossier.do("2022-08-01T11:00", c.AssignStep(by=plain_officer, no=number, agency=AGENCY, officer="tl01"))
    dossier.do("2022-08-01T11:30", c.AssignStep(by=plain_officer, no=number, agency=AGENCY, officer="b"))
    assert step_at(dossier, "tham_dinh").officer == "b"


def test_no_step_leaves_its_agency() -> None:
    dossier = walked(plain()).in_process()
    number = step_at(dossier, "giao").no
    with pytest.raises(DomainError) as refusal:
        dossier.do("2022-08-01T11:00", c.AssignStep(by=CHIEF, no=number, agency=OTHER_AGENCY, officer="b"))
    assert refusal.value.id == "step_of_another_agency"


def test_a_branch_that_the_law_does_not_see_is_given_too() -> None:
    dossier = walked(forked()).in_process()
    holder = dossier.state.holder
    number = step_at(dossier, "b").no
    dossier.do("2022-08-01T11:00", c.AssignStep(by=CHIEF, no=number, agency=AGENCY, officer="b"))
    assert dossier.state.holder == holder
    assert step_at(dossier, "b").officer == "b"
