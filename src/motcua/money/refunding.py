"""Hoàn tiền: money of one receipt given back, whole or in part, on a slip of the section's series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from django.db import transaction

from motcua.dossiers.fields import LONG, Fields
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.types import PaymentMethod
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Conflict, NotFound, gettext_noop
from motcua.money.fees import read_amount, read_reference
from motcua.money.hand import Hand
from motcua.money.models import Receipt, Refund, Settlement
from motcua.money.presses import Done, known, press_key
from motcua.money.tills import next_in_till, next_number, open_till
from motcua.organisation.rights import Person, require


class RefundRequest(NamedTuple):
    """What goes back, as the section head confirms it."""

    amount: int
    method: PaymentMethod
    reference: str
    reason: str
    due_again: bool
    by_gateway: bool


def refund_fee(
    person: Person,
    code: str,
    receipt: str,
    data: Mapping[str, Any],
    *,
    idempotency_key: str,
    by_gateway: bool = False,
    clock: Clock | None = None,
) -> Done:
    """T24: give money of one receipt back; `data`: amount, method, reference, reason, due_again.
    `by_gateway` where the caller asks the payment gateway for it, and tells the citizen when it answered.

    The money leaves the till of the person who gives it back. Raises: `NotFound`, `WrongRole`, `Refused`
    (more than the receipt still has), `FieldErrors`, `Conflict` `receipt_settled` once the money was handed
    over to the competent agency.
    """
    require(person, "refund_money")
    now = (clock or SystemClock()).now()
    key = press_key(person, "refund", idempotency_key)
    with transaction.atomic():
        hand = Hand(person, code, "refund_fee", now)
        if (before := Refund.objects.filter(key=key).select_related("receipt").first()) is not None:
            return known(before.number, before.amount, hand, same=before.receipt.dossier_id == hand.locked.id)
        hand.admit()
        paid = _receipt_of(hand, receipt)
        asked = _read(data, by_gateway)
        number = _give_back(person, hand, paid, asked, key)
    return Done(number, asked.amount, hand.state.dossier)


def _read(data: Mapping[str, Any], by_gateway: bool) -> RefundRequest:
    fields = Fields(data)
    method = fields.choice("method", PaymentMethod, PaymentMethod.CASH)
    asked = RefundRequest(
        amount=read_amount(fields, "amount"),
        method=method,
        reference=read_reference(fields, method),
        reason=fields.text("reason", required=True, limit=LONG),
        due_again=fields.flag("due_again"),
        by_gateway=by_gateway,
    )
    fields.check()
    return asked


def _give_back(person: Person, hand: Hand, paid: Receipt, asked: RefundRequest, key: str) -> str:
    """Event and slip; the number of the slip."""
    command = c.RefundFee(
        by=hand.by,
        receipt=paid.number,
        refund="-",
        amount=asked.amount,
        method=asked.method,
        reason=hand.seals.text(asked.reason),
        due_again=asked.due_again,
        by_gateway=asked.by_gateway,
    )
    hand.refuse_early(command)
    till = open_till(hand.section.pk, person.actor)
    year, no, number = next_number("refund", hand.section, hand.now)
    # Under the lock of the series, which a settlement takes too.
    _not_settled(paid)
    written = hand.write(msgspec.structs.replace(command, refund=number))
    Refund.objects.create(
        number=number,
        year=year,
        no=no,
        section_id=hand.section.pk,
        competent_id=paid.competent_id,
        amount=asked.amount,
        method=asked.method.value,
        reference=asked.reference,
        at=hand.now,
        by=person.actor,
        till=till,
        till_no=next_in_till(till),
        seq=written.state.seq,
        key=key,
        receipt=paid,
        due_again=asked.due_again,
    )
    return number


def _receipt_of(hand: Hand, number: str) -> Receipt:
    found = Receipt.objects.filter(number=number[:64], dossier_id=hand.locked.id).first()
    if found is None:
        raise NotFound(
            gettext_noop("Hồ sơ không có biên lai số %(receipt)s."),
            gettext_noop("Tải lại hồ sơ và chọn biên lai trong danh sách."),
            receipt=number[:40],
        )
    return found


def _not_settled(paid: Receipt) -> None:
    day = day_of(paid.at)
    done = Settlement.objects.filter(
        section_id=paid.section_id,
        competent_id=paid.competent_id,
        year=day.year,
        quarter=(day.month + 2) // 3,
    ).first()
    if done is not None:
        raise Conflict(
            gettext_noop("Tiền của biên lai %(receipt)s đã quyết toán (%(settlement)s)."),
            gettext_noop("Bộ phận không còn giữ tiền này; đề nghị cơ quan đã nhận hoàn trả cho người nộp."),
            id="receipt_settled",
            receipt=paid.number,
            settlement=done.number,
        )
