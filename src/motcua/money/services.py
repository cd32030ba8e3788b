"""Money at the counter: the only writers of this room, with `closing` and `settling`.

Taking, waiving and giving back are events of the dossier too: event and row are written in one transaction,
under the dossier's lock, so neither stands without the other and a double press gives one receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction

from motcua.dossiers.fields import LONG, SHORT, Fields
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.types import PaymentMethod
from motcua.dossiers.reception import own_key
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Conflict, NotFound, gettext_noop
from motcua.money.books import line_row
from motcua.money.closing import close_day
from motcua.money.fees import fees_of, read_amount, read_payment, read_reference
from motcua.money.hand import Hand
from motcua.money.models import Receipt, Refund, Settlement, Waiver
from motcua.money.settling import confirm_settlement, settle
from motcua.money.tills import next_in_till, next_number, open_till
from motcua.organisation.models import CounterDuty
from motcua.organisation.rights import Person, require

__all__ = ["Done", "close_day", "confirm_settlement", "refund_fee", "settle", "take_payment", "waive_fee"]


class Done(msgspec.Struct, frozen=True):
    """What was written: the number of the receipt or refund slip (empty for a waiver), the amount in đồng,
    the dossier; `repeated` for a double press."""

    number: str
    amount: int
    code: str
    repeated: bool = False


def take_payment(
    person: Person, code: str, data: Mapping[str, Any], *, idempotency_key: str, clock: Clock | None = None
) -> Done:
    """T22: take fees and charges of a dossier on a receipt of the section's series. `data` as `read_payment`.

    Raises: `NotFound`, `WrongRole`, `Refused` (paid, waived, nothing due), `FieldErrors`, `Conflict`
    `key_used` where the key took money for another dossier.
    """
    require(person, "take_money")
    now = (clock or SystemClock()).now()
    key = _key(person, "receipt", idempotency_key)
    with transaction.atomic():
        hand = Hand(person, code, "record_payment", now)
        if (known := Receipt.objects.filter(key=key).first()) is not None:
            return _known(known.number, known.amount, hand, same=known.dossier_id == hand.locked.id)
        hand.admit()
        asked = read_payment(data, fees_of(hand.state))
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
        year, no, number = next_number("receipt", hand.section, now)
        written = hand.write(msgspec.structs.replace(command, receipt=number))
        amount = sum(line.amount for line in asked.lines)
        Receipt.objects.create(
            number=number,
            year=year,
            no=no,
            section_id=hand.section.pk,
            competent_id=hand.competent_id,
            amount=amount,
            method=asked.method.value,
            reference=asked.reference,
            at=now,
            by=person.actor,
            till=till,
            till_no=next_in_till(till),
            seq=written.state.seq,
            key=key,
            dossier_id=hand.locked.id,
            lines=[line_row(line) for line in asked.lines],
            counter_id=_counter_of(person, hand.post.section_id, now),
        )
    return Done(number, amount, hand.state.dossier)


def waive_fee(
    person: Person, code: str, data: Mapping[str, Any], *, idempotency_key: str, clock: Clock | None = None
) -> Done:
    """T23: nothing is to be paid; `data`: legal_ground, reason.

    Raises: `NotFound`, `WrongRole`, `Refused` (paid, waived before), `FieldErrors`, `Conflict`.
    """
    require(person, "take_money")
    now = (clock or SystemClock()).now()
    key = _key(person, "waiver", idempotency_key)
    with transaction.atomic():
        hand = Hand(person, code, "waive_fee", now)
        if (known := Waiver.objects.filter(key=key).first()) is not None:
            return _known("", known.amount, hand, same=known.dossier_id == hand.locked.id)
        hand.admit()
        fields = Fields(data)
        ground = fields.text("legal_ground", required=True, limit=SHORT)
        reason = fields.text("reason", limit=LONG)
        fields.check()
        amount = hand.state.intake.fee_due
        written = hand.write(
            c.WaiveFee(by=hand.by, legal_ground=ground, reason=hand.seals.text(reason) if reason else None)
        )
        Waiver.objects.create(
            dossier_id=hand.locked.id,
            section_id=hand.section.pk,
            legal_ground=ground,
            amount=amount,
            at=now,
            by=person.actor,
            seq=written.state.seq,
            key=key,
        )
    return Done("", amount, hand.state.dossier)


def refund_fee(
    person: Person,
    code: str,
    receipt: str,
    data: Mapping[str, Any],
    *,
    idempotency_key: str,
    clock: Clock | None = None,
) -> Done:
    """T24: give money of one receipt back; `data`: amount, method, reference, reason, due_again.

    The money leaves the till of the person who gives it back. Raises: `NotFound`, `WrongRole`, `Refused`
    (more than the receipt still has), `FieldErrors`, `Conflict` `receipt_settled` once the money was handed
    over to the competent agency.
    """
    require(person, "refund_money")
    now = (clock or SystemClock()).now()
    key = _key(person, "refund", idempotency_key)
    with transaction.atomic():
        hand = Hand(person, code, "refund_fee", now)
        if (known := Refund.objects.filter(key=key).select_related("receipt").first()) is not None:
            return _known(known.number, known.amount, hand, same=known.receipt.dossier_id == hand.locked.id)
        hand.admit()
        paid = _receipt_of(hand, receipt)
        fields = Fields(data)
        amount = read_amount(fields, "amount")
        method = fields.choice("method", PaymentMethod, PaymentMethod.CASH)
        reference = read_reference(fields, method)
        reason = fields.text("reason", required=True, limit=LONG)
        due_again = fields.flag("due_again")
        fields.check()
        command = c.RefundFee(
            by=hand.by,
            receipt=paid.number,
            refund="-",
            amount=amount,
            method=method,
            reason=hand.seals.text(reason),
            due_again=due_again,
        )
        hand.refuse_early(command)
        till = open_till(hand.section.pk, person.actor)
        year, no, number = next_number("refund", hand.section, now)
        # Under the lock of the series, which a settlement takes too.
        _not_settled(paid)
        written = hand.write(msgspec.structs.replace(command, refund=number))
        Refund.objects.create(
            number=number,
            year=year,
            no=no,
            section_id=hand.section.pk,
            competent_id=paid.competent_id,
            amount=amount,
            method=method.value,
            reference=reference,
            at=now,
            by=person.actor,
            till=till,
            till_no=next_in_till(till),
            seq=written.state.seq,
            key=key,
            receipt=paid,
            due_again=due_again,
        )
    return Done(number, amount, hand.state.dossier)


def _key(person: Person, what: str, key: str) -> str:
    """One press of one person, as the tables keep it."""
    if not key.strip():
        raise ValueError("money is never taken without an idempotency key")
    return own_key(person.actor, f"{what} {key[:80]}") or ""


def _known(number: str, amount: int, hand: Hand, *, same: bool) -> Done:
    if not same:
        raise Conflict(
            gettext_noop("Lần bấm này đã được ghi cho một hồ sơ khác."),
            gettext_noop("Mở lại hồ sơ rồi thu tiền."),
            id="key_used",
        )
    return Done(number, amount, hand.state.dossier, repeated=True)


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


def _counter_of(person: Person, section_id: int | None, now: int) -> int | None:
    """The counter where the officer sits today; none where nobody said so."""
    if person.officer_id is None or section_id is None:
        return None
    duty = CounterDuty.objects.filter(
        officer_id=person.officer_id, day=day_of(now), ends=None, counter__section_id=section_id
    ).first()
    return duty.counter_id if duty else None
