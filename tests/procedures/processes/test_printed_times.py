"""Times as decisions print them: read whole and in their own unit, or left as words with a doubt."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.procedures.processes.tables import Unit
from motcua.procedures.processes.times import looks_like_time, read_time


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [
        ("01 giờ", "1", Unit.HOUR),
        ("02 giờ làm việc", "2", Unit.WORKING_HOUR),
        ("½ ngày", "0.5", Unit.CALENDAR_DAY),
        ("1/4 ngày", "0.25", Unit.CALENDAR_DAY),
        ("0,5 ngày làm việc", "0.5", Unit.WORKING_DAY),
        ("7.5 ngày làm việc", "7.5", Unit.WORKING_DAY),
        ("02 (hai) ngày làm việc", "2", Unit.WORKING_DAY),
        ("30 Ngày Làm  việc.", "30", Unit.WORKING_DAY),
        ("Không quá 05 ngày làm việc kể từ ngày nhận được văn bản", "5", Unit.WORKING_DAY),
        ("03 ngày làm việc (kể từ ngày nhận đủ hồ sơ)", "3", Unit.WORKING_DAY),
        ("168 giờ (tương đương 21 ngày) kể từ ngày nhận đủ hồ sơ", "168", Unit.HOUR),
        ("96 giờ làm việc (12 ngày làm việc) trong đó: - Tại xã: 40 giờ làm việc", "96", Unit.WORKING_HOUR),
    ],
)
def test_a_quantity_and_its_unit(text: str, quantity: str, unit: Unit) -> None:
    read = read_time(text)
    assert (read.time.quantity, read.time.unit, read.time.counted) == (Decimal(quantity), unit, True)
    assert read.doubt is None
    assert read.time.text == text


@pytest.mark.parametrize("text", ["Không tính thời gian", "Không tính vào thời gian giải quyết."])
def test_not_counted_is_certain(text: str) -> None:
    read = read_time(text)
    assert (read.time.quantity, read.time.counted, read.doubt) == (None, False, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "time_missing"),
        ("Trong ngày", "time_same_day"),
        ("Ngay trong ngày làm việc", "time_same_day"),
        ("½", "unit_missing"),
        ("nửa ngày", "time_unread"),
        ("30 phút", "time_unread"),
        ("Giờ hành chính", "time_office_hours"),
        ("Không quy định", "time_not_set"),
        ("10", "unit_missing"),
        ("0,5", "unit_missing"),
        ("2 tuần", "time_unread"),
        ("01 tháng", "time_unread"),
        ("10 ngày hoặc 30 ngày", "time_unread"),
        ("05 ngày kể từ ngày nhận; 10 ngày nếu phức tạp", "time_several"),
        ("1-2 ngày", "time_unread"),
        ("1/3 ngày", "time_unread"),
        ("1/0 ngày", "time_unread"),
        ("5/2 ngày", "time_unread"),
        ("1/2 ngày hay 3 ngày", "time_unread"),
        ("0 ngày", "time_unread"),
        ("08 giờ 30 phút", "time_unread"),
        ("Ngay sau khi nhận đủ hồ sơ hợp lệ", "time_unread"),
        ("-5 ngày hay hơn", "time_unread"),
    ],
)
def test_anything_else_is_words_and_a_doubt(text: str, kind: str) -> None:
    read = read_time(text)
    assert (read.time.quantity, read.time.unit, read.time.counted) == (None, None, True)
    assert read.doubt is not None
    assert read.doubt.kind == kind
    assert text in str(read.doubt.message)


def test_a_heading_that_names_the_unit_is_followed_and_said() -> None:
    read = read_time("1/2 ngày", "Thời hạn giải quyết (ĐVT: Ngày làm việc)")
    assert (read.time.quantity, read.time.unit) == (Decimal("0.5"), Unit.WORKING_DAY)
    assert read.doubt is not None
    assert read.doubt.kind == "unit_from_heading"
    bare = read_time("0.25", "Thời gian (ngày làm việc)")
    assert (bare.time.quantity, bare.time.unit) == (Decimal("0.25"), Unit.WORKING_DAY)
    assert bare.doubt is not None
    assert bare.doubt.kind == "unit_from_heading"
    other = read_time("04 giờ", "Thời hạn (ĐVT: Ngày làm việc)")
    assert (other.time.unit, other.doubt) == (Unit.HOUR, None)
    limit = read_time("3", "Thời gian giải quyết (03 ngày làm việc)")
    assert limit.doubt is not None
    assert (limit.time.quantity, limit.doubt.kind) == (None, "unit_missing")
    same = read_time("04 giờ", "Thời gian thực hiện (tính mỗi ngày 08 giờ làm việc)")
    assert (same.time.unit, same.doubt) == (Unit.HOUR, None)


@given(st.text(max_size=80))
def test_any_text_is_read_or_doubted(text: str) -> None:
    read = read_time(text)
    assert (read.time.quantity is None) == (read.time.unit is None)
    assert read.time.quantity is None or read.time.quantity > 0
    assert (read.doubt is not None) == (read.time.quantity is None and read.time.counted)


WORDS = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày",
    Unit.WORKING_HOUR: "giờ làm việc",
    Unit.HOUR: "giờ",
}


@given(st.integers(1, 99_999), st.sampled_from(list(WORDS)), st.sampled_from([",", "."]))
def test_hundredths_come_back_exactly(hundredths: int, unit: Unit, mark: str) -> None:
    text = f"{hundredths // 100:02}{mark}{hundredths % 100:02} {WORDS[unit]}"
    read = read_time(text)
    assert (read.time.quantity, read.time.unit) == (Decimal(hundredths) / 100, unit)
    assert looks_like_time(text)
