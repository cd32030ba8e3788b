"""One template database migrated once, cloned for each worker and again after each test that commits.

The log refuses to be emptied (contracts, section 2), so nothing here truncates.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connections
from psycopg import sql

from motcua.site import database, postgres
from motcua.site.migrating import fingerprint, migrate_in_child

_TEMPLATE = "motcua_template_"
_CLONE = "motcua_test_"
_BUILDING = 0x6D6F74  # the advisory lock under which one process builds the template


class Databases:
    """The databases of one test process. Every name carries the process's number, so runs never meet."""

    def __init__(self) -> None:
        postgres.ensure_running(lambda message: None)
        self.owner = database.connection("owner")
        self.application = database.connection("application")
        self.template = _TEMPLATE + fingerprint()[:20]
        self.name = f"{_CLONE}{os.getpid()}"

    def url(self, role: str, name: str = "") -> str:
        """The address of a database as `DATABASE_URL` takes it."""
        found = self.owner if role == "owner" else self.application
        user, password = quote(found["user"], safe=""), quote(found.get("password", ""), safe="")
        host = quote(found.get("host", ""), safe="")
        port = found.get("port", "5432")
        return f"postgresql://{user}:{password}@/{name or self.name}?host={host}&port={port}"

    @contextmanager
    def _office(self) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        with psycopg.connect(database.make_conninfo("", **self.owner), autocommit=True) as link:
            yield link

    def prepare(self) -> None:
        """Build the template where it is missing, make this process's clone and point everything at it."""
        with self._office() as link:
            link.execute("SELECT pg_advisory_lock(%s)", [_BUILDING])
            self._forget_dead(link)
            if not _exists(link, self.template):
                self._build(link)
        self.clone()
        # Child processes (the command line, gunicorn) work in the same database as the test.
        os.environ["DATABASE_URL"] = self.url("application")
        os.environ["MOTCUA_OWNER_DATABASE_URL"] = self.url("owner")
        wrapper = connections["default"]
        wrapper.settings_dict["NAME"] = self.name
        wrapper.settings_dict["CONN_MAX_AGE"] = 0

    def _build(self, link: psycopg.Connection[tuple[object, ...]]) -> None:
        draft = f"{self.template}_draft"
        _drop(link, draft)
        link.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(draft))
        )
        kept = {name: os.environ.get(name) for name in ("DATABASE_URL", "MOTCUA_OWNER_DATABASE_URL")}
        os.environ["DATABASE_URL"] = self.url("application", draft)
        os.environ["MOTCUA_OWNER_DATABASE_URL"] = self.url("owner", draft)
        try:
            migrate_in_child()
        finally:
            for name, value in kept.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        link.execute(rename.format(sql.Identifier(draft), sql.Identifier(self.template)))

    def clone(self) -> None:
        """This process's database as the template is, whatever a test did to it."""
        connections.close_all()
        with self._office() as link:
            _drop(link, self.name)
            link.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(self.name), sql.Identifier(self.template)
                )
            )

    def leave(self) -> None:
        """Drop the clone and give the server up."""
        connections.close_all()
        with self._office() as link:
            _drop(link, self.name)
        for name in ("DATABASE_URL", "MOTCUA_OWNER_DATABASE_URL"):
            os.environ.pop(name, None)
        postgres.release(lambda message: None)

    def _forget_dead(self, link: psycopg.Connection[tuple[object, ...]]) -> None:
        """Drop what killed runs left, and templates of older code that nobody uses."""
        names = [str(row[0]) for row in link.execute("SELECT datname FROM pg_database").fetchall()]
        for name in names:
            number = name.removeprefix(_CLONE)
            if number != name and number.isdigit() and not Path(f"/proc/{number}").exists():
                _drop(link, name)
        old = sorted(
            name for name in names if name.startswith(_TEMPLATE) and not name.startswith(self.template)
        )
        for name in old[:-8]:
            _drop(link, name)


def _exists(link: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    return link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop(link: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
