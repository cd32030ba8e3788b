"""The demonstration's children: restarted when they die, all gone when it stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from motcua.site.supervisor import RESTARTS, Child, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def wait_for(what: Callable[[], object], seconds: float = 15.0) -> None:
    limit = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.02)


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_a_signal_stops_every_child_and_grandchild(tmp_path: Path) -> None:
    family = "import subprocess, sys; p = subprocess.Popen(sys.argv[1:]); print(p.pid, flush=True); p.wait()"
    house = Supervisor([Child("family", [sys.executable, "-c", family, *SLEEP], tmp_path / "log")], [].append)
    numbers: list[int] = []

    def when_up() -> None:
        wait_for((tmp_path / "log").read_text)
        numbers.extend([house._running["family"].pid, int((tmp_path / "log").read_text())])
        threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT]).start()

    assert house.run(when_up) == 0
    assert len(numbers) == 2
    wait_for(lambda: not any(alive(number) for number in numbers))


def test_a_child_that_dies_is_told_and_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    house = Supervisor([Child("web", SLEEP, tmp_path / "log")], said.append)

    def kill_it_once() -> None:
        first = house._running["web"].pid
        os.kill(first, signal.SIGKILL)

        def second() -> bool:
            return house._running["web"].pid != first

        def finish() -> None:
            wait_for(second)
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=finish).start()

    assert house.run(kill_it_once) == 0
    assert any("web" in line and "khởi động lại" in line for line in said)


def test_a_child_that_keeps_dying_ends_it_all(tmp_path: Path) -> None:
    said: list[str] = []
    other = Child("other", SLEEP, tmp_path / "other")
    house = Supervisor(
        [other, Child("web", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "log")], said.append
    )
    assert house.run(lambda: None) == 1
    assert sum("khởi động lại" in line for line in said) == RESTARTS
    assert house._running["other"].poll() is not None


def test_children_go_even_when_their_parent_is_killed_outright(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from motcua.site.supervisor import Child, Supervisor
house = Supervisor([Child("web", {SLEEP!r}, Path({str(tmp_path / "log")!r}))], print)
house.run(lambda: print(house._running["web"].pid, flush=True))
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert alive(child)
    parent.kill()
    parent.wait()
    wait_for(lambda: not alive(child))
