"""Calling the inspecting process and reading its answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec
import structlog

from motcua.dossiers.inspection.findings import Answer, Finding, refused
from motcua.foundation.errors import gettext_noop

_SECONDS: Final = 60
_log = structlog.get_logger(__name__)


def look_apart(path: Path, cleaned: Path) -> Finding:
    """`look` in a process of its own. A file that breaks the process, or takes over a minute, is refused."""
    try:
        child = subprocess.run(  # noqa: S603 - our own module; the paths are ours
            [sys.executable, "-m", "motcua.dossiers.inspection", str(path), str(cleaned)],
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
        answer = msgspec.json.decode(child.stdout, type=Answer)
    except (subprocess.SubprocessError, msgspec.DecodeError) as failure:
        words = (getattr(failure, "stderr", None) or b"")[-500:].decode(errors="replace")
        _log.warning("file_inspection_failed", failure=type(failure).__name__, words=words)
        raise refused(
            "unreadable",
            gettext_noop("Không kiểm tra được tệp: tệp hỏng hoặc quá phức tạp."),
            gettext_noop("In lại thành PDF hoặc quét lại giấy tờ rồi tải lên."),
        ) from failure
    if answer.refusal:
        raise answer.refusal.error()
    assert answer.finding is not None
    return answer.finding
