"""Tills as they stand, and their closes. Amounts are đồng."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db.models import Max, Q

from motcua.dossiers.queries.names import Names
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.money.closing import Sums, sums_of
from motcua.money.models import DayClose, Receipt, Refund, Till
from motcua.money.queries.entries import Entry, entry_rows, sums_of_rows
from motcua.money.queries.sight import is_own, watches_money
from motcua.organisation.models import Agency
from motcua.organisation.rights import AT_A_SECTION, Person

CLOSES_SHOWN: Final = 15


class TillView(NamedTuple):
    """A till as it stands: what is in no close yet, and the last closes."""

    till: Till
    section: Agency
    sums: Sums
    entries: tuple[Entry, ...]
    closes: tuple[DayClose, ...]
    closed_today: DayClose | None
    officer: str
    since: Instant | None
    """When the oldest money came that is in no close."""

    @property
    def numbered(self) -> list[tuple[str, DayClose]]:
        """The closes as the section's list has them, each with the officer."""
        return [(self.officer, each) for each in self.closes]

    @property
    def older(self) -> bool:
        """Whether money of an earlier day is still open."""
        return self.since is not None and day_of(self.since) < day_of(SystemClock().now())


def own_tills(person: Person, *, clock: Clock | None = None) -> tuple[TillView, ...]:
    """The person's own tills at the sections where they work today; none before the first money."""
    now = (clock or SystemClock()).now()
    sections = {agency for post in person.held if post.role in AT_A_SECTION for agency in post.received}
    tills = Till.objects.filter(officer=person.actor, section_id__in=sections).select_related("section")
    return tuple(_view(till, now, Names(actors=[person.actor]), lines=True) for till in tills)


def till_by(person: Person, till_id: int) -> Till:
    """A till that the person may see. Raises: `NotFound`."""
    till = Till.objects.filter(pk=till_id).select_related("section").first()
    if till is None or not (is_own(person, till) or watches_money(person, till.section_id)):
        raise NotFound(gettext_noop("Không có quỹ này trong phạm vi của bạn."))
    return till


def till_view(person: Person, till_id: int, *, clock: Clock | None = None) -> TillView:
    """A till as it stands. Raises: `NotFound`."""
    till = till_by(person, till_id)
    return _view(till, (clock or SystemClock()).now(), Names(actors=[till.officer]), lines=True)


def close_by(person: Person, close_id: int) -> DayClose:
    """A close that the person may see. Raises: `NotFound`."""
    found = DayClose.objects.filter(pk=close_id).select_related("till__section").first()
    if found is None or not (is_own(person, found.till) or watches_money(person, found.till.section_id)):
        raise NotFound(gettext_noop("Không có lần chốt này trong phạm vi của bạn."))
    return found


def entries_of_close(done: DayClose) -> tuple[Entry, ...]:
    """The receipts and refunds that a close covers, in the order of the till."""
    window = Q(till=done.till, till_no__gte=done.first_no, till_no__lte=done.last_no)
    return entry_rows(window, Names(actors=[done.till.officer]))


def open_tills(tills: Sequence[Till], names: Names) -> tuple[TillView, ...]:
    """The tills with money that is in no close, with the sums of it; three statements for any number."""
    covered = dict(
        DayClose.objects.filter(till__in=tills).values_list("till_id").annotate(up_to=Max("last_no"))
    )
    waiting = {till.pk: till for till in tills if till.last > covered.get(till.pk, 0)}
    window = Q(pk__in=[])
    for key in waiting:
        window |= Q(till_id=key, till_no__gt=covered.get(key, 0))
    taken = list(Receipt.objects.filter(window).values_list("till_id", "method", "amount", "at"))
    given = list(Refund.objects.filter(window).values_list("till_id", "method", "amount", "at"))
    views = []
    for key, till in waiting.items():
        ins = [(method, amount) for owner, method, amount, _ in taken if owner == key]
        outs = [(method, amount) for owner, method, amount, _ in given if owner == key]
        views.append(
            TillView(
                till=till,
                section=till.section,
                sums=sums_of_rows(ins, outs),
                entries=(),
                closes=(),
                closed_today=None,
                officer=names.actor(till.officer),
                since=min(at for owner, _, _, at in (*taken, *given) if owner == key),
            )
        )
    return tuple(sorted(views, key=lambda view: view.since or 0))


def _view(till: Till, now: Instant, names: Names, *, lines: bool) -> TillView:
    closes = tuple(DayClose.objects.filter(till=till).order_by("-last_no")[:CLOSES_SHOWN])
    after = closes[0].last_no if closes else 0
    today = day_of(now)
    entries = entry_rows(Q(till=till, till_no__gt=after), names) if lines else ()
    return TillView(
        till=till,
        section=till.section,
        sums=sums_of(till, after, till.last),
        entries=entries,
        closes=closes,
        closed_today=next((each for each in closes if each.day == today), None),
        officer=names.actor(till.officer),
        since=min((each.at for each in entries), default=None),
    )
