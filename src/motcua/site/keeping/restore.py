"""`motcua restore`: a backup into an empty database, proven row by row before anything is kept.

Runs as the owner of the tables. Rows are loaded, indexed and compared in one transaction: where the proof
fails nothing stays. A database that holds anything is never touched.
"""

from __future__ import annotations

import gzip
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg
from psycopg import sql

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site.database import conninfo
from motcua.site.home import folder, home
from motcua.site.keeping import layout, rows
from motcua.site.keeping.check import check, key
from motcua.site.keeping.layout import Chain, Manifest

Say = Callable[[str], None]
_BY_ITSELF: Final = ("django_", "auth_", "procrastinate_", "organisation_rightsversion")
"""Tables that migrations and an idle worker fill; rows there are nobody's work."""
_READ: Final = 1024 * 1024


class Proof(NamedTuple):
    """What was compared after loading: rows of each table, tables whose rows differ, the chain heads."""

    tables: dict[str, int]
    differing: list[str]
    chain: Chain
    heads_equal: bool

    @property
    def ok(self) -> bool:
        return not self.differing and self.heads_equal


class Restored(NamedTuple):
    """What came back from which backup; `notes` are sentences for the operator."""

    backup: Path
    manifest: Manifest
    proof: Proof
    notes: list[str]


def restore(place: Path, *, say: Say) -> Restored:
    """Load the newest backup of `place` (or the one it names) into the empty database of this installation.

    Raises: DomainError `no_backup`, `backup_cut`, `backup_changed`, `backup_newer`, `database_not_empty`,
    `database_in_use`, `code_older`; each leaves the database as it was. A proof that fails does too.
    """
    place, one = layout.chosen(place)
    manifest = layout.load(one)
    refuse_unknown_migrations(manifest)
    with psycopg.connect(conninfo("owner"), autocommit=True) as link:
        refuse_live_data(link)
        refuse_in_use(link)
    say(f"Kiểm tra bản sao lưu {one.name}…")
    check(place, one, say, contents=False)
    _migrate_to(manifest, say)
    _put_files_back(place, one, manifest, say)
    with psycopg.connect(conninfo("owner"), autocommit=False) as link:
        proof = _load(link, one, manifest, say)
        if not proof.ok:
            link.rollback()
            return Restored(one, manifest, proof, [])
        link.commit()
        link.autocommit = True
        link.execute("ANALYZE")
    return Restored(one, manifest, proof, _put_keys_back(one, manifest))


def refuse_live_data(link: rows.Link) -> None:
    """Raises DomainError `database_not_empty` where any table of ours holds a row."""
    for table in rows.tables(link):
        if table.name.startswith(_BY_ITSELF):
            continue
        found = link.execute(
            sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table.name))
        ).fetchone()
        if found and found[0]:
            raise DomainError(
                gettext_noop(
                    "Cơ sở dữ liệu đang có dữ liệu (bảng %(table)s). Lệnh này không bao giờ ghi đè; "
                    "không có gì thay đổi."
                ),
                gettext_noop(
                    "Tạo một cơ sở dữ liệu trống rồi đặt DATABASE_URL (và MOTCUA_OWNER_DATABASE_URL) tới đó, "
                    "hoặc đặt MOTCUA_HOME sang một thư mục mới."
                ),
                id="database_not_empty",
                table=table.name,
            )


def refuse_in_use(link: rows.Link) -> None:
    """Raises DomainError `database_in_use` where anybody else is connected."""
    row = link.execute(
        "SELECT count(*), min(application_name) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
    ).fetchone()
    count, name = row or (0, "")
    if count:
        raise DomainError(
            gettext_noop(
                "Còn %(count)s kết nối khác tới cơ sở dữ liệu này (%(name)s), nên chưa phục hồi. "
                "Không có gì thay đổi."
            ),
            gettext_noop("Dừng máy chủ web, tiến trình việc nền và các phiên psql, rồi chạy lại."),
            id="database_in_use",
            count=count,
            name=name or "?",
        )


