"""Đối soát: orders, the gateway, the bank's statements and the books held against each other, to the đồng.

For any period: what was held at its beginning, and what came in, less what receipts took and what went back,
is what is held at its end.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum

from motcua.dossiers.lifecycle.types import PaymentMethod, Status
from motcua.foundation.clock import Instant
from motcua.foundation.errors import Forbidden, NotFound, gettext_noop
from motcua.money.models import Receipt
from motcua.money.purposes import Purpose
from motcua.money.queries import watches_money
from motcua.money.queries.entries import bounds
from motcua.organisation.models import Agency
from motcua.organisation.queries import today
from motcua.organisation.rights import Person, may
from motcua.payments.accounts import Account, accounts_of, key_in, paid_into
from motcua.payments.models import OPEN, Arrival, GatewayReturn, PaymentEvent, PaymentOrder, StatementImport
from motcua.payments.owners import could_be_of
from motcua.payments.words import Happened, MoneySource, ReturnState

SHOWN: Final = 300
"""Lines of a list on the screen; exports have all."""
ENDED: Final = (Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED)


class Balance(NamedTuple):
    """Money on orders in a period."""

    held_before: int
    came: int
    taken: int
    returned: int
    held_after: int

    @property
    def adds_up(self) -> bool:
        """Whether not one đồng is missing."""
        return self.held_before + self.came - self.taken - self.returned == self.held_after


class Came(NamedTuple):
    """What one source told in a period: how often, how much."""

    source: str
    times: int
    amount: int


class Fault(NamedTuple):
    """One place where two accounts differ: `kind` is what differs, the numbers are each one's đồng."""

    kind: str
    reference: str
    code: str
    at: Instant
    here: int
    there: int


class WaitingMoney(NamedTuple):
    """What an officer has to decide or give back."""

    orders: tuple[PaymentOrder, ...]
    """Money that is held, with what happened."""
    arrivals: tuple[Arrival, ...]
    """Money of no order."""
    refunds: tuple[tuple[PaymentOrder, int], ...]
    """Paid online for a dossier that ended without a result; how much stands on the receipt."""
    returns: tuple[GatewayReturn, ...]
    """Refund slips that the gateway has not given back, or refused to."""

    @property
    def number(self) -> int:
        """How many things wait."""
        return len(self.orders) + len(self.arrivals) + len(self.refunds) + len(self.returns)


class AccountSum(NamedTuple):
    """What came to one account in a period, and what is held of it at the end. `holder` is empty where no
    order names it any more."""

    key: str
    number: str
    holder: str
    balance: Balance


class Reconciliation(NamedTuple):
    """A section's online payments in a period: of all accounts, or of `account` alone."""

    section: Agency
    account: str
    accounts: tuple[Account, ...]
    """Those that one may ask for, the one of today first."""
    by_account: tuple[AccountSum, ...]
    """Every account that the section's orders name, where all are asked for and there are several."""
    first: date
    last: date
    balance: Balance
    came: tuple[Came, ...]
    states: tuple[tuple[str, int, int], ...]
    """Orders made in the period by state: how many, how much they ask for."""
    faults: tuple[Fault, ...]
    orders: tuple[PaymentOrder, ...]
    imports: tuple[StatementImport, ...]


class _Window(NamedTuple):
    """Which section's money, in which period, of which account (`key`, empty for all)."""

    section_id: int
    begins: Instant
    ends: Instant
    account: Q
    key: str

    def of(self, key: str) -> _Window:
        """The same of one account."""
        return self._replace(account=paid_into(key), key=key)

    def orders(self) -> QuerySet[PaymentOrder]:
        """Orders made in the period."""
        within = PaymentOrder.objects.filter(made_at__gte=self.begins, made_at__lt=self.ends)
        return within.filter(self.account, section_id=self.section_id)

    def events(self) -> QuerySet[PaymentEvent]:
        """All events of the orders, of any time."""
        found = PaymentEvent.objects.filter(order__section_id=self.section_id)
        return found.filter(paid_into(self.key, "order__")) if self.key else found


