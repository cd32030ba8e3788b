"""The work of a section as its head sees it: what is urgent, and what each agency holds by time."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from motcua.dossiers.lifecycle.types import Step
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.lists import GROUPS, PAGE, listed, time_group
from motcua.dossiers.queries.times import PAUSED
from motcua.dossiers.queries.views import View, WorkList
from motcua.dossiers.seal import day_bounds
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.calendars import calendars
from motcua.organisation.models import Officer
from motcua.organisation.rights import DossierPlace, Person, require

URGENT: Final = 12
HOLDERS: Final = 20
"""Lines of who has what."""


class AgencyLoad(View, frozen=True, kw_only=True):
    """Open dossiers of one section that one agency holds, by state of time."""

    agency: str
    agency_id: int | None = None
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
    loads = _loads(rows.annotate(time_group=time_group(now, hours(None))))
    counts = {group: sum(getattr(load, group) for load in loads) for group in GROUPS} | {"ended": 0}
    return listed(person, rows, now, group="", page=1, size=size, hours=hours, counts=counts), loads


def _loads(marked: QuerySet[Dossier]) -> list[AgencyLoad]:
    rows = (
        marked.order_by()
        .values_list(F("holder_agency_id"), F("holder_agency__short_name"), "time_group")
        .annotate(found=Count("pk"))
    )
    by_agency: dict[tuple[int | None, str], dict[str, int]] = {}
    for key, agency, place, found in rows:
        if place < len(GROUPS):
            by_agency.setdefault((key, agency or ""), {})[GROUPS[place]] = found
    found_loads = [
        AgencyLoad(agency=agency, agency_id=key, **counts) for (key, agency), counts in by_agency.items()
    ]
    return sorted(found_loads, key=lambda load: (-load.late, -load.near, -load.total, load.agency))


class Holding(View, frozen=True, kw_only=True):
    """How many dossiers one officer has, or nobody by name in one agency."""

    agency: str
    agency_id: int | None
    officer: str
    officer_code: str
    step: str
    found: int


class SectionDay(View, frozen=True, kw_only=True):
    """One section today: what came, what went, what waits, what is late, and who has the late ones."""

    section_id: int
    received_today: int
    returned_today: int
    finished_today: int
    open: int
    late: int
    near_or_within: int
    paused: int
    to_transfer: int
    to_supplement: int
    to_return: int
    late_by_officer: tuple[Holding, ...]
    """Who has the late ones; most first."""
    waiting_by_officer: tuple[Holding, ...]
    """For whom of the section something waits, by step."""


def section_day(person: Person, section_id: int, *, clock: Clock | None = None) -> SectionDay:
    """The section's day. Raises: `Forbidden` outside the person's sight."""
    require(person, "read_dossiers", DossierPlace(section_id=section_id))
    now = (clock or SystemClock()).now()
    own = Dossier.objects.filter(section_id=section_id)
    sets = day_sets(now)
    figures = own.aggregate(**{name: Count("pk", filter=chosen) for name, chosen in sets.items()})
    late, waiting = _holdings(own, sets)
    return SectionDay(
        section_id=section_id,
        near_or_within=figures["open"] - figures["late"] - figures["paused"],
        late_by_officer=late,
        waiting_by_officer=waiting,
        **figures,
    )


def _holdings(own: QuerySet[Dossier], sets: dict[str, Q]) -> tuple[tuple[Holding, ...], tuple[Holding, ...]]:
    """Who has the late ones, and for whom something waits at the section; most first. One statement."""
    waits = sets["to_transfer"] | sets["to_supplement"] | sets["to_return"]
    name = Officer.objects.filter(code=OuterRef("holder_officer")).values("full_name")[:1]
    rows = (
        own.filter(sets["late"] | waits)
        .annotate(name=Subquery(name))
        .values("holder_agency_id", "holder_agency__short_name", "holder_officer", "name", "step")
        .annotate(late=Count("pk", filter=sets["late"]), waiting=Count("pk", filter=waits))
        .order_by("holder_officer", "step")
    )
    found = list(rows)
    late, waiting = (
        tuple(
            Holding(
                agency=row["holder_agency__short_name"] or "",
                agency_id=row["holder_agency_id"],
                officer=row["name"] or row["holder_officer"],
                officer_code=row["holder_officer"],
                step=row["step"],
                found=row[which],
            )
            for row in sorted(found, key=lambda row: -row[which])[:HOLDERS]
            if row[which]
        )
        for which in ("late", "waiting")
    )
    return late, waiting


def day_sets(now: Instant) -> dict[str, Q]:
    """What each figure of the day counts; the list behind a figure is made of the same condition."""
    start, end = day_bounds(day_of(now))
    running = Q(ended_at__isnull=True, received_at__isnull=False)
    waits = Q(status__in=list(PAUSED), paused_at__lte=F("due_at"))
    return {
        "received_today": Q(received_at__gte=start, received_at__lt=end),
        "returned_today": Q(returned_at__gte=start, returned_at__lt=end),
        # A filing taken back or declined before acceptance ends too, and was never work of the section's day.
        "finished_today": Q(ended_at__gte=start, ended_at__lt=end, received_at__isnull=False),
        "open": running,
        "late": running & Q(due_at__lt=now) & ~waits,
        "paused": running & waits,
        "to_transfer": running & Q(step=Step.RECEIVE),
        "to_supplement": running & Q(step=Step.SUPPLEMENT),
        "to_return": Q(step=Step.RETURN, returned_at__isnull=True),
    }


def section_list(
    person: Person,
    section_id: int,
    what: str,
    *,
    agency: int | None = None,
    officer: str | None = None,
    page: int = 1,
    size: int = PAGE,
    clock: Clock | None = None,
) -> WorkList:
    """The dossiers behind a figure of the day: `what` is a key of `day_sets` or a state of time of `GROUPS`;
    held by one agency, by one officer ("" is nobody by name).

    Raises: `Forbidden`; `NotFound` for another word."""
    require(person, "read_dossiers", DossierPlace(section_id=section_id))
    now = (clock or SystemClock()).now()
    sets = day_sets(now)
    rows = Dossier.objects.filter(section_id=section_id)
    group = what if what in GROUPS else ""
    if group:
        rows = rows.filter(sets["open"])
    elif what in sets:
        rows = rows.filter(sets[what])
    else:
        raise NotFound(gettext_noop("Không có danh sách này."), gettext_noop("Mở lại từ bàn trưởng bộ phận."))
    if agency is not None:
        rows = rows.filter(holder_agency_id=agency)
    if officer is not None:
        rows = rows.filter(holder_officer=officer)
    return listed(person, rows, now, group=group, page=page, size=size)
