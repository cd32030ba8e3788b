"""Accounts with a draft, and stores of files of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from motcua.filing import drafts
from motcua.filing.drafts import Draft
from motcua.foundation.clock import FixedClock

OWNER, OTHER = "cowner", "cother"


@pytest.fixture
def stores(tmp_path: Path, settings: Any) -> Path:
    """The folder of pieces; whole files lie beside it."""
    store = settings.STORAGES["attachments"]
    options = {**store["OPTIONS"], "location": tmp_path / "attachments"}
    settings.STORAGES = {**settings.STORAGES, "attachments": {**store, "OPTIONS": options}}
    settings.MOTCUA_UPLOADS_DIR = str(tmp_path / "uploads")
    settings.MOTCUA_CLAMD_ADDRESS = ""
    return tmp_path / "uploads"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(1_795_000_000_000_000)


@pytest.fixture
def draft(db: None, stores: Path, clock: FixedClock) -> Draft:
    """A draft of `OWNER`."""
    return begun(clock)


def begun(clock: FixedClock, account: str = OWNER) -> Draft:
    return drafts.begin(
        account,
        procedure="1.001193",
        case="",
        section="H14.40.03",
        form="khai-sinh",
        revision="r1",
        clock=clock,
    )
