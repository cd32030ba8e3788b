"""Who opened which dossier and when, for who may look over it: of one dossier, or by officer and period."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q

from motcua.dossiers.inspection_tables import Opening
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.names import OFFICER, Names
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.queries.views import View
from motcua.dossiers.seal import day_bounds
from motcua.foundation.clock import Instant
from motcua.organisation.models import Officer
from motcua.organisation.rights import Person, require, visible

PAGE: Final = 100
MOST: Final = 20_000
"""Rows of one file."""


class OpeningRow(View, frozen=True, kw_only=True):
    """One time that somebody opened a dossier."""

    at: Instant
    who: str
    who_code: str
    unit: str
    how: str
    """`page`, `paper`, `log`, `file`, `identifier`, `api`."""
    code: str


class OpeningList(View, frozen=True, kw_only=True):
    """A page of them, newest first."""

    rows: tuple[OpeningRow, ...]
    total: int
    page: int
    pages: int


def openings(
    person: Person,
    *,
    code: str = "",
    who: str = "",
    first: date | None = None,
    last: date | None = None,
    page: int = 1,
    size: int = PAGE,
) -> OpeningList:
    """Openings of the dossiers in sight, newest first; `who` is an officer code or a part of a name.

    Both days are included. At most six statements. Raises: `Forbidden`; `NotFound` for a dossier out of
    sight."""
    require(person, "see_openings")
    seen = Dossier.objects.filter(visible(person))
    rows = Opening.objects.all()
    if code:
        found = (
            seen.filter(Q(code__iexact=code) | Q(reference__iexact=code)).values_list("pk", flat=True).first()
        )
        if found is None:
            raise unknown_dossier(code)
        rows = rows.filter(dossier_id=found)
    elif visible(person) != Q():
        rows = rows.filter(dossier__in=seen)
    if who:
        named = Officer.objects.filter(Q(code__iexact=who) | Q(full_name__icontains=who))
        rows = rows.filter(who__in=[OFFICER + each for each in named.values_list("code", flat=True)[:200]])
    if first:
        rows = rows.filter(at__gte=day_bounds(first)[0])
    if last:
        rows = rows.filter(at__lt=day_bounds(last)[1])
    total = rows.count()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    shown = rows.order_by("-at", "-pk").values_list(
        "at", "who", "unit", "how", "dossier__code", "dossier__reference"
    )[(page - 1) * size : page * size]
    records = list(shown)
    names = Names(agencies=[unit for _, _, unit, *_ in records], actors=[actor for _, actor, *_ in records])
    return OpeningList(
        rows=tuple(
            OpeningRow(
                at=at,
                who=names.actor(actor),
                who_code=actor.removeprefix(OFFICER),
                unit=names.agency(unit),
                how=how,
                code=own or reference or "",
            )
            for at, actor, unit, how, own, reference in records
        ),
        total=total,
        page=page,
        pages=pages,
    )
