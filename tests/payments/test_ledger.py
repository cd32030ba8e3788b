"""The pure ledger: whatever comes in whatever order, nothing is taken twice and no đồng is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.payments.ledger import Standing, arrive, close, give_back
from motcua.payments.words import MoneySource, MoneyVerdict, OrderState

G, S = MoneySource.GATEWAY, MoneySource.STATEMENT
DEBT = 10_000


def order(state: OrderState = OrderState.OPEN, **values: int) -> Standing:
    return Standing(amount=DEBT, state=state, **values)


@pytest.mark.parametrize(
    ("before", "amount", "owed", "source", "verdict", "after", "taken", "held"),
    [
        (order(), DEBT, DEBT, S, "exact", "paid", DEBT, 0),
        (order(), DEBT, DEBT, G, "exact", "paid", DEBT, 0),
        (order(), 4_000, DEBT, S, "part", "partial", 0, 4_000),
        (order(OrderState.PARTIAL, received=4_000), 6_000, DEBT, S, "rest", "paid", DEBT, 0),
        (order(OrderState.PARTIAL, received=4_000), DEBT, DEBT, S, "over", "over", DEBT, 4_000),
        (order(), 12_000, DEBT, S, "over", "over", DEBT, 2_000),
        (order(), 4_000, DEBT, G, "wrong", "wrong", 0, 4_000),
        (order(), 12_000, DEBT, G, "wrong", "wrong", 0, 12_000),
        (order(OrderState.PAID, received=DEBT, taken=DEBT), DEBT, 0, G, "double", "over", DEBT, DEBT),
        (order(OrderState.PAID, received=DEBT, taken=DEBT), DEBT, DEBT, S, "double", "over", DEBT, DEBT),
        (order(), DEBT, 0, S, "double", "wrong", 0, DEBT),
        (order(), DEBT, 8_000, S, "wrong", "wrong", 0, DEBT),
        (order(), DEBT, -1, S, "wrong", "wrong", 0, DEBT),
        (order(OrderState.EXPIRED), DEBT, DEBT, S, "late", "paid", DEBT, 0),
        (order(OrderState.CANCELLED), DEBT, DEBT, G, "late", "paid", DEBT, 0),
        (order(OrderState.EXPIRED), 4_000, DEBT, S, "part", "wrong", 0, 4_000),
    ],
)
def test_what_an_arrival_is(
    before: Standing,
    amount: int,
    owed: int,
    source: MoneySource,
    verdict: str,
    after: str,
    taken: int,
    held: int,
) -> None:
    outcome = arrive(before, amount, owed, source)
    assert (outcome.verdict, outcome.after.state) == (verdict, after)
    assert (outcome.after.taken, outcome.after.held) == (taken, held)
    assert outcome.take is (outcome.after.taken > before.taken)


arrivals = st.lists(st.tuples(st.integers(1, 15_000), st.sampled_from([G, S])), max_size=8)


@given(arrivals, st.lists(st.sampled_from(["come", "back", "expire", "cancel", "elsewhere"]), max_size=14))
def test_whatever_comes_nothing_is_taken_twice(
    coming: list[tuple[int, MoneySource]], steps: list[str]
) -> None:
    standing, owed, sent, receipts, back = order(), DEBT, 0, 0, 0
    for step in steps:
        if step == "come" and coming:
            amount, source = coming.pop()
            outcome = arrive(standing, amount, owed, source)
            sent += amount
            if outcome.take:
                assert owed == DEBT, "a receipt for what is not owed"
                receipts, owed = receipts + 1, 0
            assert (outcome.verdict is MoneyVerdict.DOUBLE) is (owed == 0 and not outcome.take)
            standing = outcome.after
        elif step == "back" and standing.held:
            back += standing.held
            standing = give_back(standing, standing.held)
        elif step in ("expire", "cancel"):
            standing = close(standing, OrderState.EXPIRED if step == "expire" else OrderState.CANCELLED)
        elif step == "elsewhere":
            owed = 0
        assert standing.received == sent == standing.taken + standing.returned + standing.held
        assert standing.returned == back
        assert standing.taken == receipts * DEBT <= DEBT
        assert standing.held >= 0
        if standing.held:
            assert standing.state in (OrderState.PARTIAL, OrderState.OVER, OrderState.WRONG)


def test_more_than_is_held_never_goes_back() -> None:
    held = order(OrderState.OVER, received=DEBT + 500, taken=DEBT)
    for amount in (0, -1, 501):
        with pytest.raises(ValueError):
            give_back(held, amount)
    assert give_back(held, 500).state is OrderState.PAID
    assert give_back(order(OrderState.WRONG, received=4_000), 4_000).state is OrderState.REFUNDED
