"""A drawing of a process: lanes as swimlanes from top to bottom, steps in columns from left to right.

A node stands in the column after the last one before it. Arrows run in the channels between columns and,
where they skip columns or lead back, in tracks at the bottom of their lane, so that none crosses a node. All
numbers are whole pixels; near-linear in the size.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from itertools import pairwise
from typing import Final, NamedTuple

from .graph import Graph
from .model import AnyNode, Call, Choice, Flow, Parallel, Process, Step, Task

TASK: Final = (160, 88)
GATEWAY: Final = (50, 50)
EVENT: Final = (36, 36)
_ROW: Final = 120
_TRACK: Final = 16
_LANE_PAD: Final = 12
_LANE_LEAST: Final = 170
_SLOT: Final = 12
_CHANNEL: Final = 44
_HEADER: Final = 30
_LEFT: Final = 160
_TOP: Final = 80
_LABEL: Final = (88, 28)


class Bounds(NamedTuple):
    """A rectangle: its upper left corner, width and height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def right(self) -> int:
        return self.x + self.width


Point = tuple[int, int]


class Drawing(NamedTuple):
    """Where everything is drawn. `lane_of` names the lane in which each node stands ("" without lanes)."""

    pool: Bounds
    lanes: dict[str, Bounds]
    nodes: dict[str, Bounds]
    flows: dict[str, list[Point]]
    labels: dict[str, Bounds]
    lane_of: dict[str, str]


def size_of(node: AnyNode) -> tuple[int, int]:
    if isinstance(node, Task | Call):
        return TASK
    return GATEWAY if isinstance(node, Choice | Parallel) else EVENT


def layout(process: Process) -> Drawing:
    """Draw the process; `InvalidProcess` for data that are no graph."""
    return _Layout(Graph(process)).drawing()


class _Cell(NamedTuple):
    column: int
    lane: str
    row: int


