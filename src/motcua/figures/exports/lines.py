"""A report as CSV for other programs: UTF-8 with its mark, a point in decimals, days as 2022-12-14."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from motcua.figures.exports.export import NUMBER_HEAD, Export, numbered, with_total
from motcua.figures.tables import Cell, Column, Share
from motcua.foundation.text import spreadsheet_cell


def write_csv(export: Export, out: BinaryIO) -> None:
    """One line of names, a line a row. A percentage is followed by what it is made of."""
    # Excel takes a file for UTF-8 only by its mark.
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([NUMBER_HEAD, export.label, *_names(export)])
    for number, row in numbered(with_total(export)):
        cells = [each for column in export.columns for each in _cells(row.cells.get(column.key), column.unit)]
        writer.writerow([number, spreadsheet_cell(row.label), *cells])
    text.flush()
    text.detach()


def _names(export: Export) -> Iterator[str]:
    for column in export.columns:
        name = ": ".join(_path(column))
        yield spreadsheet_cell(name)
        if column.unit == "percent":
            yield spreadsheet_cell(f"{name} (tử số)")
            yield spreadsheet_cell(f"{name} (mẫu số)")


def _path(column: Column) -> list[str]:
    return [each for each in (column.group, column.under, column.head or column.label) if each]


def _cells(cell: Cell, unit: str) -> list[str]:
    if isinstance(cell, Share):
        return [_plain(cell.value), str(cell.numerator), str(cell.denominator)]
    return [_plain(cell), "", ""] if unit == "percent" else [_plain(cell)]


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return spreadsheet_cell(cell)
    return str(cell)
