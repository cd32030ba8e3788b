"""T23 and T25: a fee waived in part, a waiver withdrawn, and what receipts and books say of it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.dossiers.room import HEAD, INSTANT, RECEPTION, Room
from tests.support.purse import UNCERTAIN, paid, refund, take, waive, withdraw

from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import FeeState
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.verify import verify
from motcua.foundation.errors import DomainError
from motcua.money import queries
from motcua.money.books import compare
from motcua.money.models import Receipt, Waiver, WaiverWithdrawal


def refused(call: Any) -> str:
    with pytest.raises(DomainError) as refusal:
        call()
    return refusal.value.id


def sound(room: Room) -> bool:
    return verify(room.code).ok and rebuild().ok and compare().differences == ()


def test_a_part_is_waived_and_the_rest_is_taken(office: Room) -> None:
    office.receive(procedure=INSTANT)
    done = waive(office, amount="4.000")
    row = Waiver.objects.get()
    assert (done.amount, row.amount, row.partial) == (4_000, 4_000, True)
    assert (office.state.intake.fee_state, office.state.fee_owed) == (FeeState.UNPAID, 6_000)
    office.do(RECEPTION, "resolve_at_counter")
    with pytest.raises(Refused, match=r"6\.000"):
        office.returned()
    take(office)
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.waived, receipt.lines[0]["amount"]) == (6_000, 4_000, 10_000)
    office.returned()
    assert sound(office)


def test_more_copies_than_one_are_reduced_by_the_same_amount(room: Room) -> None:
    room.receive(procedure=INSTANT)
    waive(room, amount="4000")
    assert take(room, quantity_1="3").amount == 26_000


@pytest.mark.parametrize("amount", ["-1", "1.5", "1000000000000000", "1e3", "mười"])
def test_an_amount_that_is_none_waives_nothing(room: Room, amount: str) -> None:
    room.receive(procedure=INSTANT)
    with pytest.raises(FieldErrors) as refusal:
        waive(room, amount=amount)
    assert set(refusal.value.faults) == {"amount"}
    assert not Waiver.objects.exists()


def test_never_more_than_is_owed_and_only_what_is_certain(room: Room) -> None:
    room.receive(procedure=INSTANT)
    assert refused(lambda: waive(room, amount="10001")) == "waiver_too_much"
    assert waive(room, amount="10000").amount == 10_000
    assert room.state.intake.fee_state is FeeState.EXEMPT
    room.receive(procedure=UNCERTAIN)
    assert refused(lambda: waive(room, amount="1000")) == "waiver_of_unknown"


def test_one_waiver_at_a_time(room: Room) -> None:
    room.receive(procedure=INSTANT)
    waive(room, amount="4000")
    assert refused(lambda: waive(room, amount="1000")) == "fee_reduced"
    withdraw(room)
    waive(room)
    assert room.state.intake.fee_state is FeeState.EXEMPT
    assert Waiver.objects.count() == 2


@pytest.mark.parametrize("amount", ["", "4000"])
def test_a_waiver_withdrawn_is_owed_again(room: Room, amount: str) -> None:
    room.receive(procedure=INSTANT)
    waive(room, amount=amount)
    with pytest.raises(FieldErrors):
        withdraw(room, reason=" ")
    done = withdraw(room, key="w")
    assert withdraw(room, key="w").repeated
    assert done.amount == int(amount or "10000")
    assert (room.state.intake.fee_state, room.state.fee_owed) == (FeeState.UNPAID, 10_000)
    assert WaiverWithdrawal.objects.get().by == room.person(HEAD).actor
    assert "Ghi nhầm đối tượng" not in "".join(body for body, _ in room.locked.log)
    assert refused(lambda: withdraw(room)) == "no_waiver"
    assert take(room).amount == 10_000
    assert sound(room)


def test_an_uncertain_fee_is_uncertain_again(room: Room) -> None:
    room.receive(procedure=UNCERTAIN)
    waive(room)
    assert withdraw(room).amount == 0
    assert room.state.intake.fee_state is FeeState.UNCERTAIN


@pytest.mark.parametrize("quantity", ["1", "3"])
def test_withdrawn_after_the_receipt_the_rest_is_taken_on_another(room: Room, quantity: str) -> None:
    room.receive(procedure=INSTANT)
    waive(room, amount="4000")
    first = take(room, quantity_1=quantity)
    assert withdraw(room).amount == room.state.fee_owed == 4_000
    second = take(room, quantity_1=quantity)
    assert (first.amount + second.amount, second.amount) == (int(quantity) * 10_000, 4_000)
    receipt = Receipt.objects.get(number=second.number)
    assert (receipt.credited, receipt.waived) == (first.amount, 0)
    assert (room.state.intake.fee_state, room.state.fee_kept) == (FeeState.PAID, first.amount + 4_000)
    assert sound(room)


def test_what_is_left_is_not_taken_with_fewer_copies(room: Room) -> None:
    room.receive(procedure=INSTANT)
    waive(room, amount="4000")
    take(room, quantity_1="3")
    withdraw(room)
    assert refused(lambda: take(room, quantity_1="2")) == "nothing_left_to_take"
    assert Receipt.objects.count() == 1


def test_the_rest_may_be_waived_too(room: Room) -> None:
    room.receive(procedure=INSTANT)
    waive(room, amount="4000")
    take(room)
    withdraw(room)
    assert waive(room).amount == 4_000
    assert (room.state.intake.fee_state, room.state.fee_kept) == (FeeState.PAID, 6_000)
    assert withdraw(room).amount == 4_000


def test_paid_is_not_waived(room: Room) -> None:
    paid(room)
    assert refused(lambda: waive(room, amount="1000")) == "fee_paid_not_waived"
    assert refused(lambda: withdraw(room)) == "no_waiver"


def test_the_sections_statement_tells_both(room: Room) -> None:
    room.receive(procedure=INSTANT)
    waive(room, amount="4000")
    withdraw(room)
    day = room.first.date()
    section = Waiver.objects.get().section_id
    (row,) = queries.section_money(room.person(HEAD), section, day, day).waivers
    assert (row.amount, row.withdrawal.amount) == (4_000, 4_000)
    assert queries.money_of(room.locked.id, taken=False, waived=room.state.waiver_stands).waiver is None


def test_the_result_of_a_refused_dossier_goes_out_and_its_money_goes_back(room: Room) -> None:
    receipt = paid(room)
    room.transferred().proposed(granted=False).finished()
    assert refund(room, receipt.number, amount="10000").amount == 10_000
    assert room.state.intake.fee_state is FeeState.REFUNDED
    room.returned()
    assert sound(room)
