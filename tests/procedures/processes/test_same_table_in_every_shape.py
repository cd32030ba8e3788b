"""Whatever the table, its text, Word and Excel say the same steps."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.procedures.processes.decisions import Table, write_docx, write_text, write_xlsx

from motcua.procedures.processes.reading import read_decision
from motcua.procedures.processes.tables import Process

WORDS = ("hồ sơ", "thẩm định", "xem xét", "trình ký", "đóng dấu", "A & B", "<lưu>", "ý kiến", "mẫu 3")
POSTS = (
    "Chuyên viên",
    "Văn thư",
    "Lãnh đạo Sở Xây dựng",
    "Trưởng phòng",
    "Người gác đèn biển",
    "Hội đồng tư vấn",
)
AMOUNTS = (
    "0,25 ngày làm việc",
    "½ ngày",
    "01 giờ",
    "04 giờ làm việc",
    "30 ngày",
    "Trong ngày",
    "Không quy định",
)

contents = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
step = st.tuples(contents, st.sampled_from(POSTS), st.sampled_from((*AMOUNTS, "Không tính thời gian")))
below = st.tuples(st.sampled_from(POSTS), st.sampled_from(AMOUNTS))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of one to nine steps, some with a further row under a merged number and content."""
    rows: list[tuple[str | None, ...]] = []
    for number, (content, post, time) in enumerate(draw(st.lists(step, min_size=1, max_size=9)), start=1):
        rows.append((f"Bước {number}", content, post, time))
        rows += [(None, None, *more) for more in draw(st.lists(below, max_size=2))]
    total = draw(st.one_of(st.just(()), st.tuples(st.just("Tổng thời gian"), st.sampled_from(AMOUNTS))))
    code = draw(st.integers(0, 999_999))
    return Table(f"1. Quy trình nội bộ giải quyết TTHC: Việc thử (Mã TTHC: 9.{code:06})", rows, total)


def expected(table: Table) -> list[tuple[str, str, str, str]]:
    """The steps as they stand in the table, merged places filled from above."""
    steps: list[tuple[str, str, str, str]] = []
    for number, content, post, time in table.rows:
        last = steps[-1] if steps else ("", "", "", "")
        said = (number or "").removeprefix("Bước ") or last[0]
        steps.append((said, content or last[1], post or "", time or ""))
    return steps


def said(process: Process) -> list[tuple[str, str, str, str]]:
    return [(s.no, s.content, s.post, s.time.text) for s in process.steps]


@settings(max_examples=60, deadline=None)
@given(st.lists(tables(), min_size=1, max_size=3))
def test_text_word_and_excel_say_the_same(made: list[Table]) -> None:
    with TemporaryDirectory() as folder:
        reads = [
            read_decision(write(Path(folder), *made)).processes
            for write in (write_text, write_docx, write_xlsx)
        ]
    assert [said(process) for process in reads[0]] == [expected(table) for table in made]
    for other in reads[1:]:
        assert [said(p) for p in other] == [said(p) for p in reads[0]]
        assert [(p.name, p.codes, p.sums, p.total) for p in other] == [
            (p.name, p.codes, p.sums, p.total) for p in reads[0]
        ]
        assert [(p.sum_matches, p.doubts) for p in other] == [(p.sum_matches, p.doubts) for p in reads[0]]
    for process in reads[0]:
        times = [s.time.quantity for s in process.steps if s.time.quantity is not None]
        assert sum(process.sums.values(), Decimal(0)) == sum(times, Decimal(0))
