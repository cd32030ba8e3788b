"""Every shape of the step tables of decisions, with facts of our own making."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.procedures.processes.decisions import (
    HEADINGS,
    NAME,
    RECEPTION,
    STEPS,
    TOTAL,
    Table,
    write_docx,
    write_text,
    write_xlsx,
)

from motcua.procedures.processes.reading import read_decision
from motcua.procedures.processes.tables import DecisionTables, Process, Unit

WRITERS = pytest.mark.parametrize("write", [write_text, write_docx, write_xlsx])


def read(folder: Path, *tables: Table) -> DecisionTables:
    return read_decision(write_text(folder, *tables))


def process(folder: Path, table: Table) -> Process:
    (found,) = read(folder, table).processes
    return found


def kinds(found: Process) -> list[tuple[str, str | None]]:
    return [(doubt.kind, doubt.step) for doubt in found.doubts]


@WRITERS
def test_a_plain_table(tmp_path: Path, write: object) -> None:
    tables = read_decision(write(tmp_path, Table()))  # type: ignore[operator]
    assert (tables.number, tables.place, tables.date) == ("7001/QĐ-UBND", "Tỉnh Cao Bằng", "2026-03-05")
    (found,) = tables.processes
    assert (found.order, found.name, found.codes) == (1, NAME, ("9.900001",))
    assert [(f"Bước {s.no}", s.content, s.post, s.time.text) for s in found.steps] == list(STEPS)
    assert found.sums == {Unit.WORKING_DAY: Decimal("6.5")}
    assert found.total is not None
    assert (found.total.quantity, found.total.unit) == (Decimal("6.5"), Unit.WORKING_DAY)
    assert found.sum_matches is True
    assert found.doubts == ()


def test_a_sum_that_differs_is_told(tmp_path: Path) -> None:
    found = process(tmp_path, Table(total=(TOTAL[0], "7,5 ngày làm việc")))
    assert found.sum_matches is False
    (doubt,) = found.doubts
    assert doubt.kind == "sum_differs"
    assert "6,5 ngày làm việc" in str(doubt.message)
    assert "7,5 ngày làm việc" in str(doubt.message)


def test_units_are_not_converted(tmp_path: Path) -> None:
    rows = [*STEPS[:4], ("Bước 5", "Vào sổ", "Văn thư", "04 giờ làm việc"), STEPS[5]]
    found = process(tmp_path, Table(rows=rows))
    assert found.sums == {Unit.WORKING_DAY: Decimal(6), Unit.WORKING_HOUR: Decimal(4)}
    assert found.sum_matches is None
    assert kinds(found) == [("units_differ", None)]
    days = process(tmp_path, Table(total=(TOTAL[0], "6,5 ngày")))
    assert (days.sum_matches, kinds(days)) == (None, [("units_differ", None)])


@pytest.mark.parametrize(
    ("total", "matches", "kind"),
    [
        ((), None, "total_missing"),
        ((TOTAL[0], "Không quy định"), None, "total_not_set"),
        ((TOTAL[0], "Theo quy định của pháp luật"), None, "total_unread"),
        ((TOTAL[0], "05 ngày làm việc"), False, "sum_differs"),
    ],
)
def test_totals(tmp_path: Path, total: tuple[str, ...], matches: bool | None, kind: str) -> None:
    found = process(tmp_path, Table(total=total))
    assert found.sum_matches is matches
    assert kinds(found) == [(kind, None)]


def test_label_and_total_in_one_cell(tmp_path: Path) -> None:
    found = process(tmp_path, Table(total=("Tổng thời gian: 6,5 ngày làm việc kể từ ngày nhận đủ hồ sơ.",)))
    assert found.sum_matches is True


@WRITERS
def test_numbers_under_a_heading_with_the_unit(tmp_path: Path, write: object) -> None:
    headings = (*HEADINGS[:3], "Thời gian (ngày làm việc)")
    rows = [(*step[:3], time) for step, time in zip(STEPS[:3], ("0,5", "0,5", "4"), strict=True)]
    table = Table(headings=headings, rows=rows, total=("Tổng", "5"))
    (found,) = read_decision(write(tmp_path, table)).processes  # type: ignore[operator]
    assert (found.sums, found.sum_matches) == ({Unit.WORKING_DAY: Decimal(5)}, True)
    assert {kind for kind, _ in kinds(found)} == {"unit_from_heading"}


def test_a_second_process_under_the_same_headings_without_a_title(tmp_path: Path) -> None:
    first, second = read(tmp_path, Table(rows=[*STEPS, TOTAL, *STEPS])).processes
    assert (len(first.steps), len(second.steps)) == (6, 6)
    assert {("heading_missing", None), ("code_missing", None)} <= set(kinds(second))


def test_total_of_a_part_is_not_that_of_the_whole(tmp_path: Path) -> None:
    rows = [
        *STEPS[:3],
        ("Tổng thời gian giải quyết ở cấp xã", "5 ngày làm việc"),
        *STEPS[3:],
        ("Tổng thời gian giải quyết ở Sở Xây dựng", "1,5 ngày làm việc"),
    ]
    found = process(tmp_path, Table(rows=rows))
    assert (len(found.steps), found.sum_matches, found.doubts) == (6, True, ())


def test_two_totals_for_two_cases(tmp_path: Path) -> None:
    rows = [*STEPS, ("Tổng thời gian khi đủ thông tin:", "06 ngày làm việc")]
    found = process(
        tmp_path, Table(rows=rows, total=("Tổng thời gian khi phải xác minh:", "30 ngày làm việc"))
    )
    assert found.sum_matches is False
    assert [kind for kind, _ in kinds(found)] == ["totals_several", "sum_differs"]
    assert found.total is not None
    assert found.total.quantity == 30


def test_a_step_whose_time_is_not_read_leaves_a_smaller_sum_open(tmp_path: Path) -> None:
    rows = [*STEPS[:2], ("Bước 3", "Thẩm định", "Chuyên viên", "Trong ngày"), *STEPS[3:]]
    found = process(tmp_path, Table(rows=rows))
    assert found.sum_matches is None
    assert kinds(found) == [("time_same_day", "3"), ("sum_incomplete", None)]
    smaller = process(tmp_path, Table(rows=rows, total=(TOTAL[0], "01 ngày làm việc")))
    assert smaller.sum_matches is False


def test_no_times_at_all(tmp_path: Path) -> None:
    rows = [(no, content, post, "Không quy định") for no, content, post, _ in STEPS]
    found = process(tmp_path, Table(rows=rows))
    assert (found.sums, found.sum_matches) == ({}, None)
    assert kinds(found) == [*(("time_not_set", str(n)) for n in range(1, 7)), ("no_step_times", None)]


def test_an_empty_time_cell(tmp_path: Path) -> None:
    rows = [*STEPS[:2], ("Bước 3", "Thẩm định", "Chuyên viên", ""), *STEPS[3:]]
    found = process(tmp_path, Table(rows=rows))
    assert ("time_missing", "3") in kinds(found)
    assert len(found.steps) == 6


def test_an_empty_post_cell(tmp_path: Path) -> None:
    rows = [*STEPS[:2], ("Bước 3", "Thẩm định hồ sơ", "", "04 ngày làm việc"), *STEPS[3:]]
    found = process(tmp_path, Table(rows=rows))
    assert found.sum_matches is True
    assert kinds(found) == [("post_missing", "3")]
    assert (found.steps[2].content, found.steps[2].post) == ("Thẩm định hồ sơ", "")


MERGED = [
    STEPS[0],
    ("Bước 2", "Thẩm định", "Lãnh đạo Phòng Quy hoạch", "0,5 ngày làm việc"),
    (None, None, "Chuyên viên Phòng Quy hoạch", "04 ngày làm việc"),
    ("Bước 3", "Phê duyệt", "Lãnh đạo Sở", "01 ngày làm việc"),
    (None, None, "Văn thư Sở", "0,5 ngày làm việc"),
]


@WRITERS
def test_a_number_over_several_rows(tmp_path: Path, write: object) -> None:
    (found,) = read_decision(write(tmp_path, Table(rows=MERGED))).processes  # type: ignore[operator]
    assert [(s.no, s.content, s.post) for s in found.steps[1:3]] == [
        ("2", "Thẩm định", "Lãnh đạo Phòng Quy hoạch"),
        ("2", "Thẩm định", "Chuyên viên Phòng Quy hoạch"),
    ]
    assert found.sum_matches is True
    assert kinds(found) == [("merged_cells", "2"), ("merged_cells", "3"), ("merged_rows_counted", None)]
    told = str(found.doubts[-1].message)
    assert "2 ngày làm việc" in told
    assert "6,5 ngày làm việc" in told


SHARED = [
    STEPS[0],
    ("Bước 2", "Tiếp nhận, phân công", "Lãnh đạo Phòng Quy hoạch", "06 ngày làm việc"),
    ("Bước 3", "Thẩm định", "Chuyên viên Phòng Quy hoạch", None),
    ("Bước 4", "Phê duyệt", "Lãnh đạo Sở Xây dựng", None),
]


@pytest.mark.parametrize(
    ("write", "kind"),
    [(write_text, "time_missing"), (write_docx, "time_shared"), (write_xlsx, "time_shared")],
)
def test_a_time_over_several_steps_counts_once(tmp_path: Path, write: object, kind: str) -> None:
    (found,) = read_decision(write(tmp_path, Table(rows=SHARED))).processes  # type: ignore[operator]
    assert [s.time.quantity for s in found.steps] == [Decimal("0.5"), 6, None, None]
    assert [s.post for s in found.steps][2:] == ["Chuyên viên Phòng Quy hoạch", "Lãnh đạo Sở Xây dựng"]
    assert found.sum_matches is True
    assert kinds(found) == [(kind, "3"), (kind, "4")]


def test_sections_count_from_one_again(tmp_path: Path) -> None:
    rows = [
        ("I", "Quy trình giải quyết tại cấp xã (01 ngày làm việc)"),
        *STEPS[:2],
        ("II", "Quy trình giải quyết tại cấp tỉnh (5,5 ngày làm việc)"),
        *((f"Bước {n}", *step[1:]) for n, step in enumerate(STEPS[2:], start=1)),
    ]
    found = process(tmp_path, Table(rows=rows))
    assert [s.no for s in found.steps] == ["1", "2", "1", "2", "3", "4"]
    assert {s.section for s in found.steps[:2]} == {"Quy trình giải quyết tại cấp xã (01 ngày làm việc)"}
    assert found.steps[2].section.startswith("Quy trình giải quyết tại cấp tỉnh")
    assert (found.sum_matches, found.doubts) == (True, ())


def test_numbers_that_repeat_or_jump(tmp_path: Path) -> None:
    numbers = ("1", "2", "2", "4", "5", "7")
    found = process(
        tmp_path, Table(rows=[(f"Bước {n}", *step[1:]) for n, step in zip(numbers, STEPS, strict=True)])
    )
    assert [s.no for s in found.steps] == list(numbers)
    assert kinds(found) == [("number_repeated", "2"), ("number_jumped", "4"), ("number_jumped", "7")]


def test_titles_within_one_table(tmp_path: Path) -> None:
    rows = [
        ("1. Thủ tục treo đèn lồng (Mã TTHC: 9.900002)",),
        *STEPS,
        TOTAL,
        ("2. Thủ tục hạ đèn lồng (Mã TTHC: 9.900003)",),
        *STEPS[:2],
    ]
    first, second = read(
        tmp_path, Table(title="B. QUY TRÌNH ĐIỆN TỬ", rows=rows, total=(TOTAL[0], "1 ngày làm việc"))
    ).processes
    assert (first.name, first.codes, len(first.steps)) == ("Thủ tục treo đèn lồng", ("9.900002",), 6)
    assert (second.name, second.codes, len(second.steps)) == ("Thủ tục hạ đèn lồng", ("9.900003",), 2)
    assert (first.sum_matches, second.sum_matches) == (True, True)


def test_one_process_for_several_procedures(tmp_path: Path) -> None:
    title = "1. Quy trình nội bộ giải quyết TTHC: Cấp, đổi thẻ (Mã TTHC: 9.900004; 9.900005; 9.900004)"
    assert process(tmp_path, Table(title=title)).codes == ("9.900004", "9.900005")


def test_cases_share_the_codes_of_their_procedure(tmp_path: Path) -> None:
    first, second = read(
        tmp_path,
        Table(title=f"{TITLE_OF_CASES}\na) Đối với nhà ở"),
        Table(title="b) Đối với công trình khác"),
    ).processes
    assert first.codes == second.codes == ("9.900006",)
    assert first.name == "Dựng hàng rào – a) Đối với nhà ở"
    assert second.name == "Dựng hàng rào – b) Đối với công trình khác"


TITLE_OF_CASES = "Quy trình số 02\n2. Quy trình nội bộ giải quyết TTHC: Dựng hàng rào (Mã TTHC: 9.900006)"


def test_an_unrelated_heading_without_code_takes_none_over(tmp_path: Path) -> None:
    other = Table(title="2. Quy trình nội bộ giải quyết TTHC: Dựng cổng chào")
    second = read(tmp_path, Table(), other).processes[1]
    assert (second.name, second.codes) == ("Dựng cổng chào", ())
    assert kinds(second) == [("code_missing", None)]


def test_a_code_from_the_decisions_own_list(tmp_path: Path) -> None:
    path = write_text(tmp_path, Table(title="1. Thủ tục dựng cổng chào ngày hội"))
    listed = "\n|\n1\n|\n9.900007\n|\nThủ tục dựng cổng chào ngày hội\n|\n"
    path.write_text(path.read_text().replace("1. Thủ tục dựng", f"{listed}1. Thủ tục dựng", 1))
    (found,) = read_decision(path).processes
    assert found.codes == ("9.900007",)
    assert kinds(found) == [("code_by_name", None)]


def test_other_orders_of_columns_and_a_product(tmp_path: Path) -> None:
    headings = ("TT", "Trình tự thực hiện", "Trách nhiệm", "Sản phẩm thực hiện", "Thời gian thực hiện")
    rows = [(f"B{n}", s[1], s[2], f"Phiếu {n}", s[3]) for n, s in enumerate(STEPS, start=1)]
    found = process(tmp_path, Table(headings=headings, rows=rows))
    assert [s.product for s in found.steps] == [f"Phiếu {n}" for n in range(1, 7)]
    headings = ("TT", "Đơn vị/người thực hiện", "Nội dung công việc", "Thời gian thực hiện")
    rows = [(f"Bước {n}", s[2], s[1], s[3]) for n, s in enumerate(STEPS, start=1)]
    turned = process(tmp_path, Table(headings=headings, rows=rows))
    assert [(s.content, s.post) for s in turned.steps] == [(s[1], s[2]) for s in STEPS]
    assert turned.doubts == ()


@pytest.mark.parametrize(
    "headings",
    [
        ("TT", "Các bước thực hiện", "Cơ quan/ đơn vị thực hiện", "Thời gian"),
        ("Bước", "Nội dung", "Trách nhiệm", "Thời hạn"),
        ("STT", "Trình tự các bước", "Bộ phận, cá nhân thực hiện", "Thời gian giải quyết"),
        ("Thứ tự", "Tên công việc", "Vị trí công tác", "Thời gian thực hiện (ngày)"),
    ],
)
def test_other_words_for_the_columns(tmp_path: Path, headings: tuple[str, ...]) -> None:
    found = process(tmp_path, Table(headings=headings))
    assert [(s.content, s.post) for s in found.steps] == [(s[1], s[2]) for s in STEPS]
    assert found.doubts == ()


def test_bare_numbers(tmp_path: Path) -> None:
    rows = [(str(n), *step[1:]) for n, step in enumerate(STEPS, start=1)]
    found = process(tmp_path, Table(headings=("STT", *HEADINGS[1:]), rows=rows))
    assert ([s.no for s in found.steps], found.doubts) == (list("123456"), ())


def test_posts_unknown_and_several(tmp_path: Path) -> None:
    rows = [
        ("Bước 1", "Tiếp nhận", RECEPTION, "1 ngày làm việc"),
        ("Bước 2", "Xử lý", "Người gác đèn biển", "5 ngày làm việc"),
        ("Bước 3", "Duyệt", "Chuyên viên; Lãnh đạo Sở; Văn thư", "0,5 ngày làm việc"),
    ]
    found = process(tmp_path, Table(rows=rows))
    assert kinds(found) == [("post_unknown", "2"), ("posts_several", "3")]
    assert found.steps[1].post == "Người gác đèn biển"


def test_words_torn_off_by_a_page_are_told(tmp_path: Path) -> None:
    rows = [*STEPS[:2], ("điểm ghi trong giấy chứng nhận",), *STEPS[2:]]
    found = process(tmp_path, Table(rows=rows))
    assert len(found.steps) == 6
    assert kinds(found) == [("loose_text", "2")]


def test_a_form_behind_the_table_is_no_step(tmp_path: Path) -> None:
    rows = [*STEPS, ("3", "BIỂU MẪU"), ("Mẫu 01", "Giấy tiếp nhận hồ sơ"), ("Mẫu 02", "Phiếu, 02 ngày")]
    found = process(tmp_path, Table(rows=rows, total=()))
    assert (len(found.steps), kinds(found)) == (6, [("total_missing", None)])


def test_a_decision_without_processes_is_a_result(tmp_path: Path) -> None:
    tables = read(tmp_path)
    assert (tables.number, tables.processes) == ("7001/QĐ-UBND", ())
    assert [doubt.kind for doubt in tables.doubts] == ["no_process"]


def test_a_table_without_headings_is_told(tmp_path: Path) -> None:
    tables = read(tmp_path, Table(headings=("Quy trình xử lý",)))
    assert tables.processes == ()
    assert [doubt.kind for doubt in tables.doubts] == ["table_unheaded", "no_process"]


def test_a_table_of_one_row_a_line(tmp_path: Path) -> None:
    rows = [HEADINGS, ("---",) * 4, *STEPS, (TOTAL[0], "", "", TOTAL[1])]
    lines = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    path = tmp_path / "decision.md"
    path.write_text(
        f"Số: 7001/QĐ-UBND, ngày 05 tháng 3 năm 2026\n|\n1. {NAME} (Mã TTHC: 9.900001)\n{lines}\n"
    )
    (found,) = read_decision(path).processes
    assert (found.codes, found.sum_matches, found.doubts) == (("9.900001",), True, ())
    assert [(s.content, s.post) for s in found.steps] == [(s[1], s[2]) for s in STEPS]


def test_decomposed_letters_and_marks_are_one_text(tmp_path: Path) -> None:
    import unicodedata

    path = write_text(tmp_path, Table())
    marked = path.read_text().replace("Bước 3", "**Bước** **3**").replace("Thẩm", "*Thẩm*\u200b")
    path.write_text(unicodedata.normalize("NFD", marked))
    (found,) = read_decision(path).processes
    assert [(f"Bước {s.no}", s.content, s.post, s.time.text) for s in found.steps] == list(STEPS)
