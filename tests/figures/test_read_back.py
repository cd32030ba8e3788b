"""Every report of the registry taken away and read back, cell by cell, from every format.

What must stand in a file is said here in plain words, not by the code that writes it. A report that is added
to the registry is read back too, without a line here.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import docx
import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test import Client
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from tests.support.databases import forget_kept_rows

from motcua.dossiers import heard
from motcua.dossiers.heard import Ears, Heard, Rated
from motcua.dossiers.models import Dossier
from motcua.figures.evidence import pages_of
from motcua.figures.exports import Export, content_of
from motcua.figures.exports.places import address_of
from motcua.figures.ii06a import Scope
from motcua.figures.registry import ReportKind, reports
from motcua.figures.report_files import Request, prepare
from motcua.figures.reports import REPORTS, made
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import Cell, Column, Row, Share, Table
from motcua.foundation.clock import instant_of
from motcua.organisation.models import User
from motcua.procedures.models import Procedure, ServiceFact
from motcua.site.cli import main

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("varied")]
SCOPE: Final = Scope(
    first=date(2026, 1, 1), last=date(2026, 2, 28), as_of=instant_of(datetime(2026, 3, 20, 16))
)
DAYS: Final = ["--from", "2026-01-01", "--to", "2026-02-28", "--as-of", "2026-03-20T16:00"]
KINDS: Final = [each for each in reports() if each.id in REPORTS]
HOSTILE: Final = "=1+1 "
"""Before the names of agencies, procedures and fields: text, whatever a spreadsheet takes it for."""
NOTHING: Final = {"article", "index766", "services"}
"""Reports whose rows are not agencies, procedures, fields or dossiers of such."""


@pytest.fixture(autouse=True)
def everything_happened(varied: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ratings, petitions and services too, and hostile names."""
    codes = dict(Dossier.objects.exclude(code=None).values_list("pk", "code"))
    agencies = dict(Dossier.objects.values_list("pk", "competent_id"))
    rated = [Rated(pk, 1 + pk % 5, bool(pk % 3)) for pk in codes if pk % 4]
    told = [
        Heard(agencies[pk], pk % 3 == 0, False, pk % 5 == 0, pk % 5 == 0, True, pk % 5 > 0, False, code)
        for pk, code in codes.items()
    ]
    ears = Ears(lambda *_: told, lambda *_: frozenset(), lambda _as_of: rated)
    monkeypatch.setattr(heard, "_EARS", [ears])
    with connection.cursor() as cursor:
        for table, column in (
            ("organisation_agency", "short_name"),
            ("procedures_procedure", "name"),
            ("procedures_procedureversion", "name"),
            ("procedures_field", "name"),
        ):
            cursor.execute(f"UPDATE {table} SET {column} = %s || {column}", [HOSTILE])
    for number, procedure in enumerate(Procedure.objects.order_by("pk")[:9]):
        place = ("same_level", "cross_level")[number % 2]
        for kind, value in (("online", str(2 + number % 3)), ("integrated", ""), ("interlinked", place)):
            ServiceFact.objects.create(
                procedure=procedure, kind=kind, value=value, valid_from=SCOPE.first, source="=thử"
            )
    yield
    # Who signed in is kept with the names of the posts; the names are taken back with this test.
    forget_kept_rows()


class Wanted(NamedTuple):
    """What must stand in the file of a report: the columns, the rows with what numbers them, and the table
    that says of which period they are."""

    columns: Sequence[Column]
    rows: list[tuple[str, Row]]
    table: Table


def wanted(kind: ReportKind) -> Wanted:
    how = made(kind.id)
    table = how.build(SCOPE, RULE_SETS[kind.rule_sets[0]], kind.by[0])
    if how.whole is not None:
        assert how.listed is not None
        with pages_of(10_000):
            lines = how.listed(SCOPE, table.rules, *how.whole, 0)
        return Wanted(lines.columns, numbered(lines.rows), table)
    total = () if table.total is None else (table.total,)
    return Wanted(table.columns, numbered((*table.rows, *total)), table)


def numbered(rows: Sequence[Row]) -> list[tuple[str, Row]]:
    """I, II for levels, 1, 2 under each, nothing for the total."""
    found, level, line = [], 0, 0
    for row in rows:
        if row.kind == "level":
            level, line = level + 1, 0
        line += row.kind == "line"
        roman = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
        found.append(
            ({"level": roman[level] if level < 11 else str(level), "line": str(line)}.get(row.kind, ""), row)
        )
    return found


def taken(kind: ReportKind, form: str) -> tuple[Export, bytes]:
    request = Request(report=kind.id, scope=SCOPE, rules=kind.rule_sets[0], by=kind.by[0], form=form)
    export = prepare(request).export
    return export, content_of(export, form)


