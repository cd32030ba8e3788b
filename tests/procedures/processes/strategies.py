"""Random processes that are sound by construction, and hand-made ones to break."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import strategies as st

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
    TimeUnit,
)

LANES = (
    Lane(id="lane_door", name="Bộ phận Một cửa", text="Bộ phận tiếp nhận và trả kết quả", post="section"),
    Lane(id="lane_head", name="Lãnh đạo phòng", post="division_head"),
    Lane(id="lane_officer", name="Chuyên viên", post="officer"),
    Lane(id="lane_province", name="Văn phòng UBND tỉnh", post="clerk", agency="province"),
)
Tail = tuple[str, str]
"""A way that still leads nowhere: the node it leaves, and the outcome by which."""


class Builder:
    """Builds a process in pieces; each takes the ways that lead to it and gives those that leave."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.nodes: list[AnyNode] = []
        self.flows: list[Flow] = []
        self.rich = True

    def pick(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def add(self, kind: type, tails: list[Tail], **attributes: Any) -> str:
        name = f"{kind.__name__.lower()}_{len(self.nodes)}"
        self.nodes.append(kind(id=name, name=f"Bước {len(self.nodes)}", **attributes))
        for source, outcome in tails:
            self.arrow(source, name, outcome)
        return name

    def arrow(self, source: str, target: str, outcome: str = "") -> None:
        self.flows.append(Flow(id=f"flow_{len(self.flows)}", source=source, target=target, outcome=outcome))

    def single(self, tails: list[Tail]) -> list[Tail]:
        """At most one way, through a merge where there are more."""
        return tails if len(tails) < 2 else [(self.add(Choice, tails), "")]

    def time(self) -> TimeAllowed | None:
        quantity = self.pick("", "0.25", "0.5", "1", "3.5")
        return TimeAllowed(quantity=quantity, unit=self.pick(*TimeUnit)) if quantity else None

    def lane(self) -> str:
        return str(self.pick(*(lane.id for lane in LANES)))

    def step(self, tails: list[Tail]) -> list[Tail]:
        kind = self.pick(Task, Task, Task, Catch, Call)
        return [(self.step_of(kind, tails), "")]

    def step_of(self, kind: type, tails: list[Tail], outcomes: tuple[str, ...] = ()) -> str:
        more: dict[str, Any] = {"lane": self.lane(), "time": self.time()}
        if kind is Catch:
            more |= {"awaits": self.pick(*Awaited), "pauses": self.draw(st.booleans())}
        else:
            more["outcomes"] = tuple(Outcome(id=each, name=each.title()) for each in outcomes)
        if kind is Call:
            more |= {"process": "part", "agency": "province", "place": self.pick("same_level", "above")}
        if kind is Task:
            more |= {"produces": self.pick((), ("Tờ trình",)), "number": str(len(self.nodes))}
        return self.add(kind, tails, **more)

    def choice(self, tails: list[Tail], depth: int, top: bool) -> list[Tail]:
        outcomes = ("yes", "no", "more")[: self.pick(2, 3)]
        step = self.step_of(self.pick(Task, Call), tails, outcomes)
        split = self.add(Choice, [(step, "")])
        leaving: list[Tail] = []
        for number, outcome in enumerate(outcomes):
            if top and number and self.pick(False, False, True):
                self.add(End, [(split, outcome)], result=self.pick("done", "refused"))
            else:
                leaving += self.blocks([(split, outcome)], depth - 1, top)
        return leaving

    def fork(self, tails: list[Tail], depth: int) -> list[Tail]:
        fork = self.add(Parallel, self.single(tails))
        ways: list[Tail] = []
        for _ in range(self.pick(2, 3)):
            ways += self.single(self.blocks([(fork, "")], depth - 1, False))
        return [(self.add(Parallel, ways), "")]

    def loop(self, tails: list[Tail], depth: int) -> list[Tail]:
        first = self.step_of(Task, tails) if self.pick(True, False) else self.add(Choice, tails)
        inside = self.blocks([(first, "")], depth - 1, False)
        step = self.step_of(Task, inside, ("on", "again"))
        split = self.add(Choice, [(step, "")])
        for source, outcome in self.blocks([(split, "again")], depth - 1, False):
            self.arrow(source, first, outcome)
        return [(split, "on")]

    def blocks(self, tails: list[Tail], depth: int, top: bool) -> list[Tail]:
        for _ in range(self.pick(0, 1, 1, 2) if depth > 0 else self.pick(0, 1)):
            shape = self.pick("step", "choice", "fork", "loop") if depth > 0 else "step"
            if shape == "step":
                tails = self.step(tails)
            elif shape == "choice":
                tails = self.choice(tails, depth, top)
            elif shape == "fork":
                tails = self.fork(tails, depth)
            else:
                tails = self.loop(tails, depth)
        return tails


@st.composite
def processes(draw: Any, depth: int = 3) -> Process:
    """A sound process of up to some dozens of steps."""
    builder = Builder(draw)
    tails: list[Tail] = [(builder.add(Start, []), "")]
    tails = builder.step(tails)
    tails = builder.blocks(tails, depth, True)
    tails = builder.blocks(tails, depth, True)
    builder.add(End, tails)
    return Process(
        code="random",
        name="Quy trình ngẫu nhiên",
        lanes=LANES,
        nodes=tuple(builder.nodes),
        flows=tuple(builder.flows),
    )


def changed(part: Any, /, **attributes: Any) -> Any:
    """A struct with some attributes set anew."""
    return msgspec.structs.replace(part, **attributes)


def chain(length: int) -> Process:
    """Start, `length` steps one after the other, end."""
    nodes: list[AnyNode] = [Start(id="start")]
    nodes += [
        Task(id=f"step_{number}", lane="lane_door", time=TimeAllowed(quantity="0.25"))
        for number in range(length)
    ]
    nodes.append(End(id="end"))
    flows = tuple(
        Flow(id=f"flow_{number}", source=a.id, target=b.id) for number, (a, b) in enumerate(pairwise(nodes))
    )
    return Process(code="chain", lanes=LANES, nodes=tuple(nodes), flows=flows)
