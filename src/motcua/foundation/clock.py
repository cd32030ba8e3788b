"""Time as the core sees it: whole microseconds since 1970 in UTC, read from an injected clock.

Vietnam keeps UTC+7 without summer time (Decision 121/CP of 1975), so an instant and a local moment
convert by one addition. Nothing below the faces reads the wall clock but `SystemClock`.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, Protocol

Instant = int
"""Microseconds since 1970-01-01T00:00Z."""

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
VIETNAM: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
_OFFSET: Final = 7 * HOUR
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - local wall time of Vietnam
_EPOCH_UTC: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL: Final = _EPOCH.toordinal()


class Clock(Protocol):
    """Whatever tells the present instant."""

    def now(self) -> Instant: ...


class SystemClock:
    """The wall clock of the machine."""

    def now(self) -> Instant:
        return time.time_ns() // 1000


class FixedClock:
    """A clock that stands until it is moved; for tests, imports and the simulator."""

    def __init__(self, instant: Instant) -> None:
        self.instant = instant

    def now(self) -> Instant:
        return self.instant


def instant_of(moment: datetime) -> Instant:
    """The instant of a datetime; one without a zone is local time of Vietnam."""
    if moment.tzinfo is None:
        return (moment - _EPOCH) // timedelta(microseconds=1) - _OFFSET
    return (moment - _EPOCH_UTC) // timedelta(microseconds=1)


def local_of(instant: Instant) -> datetime:
    """The local moment (no zone) of an instant."""
    return _EPOCH + timedelta(microseconds=instant + _OFFSET)


def aware_of(instant: Instant) -> datetime:
    """The instant as an aware datetime in UTC, as the database columns take it."""
    return _EPOCH_UTC + timedelta(microseconds=instant)


def day_of(instant: Instant) -> date:
    """The local calendar day of an instant."""
    return date.fromordinal(_EPOCH_ORDINAL + (instant + _OFFSET) // DAY)


def local_text(instant: Instant) -> str:
    """`YYYY-MM-DDTHH:MM` local, with `:SS` only where the seconds are not zero (contracts, section 1)."""
    moment = local_of(instant).replace(microsecond=0)
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")
