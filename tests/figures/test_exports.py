"""Reports taken away: each format read back cell by cell, hostile words and all kinds of cells among them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import docx
import msgspec
import openpyxl
import pypdf
import pytest

from motcua.figures.exports import FORMATS, Export, content_of, of_list, of_table
from motcua.figures.exports.export import head, numbered, said, with_total
from motcua.figures.exports.laid import TooLongToPrint
from motcua.figures.ii06a import Scope
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import Cell, Column, Held, Row, Share, Table
from motcua.foundation.clock import instant_of
from motcua.site.cli import main

HOSTILE = (
    "=1+1",
    "+84 912",
    "-cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=2",
    'Nguyễn "Ba"; x, <b>&amp;</b> #let a = 1 $x$ \\ ]',
    "hai\ndòng",
)
SCOPE = Scope(first=date(2021, 12, 15), last=date(2022, 12, 14), as_of=instant_of(datetime(2022, 12, 14, 17)))
COLUMNS = (
    Column(key="all", label="Tổng", group="Nhận", sums=("a", "b"), head="Tổng số"),
    Column(key="a", label="Một", group="Nhận", under="Trong kỳ"),
    Column(key="b", label="Hai", group="Nhận", under="Trong kỳ"),
    Column(key="share", label="Tỷ lệ", unit="percent"),
    Column(key="points", label="Điểm", unit="score"),
    Column(key="days", label="Số ngày", unit="days"),
    Column(key="money", label="Tiền", unit="money"),
    Column(key="on", label="Ngày", unit="date"),
    Column(key="said", label="=Chữ", unit="text"),
)


def _row(key: str, a: int, b: int, kind: str = "line", **more: Cell) -> Row:
    cells: dict[str, Cell] = {"all": a + b, "a": a, "b": b, "money": 1000 * a, **more}
    return Row(key=key, label=key, kind=kind, cells=cells)  # type: ignore[arg-type]


ROWS = (
    _row("Cấp tỉnh", 1203, 7, "level", share=Share(1, 800), points=Share(0, 0)),
    _row(HOSTILE[0], 1200, 3, share=Share(184517, 185969), points=7.25, days=12, on=date(2022, 2, 28)),
    _row(HOSTILE[1], 3, 4, share=Share(0, 7), points=0.0, days=1.5, said=HOSTILE[2]),
    _row("Cấp xã", 5, 0, "level", share=Share(5, 5), said=HOSTILE[3]),
    _row(HOSTILE[4].strip() + HOSTILE[5], 5, 0, share=None, on=None, said=HOSTILE[6]),
)
TOTAL = _row("Tổng số", 1208, 7, "total", share=Share(2, 3), points=99.5, money=7)
TABLE = Table(
    report="Mine",
    title="Bảng thử",
    law="Thông tư 01/2020/TT-VPCP",
    form="X.01",
    scope=SCOPE,
    rules=RULE_SETS["practice"],
    by="form",
    columns=COLUMNS,
    rows=ROWS,
    total=TOTAL,
    held=(Held("1 = 2 + 3", True),),
    notes=("=Ghi chú",),
    recorded_later=3,
)
EXPORT = of_table(
    TABLE, unit="UBND tỉnh Cao Bằng", place="Toàn tỉnh", address="https://a.example/bao-cao/?x=1"
)
FIRST = 9
"""Rows above the figures: five of the top, three of the heading, one of numbers."""


def _book(export: Export, *, formulas: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content_of(export, "xlsx")), data_only=not formulas)


def _expected(cell: Cell, unit: str) -> object:
    if cell is None or (isinstance(cell, Share) and cell.value is None):
        return "–"
    if isinstance(cell, Share):
        return pytest.approx((cell.value or 0) / 100)
    return datetime(cell.year, cell.month, cell.day) if isinstance(cell, date) else cell


class TestWorkbook:
    def test_every_cell_is_the_reports_number_day_or_text(self) -> None:
        sheet = _book(EXPORT)["Báo cáo"]
        for line, (number, row) in enumerate(numbered(with_total(EXPORT)), start=FIRST + 1):
            assert str(sheet.cell(line, 1).value or "") == number
            assert sheet.cell(line, 2).value == row.label
            for place, column in enumerate(COLUMNS, start=3):
                found = sheet.cell(line, place).value
                assert found == _expected(row.cells.get(column.key), column.unit), (row.label, column.key)
        assert sheet.freeze_panes == "C10"
        assert sheet["C11"].number_format == "#,##0"
        assert sheet["J11"].number_format == "dd/mm/yyyy"

    def test_sums_are_formulas_where_they_give_the_figure_and_numbers_where_not(self) -> None:
        sheet = _book(EXPORT, formulas=True)["Báo cáo"]
        assert sheet["C11"].value == "=SUM(D11:E11)", "a column of sums"
        assert sheet["D10"].value == "=SUM(D11:D12)", "a level of its lines"
        assert sheet["D15"].value == "=SUM(D10,D13)", "the total of its levels"
        assert sheet["I15"].value == 7, "what does not add up stays the number that the report tells"
        assert sheet["F11"].value == "=ROUND(184517/185969,4)", "a share holds what it is made of"
        formulas = [cell.value for row in sheet for cell in row if cell.data_type == "f"]
        assert all(str(each).startswith(("=SUM(", "=ROUND(")) for each in formulas), "no typed text is one"

    def test_the_source_says_where_all_of_it_comes_from(self) -> None:
        book = _book(EXPORT, formulas=True)
        told = {row[0]: row[1] for row in book["Nguồn"].iter_rows(values_only=True) if row[0]}
        assert told["Kỳ báo cáo"] == "Từ ngày 15/12/2021 đến ngày 14/12/2022"
        assert told["Số liệu như biết lúc"] == "14/12/2022 17:00"
        assert "practice" in told["Bộ quy tắc đếm"]
        assert told["Ghi chú"] == "=Ghi chú"
        assert told["Mở hồ sơ đã đếm"] == "https://a.example/bao-cao/?x=1"
        assert told["Lưu ý"].startswith("Dữ liệu mô phỏng")
        assert told["Ghi sau thời điểm này"].startswith("3 hồ sơ")
        rows = {row[0]: row for row in book["Nguồn"].iter_rows(values_only=True)}
        assert rows["(3)"][3] == "(4) + (5)"

    def test_a_list_of_any_length_goes_through_row_by_row(self) -> None:
        taken: list[int] = []

        def rows() -> Iterator[Row]:
            for number in range(1, 301):
                taken.append(number)
                yield Row(key=str(number), label=HOSTILE[number % 7], cells={"on": date(2022, 1, 1)})

        columns = (Column(key="on", label="Ngày", unit="date"),)
        export = of_list(EXPORT, "Hồ sơ", columns, rows(), label="Mã hồ sơ")
        sheet = _book(export)["Báo cáo"]
        assert len(taken) == 300
        found = list(sheet.iter_rows(min_row=7, values_only=True))
        assert [row[0] for row in found] == taken
        assert [row[1] for row in found] == [HOSTILE[number % 7] for number in taken]
        assert {row[2] for row in found} == {datetime(2022, 1, 1)}


def test_csv_is_read_back_and_no_cell_is_a_formula() -> None:
    content = content_of(EXPORT, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    names, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert names[:6] == [
        "STT",
        "Lĩnh vực, công việc giải quyết theo cấp",
        "Nhận: Tổng số",
        "Nhận: Trong kỳ: Một",
        "Nhận: Trong kỳ: Hai",
        "Tỷ lệ",
    ]
    assert rows[1] == [
        "1", "'=1+1", "1203", "1200", "3", "99.22", "184517", "185969", "7.25", "12", "1200000",
        "2022-02-28", "",
    ]  # fmt: skip
    assert rows[4][-1] == "hai\ndòng"
    assert rows[2][-1] == f"'{HOSTILE[2]}"
    assert all(not cell.startswith(("=", "+", "@", "\t")) for row in (names, *rows) for cell in row)


def _words(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def test_word_has_every_cell_and_a_heading_that_repeats() -> None:
    document = docx.Document(io.BytesIO(content_of(EXPORT, "docx")))
    table = next(each for each in document.tables if len(each.columns) == len(COLUMNS) + 2)
    grid = [[cell.text for cell in row.cells] for row in table.rows]
    assert grid[0][2:5] == ["Nhận"] * 3
    assert grid[1][2:5] == ["Tổng số", "Trong kỳ", "Trong kỳ"]
    assert grid[2][2:5] == ["Tổng số", "Một", "Hai"]
    assert grid[3] == [f"({number})" for number in range(1, 12)]
    for line, (number, row) in zip(grid[4:], numbered(with_total(EXPORT)), strict=True):
        cells = [said(row.cells.get(column.key), column.unit) for column in COLUMNS]
        assert line == [number, row.label.replace("\t", ""), *cells]
    assert [row._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None for row in table.rows][:5] == [
        True,
        True,
        True,
        True,
        False,
    ]
    words = "\n".join(cell.text for each in document.tables for row in each.rows for cell in row.cells)
    assert "Biểu số X.01" in words
    assert "THỦ TRƯỞNG ĐƠN VỊ" in words
    assert "Cao Bằng, ngày 14 tháng 12 năm 2022" in words
    assert "mô phỏng" in document.sections[0].footer.paragraphs[0].text
    assert document.sections[0].page_width > document.sections[0].page_height


def test_the_paper_says_every_cell_with_head_numbers_and_signatures() -> None:
    reader = pypdf.PdfReader(io.BytesIO(content_of(EXPORT, "pdf")))
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595), "A4 across"
    words = _words("".join(page.extract_text() for page in reader.pages))
    for row in with_total(EXPORT):
        assert _words(row.label) in words
        for column in COLUMNS:
            assert _words(said(row.cells.get(column.key), column.unit)) in words
    for text in (
        "Biểu số X.01",
        "(11)",
        "THỦ TRƯỞNG ĐƠN VỊ",
        "Cao Bằng, ngày 14 tháng 12 năm 2022",
        "DỮ LIỆU MÔ PHỎNG",
    ):
        assert _words(text) in words


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_is_the_same_file(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content_of(EXPORT, form)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert content_of(EXPORT, form) == before


def test_a_heading_of_one_row_and_a_wide_table_on_a_larger_sheet() -> None:
    columns = tuple(Column(key=f"k{n}", label=f"Cột {n}") for n in range(30))
    rows = (Row(key="r", label="Dòng", cells={f"k{n}": 1_234_567 for n in range(30)}),)
    table = Table(
        report="W",
        title="Rộng",
        law="",
        scope=SCOPE,
        rules=RULE_SETS["law"],
        by="x",
        columns=columns,
        rows=rows,
    )
    export = of_table(table, unit="U", place="P")
    assert [[cell.down for cell in line] for line in head(export)] == [[1] * 32]
    page = pypdf.PdfReader(io.BytesIO(content_of(export, "pdf"))).pages[0]
    assert round(page.mediabox.width) == 1191, "A3 across"
    assert page.extract_text().count("1.234.567") == 30
    assert len(docx.Document(io.BytesIO(content_of(export, "docx"))).tables[1].columns) == 32


def test_what_no_paper_takes_is_refused_with_the_way_out() -> None:
    rows = (Row(key=str(n), label=str(n), cells={}) for n in range(3_002))
    export = of_list(EXPORT, "Hồ sơ", COLUMNS[:1], rows, label="Mã")
    with pytest.raises(TooLongToPrint, match=r"3000|3\.000"):
        content_of(export, "pdf")


@pytest.mark.django_db
@pytest.mark.usefixtures("past")
class TestCommand:
    WORDS = ("report", "II06a", "--from", "2025-12-15", "--to", "2026-03-14", "--as-of", "2026-03-15")

    def test_every_format_is_written_beside_the_same_figures(
        self, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        outs = {form: tmp_path / f"bieu.{form}" for form in FORMATS}
        words = [word for form, out in outs.items() for word in (f"--{form}", str(out))]
        assert main([*self.WORDS, *words, "--json"]) == 0
        told = json.loads(capsysbinary.readouterr().out)
        assert sorted(tmp_path.iterdir()) == sorted(outs.values()), "nothing left beside"
        sheet = openpyxl.load_workbook(outs["xlsx"], data_only=True)["Báo cáo"]
        assert [sheet.cell(FIRST, place).value for place in (1, 13)] == ["(1)", "(13)"]
        for line, row in enumerate(told["rows"], start=FIRST + 1):
            assert [sheet.cell(line, n).value for n in range(3, 14)] == [row[f"c{n}"] for n in range(3, 14)]
        again = tmp_path / "nua.xlsx"
        assert main([*self.WORDS, "--xlsx", str(again)]) == 0
        assert again.read_bytes() == outs["xlsx"].read_bytes(), "a year later the same file"
        assert capsysbinary.readouterr().out == b""

    def test_a_place_that_takes_no_file_is_told_and_nothing_is_lost(
        self, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        there = tmp_path / "co.csv"
        there.write_text("của tôi")
        for out, words in (
            (tmp_path / "khong" / "a.csv", "Không có thư mục"),
            (there, "không ghi đè"),
            (tmp_path, "không ghi đè"),
            (Path("/proc/a.csv"), "Không ghi được"),
        ):
            assert main([*self.WORDS, "--csv", str(out), "--json"]) == 2
            error = json.loads(capsysbinary.readouterr().out)["error"]
            assert words in error["message"]
            assert error["next"]
        assert there.read_text() == "của tôi"
        assert list(tmp_path.iterdir()) == [there]


def test_a_long_paper_is_set_by_a_process_without_settings() -> None:
    rows = tuple(_row(f"Dòng {number}", number, 1) for number in range(201))
    export = of_table(msgspec.structs.replace(TABLE, rows=rows), unit="UBND", place="Toàn tỉnh")
    pages = pypdf.PdfReader(io.BytesIO(content_of(export, "pdf"))).pages
    assert len(pages) > 3
    assert "Dòng 200" in " ".join(page.extract_text() for page in pages)
