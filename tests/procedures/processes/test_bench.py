"""`motcua bench process` measures both engines on one process that both can run."""

from __future__ import annotations

import json

import pytest

from motcua.procedures.processes.check import structure
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import Task
from motcua.site.bench_process import STEPS, the_process
from motcua.site.cli import main


def test_both_engines_are_measured_in_one_run(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["bench", "process", "--runs", "20", "--json"]) == 0
    ours, theirs = json.loads(capfdbinary.readouterr().out)
    assert (ours["name"], theirs["name"]) == ("process", "process, SpiffWorkflow")
    assert (ours["runs"], ours["steps"]) == (20, STEPS)
    assert min(ours["median_us"], theirs["median_us"]) > 0


def test_the_measured_process_is_sound_and_has_the_steps_it_counts() -> None:
    process = the_process()
    assert structure(Graph(process)) == []
    assert sum(isinstance(node, Task) for node in process.nodes) == STEPS
