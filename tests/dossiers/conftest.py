"""The demonstration province without dossiers, in a database beside; and offices of two times in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from tests.dossiers.room import Room
from tests.support.databases import Databases

from motcua.dossiers.places import forget_agencies
from motcua.organisation.services import load_demo as load_organisation
from motcua.procedures.services import load_demo as load_procedures

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _fill() -> None:
    with override_settings(PASSWORD_HASHERS=QUICK):
        load_organisation()
    load_procedures()


@pytest.fixture(scope="module")
def province(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Organisation and catalogue of the demonstration; loaded once a worker."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        forget_agencies()
        with databases.beside("province", _fill):
            yield
        forget_agencies()


@pytest.fixture
def room(province: None, db: None) -> Room:
    """A ward's office under R2025, Monday 2 March 2026 at nine; no day off is near."""
    return Room("2026-03-02T09:00")


@pytest.fixture
def room_2022(province: None, db: None) -> Room:
    """The same office under R2021, Monday 1 August 2022 at nine."""
    return Room("2022-08-01T09:00")


@pytest.fixture(params=["2026-03-02T09:00", "2022-08-01T09:00"], ids=["R2025", "R2021"])
def office(province: None, db: None, request: pytest.FixtureRequest) -> Room:
    """The office under either regime, on a Monday at nine with no day off but weekends near."""
    return Room(request.param)


@pytest.fixture
def own_store(tmp_path: Path, settings: Any) -> None:
    """Attached files go to a folder of the test's own."""
    kept = settings.STORAGES["attachments"]
    options = {**kept["OPTIONS"], "location": tmp_path / "attachments"}
    settings.STORAGES = {**settings.STORAGES, "attachments": {**kept, "OPTIONS": options}}
