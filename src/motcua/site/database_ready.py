"""Before any work with the database: it runs, it is new enough, its tables are those of this code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg

from motcua.foundation.command_line import say as say_on_stderr
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site import postgres
from motcua.site.database import conninfo, embedded
from motcua.site.home import home
from motcua.site.keeping.upgrade import refuse_newer
from motcua.site.migrating import fingerprint, migrate_in_child
from motcua.site.postgres.binaries import OLDEST


def ensure(say: Callable[[str], None] = say_on_stderr) -> None:
    """Start the embedded server where it is ours to start, check the version, migrate where that is safe.

    An embedded database is migrated whenever the code has changed. A server of somebody else's is migrated
    only while it is empty; later `motcua db migrate` is a decision of its administrator.

    Raises: DomainError `database_unreachable`, `database_too_old`, `database_newer`, or those of the
    embedded cluster.
    """
    empty = ensure_server(say)
    if embedded():
        if not _mark().exists() or _mark().read_text() != fingerprint():
            migrate(say)
    elif empty:
        migrate(say)


def ensure_server(say: Callable[[str], None] = say_on_stderr) -> bool:
    """The server answers and is new enough; whether a server of somebody else's is still empty."""
    if embedded():
        postgres.ensure_running(say)
        return False
    return _check_server()


def migrate(say: Callable[[str], None] = say_on_stderr) -> None:
    """Bring the tables up to this code, as their owner."""
    ensure_server(say)
    say("Cập nhật các bảng của cơ sở dữ liệu…")
    wanted = fingerprint()
    migrate_in_child()
    if embedded():
        _mark().write_text(wanted)


def _mark() -> Path:
    """The fingerprint of the last migration, kept with the data it is true of."""
    return home() / "data" / "motcua.migrated"


def _check_server() -> bool:
    """Whether the server given by DATABASE_URL is empty."""
    try:
        with psycopg.connect(conninfo("application"), connect_timeout=10) as link:
            version = link.info.server_version
            found = link.execute("SELECT to_regclass('public.django_migrations')").fetchone()
            if found and found[0] is not None:
                refuse_newer(link)
    except psycopg.OperationalError as error:
        raise DomainError(
            gettext_noop("Không nối được tới máy chủ trong DATABASE_URL: %(reason)s"),
            gettext_noop(
                "Kiểm tra địa chỉ, mật khẩu và máy chủ PostgreSQL; bỏ DATABASE_URL để dùng cụm đi kèm."
            ),
            id="database_unreachable",
            reason=str(error).strip().splitlines()[-1],
        ) from error
    if version < OLDEST * 10_000:
        raise DomainError(
            gettext_noop("Máy chủ trong DATABASE_URL là PostgreSQL %(found)s; cần từ phiên bản %(oldest)s."),
            gettext_noop("Nâng cấp máy chủ, hoặc bỏ DATABASE_URL để dùng cụm đi kèm."),
            id="database_too_old",
            found=version // 10_000,
            oldest=OLDEST,
        )
    return found is None or found[0] is None
