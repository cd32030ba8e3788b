"""The heading of a published table: several rows with merged cells, the rows of column numbers below it, and
tables that lie on their side, read into one name of ours a column.

A merged cell is written once and the cells that it covers are empty, in CSV as in a workbook, so a filled
cell reaches over the empty ones to its right wherever the row below goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import Any, Final, NamedTuple

from motcua.figures.published import NAMES, column
from motcua.foundation.text import fold

DEEPEST: Final = 4
"""Rows that a heading may have."""
_UNIT: Final = frozenset({"unit", "don vi", "ten don vi", "co quan", "ten co quan", "linh vuc", "noi dung"})
_ORDER: Final = frozenset({"stt", "tt", "so tt", "no"})
_WHOLE: Final = frozenset({"", "tong", "tong so", "cong"})
_SHARE: Final = frozenset({"%", "ty le", "ti le", "ty le %"})
_GROUPS: Final = (
    ("percent", ("ty le", "ti le", "%")),
    ("received", ("tiep nhan", "nhan giai quyet", "da nhan")),
    ("pending", ("dang giai quyet", "chua giai quyet", "dang xu ly")),
    ("resolved", ("giai quyet",)),
)
"""What a heading above others says that they count; the first that is named."""
_PARTS: Final = {
    "resolved": (
        ("on_time", ("truoc va dung han", "dung han va truoc han", "dung va truoc han")),
        ("early", ("truoc han",)),
        ("on_time", ("dung han",)),
        ("late", ("qua han", "tre han")),
        ("returned", ("tra lai",)),
    ),
    "pending": (
        ("pending_within", ("trong han", "chua den han")),
        ("pending_late", ("qua han", "tre han")),
    ),
    "received": (
        ("online", ("truc tuyen",)),
        ("counter", ("truc tiep", "buu chinh")),
        ("carried", ("ky truoc", "chuyen qua", "chuyen sang")),
    ),
    "percent": (
        ("on_time_pct", ("dung han", "truoc va dung han")),
        ("late_pct", ("qua han", "tre han")),
        ("resolved_pct", ("giai quyet",)),
        ("online_pct", ("truc tuyen",)),
        ("returned_pct", ("tra lai",)),
    ),
}
"""What a heading under such a one counts."""
_NUMBERED: Final = re.compile(r"\(?\s*(\d{1,2}|[a-z])\s*\)?(\s*=.*)?", re.IGNORECASE)
"""The mark of a column: "3", "(3)", "7=8+9+10"."""


class Headed(NamedTuple):
    """A table below its heading: names of columns (ours where one is known, else as printed), places of the
    unit and of its order mark, and the rows. `twice` are headings that name a column again."""

    names: tuple[str, ...]
    unit: int | None
    order: int | None
    rows: tuple[Sequence[Any], ...]
    twice: tuple[str, ...]


def headed(rows: Sequence[Sequence[Any]]) -> Headed | None:
    """The table in rows that hold anything; one that lies on its side is set upright. None where no heading
    names two columns that we know."""
    upright = _headed(rows)
    turned = None if upright is not None else _headed(list(zip_longest(*rows)))
    return upright or turned


def _headed(rows: Sequence[Sequence[Any]]) -> Headed | None:
    best: tuple[int, int, int, list[list[str]]] | None = None
    for start in range(len(rows)):
        if best is not None and start > best[1]:
            break
        for depth in range(1, min(DEEPEST, len(rows) - start) + 1):
            block = rows[start : start + depth]
            if depth > 1 and any(_is_data(row) for row in block[1:]):
                break
            paths = _paths(block)
            known = len({name for path in paths if (name := named(path))})
            if known >= 2 and (best is None or known > best[0]):
                best = (known, start, depth, paths)
    return None if best is None else _below(rows, best[1] + best[2], best[3])


def _below(rows: Sequence[Sequence[Any]], end: int, paths: list[list[str]]) -> Headed:
    while end < len(rows) and _is_numbering(rows[end]):
        end += 1
    names: list[str] = []
    twice: list[str] = []
    for path in paths:
        name, printed = named(path), " / ".join(path)
        if name and name in names:
            twice.append(printed)
            name = ""
        names.append(name or printed)
    lowest = [fold(path[-1]) if path else "" for path in paths]
    unit = next((place for place, name in enumerate(lowest) if name in _UNIT), None)
    order = next((place for place, name in enumerate(lowest) if name in _ORDER), None)
    return Headed(tuple(names), unit, order, tuple(rows[end:]), tuple(twice))


def named(path: Sequence[str]) -> str:
    """Our name of a column from its headings, the topmost first; empty for one that is not known."""
    words = [_plain(each) for each in path]
    if not words:
        return ""
    if len(words) > 1 and words[-1] in _SHARE:
        part = named(path[:-1])
        return f"{part}_pct" if f"{part}_pct" in NAMES else ""
    for place in range(len(words) - 2, -1, -1):
        group = next((name for name, marks in _GROUPS if any(mark in words[place] for mark in marks)), "")
        below = " ".join(words[place + 1 :]).strip()
        if group == "percent" or (group and "ty le" not in below):
            return _under(group, below, words[-1])
    return column(path[-1]) or column(words[-1])


def _under(group: str, below: str, lowest: str) -> str:
    """Our name of what stands under a heading that says what it counts."""
    if below in _WHOLE:
        return "" if group == "percent" else group
    found = next((name for name, marks in _PARTS[group] if any(mark in below for mark in marks)), "")
    if found or group == "percent":
        return found
    own = column(lowest)
    return own if own in _PARTS else ""


def _plain(heading: str) -> str:
    """Folded, without what stands in brackets but a percent sign, and without "number of dossiers"."""
    text = re.sub(r"\([^)%]*\)", " ", fold(heading)).replace("%", " % ")
    text = re.sub(r"[^a-z0-9%_ ]+", " ", text)
    text = re.sub(r"\b(so luong|so ho so|ho so|tong so ho so)\b", " ", text)
    return " ".join(text.split())


def _paths(block: Sequence[Sequence[Any]]) -> list[list[str]]:
    """The headings of each column, the topmost first, merged cells filled to the right."""
    width = max(len(row) for row in block)
    texts = [[str(cell or "").strip() for cell in [*row, *[""] * (width - len(row))]] for row in block]
    # From the lowest up: what a cell reaches over may itself be merged.
    for lower, upper in pairwise(reversed(texts)):
        for place in range(1, width):
            if not upper[place] and lower[place]:
                upper[place] = upper[place - 1]
    return [[cell for cell in column_ if cell] for column_ in zip(*texts, strict=True)]


def _is_data(row: Sequence[Any]) -> bool:
    """Whether a row holds figures, more than the marks of columns."""
    if _is_numbering(row):
        return True
    return any(
        isinstance(cell, int | float) or re.fullmatch(r"[\d.,%\s]+", str(cell or "").strip() or "x")
        for cell in row
    )


def _is_numbering(row: Sequence[Any]) -> bool:
    """Whether a row only numbers the columns: marks in brackets, sums of marks, or 1, 2, 3."""
    marks = [str(cell).strip() for cell in row if str(cell or "").strip()]
    if len(marks) < 2 or not all(_NUMBERED.fullmatch(mark) for mark in marks):
        return False
    numbers = [int(found.group()) for mark in marks if (found := re.search(r"\d+", mark))]
    counted = all(after - before == 1 for before, after in pairwise(numbers)) and len(numbers) > 1
    return counted and (numbers[0] <= 3)
