"""The motcua command: one JSON document out, refusals with exit code 2, verbs loaded only when asked for."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from motcua.foundation.command_line import Command
from motcua.site import cli


def run(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "motcua.site.cli", *words]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == code, answer.stderr
    return answer


def test_help_lists_every_verb() -> None:
    told = run("--help").stdout
    for verb in (*cli.VERBS, "manage"):
        assert re.search(rf"^ +{verb}\s", told, re.MULTILINE)


@pytest.mark.parametrize("words", [["no-such-verb"], ["db"], ["db", "fly"], ["db", "status", "--wings"]])
def test_wrong_usage_is_told_as_json(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*words, "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["id"] == "usage"
    assert error["message"]
    assert "--help" in error["next"]


def test_wrong_usage_without_json_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["no-such-verb"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "no-such-verb" in told.err


def test_a_verb_whose_module_is_missing_leaves_the_others_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(cli.VERBS, "search", "motcua.procedures.not_built:SEARCH")
    assert cli.main(["search", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["id"] == "verb_missing"
    assert cli.main(["db", "status", "--json"]) == 0


def test_a_fault_inside_a_verb_is_not_taken_for_a_missing_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> object:
        raise ModuleNotFoundError("No module named 'third_party'", name="third_party")

    monkeypatch.setattr(cli.importlib, "import_module", broken)
    with pytest.raises(ModuleNotFoundError, match="third_party"):
        cli.main(["due"])


def test_a_check_that_finds_faults_exits_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    faulty = Command("a check", lambda parser: None, lambda arguments: 1)
    monkeypatch.setattr(cli, "_load", lambda verb: faulty)
    assert cli.main(["due"]) == 1


PURE = """
import sys
from motcua.site import cli
cli._load(sys.argv[1])
loaded = {name.partition(".")[0] for name in sys.modules}
print(*sorted(loaded & {"django", "psycopg", "procrastinate", "typst"}))
"""


@pytest.mark.parametrize("verb", ["due", "code"])
def test_pure_verbs_load_neither_framework_nor_driver(verb: str) -> None:
    answer = subprocess.run([sys.executable, "-c", PURE, verb], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == ""


@pytest.mark.django_db
def test_the_database_in_force_is_told() -> None:
    told = json.loads(run("db", "status", "--json").stdout)
    assert told == {"embedded": False}
