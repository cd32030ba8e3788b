"""One template database migrated once, cloned for each worker and again after each test that commits.

The log refuses to be emptied (contracts, section 2), so nothing here truncates. A second template holds the
demonstration province, for tests that walk through pages.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connections
from psycopg import sql

import motcua
from motcua.site import database, postgres
from motcua.site.migrating import fingerprint

Link = psycopg.Connection[tuple[object, ...]]

_TEMPLATE = "motcua_template_"
_DEMONSTRATION = "motcua_demonstration_"
_CLONE = "motcua_test_"
_DRAFT = "motcua_draft_"
_BUILDING = 0x6D6F74  # the advisory lock under which one process builds a template
_KEPT = 4
_END_OWN = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()"
)


class Databases:
    """The databases of one test process. Every name carries the process's number, so runs never meet."""

    def __init__(self) -> None:
        postgres.ensure_running(lambda message: None)
        self.owner = database.connection("owner")
        self.application = database.connection("application")
        self.template = self.source = _TEMPLATE + fingerprint()[:20]
        self.name = f"{_CLONE}{os.getpid()}"

    def url(self, role: str, name: str = "") -> str:
        """The address of a database as `DATABASE_URL` takes it."""
        found = self.owner if role == "owner" else self.application
        user, password = quote(found["user"], safe=""), quote(found.get("password", ""), safe="")
        host, port = quote(found.get("host", ""), safe=""), found.get("port", "5432")
        return f"postgresql://{user}:{password}@/{name or self.name}?host={host}&port={port}"

    def prepare(self) -> None:
        """Build the template where it is missing, make this process's clone and point everything at it."""
        with self._office() as link:
            link.execute("SELECT pg_advisory_lock(%s)", [_BUILDING])
            _forget_dead(link)
            if not _exists(link, self.template):
                self._build(link, self.template, "template0", "motcua.site.migrating")
        self.clone()
        connections["default"].settings_dict["CONN_MAX_AGE"] = 0
        self._point()

    def _point(self) -> None:
        """Let everything work in the database in force, child processes (the command line, gunicorn) too."""
        os.environ["DATABASE_URL"] = self.url("application")
        os.environ["MOTCUA_OWNER_DATABASE_URL"] = self.url("owner")
        connections["default"].settings_dict["NAME"] = self.name
        forget_kept_rows()

    def demonstration(self) -> str:
        """The template that holds the demonstration province, built once for each state of the code."""
        name = f"{_DEMONSTRATION}{_state_of_code()[:20]}"
        with self._office() as link:
            link.execute("SELECT pg_advisory_lock(%s)", [_BUILDING])
            if not _exists(link, name):
                self._build(link, name, self.template, "motcua.site.demonstration")
        return name

    def clone(self, template: str = "") -> None:
        """This process's database as the template is, whatever a test did to it."""
        connections.close_all()
        self._part_from_application()
        with self._office() as link:
            _copy(link, template or self.source, self.name)
        forget_kept_rows()

    @contextmanager
    def beside(self, label: str, fill: Callable[[], None]) -> Iterator[None]:
        """Work in another database of this process, filled once by `fill` and renewed as it was then."""
        before = self.name, self.source
        own, kept = f"{_CLONE}{os.getpid()}_{label}", f"{_CLONE}{os.getpid()}_{label}_kept"
        connections.close_all()
        self.name = own
        self._point()
        with self._office() as link:
            filled = _exists(link, kept)
        if not filled:
            self.clone(self.template)
            fill()
            connections.close_all()
            self._part_from_application()
            with self._office() as link:
                _copy(link, own, kept)
        self.source = kept
        try:
            yield
        finally:
            connections.close_all()
            self.name, self.source = before
            self._point()

    def _part_from_application(self) -> None:
        """End what still reads our clone, such as a thread of a live server.

        The owner may not end the application's connections, so the application ends its own.
        """
        with psycopg.connect(database.make_conninfo("", **self.application), autocommit=True) as link:
            link.execute(_END_OWN, [self.name])

    def leave(self) -> None:
        """Drop the clone and give the server up."""
        connections.close_all()
        self._part_from_application()
        with self._office() as link:
            for name in (self.name, *_names(link, f"{self.name}_")):
                _drop(link, name)
        for name in ("DATABASE_URL", "MOTCUA_OWNER_DATABASE_URL"):
            os.environ.pop(name, None)
        postgres.release(lambda message: None)

    def _build(self, link: Link, name: str, source: str, module: str) -> None:
        """Fill a draft by running `module` in it; only a whole one gets the name."""
        for old in _names(link, name.rsplit("_", 1)[0])[:-_KEPT]:
            _drop(link, old)
        draft = f"{_DRAFT}{os.getpid()}"
        _copy(link, source, draft)
        addresses = {
            "DATABASE_URL": self.url("application", draft),
            "MOTCUA_OWNER_DATABASE_URL": self.url("owner", draft),
            database.ROLE_VARIABLE: "owner" if module.endswith("migrating") else "application",
        }
        subprocess.run([sys.executable, "-m", module], env={**os.environ, **addresses}, check=True)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        link.execute(rename.format(sql.Identifier(draft), sql.Identifier(name)))

    @contextmanager
    def _office(self) -> Iterator[Link]:
        with psycopg.connect(database.make_conninfo("", **self.owner), autocommit=True) as link:
            yield link


_KEEPERS = ("motcua.organisation", "motcua.procedures", "motcua.dossiers")


def forget_kept_rows() -> None:
    """Drop what the rooms keep of the database in memory: another one has the same numbers for other rows.

    What a room imported from a lower one stays: regimes come from files, and whoever holds one compares by
    identity.
    """
    for name, module in list(sys.modules.items()):
        if module is None or not name.startswith(_KEEPERS):
            continue
        for kept in list(vars(module).values()):
            clear = getattr(kept, "cache_clear", None)
            if callable(clear) and str(getattr(kept, "__module__", "")).startswith(_KEEPERS):
                clear()
    if "motcua.dossiers.places" in sys.modules:
        sys.modules["motcua.dossiers.places"].forget_agencies()
    if "motcua.organisation.calendars" in sys.modules:
        sys.modules["motcua.organisation.calendars"]._seen.clear()


def _forget_dead(link: Link) -> None:
    """Drop what killed runs left."""
    for prefix in (_CLONE, _DRAFT):
        for name in _names(link, prefix):
            number = name.removeprefix(prefix).partition("_")[0]
            if number.isdigit() and not _alive(int(number)):
                _drop(link, name)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _state_of_code() -> str:
    """A hash over everything that decides what the demonstration holds."""
    digest = hashlib.sha256(fingerprint().encode())
    package = Path(motcua.__file__).parent
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".toml", ".csv", ".sql", ".json"}:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _names(link: Link, prefix: str) -> list[str]:
    """Databases whose names begin so, oldest first."""
    rows = link.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [prefix]
    )
    return [str(row[0]) for row in rows.fetchall()]


def _exists(link: Link, name: str) -> bool:
    return link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _copy(link: Link, source: str, name: str) -> None:
    _drop(link, name)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY file_copy")
    link.execute(statement.format(sql.Identifier(name), sql.Identifier(source)))


def _drop(link: Link, name: str) -> None:
    # Without FORCE it waits for leaving connections and ends autovacuum, which FORCE has no right to end.
    link.execute(_END_OWN, [name])
    link.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
