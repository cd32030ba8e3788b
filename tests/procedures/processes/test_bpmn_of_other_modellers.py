"""Files as bpmn.io, Camunda and Signavio write them; what is outside the subset is refused by its name."""

from __future__ import annotations

import pytest

from motcua.foundation.errors import DomainError
from motcua.procedures.processes.bpmn_parse import BYTES_LIMIT
from motcua.procedures.processes.bpmn_read import from_bpmn
from motcua.procedures.processes.check import structure
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import Awaited, Call, Catch, InvalidProcess, Task

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:signavio="http://www.signavio.com" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0"'
)


HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def file(inside: str, around: str = "") -> bytes:
    return (
        f'{HEAD}<definitions {NAMESPACES} id="d" targetNamespace="http://bpmn.io" '
        f'exporter="Camunda Modeler" exporterVersion="5.20.0" modeler:executionPlatform="Camunda Cloud">'
        f'{around}<process id="Process_1" isExecutable="true">{inside}</process></definitions>'
    ).encode()


def line(middle: str, *, more: str = "") -> bytes:
    """Start, one node `x`, end."""
    return file(
        f'<startEvent id="s"><outgoing>f1</outgoing></startEvent>{middle}<endEvent id="e"/>{more}'
        '<sequenceFlow id="f1" sourceRef="s" targetRef="x"/>'
        '<sequenceFlow id="f2" sourceRef="x" targetRef="e"/>'
    )


CHOOSING = """
<laneSet id="lanes"><lane id="Lane_1" name="Chuyên viên"><flowNodeRef>a</flowNodeRef></lane>
<lane id="Lane_2" name="Lãnh đạo"><childLaneSet id="inner"><lane id="Lane_3" name="Lãnh đạo Sở">
<flowNodeRef>b</flowNodeRef></lane></childLaneSet><flowNodeRef>b</flowNodeRef></lane></laneSet>
<startEvent id="s" name="Nộp"/><userTask id="a" name="Thẩm định" camunda:assignee="x">
<documentation>Thẩm định
hồ sơ</documentation><extensionElements><zeebe:assignmentDefinition assignee="x"/>
<camunda:formData/><signavio:signavioMetaData metaKey="k"/></extensionElements></userTask>
<exclusiveGateway id="g" name="Đạt?"/><userTask id="b" name="Ký"/><endEvent id="e"/><endEvent id="e2"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
<sequenceFlow id="f3" name="Đồng ý" sourceRef="g" targetRef="b">%s</sequenceFlow>
<sequenceFlow id="f4" name="Từ chối" sourceRef="g" targetRef="e2"/>
<sequenceFlow id="f5" sourceRef="b" targetRef="e"/>
<textAnnotation id="note"><text>ghi chú</text></textAnnotation>
<association id="as" sourceRef="a" targetRef="note"/>
<dataObjectReference id="paper"/>
"""


def event(inside: str) -> str:
    return f'<intermediateCatchEvent id="x" name="Tính">{inside}</intermediateCatchEvent>'


def typed(declaration: str, middle: str) -> str:
    """A file with a DOCTYPE."""
    return line(middle).decode().replace(HEAD, f"<!DOCTYPE definitions {declaration}>")


def condition(text: str) -> bytes:
    return file(CHOOSING % f'<conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression>')


def refusal(data: bytes) -> DomainError:
    with pytest.raises(DomainError) as refused:
        from_bpmn(data)
    return refused.value


def test_names_at_the_arrows_become_outcomes_of_the_step_before() -> None:
    imported = from_bpmn(file(CHOOSING % ""), post_of=lambda name: f"post of {name}")
    step = next(node for node in imported.process.nodes if node.id == "a")
    assert isinstance(step, Task)
    assert [(each.id, each.name) for each in step.outcomes] == [("dong_y", "Đồng ý"), ("tu_choi", "Từ chối")]
    assert (step.lane, step.text) == ("Lane_1", "Thẩm định\nhồ sơ")
    assert [flow.outcome for flow in imported.process.flows if flow.outcome] == ["dong_y", "tu_choi"]
    assert [(lane.id, lane.post) for lane in imported.process.lanes] == [
        ("Lane_1", "post of Chuyên viên"),
        ("Lane_3", "post of Lãnh đạo Sở"),
    ]
    assert next(node for node in imported.process.nodes if node.id == "b").lane == "Lane_3"  # type: ignore[union-attr]
    assert structure(Graph(imported.process)) == []


@pytest.mark.parametrize("text", ["Đồng ý", '${outcome == "Đồng ý"}', "=outcome = 'Đồng ý'", "  "])
def test_a_condition_that_only_names_an_outcome_is_one(text: str) -> None:
    assert from_bpmn(condition(text)).process == from_bpmn(file(CHOOSING % "")).process


@pytest.mark.parametrize(
    "text", ["${amount > 100}", "outcome == 'a' or outcome == 'b'", "${execution.kill()}", "#{x}", "Khác tên"]
)
def test_a_true_expression_is_refused_by_its_text(text: str) -> None:
    error = refusal(condition(text.replace(">", "&gt;")))
    assert error.id == "bpmn_outside_subset"
    assert "biểu thức điều kiện" in error.message
    assert text in error.message


