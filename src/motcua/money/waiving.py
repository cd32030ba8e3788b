"""Miễn, giảm: a fee waived in whole or in part on a legal ground, and a waiver withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from motcua.dossiers.fields import LONG, SHORT, Fields
from motcua.dossiers.lifecycle import commands as c
from motcua.foundation.clock import Clock, SystemClock
from motcua.money.fees import read_amount
from motcua.money.hand import Hand
from motcua.money.models import Waiver, WaiverWithdrawal
from motcua.money.presses import Done, known, press_key
from motcua.organisation.rights import Person, require


def waive_fee(
    person: Person, code: str, data: Mapping[str, Any], *, idempotency_key: str, clock: Clock | None = None
) -> Done:
    """T23: nothing is to be paid, or less; `data`: legal_ground, reason, amount (empty for all of it).

    Raises: `NotFound`, `WrongRole`, `Refused` (paid, waived before, more than is owed), `FieldErrors`,
    `Conflict`.
    """
    require(person, "take_money")
    now = (clock or SystemClock()).now()
    key = press_key(person, "waiver", idempotency_key)
    with transaction.atomic():
        hand = Hand(person, code, "waive_fee", now)
        if (before := Waiver.objects.filter(key=key).first()) is not None:
            return known("", before.amount, hand, same=before.dossier_id == hand.locked.id)
        hand.admit()
        fields = Fields(data)
        ground = fields.text("legal_ground", required=True, limit=SHORT)
        reason = fields.text("reason", limit=LONG)
        amount = read_amount(fields, "amount", required=False)
        fields.check()
        owed = hand.state.fee_owed
        written = hand.write(
            c.WaiveFee(
                by=hand.by,
                legal_ground=ground,
                reason=hand.seals.text(reason) if reason else None,
                amount=amount,
            )
        )
        waived = amount or owed
        Waiver.objects.create(
            dossier_id=hand.locked.id,
            section_id=hand.section.pk,
            legal_ground=ground,
            amount=waived,
            partial=waived < owed,
            at=now,
            by=person.actor,
            seq=written.state.seq,
            key=key,
        )
    return Done("", waived, hand.state.dossier)


def withdraw_waiver(
    person: Person, code: str, data: Mapping[str, Any], *, idempotency_key: str, clock: Clock | None = None
) -> Done:
    """T25: the waiver in force was given wrongly; `data`: reason. The amount of the answer is owed again.

    Receipts given meanwhile stay as they are; the next one takes what is missing. Raises: `NotFound`,
    `WrongRole`, `Refused` (no waiver), `FieldErrors`, `Conflict`.
    """
    require(person, "withdraw_waiver")
    now = (clock or SystemClock()).now()
    key = press_key(person, "withdrawal", idempotency_key)
    with transaction.atomic():
        hand = Hand(person, code, "withdraw_waiver", now)
        before = WaiverWithdrawal.objects.filter(key=key).select_related("waiver").first()
        if before is not None:
            return known("", before.amount, hand, same=before.waiver.dossier_id == hand.locked.id)
        hand.admit()
        fields = Fields(data)
        reason = fields.text("reason", required=True, limit=LONG)
        fields.check()
        owed = hand.state.fee_owed
        written = hand.write(c.WithdrawWaiver(by=hand.by, reason=hand.seals.text(reason)))
        again = written.state.fee_owed - owed
        WaiverWithdrawal.objects.create(
            waiver=Waiver.objects.filter(dossier_id=hand.locked.id).latest("seq"),
            amount=again,
            at=now,
            by=person.actor,
            seq=written.state.seq,
            key=key,
        )
    return Done("", again, hand.state.dossier)
