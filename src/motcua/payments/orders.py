"""Lệnh thanh toán: made for a certain debt, closed when it is not waited for any more.

Every writer here takes the lock of the dossier first and that of the order after it, so that a counter, a
gateway, a statement and an officer never wait for each other in a circle.
"""

from __future__ import annotations

import secrets
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.guards import standing_refusal
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.secret import ALPHABET
from motcua.foundation.clock import HOUR, SECOND, Clock, Instant, SystemClock, day_of, local_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.regimes import regime
from motcua.law.roles import Role
from motcua.money.books import line_row, obligation_line
from motcua.money.fees import Debt, certain_debt, fees_of
from motcua.money.hand import PAYMENT
from motcua.money.purposes import Purpose
from motcua.payments import ledger
from motcua.payments.accounts import Account, account_for
from motcua.payments.models import OPEN, PaymentEvent, PaymentOrder
from motcua.payments.words import Happened, MoneyVerdict, OrderState

MARK: Final = "MC"
"""What a reference begins with, so that it is found in the words of a bank."""
LETTERS: Final = 8


class Asked(NamedTuple):
    """The debt of a dossier, or why nothing can be paid online now."""

    debt: Debt | None
    refusal: DomainError | None


def payable(state: State, purpose: Purpose = Purpose.FEE) -> Asked:
    """What may be paid online for a dossier: only what is certain, and what its state lets be taken."""
    kind = c.RecordPayment if purpose is Purpose.FEE else c.FulfilObligation
    roles = frozenset({Role.SYSTEM})
    refusal: DomainError | None = standing_refusal(state, kind, roles, regime(state.regime))
    if refusal is not None:
        return Asked(None, refusal)
    if purpose is Purpose.OBLIGATION:
        amount = state.obligation.amount if state.obligation else None
        return Asked(Debt((obligation_line(amount),), amount), None) if amount else Asked(None, _unknown())
    debt = certain_debt(state, fees_of(state))
    if debt is None:
        return Asked(None, _nothing_certain(state))
    return Asked(debt, None)


def open_order(code: str, purpose: Purpose = Purpose.FEE, *, clock: Clock | None = None) -> PaymentOrder:
    """The open order for what a dossier certainly owes; made where there is none, the same at every press.

    An order that has run out, or asks for another amount than is owed now, is closed first. Money that came
    before its order is taken up at once. Raises: `NotFound`, `Refused`, DomainError `nothing_certain`,
    `obligation_unknown` where the notice of an obligation says no amount.
    """
    from motcua.payments.arrivals import take_waiting

    now = (clock or SystemClock()).now()
    with transaction.atomic():
        locked = store.lock(code)
        if locked is None:
            raise unknown_dossier(code)
        asked = payable(locked.tracked.state, purpose)
        standing = open_of(locked.id, purpose)
        if standing is not None and not _stands(standing, asked.debt, now):
            close(standing, OrderState.EXPIRED if standing.expires_at <= now else OrderState.CANCELLED, now)
            standing = None
        if asked.debt is None:
            assert asked.refusal is not None
            refusal, order = asked.refusal, None
        else:
            refusal = None
            order = standing or _made(locked, purpose, asked.debt, now)
    if refusal is not None:
        # After the commit: what was closed above stays closed.
        raise refusal
    assert order is not None
    if standing is None:
        take_waiting(order, now)
        order.refresh_from_db()
    return order


def open_of(dossier_id: int, purpose: Purpose) -> PaymentOrder | None:
    """The order of a dossier that is waited for, locked. Under the dossier's lock."""
    waited = PaymentOrder.objects.select_for_update().filter(dossier_id=dossier_id, state__in=OPEN)
    return waited.filter(purpose=purpose.value).first()


def close(order: PaymentOrder, state: OrderState, now: Instant, note: str = "") -> None:
    """Close an open order. Under the dossier's lock."""
    put(order, ledger.close(standing_of(order), state))
    kind = Happened.EXPIRED if state is OrderState.EXPIRED else Happened.CANCELLED
    happened(order, kind, now, note=note)


def close_run_out(*, clock: Clock | None = None, limit: int = 500) -> int:
    """Close the orders whose time is over; how many. Safe to repeat."""
    now = (clock or SystemClock()).now()
    due = PaymentOrder.objects.filter(state__in=OPEN, expires_at__lte=now)
    closed = 0
    found = due.values_list("dossier_id", "purpose", "dossier__code", "dossier__reference")
    for dossier_id, purpose, code, reference in found[:limit]:
        with transaction.atomic():
            store.lock(code or reference or "")
            order = open_of(dossier_id, Purpose(purpose))
            if order is not None and order.expires_at <= now:
                close(order, OrderState.EXPIRED, now)
                closed += 1
    return closed


