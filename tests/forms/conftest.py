"""The demonstration's catalogue, loaded once a worker, and its forms where a test asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.dossiers.conftest import _fill
from tests.support.databases import Databases

from motcua.dossiers.places import forget_agencies
from motcua.forms import services
from motcua.forms.queries import by_revision


@pytest.fixture(scope="module")
def province(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Organisation and catalogue of the demonstration, as the pages of officers have them."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        forget_agencies()
        with databases.beside("province", _fill):
            yield
        forget_agencies()


@pytest.fixture
def with_forms(province: None, db: None) -> Iterator[None]:
    """The forms of the demonstration in force."""
    services.load_demo()
    yield
    by_revision.cache_clear()
