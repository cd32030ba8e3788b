"""Tiền đến: what a gateway or a statement tells, kept once, and taken up by its order once.

Keeping and taking up are apart: money that names no order yet is kept, and taken up when the order comes.
Both may be repeated at will; a process that dies in between leaves the rest to the next telling or the
worker.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec
import structlog
from django.db import connection, transaction
from django.db.models import Q

from motcua.dossiers import store
from motcua.dossiers.lifecycle.state import State
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.money.models import Receipt
from motcua.money.online import take_obligation, take_online
from motcua.money.purposes import Purpose
from motcua.payments import ledger, orders
from motcua.payments.models import Arrival, ArrivalDecision, PaymentEvent, PaymentOrder, StatementImport
from motcua.payments.words import Happened, MoneySource, OrderState, ReturnState

_ARRIVALS: Final = 0x6D6370
"""The first half of the advisory lock of an arrival."""
log = structlog.get_logger(__name__)


class Told(NamedTuple):
    """Money as somebody told of it; `external` is their own number of it, `dossier` the code they named,
    `account` whose statement it stands on, `elsewhere` an order of another account that it names."""

    source: MoneySource
    external: str
    amount: int
    at: Instant
    reference: str = ""
    dossier: str = ""
    text: str = ""
    account: str = ""
    elsewhere: str = ""


def arrived(told: Told, *, clock: Clock | None = None, statement: StatementImport | None = None) -> Arrival:
    """Keep what was told and take it up. The same telling again changes nothing.

    Raises: `Conflict` `told_otherwise` where the same number told another amount or order before.
    """
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        arrival = keep(told, now, statement)
    take_or_leave(arrival, now)
    return arrival


def take_or_leave(arrival: Arrival, now: Instant) -> None:
    """Take an arrival up; where the log cannot be written now, leave it to the worker."""
    try:
        take_up(arrival, now)
    except DomainError as error:
        log.warning("arrival_waits", arrival=arrival.pk, why=error.id)


def keep(told: Told, now: Instant, statement: StatementImport | None = None) -> Arrival:
    """The row of what was told, written the first time. Raises: `Conflict` `told_otherwise`."""
    arrival, fresh = Arrival.objects.get_or_create(
        source=told.source.value,
        account=told.account,
        external=told.external,
        defaults={
            "elsewhere": told.elsewhere,
            "reference": told.reference,
            "dossier_code": told.dossier,
            "amount": told.amount,
            "at": told.at,
            "told_at": now,
            "text": told.text,
            "statement": statement,
            "settles": _settled_by(told),
        },
    )
    if not fresh and (arrival.amount, arrival.reference) != (told.amount, told.reference):
        raise Conflict(
            gettext_noop("Giao dịch %(external)s đã được báo trước đó với nội dung khác."),
            gettext_noop("Giữ nội dung báo lần đầu; đối chiếu lại với bên gửi."),
            id="told_otherwise",
            external=told.external,
        )
    return arrival


def take_up(arrival: Arrival, now: Instant) -> PaymentEvent | None:
    """Give an arrival to the order that it names; nothing where it names none, or was taken up before.

    What the dossier refuses by now stays held on the order, for an officer.
    """
    found = _order_of(arrival)
    return None if found is None else take_for(arrival, found, now)


def take_for(arrival: Arrival, found: PaymentOrder, now: Instant) -> PaymentEvent | None:
    """Give an arrival to an order. Once: the event of an arrival is one of a kind."""
    if arrival.settles_id is not None:
        return None
    with transaction.atomic():
        row = found.dossier
        locked = store.lock(row.code or row.reference or "")
        assert locked is not None, "an order has a dossier"
        order = PaymentOrder.objects.select_for_update().get(pk=found.pk)
        lock_arrival(arrival.pk)
        decided = ArrivalDecision.objects.filter(arrival=arrival).first()
        if PaymentEvent.objects.filter(arrival=arrival).exists() or (
            decided and decided.order_id != order.pk
        ):
            return None
        state = locked.tracked.state
        purpose = Purpose(order.purpose)
        owed = _owed(state, purpose)
        leaving = _on_its_way_back(order)
        here = orders.standing_of(order)
        here = msgspec.structs.replace(here, received=here.received - leaving)
        outcome = ledger.arrive(here, arrival.amount, owed, MoneySource(arrival.source))
        if outcome.take:
            _make_way(order, now)
        after = outcome.after
        orders.put(order, msgspec.structs.replace(after, received=after.received + leaving))
        event = orders.happened(
            order,
            Happened.ARRIVED,
            now,
            amount=arrival.amount,
            verdict=outcome.verdict,
            arrival_id=arrival.pk,
            note=arrival.external,
        )
        if outcome.take:
            receipt = _taken(state.dossier, order, arrival, now)
            order.receipt = receipt
            order.save(update_fields=["receipt"])
            orders.happened(order, Happened.RECEIPTED, now, amount=receipt.amount, note=receipt.number)
    return event


def _on_its_way_back(order: PaymentOrder) -> int:
    """Đồng that the gateway was asked to give back: nothing more may be paid with them."""
    asked = order.returns.filter(refund=None, state=ReturnState.ASKED.value)
    return sum(asked.values_list("amount", flat=True))


def _taken(code: str, order: PaymentOrder, arrival: Arrival, now: Instant) -> Receipt:
    """The receipt, with its event in the log of the dossier."""
    if order.purpose == Purpose.FEE.value:
        return take_online(code, order.amount, reference=order.reference, now=now)
    return take_obligation(
        code, order.amount, reference=order.reference, paid_at=min(arrival.at, now), now=now
    )


def lock_arrival(number: int) -> None:
    """Hold one arrival until the transaction ends: its row is written once, so that no row lock is to be had.
    After the lock of a dossier, where one is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ARRIVALS, number % 2**31])