class _Layout:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.order, self.back = graph.ordered()
        self.lane_names = [lane.id for lane in graph.process.lanes] or [""]
        self.rows: dict[tuple[str, int], list[int]] = {}
        self.cells: dict[str, _Cell] = {}
        for name, column in self._columns().items():
            self._place(name, column)
        # Two arrows between the same nodes may not lie on each other.
        firsts = {(flow.source, flow.target): flow for flow in reversed(graph.process.flows)}
        self.straight = {flow.id for flow in firsts.values() if self._is_straight(flow)}
        self.tracks = self._tracks()
        self.slots = self._slots()

    def _columns(self) -> dict[str, int]:
        columns = dict.fromkeys(self.order, 0)
        for name in self.order:
            for flow in self.graph.out[name]:
                if flow.id not in self.back:
                    columns[flow.target] = max(columns[flow.target], columns[name] + 1)
        return columns

    def _place(self, name: str, column: int) -> None:
        """In its own lane or that of the node before it; in the row of that node where it is free."""
        before = [
            self.cells[flow.source]
            for flow in self.graph.into[name]
            if flow.id not in self.back and flow.source in self.cells
        ]
        lane = self._lane(name, before)
        row = next((cell.row for cell in before if cell.lane == lane), 0)
        while self._taken(lane, row, column):
            row += 1
        insort(self.rows.setdefault((lane, row), []), column)
        self.cells[name] = _Cell(column, lane, row)

    def _lane(self, name: str, before: list[_Cell]) -> str:
        node = self.graph.nodes[name]
        if isinstance(node, Step) and node.lane:
            return node.lane
        if before:
            return before[0].lane
        after = (self.graph.nodes[flow.target] for flow in self.graph.out[name])
        return next((each.lane for each in after if isinstance(each, Step) and each.lane), self.lane_names[0])

    def _taken(self, lane: str, row: int, column: int) -> bool:
        columns = self.rows.get((lane, row), ())
        place = bisect_left(columns, column)
        return place < len(columns) and columns[place] == column

    def _is_straight(self, flow: Flow) -> bool:
        """To the right in the same row, with nothing between."""
        here, there = self.cells[flow.source], self.cells[flow.target]
        if flow.id in self.back or here[1:] != there[1:] or there.column <= here.column:
            return False
        columns = self.rows[here.lane, here.row]
        return bisect_left(columns, there.column) == bisect_right(columns, here.column)

    def _detours(self, flow: Flow) -> bool:
        """Whether it needs a track, because it skips columns, leads back, or has no room in its row."""
        here, there = self.cells[flow.source], self.cells[flow.target]
        adjacent = there.column == here.column + 1 and here[1:] != there[1:]
        return flow.id not in self.straight and not adjacent

    def _tracks(self) -> dict[str, int]:
        """A track in the lane of its source for each detour: arrows side by side never share one."""
        spans: dict[str, list[tuple[int, int, str]]] = {}
        for flow in self.graph.process.flows:
            if self._detours(flow):
                here, there = self.cells[flow.source], self.cells[flow.target]
                ends = sorted((here.column, there.column - 1))
                spans.setdefault(here.lane, []).append((ends[0], ends[1], flow.id))
        tracks: dict[str, int] = {}
        self.track_count: dict[str, int] = {}
        for lane, wanted in spans.items():
            busy: list[tuple[int, int]] = []
            free: list[int] = []
            count = 0
            for begin, end, flow_id in sorted(wanted):
                while busy and busy[0][0] < begin:
                    heapq.heappush(free, heapq.heappop(busy)[1])
                if free:
                    track = heapq.heappop(free)
                else:
                    track, count = count, count + 1
                tracks[flow_id] = track
                heapq.heappush(busy, (end, track))
            self.track_count[lane] = count
        return tracks

    def _slots(self) -> dict[tuple[str, int], int]:
        """A place in its channel for each upright piece: those that leave first, those that enter last."""
        pieces: dict[int, list[tuple[int, int, str]]] = {}
        for number, flow in enumerate(self.graph.process.flows):
            if flow.id in self.straight:
                continue
            here, there = self.cells[flow.source], self.cells[flow.target]
            if flow.id in self.tracks:
                pieces.setdefault(here.column, []).append((0, number, flow.id))
                pieces.setdefault(there.column - 1, []).append((2, number, flow.id))
            else:
                pieces.setdefault(here.column, []).append((1, number, flow.id))
        slots = {}
        self.slot_count: dict[int, int] = {}
        for channel, listed in pieces.items():
            for slot, (turn, _, flow_id) in enumerate(sorted(listed)):
                slots[flow_id, turn] = slot
            self.slot_count[channel] = len(listed)
        return slots

    def drawing(self) -> Drawing:
        self._measure()
        nodes = {name: self._bounds(name) for name in self.cells}
        flows = {flow.id: self._way(flow, nodes) for flow in self.graph.process.flows}
        labels = {flow.id: _label(flows[flow.id]) for flow in self.graph.process.flows if flow.outcome}
        lanes = {
            lane: Bounds(_LEFT + _HEADER, self.tops[lane], self.width - _HEADER, self.heights[lane])
            for lane in self.lane_names
        }
        pool = Bounds(_LEFT, _TOP, self.width, sum(self.heights.values()))
        return Drawing(
            pool, lanes, nodes, flows, labels, {name: cell.lane for name, cell in self.cells.items()}
        )

    def _measure(self) -> None:
        """Where columns, channels and lanes begin."""
        widths: dict[int, int] = {}
        for name, cell in self.cells.items():
            widths[cell.column] = max(widths.get(cell.column, 0), size_of(self.graph.nodes[name])[0])
        labelled = {self.cells[flow.source].column for flow in self.graph.process.flows if flow.outcome}
        self.columns: dict[int, tuple[int, int]] = {}
        self.channels: dict[int, int] = {}
        x = _LEFT + 2 * _HEADER
        for column in range(-1, max(widths, default=0) + 1):
            if column >= 0:
                self.columns[column] = (x, widths[column])
                x += widths[column]
            self.channels[column] = x
            x += _CHANNEL + self.slot_count.get(column, 0) * _SLOT if column >= 0 else 20
            x += self.slot_count.get(column, 0) * _SLOT if column < 0 else 0
            x += _LABEL[0] if column in labelled else 0
        self.width = x - _LEFT
        rows = dict.fromkeys(self.lane_names, 0)
        for lane, row in self.rows:
            rows[lane] = max(rows[lane], row + 1)
        self.tops: dict[str, int] = {}
        self.heights: dict[str, int] = {}
        top = _TOP
        for lane in self.lane_names:
            needed = 2 * _LANE_PAD + rows[lane] * _ROW + self.track_count.get(lane, 0) * _TRACK
            self.tops[lane], self.heights[lane] = top, max(needed, _LANE_LEAST)
            self.rows_height = rows
            top += self.heights[lane]

    def _bounds(self, name: str) -> Bounds:
        cell, (width, height) = self.cells[name], size_of(self.graph.nodes[name])
        left, room = self.columns[cell.column]
        middle = self.tops[cell.lane] + _LANE_PAD + cell.row * _ROW + _ROW // 2
        return Bounds(left + (room - width) // 2, middle - height // 2, width, height)

    def _way(self, flow: Flow, nodes: dict[str, Bounds]) -> list[Point]:
        here, there = nodes[flow.source], nodes[flow.target]
        begin, end = (here.right, here.middle), (there.x, there.middle)
        if flow.id in self.straight:
            return [begin, end]
        columns = self.cells[flow.source].column, self.cells[flow.target].column
        if flow.id not in self.tracks:
            x = self._slot(flow.id, 1, columns[0])
            return [begin, (x, begin[1]), (x, end[1]), end]
        lane = self.cells[flow.source].lane
        track = self.tops[lane] + _LANE_PAD + self.rows_height[lane] * _ROW + self.tracks[flow.id] * _TRACK
        x, x_end = self._slot(flow.id, 0, columns[0]), self._slot(flow.id, 2, columns[1] - 1)
        return [begin, (x, begin[1]), (x, track), (x_end, track), (x_end, end[1]), end]

    def _slot(self, flow: str, turn: int, channel: int) -> int:
        return self.channels[channel] + (20 if channel >= 0 else 0) + self.slots[flow, turn] * _SLOT


def _label(way: list[Point]) -> Bounds:
    """Above the track of a detour; else above the end of the first level piece that is long enough."""
    width, height = _LABEL
    pieces = [(a, b) for a, b in pairwise(way) if a[1] == b[1]]
    long = [piece for piece in pieces if abs(piece[1][0] - piece[0][0]) >= width + _SLOT]
    begin, end = pieces[1] if len(pieces) > 2 else (*long, pieces[-1])[0]
    return Bounds(max(begin[0], end[0]) - width - _SLOT, begin[1] - height - 2, width, height)
