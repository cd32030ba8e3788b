"""Reads of money, each by right and place. Amounts are đồng."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import F, Max, Q, Value

from motcua.dossiers import store
from motcua.dossiers.lifecycle.types import PaymentMethod
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of, instant_of
from motcua.foundation.errors import Forbidden, NotFound, gettext_noop
from motcua.law.roles import Role
from motcua.money.closing import Sums, sums_of
from motcua.money.fees import fees_of
from motcua.money.models import DayClose, Receipt, Refund, Settlement, Till, Waiver
from motcua.money.settling import Collected, Quarter, collected_in
from motcua.organisation.models import Agency
from motcua.organisation.rights import ACTIONS, AT_A_SECTION, DossierPlace, Person, may_read
from motcua.procedures.content import Fee

SHOWN: Final = 300
"""Lines of a list on the screen; exports have all."""
CLOSES_SHOWN: Final = 15


class Entry(NamedTuple):
    """A receipt (`amount` above zero) or a refund (below), as lists show it."""

    number: str
    code: str
    procedure_code: str
    amount: int
    method: str
    reference: str
    at: Instant
    by: str
    """Name of the officer."""
    refund: bool


class DossierMoney(NamedTuple):
    """What was taken, waived and given back for one dossier."""

    receipts: tuple[Receipt, ...]
    waiver: Waiver | None


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
    def older(self) -> bool:
        """Whether money of an earlier day is still open."""
        return self.since is not None and day_of(self.since) < day_of(SystemClock().now())


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


class SettlementRow(NamedTuple):
    """One competent agency in a quarter: what the books say, and the settlement where there is one."""

    competent: Agency
    sums: Collected
    settlement: Settlement | None


def money_of(dossier_id: int, fee_state: str) -> DossierMoney:
    """Receipts with their refunds and the waiver of a dossier that the person has already been let see."""
    if fee_state in ("none_due", "uncertain"):
        return DossierMoney((), None)
    waiver = Waiver.objects.filter(dossier_id=dossier_id).first() if fee_state == "exempt" else None
    receipts = Receipt.objects.filter(dossier_id=dossier_id).order_by("pk").prefetch_related("refunds")
    return DossierMoney(tuple(receipts), waiver)


class FeesDue(NamedTuple):
    """The published fees of a dossier's version and what has been kept so far."""

    fees: tuple[Fee, ...]
    state: str
    due: int
    kept: int


def fees_due(person: Person, code: str) -> FeesDue:
    """What may be taken for a dossier. Raises: `NotFound` outside the person's sight."""
    locked = store.read(code)
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    state = locked.tracked.state
    return FeesDue(fees_of(state), state.intake.fee_state.value, state.intake.fee_due, state.fee_kept)


def receipt_by(person: Person, number: str) -> Receipt:
    """A receipt by its number. Raises: `NotFound` where its dossier is out of the person's sight."""
    found = (
        Receipt.objects.filter(number=number[:64])
        .select_related("dossier", "section", "counter")
        .prefetch_related("refunds")
        .first()
    )
    if found is None or not may_read(person, place_of(found)):
        raise NotFound(
            gettext_noop("Không tìm thấy biên lai %(number)s trong phạm vi của bạn."), number=number[:64]
        )
    return found


def place_of(receipt: Receipt) -> DossierPlace:
    """Where the receipt's dossier lies."""
    row = receipt.dossier
    return DossierPlace(row.section_id, row.competent_id, row.holder_agency_id, row.holder_officer)


def own_tills(person: Person, *, clock: Clock | None = None) -> tuple[TillView, ...]:
    """The person's own tills at the sections where they work today; none before the first money."""
    now = (clock or SystemClock()).now()
    sections = {agency for post in person.held if post.role in AT_A_SECTION for agency in post.received}
    tills = Till.objects.filter(officer=person.actor, section_id__in=sections).select_related("section")
    return tuple(_view(till, now, Names(actors=[person.actor]), lines=True) for till in tills)


def till_by(person: Person, till_id: int) -> Till:
    """A till that the person may see. Raises: `NotFound`."""
    till = Till.objects.filter(pk=till_id).select_related("section").first()
    if till is None or not (_own(person, till) or watches_money(person, till.section_id)):
        raise NotFound(gettext_noop("Không có quỹ này trong phạm vi của bạn."))
    return till


def till_view(person: Person, till_id: int, *, clock: Clock | None = None) -> TillView:
    """A till as it stands. Raises: `NotFound`."""
    till = till_by(person, till_id)
    return _view(till, (clock or SystemClock()).now(), Names(actors=[till.officer]), lines=True)