def take_waiting(order: PaymentOrder, now: Instant) -> int:
    """Take up what came before the order: by its reference, or by its dossier's code and exact amount."""
    waiting = Arrival.objects.filter(event=None, decision=None, settles=None).filter(
        Q(reference__in=(order.reference, order.lookup))
        | Q(dossier_code__in=_codes(order), amount=order.amount, reference="")
    )
    return sum(take_for(arrival, order, now) is not None for arrival in waiting.order_by("at", "pk")[:20])


def take_all_waiting(*, clock: Clock | None = None, limit: int = 500) -> int:
    """Take up every arrival that a dying process left; how many. Safe to repeat."""
    now = (clock or SystemClock()).now()
    taken = 0
    waiting = Arrival.objects.filter(event=None, decision=None, settles=None).exclude(reference="")
    for arrival in waiting.order_by("pk")[:limit]:
        take_or_leave(arrival, now)
        taken += PaymentEvent.objects.filter(arrival=arrival).exists()
    return taken


def _owed(state: State, purpose: Purpose) -> int:
    """Đồng that a receipt may be written for now; 0 where nothing is owed, -1 where it takes an officer."""
    debt = orders.payable(state, purpose).debt
    if debt is not None:
        return debt.amount
    if purpose is Purpose.OBLIGATION:
        return -1 if state.obligation else 0
    return -1 if state.fee_owed else 0


def _order_of(arrival: Arrival) -> PaymentOrder | None:
    if not arrival.reference:
        return None
    return (
        PaymentOrder.objects.filter(Q(reference=arrival.reference) | Q(lookup=arrival.reference))
        .select_related("dossier")
        .first()
    )


def _make_way(order: PaymentOrder, now: Instant) -> None:
    """The debt is paid: another order that asks for it is not waited for any more."""
    other = orders.open_of(order.dossier_id, Purpose(order.purpose))
    if other is not None and other.pk != order.pk:
        orders.close(other, OrderState.CANCELLED, now, note=order.reference)


def _settled_by(told: Told) -> Arrival | None:
    """What a line of a statement hands over that a gateway had told: it names the gateway's own number."""
    if told.source is not MoneySource.STATEMENT:
        return None
    words = [word for word in told.text.replace(",", " ").split() if len(word) >= 8]
    return Arrival.objects.filter(
        source=MoneySource.GATEWAY.value, external__in=words, amount=told.amount
    ).first()


def _codes(order: PaymentOrder) -> list[str]:
    row = order.dossier
    return [code for code in (row.code, row.reference) if code]
