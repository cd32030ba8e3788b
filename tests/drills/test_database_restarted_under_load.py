"""The database is restarted while four counters receive: nothing acknowledged is lost, nothing doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import PROJECT
from tests.site.conftest import fresh_home

__all__ = ["fresh_home"]


@pytest.mark.slow
def test_no_acknowledged_intake_is_lost_and_none_doubled(fresh_home: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.drills.restart_under_load"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["broken"] > 0, "the restart was not felt"
    assert told["acknowledged"] > told["before"] > 0
    assert told["lost"] == []
    assert told["codes"] == told["acknowledged"] == told["present"] == told["dossiers"]
    assert told["log_ok"]