def standing_of(order: PaymentOrder) -> ledger.Standing:
    """An order as the ledger sees it."""
    return ledger.Standing(
        amount=order.amount,
        state=OrderState(order.state),
        received=order.received,
        taken=order.taken,
        returned=order.returned,
    )


def put(order: PaymentOrder, standing: ledger.Standing) -> None:
    """Write what the ledger made of an order that is locked."""
    for name in ("state", "received", "taken", "returned"):
        setattr(order, name, getattr(standing, name))
    order.save(update_fields=["state", "received", "taken", "returned"])


def happened(
    order: PaymentOrder,
    kind: Happened,
    now: Instant,
    *,
    amount: int = 0,
    verdict: MoneyVerdict | None = None,
    arrival_id: int | None = None,
    note: str = "",
    by: str = PAYMENT,
) -> PaymentEvent:
    """Append what happened to a locked order."""
    order.seq += 1
    order.save(update_fields=["seq"])
    return PaymentEvent.objects.create(
        order=order,
        seq=order.seq,
        kind=kind.value,
        verdict=verdict.value if verdict else "",
        amount=amount,
        arrival_id=arrival_id,
        note=note[:120],
        at=now,
        by=by,
    )


def _stands(order: PaymentOrder, debt: Debt | None, now: Instant) -> bool:
    return debt is not None and order.amount == debt.amount and order.expires_at > now


def _made(locked: store.Locked, purpose: Purpose, debt: Debt, now: Instant) -> PaymentOrder:
    to = _account_now(locked, now)
    values: dict[str, Any] = {
        "account": to.key if to else "",
        "account_holder": to.holder if to else "",
        "dossier_id": locked.id,
        "section_id": locked.place.section_id,
        "purpose": purpose.value,
        "amount": debt.amount,
        "lines": [line_row(line) for line in debt.lines],
        "made_at": now,
        "expires_at": now + settings.MOTCUA_PAY_HOURS * HOUR,
    }
    order = PaymentOrder.objects.create(
        reference=_new_reference(), lookup=_new_lookup(locked.tracked.state.dossier, now), **values
    )
    happened(order, Happened.MADE, now, amount=debt.amount)
    return order


def _account_now(locked: store.Locked, now: Instant) -> Account | None:
    """The account of the day; none where the setting cannot be read: a gateway needs none of it, and the
    payer's page says what is wrong."""
    try:
        return account_for(locked.place.section_id, day_of(now)) if locked.place.section_id else None
    except DomainError:
        return None


def _new_reference() -> str:
    """`MC` and eight letters that nobody confuses, by chance: 40 bits, so that none is guessed."""
    while True:
        made = MARK + "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
        if not PaymentOrder.objects.filter(reference=made).exists():
            return made


def _new_lookup(code: str, now: Instant) -> str:
    """Dossier code and time of making, as the national platform writes MaTraCuuTT (seen, not confirmed)."""
    at = now
    while True:
        made = f"{code}{local_of(at):%Y%m%d%H%M%S}"
        if not PaymentOrder.objects.filter(lookup=made).exists():
            return made
        at += SECOND


def _unknown() -> DomainError:
    return DomainError(
        gettext_noop("Thông báo nghĩa vụ tài chính của hồ sơ chưa ghi số tiền nên chưa nộp trực tuyến được."),
        gettext_noop("Nộp theo thông báo của cơ quan thu rồi đưa chứng từ cho Bộ phận Một cửa."),
        id="obligation_unknown",
    )


def _nothing_certain(state: State) -> DomainError:
    if state.fee_kept and not state.fee_owed:
        return DomainError(
            gettext_noop("Phí, lệ phí của hồ sơ đã nộp đủ."),
            gettext_noop("Bạn không phải nộp thêm."),
            id="already_paid",
        )
    return DomainError(
        gettext_noop("Hồ sơ chưa có số tiền chắc chắn nên chưa nộp trực tuyến được."),
        gettext_noop("Nộp tại Bộ phận Một cửa; cán bộ tính đúng số phải nộp."),
        id="nothing_certain",
    )
