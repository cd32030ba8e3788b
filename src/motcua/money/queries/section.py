"""The money of a section in a period. Amounts are đồng."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import F, Q, Value

from motcua.dossiers.queries.names import Names
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Forbidden, gettext_noop
from motcua.money.closing import Sums
from motcua.money.models import DayClose, Receipt, Refund, Till, Waiver
from motcua.money.queries.entries import SHOWN, Entry, added, bounds, entry_rows, sums_of_rows
from motcua.money.queries.sight import watches_money
from motcua.money.queries.tills import TillView, open_tills
from motcua.organisation.models import Agency
from motcua.organisation.rights import Person


class OfficerSums(NamedTuple):
    """What one officer took and gave in a period."""

    officer: str
    sums: Sums


class SectionMoney(NamedTuple):
    """A section's money in a period: by officer, line by line, with the tills that are open now."""

    section: Agency
    first: date
    last: date
    officers: tuple[OfficerSums, ...]
    total: Sums
    entries: tuple[Entry, ...]
    waivers: tuple[Waiver, ...]
    closes: tuple[tuple[str, DayClose], ...]
    open_tills: tuple[TillView, ...]


class DayTaken(NamedTuple):
    """What a section took on one day less what it gave back, with how many receipts and refund slips."""

    amount: int
    receipts: int
    refunds: int


def section_money(
    person: Person, section_id: int, first: date, last: date, *, limit: int | None = SHOWN
) -> SectionMoney:
    """A section's money from the first to the last day. Raises: `Forbidden` outside the person's sight."""
    if not watches_money(person, section_id):
        raise Forbidden(gettext_noop("Bộ phận Một cửa này ngoài phạm vi của bạn."))
    section = Agency.objects.get(pk=section_id)
    begins, ends = bounds(first, last)
    window = Q(section_id=section_id, at__gte=begins, at__lt=ends)
    tills = list(Till.objects.filter(section_id=section_id).select_related("section"))
    names = Names(actors=[till.officer for till in tills])
    closes = DayClose.objects.filter(till__in=tills, day__gte=first, day__lte=last).select_related("till")
    waivers = Waiver.objects.filter(window).select_related("dossier", "withdrawal")
    officers = _by_officer(window, names)
    return SectionMoney(
        section=section,
        first=first,
        last=last,
        officers=officers,
        total=added(each.sums for each in officers),
        entries=entry_rows(window, names, limit=limit),
        waivers=tuple(waivers.order_by("at")[:SHOWN]),
        closes=tuple(
            (names.actor(each.till.officer), each) for each in closes.order_by("-closed_at")[:SHOWN]
        ),
        open_tills=open_tills(tills, names),
    )


def day_taken(person: Person, section_id: int, *, clock: Clock | None = None) -> DayTaken | None:
    """The total of `section_money` of today; none for who may not see it. One statement."""
    if not watches_money(person, section_id):
        return None
    day = day_of((clock or SystemClock()).now())
    begins, ends = bounds(day, day)
    window = Q(section_id=section_id, at__gte=begins, at__lt=ends)
    given = Refund.objects.filter(window).values_list(-F("amount"), Value(value=True))
    taken = Receipt.objects.filter(window).values_list(F("amount"), Value(value=False))
    rows = list(taken.union(given, all=True))
    refunds = sum(refund for _, refund in rows)
    return DayTaken(sum(amount for amount, _ in rows), len(rows) - refunds, refunds)


def _by_officer(window: Q, names: Names) -> tuple[OfficerSums, ...]:
    ins: dict[str, list[tuple[str, int]]] = {}
    outs: dict[str, list[tuple[str, int]]] = {}
    for table, into in ((Receipt, ins), (Refund, outs)):
        for who, method, amount in table.objects.filter(window).values_list("by", "method", "amount"):
            into.setdefault(who, []).append((method, amount))
    found = [
        OfficerSums(names.actor(who), sums_of_rows(ins.get(who, []), outs.get(who, [])))
        for who in ins.keys() | outs.keys()
    ]
    return tuple(sorted(found, key=lambda each: each.officer))
