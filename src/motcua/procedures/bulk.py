"""Many rows at once: COPY in, one UPDATE from arrays. The ORM builds a statement a row, ten times slower."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connection, models
from psycopg import sql


def copy_in(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into the table of `model`, inside the caller's transaction; values in order of `columns`."""
    statement = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(column) for column in columns),
    )
    with connection.cursor() as cursor, cast(Any, cursor).copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Fresh primary keys of `model`, in order."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def update_heads(rows: Sequence[tuple[int, str, int | None, str]]) -> None:
    """Write (id, name, field, state) of procedures in one statement."""
    if not rows:
        return
    ids, names, fields, states = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procedures_procedure p SET name = x.name, field_id = x.field, state = x.state "
            "FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[]) AS x(id, name, field, state) "
            "WHERE p.id = x.id",
            [ids, names, fields, states],
        )
