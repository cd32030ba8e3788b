"""What an arrival of money means to its order, without I/O: the one place where it is decided.

Money is taken onto a receipt when exactly the debt is there, or more; never twice. What cannot be taken is
held for an officer, so that received = taken + returned + held at all times.
"""

from __future__ import annotations

from typing import Final

import msgspec

from motcua.payments.words import MoneySource, MoneyVerdict, OrderState

CLOSED: Final = frozenset({OrderState.EXPIRED, OrderState.CANCELLED})


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An order as far as money counts; đồng."""

    amount: int
    state: OrderState = OrderState.OPEN
    received: int = 0
    taken: int = 0
    returned: int = 0

    @property
    def held(self) -> int:
        """Came, and stands neither on a receipt nor went back."""
        return self.received - self.taken - self.returned


class Outcome(msgspec.Struct, frozen=True):
    """What an arrival was, and the order after it; `take` where the receipt is due now."""

    verdict: MoneyVerdict
    take: bool
    after: Standing


def arrive(order: Standing, amount: int, owed: int, source: MoneySource) -> Outcome:
    """`amount` came for the order while the dossier certainly owes `owed`.

    A gateway pays the whole order or nothing: another amount from it is an error, never a part.
    """
    came = msgspec.structs.replace(order, received=order.received + amount)
    if order.taken:
        return _held(came, MoneyVerdict.DOUBLE, OrderState.OVER)
    if owed != order.amount:
        return _held(came, MoneyVerdict.WRONG if owed else MoneyVerdict.DOUBLE, OrderState.WRONG)
    if source is MoneySource.GATEWAY and amount != order.amount:
        return _held(came, MoneyVerdict.WRONG, OrderState.WRONG)
    if came.held < order.amount:
        still_open = order.state in (OrderState.OPEN, OrderState.PARTIAL)
        return _held(came, MoneyVerdict.PART, OrderState.PARTIAL if still_open else OrderState.WRONG)
    over = came.held > order.amount
    verdict = MoneyVerdict.REST if order.held else MoneyVerdict.EXACT
    if order.state in CLOSED:
        verdict = MoneyVerdict.LATE
    if over:
        verdict = MoneyVerdict.OVER
    state = OrderState.OVER if over else OrderState.PAID
    return Outcome(verdict, True, msgspec.structs.replace(came, taken=order.amount, state=state))


def give_back(order: Standing, amount: int) -> Standing:
    """After `amount` of what is held went back. Raises ValueError for more than is held."""
    if not 0 < amount <= order.held:
        raise ValueError(amount)
    after = msgspec.structs.replace(order, returned=order.returned + amount)
    if after.held:
        return after
    state = OrderState.PAID if order.taken else OrderState.REFUNDED
    return msgspec.structs.replace(after, state=state)


def close(order: Standing, state: OrderState) -> Standing:
    """An open order that is not waited for any more; money that came of it waits for an officer."""
    if order.state not in (OrderState.OPEN, OrderState.PARTIAL):
        return order
    return msgspec.structs.replace(order, state=OrderState.WRONG if order.held else state)


def _held(order: Standing, verdict: MoneyVerdict, state: OrderState) -> Outcome:
    return Outcome(verdict, False, msgspec.structs.replace(order, state=state))
