"""The work of a section as its head sees it: what is urgent, and what each agency holds by time."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, F, QuerySet

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.lists import GROUPS, listed, time_group
from motcua.dossiers.queries.views import View, WorkList
from motcua.foundation.clock import Clock, SystemClock
from motcua.organisation.calendars import calendars
from motcua.organisation.rights import DossierPlace, Person, require

URGENT: Final = 12


class AgencyLoad(View, frozen=True, kw_only=True):
    """Open dossiers of one section that one agency holds, by state of time."""

    agency: str
    late: int = 0
    near: int = 0
    within: int = 0
    paused: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.late + self.near + self.within + self.paused


def section_work(
    person: Person, section_id: int, *, size: int = URGENT, clock: Clock | None = None
) -> tuple[WorkList, list[AgencyLoad]]:
    """The section's open dossiers, late and nearly due first, and who holds how many. Raises: `Forbidden`."""
    require(person, "read_dossiers", DossierPlace(section_id=section_id))
    now, hours = (clock or SystemClock()).now(), calendars()
    rows = Dossier.objects.filter(section_id=section_id, ended_at__isnull=True, received_at__isnull=False)
    urgent = listed(person, rows, now, group="", page=1, size=size, hours=hours)
    return urgent, _loads(rows.annotate(time_group=time_group(now, hours(None))))


def _loads(marked: QuerySet[Dossier]) -> list[AgencyLoad]:
    rows = (
        marked.order_by()
        .values_list(F("holder_agency__short_name"), "time_group")
        .annotate(found=Count("pk"))
    )
    by_agency: dict[str, dict[str, int]] = {}
    for agency, place, found in rows:
        if place < len(GROUPS):
            by_agency.setdefault(agency or "", {})[GROUPS[place]] = found
    found_loads = [AgencyLoad(agency=agency, **counts) for agency, counts in by_agency.items()]
    return sorted(found_loads, key=lambda load: (-load.late, -load.near, -load.total, load.agency))
