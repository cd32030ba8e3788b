"""Dates and times as Vietnamese papers write them (Decree 30/2020/NĐ-CP, annex I, part II, item 4)."""

from __future__ import annotations

from datetime import date

from motcua.foundation.clock import Instant, day_of, local_of
from motcua.foundation.worktime import WORKING_DAY_MINUTES


def day_words(day: date) -> str:
    """`ngày 05 tháng 02 năm 2022`: days under 10 and the months 1 and 2 take a leading zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def moment_words(instant: Instant) -> str:
    """`14 giờ 00 phút, ngày 28 tháng 4 năm 2022`."""
    moment = local_of(instant)
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút, {day_words(moment.date())}"


def hand_over_words(instant: Instant) -> str:
    """`14 giờ 30 phút, ngày 28/4/2022`, as the control slip writes it."""
    moment = local_of(instant)
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút, ngày {short_day(moment.date())}"


def place_and_day(place: str, instant: Instant) -> str:
    """`Cao Bằng, ngày 28 tháng 4 năm 2022`."""
    return f"{place}, {day_words(day_of(instant))}"


def short_moment(instant: Instant) -> str:
    """`28/4/2022 14:00`, as on the screens."""
    moment = local_of(instant)
    return f"{short_day(moment.date())} {moment:%H:%M}"


def short_day(day: date) -> str:
    """`28/4/2022`."""
    return f"{day.day}/{day.month}/{day.year}"


def duration_words(minutes: int) -> str:
    """Working minutes as `3 giờ`, `8 giờ 30 phút`, `45 phút`."""
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours} giờ"] if hours else []) + ([f"{rest} phút"] if rest or not hours else [])
    return " ".join(parts)


def working_words(minutes: int) -> str:
    """Working minutes as `2 ngày 3 giờ`, `3 giờ 15 phút`; a working day has eight hours."""
    days, rest = divmod(minutes, WORKING_DAY_MINUTES)
    hours, left = divmod(rest, 60)
    parts = [(days, "ngày"), (hours, "giờ"), (0 if days else left, "phút")]
    return " ".join(f"{count} {word}" for count, word in parts if count) or "0 phút"
