"""Something that an officer owes: what it is about, by when, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Q

from motcua.foundation.clock import DAY, HOUR, Instant
from motcua.foundation.worktime import WorkCalendar
from motcua.law.roles import Role

AT_THE_SECTION: Final = (Role.RECEIVING_OFFICER, Role.SECTION_HEAD)
AT_THE_HEAD: Final = (Role.LEADER,)
# Agencies with few hours of their own need more days for the same working time than the common calendar says.
_MARGIN: Final = 3 * DAY


class Stage(StrEnum):
    """How near the due time is."""

    NEAR = "near"
    LATE = "late"


class Owed(NamedTuple):
    """One thing owed. `key` names the occasion within the dossier, its due time included: a moved due time is
    a new occasion. Owed by `officer` (a code) where one is named, else by the `roles` of `agency`, whose
    hours count."""

    dossier: int
    key: str
    since: Instant | None
    due: Instant
    agency: int | None
    officer: str
    roles: tuple[Role, ...]
    params: dict[str, Any]
    gives_way_at: Instant | None = None
    """After this moment another reminder to the same people says more."""


class Span(NamedTuple):
    """Which things owed are asked for: due from `first` to `last`; of `only` these dossiers where given."""

    first: Instant | None
    last: Instant | None
    only: Collection[int] | None = None

    def over(self, column: str, dossier: str = "pk") -> Q:
        """As a condition on the column of the due time and that of the dossier."""
        found = Q(**{f"{column}__isnull": False})
        if self.first is not None:
            found &= Q(**{f"{column}__gte": self.first})
        if self.last is not None:
            found &= Q(**{f"{column}__lte": self.last})
        if self.only is not None:
            found &= Q(**{f"{dossier}__in": list(self.only)})
        return found


Read = Callable[[Span], Iterable[Owed]]
"""Reads one kind of thing owed; one statement."""


def span_at(now: Instant, calendar: WorkCalendar) -> Span:
    """All that may be near due or newly overdue at that instant, and some more."""
    last = calendar.add(now, settings.MOTCUA_REMIND_HOURS * HOUR) + _MARGIN
    return Span(now - settings.MOTCUA_REMIND_LATE_DAYS * DAY, last)


def stage_of(owed: Owed, now: Instant, calendar: WorkCalendar) -> Stage | None:
    """Near from so many working hours before the due time (`MOTCUA_REMIND_HOURS`), but not before half of the
    time is over: who got four hours is not reminded at once. Late from the minute after."""
    if owed.gives_way_at is not None and now > owed.gives_way_at:
        return None
    if now > owed.due:
        return Stage.LATE
    left = calendar.between(now, owed.due)
    if left > settings.MOTCUA_REMIND_HOURS * HOUR:
        return None
    if owed.since is not None and 2 * left > calendar.between(owed.since, owed.due):
        return None
    return Stage.NEAR
