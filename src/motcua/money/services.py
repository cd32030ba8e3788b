"""Money at the counter: the only writers of this room, with `waiving`, `refunding`, `closing` and `settling`.

Taking, waiving and giving back are events of the dossier too: event and row are written in one transaction,
under the dossier's lock, so neither stands without the other and a double press gives one receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.fees import deductions
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.money.books import line_row
from motcua.money.closing import close_day
from motcua.money.fees import PaymentRequest, fees_of, read_payment
from motcua.money.hand import Hand
from motcua.money.models import Receipt
from motcua.money.presses import Done, known, press_key
from motcua.money.refunding import refund_fee
from motcua.money.settling import confirm_settlement, settle
from motcua.money.tills import next_in_till, next_number, open_till
from motcua.money.waiving import waive_fee, withdraw_waiver
from motcua.organisation.models import CounterDuty
from motcua.organisation.rights import Person, require

__all__ = [
    "Done",
    "close_day",
    "confirm_settlement",
    "refund_fee",
    "settle",
    "take_payment",
    "waive_fee",
    "withdraw_waiver",
]


def take_payment(
    person: Person, code: str, data: Mapping[str, Any], *, idempotency_key: str, clock: Clock | None = None
) -> Done:
    """T22: take fees and charges of a dossier on a receipt of the section's series. `data` as `read_payment`.

    Raises: `NotFound`, `WrongRole`, `Refused` (paid, waived, nothing due), `FieldErrors`, `Conflict`
    `key_used` where the key took money for another dossier.
    """
    require(person, "take_money")
    now = (clock or SystemClock()).now()
    key = press_key(person, "receipt", idempotency_key)
    with transaction.atomic():
        hand = Hand(person, code, "record_payment", now)
        if (before := Receipt.objects.filter(key=key).first()) is not None:
            return known(before.number, before.amount, hand, same=before.dossier_id == hand.locked.id)
        hand.admit()
        number, amount = _take(person, hand, read_payment(data, fees_of(hand.state)), key)
    return Done(number, amount, hand.state.dossier)


def _take(person: Person, hand: Hand, asked: PaymentRequest, key: str) -> tuple[str, int]:
    """Event and receipt; the number of the receipt and the đồng that went over the counter."""
    command = c.RecordPayment(
        by=hand.by,
        receipt="-",
        lines=asked.lines,
        method=asked.method,
        payer=hand.seals.seal("payer", {"name": asked.payer}) if asked.payer else None,
        additional=asked.additional,
    )
    hand.refuse_early(command)
    till = open_till(hand.section.pk, person.actor)
    year, no, number = next_number("receipt", hand.section, hand.now)
    written = hand.write(msgspec.structs.replace(command, receipt=number))
    amount = written.state.payments[-1].amount
    waived, credited = deductions(hand.state)
    Receipt.objects.create(
        number=number,
        year=year,
        no=no,
        section_id=hand.section.pk,
        competent_id=hand.competent_id,
        amount=amount,
        method=asked.method.value,
        reference=asked.reference,
        at=hand.now,
        by=person.actor,
        till=till,
        till_no=next_in_till(till),
        seq=written.state.seq,
        key=key,
        dossier_id=hand.locked.id,
        lines=[line_row(line) for line in asked.lines],
        waived=waived,
        credited=credited,
        counter_id=_counter_of(person, hand.post.section_id, hand.now),
    )
    return number, amount


def _counter_of(person: Person, section_id: int | None, now: int) -> int | None:
    """The counter where the officer sits today; none where nobody said so."""
    if person.officer_id is None or section_id is None:
        return None
    duty = CounterDuty.objects.filter(
        officer_id=person.officer_id, day=day_of(now), ends=None, counter__section_id=section_id
    ).first()
    return duty.counter_id if duty else None
