"""Internal processes for tests of the lifecycle core: small graphs, agencies and hours held in memory."""

from __future__ import annotations

import msgspec
from tests.support.dossier_life import AGENCY, CALENDAR, OTHER_AGENCY, SECTION, Dossier, actor, rules
from tests.support.memory_paths import UPPER, MemoryPaths

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.running import OpenStep, StepKind
from motcua.dossiers.lifecycle.types import Actor, Role
from motcua.procedures.processes.model import (
    AnyNode,
    Awaited,
    Call,
    Catch,
    Choice,
    End,
    Flow,
    Lane,
    Outcome,
    Parallel,
    Process,
    Start,
    Task,
    TimeAllowed,
)

LANES = (
    Lane(id="quay", name="Bộ phận Một cửa", post="reception"),
    Lane(id="phong", name="Lãnh đạo phòng", post="division_head"),
    Lane(id="cv", name="Chuyên viên", post="officer"),
    Lane(id="ld", name="Lãnh đạo", post="agency_leader"),
    Lane(id="vt", name="Văn thư", post="clerk"),
)


def days(quantity: str) -> TimeAllowed:
    return TimeAllowed.of(quantity, "working_day")


def process(code: str, nodes: list[AnyNode], arrows: list[tuple[str, ...]]) -> Process:
    """A graph from its nodes and arrows (source, target[, outcome])."""
    flows = tuple(
        Flow(id=f"f{n}", source=arrow[0], target=arrow[1], outcome=arrow[2] if len(arrow) > 2 else "")
        for n, arrow in enumerate(arrows)
    )
    return Process(code=code, name=code, lanes=LANES, nodes=tuple(nodes), flows=flows)


def plain() -> Process:
    """Reception, head of division, officer (who may ask for papers), head, leader, clerk, reception."""
    return process(
        "plain",
        [
            Start(id="start"),
            Task(id="nhan", name="Tiếp nhận", lane="quay", time=days("0.5")),
            Task(id="giao", name="Phân công", lane="phong", time=days("0.5")),
            Task(
                id="tham_dinh",
                name="Thẩm định",
                lane="cv",
                time=days("2"),
                outcomes=(Outcome(id="done"), Outcome(id="supplement")),
            ),
            Choice(id="re"),
            Catch(id="cho", name="Chờ bổ sung", lane="cv", awaits=Awaited.SUPPLEMENT_RECEIVED, pauses=True),
            Task(id="xem", name="Xem xét", lane="phong", time=days("0.5")),
            Task(
                id="ky",
                name="Ký",
                lane="ld",
                time=days("1"),
                outcomes=(Outcome(id="granted"), Outcome(id="refused")),
            ),
            Task(id="dong_dau", name="Đóng dấu", lane="vt", time=days("0.5")),
            Task(id="tra", name="Trả kết quả", lane="quay"),
            End(id="end"),
        ],
        [
            ("start", "nhan"),
            ("nhan", "giao"),
            ("giao", "tham_dinh"),
            ("tham_dinh", "re"),
            ("re", "xem", "done"),
            ("re", "cho", "supplement"),
            ("cho", "tham_dinh"),
            ("xem", "ky"),
            ("ky", "dong_dau"),
            ("dong_dau", "tra"),
            ("tra", "end"),
        ],
    )


def loose(time: str = "1") -> Process:
    """Steps of a clerk alone: nothing of them is tied to a transition of the law."""
    return process(
        "loose",
        [
            Start(id="start"),
            Task(id="mot", name="Việc một", lane="vt", time=days(time)),
            Task(id="hai", name="Việc hai", lane="vt", time=days(time)),
            End(id="end"),
        ],
        [("start", "mot"), ("mot", "hai"), ("hai", "end")],
    )


def forked() -> Process:
    """Two officers at once, then the leader."""
    return process(
        "forked",
        [
            Start(id="start"),
            Task(id="nhan", name="Tiếp nhận", lane="quay"),
            Parallel(id="fork"),
            Task(id="a", name="Nhánh A", lane="phong", time=days("1")),
            Task(id="b", name="Nhánh B", lane="vt", time=days("2")),
            Parallel(id="join"),
            Task(id="soan", name="Soạn kết quả", lane="cv", time=days("1")),
            Task(id="ky", name="Ký", lane="ld"),
            Task(id="tra", name="Trả", lane="quay"),
            End(id="end"),
        ],
        [
            ("start", "nhan"),
            ("nhan", "fork"),
            ("fork", "a"),
            ("fork", "b"),
            ("a", "join"),
            ("b", "join"),
            ("join", "soan"),
            ("soan", "ky"),
            ("ky", "tra"),
            ("tra", "end"),
        ],
    )


def calling() -> Process:
    """The lead calls another agency and goes on with its result."""
    return process(
        "calling",
        [
            Start(id="start"),
            Task(id="nhan", name="Tiếp nhận", lane="quay"),
            Call(id="goi", name="Lấy kết quả cấp trên", place="above", time=days("3")),
            Task(id="soan", name="Soạn kết quả", lane="cv", time=days("1")),
            Task(id="ky", name="Ký", lane="ld"),
            Task(id="tra", name="Trả", lane="quay"),
            End(id="end"),
        ],
        [
            ("start", "nhan"),
            ("nhan", "goi"),
            ("goi", "soan"),
            ("soan", "ky"),
            ("ky", "tra"),
            ("tra", "end"),
        ],
    )


ANYBODY = frozenset(range(1, 200))


def at_steps(role: Role, unit: str = AGENCY, who: str = "officer:cb09") -> Actor:
    """Somebody who may do every step, to try what the core itself allows."""
    return msgspec.structs.replace(actor(role, who=who, unit=unit), steps=ANYBODY, directs=ANYBODY)


OFFICER = at_steps(Role.HANDLING_OFFICER, who="officer:tl01")
CHIEF = at_steps(Role.LEADER, who="officer:tp01")
COUNTER = at_steps(Role.RECEIVING_OFFICER, SECTION, "officer:tn01")
UPPER_OFFICER = at_steps(Role.HANDLING_OFFICER, UPPER, "officer:ct01")
UPPER_LEADER = at_steps(Role.LEADER, UPPER, "officer:ct02")
OTHER_OFFICER = at_steps(Role.HANDLING_OFFICER, OTHER_AGENCY, "officer:ph01")


def walked(begins: Process | None, *others: Process, regime_id: str = "R2021") -> Dossier:
    """A dossier whose procedure has that process in force."""
    return Dossier(rules(regime_id)._replace(paths=MemoryPaths(begins, *others, calendar=CALENDAR)))


def open_now(dossier: Dossier) -> list[str]:
    """The open steps by node, those that wait at a join left out."""
    return [step.step for step in dossier.state.running.open if step.kind is not StepKind.JOIN]


def step_at(dossier: Dossier, node: str) -> OpenStep:
    return next(step for step in dossier.state.running.open if step.step == node)


def done(dossier: Dossier, when: str, node: str, by: Actor, outcome: str = "", **more: object) -> Dossier:
    """Complete the open step at a node."""
    command = c.CompleteStep(by=by, no=step_at(dossier, node).no, outcome=outcome, **more)  # type: ignore[arg-type] # of the command
    return dossier.do(when, command)
