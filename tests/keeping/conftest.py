"""A ward at work, another machine's empty database, and the command as an operator runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import sql
from tests.dossiers.conftest import own_store, province, room
from tests.support.databases import Databases

__all__ = ["own_store", "province", "room"]


class Answer(NamedTuple):
    """What a command said."""

    code: int
    document: Any
    told: str


class Machine:
    """Another machine: a home and a database of its own, reached by the command alone."""

    def __init__(self, home: Path, application: str, owner: str) -> None:
        self.home = home
        self.application = application
        self.owner = owner

    def run(self, *words: str, **extra: str) -> Answer:
        """`motcua` with `--json`."""
        environment = {
            **os.environ,
            "MOTCUA_HOME": str(self.home),
            "DATABASE_URL": self.application,
            "MOTCUA_OWNER_DATABASE_URL": self.owner,
            **extra,
        }
        answer = subprocess.run(
            [sys.executable, "-m", "motcua.site.cli", *words, "--json"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        try:
            document = json.loads(answer.stdout)
        except json.JSONDecodeError:
            document = None
        return Answer(answer.returncode, document, answer.stderr)

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Rows of its database, as the owner."""
        with psycopg.connect(self.owner, autocommit=True) as link:
            return link.execute(question).fetchall()


@pytest.fixture
def elsewhere(databases: Databases, tmp_path: Path) -> Iterator[Machine]:
    """A machine with an empty database."""
    name = f"motcua_test_{os.getpid()}_elsewhere"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(databases.url("owner", databases.owner["dbname"]), autocommit=True) as link:
        link.execute(drop)
        link.execute(create)
        yield Machine(
            tmp_path / "elsewhere", databases.url("application", name), databases.url("owner", name)
        )
        link.execute(drop)


@pytest.fixture
def here(databases: Databases, tmp_path: Path) -> Machine:
    """The test's own database, reached by the command, with a home of its own."""
    return Machine(tmp_path / "here", databases.url("application"), databases.url("owner"))
