"""What is taken away, before it has a format: columns, rows, where they come from, how a heading is laid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec
from django.conf import settings

from motcua.figures.ii06a import Scope
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import Cell, Column, Held, Row, Share, Table
from motcua.foundation.clock import Instant, local_of

NUMBER_HEAD: Final = "STT"
MOST_PRINTED: Final = 3_000
"""Rows that a paper takes; more of them nobody reads on paper, and a workbook holds them."""
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LABELS: Final = {
    "form": "Lĩnh vực, công việc giải quyết theo cấp",
    "level": "Cấp giải quyết",
    "field": "Lĩnh vực",
    "agency": "Cơ quan",
    "procedure": "Thủ tục hành chính",
    "figure": "Số liệu",
    "section": "Bộ phận Một cửa",
    "pair": "Cơ quan gửi → cơ quan phối hợp",
    "to": "Cơ quan phối hợp",
    "maker": "Cơ quan làm trễ",
    "post": "Vị trí thực hiện bước",
    "step": "Thủ tục, bước giải quyết",
}
_UNITS: Final = {
    "dossier": "hồ sơ",
    "procedure": "thủ tục",
    "officer": "người",
    "petition": "phản ánh",
    "figure": "hồ sơ, thủ tục",
}
_WORDS_OF_UNITS: Final = {
    "text": "chữ",
    "count": "số đếm",
    "percent": "%",
    "score": "điểm",
    "days": "ngày",
    "money": "đồng",
    "date": "ngày tháng",
}


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """A report or a list of one scope under one rule set.

    `unit` is who reports, `place` what is counted in words, `address` the page that shows the same. `rows`
    is a tuple for a report; a list may have any number of rows and hands them out once, in order. Words are
    those of the law: papers and files are Vietnamese whatever the reader's screen speaks.
    """

    report: str
    title: str
    law: str
    form: str = ""
    unit: str
    place: str
    address: str = ""
    scope: Scope
    rules: RuleSet
    counted: str = "hồ sơ"
    label: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    total: Row | None = None
    held: tuple[Held, ...] = ()
    notes: tuple[str, ...] = ()
    recorded_later: int = 0
    simulated: bool = False

    @property
    def whole(self) -> tuple[Row, ...] | None:
        """The rows of a report; none for a list that is still to be read."""
        return self.rows if isinstance(self.rows, tuple) else None


class HeadCell(NamedTuple):
    """A cell of the heading: its words, first column, and how many columns and rows it covers."""

    text: str
    column: int
    across: int = 1
    down: int = 1


def of_table(table: Table, *, unit: str, place: str, address: str = "") -> Export:
    """A report, ready for any format."""
    return Export(
        report=table.report,
        title=table.title,
        law=table.law,
        form=table.form,
        unit=unit,
        place=place,
        address=address,
        scope=table.scope,
        rules=table.rules,
        counted=_UNITS.get(table.unit, table.unit),
        label=_LABELS.get(table.by, "Nội dung"),
        columns=table.columns,
        rows=tuple(table.rows),
        total=table.total,
        held=table.held,
        notes=table.notes,
        recorded_later=table.recorded_later,
        simulated=settings.MOTCUA_SIMULATED,
    )


def of_list(
    report: Export,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    label: str,
    address: str = "",
) -> Export:
    """The list behind a cell of a report: the same scope, rule set and moment."""
    return msgspec.structs.replace(
        report,
        title=title,
        form="",
        address=address or report.address,
        label=label,
        columns=tuple(columns),
        rows=rows,
        total=None,
        held=(),
        notes=(),
    )


def numbered(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Rows with what stands in their first column: I, II for levels, 1, 2 below each, nothing for a total."""
    level = line = 0
    for row in rows:
        if row.kind == "total":
            yield "", row
        elif row.kind == "level":
            level, line = level + 1, 0
            yield _ROMAN[level - 1] if level <= len(_ROMAN) else str(level), row
        else:
            line += 1
            yield str(line), row


def with_total(export: Export | Table) -> Iterator[Row]:
    """Every row, the total last."""
    yield from export.rows
    if export.total is not None:
        yield export.total


