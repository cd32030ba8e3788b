"""Steps of an internal process in memory: our engine beside SpiffWorkflow, on the same process in one run."""

from __future__ import annotations

import time
from typing import Any, Final

from motcua.procedures.processes.bpmn_write import to_bpmn
from motcua.procedures.processes.engine import complete, plan_of, start
from motcua.procedures.processes.model import AnyNode, End, Flow, Lane, Parallel, Process, Start, Task

STEPS: Final = 9
"""Steps of one run, the two beside each other among them."""


def the_process() -> Process:
    """The commonest process of a provincial decision, with an opinion beside the officer's work."""
    posts = ("reception", "division_head", "officer", "agency_leader", "clerk")
    tasks = [
        ("receive", 0), ("assign", 1), ("examine", 2), ("opinion", 2), ("propose", 2),
        ("review", 1), ("sign", 3), ("issue", 4), ("return", 0),
    ]  # fmt: skip
    nodes: list[AnyNode] = [Start(id="start"), Parallel(id="fork"), Parallel(id="join"), End(id="end")]
    nodes += [Task(id=name, name=name, lane=posts[post]) for name, post in tasks]
    arrows = (
        "start receive", "receive assign", "assign fork", "fork examine", "fork opinion", "examine join",
        "opinion join", "join propose", "propose review", "review sign", "sign issue", "issue return",
        "return end",
    )  # fmt: skip
    ends = [arrow.split() for arrow in arrows]
    return Process(
        code="bench",
        lanes=tuple(Lane(id=post, name=post, post=post) for post in posts),
        nodes=tuple(nodes),
        flows=tuple(
            Flow(id=f"flow_{n}", source=source, target=target) for n, (source, target) in enumerate(ends)
        ),
    )


def ours(runs: int) -> list[float]:
    """Seconds a step, one figure a run of the process from start to end."""
    plan = plan_of(the_process())
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        run = start(plan, 0).run
        while run.tokens:
            token = next(each for each in run.tokens if not each.at_join)
            run = complete(plan, run, token.no, "", 1).run
        seconds.append((time.perf_counter() - began) / STEPS)
    return seconds


def theirs(runs: int) -> list[float] | None:
    """The same in SpiffWorkflow, reading the file apart; None where the tests' packages are missing."""
    try:
        from SpiffWorkflow.bpmn import BpmnWorkflow
        from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
        from SpiffWorkflow.util.task import TaskState
    except ImportError:
        return None
    parser = BpmnParser()
    parser.add_bpmn_str(to_bpmn(the_process()).replace(b'isExecutable="false"', b'isExecutable="true"'))
    spec = parser.get_spec("Process")
    seconds = []
    for _ in range(runs):
        workflow: Any = BpmnWorkflow(spec)
        began = time.perf_counter()
        workflow.do_engine_steps()
        while ready := workflow.get_tasks(state=TaskState.READY, manual=True):
            ready[0].run()
            workflow.do_engine_steps()
        seconds.append((time.perf_counter() - began) / STEPS)
    return seconds