def percent(share: Share) -> Decimal:
    exact = Decimal(100 * share.numerator) / share.denominator
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def in_words(cell: Cell, unit: str) -> str:
    """As Vietnam writes it."""
    if cell is None or (isinstance(cell, Share) and not cell.denominator):
        return "–"
    if isinstance(cell, Share):
        return f"{percent(cell)}%".replace(".", ",")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, int | float):
        whole, _, decimals = str(
            cell if isinstance(cell, int) else Decimal(str(cell)).quantize(Decimal("0.01"))
        ).partition(".")
        apart = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", whole)
        return apart + (f",{decimals}" if decimals else "") + "%" * (unit == "percent")
    return cell


def bare(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def said_above(words: str, found: Wanted) -> None:
    """Of which days, as known when, by which rules, and that it is simulated."""
    scope, rules = found.table.scope, found.table.rules
    for text in (
        f"Từ ngày {scope.first:%d/%m/%Y} đến ngày {scope.last:%d/%m/%Y}",
        "20/03/2026 16:00",
        rules.name,
        "MÔ PHỎNG",
        found.table.title.upper(),
    ):
        assert bare(text) in bare(words), text
    for column in found.columns:
        for text in (column.group, column.under, column.head or column.label):
            assert bare(text) in bare(words), text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_a_report_is_read_back_from_every_format(
    kind: ReportKind, capsys: pytest.CaptureFixture[str]
) -> None:
    found = wanted(kind)
    assert found.rows
    numbers = [
        c
        for _, row in found.rows
        for c in row.cells.values()
        if c not in {None, 0} and not isinstance(c, str)
    ]
    assert numbers, "a file of nothing proves nothing"
    if kind.id not in NOTHING:
        texts = [str(each) for _, row in found.rows for each in (row.label, *row.cells.values())]
        assert any(text.startswith("=") for text in texts) or kind.by[0] in {"post", "form"}
    workbook(taken(kind, "xlsx")[1], found)
    document(taken(kind, "docx")[1], found)
    paper(taken(kind, "pdf")[1], found)
    lines(taken(kind, "csv")[1], found)
    if kind.id != "article":  # its document has a shape of its own
        capsys.readouterr()
        by = ["--by", kind.by[0], "--rules", kind.rule_sets[0]]
        assert main(["report", kind.id, *DAYS, *by, "--json"]) == 0
        plain(json.loads(capsys.readouterr().out), found.table)


def workbook(content: bytes, found: Wanted) -> None:
    shown, typed = (
        openpyxl.load_workbook(io.BytesIO(content), data_only=values)["Báo cáo"] for values in (True, False)
    )
    above = shown.max_row - len(found.rows)
    said_above(
        " ".join(str(cell) for row in shown.iter_rows(max_row=above, values_only=True) for cell in row), found
    )
    places = {column.key: place for place, column in enumerate(found.columns, start=3)}
    for line, (number, row) in enumerate(found.rows, start=above + 1):
        assert str(shown.cell(line, 1).value or "") == number
        assert (shown.cell(line, 2).value, typed.cell(line, 2).data_type) == (row.label, "s")
        for column in found.columns:
            cell, value = row.cells.get(column.key), shown.cell(line, places[column.key]).value
            where = (row.label, column.key)
            if isinstance(cell, date):
                assert value == datetime(cell.year, cell.month, cell.day), where
            elif isinstance(cell, Share) and cell.denominator:
                assert Fraction(str(value)) == Fraction(percent(cell)) / 100, where
            elif isinstance(cell, int | float):
                assert not isinstance(value, str), where
                assert value == pytest.approx(cell / 100 if column.unit == "percent" else cell), where
            else:
                assert value == ("–" if cell is None or isinstance(cell, Share) else cell), where
                assert typed.cell(line, places[column.key]).data_type == "s", where
    for cells in typed.iter_rows(min_row=above + 1):
        for cell in cells:
            if cell.data_type == "f":
                assert worked_out(str(cell.value), shown) == pytest.approx(shown[cell.coordinate].value), (
                    cell.coordinate
                )
    sums_are_formulas(typed, found, above, places)


def worked_out(formula: str, sheet: Worksheet) -> float:
    """The formula of a cell over what the other cells hold."""
    if share := re.fullmatch(r"=ROUND\((\d+)/(\d+),4\)", formula):
        top, bottom = (Decimal(each) for each in share.groups())
        return float((top / bottom).quantize(Decimal("0.0001"), ROUND_HALF_UP))
    summed = re.fullmatch(r"=SUM\(([A-Z0-9:,]+)\)", formula)
    assert summed, formula
    total = 0
    for part in summed[1].split(","):
        left, top, right, bottom = range_boundaries(part)
        for row in sheet.iter_rows(top, bottom, left, right, values_only=True):  # type: ignore[arg-type]
            total += sum(int(each) for each in row)  # type: ignore[arg-type]
    return total


def sums_are_formulas(typed: Worksheet, found: Wanted, above: int, places: dict[str, int]) -> None:
    """What columns or rows add up to is their sum, and no number beside them."""
    rows = [row for _, row in found.rows]
    parts = [row for row in rows if row.kind == "level"] or [row for row in rows if row.kind == "line"]
    for line, row in enumerate(rows, start=above + 1):
        for column in found.columns:
            cell = row.cells.get(column.key)
            if not isinstance(cell, int) or column.unit not in {"count", "money"}:
                continue
            beside = [row.cells.get(each) for each in column.sums]
            below = [each.cells.get(column.key) for each in parts] if row.kind == "total" else []
            for of in (beside, below):
                if of and all(isinstance(each, int) for each in of) and sum(of) == cell:  # type: ignore[arg-type]
                    assert typed.cell(line, places[column.key]).data_type == "f", (row.label, column.key)


def document(content: bytes, found: Wanted) -> None:
    told = docx.Document(io.BytesIO(content))
    table = next(each for each in told.tables if len(each.columns) == len(found.columns) + 2)
    grid = [[cell.text for cell in row.cells] for row in table.rows]
    above = len(grid) - len(found.rows)
    blocks = [cell.text for each in told.tables for cell in each.rows[0].cells]
    said_above(
        " ".join(
            (*blocks, *(cell for row in grid[:above] for cell in row), *(p.text for p in told.paragraphs))
        ),
        found,
    )
    for line, (number, row) in zip(grid[above:], found.rows, strict=True):
        cells = [in_words(row.cells.get(column.key), column.unit) for column in found.columns]
        assert line == [number, row.label, *cells]


def paper(content: bytes, found: Wanted) -> None:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    words = bare("".join(page.extract_text() for page in pages))
    said_above(words, found)
    parted = 0
    for number, row in found.rows:
        cells = [in_words(row.cells.get(column.key), column.unit) for column in found.columns]
        if bare("".join((number, row.label, *cells))) not in words:
            parted += 1
            assert all(word in words for cell in (row.label, *cells) for word in cell.split()), row.label
    assert parted < len(pages), "what does not stand together is parted by the end of a page"


def lines(content: bytes, found: Wanted) -> None:
    names, *grid = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert names[0] == "STT"
    place = 2
    for column in found.columns:
        assert names[place].endswith(column.head or column.label)
        place += 3 if column.unit == "percent" else 1
    assert len(names) == place
    for line, (number, row) in zip(grid, found.rows, strict=True):
        cells: list[str] = []
        for column in found.columns:
            cells += in_line(row.cells.get(column.key), column)
        assert line == [number, quoted(row.label), *cells]


def in_line(cell: Cell, column: Column) -> list[str]:
    if isinstance(cell, Share):
        value = str(float(percent(cell))) if cell.denominator else ""
        return [value, str(cell.numerator), str(cell.denominator)]
    text = "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
    return [quoted(text) if isinstance(cell, str) else text, *([""] * 2 if column.unit == "percent" else [])]


def quoted(text: str) -> str:
    """A spreadsheet must not take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def plain(told: dict[str, Any], table: Table) -> None:
    assert (told["period"], told["as_of"]) == ({"from": "2026-01-01", "to": "2026-02-28"}, "2026-03-20T16:00")
    assert (told["report"], told["rule_set"], told["simulated"]) == (table.report, table.rules.id, True)
    rows = [*table.rows, *([table.total] if table.total else [])]
    for line, row in zip(told["rows"], rows, strict=True):
        assert (line["key"], line["label"], line["kind"]) == (row.key, row.label, row.kind)
        for column in table.columns:
            cell, value = row.cells.get(column.key), line[column.key]
            if isinstance(cell, Share):
                shown = float(percent(cell)) if cell.denominator else None
                assert value == {"value": shown, "numerator": cell.numerator, "denominator": cell.denominator}
            else:
                assert value == (cell.isoformat() if isinstance(cell, date) else cell)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_address_in_a_file_opens_the_same_days(kind: ReportKind) -> None:
    # Long before anything was received: a page of nothing is told quickly.
    first, last = date(2010, 3, 1), date(2010, 3, 31)
    scope = Scope(first=first, last=last, as_of=SCOPE.as_of)
    empty = Table(
        report=kind.id,
        title="",
        law="",
        scope=scope,
        rules=RULE_SETS[kind.rule_sets[0]],
        by="",
        columns=(),
        rows=(),
    )
    address = urlsplit(address_of(empty))
    browser = Client()
    browser.force_login(User.objects.get(login_name="bach.thanhtra"))
    answer = browser.get(f"{address.path}?{address.query}")
    assert answer.status_code == 200, address.path
    page = answer.content.decode()
    if kind.id != "article":  # which is of the year of its moment
        assert "2010" in page
        assert "31/03/2010" in page or 'value="2010-03-31"' in page
