"""Rules of retention that a machine can follow: what, how long, by which source, what goes.

Each room states its rules in `retention.RULES`; `motcua erase` and the weekly job follow them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from motcua.foundation.clock import DAY, Instant, aware_of, instant_of
from motcua.foundation.errors import DomainError, gettext_noop

LONGEST_MONTHS = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of data with the end of its time.

    `due(before)` are the rows whose time was over at the instant `before`; `empty` are columns to overwrite,
    without them the rows themselves go. `setting` names the variable that sets the months; `least` is what
    the law asks for; `days` come on top, for what is kept less than a month. `owner` marks rows that only
    the owner of the tables may remove, `triggers` the names of the triggers that guard them; `weekly` lets
    the job do it.
    """

    id: str
    model: str
    what: str
    """In words, Vietnamese, for operator and page."""
    source: str
    setting: str = ""
    months: int = 0
    least: int = 0
    days: int = 0
    due: Callable[[Instant], QuerySet[Any]]
    empty: Callable[[Instant], dict[str, Any]] | None = None
    owner: bool = False
    triggers: tuple[str, ...] = ()
    weekly: bool = False

    def period(self) -> int:
        """Months in force. Raises: DomainError `retention_period`."""
        given = os.environ.get(self.setting, "") if self.setting else ""
        if not given:
            return self.months
        if not given.isascii() or not given.isdigit() or not self.least <= int(given) <= LONGEST_MONTHS:
            raise DomainError(
                gettext_noop(
                    "%(setting)s phải là số tháng từ %(least)s đến %(most)s, không phải “%(given)s”."
                ),
                gettext_noop("Sửa biến đó, hoặc bỏ đi để dùng %(months)s tháng. Chưa xóa gì."),
                id="retention_period",
                setting=self.setting,
                least=self.least,
                most=LONGEST_MONTHS,
                given=given[:20],
                months=self.months,
            )
        return int(given)

    def before(self, now: Instant) -> Instant:
        """Data from before this instant have had their time."""
        return months_before(now, self.period()) - self.days * DAY


def months_before(now: Instant, months: int) -> Instant:
    """The same moment so many months earlier; a day that the month does not have becomes its last one."""
    moment = aware_of(now)
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    day = moment.day
    while True:
        try:
            return instant_of(moment.replace(year=max(1, year), month=month + 1, day=day))
        except ValueError:
            day -= 1
