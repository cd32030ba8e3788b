"""T20 and money already taken: too much is offered back, too little is owed, receipts stand as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.dossiers.room import ADMINISTRATOR, FIVE_DAYS, HEAD, INSTANT, RECEPTION, Room
from tests.support.purse import FREE, UNCERTAIN, paid, refund, take, waive, withdraw

from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import FeeState
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.rebuild import rebuild
from motcua.foundation.clock import DAY, FixedClock
from motcua.foundation.errors import DomainError
from motcua.money.books import compare
from motcua.money.models import Receipt
from motcua.procedures.by_hand import content_on, fee_key
from motcua.procedures.services import make_fee_certain


def priced(room: Room, amount: int) -> None:
    """From the room's day on `FIVE_DAYS` costs so much."""
    day = room.first.date()
    fee = next(fee for row in content_on(FIVE_DAYS, day).channels for fee in row.fees)
    make_fee_certain(
        room.person(ADMINISTRATOR),
        FIVE_DAYS,
        fee_key(fee),
        amount=str(amount),
        valid_from=day,
        document="Nghị quyết 1",
        reason="Mức thu mới",
        clock=FixedClock(room.clock.now() - DAY),
    )


def correct(room: Room, procedure: str) -> None:
    room.do(HEAD, "correct", procedure=procedure, reason="Nhận nhầm thủ tục")


def sound() -> bool:
    return rebuild().ok and compare().differences == ()


def test_too_little_was_paid_the_rest_is_owed(room: Room) -> None:
    priced(room, 26_000)
    first = paid(room)
    correct(room, FIVE_DAYS)
    assert (room.state.intake.fee_state, room.state.fee_owed) == (FeeState.UNPAID, 16_000)
    page = dossier_page(room.person(RECEPTION), room.code, clock=room.clock)
    assert (page.fee_owed, page.fee_kept, page.fee_surplus) == (16_000, 10_000, 0)
    room.transferred().proposed().finished()
    with pytest.raises(Refused, match=r"16\.000"):
        room.returned()
    second = Receipt.objects.get(number=take(room).number)
    assert (second.amount, second.credited, second.lines[0]["amount"]) == (16_000, 10_000, 26_000)
    assert Receipt.objects.get(pk=first.pk).amount == 10_000
    assert room.state.fee_kept == 26_000
    room.returned()
    assert sound()


def test_too_much_was_paid_the_surplus_goes_back(room: Room) -> None:
    priced(room, 6_000)
    receipt = paid(room)
    correct(room, FIVE_DAYS)
    page = dossier_page(room.person(HEAD), room.code, clock=room.clock)
    assert (page.fee_state, page.fee_surplus, page.fee_owed) == ("paid", 4_000, 0)
    refund(room, receipt.number, amount="1000")
    assert room.state.fee_surplus == 3_000
    refund(room, receipt.number, amount="3000")
    assert (room.state.fee_surplus, room.state.fee_kept) == (0, 6_000)
    room.transferred().proposed().finished().returned()
    assert sound()


def test_nothing_was_due_after_all(room: Room) -> None:
    receipt = paid(room)
    correct(room, FREE)
    assert (room.state.intake.fee_state, room.state.fee_surplus) == (FeeState.PAID, 10_000)
    refund(room, receipt.number, amount="10000")
    assert (room.state.intake.fee_state, room.state.fee_surplus) == (FeeState.REFUNDED, 0)
    with pytest.raises(DomainError):
        take(room)
    assert sound()


def test_what_is_not_certain_is_neither_owed_nor_too_much(room: Room) -> None:
    paid(room)
    correct(room, UNCERTAIN)
    assert room.state.intake.fee_state is FeeState.PAID
    assert (room.state.fee_owed, room.state.fee_surplus) == (0, 0)
    assert take(room, amount_1="2000", quantity_1="1", additional="on").amount == 2_000


def test_there_and_back_again(room: Room) -> None:
    """Owed after one correction, not after the next that takes it back."""
    priced(room, 26_000)
    paid(room)
    for procedure, owed, surplus in (
        (FIVE_DAYS, 16_000, 0),
        (INSTANT, 0, 0),
        (FREE, 0, 10_000),
        (UNCERTAIN, 0, 0),
        (FIVE_DAYS, 16_000, 0),
    ):
        correct(room, procedure)
        assert (room.state.fee_owed, room.state.fee_surplus) == (owed, surplus), procedure
    assert sound()


def test_the_rest_given_back_as_well_stays_owed(room: Room) -> None:
    priced(room, 26_000)
    receipt = paid(room)
    correct(room, FIVE_DAYS)
    refund(room, receipt.number, amount="10000")
    assert (room.state.intake.fee_state, room.state.fee_owed) == (FeeState.UNPAID, 26_000)
    assert take(room).amount == 26_000


def test_a_fee_given_back_for_the_wrong_procedure_is_due_for_the_right_one(room: Room) -> None:
    priced(room, 26_000)
    receipt = paid(room)
    refund(room, receipt.number, amount="10000")
    assert room.state.intake.fee_state is FeeState.REFUNDED
    correct(room, FIVE_DAYS)
    assert (room.state.intake.fee_state, room.state.fee_owed) == (FeeState.UNPAID, 26_000)


def test_who_is_exempt_stays_exempt_until_it_is_withdrawn(room: Room) -> None:
    priced(room, 26_000)
    room.receive(procedure=INSTANT)
    waive(room)
    correct(room, FIVE_DAYS)
    assert room.state.intake.fee_state is FeeState.EXEMPT
    assert withdraw(room).amount == 26_000


def test_a_reduction_goes_with_the_dossier(room: Room) -> None:
    priced(room, 26_000)
    room.receive(procedure=INSTANT)
    waive(room, amount="4000")
    first = take(room)
    correct(room, FIVE_DAYS)
    assert (first.amount, room.state.fee_owed) == (6_000, 16_000)
    second = Receipt.objects.get(number=take(room).number)
    assert (second.amount, second.waived, second.credited) == (16_000, 4_000, 6_000)
    assert room.state.fee_kept + 4_000 == 26_000
    assert sound()


def test_the_same_day_of_another_month_changes_no_money(room: Room) -> None:
    """A correction that leaves procedure and channel leaves the fee."""
    paid(room)
    room.do(
        HEAD, "correct", received_at=f"{room.first - timedelta(minutes=20):%Y-%m-%dT%H:%M}", reason="Sai giờ"
    )
    assert (room.state.intake.fee_state, room.state.fee_surplus) == (FeeState.PAID, 0)
