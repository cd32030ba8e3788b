"""What writer and reader of BPMN 2.0 share: names, namespaces, elements of the subset."""

from __future__ import annotations

from typing import Final

from .model import Call, Catch, Choice, End, Parallel, Start, Task

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
OURS: Final = "urn:motcua:process:1"
"""Our extension: what BPMN has no word for. Other modellers keep it or drop it; the flow stays theirs too."""

ELEMENTS: Final = {
    Start: "startEvent",
    End: "endEvent",
    Task: "userTask",
    Catch: "intermediateCatchEvent",
    Call: "callActivity",
    Choice: "exclusiveGateway",
    Parallel: "parallelGateway",
}


def bpmn(name: str) -> str:
    """An element of BPMN in lxml's notation."""
    return f"{{{BPMN}}}{name}"


def ours(name: str) -> str:
    """An element or attribute of our extension in lxml's notation."""
    return f"{{{OURS}}}{name}"
