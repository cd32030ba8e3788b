"""`motcua due` as contracts section 1 fix it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from motcua.foundation.errors import DomainError
from motcua.law.due_command import read_moment
from motcua.site.cli import main

Output = pytest.CaptureFixture[str]


def due(capsys: Output, *words: str) -> Any:
    assert main(["due", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: Output, *words: str) -> Any:
    assert main(["due", *words, "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert set(error) == {"id", "message", "next"}
    return error


def test_one_due_date(capsys: Output) -> None:
    answer = due(capsys, "--received", "2022-04-28T14:00", "--limit", "3", "--unit", "working_day")
    assert answer == {
        "received_at": "2022-04-28T14:00",
        "limit": 3,
        "unit": "working_day",
        "count": "hours",
        "regime": "R2021",
        "calendar_version": "VN-2026.1",
        "clock_start": "2022-04-28T14:00",
        "due_at": "2022-05-05T14:00",
        "due_date": "2022-05-05",
        "provisional": False,
        "explanation": [],
    }


def test_the_explanation_on_request(capsys: Output) -> None:
    words = ("--received", "2022-04-28T14:00", "--limit", "3", "--unit", "WORKING_DAY", "--explain")
    lines = due(capsys, *words)["explanation"]
    assert [line["date"] for line in lines][:3] == ["2022-04-28", "2022-04-29", "2022-04-30"]
    assert list(lines[0]) == ["date", "kind", "minutes", "reason", "source"]
    assert lines[0]["minutes"] == 180
    assert {line["kind"] for line in lines} == {"counted", "skipped"}


@pytest.mark.parametrize(
    ("words", "due_at", "regime"),
    [
        (
            "--limit 3.5 --unit working_day --count whole_days --received 2022-08-01T09:00",
            "2022-08-05T11:00",
            "R2021",
        ),
        ("--limit 20 --unit DAY --received 2022-08-12T09:00", "2022-09-05T17:00", "R2021"),
        ("--limit 6 --unit Month --received 2022-08-31T09:00", "2023-02-28T17:00", "R2021"),
        ("--limit 8 --unit hour --received 2026-08-03T07:00", "2026-08-03T17:00", "R2025"),
        ("--limit 1 --unit hour --received 2020-08-03T07:00:30", "2020-08-03T08:00:30", "R2018"),
        (
            "--limit 1 --unit working_day --after-15 next_day --received 2022-08-01T15:00:01",
            "2022-08-02T17:00",
            "R2021",
        ),
        ("--limit 5 --unit OTHER --received 2022-08-01T09:00", None, "R2021"),
        ("--received 2022-08-01T09:00 --unit working_day", None, "R2021"),
        ("--limit 1 --unit hour --received 2017-08-01T09:00", "2017-08-01T10:00", None),
    ],
)
def test_units_counts_and_regimes(capsys: Output, words: str, due_at: str | None, regime: str | None) -> None:
    answer = due(capsys, *words.split())
    assert (answer["due_at"], answer["regime"]) == (due_at, regime)
    assert answer["due_date"] == (due_at[:10] if due_at else None)


@pytest.mark.parametrize(
    ("words", "error_id"),
    [
        ("--received 1800-01-01T08:00 --limit 1 --unit hour", "moment_out_of_range"),
        ("--received 9999-12-31T08:00 --limit 1 --unit hour", "moment_out_of_range"),
        ("--received 2022-02-30T08:00 --limit 1 --unit hour", "moment_unreadable"),
        ("--received yesterday --limit 1 --unit hour", "moment_unreadable"),
        ("--received 2022-08-01 --limit 1 --unit hour", "moment_unreadable"),
        ("--received 2022-08-01T09:00 --limit -3 --unit hour", "limit_invalid"),
        ("--received 2022-08-01T09:00 --limit three --unit hour", "limit_invalid"),
        ("--received 2022-08-01T09:00 --limit NaN --unit hour", "limit_invalid"),
        ("--received 2022-08-01T09:00 --limit 1000000000 --unit DAY", "limit_out_of_range"),
        ("--received 2022-08-01T09:00 --limit 3 --unit week", "unit_unknown"),
        ("--received 2022-08-01T09:00 --limit 3 --unit hour --count days", "usage"),
        ("--limit 3 --unit hour", "usage"),
        ("--batch /nowhere/at/all.csv", "usage"),
    ],
)
def test_what_cannot_be_read_exits_with_2(capsys: Output, words: str, error_id: str) -> None:
    error = refused(capsys, *words.split())
    assert error["id"] == error_id
    assert error["message"]
    assert error["next"]


def test_people_read_lines(capsys: Output) -> None:
    assert (
        main(["due", "--received", "2022-08-05T09:00", "--limit", "1", "--unit", "working_day", "--explain"])
        == 0
    )
    out = capsys.readouterr().out
    assert "due_at: 2022-08-08T09:00" in out
    assert "Thứ Bảy; Chủ nhật" in out


def batch(capsys: Output, file: Path, text: str, *words: str) -> list[list[str]]:
    file.write_text(text, encoding="utf-8")
    assert main(["due", "--batch", str(file), *words]) == 0
    return list(csv.reader(io.StringIO(capsys.readouterr().out)))


def test_a_batch_keeps_columns_and_order(capsys: Output, tmp_path: Path) -> None:
    text = (
        "\ufeffno,received_at,limit,unit,count,note\n"
        '1,2022-04-28 14:00,3,WORKING_DAY,,"a, ""quoted"" note"\n'
        "2,2022-04-28T14:00,3,working_day,whole_days,\n"
        "3,2022-04-28T14:00,x,working_day,,\n"
        "4,2022-04-28T14:00,,OTHER,,Đoàn\n"
        "5,2022-04-28T14:00,1\n"
        "6,1800-01-01T00:00,1,hour,,\n"
        "7,2022-04-28T14:00,1,hour,never,\n"
        "8,2022-04-28T14:00,1,hour,,last\n"
    )
    rows = batch(capsys, tmp_path / "in.csv", text)
    assert rows[0] == ["no", "received_at", "limit", "unit", "count", "note", "due_at", "due_date", "error"]
    assert [row[0] for row in rows[1:]] == list("12345678")
    assert rows[1][5:] == ['a, "quoted" note', "2022-05-05T14:00", "2022-05-05", ""]
    assert rows[2][6] == "2022-05-05T17:00"
    assert rows[4][5:] == ["Đoàn", "", "", ""]
    assert [bool(row[-1]) for row in rows[1:]] == [False, False, True, False, True, True, True, False]
    assert rows[8][6:] == ["2022-04-28T15:00", "2022-04-28", ""]


def test_a_batch_takes_the_settings_of_the_command(capsys: Output, tmp_path: Path) -> None:
    text = "received_at,limit,unit\n2022-08-01 15:30,1,working_day\n"
    rows = batch(capsys, tmp_path / "in.csv", text, "--count", "whole_days", "--after-15", "next_day")
    assert rows[1][3] == "2022-08-03T17:00"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "received_at,limit\n2022-08-01T09:00,1\n"])
def test_a_batch_without_its_columns_exits_with_2(capsys: Output, tmp_path: Path, text: str) -> None:
    file = tmp_path / "in.csv"
    file.write_text(text, encoding="utf-8")
    assert "received_at" in refused(capsys, "--batch", str(file))["next"]


def test_a_batch_in_another_encoding_exits_with_2(capsys: Output, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes("received_at,limit,unit,ghi chú\n".encode("utf-16"))
    assert refused(capsys, "--batch", str(file))["id"] == "usage"


def test_the_examples_as_a_batch(capsys: Output, shared_data: Path) -> None:
    file = shared_data / "08_calendar" / "due_date_examples.csv"
    assert main(["due", "--batch", str(file)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["due_date"] for row in rows] == [row["due_R1"] for row in rows]
    assert len(rows) == 12


def test_moments_may_carry_an_offset() -> None:
    assert (
        read_moment("2022-08-01T02:00Z")
        == read_moment("2022-08-01 09:00")
        == read_moment("2022-08-01T09:00+07:00")
    )
    for text in ("2022-08-01T9:00", "2022-08-01T09:00:00.5", "20220801T0900", "２０２２-08-01T09:00"):
        with pytest.raises(DomainError):
            read_moment(text)
