"""The session engine: one prepared statement takes a browser's key to its session, account and rights' mark.

Django's own engine reads the session, its backend the account, and the person takes two more: together they
cost more than the work of many requests (architecture, section 7). Here the row that `load` brings is kept as
`SessionStore.found`, and whoever asks for the account or the person of the request finds it there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

import psycopg
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection
from django.http import HttpRequest

from motcua.foundation.clock import MINUTE, Instant, SystemClock, day_of, instant_of
from motcua.organisation.audit import address_of, agent_of
from motcua.organisation.models import User

FIND: Final = (Path(__file__).parent / "sql" / "session.sql").read_text(encoding="utf-8")
_INSERT: Final = """
INSERT INTO organisation_session (digest, user_id, data, expires, since, last_seen, address, agent)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_UPDATE: Final = (
    "UPDATE organisation_session SET user_id = %s, data = %s, expires = %s, last_seen = %s WHERE digest = %s"
)
_SEEN: Final = "UPDATE organisation_session SET last_seen = %s WHERE digest = %s AND last_seen < %s"
_MORE_HERE: Final = "/* and more */"
_more: Final[dict[str, str]] = {}
SEEN_EVERY: Final = MINUTE
"""How exact `last_seen` is: a request writes it at most once in this time."""


class Found(NamedTuple):
    """What the statement tells of a request; the fields of the account are None where nobody is signed in."""

    data: str
    last_seen: Instant
    mark: UUID
    user_id: int | None
    login_name: str | None
    password: str | None
    last_login: datetime | None
    must_change_password: bool | None
    is_citizen: bool | None
    may_work: bool | None
    second_factor: bool
    more: Mapping[str, Any] = {}
    """What rooms above asked to be brought along (`bring_along`), by name."""

    def account(self) -> User | None:
        """The account, where it is not locked and its officer has not left."""
        if not self.may_work:
            return None
        known = {
            "id": self.user_id,
            "login_name": self.login_name,
            "password": self.password,
            "last_login": self.last_login,
            "must_change_password": self.must_change_password,
            "is_citizen": self.is_citizen,
            "is_active": True,
        }
        # In the order of the columns; what is not here would be read when asked for.
        names = [field.attname for field in User._meta.concrete_fields if field.attname in known]
        return User.from_db(DEFAULT_DB_ALIAS, names, [known[name] for name in names])


class SessionStore(SessionBase):
    """A session in `organisation_session`. `request` is set by the middleware, for the new row's address."""

    request: HttpRequest | None = None
    found: Found | None = None

    def load(self) -> dict[str, Any]:
        """The content; empty, and the key forgotten, where no such session runs."""
        now = SystemClock().now()
        self.found = find(self.session_key or "", now)
        if self.found is None:
            self._session_key = None
            return {}
        return self.decode(self.found.data)

    def exists(self, session_key: str) -> bool:
        """Whether the key is in use."""
        return bool(_run("SELECT 1 FROM organisation_session WHERE digest = %s", [digest_of(session_key)]))

    def create(self) -> None:
        """A new key with an empty row."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write the content. Raises: CreateError, UpdateError for an ended session."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        digest, now = digest_of(self.session_key), SystemClock().now()
        owner, expires = data.get(SESSION_KEY), instant_of(self.get_expiry_date())
        owner = None if owner is None else int(owner)
        text = self.encode(data)
        if must_create:
            address, agent = address_of(self.request), agent_of(self.request)
            if not _run(_INSERT, [digest, owner, text, expires, now, now, address, agent]):
                raise CreateError
        elif not _run(_UPDATE, [owner, text, expires, now, digest]):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End the session of that key, or this one."""
        key = session_key or self.session_key
        if key is not None:
            _run("DELETE FROM organisation_session WHERE digest = %s", [digest_of(key)])

    def touch(self) -> None:
        """Note that the session is in use, where that was last noted a while ago."""
        now = SystemClock().now()
        if self.found is None or self.found.user_id is None or now - self.found.last_seen < SEEN_EVERY:
            return
        if self.session_key is not None:
            _run(_SEEN, [now, digest_of(self.session_key), now - SEEN_EVERY])

    @classmethod
    def clear_expired(cls) -> None:
        """Remove the sessions whose time is over."""
        _run("DELETE FROM organisation_session WHERE expires <= %s", [SystemClock().now()])


def digest_of(session_key: str) -> str:
    """How the table knows a session."""
    return hashlib.sha256(session_key.encode("utf-8", "surrogatepass")).hexdigest()


def bring_along(name: str, scalar: str) -> None:
    """Let every request know one value more without a statement of its own: `scalar` is an expression of SQL
    that names the session as `s`, the officer as `o` and the day as `d.today`, cheap by an index. A room
    above calls it from `AppConfig.ready`."""
    _more[name] = scalar
    _statement.cache_clear()


@cache
def _statement() -> str:
    return FIND.replace(_MORE_HERE, "".join(f", {scalar} AS {name}" for name, scalar in _more.items()))


def find(session_key: str, now: Instant) -> Found | None:
    """The session of a key with its account, in one statement that the server keeps prepared."""
    row = ask(lambda cursor: _found(cursor, session_key, now))
    if row is None:
        return None
    own = len(row) - len(_more)
    return Found(*row[:own])._replace(more=dict(zip(_more, row[own:], strict=True)))


def _found(cursor: psycopg.Cursor[Any], session_key: str, now: Instant) -> Any:
    cursor.execute(_statement(), (day_of(now), digest_of(session_key), now), prepare=True)
    return cursor.fetchone()


def _run(statement: str, values: list[Any]) -> int:
    """How many rows the statement touched or found."""
    return int(ask(lambda cursor: cursor.execute(statement, values, prepare=True).rowcount))


def ask(what: Callable[[psycopg.Cursor[Any]], Any]) -> Any:
    """Ask on Django's connection, past its cursor, which writes values into the text.

    This is most often the first statement of a request: one that succeeds shows that the connection works, so
    Django need not ask. One that fails on a connection that was lost, as after a restart of the database, is
    asked again on a new one, unless a transaction was open.
    """
    try:
        answer = _once(what)
    except OperationalError:
        lost = connection.connection is None or connection.connection.closed
        if connection.in_atomic_block or not lost:
            raise
        connection.close()
        answer = _once(what)
    connection.health_check_done = True  # type: ignore[attr-defined]
    return answer


def _once(what: Callable[[psycopg.Cursor[Any]], Any]) -> Any:
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return what(cursor)
