"""Where this installation keeps what it writes: database, keys, uploads.

`MOTCUA_HOME` moves it. An ordinary user keeps everything in `<project>/.home`; root uses
`/var/lib/motcua/<hash of the project's path>`, because PostgreSQL refuses to run as root and the system
user it runs as cannot look into root's own folders.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from motcua.foundation.errors import DomainError, gettext_noop

PROJECT_DIR: Final = Path(__file__).resolve().parents[3]
SYSTEM_HOME: Final = Path("/var/lib/motcua")


def home() -> Path:
    """The folder of this installation, not necessarily made yet; tests get their own inside it."""
    base = _base()
    return base / "test" if "PYTEST_VERSION" in os.environ else base


def _base() -> Path:
    chosen = os.environ.get("MOTCUA_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if os.geteuid() == 0:
        return SYSTEM_HOME / hashlib.sha256(os.fsencode(PROJECT_DIR)).hexdigest()[:16]
    return PROJECT_DIR / ".home"


def folder(path: Path, *, mode: int = 0o700) -> Path:
    """Make `path` with its parents; only the last one gets `mode`.

    Raises: DomainError `home_not_writable` where the right is missing or the disk is full.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=mode)
    except OSError as error:
        raise not_writable(path, error) from error
    return path


def not_writable(path: Path, error: OSError) -> DomainError:
    """The refusal for a folder in which nothing can be written, with the system's own reason."""
    return DomainError(
        gettext_noop("Không ghi được vào thư mục %(path)s (%(reason)s)."),
        gettext_noop(
            "Cấp quyền ghi hoặc dọn chỗ cho thư mục đó, hoặc đặt biến MOTCUA_HOME sang một thư mục khác "
            "rồi chạy lại."
        ),
        id="home_not_writable",
        path=str(path),
        reason=error.strerror or type(error).__name__,
    )
