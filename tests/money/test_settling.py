"""The quarter's settlement: what the section holds for an agency goes there once, and is confirmed there."""

from __future__ import annotations

import pytest
from tests.dossiers.room import HEAD, LEADER, RECEPTION, STRANGE_LEADER, Room, at
from tests.dossiers.threads import together
from tests.support.purse import close, paid, refund, till_of

from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.money import services
from motcua.money.models import Receipt, Settlement
from motcua.money.settling import Quarter

FIRST = Quarter(2026, 1)


def settle(room: Room, who: str = HEAD, quarter: Quarter = FIRST) -> Settlement:
    receipt = Receipt.objects.order_by("pk")[0]
    return services.settle(
        room.person(who), receipt.section_id, receipt.competent_id, quarter, clock=room.clock
    )


def quarter_over(room: Room) -> Receipt:
    """20.000 đ taken and 5.000 đ given back in the first quarter, all closed; it is April."""
    receipt = paid(room, quantity_1="2")
    refund(room, receipt.number, amount="5000")
    close(room, counted="20000")
    close(room, HEAD, till=till_of(room.person(HEAD)), counted="-5000")
    room.clock.instant = at("2026-04-02T09:00")
    return receipt


def test_the_sums_come_from_the_books(room: Room) -> None:
    quarter_over(room)
    done = settle(room)
    assert (done.collected, done.refunded, done.amount, done.receipts) == (20_000, 5_000, 15_000, 1)
    confirmed = services.confirm_settlement(
        room.person(LEADER), done.number, {"note": "Đã nhận đủ"}, clock=room.clock
    )
    assert confirmed.by == room.person(LEADER).actor
    with pytest.raises(Conflict) as refusal:
        services.confirm_settlement(room.person(LEADER), done.number, {}, clock=room.clock)
    assert refusal.value.id == "already_confirmed"


def test_once(room: Room) -> None:
    quarter_over(room)
    settle(room)
    with pytest.raises(Conflict) as refusal:
        settle(room)
    assert refusal.value.id == "already_settled"


def refused(call: object) -> str:
    with pytest.raises(DomainError) as refusal:
        call()  # type: ignore[operator]
    return refusal.value.id


def test_not_before_the_quarter_is_over(room: Room) -> None:
    quarter_over(room)
    room.clock.instant = at("2026-03-31T17:00")
    assert refused(lambda: settle(room)) == "quarter_open"
    for quarter in (Quarter(2026, 2), Quarter(2026, 5), Quarter(2026, 0), Quarter(99999, 1)):
        assert refused(lambda quarter=quarter: settle(room, quarter=quarter)) == "quarter_open"
    room.clock.instant = at("2026-04-01T00:00")
    assert settle(room).amount == 15_000


def test_not_while_money_is_in_no_close(room: Room) -> None:
    paid(room)
    room.clock.instant = at("2026-04-02T09:00")
    assert refused(lambda: settle(room)) == "tills_open"
    close(room, counted="10000")
    assert settle(room).amount == 10_000


def test_money_that_was_handed_over_is_not_given_back_here(room: Room) -> None:
    receipt = quarter_over(room)
    settle(room)
    assert refused(lambda: refund(room, receipt.number, amount="1000")) == "receipt_settled"
    assert receipt.refunds.count() == 1


def test_who_settles_and_who_confirms(room: Room) -> None:
    quarter_over(room)
    for who in (RECEPTION, LEADER):
        with pytest.raises(Forbidden):
            settle(room, who)
    done = settle(room)
    for who, error in ((HEAD, Forbidden), (RECEPTION, Forbidden), (STRANGE_LEADER, NotFound)):
        with pytest.raises(error):
            services.confirm_settlement(room.person(who), done.number, {}, clock=room.clock)
    with pytest.raises(NotFound):
        services.confirm_settlement(room.person(LEADER), "QT-0", {}, clock=room.clock)


def test_a_quarter_with_nothing(room: Room) -> None:
    quarter_over(room)
    assert refused(lambda: settle(room, quarter=Quarter(2025, 4))) == "nothing_to_settle"


@pytest.mark.django_db(transaction=True)
def test_two_heads_settle_at_once(room: Room) -> None:
    quarter_over(room)
    done = together([lambda: settle(room) for _ in range(4)])
    assert sum(isinstance(each, Settlement) for each in done) == 1
    assert sum(isinstance(each, Conflict) for each in done) == 3


@pytest.mark.django_db(transaction=True)
def test_a_refund_and_the_settlement_at_once(room: Room) -> None:
    """Whichever comes first, no money is given back that was handed over."""
    receipt = quarter_over(room)
    room.clock.instant = at("2026-03-31T16:00")
    head, code = room.person(HEAD), room.code
    refund_clock = type(room.clock)(room.clock.instant)
    room.clock.instant = at("2026-04-01T00:00")
    done = together(
        [
            lambda: settle(room),
            lambda: services.refund_fee(
                head,
                code,
                receipt.number,
                {"amount": "1000", "reason": "x"},
                idempotency_key="r",
                clock=refund_clock,
            ),
        ]
    )
    settled = [each for each in done if isinstance(each, Settlement)]
    given = [each for each in done if isinstance(each, services.Done)]
    if settled and given:
        raise AssertionError("money that was handed over was given back as well")
    assert settled or given