def refuse_unknown_migrations(manifest: Manifest) -> None:
    """Raises DomainError `code_older` where the backup comes from a newer version than this code."""
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    strange = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if strange:
        raise DomainError(
            gettext_noop(
                "Bản sao lưu do phiên bản %(version)s ghi, có cấu trúc mà phần mềm này chưa biết "
                "(%(first)s). Không có gì thay đổi."
            ),
            gettext_noop("Cài phiên bản phần mềm đã ghi bản sao lưu, hoặc mới hơn, rồi chạy lại."),
            id="code_older",
            version=manifest.version,
            first=strange[0],
        )


def _migrate_to(manifest: Manifest, say: Say) -> None:
    """The empty tables as they were when the backup was made; `migrate` brings them on afterwards."""
    from django.db import connection
    from django.db.migrations.exceptions import IrreversibleError
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    had = set(manifest.migrations)
    applied = set(executor.loader.applied_migrations)
    nodes = executor.loader.graph.node_map
    targets: list[tuple[str, str | None]] = [
        node
        for node in had & set(nodes)
        if not any(child.key in had and child.key[0] == node[0] for child in nodes[node].children)
    ]
    targets += [(app, None) for app in {app for app, _ in applied} - {app for app, _ in had}]
    if applied != had:
        say("Dựng các bảng…")
        try:
            executor.migrate(targets)
        except IrreversibleError as error:
            raise DomainError(
                gettext_noop("Các bảng trống hiện có mới hơn bản sao lưu và không lùi lại được."),
                gettext_noop("Tạo một cơ sở dữ liệu mới, chưa có bảng nào, rồi phục hồi vào đó."),
                id="database_newer",
            ) from error
    connection.close()


def _load(link: rows.Link, one: Path, manifest: Manifest, say: Say) -> Proof:
    """Everything inside the open transaction of `link`."""
    rows.steady(link)
    link.execute("SET LOCAL lock_timeout = '10s'")
    link.execute("SET LOCAL maintenance_work_mem = '256MB'")
    present = {table.name: table for table in rows.tables(link)}
    names = [part.name for part in manifest.tables]
    _lock(link, names)
    refuse_live_data(link)
    aside = _set_aside(link, names)
    link.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, present))))
    for number, part in enumerate(manifest.tables, 1):
        _fill(link, one, part)
        if part.rows > 10_000 or number == len(names):
            say(f"Bảng {number}/{len(names)}: {part.name}, {part.rows} dòng")
    say("Dựng lại chỉ mục và ràng buộc…")
    for statement in aside:
        link.execute(statement)
    for name, (last, called) in manifest.sequences.items():
        link.execute("SELECT setval(%s, %s, %s)", [f'public."{name}"', last, called])
    say("So từng bảng với bản kê…")
    return _proof(link, manifest, present)


def _lock(link: rows.Link, names: list[str]) -> None:
    statement = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE")
    try:
        link.execute(statement.format(sql.SQL(", ").join(map(sql.Identifier, names))))
    except psycopg.errors.LockNotAvailable as error:
        link.rollback()
        refuse_in_use(link)
        raise DomainError(
            gettext_noop("Các bảng đang bị khóa, nên chưa phục hồi. Không có gì thay đổi."),
            gettext_noop("Đợi vài phút rồi chạy lại."),
            id="database_in_use",
        ) from error


