"""What screens say about the time left."""

from __future__ import annotations

import pytest
from tests.foundation.calendars import at, calendar_2024

from motcua.foundation.worktime import remaining, remaining_phrase

CALENDAR = calendar_2024()
DUE = at("2024-06-05T16:00")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2024-06-04T11:00", "Còn 1 ngày 3 giờ"),
        ("2024-06-04T16:00", "Còn 1 ngày"),
        ("2024-06-05T10:02", "Còn 3 giờ 58 phút"),
        ("2024-06-05T10:00", "Còn 4 giờ"),
        ("2024-06-05T15:32", "Còn 28 phút"),
        ("2024-06-05T15:59:30", "Còn dưới 1 phút"),
        ("2024-06-05T16:00", "Đến hạn ngay lúc này"),
        ("2024-06-05T16:00:30", "Vừa quá hạn"),
        ("2024-06-05T16:05", "Quá 5 phút"),
        ("2024-06-06T08:52", "Quá 2 giờ 52 phút"),
        ("2024-06-13T11:00", "Quá 5 ngày 5 giờ"),
        ("2024-06-08T12:00", "Quá 2 ngày 1 giờ"),
    ],
)
def test_the_two_largest_units(now: str, said: str) -> None:
    assert str(remaining_phrase(remaining(at(now), DUE, CALENDAR))) == said


def test_after_closing_on_the_due_day_it_is_late() -> None:
    left = remaining(at("2024-06-05T20:00"), at("2024-06-05T17:00"), CALENDAR)
    assert left == (0, 0, 0, -1)
