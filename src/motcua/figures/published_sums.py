"""Sums down a published table: the row of totals wherever it stands, and rows of groups (I, II, A, B) above
the rows that they sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from motcua.figures.published import Check, Table, Values, added, doubt, equal, read_row
from motcua.foundation.text import fold

TOTALS: Final = frozenset({"tong", "tong cong", "tong so", "toan tinh", "cong", "total", "tong toan tinh"})
_GROUP: Final = re.compile(r"[IVX]+|[A-E]")
"""The order mark of a row that sums those after it; the rows themselves are numbered."""
_SUMMED: Final = (
    "received", "online", "counter", "carried", "resolved", "early", "on_time", "late", "returned",
    "pending", "pending_within", "pending_late",
)  # fmt: skip


class Row(NamedTuple):
    """A row by the name of its unit; `order` is its mark in the table, empty where there is none."""

    name: str
    cells: dict[str, Any]
    order: str = ""


def is_total(name: str) -> bool:
    """Whether a row of this name is the sum of the others: "Tổng cộng (I+II):"."""
    plain = re.sub(r"\([^)]*\)|[^a-z ]", " ", fold(name))
    return " ".join(plain.split()) in TOTALS


def check_sums(rows: Sequence[Row]) -> list[Table]:
    """Totals against what they sum: a row of totals against the groups where there are any, else against the
    other rows; each group against the rows after it."""
    totals = [row for row in rows if is_total(row.name)]
    others = [row for row in rows if not is_total(row.name)]
    groups = _groups(others)
    found = [_summed(f"{head.name} = {len(parts)} rows", head, parts) for head, parts in groups if parts]
    heads = [head for head, _ in groups] or others
    if len(totals) == 1 and heads:
        return [*found, _summed("total", totals[0], heads)]
    if len(totals) > 1:
        named = ", ".join(f"“{row.name}”" for row in totals)
        found.append(Table("total", [doubt("one row of totals", f"có nhiều dòng tổng: {named}")]))
    return found


def _groups(rows: Sequence[Row]) -> list[tuple[Row, list[Row]]]:
    """Rows of groups with the rows after each; none where there are none, or rows above the first."""
    if len([row for row in rows if _GROUP.fullmatch(row.order)]) < 2:
        return []
    found: list[tuple[Row, list[Row]]] = []
    for row in rows:
        if _GROUP.fullmatch(row.order):
            found.append((row, []))
        elif not found:
            return []
        else:
            found[-1][1].append(row)
    return found


def _summed(name: str, whole: Row, parts: Sequence[Row]) -> Table:
    top, _ = read_row(whole.cells)
    read = [(row.name, read_row(row.cells)[0]) for row in parts]
    checks = [
        _column(key, top, read) for key in _SUMMED if key in top and any(key in each for _, each in read)
    ]
    return Table(name, checks)


def _column(key: str, whole: Values, parts: Sequence[tuple[str, Values]]) -> Check:
    silent = [name for name, each in parts if key not in each]
    if silent:
        shown = ", ".join(f"“{name}”" for name in silent[:3]) + ("…" if len(silent) > 3 else "")
        return doubt(f"sum of {key}", f"không có số đọc được ở dòng {shown}", "sum of the rows")
    return equal(f"sum of {key}", added(each[key][1] for _, each in parts), whole[key][1], "sum of the rows")
