"""Thu trực tuyến: money that reached the account without an officer becomes an event and a receipt, once."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import transaction

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.fees import deductions
from motcua.dossiers.lifecycle.types import PaymentMethod
from motcua.foundation.clock import Instant
from motcua.foundation.errors import Conflict, gettext_noop
from motcua.money.books import line_row, obligation_line
from motcua.money.fees import certain_debt, fees_of
from motcua.money.hand import PAYMENT, OnlineHand
from motcua.money.models import Receipt
from motcua.money.purposes import Purpose
from motcua.money.tills import next_in_till, next_number, open_till


def take_online(code: str, amount: int, *, reference: str, now: Instant) -> Receipt:
    """T22 by the house itself: a receipt for exactly the certain debt of a dossier, before acceptance too.

    `reference` names the payment order; its receipt is written once, and the same is returned again. The
    money stands in a till of its own at the section, in nobody's hand. Raises: `NotFound`, `Refused`,
    `Conflict` `debt_changed` where another amount, or nothing, is owed by now.
    """
    with transaction.atomic():
        hand = OnlineHand(code, "record_payment", now)
        before = Receipt.objects.filter(key=_key(reference)).first()
        if before is not None:
            return before
        hand.admit()
        debt = certain_debt(hand.state, fees_of(hand.state))
        if debt is None or debt.amount != amount:
            raise Conflict(
                gettext_noop("Số phải nộp của hồ sơ đã khác số của lệnh thanh toán."),
                gettext_noop("Tiền được giữ lại chờ Bộ phận Một cửa xử lý."),
                id="debt_changed",
            )
        command = c.RecordPayment(by=hand.by, receipt="-", lines=debt.lines, method=PaymentMethod.ONLINE)
        hand.refuse_early(command)
        waived, credited = deductions(hand.state)
        lines = [line_row(line) for line in debt.lines]
        return _written(
            hand, command, reference, now, amount=amount, lines=lines, waived=waived, credited=credited
        )


def take_obligation(code: str, amount: int, *, reference: str, paid_at: Instant, now: Instant) -> Receipt:
    """T13 by the house itself: a receipt for exactly the amount of the notice; the wait ends when the money
    came (`paid_at`). Once per `reference`, as `take_online`. Raises: `NotFound`, `Refused`
    (`obligation_amount` too), `WrongStatus` where nothing is waited for.
    """
    with transaction.atomic():
        hand = OnlineHand(code, "fulfil_obligation", now)
        before = Receipt.objects.filter(key=_key(reference)).first()
        if before is not None:
            return before
        hand.admit()
        command = c.FulfilObligation(by=hand.by, receipt="-", amount=amount, paid_at=paid_at)
        hand.refuse_early(command)
        lines = [line_row(obligation_line(amount))]
        return _written(
            hand, command, reference, now, amount=amount, lines=lines, purpose=Purpose.OBLIGATION.value
        )


def _written(
    hand: OnlineHand,
    command: c.RecordPayment | c.FulfilObligation,
    reference: str,
    now: Instant,
    **facts: Any,
) -> Receipt:
    """The event and its receipt under the next number, in the till that no hand opens."""
    till = open_till(hand.section.pk, PAYMENT)
    year, no, number = next_number("receipt", hand.section, now)
    written = hand.write(msgspec.structs.replace(command, receipt=number))
    return Receipt.objects.create(
        number=number,
        year=year,
        no=no,
        section_id=hand.section.pk,
        competent_id=hand.competent_id,
        method=PaymentMethod.ONLINE.value,
        reference=reference,
        at=now,
        by=PAYMENT,
        till=till,
        till_no=next_in_till(till),
        seq=written.state.seq,
        key=_key(reference),
        dossier_id=hand.locked.id,
        **facts,
    )


def _key(reference: str) -> str:
    return f"online:{reference}"
