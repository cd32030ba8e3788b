"""Fixtures for tests of the machinery: a home of its own, with no database of the test run in the way."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from motcua.site import postgres
from motcua.site.home import home


@pytest.fixture
def fresh_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home in force, empty, where a system user can reach it; its server is stopped afterwards."""
    outer = Path(tempfile.mkdtemp(prefix="mc-"))
    outer.chmod(0o711)
    monkeypatch.setenv("MOTCUA_HOME", str(outer))
    for name in ("DATABASE_URL", "MOTCUA_OWNER_DATABASE_URL", "MOTCUA_DATABASE_ROLE"):
        monkeypatch.delenv(name, raising=False)
    try:
        yield home()
    finally:
        quiet = [].append
        postgres.release(quiet)
        if (home() / "data" / "postmaster.pid").exists():
            postgres.shut_down(quiet)
        shutil.rmtree(outer)


@pytest.fixture
def as_root() -> None:
    """For what only root meets."""
    if os.geteuid() != 0:
        pytest.skip("only root starts PostgreSQL as another user")