def reconciliation(
    person: Person, section_id: int, first: date, last: date, *, account: str = "", limit: int | None = SHOWN
) -> Reconciliation:
    """The money of a section from the first to the last day; of one account (`BIN:number`) where it is one of
    the section's. Raises: `Forbidden` outside one's sight."""
    _let_see(person, section_id)
    begins, ends = bounds(first, last)
    accounts = accounts_of(section_id, today())
    key = key_in(account, accounts)
    window = _Window(section_id, begins, ends, paid_into(key) if key else Q(), key)
    made = window.orders()
    told = window.events().filter(kind=Happened.ARRIVED.value, at__gte=begins, at__lt=ends)
    came = (
        told.values_list("arrival__source").annotate(Count("pk"), Sum("amount")).order_by("arrival__source")
    )
    states = made.values_list("state").annotate(Count("pk"), Sum("amount")).order_by("state")
    imports = StatementImport.objects.filter(section_id=section_id, at__gte=begins, at__lt=ends)
    if key:
        imports = imports.filter(account=key)
    orders = made.select_related("dossier", "receipt").order_by("-made_at")
    return Reconciliation(
        section=Agency.objects.get(pk=section_id),
        account=key,
        accounts=tuple(accounts),
        by_account=() if key or len(accounts) < 2 else _by_account(window, accounts),
        first=first,
        last=last,
        balance=_balance(window),
        came=tuple(Came(*row) for row in came),
        states=tuple(states),
        faults=_faults(window),
        orders=tuple(orders[:limit]),
        imports=tuple(imports.order_by("-at")[:limit]),
    )


def waiting_money(person: Person, section_id: int) -> WaitingMoney:
    """What waits for an officer of a section. Raises: `Forbidden` outside one's sight."""
    _let_see(person, section_id)
    here = PaymentOrder.objects.filter(section_id=section_id).select_related("dossier", "receipt")
    held = here.annotate(left=F("received") - F("taken") - F("returned")).filter(left__gt=0)
    unmatched = Arrival.objects.filter(event=None, decision=None, settles=None)
    unknown = unmatched.filter(could_be_of((section_id,)))
    # What was paid of an obligation belongs to whom the notice names: only they give it back.
    fees = here.filter(purpose=Purpose.FEE.value)
    ended = fees.filter(receipt__isnull=False, dossier__status__in=ENDED).prefetch_related(
        "receipt__refunds", "events__arrival"
    )
    waiting = (ReturnState.ASKED.value, ReturnState.REFUSED.value)
    returns = GatewayReturn.objects.filter(order__section_id=section_id, state__in=waiting)
    kept = [(each, _kept(each)) for each in ended.order_by("made_at")]
    held = held.exclude(state__in=OPEN).prefetch_related("events__arrival", "returns")
    slips = returns.exclude(refund=None).select_related("order__dossier", "refund")
    return WaitingMoney(
        tuple(held.order_by("made_at")[:SHOWN]),
        tuple(unknown.select_related("statement").order_by("at")[:SHOWN]),
        tuple((each, left) for each, left in kept if left)[:SHOWN],
        tuple(slips.order_by("made_at")[:SHOWN]),
    )


def order_by(person: Person, reference: str) -> PaymentOrder:
    """An order with its events. Raises: `NotFound` outside the person's sight."""
    found = (
        PaymentOrder.objects.filter(reference=reference[:64])
        .select_related("dossier", "section", "receipt")
        .prefetch_related("events__arrival", "receipt__refunds", "returns")
        .first()
    )
    if found is None or not (may(person, "see_section_money") and watches_money(person, found.section_id)):
        raise NotFound(
            gettext_noop("Không có lệnh thanh toán %(reference)s ở bộ phận của bạn."),
            gettext_noop("Xem lại mã thanh toán: MC và 8 chữ, số."),
            reference=reference[:40],
        )
    return found


def _let_see(person: Person, section_id: int) -> None:
    if not (may(person, "see_section_money") and watches_money(person, section_id)):
        raise Forbidden(gettext_noop("Bộ phận Một cửa này ngoài phạm vi của bạn."))


