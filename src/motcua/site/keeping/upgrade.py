"""Checks that refuse before `migrate` harms: what the database must be for the waiting migrations.

General: the database is not newer than the code, it may be brought on in one step, the disk has room, there
is a recent backup (a warning). A migration that needs more of the data adds a check to `NEEDS`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

from motcua.foundation.command_line import say
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site.database import embedded
from motcua.site.home import home

Node = tuple[str, str]
RESERVE: Final = 300 * 1024**2
BACKUP_HOURS: Final = 24


class Need(NamedTuple):
    """What a migration needs of the data: `rows` counts those in its way; `message` takes `count`."""

    migration: Node
    rows: str
    message: str
    next: str


NEEDS: Final[tuple[Need, ...]] = ()
"""Every migration so far only adds. One that makes a column unique or narrower names here what is in its way;
asked only while it waits and its room has tables."""

FIRST: Final = "0001_initial"
TRIAL: Final[Node] = ("dossiers", "0001_dossiers")
BEFORE: Final[tuple[Node, ...]] = (("dossiers", FIRST), ("organisation", FIRST))
"""What a database with tables must have had; from anything older this version does not lead on at once."""


def compare(connection: Any) -> tuple[list[Node], list[str]]:
    """The migrations that wait, and the names of those that the database has and this code does not know."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    had = set(loader.applied_migrations)
    known = set(loader.disk_migrations) | {
        node for migration in loader.disk_migrations.values() for node in migration.replaces
    }
    ours = loader.migrated_apps
    strange = sorted(f"{app}.{name}" for app, name in had - known if app in ours)
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _ in plan], strange


def refuse_harm(connection: Any, *, needs: Sequence[Need] = NEEDS, tell: Callable[[str], None] = say) -> None:
    """Raise before anything is changed; warnings go to `tell`.

    Raises: DomainError `database_newer`, `jump_too_long`, `data_in_the_way`, `upgrade_no_room`.
    """
    with connection.cursor() as cursor:
        had = _had(cursor)
        _refuse_trial(had)
        waiting, strange = compare(connection)
        if strange:
            raise newer(strange[0])
        if not had or not waiting:
            return
        _refuse_jump(had)
        for need in needs:
            if need.migration in waiting and any(app == need.migration[0] for app, _ in had):
                _refuse_rows(cursor, need)
        _refuse_full_disk(cursor)
        _warn_of_backup(cursor, tell)


def refuse_newer(link: psycopg.Connection[Any]) -> None:
    """Raise `database_newer` where a newer version of this house has been at the database.

    By the names of our files alone, so that a command may ask it before Django is set up.
    """
    package = Path(__file__).resolve().parents[2]
    ours = {(path.parts[-3], path.stem) for path in package.glob("*/migrations/[0-9]*.py")}
    rooms = sorted({app for app, _ in ours})
    had = link.execute(
        "SELECT app, name FROM django_migrations WHERE app = ANY(%s) ORDER BY id", [rooms]
    ).fetchall()
    _refuse_trial(had)
    for app, name in had:
        if (app, name) not in ours:
            raise newer(f"{app}.{name}")


def newer(first: str) -> DomainError:
    """The refusal of a database that a newer version has changed."""
    return DomainError(
        gettext_noop(
            "Cơ sở dữ liệu đã được một phiên bản mới hơn cập nhật (%(first)s); phần mềm này cũ hơn. "
            "Không có gì thay đổi."
        ),
        gettext_noop("Cài lại phiên bản mới hơn, hoặc phục hồi bản sao lưu của phiên bản này vào nơi khác."),
        id="database_newer",
        first=first,
    )


def _had(cursor: Any) -> set[Node]:
    cursor.execute("SELECT to_regclass('public.django_migrations')")
    if cursor.fetchone() == (None,):
        return set()
    cursor.execute("SELECT app, name FROM django_migrations")
    return set(cursor.fetchall())


def _refuse_trial(had: Iterable[Node]) -> None:
    """Tables from before the first version, made in other steps (decision 0093)."""
    if TRIAL in had:
        raise DomainError(
            gettext_noop("Cơ sở dữ liệu này do một bản thử trước đây tạo; bản này không dùng tiếp được."),
            gettext_noop("Không có gì thay đổi. Đặt MOTCUA_HOME sang một thư mục mới rồi chạy lại."),
            id="jump_too_long",
        )


def _refuse_jump(had: set[Node]) -> None:
    apps = {app for app, _ in had}
    for node in BEFORE:
        if node[0] in apps and node not in had:
            raise DomainError(
                gettext_noop("Cơ sở dữ liệu quá cũ để cập nhật một bước (thiếu %(first)s)."),
                gettext_noop("Cập nhật qua phiên bản trung gian trước. Không có gì thay đổi."),
                id="jump_too_long",
                first=".".join(node),
            )


def _refuse_rows(cursor: Any, need: Need) -> None:
    cursor.execute(need.rows)
    (count,) = cursor.fetchone() or (0,)
    if count:
        raise DomainError(
            need.message, need.next, id="data_in_the_way", count=count, migration=".".join(need.migration)
        )


def _refuse_full_disk(cursor: Any) -> None:
    """A change may write the largest table anew; only of an embedded database is the disk ours to see."""
    if not embedded():
        return
    cursor.execute(
        "SELECT coalesce(max(pg_total_relation_size(oid)), 0) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    (largest,) = cursor.fetchone() or (0,)
    free = shutil.disk_usage(home()).free
    if free < largest + RESERVE:
        raise DomainError(
            gettext_noop("Ổ đĩa còn %(free)s MB, cần khoảng %(needed)s MB để cập nhật các bảng."),
            gettext_noop("Dọn chỗ rồi chạy lại. Không có gì thay đổi."),
            id="upgrade_no_room",
            free=free // 1024**2,
            needed=(largest + RESERVE) // 1024**2,
        )


def _warn_of_backup(cursor: Any, tell: Callable[[str], None]) -> None:
    cursor.execute("SELECT to_regclass('public.site_backuprun'), to_regclass('public.dossiers_dossier')")
    table, dossiers = cursor.fetchone() or (None, None)
    if dossiers is None:
        return
    cursor.execute("SELECT EXISTS (SELECT FROM dossiers_dossier)")
    if cursor.fetchone() != (True,):
        return
    fresh = False
    if table is not None:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM site_backuprun WHERE problem = ''"
            " AND ended_at > (extract(epoch FROM now() - make_interval(hours => %s)) * 1000000)::bigint)",
            [BACKUP_HOURS],
        )
        fresh = cursor.fetchone() == (True,)
    if not fresh:
        tell("CẢNH BÁO: không có bản sao lưu nào trong 24 giờ qua. Nên chạy `motcua backup DIR` trước.")
