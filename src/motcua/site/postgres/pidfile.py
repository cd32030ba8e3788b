"""The lock that a PostgreSQL server leaves in its data folder, and what to do when its owner is gone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from motcua.foundation.errors import DomainError, gettext_noop


def clear_stale(data: Path, say: Callable[[str], None]) -> None:
    """Remove `postmaster.pid` where no PostgreSQL lives by its number; keep it where one does.

    PostgreSQL itself takes any living process of the same user for a server, which after a restart of the
    machine can be anybody.

    Raises: DomainError `data_locked` where a PostgreSQL server holds the folder but does not answer us.
    """
    lock = data / "postmaster.pid"
    try:
        lines = lock.read_text().splitlines()
    except FileNotFoundError:
        return
    number = lines[0].strip().lstrip("-") if lines else ""
    if number.isdigit() and _is_postgres(int(number)):
        raise DomainError(
            gettext_noop(
                "Máy chủ PostgreSQL (tiến trình %(pid)s) đang giữ thư mục %(path)s nhưng không trả lời."
            ),
            gettext_noop(
                "Đợi vài giây rồi chạy lại; nếu vẫn vậy, dừng tiến trình %(pid)s bằng `kill -INT %(pid)s`."
            ),
            id="data_locked",
            pid=number,
            path=str(data),
        )
    say("Bỏ khóa cũ của một máy chủ PostgreSQL không còn chạy.")
    lock.unlink()


def _is_postgres(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return "postgres" in Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        # No /proc on macOS; without `ps` either, PostgreSQL's own check decides.
        answer = subprocess.run(
            ["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return "postgres" in answer.stdout
