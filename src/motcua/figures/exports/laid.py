"""A report as it lies on paper: every word ready, the size of letters by how many columns there are.

The look is that of the statistical forms of Circular 01/2020/TT-VPCP: number of the form and its circular
left, title and period in the middle, who reports and who receives right, unit of measure above the table, who
made it and who answers for it below.
"""

from __future__ import annotations

from typing import Any, Final

from motcua.dossiers.papers.words import place_and_day
from motcua.dossiers.printing_source import PLACE
from motcua.figures.exports.export import (
    MOST_PRINTED,
    Export,
    head,
    later_said,
    moment_said,
    number_row,
    numbered,
    period_said,
    said,
    with_total,
)
from motcua.foundation.errors import DomainError, gettext_noop

_TEXT: Final = frozenset({"text", "date"})
_ROOM: Final = 1_450
"""Letters of a point that lie beside each other on a paper, between its margins."""
_WORD: Final = 24
"""Letters from which a word is broken."""
_WIDE: Final = 18
"""Columns of the smaller paper."""


class TooLongToPrint(DomainError):
    """More rows than a paper takes."""

    id = "paper_too_long"


def laid(export: Export) -> dict[str, Any]:
    """The sheet. Raises: `TooLongToPrint`."""
    rows: list[dict[str, Any]] = []
    for number, row in numbered(with_total(export)):
        if len(rows) > MOST_PRINTED:
            raise TooLongToPrint(
                gettext_noop("Bảng có nhiều hơn %(most)s dòng, bản in không nhận."),
                gettext_noop("Chọn kỳ ngắn hơn hoặc phạm vi hẹp hơn, hoặc tải bản Excel hay CSV có đủ."),
                most=MOST_PRINTED,
            )
        cells = [said(row.cells.get(column.key), column.unit) for column in export.columns]
        rows.append({"kind": row.kind, "cells": [number, row.label, *cells]})
    return {
        "report": export.report,
        "unit": export.unit,
        "form": export.form,
        "law": export.law,
        "title": export.title,
        "period": period_said(export.scope),
        "known": f"Số liệu như biết lúc {moment_said(export.scope.as_of)}",
        "place": export.place,
        "counted": export.counted,
        "rules": f"{export.rules.name}: {export.rules.note}",
        "head": [[cell._asdict() for cell in line] for line in head(export)],
        "numbers": number_row(export),
        "rows": rows,
        "aligns": ["center", "left", *_aligns(export)],
        "widths": _widths(export, rows),
        "points": points(len(export.columns) + 2),
        "wide": len(export.columns) + 2 > _WIDE,
        "notes": list(export.notes),
        "proof": "; ".join(each.identity for each in export.held if each.holds),
        "later": later_said(export.recorded_later) if export.recorded_later else "",
        "address": export.address,
        "place_day": place_and_day(PLACE, export.scope.as_of),
        "simulated": export.simulated,
    }


def points(columns: int) -> float:
    """Size of letters in a table of so many columns, so that it stays between the margins."""
    return 9.0 if columns <= 13 else 8.0 if columns <= 18 else 7.0 if columns <= 26 else 5.5


def _widths(export: Export, rows: list[dict[str, Any]]) -> list[int]:
    """How wide columns are beside each other, from the name of a row on: by what stands in them, a number
    also by the longest word above it, so that no name is squeezed by headings. Where the paper has no room
    for all, what can be broken gives way down to its longest word."""
    found = []
    for place, (least, most) in enumerate(
        ((12, 44), *(_bounds(each.unit, len(export.columns)) for each in export.columns)), start=1
    ):
        cells = [row["cells"][place] for row in rows]
        column = export.columns[place - 2] if place > 1 else None
        head = f"{column.head or column.label} {column.under}".split() if column else []
        word = max(
            (min(len(word) + 1, _WORD) for text in (*cells, *head) for word in text.split()), default=0
        )
        longest = max((len(cell) for cell in cells), default=0)
        wanted = max(least, min(longest, most))
        found.append((max(6, word), max(6, word, wanted)))
    room = _ROOM * (1.4 if len(found) + 1 > _WIDE else 1) / points(len(found) + 1)
    least, wanted = (sum(each[part] for each in found) for part in (0, 1))
    part = 1.0 if wanted <= room else max(0.0, (room - least) / (wanted - least)) if wanted > least else 0.0
    return [round(10 * (word + part * (all_of_it - word))) for word, all_of_it in found]


def _bounds(unit: str, columns: int) -> tuple[int, int]:
    """Fewest and most letters of a column; where words are all there is, they are what is read."""
    return (9, 90 if columns == 1 else 30) if unit == "text" else (6, 14)


def _aligns(export: Export) -> list[str]:
    return ["left" if column.unit in _TEXT else "right" for column in export.columns]
