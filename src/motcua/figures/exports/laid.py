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
        "points": points(len(export.columns) + 2),
        "wide": len(export.columns) + 2 > 18,
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


def _aligns(export: Export) -> list[str]:
    return ["left" if column.unit in _TEXT else "right" for column in export.columns]
