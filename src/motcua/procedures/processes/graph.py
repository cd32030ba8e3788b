"""A process indexed for walking: who follows whom, which arrows lead back, in which order to look.

Everything is linear in the size of the graph and without recursion, for a file from outside may be one long
chain.
"""

from __future__ import annotations

from collections.abc import Iterable

from .model import AnyNode, Call, Choice, End, Flow, Parallel, Process, Start, Task, ensure_graph


class Graph:
    """The index of one process. Raises `InvalidProcess` for data that are no graph."""

    def __init__(self, process: Process) -> None:
        ensure_graph(process)
        self.process = process
        self.nodes: dict[str, AnyNode] = {node.id: node for node in process.nodes}
        self.lanes = {lane.id: lane for lane in process.lanes}
        self.out: dict[str, list[Flow]] = {node.id: [] for node in process.nodes}
        self.into: dict[str, list[Flow]] = {node.id: [] for node in process.nodes}
        for flow in process.flows:
            self.out[flow.source].append(flow)
            self.into[flow.target].append(flow)
        self.starts = [node.id for node in process.nodes if isinstance(node, Start)]
        self.ends = [node.id for node in process.nodes if isinstance(node, End)]

    def is_split(self, node: str) -> bool:
        """An exclusive gateway that chooses by an outcome: its arrows carry one, or there are several."""
        return isinstance(self.nodes[node], Choice) and (
            len(self.out[node]) > 1 or any(flow.outcome for flow in self.out[node])
        )

    def is_fork(self, node: str) -> bool:
        return isinstance(self.nodes[node], Parallel) and len(self.out[node]) > 1

    def is_join(self, node: str) -> bool:
        return isinstance(self.nodes[node], Parallel) and len(self.into[node]) > 1

    def split_after(self, node: str) -> str | None:
        """The choice that the outcomes of a step decide, where one follows it directly."""
        flows = self.out[node]
        if len(flows) == 1 and isinstance(self.nodes[node], Task | Call) and self.is_split(flows[0].target):
            return flows[0].target
        return None

    def reached(self, roots: Iterable[str], *, backwards: bool = False) -> set[str]:
        """Every node that can be reached from `roots`, or from which they can be reached."""
        ways = self.into if backwards else self.out
        seen = set(roots)
        left = list(seen)
        while left:
            for flow in ways[left.pop()]:
                other = flow.source if backwards else flow.target
                if other not in seen:
                    seen.add(other)
                    left.append(other)
        return seen

    def ordered(self) -> tuple[list[str], set[str]]:
        """Nodes so that each stands after those before it, and the identifiers of the arrows that lead back.

        An arrow leads back when, walking in depth from the start (then from every node that is left), it
        meets a node on the present way: following all the others, no node comes twice.
        """
        back: set[str] = set()
        finished: list[str] = []
        state: dict[str, bool] = {}
        for root in (*self.starts, *self.nodes):
            if root in state:
                continue
            state[root] = True
            way = [(root, iter(self.out[root]))]
            while way:
                node, flows = way[-1]
                flow = next(flows, None)
                if flow is None:
                    way.pop()
                    state[node] = False
                    finished.append(node)
                elif flow.target not in state:
                    state[flow.target] = True
                    way.append((flow.target, iter(self.out[flow.target])))
                elif state[flow.target]:
                    back.add(flow.id)
        finished.reverse()
        return finished, back
