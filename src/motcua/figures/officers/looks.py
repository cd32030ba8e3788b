"""The one writer of who looked at whose figures, and what of it is told: to the officer, to the inspector."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from django.db.models import Q

from motcua.figures.ii06a import Scope
from motcua.figures.officer_tables import FigureLook
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.organisation.queries import officer_names, officers_at, today
from motcua.organisation.rights import ACTING, Person, reach_of, require

SHOWN: Final = 20
PAGE: Final = 100
_OFFICER: Final = "officer:"


class Look(NamedTuple):
    """A look with the names of who looked and at whose figures; codes where a name is not known."""

    row: FigureLook
    who: str
    whom: str


class LookPage(NamedTuple):
    """A page of looks, newest first."""

    rows: tuple[Look, ...]
    total: int
    page: int
    pages: int


def record_looks(
    person: Person, whom: Collection[str], scope: Scope, how: FigureLook.How, *, clock: Clock | None = None
) -> None:
    """Note that the person looked at the figures of these officers; nothing of their own. One statement."""
    at: Instant = (clock or SystemClock()).now()
    unit = person.held[0].agency_code if person.held else ""
    FigureLook.objects.bulk_create(
        FigureLook(at=at, who=person.actor, unit=unit, whom=code, first=scope.first, last=scope.last, how=how)
        for code in sorted(whom)
        if code != person.officer_code
    )


def looks_at_me(person: Person) -> list[Look]:
    """Who looked at the person's own figures, the newest first. Two statements. Raises: `Forbidden`."""
    require(person, "see_own_figures")
    return _named(FigureLook.objects.filter(whom=person.officer_code).order_by("-at", "-pk")[:SHOWN])


def looks(person: Person, page: int = 1) -> LookPage:
    """Every look at figures of officers who have a post in the inspector's reach today. Raises:
    `Forbidden`."""
    require(person, "see_figure_looks")
    reach = reach_of(person, "see_figure_looks")
    within = Q()
    if reach is not None:
        within = Q(whom__in=[each.code for each in officers_at(reach, today(), ACTING)])
    rows = FigureLook.objects.filter(within)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    shown = rows.order_by("-at", "-pk")[(page - 1) * PAGE : page * PAGE]
    return LookPage(tuple(_named(shown)), total, page, pages)


def _named(rows: Collection[FigureLook]) -> list[Look]:
    found = list(rows)
    names = officer_names({code for row in found for code in (row.who.removeprefix(_OFFICER), row.whom)})
    return [
        Look(row, names.get(row.who.removeprefix(_OFFICER), row.who), names.get(row.whom, row.whom))
        for row in found
    ]
