"""What is late or will be, as the head of a section sees it: steps and parts by office and person, and the
promises that cannot be kept any more although they have not passed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from motcua.dossiers.lifecycle.running import MAIN, StepKind
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier
from motcua.dossiers.paths import process_of
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.times import PAUSED
from motcua.dossiers.queries.views import View
from motcua.dossiers.step_clocks.ahead import ends_at
from motcua.dossiers.step_tables import StepRow
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock, day_of
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import WORKING_DAY_MICROSECONDS, remaining, remaining_phrase
from motcua.organisation.calendars import calendars
from motcua.organisation.rights import DossierPlace, Person, require

MOST: Final = 40
"""Lines of what is late."""
NEAR: Final = WORKING_DAY_MICROSECONDS
"""Working time before its due time in which a step is about to be late."""
LOOKED_AT: Final = 300
AHEAD: Final = 30 * DAY
"""Promises further off are not looked at: there is time to make up for it."""
APOLOGY: Final = timedelta(days=1)
"""Form 04 goes out at the latest one day before the promise (Decree 61/2018 art. 19(9))."""
_UNDER_WAY: Final = (Status.RECEIVED, Status.IN_PROCESS)


class LateStep(View, frozen=True, kw_only=True):
    """An open step, or one of a part that another agency has, over its own time or soon to be (`late`)."""

    code: str
    agency: str
    officer: str
    step: str
    part: int
    due_at: Instant
    left: Phrase
    late: bool
    promise: Instant | None


class Unkept(View, frozen=True, kw_only=True):
    """A promise ahead that the steps left do not fit into; `until` is the last day for the apology."""

    code: str
    procedure_name: str
    promise: Instant
    ends_at: Instant
    agency: str
    officer: str
    step: str
    until: date
    in_time: bool


def late_steps(person: Person, section_id: int, *, clock: Clock | None = None) -> list[LateStep]:
    """Open steps of dossiers that the section received that are over their time or will be within a working
    day, by agency, person and date; those of dossiers whose clock stands left out. Two statements. Raises:
    `Forbidden`."""
    require(person, "read_dossiers", DossierPlace(section_id=section_id))
    now, hours = (clock or SystemClock()).now(), calendars()
    soon = hours(section_id).add(now, NEAR)
    rows = (
        StepRow.objects.filter(
            dossier__section=section_id,
            dossier__ended_at__isnull=True,
            ended_at__isnull=True,
            kind=StepKind.TASK.value,
            due_at__lt=soon,
        )
        .exclude(dossier__status__in=list(PAUSED))
        .order_by("agency__short_name", "officer", "due_at")
        .select_related("agency", "dossier")[:MOST]
    )
    found = list(rows)
    names = Names(actors=[row.officer for row in found])
    return [
        LateStep(
            code=row.dossier.code or "",
            agency=row.agency.short_name,
            officer=names.actor(row.officer) if row.officer else "",
            step=row.name,
            part=row.part,
            due_at=row.due_at or 0,
            left=remaining_phrase(remaining(now, row.due_at or 0, hours(row.agency_id))),
            late=(row.due_at or 0) < now,
            promise=row.dossier.due_at,
        )
        for row in found
    ]


def unkept_promises(person: Person, section_id: int, *, clock: Clock | None = None) -> list[Unkept]:
    """Promises of the next month that cannot be kept if every step left takes the time it is allowed, those
    put off once left out; soonest first. Three statements. Raises: `Forbidden`."""
    require(person, "read_dossiers", DossierPlace(section_id=section_id))
    now, calendar = (clock or SystemClock()).now(), calendars()(section_id)
    dossiers = (
        Dossier.objects.filter(
            section=section_id,
            status__in=[int(each) for each in _UNDER_WAY],
            ended_at__isnull=True,
            reschedules=0,
            due_at__gt=now,
            due_at__lt=now + AHEAD,
        )
        .exclude(process_version="")
        .select_related("version")
        .order_by("due_at", "pk")[:LOOKED_AT]
    )
    by_key = {dossier.pk: dossier for dossier in dossiers}
    steps: dict[int, list[StepRow]] = {}
    rows = StepRow.objects.filter(dossier__in=by_key, ended_at__isnull=True, part=MAIN)
    for row in rows.exclude(kind=StepKind.WAIT.value).select_related("agency").order_by("key"):
        steps.setdefault(row.dossier_id, []).append(row)
    found = []
    for pk, dossier in by_key.items():
        if not (there := steps.get(pk)):
            continue
        done = {row.step: max(now, row.due_at or now) for row in there}
        end, due = ends_at(process_of(dossier.process_version), done, calendar), dossier.due_at or 0
        if end > due:
            slowest = max(there, key=lambda row: row.due_at or 0)
            found.append((dossier, slowest, end, due))
    names = Names(actors=[row.officer for _, row, _, _ in found])
    return [
        Unkept(
            code=dossier.code or "",
            procedure_name=dossier.version.name,
            promise=due,
            ends_at=end,
            agency=row.agency.short_name,
            officer=names.actor(row.officer) if row.officer else "",
            step=row.name,
            until=day_of(due) - APOLOGY,
            in_time=day_of(now) <= day_of(due) - APOLOGY,
        )
        for dossier, row, end, due in found
    ]
