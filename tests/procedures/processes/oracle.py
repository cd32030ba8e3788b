"""The same process in SpiffWorkflow: an engine by others, which says what open steps there should be.

What our file leaves open is added for it: conditions that compare the outcome set on the step before, one
message for each catch event, and a called process of one step. The drawing is taken out.
"""

from __future__ import annotations

import io
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from motcua.procedures.processes.bpmn import BPMN, BPMNDI, bpmn
from motcua.procedures.processes.bpmn_write import to_bpmn
from motcua.procedures.processes.model import Call, Catch, Process, Task

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"
_PART = f"""<definitions xmlns="{BPMN}" id="d2" targetNamespace="urn:part">
<process id="part" isExecutable="true"><startEvent id="part_start"><outgoing>p1</outgoing></startEvent>
<userTask id="part_task"><incoming>p1</incoming><outgoing>p2</outgoing></userTask>
<endEvent id="part_end"><incoming>p2</incoming></endEvent>
<sequenceFlow id="p1" sourceRef="part_start" targetRef="part_task"/>
<sequenceFlow id="p2" sourceRef="part_task" targetRef="part_end"/></process></definitions>"""


def exported(process: Process) -> bytes:
    """Our file, made executable for SpiffWorkflow."""
    root = etree.fromstring(to_bpmn(process))
    for drawn in root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
        root.remove(drawn)
    element = root.find(bpmn("process"))
    element.set("isExecutable", "true")
    outcomes = {flow.id: flow.outcome for flow in process.flows if flow.outcome}
    for holder in element.findall(f".//{bpmn('extensionElements')}"):
        holder.getparent().remove(holder)
    for arrow in element.findall(bpmn("sequenceFlow")):
        if arrow.get("id") in outcomes:
            condition = etree.SubElement(arrow, bpmn("conditionExpression"))
            condition.set(_XSI, "bpmn:tFormalExpression")
            condition.text = f"outcome == '{outcomes[arrow.get('id')]}'"
    for event in element.findall(bpmn("intermediateCatchEvent")):
        name = f"message_{event.get('id')}"
        event.find(bpmn("messageEventDefinition")).set("messageRef", name)
        root.insert(0, etree.Element(bpmn("message"), id=name, name=name))
    for call in element.findall(bpmn("callActivity")):
        call.set("calledElement", "part")
    return bytes(etree.tostring(root))


class Oracle:
    """One run of a process in SpiffWorkflow."""

    def __init__(self, process: Process) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(exported(process))))
        parser.add_bpmn_xml(etree.parse(io.BytesIO(_PART.encode())), filename="part")
        self.nodes = {node.id: node for node in process.nodes}
        self.workflow = BpmnWorkflow(parser.get_spec("Process"), parser.get_subprocess_specs("Process"))
        self._run()

    def _run(self) -> None:
        self.workflow.do_engine_steps()

    @property
    def ended(self) -> bool:
        return bool(self.workflow.is_completed())

    def open_steps(self) -> dict[str, Any]:
        """Open tasks by the node at which they stand; a node twice is an error of the process."""
        steps: dict[str, Any] = {}
        for task in self.workflow.get_tasks(state=TaskState.READY | TaskState.WAITING):
            name = task.task_spec.name
            if name == "part_task":
                name = self.workflow.get_task_from_id(task.workflow.parent_task_id).task_spec.name
                assert name not in steps
                steps[name] = task
            elif isinstance(self.nodes.get(name), Task | Catch):
                assert name not in steps
                steps[name] = task
        return steps

    def complete(self, step: str, outcome: str) -> None:
        task = self.open_steps()[step]
        if isinstance(self.nodes[step], Catch):
            name = f"message_{step}"
            self.workflow.catch(BpmnEvent(MessageEventDefinition(name), {}))
        else:
            task.data["outcome"] = outcome
            task.run()
        self._run()


def outcomes_of(node: Task | Catch | Call) -> tuple[str, ...]:
    """What a step offers; an empty outcome where it offers none."""
    return tuple(each.id for each in getattr(node, "outcomes", ())) or ("",)
