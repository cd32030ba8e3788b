"""Keeps a few child processes running, and takes them all down together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Final, NamedTuple

RESTARTS: Final = 5
WINDOW: Final = 60.0
PATIENCE: Final = 25.0
_PR_SET_PDEATHSIG: Final = 1


class Child(NamedTuple):
    """A process to keep: what it is called in messages, its command, where its output goes."""

    name: str
    command: Sequence[str]
    log: Path


class Supervisor:
    """Starts `children`, restarts one that dies, and stops all on SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self._children = children
        self._say = say
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths: dict[str, list[float]] = {child.name: [] for child in children}
        self._stop = False

    def run(self, when_up: Callable[[], None]) -> int:
        """Until a signal (0) or until a child dies too often (1); no child is left behind."""
        before = {
            one: signal.signal(one, self._on_signal) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            for child in self._children:
                self._start(child)
            when_up()
            return self._watch()
        finally:
            self._stop_all()
            for one, handler in before.items():
                signal.signal(one, handler)

    def stopping(self) -> bool:
        """Whether a signal has come."""
        return self._stop

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop = True

    def _start(self, child: Child) -> None:
        child.log.parent.mkdir(parents=True, exist_ok=True)
        with child.log.open("ab") as output:
            # Its own session: Ctrl-C reaches us alone, and we stop the children in order.
            self._running[child.name] = subprocess.Popen(
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - one thread here
            )

    def _watch(self) -> int:
        while not self._stop:
            time.sleep(0.2)
            for child in self._children:
                code = self._running[child.name].poll()
                if code is not None and not self._stop and not self._again(child, code):
                    return 1
        return 0

    def _again(self, child: Child, code: int) -> bool:
        now = time.monotonic()
        deaths = [moment for moment in self._deaths[child.name] if now - moment < WINDOW] + [now]
        self._deaths[child.name] = deaths
        if len(deaths) > RESTARTS:
            self._say(f"{child.name} dừng liên tục (mã {code}); dừng tất cả. Xem {child.log}")
            return False
        self._say(f"{child.name} đã dừng bất ngờ (mã {code}); khởi động lại. Xem {child.log}")
        self._start(child)
        return True

    def _stop_all(self) -> None:
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for name, process in self._running.items():
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{name} không dừng đúng hạn; buộc dừng.")
            _kill_group(process.pid)
            process.wait()


def _kill_group(group: int) -> None:
    """Whatever the child left of its own children goes with it."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _die_with_parent() -> None:
    """In the child: where we are killed outright, Linux stops it too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