def _kept(order: PaymentOrder) -> int:
    receipt = order.receipt
    return receipt.amount - sum(each.amount for each in receipt.refunds.all()) if receipt else 0


def _by_account(window: _Window, accounts: list[Account]) -> tuple[AccountSum, ...]:
    """The same money account by account: together they are the whole."""
    shown = [
        AccountSum(each.key, each.number, each.holder, _balance(window.of(each.key))) for each in accounts
    ]
    return tuple(each for each in shown if any(each.balance))


def _balance(window: _Window) -> Balance:
    """From the events alone; the end is counted from all of them, not from the sums of the period."""
    events, begins, ends = window.events(), window.begins, window.ends
    within = _sums(events.filter(at__gte=begins, at__lt=ends))
    before, after = _sums(events.filter(at__lt=begins)), _sums(events.filter(at__lt=ends))
    return Balance(
        held_before=before[0] - before[1] - before[2],
        came=within[0],
        taken=within[1],
        returned=within[2],
        held_after=after[0] - after[1] - after[2],
    )


def _sums(events: QuerySet[PaymentEvent]) -> tuple[int, int, int]:
    """Đồng that came, that receipts took, that went back."""
    kinds = (Happened.ARRIVED, Happened.RECEIPTED, Happened.RETURNED)
    found = dict(events.values_list("kind").annotate(Sum("amount")).order_by("kind"))
    came, taken, returned = (int(found.get(kind.value) or 0) for kind in kinds)
    return came, taken, returned


def _faults(window: _Window) -> tuple[Fault, ...]:
    return (*_against_events(window), *_against_books(window), *_not_settled(window))


def _against_events(window: _Window) -> list[Fault]:
    """Orders whose sums are not those of their events."""
    told = (
        window.orders()
        .select_related("dossier")
        .annotate(
            came=Sum("events__amount", filter=Q(events__kind=Happened.ARRIVED.value), default=0),
            booked=Sum("events__amount", filter=Q(events__kind=Happened.RECEIPTED.value), default=0),
            back=Sum("events__amount", filter=Q(events__kind=Happened.RETURNED.value), default=0),
        )
    )
    wrong = told.exclude(received=F("came"), taken=F("booked"), returned=F("back"))
    return [
        Fault("order_and_events", each.reference, str(each.dossier), each.made_at, each.held, each.came)
        for each in wrong[:SHOWN]
    ]


def _against_books(window: _Window) -> list[Fault]:
    """Receipts of the books that no order has (of no account, so where all are asked for), and orders whose
    receipt says another amount."""
    period = {"section_id": window.section_id, "at__gte": window.begins, "at__lt": window.ends}
    online = Receipt.objects.filter(**period, method=PaymentMethod.ONLINE.value).select_related("dossier")
    if window.key:
        online = online.filter(paid_into(window.key, "payment_order__"))
    alone = [
        Fault("receipt_without_order", each.number, str(each.dossier), each.at, 0, each.amount)
        for each in online.filter(payment_order=None)[:SHOWN]
    ]
    other = online.exclude(payment_order=None).exclude(amount=F("payment_order__taken"))
    return alone + [
        Fault(
            "receipt_and_order",
            each.number,
            str(each.dossier),
            each.at,
            each.payment_order.taken,
            each.amount,
        )
        for each in other.select_related("payment_order")[:SHOWN]
    ]


def _not_settled(window: _Window) -> list[Fault]:
    """What the gateway told that no statement has handed over yet."""
    told = Arrival.objects.filter(
        source=MoneySource.GATEWAY.value,
        event__order__section_id=window.section_id,
        event__at__gte=window.begins,
        event__at__lt=window.ends,
        settled_by=None,
    ).select_related("event__order__dossier")
    if window.key:
        told = told.filter(paid_into(window.key, "event__order__"))
    return [
        Fault(
            "not_settled",
            each.external,
            str(each.event.order.dossier),
            each.at,
            each.amount,
            0,
        )
        for each in told.order_by("at")[:SHOWN]
    ]
