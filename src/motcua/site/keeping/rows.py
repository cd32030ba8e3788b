"""Tables as streams of text: the same rows give the same bytes on every server."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import psycopg
from psycopg import sql

from motcua.site.keeping.layout import Chain

Link = psycopg.Connection[tuple[Any, ...]]
LEFT_OUT: Final = frozenset({"django_migrations"})
"""Made by the migrations themselves; the manifest names them."""
_STEADY: Final = (
    ("timezone", "UTC"),
    ("datestyle", "ISO, MDY"),
    ("intervalstyle", "postgres"),
    ("bytea_output", "hex"),
    ("extra_float_digits", "1"),
)
_PIECE: Final = 256 * 1024


class Table(NamedTuple):
    """A table with its columns and those that order its rows."""

    name: str
    columns: list[str]
    ordered: list[tuple[str, bool]]
    """Columns of the primary key (all columns without one), with whether they are collated."""

    @property
    def listed(self) -> sql.Composed:
        """Its columns, for a statement."""
        return sql.SQL(", ").join(map(sql.Identifier, self.columns))


class Counted(NamedTuple):
    """How many rows, and the SHA-256 of their text."""

    rows: int
    sha256: str


_TABLES: Final = """
SELECT c.relname, a.attname, a.attgenerated = '', a.attcollation <> 0,
       array_position(i.indkey::int2[], a.attnum)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
ORDER BY c.relname COLLATE "C", a.attnum
"""


def steady(link: Link) -> None:
    """Let every value have one text, whatever the server's settings."""
    for name, value in _STEADY:
        link.execute("SELECT set_config(%s, %s, false)", [name, value])


def tables(link: Link) -> list[Table]:
    """Every table of ours, by name."""
    found: dict[str, list[tuple[str, bool, bool, int | None]]] = {}
    for name, column, kept, collated, place in link.execute(_TABLES).fetchall():
        found.setdefault(name, []).append((column, kept, collated, place))
    return [_table(name, columns) for name, columns in found.items() if name not in LEFT_OUT]


def _table(name: str, columns: list[tuple[str, bool, bool, int | None]]) -> Table:
    keyed = sorted((place, column, collated) for column, _, collated, place in columns if place is not None)
    ordered = [(column, collated) for _, column, collated in keyed]
    return Table(
        name,
        [column for column, kept, _, _ in columns if kept],
        ordered or [(column, collated) for column, _, collated, _ in columns],
    )


def read(link: Link, table: Table, keep: Callable[[bytes], object] = len) -> Counted:
    """Read the rows of a table in order; `keep` gets their text in pieces."""
    order = sql.SQL(", ").join(
        sql.SQL('{} COLLATE "C"').format(sql.Identifier(column)) if collated else sql.Identifier(column)
        for column, collated in table.ordered
    )
    statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        table.listed, sql.Identifier(table.name), order
    )
    digest, rows, piece = hashlib.sha256(), 0, bytearray()
    with link.cursor() as cursor, cursor.copy(statement) as copy:
        for block in copy:
            piece += block
            if len(piece) >= _PIECE:
                rows += _take(piece, digest, keep)
    return Counted(rows + _take(piece, digest, keep), digest.hexdigest())


def _take(piece: bytearray, digest: Any, keep: Callable[[bytes], object]) -> int:
    """Hand a piece on and empty it; how many rows it held (a line feed inside a value is written `\\n`)."""
    text = bytes(piece)
    piece.clear()
    digest.update(text)
    keep(text)
    return text.count(b"\n")


_HEADS: Final = """
SELECT coalesce(d.code, d.reference, d.id::text), d.seq, encode(d.head, 'hex'),
       d.head IS NOT DISTINCT FROM e.hash
FROM dossiers_dossier d LEFT JOIN dossiers_event e ON e.dossier_id = d.id AND e.seq = d.seq
ORDER BY d.id
"""


def chain(link: Link) -> Chain:
    """The heads of all chains as they stand in this view of the database."""
    digest, dossiers, equal = hashlib.sha256(), 0, True
    with psycopg.ServerCursor(link, "motcua_heads") as cursor:
        cursor.itersize = 5000
        cursor.execute(_HEADS)
        for code, seq, head, fits in cursor:
            digest.update(f"{code} {seq} {head}\n".encode())
            dossiers += 1
            equal = equal and fits
    counted = link.execute(
        "SELECT count(*), count(DISTINCT dossier_id), (SELECT coalesce(sum(seq), 0) FROM dossiers_dossier)"
        " FROM dossiers_event"
    ).fetchone()
    events, with_events, promised = counted or (0, 0, 0)
    equal = equal and events == promised and with_events == dossiers
    return Chain(dossiers, events, digest.hexdigest(), equal)


def sequences(link: Link) -> dict[str, tuple[int, bool]]:
    """The last value of each sequence, and whether it was given out."""
    names = link.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
        ' ORDER BY relname COLLATE "C"'
    ).fetchall()
    found: dict[str, tuple[int, bool]] = {}
    for (name,) in names:
        row = link.execute(
            sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
        ).fetchone()
        found[name] = row or (1, False)
    return found


def migrations(link: Link) -> list[tuple[str, str]]:
    """The migrations that this database has had."""
    return [
        (app, name)
        for app, name in link.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    ]
