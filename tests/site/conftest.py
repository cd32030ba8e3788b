"""Fixtures for tests of the machinery: a home of its own, with no database of the test run in the way."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from motcua.site import postgres
from motcua.site.home import home


@contextmanager
def new_home(patch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that nobody has, where a system user can reach it; its server is stopped afterwards."""
    outer = Path(tempfile.mkdtemp(prefix="mc-"))
    outer.chmod(0o711)
    work_in(outer, patch)
    try:
        yield home()
    finally:
        work_in(outer, patch)
        quiet = [].append
        postgres.release(quiet)
        if (home() / "data" / "postmaster.pid").exists():
            postgres.shut_down(quiet)
        shutil.rmtree(outer)


def work_in(outer: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("MOTCUA_HOME", str(outer))
    for name in ("DATABASE_URL", "MOTCUA_OWNER_DATABASE_URL", "MOTCUA_DATABASE_ROLE"):
        patch.delenv(name, raising=False)


@pytest.fixture
def fresh_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home in force, empty."""
    with new_home(monkeypatch) as made:
        yield made


@pytest.fixture(scope="module")
def _one_home() -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch, new_home(patch) as made:
        postgres.ensure_running([].append)
        patch.undo()
        yield made


@pytest.fixture
def standing_home(_one_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home in force, made as a fresh one and running: one for all tests of a file that only ask it."""
    work_in(_one_home.parent, monkeypatch)
    return home()


@pytest.fixture
def as_root() -> None:
    """For what only root meets."""
    if os.geteuid() != 0:
        pytest.skip("only root starts PostgreSQL as another user")
