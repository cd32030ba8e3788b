"""A province with some months of dossiers, made once for the files of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.test import override_settings
from tests.figures.varied import fill
from tests.support.databases import Databases

from motcua.dossiers.generate import generate
from motcua.foundation.clock import FixedClock, instant_of
from motcua.organisation.services import load_demo as load_organisation
from motcua.procedures.process_services import load_demo as load_processes
from motcua.procedures.services import load_demo as load_procedures

NOW = FixedClock(instant_of(datetime(2026, 3, 20, 16, 0)))
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def past(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Three hundred dossiers from last December to the middle of March."""
    with django_db_blocker.unblock(), databases.beside("figures", _fill):  # type: ignore[attr-defined]
        yield


@pytest.fixture(scope="module")
def varied(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A past in which everything that further figures count happens."""
    with django_db_blocker.unblock(), databases.beside("varied", fill):  # type: ignore[attr-defined]
        yield


@pytest.fixture(scope="module")
def stepped(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A past in which some procedures have a process of their own, some dossiers are late with a letter of
    apology, and other agencies do parts."""
    with django_db_blocker.unblock(), databases.beside("stepped", _fill_stepped):  # type: ignore[attr-defined]
        yield


def _fill_stepped() -> None:
    with override_settings(PASSWORD_HASHERS=QUICK):
        load_organisation()
    load_procedures()
    load_processes()
    generate(110, 3, first=date(2025, 12, 1), last=date(2026, 3, 20), clock=NOW)
    generate(20, 6, first=date(2025, 12, 1), last=date(2026, 3, 1), late=True, clock=NOW)


def _fill() -> None:
    with override_settings(PASSWORD_HASHERS=QUICK):
        load_organisation()
    load_procedures()
    generate(300, 11, first=date(2025, 12, 1), last=date(2026, 3, 20), clock=NOW)
