"""Open dossiers whose promise runs over days of the calendar that change; their dates stay as promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.views import View
from motcua.dossiers.seal import day_bounds
from motcua.foundation.clock import Instant
from motcua.organisation.rights import Person, require

MOST: Final = 200


class Touched(View, frozen=True, kw_only=True):
    """One such dossier: no personal data, for an administrator reads none."""

    code: str
    section: str
    received_at: Instant
    due_at: Instant
    calendar_version: str


def touched_by(
    person: Person, days: Iterable[date], *, all_open: bool = False, due_after: int | None = None
) -> tuple[int, tuple[Touched, ...]]:
    """How many open dossiers the days touch, and the first of them by promise. Two statements.

    `all_open` says that office hours change too, which touches every open one; `due_after` adds those that
    are due after the end of that year, whose promise is provisional or no longer so. Raises: `Forbidden`.
    """
    require(person, "administer_calendar")
    rows = Dossier.objects.filter(ended_at__isnull=True, received_at__isnull=False, due_at__isnull=False)
    if not all_open:
        over = Q(pk__in=[])
        if due_after is not None:
            over |= Q(due_at__gte=day_bounds(date(due_after, 12, 31))[1])
        for day in days:
            start, end = day_bounds(day)
            over |= Q(received_at__lt=end, due_at__gte=start)
        rows = rows.filter(over)
    values = rows.order_by("due_at").values_list(
        "code", "section__short_name", "received_at", "due_at", "calendar_version"
    )
    found = tuple(
        Touched(
            code=code or "",
            section=section,
            received_at=received or 0,
            due_at=due or 0,
            calendar_version=version,
        )
        for code, section, received, due, version in values[:MOST]
    )
    return rows.count(), found
