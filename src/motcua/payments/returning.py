"""Hoàn qua cổng: the gateway is asked to give its own money back, once, however often it is asked.

The row stands before the gateway is asked, so that a process that dies in between leaves it to the worker;
the gateway knows by the number of the row that it is the same money.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import structlog
from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.fields import Fields
from motcua.foundation.clock import MINUTE, Clock, Instant, SystemClock
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.money.hand import PAYMENT
from motcua.money.models import Refund
from motcua.money.services import refund_fee
from motcua.organisation.rights import Person, require
from motcua.payments import gateway, ledger, orders
from motcua.payments.deciding import order_at, read_number
from motcua.payments.models import Arrival, GatewayReturn, PaymentOrder
from motcua.payments.telling import tell_refunded, tell_returned
from motcua.payments.words import Happened, ReturnState

FIRST_WAIT: Final = 10 * MINUTE
MOST_DOUBLINGS: Final = 5
log = structlog.get_logger(__name__)


def give_back_by_gateway(
    person: Person, reference: str, *, clock: Clock | None = None
) -> tuple[GatewayReturn, ...]:
    """Ask the gateway to give back what it told of and is held on an order; one ask for each transaction.

    Pressed again it asks again for what is not answered. Raises: `NotFound`, `Forbidden`, `Conflict`
    `not_by_gateway` where the money did not come through the gateway, `gateway_off`.
    """
    require(person, "decide_payment")
    clock = clock or SystemClock()
    found = order_at(person, reference)
    _is_on()
    with transaction.atomic():
        order = _locked(found)
        waiting = [each for each in order.backs() if each.state == ReturnState.ASKED.value]
        left = order.held - sum(each.amount for each in waiting)
        for arrival in order.of_the_gateway():
            if arrival.amount <= left:
                left -= arrival.amount
                waiting.append(_made(order, arrival, arrival.amount, clock.now(), person.actor))
        if not waiting:
            raise _not_by_gateway()
    return tuple(attempt(each.pk, clock=clock) for each in waiting)


def refund_by_gateway(
    person: Person,
    reference: str,
    data: Mapping[str, Any],
    *,
    idempotency_key: str,
    clock: Clock | None = None,
) -> GatewayReturn:
    """T24 of what an order was paid with, given back by the gateway; `data`: `amount`, `reason`.

    Slip, event and ask are written together; the same key again is the same slip. Raises: as
    `money.services.refund_fee`; `NotFound`, `Conflict` `not_by_gateway`, `gateway_off`.
    """
    clock = clock or SystemClock()
    found = order_at(person, reference)
    _is_on()
    with transaction.atomic():
        order = _locked(found)
        arrival = order.of_the_receipt()
        if arrival is None or order.receipt is None:
            raise _not_by_gateway()
        said = {
            "amount": data.get("amount", ""),
            "reason": data.get("reason", ""),
            "method": "online",
            "reference": order.reference,
        }
        code = order.dossier.code or order.dossier.reference or ""
        done = refund_fee(
            person,
            code,
            order.receipt.number,
            said,
            idempotency_key=idempotency_key,
            by_gateway=True,
            clock=clock,
        )
        slip = Refund.objects.get(number=done.number)
        made = GatewayReturn.objects.filter(refund=slip).first() or _made(
            order, arrival, slip.amount, clock.now(), person.actor, refund=slip
        )
    return attempt(made.pk, clock=clock)


def attempt(number: int, *, clock: Clock | None = None) -> GatewayReturn:
    """Ask the gateway once more where no answer is known. Outside of any transaction; never raises for a
    gateway that is away."""
    clock = clock or SystemClock()
    row = GatewayReturn.objects.select_related("order__dossier", "arrival").get(pk=number)
    if row.state != ReturnState.ASKED.value or not gateway.is_on():
        return row
    try:
        told = gateway.ask_return(row.order, row.number, row.arrival.external, row.amount, clock)
    except DomainError as error:
        log.warning("return_not_answered", number=row.number, why=error.id)
        told = gateway.ReturnTold(row.number, row.amount, ReturnState.ASKED, "")
    heard(told, clock.now())
    return GatewayReturn.objects.get(pk=number)


def heard(told: gateway.ReturnTold, now: Instant) -> bool:
    """Write what the gateway told, once; False where it is of no ask of this house."""
    found = GatewayReturn.objects.filter(number=told.number, amount=told.amount)
    row = found.select_related("order__dossier").first()
    if row is None:
        return False
    with transaction.atomic():
        order = _locked(row.order)
        live = GatewayReturn.objects.select_for_update().get(pk=row.pk)
        if told.state is ReturnState.ASKED:
            if live.state == ReturnState.ASKED.value:
                live.tries += 1
                live.told_at = now
                live.save(update_fields=["tries", "told_at"])
        elif told.state is ReturnState.DONE and live.state in (ReturnState.ASKED, ReturnState.REFUSED):
            _put(live, ReturnState.DONE, told.external, now)
            _went_back(order, live, told.external, now)
        elif told.state is ReturnState.REFUSED and live.state == ReturnState.ASKED.value:
            _put(live, ReturnState.REFUSED, told.external, now)
            orders.happened(order, Happened.BACK_REFUSED, now, amount=live.amount, note=live.number)
        elif live.state == ReturnState.BY_HAND.value and told.state is ReturnState.DONE:
            # It had refused, and an officer has sent the money: somebody has it twice.
            log.error("return_given_twice", number=live.number)
            orders.happened(order, Happened.BACK_DONE, now, amount=live.amount, note=told.external)
    return True


def ask_returns(*, clock: Clock | None = None, limit: int = 50) -> int:
    """Ask again for what the gateway has not answered, each time after a longer wait; how many it ended."""
    clock = clock or SystemClock()
    waiting = GatewayReturn.objects.filter(state=ReturnState.ASKED.value).order_by("told_at")
    due = [
        each.pk
        for each in waiting[: 10 * limit]
        if each.told_at + FIRST_WAIT * 2 ** min(each.tries, MOST_DOUBLINGS) <= clock.now()
    ]
    return sum(attempt(each, clock=clock).state != ReturnState.ASKED.value for each in due[:limit])


def settle_by_hand(
    person: Person, number: str, data: Mapping[str, Any], *, clock: Clock | None = None
) -> GatewayReturn:
    """Record the transfer that an officer made because the gateway refused; `data`: `number`, the bank's.

    The same number again changes nothing. Raises: `NotFound`, `Forbidden`, `FieldErrors`, `Conflict`
    `not_refused` while the gateway may still give it back.
    """
    require(person, "decide_payment")
    now = (clock or SystemClock()).now()
    row = GatewayReturn.objects.filter(number=number[:64]).select_related("order").first()
    if row is None:
        raise NotFound(gettext_noop("Không có lệnh hoàn tiền này."))
    found = order_at(person, row.order.reference)
    fields = Fields(data)
    given = read_number(fields)
    fields.check()
    with transaction.atomic():
        order = _locked(found)
        live = GatewayReturn.objects.select_for_update().get(pk=row.pk)
        if live.state == ReturnState.BY_HAND.value and live.external == given:
            return live
        if live.state != ReturnState.REFUSED.value:
            raise Conflict(
                gettext_noop("Cổng thanh toán chưa từ chối lệnh hoàn %(number)s."),
                gettext_noop("Đợi cổng trả lời; chỉ chuyển trả bằng tay khi cổng đã từ chối."),
                id="not_refused",
                number=live.number,
            )
        _put(live, ReturnState.BY_HAND, given, now)
        if live.refund_id is None:
            _went_back(order, live, given, now, by=person.actor)
        else:
            orders.happened(
                order, Happened.BACK_BY_HAND, now, amount=live.amount, note=given, by=person.actor
            )
            tell_refunded(order, live, now)
    return live


def _went_back(
    order: PaymentOrder, row: GatewayReturn, number: str, now: Instant, *, by: str = PAYMENT
) -> None:
    """What was held the ledger counts; what a slip gave, the books have counted already. Both are told."""
    if row.refund_id is not None:
        orders.happened(order, Happened.BACK_DONE, now, amount=row.amount, note=number)
        tell_refunded(order, row, now)
        return
    orders.put(order, ledger.give_back(orders.standing_of(order), row.amount))
    orders.happened(order, Happened.RETURNED, now, amount=row.amount, note=number, by=by)
    tell_returned(order, row.amount, number, now)


def _put(row: GatewayReturn, state: ReturnState, external: str, now: Instant) -> None:
    row.state, row.external, row.told_at = state.value, external, now
    row.tries += 1
    row.save(update_fields=["state", "external", "told_at", "tries"])


def _made(
    order: PaymentOrder,
    arrival: Arrival,
    amount: int,
    now: Instant,
    by: str,
    *,
    refund: Refund | None = None,
) -> GatewayReturn:
    number = refund.number if refund else f"{order.reference}-{arrival.pk}"
    row = GatewayReturn.objects.create(
        order=order,
        arrival=arrival,
        refund=refund,
        number=number,
        amount=amount,
        made_at=now,
        told_at=now,
        by=by,
    )
    orders.happened(order, Happened.BACK_ASKED, now, amount=amount, note=number, by=by)
    return row


def _locked(order: PaymentOrder) -> PaymentOrder:
    """The order locked, after its dossier."""
    store.lock(order.dossier.code or order.dossier.reference or "")
    return (
        PaymentOrder.objects.select_for_update(of=("self",))
        .select_related("dossier", "receipt")
        .get(pk=order.pk)
    )


def _is_on() -> None:
    if not gateway.is_on():
        raise Conflict(
            gettext_noop("Máy chủ này không nối với cổng thanh toán nào."),
            gettext_noop("Chuyển trả qua ngân hàng rồi ghi số giao dịch."),
            id="gateway_off",
        )


def _not_by_gateway() -> Conflict:
    return Conflict(
        gettext_noop("Số tiền này không đến qua cổng thanh toán, hoặc cổng đã trả lời rồi."),
        gettext_noop("Tải lại trang; chuyển trả qua ngân hàng rồi ghi số giao dịch."),
        id="not_by_gateway",
    )
