"""`motcua demo` as a newcomer meets it: one command, all there, all gone after Ctrl-C, back in seconds."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from motcua.site import postgres
from motcua.site.finders import NODE_MODULES


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(number: int) -> set[int]:
    """Every process below `number`."""
    answer = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in answer.stdout.splitlines()]
    found, new = set[int](), {number}
    while new:
        new = {child for child, parent in pairs if parent in new}
        found |= new
    return found


def start(home: Path, port: int) -> subprocess.Popen[str]:
    """`motcua demo` as outside of tests: with hashed static files and a database that syncs to the disk."""
    environment = {**os.environ, "MOTCUA_PORT": str(port), "MOTCUA_HOME": str(home)}
    del environment["PYTEST_VERSION"]
    command = [sys.executable, "-m", "motcua.site.cli", "demo"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


@contextmanager
def demo(home: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The demonstration up, with what it has said; stopped as by Ctrl-C afterwards."""
    process = start(home, port)
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if "Ctrl-C" in line:
            break
    try:
        yield process, said
    finally:
        process.send_signal(signal.SIGINT)
        said.extend(process.stderr)
        process.wait(timeout=60)


@pytest.mark.slow
@pytest.mark.skipif(not NODE_MODULES.is_dir(), reason="npm ci has not run")
def test_the_demonstration_from_nothing_and_again(fresh_home: Path) -> None:
    port = free_port()
    with demo(fresh_home, port) as (process, said):
        told = "".join(said)
        assert f"http://localhost:{port}/" in told
        assert "Dữ liệu trình diễn" in told
        assert re.search(r"(?m)^  \S+ +\S.+, .+", told), "who can sign in"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.read() == b'{"ok": true, "warnings": []}'
        with urllib.request.urlopen(f"http://localhost:{port}/") as answer:
            page = answer.read().decode()
        for sheet in re.findall(r'<link[^>]+rel="stylesheet"[^>]*href="([^"]+)"', page):
            with urllib.request.urlopen(f"http://localhost:{port}{sheet}") as answer:
                assert "immutable" in answer.headers["Cache-Control"], sheet
        family = children_of(process.pid)
        assert len(family) >= 4, "gunicorn, its workers, the job worker"
    assert process.returncode == 0, said
    assert "Đã dừng" in said[-1]
    assert not any(Path(f"/proc/{number}").exists() for number in family)
    assert not postgres.status().running

    # The second start makes nothing anew: three seconds on a quiet machine.
    with demo(fresh_home, port) as (process, said):
        told = "".join(said)
        assert "Dữ liệu trình diễn" not in told
        assert "Tạo cụm cơ sở dữ liệu" not in told
    assert process.returncode == 0


@pytest.mark.slow
def test_a_demonstration_stopped_in_the_middle_of_its_making_leaves_nothing_running(fresh_home: Path) -> None:
    process = start(fresh_home, free_port())
    assert process.stderr is not None
    for line in process.stderr:
        if "Cập nhật" in line:
            break
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert not postgres.status().running
