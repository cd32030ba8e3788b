"""The demonstration's catalogue with its forms, loaded once a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.dossiers.conftest import _fill
from tests.support.databases import Databases

from motcua.dossiers.places import forget_agencies
from motcua.forms import services
from motcua.forms.queries import by_revision


def _fill_with_forms() -> None:
    _fill()
    services.load_demo()


@pytest.fixture(scope="module")
def province(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Organisation, catalogue and forms of the demonstration."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        forget_agencies()
        by_revision.cache_clear()
        with databases.beside("forms", _fill_with_forms):
            yield
        forget_agencies()
        by_revision.cache_clear()
