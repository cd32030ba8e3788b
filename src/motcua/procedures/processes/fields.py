"""Which cell of a row is the number, the content, the post, the time.

Where cells stand in columns this is reading. In a text of one cell a line a row may be short: its empty or
merged cells are not there. Then the cell that is a time and nothing else shows where the others belong; a row
in which that does not settle it gives what is certain and is marked.
"""

from __future__ import annotations

from typing import NamedTuple

from .rows import Cell, Column, Columns, Row, one_line
from .times import looks_like_time


class Fields(NamedTuple):
    """A row by column; None: the row has no such cell. `merged`: columns whose cell goes on from above."""

    number: str
    cells: dict[Column, str]
    merged: frozenset[Column] = frozenset()
    short: bool = False

    def text(self, column: Column) -> str:
        """The words of a column, empty where it has none."""
        return self.cells.get(column, "")


def fields_of(row: Row, columns: Columns, number: str) -> Fields | None:
    """The row by column; None for words that are no row of the step table."""
    if row.exact:
        return _exact(row.cells, columns, number)
    texts = row.texts[1:] if number else row.texts
    roles = columns.roles[columns.roles.index(Column.NUMBER) + 1 :]
    return _numbered(texts, roles, number) if number else _unnumbered(texts, roles)


def _exact(cells: tuple[Cell, ...], columns: Columns, number: str) -> Fields | None:
    pairs = list(zip(columns.roles, cells, strict=False))
    merged = frozenset(role for role, cell in pairs if cell.merged)
    found: dict[Column, str] = {
        # Lines within a cell part the posts that it names; elsewhere they are only layout.
        role: cell.text if role is Column.POST else one_line(cell.text)
        for role, cell in pairs
        if cell.text and role is not Column.NUMBER
    }
    if number:
        return Fields(number, found, merged)
    first = next((cell for role, cell in pairs if role is Column.NUMBER), None)
    if first is not None and first.text and not first.merged:
        return None
    wanted = {Column.CONTENT, Column.POST, Column.TIME} & set(found)
    if len(wanted) >= 2 or (merged and wanted):
        return Fields("", found, merged)
    return None


def _numbered(texts: list[str], roles: tuple[Column, ...], number: str) -> Fields:
    at = roles.index(Column.TIME)
    if len(texts) >= len(roles) or (len(texts) > at and looks_like_time(texts[at])):
        return Fields(number, _paired(roles, texts))
    times = [place for place, text in enumerate(texts) if looks_like_time(text)]
    if not times:
        # No time stands in the row: what is there fills the columns before it.
        return Fields(number, _paired(roles[:at], texts), short=True)
    time = times[-1]
    found = _paired(roles[:at], texts[:time]) | _paired(roles[at:], texts[time:])
    return Fields(number, found, short=True)


def _unnumbered(texts: list[str], roles: tuple[Column, ...]) -> Fields | None:
    """A row below a merged number: its cells end where the time stands, so they are counted from there."""
    times = [place for place, text in enumerate(texts) if looks_like_time(text)]
    if not times:
        return None
    at, time = roles.index(Column.TIME), times[-1]
    found = _paired(roles[max(0, at - time) : at], texts[:time]) | _paired(roles[at:], texts[time:])
    merged = frozenset({Column.NUMBER, *roles[: max(0, at - time)]})
    return Fields("", found, merged, short=True)


def _paired(roles: tuple[Column, ...], texts: list[str]) -> dict[Column, str]:
    return dict(zip(roles, texts, strict=False))
