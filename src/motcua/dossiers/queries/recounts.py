"""Open dossiers whose promise was made under an earlier calendar, and what came of counting them anew."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.views import View
from motcua.dossiers.recount_tables import RecountLine, RecountRun
from motcua.foundation.clock import Instant
from motcua.foundation.phrase import Phrase
from motcua.organisation.calendars import current_calendar_version, version_label
from motcua.organisation.rights import Person, require, visible

State = RecountLine.State
MOST: Final = 200
"""So many dossiers are shown and decided on at once; the rest follows when these are done."""
KEPT_SHOWN: Final = 5


class Behind(View, frozen=True, kw_only=True):
    """A dossier that is still promised by an earlier calendar."""

    code: str
    procedure_name: str
    owner_name: str
    received_at: Instant
    due_at: Instant
    calendar_version: str


class Line(View, frozen=True, kw_only=True):
    """One dossier of a run; `told` is why its promise was not counted anew."""

    code: str
    state: str
    due_before: Instant | None
    due_after: Instant | None
    told: Phrase | None


class Run(View, frozen=True, kw_only=True):
    """A run: how far it is, and each result."""

    asked_at: Instant
    reason: str
    calendar_version: str
    ended_at: Instant | None
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def done(self) -> int:
        return sum(line.state != State.WAITING for line in self.lines)

    @property
    def moved(self) -> int:
        return sum(line.state == State.MOVED for line in self.lines)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def version_in_force() -> str:
    """How dossiers name the calendar in force."""
    return version_label(current_calendar_version())


def behind(person: Person) -> QuerySet[Dossier]:
    """Open dossiers in sight that are promised by another calendar than the one in force, but for
    those of which a count has shown that it gives them the same date."""
    version = version_in_force()
    same = RecountLine.objects.filter(
        dossier=OuterRef("pk"), due_before=OuterRef("due_at"), run__calendar_version=version, state=State.SAME
    )
    rows = Dossier.objects.filter(visible(person), ended_at__isnull=True, received_at__isnull=False)
    return rows.filter(~Exists(same), due_at__isnull=False).exclude(calendar_version=version)


def to_recount(person: Person) -> tuple[int, tuple[Behind, ...]]:
    """How many are behind, and the first of them by promise. Three statements. Raises: `Forbidden`."""
    require(person, "recount_promises")
    rows = behind(person).select_related("version").order_by("due_at", "pk")
    found = tuple(
        Behind(
            code=row.code or "",
            procedure_name=row.version.name,
            owner_name=row.owner_name,
            received_at=row.received_at or 0,
            due_at=row.due_at or 0,
            calendar_version=row.calendar_version,
        )
        for row in rows[:MOST]
    )
    return (rows.count() if len(found) == MOST else len(found)), found


def runs_of(person: Person) -> list[Run]:
    """The person's last runs, newest first. Two statements. Raises: `Forbidden`."""
    require(person, "recount_promises")
    rows = RecountRun.objects.filter(asked_by=person.actor).order_by("-asked_at", "-pk")
    return [
        Run(
            asked_at=run.asked_at,
            reason=run.reason,
            calendar_version=run.calendar_version,
            ended_at=run.ended_at,
            lines=tuple(_line(line) for line in run.lines.all()),
        )
        for run in rows.prefetch_related("lines__dossier")[:KEPT_SHOWN]
    ]


def _line(line: RecountLine) -> Line:
    return Line(
        code=line.dossier.code or "",
        state=line.state,
        due_before=line.due_before,
        due_after=line.due_after,
        told=None if line.refusal is None else Phrase(*line.refusal),
    )
