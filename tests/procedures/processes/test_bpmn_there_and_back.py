"""What was written as BPMN 2.0 is BPMN 2.0, and reading it gives the same process."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import XSD_PATH
from tests.procedures.processes.strategies import chain, changed, processes

from motcua.procedures.processes.bpmn import BPMN, BPMNDI, bpmn
from motcua.procedures.processes.bpmn_read import from_bpmn
from motcua.procedures.processes.bpmn_write import to_bpmn
from motcua.procedures.processes.model import (
    Call,
    End,
    Flow,
    Lane,
    Process,
    Start,
    Task,
    clean_text,
    from_text,
    to_text,
    version_of,
)

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TEXT = st.text(st.characters(codec="utf-8"), max_size=40).map(clean_text)


@SLOW
@given(processes())
def test_reading_what_was_written_gives_the_same_process(process: Process) -> None:
    imported = from_bpmn(to_bpmn(process))
    assert imported.process == process
    assert imported.doubts == ()


@SLOW
@given(process=processes(depth=1), draw=st.data())
def test_any_words_survive(process: Process, draw: st.DataObject) -> None:
    """Marks, quotes, line ends, letters beyond the first plane; empty ones too."""
    word = lambda: draw.draw(TEXT)  # noqa: E731
    nodes: list[Any] = []
    for node in process.nodes:
        more: dict[str, Any] = {"name": word()}
        if isinstance(node, Task):
            more |= {"number": word(), "text": word(), "produces": (word(), word())}
        if isinstance(node, Call):
            more |= {"process": word(), "agency": word()}
        nodes.append(changed(node, **more))
    lanes = tuple(
        changed(lane, name=word(), text=word(), post=word(), agency=word()) for lane in process.lanes
    )
    written = changed(process, code=word(), name=word(), nodes=tuple(nodes), lanes=lanes)
    assert from_bpmn(to_bpmn(written)).process == written
    assert from_text(to_text(written)) == from_text(to_text(from_bpmn(to_bpmn(written)).process))


@SLOW
@given(processes())
def test_the_file_is_valid_by_the_schema_of_the_standard(process: Process) -> None:
    schema.assertValid(etree.fromstring(to_bpmn(process)))


schema = etree.XMLSchema(file=XSD_PATH)


@SLOW
@given(processes())
def test_everything_is_drawn(process: Process) -> None:
    root = etree.fromstring(to_bpmn(process))
    drawn = {each.get("bpmnElement") for each in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge")}
    parts = {part.id for part in (*process.lanes, *process.nodes, *process.flows)}
    assert parts <= drawn
    ids = [each.get("id") for each in root.iter() if each.get("id") and not each.tag.startswith("{urn")]
    assert len(ids) == len(set(ids))


def test_outcomes_stand_at_the_arrows_in_words() -> None:
    from tests.procedures.processes.test_engine import WITH_SUPPLEMENT

    root = etree.fromstring(to_bpmn(WITH_SUPPLEMENT))
    names = {arrow.get("name") for arrow in root.iter(bpmn("sequenceFlow"))} - {None}
    assert names == {"fine", "lacking", "refuse"}


def test_names_that_our_own_elements_would_take_stay_with_the_process() -> None:
    taken = Process(
        code="x",
        lanes=(Lane(id="LaneSet"),),
        nodes=(Start(id="Process"), Task(id="Definitions", lane="LaneSet"), End(id="Process_di")),
        flows=(
            Flow(id="Participant", source="Process", target="Definitions"),
            Flow(id="Diagram", source="Definitions", target="Process_di"),
        ),
    )
    data = to_bpmn(taken)
    assert from_bpmn(data).process == taken
    schema.assertValid(etree.fromstring(data))


def test_a_step_without_lane_stays_without() -> None:
    process = chain(2)
    loose = changed(
        process, nodes=tuple(changed(n, lane="") if isinstance(n, Task) else n for n in process.nodes)
    )
    assert from_bpmn(to_bpmn(loose)).process == loose


def test_the_version_follows_the_content_and_not_the_order_of_parts() -> None:
    process = chain(3)
    turned = changed(process, nodes=process.nodes[::-1], flows=process.flows[::-1], lanes=process.lanes[::-1])
    assert version_of(turned) == version_of(process)
    assert to_text(process).startswith('{"code":"chain","flows":[{"id":"flow_0"')
    renamed = changed(process, nodes=(changed(process.nodes[0], name="Khác"), *process.nodes[1:]))
    assert version_of(renamed) != version_of(process)
    assert BPMN in to_bpmn(process).decode()
