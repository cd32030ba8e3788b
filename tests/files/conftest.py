"""A store of its own for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from motcua.dossiers.inspection.findings import Finding
from motcua.dossiers.inspection.look import look


@pytest.fixture
def attachments(tmp_path: Path, settings: Any) -> Path:
    """The folder of the store."""
    folder = tmp_path / "attachments"
    options = {**settings.STORAGES["attachments"]["OPTIONS"], "location": folder}
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {**settings.STORAGES["attachments"], "OPTIONS": options},
    }
    return folder


@pytest.fixture
def inspected(tmp_path: Path) -> Callable[[bytes], Finding]:
    """Look at these bytes, in this process; the cleaned copy is `tmp_path / "cleaned"`."""

    def inspect(content: bytes) -> Finding:
        path = tmp_path / "sent"
        path.write_bytes(content)
        return look(path, tmp_path / "cleaned")

    return inspect
