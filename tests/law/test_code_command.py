"""`motcua code parse` as contracts section 1 fix it, with the regimes behind it."""

from __future__ import annotations

import json

import pytest

from motcua.law.codes import parse_code
from motcua.site.cli import main


@pytest.mark.parametrize(
    ("code", "generated_by"),
    [
        ("000.07.21.H14-180621-0001", "R2018"),
        ("000.01.14.H14-221122-0007", "R2021"),
        ("000.07.21.H14-250630-0001", "R2021"),
        ("H14.7.21-250701-0001", "R2025"),
        ("000.07.21.H14-250701-0001", None),
        ("H14.7.21-221122-0007", None),
        ("000.07.21.H14-180620-0001", None),
        ("H15.50.05.13-261008-0975", None),
        ("000.17.22.H56-210531-0001", None),
        ("G09.20-20260609-0092637", None),
        ("H14.123.01-260301-021234", None),
    ],
)
def test_a_code_is_ours_only_under_the_regime_that_writes_it(code: str, generated_by: str | None) -> None:
    read = parse_code(code)
    assert read["valid"]
    assert (read["generated_by"], read["import_only"]) == (generated_by, generated_by is None)


def test_vector_10_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    codes = ["000.01.14.H14-221122-0007", "H15.50.05.13-261008-0975", "no code", "1.004227"]
    assert main(["code", "parse", *codes, "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert [each["input"] for each in read] == codes
    assert [each["kind"] for each in read] == ["dossier", "dossier", "unknown", "procedure"]
    assert [each["valid"] for each in read] == [True, True, False, True]
    assert [each["import_only"] for each in read] == [False, True, False, False]
    assert list(read[0]) == [
        "input",
        "kind",
        "valid",
        "scheme",
        "agency",
        "date",
        "serial",
        "owner",
        "generated_by",
        "import_only",
        "warnings",
        "reason",
    ]


def test_people_read_a_line_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "parse", "H14.7.21-261117-0014", "x"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "decision_20_2020" in first
    assert "không hợp lệ" in second
