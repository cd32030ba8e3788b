"""Tiền chờ xử lý: what no rule may decide alone, an officer does: whose money it is, and what goes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from motcua.dossiers import store
from motcua.dossiers.fields import MISSING, SHORT, Fields
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import Conflict, Forbidden, NotFound, gettext_noop
from motcua.organisation.rights import ACTIONS, Person, require
from motcua.payments import ledger, orders
from motcua.payments.arrivals import lock_arrival, take_for
from motcua.payments.models import Arrival, ArrivalDecision, PaymentOrder
from motcua.payments.owners import could_be_of
from motcua.payments.telling import tell_returned
from motcua.payments.words import Answer, Happened, ReturnState

_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./_-]{0,63}")


def give_back(
    person: Person, reference: str, data: Mapping[str, Any], *, clock: Clock | None = None
) -> PaymentOrder:
    """Record that money which is held on an order went back; `data`: amount (what stood on the page) and
    `number`, the bank's or gateway's number of the transfer back.

    The same number again changes nothing. Raises: `NotFound`, `Forbidden`, `FieldErrors`, `Conflict`
    `held_changed`.
    """
    require(person, "decide_payment")
    now = (clock or SystemClock()).now()
    found = order_at(person, reference)
    fields = Fields(data)
    amount = fields.integer("amount", least=1, most=10**12) or 0
    number = read_number(fields)
    fields.check()
    with transaction.atomic():
        store.lock(found.dossier.code or found.dossier.reference or "")
        order = (
            PaymentOrder.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=found.pk)
        )
        if order.events.filter(kind=Happened.RETURNED.value, note=number).exists():
            return order
        if order.back_asked():
            raise Conflict(
                gettext_noop("Đã yêu cầu cổng thanh toán hoàn tiền của lệnh %(reference)s, chưa có trả lời."),
                gettext_noop("Đợi cổng trả lời; chỉ chuyển trả bằng tay khi cổng đã từ chối."),
                id="return_asked",
                reference=order.reference,
            )
        if amount != order.held:
            raise Conflict(
                gettext_noop("Số tiền đang giữ của lệnh %(reference)s đã đổi trong lúc bạn xem trang này."),
                gettext_noop("Tải lại trang, xem số tiền mới rồi ghi lại."),
                id="held_changed",
                reference=order.reference,
            )
        orders.put(order, ledger.give_back(orders.standing_of(order), amount))
        orders.happened(order, Happened.RETURNED, now, amount=amount, note=number, by=person.actor)
        tell_returned(order, amount, number, now)
        order.returns.filter(refund=None, state=ReturnState.REFUSED.value).update(
            state=ReturnState.BY_HAND.value, external=number, told_at=now
        )
    return order


def decide(
    person: Person, arrival_id: int, data: Mapping[str, Any], *, clock: Clock | None = None
) -> ArrivalDecision:
    """Decide on money that no order took up; `data`: `answer`, with `order` (its reference) for money of an
    order, `number` for money that went back, `reason` for money that is none of fees. Final.

    Raises: `NotFound`, `Forbidden`, `FieldErrors`, `Conflict` `decided`.
    """
    require(person, "decide_payment")
    now = (clock or SystemClock()).now()
    fields = Fields(data)
    answer = fields.choice("answer", Answer, Answer.ORDER)
    reference, number, note = "", "", ""
    if answer is Answer.ORDER:
        reference = fields.text("order", required=True, limit=64).upper()
    elif answer is Answer.RETURNED:
        number = read_number(fields)
    else:
        note = fields.text("reason", required=True, limit=SHORT)
    fields.check()
    order = order_at(person, reference) if reference else None
    with transaction.atomic():
        if order is not None:
            store.lock(order.dossier.code or order.dossier.reference or "")
        lock_arrival(arrival_id)
        arrival = Arrival.objects.filter(pk=arrival_id).select_related("statement").first()
        _may_decide(person, arrival)
        assert arrival is not None
        if ArrivalDecision.objects.filter(arrival=arrival).exists() or hasattr(arrival, "event"):
            raise Conflict(
                gettext_noop("Khoản tiền này đã được xử lý."),
                gettext_noop("Tải lại trang để xem ai đã xử lý và thế nào."),
                id="decided",
            )
        done = ArrivalDecision.objects.create(
            arrival=arrival,
            answer=answer.value,
            order=order,
            note=(number or note)[:120],
            at=now,
            by=person.actor,
        )
        if order is not None:
            take_for(arrival, order, now)
    return done


def order_at(person: Person, reference: str) -> PaymentOrder:
    """An order by one of its numbers at a section of the person. Raises: `NotFound`."""
    found = (
        PaymentOrder.objects.filter(Q(reference=reference[:64]) | Q(lookup=reference[:64]))
        .select_related("dossier", "section")
        .first()
    )
    if found is None or not _at_section(person, found.section_id):
        raise NotFound(
            gettext_noop("Không có lệnh thanh toán %(reference)s ở bộ phận của bạn."),
            gettext_noop("Xem lại mã thanh toán: MC và 8 chữ, số."),
            reference=reference[:40],
        )
    return found


def _may_decide(person: Person, arrival: Arrival | None) -> None:
    """Only who could own it (`owners`). Raises: `NotFound`, `Forbidden`."""
    if arrival is None:
        raise NotFound(gettext_noop("Không có khoản tiền này."))
    posts = (post for post in person.held if post.role in ACTIONS["decide_payment"])
    sections = set[int]().union(*(post.received for post in posts))
    if not Arrival.objects.filter(could_be_of(sections), pk=arrival.pk).exists():
        raise Forbidden(gettext_noop("Bộ phận Một cửa này ngoài phạm vi của bạn."))


def _at_section(person: Person, section_id: int) -> bool:
    return any(post.role in ACTIONS["decide_payment"] and section_id in post.received for post in person.held)


def read_number(fields: Fields) -> str:
    """The bank's number of a transfer back; letters and digits only, so that no name gets into it."""
    text = fields.text("number", limit=SHORT)
    if not text:
        fields.fault("number", MISSING)
    elif not _NUMBER.fullmatch(text):
        fields.fault(
            "number",
            gettext_noop("Số giao dịch chỉ gồm chữ không dấu, số và dấu nối, nhiều nhất 64 ký tự."),
        )
    return text
