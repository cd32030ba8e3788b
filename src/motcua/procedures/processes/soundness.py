"""Whether a graph can run: everything reachable, a way out from everywhere, joins that match their forks.

A process that passes never hangs, never loses and never doubles a token, whatever outcomes are chosen: inside
one branch of a fork it is a state machine whose every state can reach the join, and each join gets exactly
one token from each branch of its fork.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from motcua.foundation.errors import gettext_noop

from .findings import Finding, found
from .graph import Graph
from .model import Call, Choice, End, Parallel, Start, Task


def structure(graph: Graph) -> list[Finding]:
    """Everything that keeps the graph from running; empty when it can. Linear in its size."""
    return [*_ends(graph), *_ways(graph), *_outcomes(graph), *_reach(graph), *_Branches(graph).findings()]


def _ends(graph: Graph) -> Iterator[Finding]:
    if not graph.starts:
        yield found("no_start", None, gettext_noop("Quy trình chưa có điểm bắt đầu."))
    for extra in graph.starts[1:]:
        yield found(
            "many_starts", graph.nodes[extra], gettext_noop("Quy trình có hơn một điểm bắt đầu: “%(step)s”.")
        )
    if not graph.ends:
        yield found("no_end", None, gettext_noop("Quy trình chưa có điểm kết thúc."))


def _ways(graph: Graph) -> Iterator[Finding]:
    """How many arrows each kind of node may have."""
    for name, node in graph.nodes.items():
        into, out = len(graph.into[name]), len(graph.out[name])
        if isinstance(node, Start) and into:
            yield found("start_entered", node, gettext_noop("Có đường nối quay về điểm bắt đầu “%(step)s”."))
        elif isinstance(node, End) and out:
            yield found("end_left", node, gettext_noop("Có đường nối đi ra từ điểm kết thúc “%(step)s”."))
        elif not isinstance(node, Choice | Parallel) and out > 1:
            yield found(
                "several_ways",
                node,
                gettext_noop("Từ “%(step)s” có nhiều đường ra mà không qua cổng rẽ nhánh."),
            )
        elif isinstance(node, Parallel) and into > 1 and out > 1:
            yield found(
                "gateway_mixed",
                node,
                gettext_noop("Cổng song song “%(step)s” vừa gộp vừa tách; chia làm hai cổng."),
            )
        if not isinstance(node, End) and not out:
            yield found("dead_end", node, gettext_noop("Từ “%(step)s” không có đường đi tiếp."))


def _outcomes(graph: Graph) -> Iterator[Finding]:
    """Each choice follows one step, and has one way for each of its outcomes."""
    decided: dict[str, Task | Call] = {}
    for name, node in graph.nodes.items():
        if isinstance(node, Task | Call):
            yield from _offered_twice(node)
            if choice := graph.split_after(name):
                decided[choice] = node
    for name, node in graph.nodes.items():
        if graph.is_split(name):
            step = decided.get(name)
            if step is None or len(graph.into[name]) != 1:
                yield found(
                    "choice_without_step",
                    node,
                    gettext_noop("Cổng rẽ nhánh “%(step)s” phải đứng ngay sau đúng một bước có kết quả."),
                )
            else:
                yield from _led(graph, step, name)
        else:
            for flow in graph.out[name]:
                if flow.outcome:
                    yield found(
                        "outcome_without_choice",
                        node,
                        gettext_noop("Đường ra của “%(step)s” ghi kết quả mà không qua cổng rẽ nhánh."),
                    )


def _offered_twice(step: Task | Call) -> Iterator[Finding]:
    for outcome, times in Counter(outcome.id for outcome in step.outcomes).items():
        if times > 1:
            yield found(
                "outcome_twice",
                step,
                gettext_noop("Bước “%(step)s” có hai kết quả cùng mã %(outcome)s."),
                outcome=outcome,
            )


def _led(graph: Graph, step: Task | Call, choice: str) -> Iterator[Finding]:
    offered = {outcome.id: outcome.name or outcome.id for outcome in step.outcomes}
    led = Counter(flow.outcome for flow in graph.out[choice])
    for outcome, name in offered.items():
        if not led[outcome]:
            yield found(
                "outcome_leads_nowhere",
                step,
                gettext_noop("Kết quả “%(outcome)s” của bước “%(step)s” không dẫn tới đâu."),
                outcome=name,
            )
    for outcome, ways in led.items():
        if outcome not in offered:
            yield found(
                "outcome_unknown",
                step,
                gettext_noop("Có nhánh “%(outcome)s” sau bước “%(step)s” nhưng bước không có kết quả đó."),
                outcome=outcome,
            )
        elif ways > 1:
            yield found(
                "outcome_ambiguous",
                step,
                gettext_noop("Kết quả “%(outcome)s” của bước “%(step)s” dẫn tới nhiều nhánh."),
                outcome=offered[outcome],
            )


def _reach(graph: Graph) -> Iterator[Finding]:
    reached = graph.reached(graph.starts[:1])
    leaving = graph.reached(graph.ends, backwards=True)
    for name, node in graph.nodes.items():
        if graph.starts and name not in reached and not isinstance(node, Start):
            yield found("unreachable", node, gettext_noop("Không có đường nào tới “%(step)s”."))
        if graph.ends and name not in leaving and graph.out[name]:
            yield found(
                "no_way_out", node, gettext_noop("Từ “%(step)s” không có đường nào ra tới điểm kết thúc.")
            )


class _Branches:
    """Walks the graph once and knows for each node in which branches of which forks it lies.

    A place is a number; place 0 lies in no fork, and every other is one branch of one fork at a place.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.places: list[tuple[int, str, int]] = [(0, "", 0)]
        self.place_of: dict[str, int] = {}
        self.arrived: dict[str, list[int]] = {}
        self.crossed: dict[str, None] = {}
        self.left: list[str] = []

    def findings(self) -> Iterator[Finding]:
        for start in self.graph.starts[:1]:
            self._enter(start, 0)
        while self.left:
            self._leave(self.left.pop())
        for name in self.crossed:
            yield found(
                "branch_crossed",
                self.graph.nodes[name],
                gettext_noop(
                    "“%(step)s” nhận đường nối từ các nhánh song song khác nhau mà không qua cổng gộp."
                ),
            )
        for name, place in self.place_of.items():
            if place and isinstance(self.graph.nodes[name], End):
                yield found(
                    "end_inside_fork",
                    self.graph.nodes[name],
                    gettext_noop("Điểm kết thúc “%(step)s” nằm trong một nhánh song song chưa gộp."),
                )
        for name, places in self.arrived.items():
            if not self._matches(places):
                yield found(
                    "join_mismatch",
                    self.graph.nodes[name],
                    gettext_noop(
                        "Cổng gộp “%(step)s” không nhận đúng một đường từ mỗi nhánh của một cổng tách."
                    ),
                )

    def _enter(self, name: str, place: int) -> None:
        if self.graph.is_join(name):
            self.arrived.setdefault(name, []).append(place)
            place = self.places[place][0]
            if name in self.place_of:
                return
        elif name in self.place_of:
            if self.place_of[name] != place:
                self.crossed[name] = None
            return
        self.place_of[name] = place
        self.left.append(name)

    def _leave(self, name: str) -> None:
        place, fork = self.place_of[name], self.graph.is_fork(name)
        for branch, flow in enumerate(self.graph.out[name]):
            if fork:
                self.places.append((place, name, branch))
            self._enter(flow.target, len(self.places) - 1 if fork else place)

    def _matches(self, places: list[int]) -> bool:
        """Whether these are all branches of one fork at one place, each once."""
        outer, fork, _ = self.places[places[0]]
        if not fork:
            return False
        branches = {self.places[place][2] for place in places if self.places[place][:2] == (outer, fork)}
        return len(branches) == len(places) == len(self.graph.out[fork])
