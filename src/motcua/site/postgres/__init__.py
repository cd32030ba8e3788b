"""The embedded PostgreSQL of this installation: `ensure_running`, `release`, `status`."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from motcua.foundation.command_line import say as say_on_stderr
from motcua.site.home import folder, home, not_writable
from motcua.site.postgres.cluster import Cluster
from motcua.site.postgres.provision import prepare_database, provision
from motcua.site.secrets import server_key

_PROVISIONED: Final = "motcua.provisioned"
_KEPT: Final = "keep-running"
_in_use: dict[Path, int] = {}


class Status(NamedTuple):
    """What `motcua db status` tells."""

    running: bool
    data: str
    socket: str
    major: int | None


def cluster(say: Callable[[str], None] = say_on_stderr) -> Cluster:
    """The cluster of the home in force."""
    durable = "PYTEST_VERSION" not in os.environ
    return Cluster(home(), superuser_password=server_key("database-superuser"), say=say, durable=durable)


def ensure_running(say: Callable[[str], None] = say_on_stderr, *, keep: bool = False) -> None:
    """Start the cluster where it does not run and hold it until this process ends or calls `release`.

    Safe to call often and from several processes at once. `keep` leaves the server running after its last
    user has gone, until `shut_down`.

    Raises: DomainError with what to do, see `failures`.
    """
    place = folder(home())
    if place in _in_use and not keep:
        return
    with _steps(place):
        one = cluster(say)
        one.start()
        if not (one.data / _PROVISIONED).exists():
            _provision(one)
        if keep:
            (place / _KEPT).touch()
        if place not in _in_use:
            handle = os.open(place / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(handle, fcntl.LOCK_SH)
            _in_use[place] = handle


def held() -> bool:
    """Whether this process holds the cluster."""
    return home() in _in_use


def release(say: Callable[[str], None] = say_on_stderr) -> None:
    """Give the cluster up; the last user stops the server unless it was told to keep running."""
    place = home()
    handle = _in_use.pop(place, None)
    if handle is None:
        return
    with _steps(place):
        fcntl.flock(handle, fcntl.LOCK_UN)
        try:
            if not (place / _KEPT).exists() and _alone(handle):
                cluster(say).stop()
        finally:
            os.close(handle)


def shut_down(say: Callable[[str], None] = say_on_stderr) -> bool:
    """Stop the server whoever uses it; False where none ran."""
    place = folder(home())
    with _steps(place):
        (place / _KEPT).unlink(missing_ok=True)
        one = cluster(say)
        was_running = one.running()
        if was_running:
            one.stop()
        return was_running


def status() -> Status:
    """Whether the server runs and where it keeps its data; starts nothing."""
    one = cluster()
    return Status(one.running(), str(one.data), str(one.sockets), one.major())


def _alone(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _steps(place: Path) -> Iterator[None]:
    """One maker, starter or stopper at a time."""
    try:
        handle = os.open(place / "steps.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise not_writable(place, error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _provision(one: Cluster) -> None:
    from motcua.site import database

    superuser = database.conninfo(
        user="postgres", password=server_key("database-superuser"), dbname="postgres"
    )
    owner = database.connection("owner")
    application = database.connection("application")
    passwords = {entry["user"]: entry["password"] for entry in (owner, application)}
    provision(
        superuser,
        database=database.DATABASE,
        owner=database.OWNER,
        application=database.APPLICATION,
        passwords=passwords,
    )
    prepare_database(database.conninfo("owner"), database.APPLICATION)
    (one.data / _PROVISIONED).touch()