def head(export: Export) -> list[list[HeadCell]]:
    """The heading row by row, groups above what they hold; the first two columns are number and name."""
    paths = [
        [each for each in (column.group, column.under, column.head or column.label) if each]
        for column in export.columns
    ]
    depth = max((len(path) for path in paths), default=1)
    rows: list[list[HeadCell]] = [[] for _ in range(depth)]
    rows[0] += [HeadCell(NUMBER_HEAD, 0, down=depth), HeadCell(export.label, 1, down=depth)]
    for place, path in enumerate(paths):
        for number, text in enumerate(path):
            last = number == len(path) - 1
            before = rows[number][-1] if rows[number] else None
            joins = (
                not last
                and place > 0
                and before is not None
                and before.column + before.across == place + 2
                and paths[place - 1][: number + 1] == path[: number + 1]
                and len(paths[place - 1]) > number + 1
            )
            if joins and before is not None:
                rows[number][-1] = before._replace(across=before.across + 1)
            else:
                rows[number].append(HeadCell(text, place + 2, down=depth - number if last else 1))
    return rows


def number_row(export: Export) -> list[str]:
    """(1), (2), (3)… as official forms number their columns; empty for ours."""
    return [f"({number})" for number in range(1, len(export.columns) + 3)] if export.form else []


def said(cell: Cell, unit: str) -> str:
    """A cell in the writing of Vietnam: 1.234, 99,22%, 14/12/2022; a dash where there is nothing to tell."""
    if cell is None:
        return "–"
    if isinstance(cell, Share):
        return "–" if cell.value is None else f"{_decimal(cell.value, 2)}%"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return _decimal(cell, 2) + ("%" if unit == "percent" else "")
    if isinstance(cell, int):
        return f"{cell:,}".replace(",", ".") + ("%" if unit == "percent" else "")
    return str(cell)


def moment_said(at: Instant) -> str:
    """`14/12/2022 17:00`."""
    return f"{local_of(at):%d/%m/%Y %H:%M}"


def period_said(scope: Scope) -> str:
    """From the first to the last day."""
    return f"Từ ngày {scope.first:%d/%m/%Y} đến ngày {scope.last:%d/%m/%Y}"


def formula_said(export: Export, column: Column) -> str:
    """Of which columns it is the sum: by their numbers on a form, else by their names."""
    places = {each.key: number for number, each in enumerate(export.columns, start=3)}
    if export.form:
        return " + ".join(f"({places[key]})" for key in column.sums if key in places)
    names = {each.key: each.label for each in export.columns}
    return " + ".join(names[key] for key in column.sums if key in names)


def source_lines(export: Export) -> list[tuple[str, str]]:
    """Where the figures come from: what the sheet "Nguồn" says and the foot of a paper."""
    lines = [
        ("Báo cáo", export.title),
        ("Biểu số", export.form),
        ("Căn cứ", export.law),
        ("Đơn vị báo cáo", export.unit),
        ("Phạm vi", export.place),
        ("Kỳ báo cáo", period_said(export.scope)),
        ("Số liệu như biết lúc", moment_said(export.scope.as_of)),
        ("Bộ quy tắc đếm", f"{export.rules.name} ({export.rules.id})"),
        ("Quy tắc đếm thế nào", export.rules.note),
        ("Nguồn của bộ quy tắc", export.rules.source),
        ("Đơn vị tính", export.counted),
        *(("Phép thử", f"{each.identity}: {'khớp' if each.holds else 'KHÔNG KHỚP'}") for each in export.held),
        *(("Ghi chú", note) for note in export.notes),
    ]
    if export.recorded_later:
        lines.append(("Ghi sau thời điểm này", later_said(export.recorded_later)))
    lines.append(("Mở hồ sơ đã đếm", export.address))
    if export.simulated:
        lines.append(("Lưu ý", SIMULATED))
    return [(name, text) for name, text in lines if text]


SIMULATED: Final = "Dữ liệu mô phỏng, không có giá trị pháp lý"


def later_said(dossiers: int) -> str:
    """That something was recorded after the moment of the figures, and so is not in them."""
    return f"{dossiers} hồ sơ có việc xảy ra trước thời điểm chốt nhưng ghi vào nhật ký sau: chưa tính ở đây."


def unit_said(column: Column) -> str:
    """The unit of a column in a word."""
    return _WORDS_OF_UNITS[column.unit]


def _decimal(value: float, places: int) -> str:
    whole, _, rest = f"{value:,.{places}f}".partition(".")
    return f"{whole.replace(',', '.')},{rest}"
