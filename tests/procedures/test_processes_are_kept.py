"""Importing keeps processes as drafts, once; doubts are answered with a reason; a version is written once."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from django.db import IntegrityError, connection, transaction
from tests.procedures.process_support import ADMIN, CODE, NOW, NOW_DAY, imported, settled
from tests.procedures.processes.decisions import STEPS, TITLE, Table, write_text

from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.organisation.models import Change
from motcua.organisation.rights import NOBODY
from motcua.procedures import process_services
from motcua.procedures.models import (
    InternalProcess,
    ProcessDecision,
    ProcessVerdict,
    ProcessVersion,
)
from motcua.procedures.process_checking import checked
from motcua.procedures.process_queries import by_version
from motcua.procedures.process_rows import version_numbered
from motcua.procedures.processes.bpmn_write import to_bpmn
from motcua.procedures.processes.model import Task, TimeAllowed, version_of

pytestmark = pytest.mark.django_db

SECOND = Table(
    title=TITLE.replace("Quy trình số 01\n1.", "Quy trình số 02\n2.").replace("9.900001", "9.900002")
)


def test_a_decision_is_kept_with_its_processes(tmp_path: Path) -> None:
    done = imported(tmp_path, Table(), SECOND)
    assert done.created == (CODE, "7001/QĐ-UBND#2")
    decision = ProcessDecision.objects.get()
    assert (decision.number, decision.place, str(decision.day)) == (
        "7001/QĐ-UBND",
        "Tỉnh Cao Bằng",
        "2026-03-05",
    )
    version = version_numbered(CODE, 1)
    assert [step["content"] for step in version.table["steps"]] == [row[1] for row in STEPS]
    assert list(version.process.uses.values_list("procedure_code", flat=True)) == ["9.900001"]
    assert version_of(by_version(version.hash).process) == version.hash
    assert Change.objects.filter(kind="process", subject=CODE).count() == 1


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path)
    again = imported(tmp_path, name="tên khác.md")
    assert (again.created, again.updated, again.unchanged) == ((), (), (CODE,))
    assert (ProcessDecision.objects.count(), ProcessVersion.objects.count()) == (1, 1)
    assert Change.objects.count() == 1


def test_a_table_that_changed_is_a_new_draft(tmp_path: Path) -> None:
    imported(tmp_path)
    rows = [*STEPS[:2], (*STEPS[2][:3], "03 ngày làm việc"), *STEPS[3:]]
    changed = imported(tmp_path, Table(rows=rows, total=("Tổng thời gian", "5,5 ngày làm việc")))
    assert changed.updated == (CODE,)
    assert list(ProcessVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_total_that_changed_is_a_new_draft_of_the_same_graph(tmp_path: Path) -> None:
    imported(tmp_path)
    imported(tmp_path, Table(total=("Tổng thời gian", "7 ngày làm việc")))
    one, two = ProcessVersion.objects.order_by("number")
    assert one.hash == two.hash
    assert one.digest != two.digest
    assert {doubt["kind"] for doubt in two.doubts} - {doubt["kind"] for doubt in one.doubts} == {
        "sum_differs"
    }


def test_two_provinces_may_use_one_number(tmp_path: Path) -> None:
    imported(tmp_path)
    path = write_text(tmp_path, Table(), name="other.md")
    path.write_text(
        path.read_text(encoding="utf-8").replace("TỈNH CAO BẰNG", "TỈNH LẠNG SƠN"), encoding="utf-8"
    )
    done = process_services.import_file(ADMIN, path, clock=NOW)
    assert done.created == ("7001/QĐ-UBND Tỉnh Lạng Sơn#1",)
    assert process_services.import_file(ADMIN, path, clock=NOW).unchanged == done.created


def test_trying_a_file_out_keeps_nothing(tmp_path: Path) -> None:
    process_services.import_file(ADMIN, write_text(tmp_path, Table()), dry_run=True, clock=NOW)
    assert not InternalProcess.objects.exists()


def test_a_bpmn_file_becomes_a_version_of_its_process(tmp_path: Path) -> None:
    imported(tmp_path)
    drawn = by_version(version_numbered(CODE, 1).hash).process
    path = tmp_path / "drawn.bpmn"
    path.write_bytes(to_bpmn(drawn))
    other = process_services.import_file(ADMIN, path, code="ve-tay#1", clock=NOW)
    assert other.created == ("ve-tay#1",)
    assert version_numbered("ve-tay#1", 1).origin == "bpmn"
    changed = msgspec.structs.replace(drawn, name="Tên khác")
    path.write_bytes(to_bpmn(changed))
    assert process_services.import_file(ADMIN, path, clock=NOW).updated == (CODE,)


def test_only_administrators_write(tmp_path: Path) -> None:
    path = write_text(tmp_path, Table())
    with pytest.raises(Forbidden):
        process_services.import_file(NOBODY, path)
    imported(tmp_path)
    with pytest.raises(Forbidden):
        process_services.decide(NOBODY, CODE, 1, ["x"], answer="accepted", reason="vì")
    with pytest.raises(Forbidden):
        process_services.put_in_force(NOBODY, CODE, 1, NOW_DAY, "vì")
    with pytest.raises(Forbidden):
        process_services.take_out_of_force(NOBODY, CODE, NOW_DAY, "vì")
    with pytest.raises(Forbidden):
        process_services.save_graph(NOBODY, CODE, 1, by_version(version_numbered(CODE, 1).hash).process, "vì")
    with pytest.raises(Forbidden):
        process_services.set_uses(NOBODY, CODE, [], "vì")


def test_a_doubt_is_answered_once_with_a_reason(tmp_path: Path) -> None:
    imported(tmp_path)
    keys = [question.key for question in checked(version_numbered(CODE, 1), NOW_DAY).undecided]
    assert keys
    with pytest.raises(DomainError, match="lý do"):
        process_services.decide(ADMIN, CODE, 1, keys, answer="accepted", reason=" ", clock=NOW)
    with pytest.raises(DomainError, match="cách xử lý"):
        process_services.decide(ADMIN, CODE, 1, keys, answer="?", reason="vì", clock=NOW)
    assert process_services.decide(ADMIN, CODE, 1, keys, answer="accepted", reason="vì", clock=NOW) == len(
        keys
    )
    assert checked(version_numbered(CODE, 1), NOW_DAY).undecided == ()
    with pytest.raises(Conflict):
        process_services.decide(ADMIN, CODE, 1, keys[:1], answer="corrected", reason="vì", clock=NOW)
    with pytest.raises(DomainError, match="đã đổi"):
        process_services.decide(ADMIN, CODE, 1, ["none"], answer="accepted", reason="vì", clock=NOW)


def test_what_was_drawn_is_a_new_draft_that_keeps_the_answers(tmp_path: Path) -> None:
    imported(tmp_path)
    base = settled()
    process = by_version(base.hash).process
    nodes = tuple(
        msgspec.structs.replace(node, time=TimeAllowed.of(3, "working_day"))
        if isinstance(node, Task) and node.number == "3"
        else node
        for node in process.nodes
    )
    drawn = msgspec.structs.replace(process, nodes=nodes, code="another")
    made = process_services.save_graph(ADMIN, CODE, 1, drawn, "Rút ngắn", clock=NOW)
    assert (made.number, made.origin, made.table) == (2, "editor", base.table)
    assert by_version(made.hash).process.code == CODE
    printed = {doubt["key"] for doubt in base.doubts}
    assert set(made.verdicts.values_list("key", flat=True)) == printed
    assert {question.kind for question in checked(made, NOW_DAY).undecided} == {"under_limit"}
    with pytest.raises(DomainError, match="giống hệt phiên bản 2"):
        process_services.save_graph(ADMIN, CODE, 1, drawn, "Lần nữa", clock=NOW)


def test_a_version_and_a_verdict_are_written_once(tmp_path: Path) -> None:
    imported(tmp_path)
    settled()
    for statement in (
        "UPDATE procedures_processversion SET graph = '{}'",
        "DELETE FROM procedures_processversion",
        "UPDATE procedures_processverdict SET reason = 'x'",
        "DELETE FROM procedures_processverdict",
    ):
        with pytest.raises(Exception, match=r"written once|permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
    assert ProcessVerdict.objects.exists()
    row = ProcessVersion.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_no_version_by_a_hash_that_nobody_kept() -> None:
    with pytest.raises(NotFound):
        by_version("0" * 64)


def test_real_decisions_are_kept_whole_and_once(shared_data: Path) -> None:
    files = sorted((shared_data / "04_internal_processes" / "texts").glob("*.md"))
    assert files
    done = [process_services.import_file(ADMIN, path, clock=NOW) for path in files]
    read = sum(len(each.read.decision.processes) for each in done)
    assert InternalProcess.objects.count() == read == sum(len(each.created) for each in done)
    for version in ProcessVersion.objects.select_related("process"):
        process = by_version(version.hash).process
        steps = [node for node in process.nodes if isinstance(node, Task)]
        assert len(steps) == len(version.table["steps"]), version.process.code
        assert not checked(version, NOW_DAY).blocking, version.process.code
    again = [process_services.import_file(ADMIN, path, clock=NOW) for path in files]
    assert sum(len(each.unchanged) for each in again) == read
    assert ProcessVersion.objects.count() == read
