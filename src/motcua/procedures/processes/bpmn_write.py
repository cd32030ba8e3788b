"""`motcua process bpmn`: a process as BPMN 2.0 with its drawing, for bpmn-js and other modellers.

The order of parts is kept, and what BPMN has no word for stands in our extension, so that reading it back
gives the same process.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from .bpmn import BPMN, BPMNDI, DC, DI, ELEMENTS, OURS, bpmn, ours
from .graph import Graph
from .layout import Bounds, Drawing, layout
from .model import (
    AWAITED_NAMES,
    AnyNode,
    Awaited,
    Call,
    Catch,
    Choice,
    End,
    Process,
    Task,
    TimeAllowed,
)

_NAMESPACES: Final = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "motcua": OURS}


def to_bpmn(process: Process) -> bytes:
    """The file in UTF-8. Raises `InvalidProcess` for data that are no graph."""
    return _Writer(process).write()


class _Writer:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.drawing: Drawing = layout(process)
        self.taken = {part.id for part in (*process.lanes, *process.nodes, *process.flows)}
        self.messages = {
            awaited: self._new_id(f"Message_{awaited.value}")
            for awaited in Awaited
            if any(isinstance(node, Catch) and node.awaits is awaited for node in process.nodes)
        }
        self.labels = dict(self._labels())

    def _labels(self) -> Iterable[tuple[str, str]]:
        """What stands at the arrows that leave a choice: the name of their outcome."""
        graph = Graph(self.process)
        for node in self.process.nodes:
            choice = graph.split_after(node.id)
            if choice and isinstance(node, Task | Call):
                names = {outcome.id: outcome.name or outcome.id for outcome in node.outcomes}
                yield from ((flow.id, names.get(flow.outcome, flow.outcome)) for flow in graph.out[choice])

    def _new_id(self, wish: str) -> str:
        while wish in self.taken:
            wish += "_"
        self.taken.add(wish)
        return wish

    def write(self) -> bytes:
        root = etree.Element(
            bpmn("definitions"),
            {"id": self._new_id("Definitions"), "targetNamespace": "urn:motcua:process"},
            nsmap=_NAMESPACES,
        )
        for awaited, name in self.messages.items():
            etree.SubElement(root, bpmn("message"), id=name, name=AWAITED_NAMES[awaited])
        process_id, pool = self._new_id("Process"), self._new_id("Collaboration")
        participant = self._new_id("Participant")
        together = etree.SubElement(root, bpmn("collaboration"), id=pool)
        etree.SubElement(
            together, bpmn("participant"), id=participant, name=self.process.name, processRef=process_id
        )
        self._process(root, process_id)
        self._diagram(root, pool, participant)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def _process(self, root: Any, process_id: str) -> None:
        element = etree.SubElement(
            root, bpmn("process"), id=process_id, name=self.process.name, isExecutable="false"
        )
        _extension(element, "process", code=self.process.code, instant=_flag(self.process.instant))
        if self.process.lanes:
            self._lanes(element)
        ways: dict[str, tuple[list[str], list[str]]] = {node.id: ([], []) for node in self.process.nodes}
        for flow in self.process.flows:
            ways[flow.target][0].append(flow.id)
            ways[flow.source][1].append(flow.id)
        for node in self.process.nodes:
            self._node(element, node, *ways[node.id])
        for flow in self.process.flows:
            arrow = etree.SubElement(
                element, bpmn("sequenceFlow"), id=flow.id, sourceRef=flow.source, targetRef=flow.target
            )
            if flow.outcome:
                arrow.set("name", self.labels.get(flow.id, flow.outcome))
                _extension(arrow, "flow", outcome=flow.outcome)

    def _lanes(self, element: Any) -> None:
        lanes = etree.SubElement(element, bpmn("laneSet"), id=self._new_id("LaneSet"))
        within: dict[str, list[str]] = {}
        for node in self.process.nodes:
            # A step without a lane is drawn in one, but does not belong there.
            if getattr(node, "lane", None) != "":
                within.setdefault(self.drawing.lane_of[node.id], []).append(node.id)
        for lane in self.process.lanes:
            drawn = etree.SubElement(lanes, bpmn("lane"), id=lane.id, name=lane.name)
            _documentation(drawn, lane.text)
            _extension(drawn, "lane", post=lane.post, agency=lane.agency)
            for name in within.get(lane.id, ()):
                etree.SubElement(drawn, bpmn("flowNodeRef")).text = name

    def _node(self, element: Any, node: AnyNode, into: list[str], out: list[str]) -> None:
        made = etree.SubElement(element, bpmn(ELEMENTS[type(node)]), id=node.id)
        if node.name:
            made.set("name", node.name)
        if isinstance(node, Task):
            _documentation(made, node.text)
            step = _extension(made, "step", number=node.number, **_time(node.time))
            for each in node.produces:
                etree.SubElement(step, ours("produces"), name=each)
            _outcomes(step, node)
        elif isinstance(node, Call):
            _outcomes(
                _extension(
                    made,
                    "call",
                    process=node.process,
                    agency=node.agency,
                    place=node.place,
                    **_time(node.time),
                ),
                node,
            )
        elif isinstance(node, Catch):
            _extension(made, "catch", awaits=node.awaits.value, pauses=_flag(node.pauses), **_time(node.time))
        elif isinstance(node, End):
            _extension(made, "end", result=node.result)
        for name, flows in (("incoming", into), ("outgoing", out)):
            for flow in flows:
                etree.SubElement(made, bpmn(name)).text = flow
        if isinstance(node, Catch):
            etree.SubElement(
                made,
                bpmn("messageEventDefinition"),
                id=self._new_id(f"{node.id}_message"),
                messageRef=self.messages[node.awaits],
            )

    def _diagram(self, root: Any, pool: str, participant: str) -> None:
        diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", id=self._new_id("Diagram"))
        plane = etree.SubElement(
            diagram, f"{{{BPMNDI}}}BPMNPlane", id=self._new_id("Plane"), bpmnElement=pool
        )
        self._shape(plane, participant, self.drawing.pool, isHorizontal="true")
        for lane in self.process.lanes:
            self._shape(plane, lane.id, self.drawing.lanes[lane.id], isHorizontal="true")
        for node in self.process.nodes:
            more = {"isMarkerVisible": "true"} if isinstance(node, Choice) else {}
            self._shape(plane, node.id, self.drawing.nodes[node.id], **more)
        for flow in self.process.flows:
            edge = etree.SubElement(
                plane, f"{{{BPMNDI}}}BPMNEdge", id=self._new_id(f"{flow.id}_di"), bpmnElement=flow.id
            )
            for x, y in self.drawing.flows[flow.id]:
                etree.SubElement(edge, f"{{{DI}}}waypoint", x=str(x), y=str(y))
            if flow.id in self.drawing.labels:
                label = etree.SubElement(edge, f"{{{BPMNDI}}}BPMNLabel")
                _bounds(label, self.drawing.labels[flow.id])

    def _shape(self, plane: Any, of: str, bounds: Bounds, **more: str) -> None:
        shape = etree.SubElement(
            plane, f"{{{BPMNDI}}}BPMNShape", {"id": self._new_id(f"{of}_di"), "bpmnElement": of, **more}
        )
        _bounds(shape, bounds)


def _bounds(parent: Any, bounds: Bounds) -> None:
    etree.SubElement(
        parent, f"{{{DC}}}Bounds", {name: str(value) for name, value in bounds._asdict().items()}
    )


def _documentation(parent: Any, text: str) -> None:
    if text:
        etree.SubElement(parent, bpmn("documentation")).text = text


def _extension(parent: Any, name: str, **attributes: str) -> Any:
    """Our own words about an element; empty ones are left out."""
    holder = etree.SubElement(parent, bpmn("extensionElements"))
    return etree.SubElement(holder, ours(name), {key: value for key, value in attributes.items() if value})


def _outcomes(parent: Any, node: Task | Call) -> None:
    for outcome in node.outcomes:
        etree.SubElement(parent, ours("outcome"), id=outcome.id, name=outcome.name)


def _time(time: TimeAllowed | None) -> dict[str, str]:
    return {} if time is None else {"quantity": time.quantity, "unit": time.unit.value}


def _flag(value: bool) -> str:
    return "true" if value else ""
