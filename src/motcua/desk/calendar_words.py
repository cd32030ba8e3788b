"""The calendar in words: weekdays, office hours, and what differs between two versions."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from motcua.foundation.worktime import CalendarDay, Window
from motcua.organisation.calendars import CalendarChange
from motcua.organisation.queries import agency_names

Word = str | Lazy

WEEKDAYS: Final = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)
KINDS: Final[dict[str, Word]] = {
    "off": _("Nghỉ"),
    "worked": _("Làm bù"),
    "ordinary": _("Như ngày thường trong tuần"),
}


class DayDiffers(NamedTuple):
    """A day as it was and as it is: the word for what it is, and its row where there is one."""

    day: date
    was: Word
    before: CalendarDay | None
    becomes: Word
    after: CalendarDay | None


class HoursDiffer(NamedTuple):
    """One weekday of an agency (empty: of all without own hours): hours before and after, empty: closed."""

    agency: str
    weekday: Word
    before: str
    after: str


def shown_difference(made: CalendarChange) -> dict[str, Any]:
    """`made`, `days_differ`, `hours_differ` and `announced` (empty where the year stays), for templates."""
    names = agency_names(agency for agency, _before, _after in made.hours)
    return {
        "days_differ": [
            DayDiffers(day, _kind(before), before, _kind(after), after) for day, before, after in made.days
        ],
        "hours_differ": [
            HoursDiffer(names.get(agency or 0, ""), name, *both)
            for agency, before, after in made.hours
            for place, name in enumerate(WEEKDAYS)
            if (both := (_day_hours(before, place), _day_hours(after, place)))[0] != both[1]
        ],
        "announced": made.announced if made.announced_changed else (),
        "made": made,
    }


def _kind(row: CalendarDay | None) -> Word:
    return KINDS[row.kind if row else "ordinary"]


def week(windows: tuple[Window, ...]) -> list[tuple[Word, str]]:
    """Weekday and hours, `07:00–11:30, 13:30–17:00`; days without any are left out."""
    return [(name, hours) for place, name in enumerate(WEEKDAYS) if (hours := _day_hours(windows, place))]


def _day_hours(windows: tuple[Window, ...], weekday: int) -> str:
    return ", ".join(f"{hour(w.opens)}–{hour(w.closes)}" for w in windows if w.weekday == weekday)


def hour(minute: int) -> str:
    """A minute of the day as `07:30`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
