"""The shape that every report has: columns, rows, a total and the proof. Pages, exports and JSON are made of
it, so that all of them tell the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, Literal

import msgspec
from django.conf import settings

from motcua.figures.ii06a import Scope
from motcua.figures.registry import percent
from motcua.figures.rule_sets import RuleSet
from motcua.foundation.clock import local_text
from motcua.foundation.errors import DomainError, NotFound, gettext_noop

SUM_OF_ROWS: Final = gettext_noop("Tổng số bằng cộng các dòng")
"""The identity that every report with a total is proved by."""
Unit = Literal["text", "count", "percent", "score", "days", "money", "date"]


class Held(msgspec.Struct, frozen=True):
    """An identity that was checked in every row, and whether it held."""

    identity: str
    holds: bool


class DoesNotAddUp(DomainError):
    """Parts that do not add up are not published."""

    id = "figures_conflict"


def holding(held: Iterable[Held]) -> tuple[Held, ...]:
    """The identities, where all of them hold. Raises: `DoesNotAddUp` that names those that do not."""
    found = tuple(held)
    if not all(each.holds for each in found):
        raise DoesNotAddUp(
            gettext_noop("Chưa phát hành: số liệu không khớp ở phép thử %(faults)s."),
            gettext_noop("Chạy `motcua figures verify` để tìm hồ sơ sai, rồi `motcua log rebuild --write`."),
            faults="; ".join(each.identity for each in found if not each.holds),
        )
    return found


def no_row() -> NotFound:
    """What is told where a report has no such row."""
    return NotFound(gettext_noop("Báo cáo không có dòng này."), gettext_noop("Mở lại báo cáo."))


def no_column() -> NotFound:
    """What is told where a report has no such column."""
    return NotFound(gettext_noop("Báo cáo không có cột này."), gettext_noop("Mở lại báo cáo."))


class Share(msgspec.Struct, frozen=True):
    """A percentage with what it is made of; no value where there is nothing to divide by."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Rounded half up to two decimals."""
        return percent(self.numerator, self.denominator) if self.denominator else None


Cell = str | int | float | date | Share | None
"""None is told as a dash: nothing to say, or nothing to divide by."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column. `label` and `group` (the heading above several) are Vietnamese msgids; `sums` are the columns
    of which it is the sum in every row; `opens` where a cell leads to the dossiers it counts; `late` where
    what is above 0 is bad news. On paper, `under` stands between group and column, and `head` in the place of
    `label` where the group above already says the rest."""

    key: str
    label: str
    unit: Unit = "count"
    group: str = ""
    under: str = ""
    head: str = ""
    sums: tuple[str, ...] = ()
    opens: bool = False
    late: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row by the keys of the columns. `level` rows are sums of the `line` rows after them."""

    key: str
    label: str
    kind: Literal["line", "level", "total"] = "line"
    cells: dict[str, Cell]


def count_in(row: Row, column: str) -> int:
    """The count in a cell; 0 where none stands there."""
    cell = row.cells[column]
    return cell if isinstance(cell, int) else 0


def parts_make(identity: str, rows: Iterable[Row], whole: str, parts: Iterable[str]) -> Held:
    """Whether a column is the sum of others in every row."""
    of = tuple(parts)
    return Held(
        identity, all(count_in(row, whole) == sum(count_in(row, part) for part in of) for row in rows)
    )


def rows_make(identity: str, rows: Iterable[Row], total: Row, columns: Iterable[str]) -> Held:
    """Whether the total of each of these columns is the sum of the rows."""
    lines = tuple(rows)
    return Held(
        identity, all(count_in(total, each) == sum(count_in(row, each) for row in lines) for each in columns)
    )


class Listing(msgspec.Struct, frozen=True):
    """A page of what a cell counts where that is no dossier; `after` is what the next page begins after, 0 on
    the last. `label` heads the names of its rows; labels of columns are Vietnamese msgids."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    after: int


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A report of one scope under one rule set. `title`, `law` and `notes` are Vietnamese msgids; `form` is
    the name of an official form, empty for ours. `recorded_later`: dossiers of which something that had
    happened before the moment of knowledge was recorded only after it."""

    report: str
    title: str
    law: str
    form: str = ""
    scope: Scope
    rules: RuleSet
    by: str
    unit: str = "dossier"
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    held: tuple[Held, ...] = ()
    notes: tuple[str, ...] = ()
    recorded_later: int = 0

    def document(self) -> dict[str, Any]:
        """As `motcua report ID --json` writes it (contracts, section 1): cells beside the row's key."""
        rows = [*self.rows, *([self.total] if self.total else [])]
        return {
            "report": self.report,
            "form": self.form,
            "title": self.title,
            "law": self.law,
            "period": {"from": self.scope.first, "to": self.scope.last},
            "as_of": local_text(self.scope.as_of),
            "rule_set": self.rules.id,
            "rule_set_note": self.rules.note,
            "rule_set_source": self.rules.source,
            "by": self.by,
            "agencies": "successors" if self.scope.succeeded else "then",
            "unit": self.unit,
            "columns": [
                {"key": each.key, "label": each.label, "group": each.group, "unit": each.unit}
                for each in self.columns
            ],
            "rows": [
                {"key": row.key, "label": row.label, "kind": row.kind}
                | {column.key: _plain(row.cells.get(column.key)) for column in self.columns}
                for row in rows
            ],
            "identities": self.held,
            "notes": self.notes,
            "recorded_later": self.recorded_later,
            "simulated": settings.MOTCUA_SIMULATED,
        }


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Share):
        return {"value": cell.value, "numerator": cell.numerator, "denominator": cell.denominator}
    return cell