def close_by(person: Person, close_id: int) -> DayClose:
    """A close that the person may see. Raises: `NotFound`."""
    found = DayClose.objects.filter(pk=close_id).select_related("till__section").first()
    if found is None or not (_own(person, found.till) or watches_money(person, found.till.section_id)):
        raise NotFound(gettext_noop("Không có lần chốt này trong phạm vi của bạn."))
    return found


def entries_of_close(done: DayClose) -> tuple[Entry, ...]:
    """The receipts and refunds that a close covers, in the order of the till."""
    window = Q(till=done.till, till_no__gte=done.first_no, till_no__lte=done.last_no)
    return _entries(window, Names(actors=[done.till.officer]))


def section_money(
    person: Person, section_id: int, first: date, last: date, *, limit: int | None = SHOWN
) -> SectionMoney:
    """A section's money from the first to the last day. Raises: `Forbidden` outside the person's sight."""
    if not watches_money(person, section_id):
        raise Forbidden(gettext_noop("Bộ phận Một cửa này ngoài phạm vi của bạn."))
    section = Agency.objects.get(pk=section_id)
    begins, ends = _bounds(first, last)
    window = Q(section_id=section_id, at__gte=begins, at__lt=ends)
    tills = list(Till.objects.filter(section_id=section_id).select_related("section"))
    names = Names(actors=[till.officer for till in tills])
    closes = DayClose.objects.filter(till__in=tills, day__gte=first, day__lte=last).select_related("till")
    officers = _by_officer(window, names)
    return SectionMoney(
        section=section,
        first=first,
        last=last,
        officers=officers,
        total=_added(each.sums for each in officers),
        entries=_entries(window, names, limit=limit),
        waivers=tuple(Waiver.objects.filter(window).select_related("dossier").order_by("at")[:SHOWN]),
        closes=tuple(
            (names.actor(each.till.officer), each) for each in closes.order_by("-closed_at")[:SHOWN]
        ),
        open_tills=_open(tills, names),
    )


def day_taken(person: Person, section_id: int, *, clock: Clock | None = None) -> DayTaken | None:
    """The total of `section_money` of today; none for who may not see it. One statement."""
    if not watches_money(person, section_id):
        return None
    day = day_of((clock or SystemClock()).now())
    begins, ends = _bounds(day, day)
    window = Q(section_id=section_id, at__gte=begins, at__lt=ends)
    given = Refund.objects.filter(window).values_list(-F("amount"), Value(value=True))
    taken = Receipt.objects.filter(window).values_list(F("amount"), Value(value=False))
    rows = list(taken.union(given, all=True))
    refunds = sum(refund for _, refund in rows)
    return DayTaken(sum(amount for amount, _ in rows), len(rows) - refunds, refunds)


def settlement_rows(person: Person, section_id: int, quarter: Quarter) -> tuple[SettlementRow, ...]:
    """What a section collected in a quarter, by competent agency. A leader sees the own agencies' rows.

    Raises: `Forbidden` outside the person's sight.
    """
    sums = collected_in(section_id, quarter)
    done = {
        each.competent_id: each
        for each in Settlement.objects.filter(
            section_id=section_id, year=quarter.year, quarter=quarter.number
        ).select_related("confirmation")
    }
    seen = sums.keys() | done.keys()
    if not watches_money(person, section_id):
        seen &= _led(person)
        if not _led(person):
            raise Forbidden(gettext_noop("Bộ phận Một cửa này ngoài phạm vi của bạn."))
    agencies = Agency.objects.in_bulk(seen)
    rows = [SettlementRow(agencies[key], sums.get(key, Collected()), done.get(key)) for key in seen]
    return tuple(sorted(rows, key=lambda row: row.competent.name))


def settlement_by(person: Person, number: str) -> Settlement:
    """A settlement by its number. Raises: `NotFound` outside the person's sight."""
    found = (
        Settlement.objects.filter(number=number[:64])
        .select_related("section", "competent", "confirmation")
        .first()
    )
    if found is None or not (watches_money(person, found.section_id) or found.competent_id in _led(person)):
        raise NotFound(
            gettext_noop("Không có quyết toán %(number)s trong phạm vi của bạn."), number=number[:64]
        )
    return found


def settling_sections(person: Person, sections: Iterable[Agency]) -> list[Agency]:
    """The sections of these whose settlements the person may look at."""
    led = _led(person)
    return [each for each in sections if watches_money(person, each.pk) or led]


