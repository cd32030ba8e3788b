"""Open dossiers of an agency, and of officers who are gone: somebody must have them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db.models import Count, Q, QuerySet

from motcua.dossiers.lifecycle.types import Step
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.lists import PAGE, listed
from motcua.dossiers.queries.views import WorkList
from motcua.foundation.clock import Clock, SystemClock
from motcua.organisation.models import Officer
from motcua.organisation.rights import Person, may, require, visible

_WAITING: Final = Q(returned_at__isnull=True) & (Q(ended_at__isnull=True) | Q(step=Step.RETURN.value))


def open_dossiers(agency_id: int) -> int:
    """How many dossiers an agency received, resolves or holds that still wait for somebody. One query."""
    theirs = Q(section_id=agency_id) | Q(competent_id=agency_id) | Q(holder_agency_id=agency_id)
    return Dossier.objects.filter(theirs & _WAITING).count()


def held_by(officers: Collection[str]) -> dict[str, int]:
    """Officer code to the number of open dossiers held by name, for those who hold any. One query."""
    rows = Dossier.objects.filter(_WAITING, holder_officer__in=list(officers)).order_by()
    return dict(rows.values_list("holder_officer").annotate(found=Count("pk")))


def left_behind(person: Person, *, page: int = 1, size: int = PAGE, clock: Clock | None = None) -> WorkList:
    """Open dossiers in sight that officers hold by name who left or will leave. Raises: `Forbidden`."""
    require(person, "see_left_work")
    return listed(person, _left(person), (clock or SystemClock()).now(), group="", page=page, size=size)


def left_count(person: Person) -> int:
    """How many these are; none for whom they are no concern. One query at most."""
    return _left(person).count() if may(person, "see_left_work") else 0


def _left(person: Person) -> QuerySet[Dossier]:
    gone = Officer.objects.filter(left_on__isnull=False).values("code")
    return Dossier.objects.filter(visible(person)).filter(_WAITING, holder_officer__in=gone)
