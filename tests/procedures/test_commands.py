"""`motcua procedures import|show` and `motcua search`, to the letter of contracts, section 1."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from tests.procedures.support import clock, flat, write_lines

from motcua.foundation.command_line import Command
from motcua.foundation.errors import NotFound
from motcua.procedures import services
from motcua.procedures.procedures_command import PROCEDURES, SEARCH

pytestmark = pytest.mark.django_db


def run(command: Command, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[Any, str]:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    parser.add_argument("--json", action="store_true")
    assert command.run(parser.parse_args([*words, "--json"])) == 0
    told = capsys.readouterr()
    return json.loads(told.out), told.err


def test_import_writes_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = flat(code="1.000002", channels=[{"channel": "DIRECT", "time": 7, "unit": "OTHER"}])
    file = write_lines(tmp_path, flat(), flat(), other, b"{")
    report, progress = run(PROCEDURES["import"], capsys, str(file))
    assert report == {
        "file": "records.jsonl",
        "shape": "portal_detail_flat",
        "dry_run": False,
        "read": 4,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 1,
        "rejected": [{"row": 4, "code": "", "reason": "Dòng không phải JSON đọc được hoặc sai UTF-8"}],
        "contradictions": [
            {"code": "1.000002", "kind": "unknown_unit", "where": "channels: direct", "detail": "7 (other)"}
        ],
    }
    assert "100%" in progress


def test_dry_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, _ = run(PROCEDURES["import"], capsys, str(write_lines(tmp_path, flat())), "--dry-run")
    assert (report["dry_run"], report["created"]) == (True, 1)
    with pytest.raises(NotFound):
        run(PROCEDURES["show"], capsys, "1.009999")


def test_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fee = {"type": "SERVICE_FEE", "value": 8000, "note": ""}
    rows = [{"channel": "DIRECT", "time": 3.5, "unit": "WORKING_DAY", "fees": [fee]}]
    services.import_file(write_lines(tmp_path, flat(channels=rows)), clock=clock())
    shown, _ = run(PROCEDURES["show"], capsys, "1.009999")
    assert shown == {
        "code": "1.009999",
        "name": "Thủ tục thử nghiệm",
        "field": "Hộ tịch",
        "levels": ["commune"],
        "receivable": True,
        "versions": [
            {
                "valid_from": "2026-11-22",
                "valid_to": None,
                "source": "portal_detail_flat",
                "channels": [
                    {
                        "channel": "direct",
                        "limit": 3.5,
                        "unit": "working_day",
                        "fees": [{"kind": "charge", "amount": 8000, "certain": True, "text": "8000"}],
                    }
                ],
                "cases": [],
                "components": [
                    {
                        "group": "Giấy tờ phải nộp",
                        "code": None,
                        "name": "Tờ khai",
                        "originals": 1,
                        "copies": 0,
                    }
                ],
                "results": [{"code": "KQ.G15.000031", "name": "Giấy khai sinh"}],
                "legal_bases": [{"code": "60/2014/QH13", "name": "Luật Hộ tịch"}],
            }
        ],
        "contradictions": [],
    }


def test_show_tells_contradictions_and_decisions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"channel": "DIRECT", "time": 7, "unit": "OTHER"}]
    services.import_file(write_lines(tmp_path, flat(channels=rows)), clock=clock())
    shown, _ = run(PROCEDURES["show"], capsys, "1.009999")
    assert shown["contradictions"] == [{"kind": "unknown_unit", "detail": "7 (other)", "decision": None}]


def test_show_of_the_demonstration(capsys: pytest.CaptureFixture[str]) -> None:
    services.load_demo(clock())
    shown, _ = run(PROCEDURES["show"], capsys, "2.000806")
    assert [(v["valid_from"], v["valid_to"]) for v in shown["versions"]] == [
        ("2021-12-06", "2025-06-30"),
        ("2025-07-01", None),
    ]
    assert shown["levels"] == ["commune"]


def test_unknown_code_has_suggestions(capsys: pytest.CaptureFixture[str]) -> None:
    services.load_demo(clock())
    with pytest.raises(NotFound) as refusal:
        run(PROCEDURES["show"], capsys, "1.001139")
    assert "1.001193" in refusal.value.next_step


def test_search(capsys: pytest.CaptureFixture[str]) -> None:
    services.load_demo(clock())
    hits, _ = run(SEARCH, capsys, "dang", "ky", "khai", "sinh", "--limit", "2")
    assert len(hits) == 2
    assert list(hits[0]) == ["code", "name", "field", "level", "score", "receivable"]
    assert hits[0]["code"] == "1.001193"
    assert run(SEARCH, capsys, "xyzzy")[0] == []
