"""What all readers hand on: the lines and rows of a file, in order, and which column says what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from motcua.foundation.text import fold


class Cell(NamedTuple):
    """A cell's words. `merged`: it is the lower part of a cell that began in a row above, and has none."""

    text: str
    merged: bool = False


class Row(NamedTuple):
    """A row of a table. `exact`: cell n stands in column n, empty ones too, as in Word and Excel. In a text
    of one cell a line, empty cells cannot be told from the end of a row, and merged ones leave no trace."""

    cells: tuple[Cell, ...]
    exact: bool

    @property
    def texts(self) -> list[str]:
        """The words of the cells that have any, each on one line."""
        return [text for cell in self.cells if (text := one_line(cell.text))]


def one_line(text: str) -> str:
    """The words with single spaces between them."""
    return " ".join(text.split())


class Line(NamedTuple):
    """Words outside tables, between two of them; line ends kept."""

    text: str


Event = Line | Row


class Column(StrEnum):
    """What a column of a step table holds."""

    NUMBER = "number"
    CONTENT = "content"
    POST = "post"
    TIME = "time"
    PRODUCT = "product"
    OTHER = "other"


class Columns(NamedTuple):
    """The columns of a step table in printed order, and the words above the times."""

    roles: tuple[Column, ...]
    time_heading: str


_POST_WORDS: Final = "trach nhiem|don vi|nguoi|bo phan|co quan|vi tri|chuc danh|phan cong"
_HEADINGS: Final[tuple[tuple[Column, re.Pattern[str]], ...]] = (
    (
        Column.NUMBER,
        re.compile(r"s?tt|(?:so )?thu tu(?: cong viec| thuc hien)?|(?:cac |ten )?buoc(?: thuc hien)?"),
    ),
    (Column.TIME, re.compile(r"(?:tong )?(?:thoi (?:gian|han))(?!.*\bke tu\b).*")),
    (Column.PRODUCT, re.compile(r"(?:san pham|bieu mau|ket qua|ho so, bieu mau).*")),
    (
        Column.POST,
        re.compile(
            rf"(?:{_POST_WORDS})(?:[ ,/]+(?:{_POST_WORDS}|ca nhan|thuc hien|xu ly|giai quyet|tthc|nhiem vu|"
            r"cong tac|chu tri|phu trach|va|hoac))*"
        ),
    ),
    (
        Column.CONTENT,
        re.compile(
            r"(?:noi dung|trinh tu|cong viec|ten cong viec|mo ta)"
            r"(?:[ ,/]+(?:noi dung|trinh tu|cong viec|thuc hien|cu the|cac buoc))*"
        ),
    ),
)
_NEEDED: Final = {Column.NUMBER, Column.CONTENT, Column.POST, Column.TIME}
_WIDTH: Final = range(4, 13)
_HEADING_LIMIT: Final = 120


def columns_of(texts: Sequence[str]) -> Columns | None:
    """The columns if these are the headings of a step table, each of the four that matter exactly once."""
    if len([text for text in texts if text]) not in _WIDTH:
        return None
    roles = [_column(text) for text in texts]
    if roles.count(Column.NUMBER) == 2 and Column.CONTENT not in roles:
        # "TT | Các bước thực hiện | …": the second names the steps, it does not number them.
        roles[roles.index(Column.NUMBER, roles.index(Column.NUMBER) + 1)] = Column.CONTENT
    if any(roles.count(needed) != 1 for needed in _NEEDED):
        return None
    return Columns(tuple(roles), texts[roles.index(Column.TIME)])


def _column(text: str) -> Column:
    if len(text) > _HEADING_LIMIT:
        return Column.OTHER
    plain = one_line(fold(text)).strip(" :.")
    return next((column for column, pattern in _HEADINGS if pattern.fullmatch(plain)), Column.OTHER)


def opens_columns(text: str) -> bool:
    """Whether a cell may be the first heading of a step table."""
    return _column(text) is Column.NUMBER
