"""`motcua process import` says what contracts fix, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.procedures.processes.decisions import RECEPTION, TITLE, Table, write_docx, write_text

from motcua.procedures.models import InternalProcess, ProcessVersion
from motcua.procedures.processes.bpmn_read import from_bpmn
from motcua.procedures.processes.model import version_of
from motcua.site.cli import main

ROWS = [
    ("Bước 1", "Tiếp nhận", RECEPTION, "0,25 ngày làm việc"),
    ("Bước 2", "Thẩm định", "Người gác đèn biển", "01 ngày làm việc"),
    ("Bước 3", "Trả kết quả", RECEPTION, "Không tính thời gian"),
    ("Bước 4", "Lưu", "Văn thư", "Trong ngày"),
]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    try:
        code = main(["process", "import", *words, "--json"])
    except SystemExit as left:
        code = int(str(left.code))
    out = capsys.readouterr()
    return code, json.loads(out.out), out.err


def test_the_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(rows=ROWS, total=("Tổng thời gian", "1,25 ngày làm việc"))
    code, said, _ = run(capsys, str(write_docx(tmp_path, table)), "--dry-run")
    assert code == 0
    assert set(said) == {"file", "decision", "processes"}
    assert said["file"] == "decision.docx"
    assert said["decision"] == {"number": "7001/QĐ-UBND", "place": "Tỉnh Cao Bằng", "date": "2026-03-05"}
    (process,) = said["processes"]
    doubts = process.pop("doubts")
    steps = process.pop("steps")
    assert process == {
        "order": 1,
        "name": "Cấp phép cải tạo mái hiên",
        "codes": ["9.900001"],
        "printed_total": {"quantity": 1.25, "unit": "working_day", "text": "1,25 ngày làm việc"},
        "sum": {"working_day": 1.25},
        "sum_matches": True,
    }
    assert steps[0] == {
        "no": "1",
        "content": "Tiếp nhận",
        "post": RECEPTION,
        "quantity": 0.25,
        "unit": "working_day",
        "counted": True,
        "printed": "0,25 ngày làm việc",
    }
    assert [(s["quantity"], s["unit"], s["counted"]) for s in steps[1:]] == [
        (1, "working_day", True),
        (None, None, False),
        (None, None, True),
    ]
    assert [(d["kind"], d["step"]) for d in doubts] == [("post_unknown", "2"), ("time_same_day", "4")]
    assert all(d["message"] for d in doubts)


def test_no_total_and_no_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said, _ = run(capsys, str(write_text(tmp_path, Table(total=()))), "--dry-run")
    assert (said["processes"][0]["printed_total"], said["processes"][0]["sum_matches"]) == (None, None)
    code, said, told = run(capsys, str(write_text(tmp_path)), "--dry-run")
    assert (code, said["processes"]) == (0, [])
    assert "không có bảng các bước" in told


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, str(tmp_path / "missing.md"), "--dry-run")
    assert (code, set(said), set(said["error"])) == (2, {"error"}, {"id", "message", "next"})


def test_for_a_persons_eyes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["process", "import", str(write_text(tmp_path, Table(rows=ROWS))), "--dry-run"])
    said = capsys.readouterr().out
    assert "7001/QĐ-UBND" in said
    assert "4 bước" in said
    assert "Bước 2: Không nhận ra vị trí công tác" in said
    assert TITLE.split(":")[0] not in said


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main(["process", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.django_db
def test_keeping_says_the_same_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write_text(tmp_path, Table()))
    _, tried, _ = run(capsys, path, "--dry-run")
    _, kept, told = run(capsys, path)
    assert kept == tried
    assert "quy trình mới 1" in told
    assert "không đổi 1" in run(capsys, path)[2]
    assert InternalProcess.objects.get().code == "7001/QĐ-UBND#1"


@pytest.mark.django_db
def test_a_drawing_goes_out_and_comes_in_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, str(write_text(tmp_path, Table())))
    out = tmp_path / "drawn.bpmn"
    code, said = command(capsys, "bpmn", "7001/QĐ-UBND#1", "--out", str(out))
    assert (code, said["version"], said["bytes"]) == (0, 1, out.stat().st_size)
    assert version_of(from_bpmn(out.read_bytes()).process) == said["hash"]
    code, document, told = run(capsys, str(out))
    assert (code, document["decision"]["number"]) == (0, "")
    assert [step["quantity"] for step in document["processes"][0]["steps"]] == [0.5, 0.5, 4, 1, 0.5, None]
    assert ProcessVersion.objects.count() == 1
    assert "không đổi 1" in told
    assert command(capsys, "bpmn", "7001/QĐ-UBND#1", "--version", "1")[1]["bpmn"].startswith("<?xml")
    assert main(["process", "bpmn", "7001/QĐ-UBND#9", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["id"] == "process_unknown"


@pytest.mark.django_db
def test_a_check_that_finds_faults_exits_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(capsys, "check") == (0, {"ok": True, "processes": 0, "faults": 0, "checked": []})
    run(capsys, str(write_text(tmp_path, Table())))
    code, said = command(capsys, "check")
    assert (code, said["faults"], said["checked"][0]["state"]) == (0, 0, "draft")
    run(capsys, str(write_text(tmp_path, Table(total=("Tổng thời gian", "5 ngày làm việc")))))
    code, said = command(capsys, "check", "7001/QĐ-UBND#1")
    assert (code, said["ok"], said["faults"]) == (1, False, 1)
    (found,) = [each for each in said["checked"][0]["findings"] if each["kind"] == "over_limit"]
    assert (found["severity"], found["decision"]) == ("error", None)
    assert "6,5 ngày làm việc" in found["message"]
