"""How much working time is left or overrun, as screens say it."""

from __future__ import annotations

from typing import Final, NamedTuple

from motcua.foundation.clock import MINUTE, Instant
from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime.calendar import WorkCalendar
from motcua.foundation.worktime.units import WORKING_DAY_MINUTES


class Remaining(NamedTuple):
    """Working days of eight hours, hours and minutes; `sign` is 1 with time left, 0 exactly due, -1 late."""

    days: int
    hours: int
    minutes: int
    sign: int


_LEFT: Final = {
    "dh": gettext_noop("Còn %(days)d ngày %(hours)d giờ"),
    "d": gettext_noop("Còn %(days)d ngày"),
    "hm": gettext_noop("Còn %(hours)d giờ %(minutes)d phút"),
    "h": gettext_noop("Còn %(hours)d giờ"),
    "m": gettext_noop("Còn %(minutes)d phút"),
    "": gettext_noop("Còn dưới 1 phút"),
}
_OVER: Final = {
    "dh": gettext_noop("Quá %(days)d ngày %(hours)d giờ"),
    "d": gettext_noop("Quá %(days)d ngày"),
    "hm": gettext_noop("Quá %(hours)d giờ %(minutes)d phút"),
    "h": gettext_noop("Quá %(hours)d giờ"),
    "m": gettext_noop("Quá %(minutes)d phút"),
    "": gettext_noop("Vừa quá hạn"),
}
_DUE_NOW: Final = gettext_noop("Đến hạn ngay lúc này")


def remaining(now: Instant, due: Instant, calendar: WorkCalendar) -> Remaining:
    """Working time from now to the due moment, or since it; whole minutes, rounded down.

    After closing on the due day `sign` is -1 although no working time has passed yet.
    """
    minutes = abs(calendar.between(now, due)) // MINUTE
    days, rest = divmod(minutes, WORKING_DAY_MINUTES)
    return Remaining(days, rest // 60, rest % 60, (due > now) - (due < now))


def remaining_phrase(left: Remaining) -> Phrase:
    """The two largest units: "Còn 1 ngày 5 giờ"; under a day hours and minutes: "Quá 2 giờ 52 phút"."""
    if left.sign == 0:
        return Phrase(_DUE_NOW, {})
    if left.days:
        shape = "dh" if left.hours else "d"
    else:
        shape = ("h" if left.hours else "") + ("m" if left.minutes else "")
    return Phrase((_LEFT if left.sign > 0 else _OVER)[shape], left._asdict())
