"""A printed step table becomes a line of steps, with the supplement and the refusal of a dossier's life."""

from __future__ import annotations

from decimal import Decimal

from tests.procedures.processes.strategies import changed

from motcua.foundation.phrase import Phrase
from motcua.procedures.processes.bpmn_read import from_bpmn
from motcua.procedures.processes.bpmn_write import to_bpmn
from motcua.procedures.processes.check import Facts, check
from motcua.procedures.processes.engine import complete, occurred, plan_of, start
from motcua.procedures.processes.from_table import from_table, printed_total, process_code
from motcua.procedures.processes.model import Awaited, Task, TimeAllowed
from motcua.procedures.processes.tables import Doubt, Post, PostKind, Process, Step, Time, Unit


def step(
    no: str,
    post: str,
    kind: PostKind | None,
    quantity: str = "",
    unit: Unit = Unit.WORKING_DAY,
    **more: object,
) -> Step:
    time = Time(text=quantity, quantity=Decimal(quantity), unit=unit) if quantity else Time(counted=False)
    return Step(
        no=no, content=f"Việc {no}", post=post, posts=(Post(text=post, kind=kind),), time=time, **more
    )  # type: ignore[arg-type]


TABLE = Process(
    order=3,
    name="Cấp giấy phép",
    codes=("1.004946",),
    steps=(
        step("1", "Bộ phận TN&TKQ", PostKind.RECEPTION, "0.5"),
        step("2", "Lãnh đạo phòng", PostKind.DIVISION_HEAD, "2", Unit.WORKING_HOUR),
        step("3", "Chuyên viên", PostKind.OFFICER, "7", product="Tờ trình"),
        step("4", "Lãnh đạo phòng", PostKind.DIVISION_HEAD, "0.25"),
        step("5", "Lãnh đạo Sở", PostKind.AGENCY_LEADER, "1"),
        step("6", "Văn thư", PostKind.CLERK, "0.5"),
        step("7", "Bộ phận TN&TKQ", PostKind.RECEPTION),
    ),
    total=Time(text="10 ngày làm việc", quantity=Decimal(10), unit=Unit.WORKING_DAY),
    doubts=(Doubt(kind="sum_differs", message=Phrase("Tổng khác")),),
)


def test_each_step_stands_once_with_its_lane_time_and_printed_words() -> None:
    process, doubts = from_table(TABLE, process_code("2022/QĐ-UBND", 3))
    tasks = [node for node in process.nodes if isinstance(node, Task)]
    assert process.code == "2022/QĐ-UBND#3"
    assert [(task.id, task.number, task.text) for task in tasks][:2] == [
        ("step_1", "1", "Việc 1"), ("step_2", "2", "Việc 2"),
    ]  # fmt: skip
    assert [lane.post for lane in process.lanes] == [
        "reception", "division_head", "officer", "agency_leader", "clerk",
    ]  # fmt: skip
    assert tasks[0].lane == tasks[6].lane
    assert tasks[1].time == TimeAllowed(quantity="2", unit="working_hour")  # type: ignore[arg-type]
    assert tasks[6].time is None
    assert tasks[2].produces == ("Tờ trình",)
    assert [doubt.kind for doubt in doubts] == ["sum_differs"]


def test_the_officer_may_ask_for_a_supplement_and_the_leader_may_refuse() -> None:
    process, _ = from_table(TABLE, "x")
    plan = plan_of(process)
    run = start(plan, 0).run
    for outcome in ("", "", "supplement"):
        run = complete(plan, run, run.tokens[0].no, outcome, 1).run
    run = occurred(plan, run, run.tokens[0].no, Awaited.SUPPLEMENT_RECEIVED, 2).run
    assert run.tokens[0].step == "step_3"
    for outcome in ("done", "", "refused", ""):
        run = complete(plan, run, run.tokens[0].no, outcome, 3).run
    assert run.tokens[0].step == "step_7", "a refusal is issued and returned like a result"
    assert complete(plan, run, run.tokens[0].no, "", 4).run.result == "done"


def test_the_printed_total_is_held_against_the_steps() -> None:
    process, _ = from_table(TABLE, "x")
    total = printed_total(TABLE)
    assert total is not None
    (finding,) = check(process, Facts(limits=(total,)))
    assert finding.kind == "under_limit"
    assert "9,5 ngày làm việc" in str(finding.message)
    assert printed_total(changed(TABLE, total=None)) is None


def test_the_graph_survives_its_drawing() -> None:
    process, _ = from_table(TABLE, "x")
    assert from_bpmn(to_bpmn(process)).process == process


def test_what_a_table_leaves_open_is_a_doubt_never_a_guess() -> None:
    several = Step(
        no="2", content="Họp", post="Sở A; Sở B",
        posts=(Post(text="Sở A", kind=PostKind.AGENCY), Post(text="Sở B", kind=PostKind.AGENCY)),
        time=Time(text="4 giờ", quantity=Decimal(4), unit=Unit.HOUR),
    )  # fmt: skip
    table = Process(
        order=1,
        name="Lạ",
        steps=(
            step("1", "Ai đó", None),
            several,
            changed(several, content="Lặp lại"),
            step("3", "Tổ", PostKind.COUNCIL, "0.0001"),
        ),
    )
    process, doubts = from_table(table, "x")
    assert sorted({(doubt.kind, doubt.step) for doubt in doubts}, key=str) == [
        ("hour_as_working_hour", "2"),
        ("no_signing_step", None),
        ("number_repeated", "2"),
        ("post_unknown", "1"),
        ("posts_several", "2"),
        ("time_unusable", "3"),
    ]
    assert [node.id for node in process.nodes if isinstance(node, Task)] == [
        "step_1", "step_2", "step_2_row_3", "step_3",
    ]  # fmt: skip
    assert process.lanes[0].post == ""
    assert [node.time for node in process.nodes if isinstance(node, Task)][1] == TimeAllowed.of(
        4, "working_hour"
    )


def test_a_table_without_steps_is_told() -> None:
    process, doubts = from_table(Process(order=1, name="Trống"), "x")
    assert [doubt.kind for doubt in doubts] == ["no_steps"]
    assert [node.id for node in process.nodes] == ["start", "end"]


def test_long_words_are_cut_for_the_drawing_and_kept_beside() -> None:
    words = "Kiểm tra hồ sơ " * 40
    long = changed(TABLE, steps=(changed(TABLE.steps[0], content=words, post="Bộ phận " * 30),))
    process, _ = from_table(long, "x")
    task = process.nodes[1]
    assert isinstance(task, Task)
    assert len(task.name) <= 80
    assert task.name.endswith("…")
    assert task.text == words.strip() or task.text == words
    assert process.lanes[0].text.startswith("Bộ phận Bộ phận")
