"""`figures check`: published tables read critically, from JSON, CSV and xlsx."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from motcua.figures.published import Table
from motcua.figures.table_files import check_file
from motcua.foundation.errors import UsageError

HEAD = "unit,received,resolved,on_time,late,pending,on_time_pct,late_pct\n"


def results(tables: list[Table], name: str) -> dict[str, str]:
    found = [table for table in tables if table.id == name]
    return {check.check: check.result for table in found for check in table.checks}


def csv_of(tmp_path: Path, *rows: str) -> list[Table]:
    path = tmp_path / "bang.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    return check_file(path)


def test_a_table_that_holds(tmp_path: Path) -> None:
    found = results(csv_of(tmp_path, "Hòa An,120,100,98,2,20,98.00,2.00"), "Hòa An")
    assert set(found.values()) == {"holds"}
    assert {
        "on_time + late = resolved",
        "resolved + pending = received",
        "on_time / resolved = on_time_pct",
    } <= (found.keys())


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ("X,120,100,97,2,20,97.00,2.00", {"on_time + late = resolved", "on_time_pct + late_pct = 100"}),
        ("X,121,100,98,2,20,98.00,2.00", {"resolved + pending = received"}),
        ("X,120,100,98,2,20,98.01,2.00", {"on_time / resolved = on_time_pct"}),
        ("X,120,100,98,2,20,98.00,2.01", {"late / resolved = late_pct"}),
    ],
)
def test_what_does_not_hold_is_named(tmp_path: Path, row: str, broken: set[str]) -> None:
    found = results(csv_of(tmp_path, row), "X")
    assert {check for check, result in found.items() if result == "fails"} == broken


def test_the_difference_and_what_rounding_allows(tmp_path: Path) -> None:
    (table,) = csv_of(tmp_path, "X,120,100,98,2,20,98.10,2.00")
    check = next(each for each in table.checks if each.check == "on_time / resolved = on_time_pct")
    assert (check.left, check.right, check.difference, check.tolerance, check.base) == (
        98.0, 98.1, -0.1, 0.005, "resolved",
    )  # fmt: skip


def test_rounded_counts_prove_only_what_they_can(tmp_path: Path) -> None:
    found = results(csv_of(tmp_path, "X,10.18k,8.98k,8.96k,17,,99.8,", "Y,10k,8k,9k,1,,,"), "X")
    assert found["on_time + late = resolved"] == "cannot_tell"
    assert results(csv_of(tmp_path, "Y,10k,8k,9k,1,,,"), "Y")["on_time + late = resolved"] == "fails"


def test_totals_are_the_sum_of_the_rows(tmp_path: Path) -> None:
    rows = ("A,10,8,8,0,2,,", "B,20,18,17,1,2,,")
    assert set(results(csv_of(tmp_path, *rows, "Tổng số,30,26,25,1,4,,"), "total").values()) == {"holds"}
    found = results(csv_of(tmp_path, *rows, "Tổng số,30,27,26,1,3,,"), "total")
    assert {check for check, result in found.items() if result == "fails"} == {
        "sum of resolved", "sum of on_time", "sum of pending",
    }  # fmt: skip


def test_words_and_formulas_in_number_cells_are_no_figures(tmp_path: Path) -> None:
    (table,) = csv_of(tmp_path, "X,nhiều,100,=98+1,2,20,98.00,2.00")
    doubts = {each.check: each.reason for each in table.checks if each.result == "cannot_tell"}
    assert doubts == {"received": "“nhiều” không phải là số", "on_time": "“=98+1” là công thức, không đọc"}


def test_a_workbook_reads_as_the_same_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Biểu tổng hợp"])
    for row in (
        HEAD.strip().split(","),
        ["Hòa An", 120, 100, "=90+8", 2, 20, 98.0, 2.0],
        ["Hạ Lang", 9, 9, 8, 1, 0],
    ):
        book.active.append(row)
    book.save(tmp_path / "bang.xlsx")
    found = check_file(tmp_path / "bang.xlsx")
    assert [table.id for table in found] == ["Hòa An", "Hạ Lang"]
    assert results(found, "Hòa An")["on_time"] == "cannot_tell"
    assert results(found, "Hạ Lang")["on_time + late = resolved"] == "holds"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""), ("a.csv", b"x,y\n1,2\n"), ("a.csv", HEAD.encode()), ("a.csv", b"\xff\xfe\x00"),
        ("a.json", b"{"), ("a.json", b"[1]"), ("a.xlsx", b"PK nothing"), ("missing.csv", None),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError) as refused:
        check_file(tmp_path / name)
    assert refused.value.message.endswith(".")
    assert refused.value.next_step


def test_published_tables_of_the_shared_data(shared_data: Path) -> None:
    tables = check_file(shared_data / "05_statistics" / "report_tables.json")
    failing = {
        (table.id, check.check) for table in tables for check in table.checks if check.result == "fails"
    }
    assert failing == {("caobang-2025Q1", "late / received x resolved_pct = 100 - on_time_pct")}
    assert set(results(tables, "caobang-2022").values()) == {"holds"}
    assert set(results(tables, "vinhphuc-2021-08-district-commune").values()) == {"holds"}


def test_a_unit_that_stands_twice_is_told(tmp_path: Path) -> None:
    first, other, again = csv_of(
        tmp_path, "Hòa An,5,5,5,0,0,100,0", "B,1,1,1,0,0,100,0", "HOA AN,5,5,5,0,0,100,0"
    )[:3]
    doubted = [
        [each.check for each in table.checks if each.check == "unit once"] for table in (first, other, again)
    ]
    assert doubted == [[], [], ["unit once"]]


MERGED = (
    "BIỂU TỔNG HỢP,,,,,,,,,,,",
    "STT,Đơn vị,Số hồ sơ tiếp nhận,,,,Đã giải quyết,,,,Đang giải quyết,,,Tỷ lệ (%),",
    ",,Tổng số,Trong kỳ,,Từ kỳ trước,Tổng số,Trước hạn,Đúng hạn,Quá hạn,Tổng số,Trong hạn,Quá hạn,Đúng hạn,"
    "Quá hạn",
    ",,,Trực tuyến,Trực tiếp,,,,,,,,,,",
    "(1),(2),(3)=(4)+(5)+(6),(4),(5),(6),(7)=(8)+(9)+(10),(8),(9),(10),(11)=(12)+(13),(12),(13),(14),(15)",
)
HOA_AN = '1,Hòa An,120,50,60,10,100,40,58,2,20,19,1,"98,00","2,00"'
HA_LANG = "2,Hạ Lang,30,10,20,0,20,10,10,0,10,10,0,100,0"
WHOLE = ',Tổng cộng (I+II):,150,60,80,10,120,50,68,2,30,29,1,"98,33","1,67"'
OF_A_ROW = {
    "early + on_time + late = resolved",
    "resolved + pending = received",
    "pending_within + pending_late = pending",
    "online + counter + carried = received",
    "on_time / resolved = on_time_pct",
    "late / resolved = late_pct",
    "on_time_pct + late_pct = 100",
}


def merged(tmp_path: Path, *rows: str) -> list[Table]:
    path = tmp_path / "gop.csv"
    path.write_text("\n".join((*MERGED, *rows)), encoding="utf-8")
    return check_file(path)


@pytest.mark.parametrize("rows", [(WHOLE, HOA_AN, HA_LANG), (HOA_AN, HA_LANG, WHOLE)])
def test_merged_headings_and_a_total_above_or_below(tmp_path: Path, rows: tuple[str, ...]) -> None:
    tables = merged(tmp_path, *rows)
    assert results(tables, "Hòa An").keys() == OF_A_ROW
    assert len(results(tables, "total")) == 11
    assert {check.result for table in tables for check in table.checks} == {"holds"}


def test_what_does_not_hold_under_merged_headings(tmp_path: Path) -> None:
    wrong = HOA_AN.replace(",19,1,", ",19,2,").replace(",58,2,", ",57,3,")
    tables = merged(tmp_path, wrong, HA_LANG, WHOLE)
    assert {name for name, result in results(tables, "Hòa An").items() if result == "fails"} == {
        "pending_within + pending_late = pending",
        "on_time / resolved = on_time_pct",
        "late / resolved = late_pct",
    }
    broken = {name for name, result in results(tables, "total").items() if result == "fails"}
    assert broken == {"sum of on_time", "sum of late", "sum of pending_late"}


def test_a_total_over_groups_does_not_add_their_rows_again(tmp_path: Path) -> None:
    group = 'I,Cấp huyện,150,60,80,10,120,50,68,2,30,29,1,"98,33","1,67"'
    commune = "II,Cấp xã,5,5,0,0,5,5,0,0,0,0,0,100,0"
    whole = ',Tổng số,155,65,80,10,125,55,68,2,30,29,1,"98,40","1,60"'
    rows = (whole, group, HOA_AN, HA_LANG, commune, "1,Xã A,5,5,0,0,5,5,0,0,0,0,0,100,0")
    tables = merged(tmp_path, *rows)
    assert {check.result for table in tables for check in table.checks} == {"holds"}
    assert {table.id for table in tables} >= {"Cấp huyện = 2 rows", "Cấp xã = 1 rows", "total"}
    short = [row for row in rows if row != HA_LANG]
    failing = {(t.id, c.check) for t in merged(tmp_path, *short) for c in t.checks if c.result == "fails"}
    assert ("Cấp huyện = 1 rows", "sum of received") in failing
    assert not any(name == "total" for name, _ in failing)


def test_a_sum_over_words_cannot_be_told(tmp_path: Path) -> None:
    tables = csv_of(tmp_path, "A,10,8,8,0,2,,", "B,chưa báo cáo,18,=9*2,1,2,,", "Cộng,30,26,25,1,4,,")
    found = results(tables, "total")
    assert found["sum of received"] == found["sum of on_time"] == "cannot_tell"
    assert found["sum of resolved"] == found["sum of pending"] == "holds"
    told = next(each for t in tables if t.id == "total" for each in t.checks if each.result == "cannot_tell")
    assert "“B”" in told.reason


def test_a_table_on_its_side_is_set_upright(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Đơn vị", "Hòa An", "Hạ Lang", "Tổng số"],
        ["Tiếp nhận", 120, 30, 150],
        ["Đã giải quyết", 100, 20, 121],
        ["Đang giải quyết", 20, 10, 30],
    ):
        book.active.append(row)
    book.save(tmp_path / "ngang.xlsx")
    found = check_file(tmp_path / "ngang.xlsx")
    assert results(found, "Hạ Lang") == {"resolved + pending = received": "holds"}
    assert results(found, "Tổng số") == {"resolved + pending = received": "fails"}
    assert results(found, "total")["sum of resolved"] == "fails"


def test_a_column_named_twice_is_read_once_and_told(tmp_path: Path) -> None:
    path = tmp_path / "hai.csv"
    path.write_text(
        "Đơn vị,Trong tháng,,,Lũy kế,,\n,Tiếp nhận,Đã giải quyết,Đang giải quyết,Tiếp nhận,Đã giải quyết,"
        "Đang giải quyết\nA,10,8,2,99,1,1\n",
        encoding="utf-8",
    )
    found = check_file(path)
    assert results(found, "A") == {"resolved + pending = received": "holds"}
    (told,) = [table for table in found if table.id == "columns"]
    assert len(told.checks) == 3
    assert "Lũy kế / Tiếp nhận" in told.checks[0].reason


def test_merged_cells_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["TT", "Đơn vị", "Tiếp nhận", "Đã giải quyết", None, None, "Đang giải quyết"],
        [None, None, None, "Tổng", "Đúng hạn", "Quá hạn", None],
        [1, 2, 3, 4, 5, 6, 7],
        ["Tổng số", None, 9, 8, 7, 1, 1],
        [1, "Hòa An", 9, 8, 7, 1, 1],
    ):
        sheet.append(row)
    for merge in ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2", "A4:B4"):
        sheet.merge_cells(merge)
    book.save(tmp_path / "gop.xlsx")
    found = check_file(tmp_path / "gop.xlsx")
    assert [table.id for table in found] == ["Tổng số", "Hòa An", "total"]
    assert {check.result for table in found for check in table.checks} == {"holds"}
    assert len(results(found, "Hòa An")) == 2
