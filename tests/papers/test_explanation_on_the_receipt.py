"""The receipt explains its due date: rule, source, calendar version, days counted and skipped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.papers import samples

from motcua.dossiers.papers import DayLine, Explanation, Paper
from motcua.dossiers.papers.sheet import day_lines

START = date(2022, 8, 1)


def days(weeks: int) -> tuple[DayLine, ...]:
    """Whole weeks of work with their weekends."""
    return tuple(
        DayLine(date=day, kind="skipped", reason="nghỉ hằng tuần")
        if day.weekday() >= 5
        else DayLine(date=day, kind="counted", minutes=480)
        for day in (START + timedelta(days=offset) for offset in range(7 * weeks))
    )


def test_rule_source_and_calendar_version_are_printed(printed: Callable[[Paper], str]) -> None:
    text = printed(samples.receipt(copies=(1,)))
    assert "Cách tính ngày hẹn trả. Đếm giờ làm việc" in text
    assert "Bộ luật Dân sự 2015 điều 147, 148" in text
    assert "phiên bản 2022.3" in text
    assert "tính 3 giờ + 8 giờ" in text
    assert "2/5/2022, 3/5/2022: không tính: nghỉ bù; Thông báo 3678/TB-LĐTBXH" in text


def test_neighbouring_days_of_one_kind_are_one_line() -> None:
    assert day_lines(days(1)) == [
        {"when": "1/8/2022 – 5/8/2022", "what": "5 ngày: tính 40 giờ"},
        {"when": "6/8/2022, 7/8/2022", "what": "không tính: nghỉ hằng tuần"},
    ]


def test_a_long_limit_is_summed_up_in_few_lines() -> None:
    lines = day_lines(days(8))
    assert [line["what"] for line in lines] == [
        "40 ngày: tính 320 giờ",
        "16 ngày: không tính: nghỉ hằng tuần",
    ]


def test_no_explanation_prints_no_box(printed: Callable[[Paper], str]) -> None:
    assert "Cách tính" not in printed(samples.receipt(explanation=None))
    assert "Cách tính" in printed(samples.receipt(explanation=Explanation(rule="một quy tắc")))