@pytest.mark.parametrize(
    ("element", "named"),
    [
        ('<scriptTask id="x" name="Tính"><script>1</script></scriptTask>', "script task"),
        ('<serviceTask id="x" name="Tính"/>', "service task"),
        ('<sendTask id="x" name="Tính"/>', "send task"),
        ('<receiveTask id="x" name="Tính"/>', "receive task"),
        ('<businessRuleTask id="x" name="Tính"/>', "business rule task"),
        ('<inclusiveGateway id="x" name="Tính"/>', "inclusive gateway"),
        ('<complexGateway id="x" name="Tính"/>', "complex gateway"),
        ('<eventBasedGateway id="x" name="Tính"/>', "event-based gateway"),
        ('<subProcess id="x" name="Tính"/>', "sub-process"),
        ('<transaction id="x" name="Tính"/>', "transaction"),
        ('<intermediateThrowEvent id="x" name="Tính"/>', "throw event"),
        (event("<timerEventDefinition/>"), "timer"),
        (event("<signalEventDefinition/>"), "signal"),
        (event(""), "không rõ chờ việc gì"),
        ('<userTask id="x" name="Tính"><multiInstanceLoopCharacteristics/></userTask>', "multi-instance"),
        ('<userTask id="x" name="Tính"><standardLoopCharacteristics/></userTask>', "loop"),
        ('<userTask id="x"/><boundaryEvent id="y" name="Tính" attachedToRef="x"/>', "boundary event"),
        ('<task id="x"/><endEvent id="y" name="Tính"><terminateEventDefinition/></endEvent>', "terminate"),
        ('<task id="x"/><choreographyTask id="y" name="Tính"/>', "choreographyTask"),
    ],
)  # fmt: skip
def test_what_is_outside_the_subset_is_refused_by_its_name(element: str, named: str) -> None:
    error = refusal(line(element))
    assert error.id == "bpmn_outside_subset"
    assert named in error.message
    assert "“Tính”" in error.message


def test_a_long_list_of_refusals_is_cut_and_counted() -> None:
    error = refusal(line("".join(f'<scriptTask id="x{number}"/>' for number in range(30))))
    assert "và 25 chỗ khác" in error.message


@pytest.mark.parametrize(
    ("name", "message", "awaits", "pauses"),
    [
        ("Chờ bổ sung hồ sơ", "", Awaited.SUPPLEMENT_RECEIVED, True),
        ("", "Đã nộp tiền", Awaited.OBLIGATION_PAID, True),
        ("", "opinion_received", Awaited.OPINION_RECEIVED, False),
        ("Nhận kết quả của Chi cục Thuế", "", Awaited.AGENCY_RESULT, False),
    ],
)
def test_an_event_is_known_by_the_words_of_its_message(
    name: str, message: str, awaits: Awaited, pauses: bool
) -> None:
    middle = (
        f'<intermediateCatchEvent id="x" name="{name}"><messageEventDefinition messageRef="m"/>'
        "</intermediateCatchEvent>"
    )
    data = line(middle).replace(b"<process", f'<message id="m" name="{message}"/><process'.encode(), 1)
    event = from_bpmn(data).process.nodes[1]
    assert isinstance(event, Catch)
    assert (event.awaits, event.pauses) == (awaits, pauses)


def test_plain_tasks_are_steps_and_said_so_and_a_call_keeps_its_process() -> None:
    imported = from_bpmn(line('<task id="x" name="Làm"/>'))
    assert isinstance(imported.process.nodes[1], Task)
    assert [doubt.kind for doubt in imported.doubts] == ["task_kind"]
    called = from_bpmn(line('<callActivity id="x" calledElement="thue"/>')).process.nodes[1]
    assert isinstance(called, Call)
    assert called.process == "thue"


def test_one_process_of_a_file_and_closed_pools_beside_it() -> None:
    pools = (
        '<collaboration id="c"><participant id="p" name="Cấp phép" processRef="Process_1"/>'
        '<participant id="q" name="Người dân"/></collaboration>'
    )
    data = line('<userTask id="x"/>').replace(b"<process", f"{pools}<process".encode(), 1)
    assert from_bpmn(data).process.name == "Cấp phép"
    two = data.replace(b"</definitions>", b'<process id="P2"><task id="z"/></process></definitions>')
    assert refusal(two).id == "bpmn_several_processes"


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "bpmn_unreadable"),
        (b"not xml", "bpmn_unreadable"),
        (b"<a/>", "bpmn_unreadable"),
        (b"\xff\xfe\x00", "bpmn_unreadable"),
        (line('<userTask id="x"/>')[:-40], "bpmn_unreadable"),
        (typed(f"[{BOMB}]", '<task id="x" name="&l11;"/>').encode(), "bpmn_unsafe"),
        (typed('[<!ENTITY x SYSTEM "file:///etc/passwd">]', '<task id="x"/>').encode(), "bpmn_unsafe"),
        (typed('SYSTEM "http://localhost:9/x.dtd"', '<task id="x"/>').encode(), "bpmn_unsafe"),
        (typed("", '<task id="x"/>').encode("utf-16"), "bpmn_unsafe"),
        (line("<userTask/>" * 700_000), "bpmn_too_large"),
        (line('<userTask id="x" name="%s"/>' % ("a" * (BYTES_LIMIT + 1))), "bpmn_too_large"),
        (b" " * 50 * 1024 * 1024, "bpmn_too_large"),
        (line("<documentation>" * 400 + "</documentation>" * 400), "bpmn_unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_hostile_and_broken_files_are_refused(data: bytes, why: str) -> None:
    assert refusal(data).id == why


@pytest.mark.parametrize(
    "middle",
    [
        '<userTask id="x"/><userTask id="x"/>',
        '<userTask id="y"/>',
        '<userTask id="1 2"/>',
        "<userTask/>",
        '<userTask id="x" name="%s"/>' % ("a" * 5000),
    ],
)
def test_identifiers_that_name_nothing_or_two_things_are_refused(middle: str) -> None:
    with pytest.raises(InvalidProcess):
        from_bpmn(line(middle))


def test_a_million_nodes_are_refused_without_building_them() -> None:
    small = "".join(f'<task id="t{number}"/>' for number in range(250_000))
    assert refusal(line(small)).id == "process_too_large"
