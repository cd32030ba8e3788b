"""The folders of an embedded cluster below a home."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

# sockaddr_un holds 108 bytes with the closing zero; PostgreSQL refuses a longer path.
SOCKET_PATH_LIMIT: Final = 107
_SOCKET_NAME: Final = ".s.PGSQL.5432"


def socket_folder(home: Path) -> Path:
    """Where the cluster of `home` has its Unix socket: inside it, or in a short folder where that is long."""
    inside = home / "run"
    if len(os.fsencode(inside / _SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return inside
    name = f"motcua-{os.geteuid()}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    # Root's own run folder, which nobody else can prepare; else the shared one, checked when it is used.
    short = Path("/run") if os.geteuid() == 0 and os.access("/run", os.W_OK) else Path(tempfile.gettempdir())
    return short / name


def data_folder(home: Path) -> Path:
    """PGDATA."""
    return home / "data"


def server_log(home: Path) -> Path:
    """What the server writes while it starts and runs."""
    return home / "log" / "postgresql.log"
