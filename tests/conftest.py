"""What every test shares: a database of its own cloned from one template, the clock, the reference data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import django.test
import hypothesis
import psycopg
import pytest
from tests.support.databases import Databases

# An example takes as long as the machine is busy: nothing is asserted by the clock.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

PROJECT = Path(__file__).resolve().parent.parent
_databases: list[Databases] = []
LONG = (
    "site/test_demo.py",
    "site/test_english_pages.py",
    "keeping/test_restore.py",
    "procedures/test_import_of_real_files.py",
    "drills/",
    "e2e/",
    "keeping/",
    "procedures/test_order_of_imports.py",
)
"""Files of few and long tests, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, or one of them begins when every other worker is done and the run waits for it alone.

    The order counts with `--dist loadfile --no-loadscope-reorder`; without the latter files of many tests go
    first, and the longest have one or two.
    """

    def turn(item: pytest.Item) -> int:
        name = item.path.relative_to(PROJECT / "tests").as_posix()
        return next((place for place, start in enumerate(LONG) if name.startswith(start)), len(LONG))

    items.sort(key=turn)


@pytest.fixture(scope="session")
def databases(django_db_blocker: pytest.FixtureRequest) -> Iterator[Databases]:
    """The test databases of this process."""
    made = Databases()
    _databases.append(made)
    made.prepare()
    yield made
    _databases.clear()
    made.leave()


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases) -> None:
    """Instead of pytest-django's own databases: it would make and migrate one per worker."""


def _clone_instead_of_flush(case: django.test.TransactionTestCase) -> None:
    """After a test that commits: a fresh clone, for the application's role may not TRUNCATE the log."""
    _databases[0].clone()


django.test.TransactionTestCase._fixture_teardown = _clone_instead_of_flush  # type: ignore[method-assign]


@pytest.fixture
def owner(databases: Databases, db: None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection as the owner of the tables, in autocommit; what it writes is seen by later tests."""
    with psycopg.connect(databases.url("owner"), autocommit=True) as link:
        yield link


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder `../shared/data` beside the repository; a test that asks for it is skipped without."""
    return find_shared_data()


def find_shared_data() -> Path:
    """`../shared/data`, also for the collection of parameters; skips where it is absent."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(
            "no reference data: ../shared/data is not beside this repository", allow_module_level=True
        )
    return folder
