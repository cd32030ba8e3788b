"""Who had the dossiers of a page, as known at a moment: who has each, who resolved it, who was late."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from django.db import connection

from motcua.dossiers.facts import local_day
from motcua.dossiers.lifecycle.types import Step
from motcua.foundation.clock import Instant
from motcua.organisation.queries import agency_names, officer_names


class Stay(NamedTuple):
    """One holder's turn; `ended_at` is none while it is not known to have ended."""

    who: str
    step: str
    due_at: Instant | None
    ended_at: Instant | None


class Over(NamedTuple):
    """Who had it past the due time of a step, by how many days (0: within the day)."""

    who: str
    days: int


class Held(NamedTuple):
    """The turns of a dossier in their order."""

    stays: tuple[Stay, ...]

    @property
    def holder(self) -> str:
        """Who has it."""
        return self.stays[-1].who if self.stays else ""

    @property
    def resolver(self) -> str:
        """Who worked on it last before it was signed; else the last who had it."""
        return next((stay.who for stay in reversed(self.stays) if stay.step == Step.RESOLVE), self.holder)

    def longest_over(self, now: Instant) -> Over | None:
        """Who had it longest past the due time of a step; none where no step was over its time."""
        over = [
            (end - stay.due_at, stay.who, local_day(end) - local_day(stay.due_at))
            for stay in self.stays
            if stay.due_at is not None and (end := stay.ended_at or now) > stay.due_at
        ]
        return Over(*max(over)[1:]) if over else None


NOBODY: Final = Held(())


def held(dossiers: Collection[int], as_of: Instant) -> dict[int, Held]:
    """The turns known then. Three statements, none for nothing."""
    if not dossiers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, {"dossiers": list(dossiers), "as_of": as_of})
        rows = cursor.fetchall()
    officers = officer_names({row[3] for row in rows if row[3]})
    agencies = agency_names({row[2] for row in rows})
    found: dict[int, list[Stay]] = {}
    for dossier, step, agency, officer, due_at, ended_at in rows:
        who = _who(officers.get(officer, officer), agencies.get(agency, ""))
        found.setdefault(dossier, []).append(Stay(who, step, due_at, ended_at))
    return {dossier: Held(tuple(stays)) for dossier, stays in found.items()}


def _who(*names: str) -> str:
    return ", ".join(name for name in names if name)


_STAYS: Final = """
SELECT w.dossier_id, w.step, w.agency_id, w.officer, w.due_at,
  CASE WHEN w.ended_known <= %(as_of)s THEN w.ended_at END
FROM dossiers_workitem w WHERE w.dossier_id = ANY(%(dossiers)s::bigint[]) AND w.opened_at <= %(as_of)s
ORDER BY w.dossier_id, w.key"""
