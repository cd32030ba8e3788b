"""Which steps of a process do what the law knows of: hand over, propose, sign, return.

Told by the posts and the order alone, so that a table of a decision and a drawing of any modeller are read
the same way. The life of a dossier (domain reference 10.3) ties its transitions to these steps; every other
step is a hand-over inside the agencies.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final

from .graph import Graph
from .model import Process, Task
from .tables import PostKind


class Act(StrEnum):
    """What ending a step means to the law."""

    HAND_OVER = "hand_over"
    """Nothing: the next office has it."""
    TRANSFER = "transfer"
    """T7: the section hands the dossier over (Decree 61 art. 18)."""
    PROPOSE = "propose"
    """The handling officer submits the result."""
    SIGN = "sign"
    """T16, T17: the leader signs; the legal clock ends."""
    RETURN = "return"
    """T18: the section hands the result to the applicant."""


_AT_RECEPTION: Final = frozenset({PostKind.RECEPTION.value, PostKind.SECTION_HEAD.value})
_REFUSED: Final = "refused"


@lru_cache(maxsize=2_000)
def acts_of(process: Process) -> dict[str, Act]:
    """The act of each task of a sound process, by node. Linear in its size, cached by its content."""
    graph = Graph(process)
    posts = {lane.id: lane.post for lane in process.lanes}
    tasks = {node.id: posts.get(node.lane, "") for node in process.nodes if isinstance(node, Task)}
    way = _Way(graph)
    signing = _signing(process, tasks, way)
    before, after = way.before(signing), way.after(signing)
    worked = way.after({name for name, post in tasks.items() if post not in _AT_RECEPTION})
    officers = {name for name, post in tasks.items() if post == PostKind.OFFICER and name in before}
    earlier = way.before(officers)
    acts = dict.fromkeys(tasks, Act.HAND_OVER)
    for name, post in tasks.items():
        if name in signing:
            acts[name] = Act.SIGN
        elif name in officers and name not in earlier:
            acts[name] = Act.PROPOSE
        elif post in _AT_RECEPTION and name in after:
            acts[name] = Act.RETURN
        elif post in _AT_RECEPTION and name not in worked:
            acts[name] = Act.TRANSFER
    return acts


def _signing(process: Process, tasks: dict[str, str], way: _Way) -> set[str]:
    """Steps of a leader that may end in a refusal; where none says so, a leader's steps with none after."""
    leaders = {name for name, post in tasks.items() if post == PostKind.AGENCY_LEADER} or {
        name for name, post in tasks.items() if post == PostKind.DIVISION_HEAD
    }
    refusing = {
        node.id
        for node in process.nodes
        if isinstance(node, Task)
        and node.id in leaders
        and any(outcome.id == _REFUSED for outcome in node.outcomes)
    }
    return refusing or leaders - way.before(leaders)


class _Way:
    """The good way through a process: arrows that lead back are left out."""

    def __init__(self, graph: Graph) -> None:
        self.order, back = graph.ordered()
        self.out = {
            name: [flow.target for flow in graph.out[name] if flow.id not in back] for name in self.order
        }

    def after(self, sources: Iterable[str]) -> set[str]:
        """What comes after one of the sources."""
        found, begins = set[str](), set(sources)
        for name in self.order:
            if name in begins or name in found:
                found.update(self.out[name])
        return found

    def before(self, targets: Iterable[str]) -> set[str]:
        """What comes before one of the targets."""
        found, ends = set[str](), set(targets)
        for name in reversed(self.order):
            if any(target in ends or target in found for target in self.out[name]):
                found.add(name)
        return found