_FOREIGN: Final = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace
"""
_INDEXES: Final = """
SELECT c.relname, pg_get_indexdef(c.oid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid AND contype IN ('p', 'u', 'x'))
"""


def _set_aside(link: rows.Link, names: list[str]) -> list[sql.SQL | sql.Composed]:
    """Take away what would be checked and kept row by row; the statements that bring it back, checked whole.

    Triggers of ours (nothing written twice, jobs announced) must not fire for rows that come back; foreign
    keys and indexes are many times faster over all rows at once. All of it is undone with the transaction.
    """
    back: list[sql.SQL | sql.Composed] = []
    for index, definition in link.execute(_INDEXES).fetchall():
        link.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
        back.append(sql.SQL(definition))
    for table, name, definition in link.execute(_FOREIGN).fetchall():
        alter = sql.SQL("ALTER TABLE {} ").format(sql.SQL(table))
        link.execute(alter + sql.SQL("DROP CONSTRAINT {}").format(sql.Identifier(name)))
        back.append(alter + sql.SQL("ADD CONSTRAINT {} {}").format(sql.Identifier(name), sql.SQL(definition)))
    for name in names:
        alter = sql.SQL("ALTER TABLE {} ").format(sql.Identifier(name))
        link.execute(alter + sql.SQL("DISABLE TRIGGER USER"))
        back.append(alter + sql.SQL("ENABLE TRIGGER USER"))
    return back


def _fill(link: rows.Link, one: Path, part: layout.TablePart) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(part.name), sql.SQL(", ").join(map(sql.Identifier, part.columns))
    )
    path = layout.table_path(one, part.name)
    with gzip.open(path, "rb") as packed, link.cursor() as cursor, cursor.copy(statement) as copy:
        while piece := packed.read(_READ):
            copy.write(piece)


def _proof(link: rows.Link, manifest: Manifest, present: dict[str, rows.Table]) -> Proof:
    counts: dict[str, int] = {}
    differing: list[str] = []
    for part in manifest.tables:
        table = present[part.name]
        found = rows.read(link, table._replace(columns=part.columns))
        counts[part.name] = found.rows
        if (found.rows, found.sha256) != (part.rows, part.sha256):
            differing.append(part.name)
    chain = rows.chain(link)
    equal = chain.equal and (chain.dossiers, chain.events, chain.sha256) == (
        manifest.chain.dossiers,
        manifest.chain.events,
        manifest.chain.sha256,
    )
    return Proof(counts, differing, chain, equal)


def _put_files_back(place: Path, one: Path, manifest: Manifest, say: Say) -> None:
    """Each file into the store under its own hash; what is there already stays. Raises: DomainError."""
    from motcua.dossiers.files import StorageFullError, keep_files

    def tell(number: int) -> None:
        if number % 2000 == 0 or number == manifest.files:
            say(f"Tệp {number}/{manifest.files}")

    wanted = ((layout.file_path(place, sha256), sha256, size) for sha256, size in layout.listed_files(one))
    try:
        wrong = keep_files(wanted, tell)
    except StorageFullError as error:
        raise DomainError(
            gettext_noop("Ổ đĩa không đủ chỗ cho các tệp đính kèm; cơ sở dữ liệu vẫn trống."),
            gettext_noop("Dọn chỗ rồi chạy lại; những tệp đã chép không phải chép lại."),
            id="restore_no_room",
        ) from error
    if wrong:
        raise layout.changed(one, f"files/{wrong[0]}")
    if manifest.files:
        layout.sync_disk(home())


def _put_keys_back(one: Path, manifest: Manifest) -> list[str]:
    """Keys that the data depend on; sentences about those that this machine sets otherwise."""
    notes: list[str] = []
    place = folder(home() / "keys")
    for name in manifest.keys:
        kept = key(one, name)
        variable = "MOTCUA_KEY_" + name.upper().replace("-", "_")
        given = os.environ.get(variable)
        if given and given != kept:
            notes.append(
                f"Biến {variable} trên máy này khác khóa trong bản sao lưu: đặt lại theo tệp keys/{name} "
                "của bản sao lưu, nếu không mã tra cứu đã in sẽ không dùng được."
            )
            continue
        path = place / name
        if path.exists() and path.read_text().strip() != kept:
            shutil.move(path, place / f"{name}.before-restore")
        draft = place / f".{name}.{secrets.token_hex(4)}"
        layout.write_synced(draft, f"{kept}\n".encode())
        draft.rename(path)
    return notes


def verified() -> dict[str, Any]:
    """The verdict of `log verify` over what was loaded."""
    import msgspec

    from motcua.dossiers.verify import verify

    verdict = verify()
    verdict.warnings.clear()  # of this process, which is the owner
    return dict(msgspec.to_builtins(verdict))
