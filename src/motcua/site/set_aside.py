"""Indexes and keys of the dossiers set aside while a whole year is loaded, and put back afterwards.

Kept up row by row they cost a third of the load; made once at the end they cost seconds and less space. The
primary key and the unique constraints of the dossiers themselves stay: a dossier and its rows are loaded in
one transaction, so nothing is loaded twice. Autovacuum is held off those tables meanwhile; it would clean
and count tables that only grow eight times over. What is taken away is written down in the same transaction
(`SetAside`): whatever breaks off, the next simulation or migration puts it back, and adding a key checks
every row. The application's role may not do this: the owner does, in a process apart.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site.database import ROLE_VARIABLE

if TYPE_CHECKING:
    from motcua.site.models import SetAside

Way = Literal["away", "back"]
TABLES: Final = (
    "dossier", "event", "privaterecord", "workitem", "statusspan", "duedate", "componentrow", "supplement",
    "consultation", "result", "steprow", "partrow", "fact", "spell", "particulars",
)  # fmt: skip
"""What `dossiers.generation.load` fills."""
_INDEXES: Final = """
SELECT 'index', c.relname, i.relname, pg_get_indexdef(i.oid)
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
WHERE c.relname = ANY(%(tables)s) AND NOT x.indisunique
  AND NOT EXISTS (SELECT 1 FROM pg_constraint n WHERE n.conindid = i.oid)
ORDER BY c.relname, i.relname"""
_KEYS: Final = """
SELECT 'key', c.relname, n.conname, pg_get_constraintdef(n.oid)
FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
WHERE c.relname = ANY(%(tables)s)
  AND (n.contype = 'f' OR n.contype = 'p'
       AND NOT EXISTS (SELECT 1 FROM pg_constraint r WHERE r.confrelid = c.oid AND r.contype = 'f'))
ORDER BY c.relname, n.conname"""
_BY_SIZE: Final = """
SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND pg_table_is_visible(oid)
ORDER BY pg_total_relation_size(oid) DESC, relname"""
BESIDE: Final = 2
"""Tables that are put back at a time; more would take the processors from each other."""
_UNATTENDED: Final = """
SELECT 'vacuum', relname, relname || ' autovacuum', 'RESET (autovacuum_enabled)'
FROM pg_class WHERE relname = ANY(%(tables)s) AND relkind = 'r' AND reloptions IS NULL ORDER BY relname"""


def away() -> int:
    """Take them away, unless there are dossiers already: then others work here. How many."""
    from django.db import connection, transaction

    from motcua.site.models import SetAside

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM dossiers_dossier)")
        if cursor.fetchone() == (True,) or SetAside.objects.exists():
            return 0
        found = []
        for sql in (_KEYS, _INDEXES, _UNATTENDED):
            cursor.execute(sql, {"tables": [f"dossiers_{name}" for name in TABLES]})
            found += cursor.fetchall()
        SetAside.objects.bulk_create(
            SetAside(kind=kind, table=table, name=name, definition=text) for kind, table, name, text in found
        )
        for kind, table, name, _text in found:
            cursor.execute(_AWAY[kind].format(table=table, name=name))
        return len(found)


_AWAY: Final = {
    "key": 'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    "index": 'DROP INDEX "{name}"',
    "vacuum": 'ALTER TABLE "{table}" SET (autovacuum_enabled = off)',
}


def back() -> int:
    """Put back all that was taken away, each checked: indexes and primary keys first, then the foreign
    keys, which look things up by them. Two tables at a time. How many."""
    from django.db import connection

    from motcua.site.models import SetAside

    if SetAside._meta.db_table not in connection.introspection.table_names():
        return 0
    missing = list(SetAside.objects.order_by("table", "kind", "name"))
    first = [each for each in missing if each.kind == "index" or "PRIMARY KEY" in each.definition]
    _each_table(first, _put_back)
    _each_table([each for each in missing if each not in first], _put_back)
    _each_table(missing, lambda of_table: _say(f'ANALYZE "{of_table[0].table}"'))
    return len(missing)


def _each_table(missing: Sequence[SetAside], work: Callable[[Sequence[SetAside]], None]) -> None:
    """Do the work for what is missing of each table, the largest tables first, beside each other."""
    from django.db import connection, connections

    def alone(of_table: Sequence[SetAside]) -> None:
        try:
            work(of_table)
        finally:
            connections.close_all()

    tables = {name: list(some) for name, some in groupby(missing, key=lambda each: each.table)}
    with connection.cursor() as cursor:
        cursor.execute(_BY_SIZE, [list(tables)])
        order = [name for (name,) in cursor.fetchall()]
    with ThreadPoolExecutor(BESIDE) as pool:
        done = [pool.submit(alone, tables[name]) for name in order]
    for each in done:
        each.result()


def _put_back(missing: Sequence[SetAside]) -> None:
    from django.db import connection, transaction

    for each in missing:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '128MB'")
            if each.kind == "key":
                cursor.execute(f'ALTER TABLE "{each.table}" ADD CONSTRAINT "{each.name}" {each.definition}')
                # A deferred check would hold the table until the end; each stands or falls by itself.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            elif each.kind == "vacuum":
                cursor.execute(f'ALTER TABLE "{each.table}" {each.definition}')
            else:
                cursor.execute(each.definition)
            each.delete()


def _say(sql: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def set_aside() -> Iterator[None]:
    """Around a load. Raises: `DomainError` where the owner failed; what is missing stays written down."""
    _as_owner("away")
    try:
        yield
    finally:
        _as_owner("back")


def _as_owner(way: Way) -> None:
    environment = {**os.environ, ROLE_VARIABLE: "owner"}
    answer = subprocess.run(
        [sys.executable, "-m", "motcua.site.set_aside", way],
        env=environment,
        check=False,
        stderr=subprocess.PIPE,
        text=True,
    )
    if answer.returncode:
        raise DomainError(
            gettext_noop("Chưa đặt lại được chỉ mục và khóa ngoại của bảng hồ sơ: %(reason)s"),
            gettext_noop("Dữ liệu được giữ nguyên. Chạy lại lệnh, hoặc `motcua db migrate`."),
            id="set_aside_failed",
            reason=(answer.stderr.strip().splitlines() or ["?"])[-1],
        )


def main(way: str) -> None:
    """In the owner's process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    import django

    django.setup()
    (away if way == "away" else back)()


if __name__ == "__main__":
    main(sys.argv[1])