def may_close(person: Person, till: Till) -> bool:
    """Whether the person closes this till: the own one, or any of the section that they head."""
    here = [post for post in person.held if till.section_id in post.received]
    return (till.officer == person.actor and any(post.role in AT_A_SECTION for post in here)) or any(
        post.role in ACTIONS["close_any_till"] for post in here
    )


def _own(person: Person, till: Till) -> bool:
    return till.officer == person.actor


def watches_money(person: Person, section_id: int) -> bool:
    """Whether the person heads the section, or looks it over."""
    return any(
        post.role in ACTIONS["see_section_money"]
        and (
            section_id in post.received
            if post.role is Role.SECTION_HEAD
            else post.whole or section_id in post.reach
        )
        for post in person.held
    )


def _led(person: Person) -> set[int]:
    """The agencies whose leader the person is."""
    return {agency for post in person.held if post.role is Role.LEADER for agency in post.house}


def _bounds(first: date, last: date) -> tuple[Instant, Instant]:
    ends = last + timedelta(days=1)
    return (
        instant_of(datetime(first.year, first.month, first.day)),  # noqa: DTZ001 - local midnight
        instant_of(datetime(ends.year, ends.month, ends.day)),  # noqa: DTZ001
    )


def _view(till: Till, now: Instant, names: Names, *, lines: bool) -> TillView:
    closes = tuple(DayClose.objects.filter(till=till).order_by("-last_no")[:CLOSES_SHOWN])
    after = closes[0].last_no if closes else 0
    today = day_of(now)
    entries = _entries(Q(till=till, till_no__gt=after), names) if lines else ()
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


def _open(tills: Sequence[Till], names: Names) -> tuple[TillView, ...]:
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
                sums=_sums(ins, outs),
                entries=(),
                closes=(),
                closed_today=None,
                officer=names.actor(till.officer),
                since=min(at for owner, _, _, at in (*taken, *given) if owner == key),
            )
        )
    return tuple(sorted(views, key=lambda view: view.since or 0))


def _entries(window: Q, names: Names, *, limit: int | None = None) -> tuple[Entry, ...]:
    cut = slice(None, limit)
    taken = Receipt.objects.filter(window).select_related("dossier").order_by("-at", "-pk")[cut]
    given = Refund.objects.filter(window).select_related("receipt__dossier").order_by("-at", "-pk")[cut]
    rows = [_entry(each, each.dossier, names, refund=False) for each in taken]
    rows += [_entry(each, each.receipt.dossier, names, refund=True) for each in given]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True)[cut])


def _entry(row: Receipt | Refund, dossier: object, names: Names, *, refund: bool) -> Entry:
    return Entry(
        number=row.number,
        code=getattr(dossier, "code", "") or "",
        procedure_code=getattr(dossier, "procedure_code", ""),
        amount=-row.amount if refund else row.amount,
        method=row.method,
        reference=row.reference,
        at=row.at,
        by=names.actor(row.by),
        refund=refund,
    )


def _by_officer(window: Q, names: Names) -> tuple[OfficerSums, ...]:
    ins: dict[str, list[tuple[str, int]]] = {}
    outs: dict[str, list[tuple[str, int]]] = {}
    for table, into in ((Receipt, ins), (Refund, outs)):
        for who, method, amount in table.objects.filter(window).values_list("by", "method", "amount"):
            into.setdefault(who, []).append((method, amount))
    found = [
        OfficerSums(names.actor(who), _sums(ins.get(who, []), outs.get(who, [])))
        for who in ins.keys() | outs.keys()
    ]
    return tuple(sorted(found, key=lambda each: each.officer))


def _sums(ins: Sequence[tuple[str, int]], outs: Sequence[tuple[str, int]]) -> Sums:
    cash, transfer = PaymentMethod.CASH.value, PaymentMethod.TRANSFER.value
    return Sums(
        receipts=len(ins),
        refunds=len(outs),
        cash_in=sum(amount for method, amount in ins if method == cash),
        cash_out=sum(amount for method, amount in outs if method == cash),
        transfer_in=sum(amount for method, amount in ins if method == transfer),
        transfer_out=sum(amount for method, amount in outs if method == transfer),
    )


def _added(sums: Iterable[Sums]) -> Sums:
    total = Sums()
    for each in sums:
        total = Sums(*(a + b for a, b in zip(total, each, strict=True)))
    return total
