"""What the core decides by: the regime, the calendar, and one moment of deciding."""

from __future__ import annotations

from typing import NamedTuple

from motcua.dossiers.lifecycle.paths import Paths
from motcua.dossiers.lifecycle.types import Frozen
from motcua.foundation.clock import Instant
from motcua.foundation.worktime import WorkCalendar
from motcua.law.regimes import Regime


class Rules(NamedTuple):
    """The law and the working time for one dossier.

    `calendar` is that of the receiving section, by which the promise counts; `origin` marks what an import or
    a simulation writes (contracts, section 2); such a run need not explain that its receptions lie in the
    past.
    """

    regime: Regime
    calendar: WorkCalendar
    origin: str | None = None
    paths: Paths | None = None
    """The internal processes; without it no dossier has one."""


class Moment(NamedTuple):
    """The rules at the time of one command: `at` is when it happened, `now` when it is recorded."""

    rules: Rules
    now: Instant
    at: Instant


class Promised(Frozen, frozen=True, kw_only=True):
    """A due date as the core counted it."""

    clock_start: Instant
    due_at: Instant | None
    provisional: bool
    calendar_version: str
    waited: int = 0
