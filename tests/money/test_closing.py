"""The day's close: what was taken against what was counted, final, each đồng in exactly one of them."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from tests.dossiers.room import HANDLER, HEAD, INSTANT, RECEPTION, STRANGER, Room
from tests.dossiers.threads import together
from tests.support.purse import close, paid, refund, till_of

from motcua.dossiers.fields import FieldErrors
from motcua.foundation.clock import DAY
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.money import services
from motcua.money.models import DayClose, Receipt, Till


def test_cash_is_counted_and_transfers_are_not(room: Room) -> None:
    paid(room)
    paid(room, method="transfer", reference="FT1")
    paid(room, quantity_1="2")
    done = close(room, counted="30.000")
    assert (done.first_no, done.last_no, done.receipts) == (1, 3, 3)
    assert (done.expected, done.transfer_in, done.difference) == (30_000, 10_000, 0)
    assert done.closed_by == room.person(RECEPTION).actor


@pytest.mark.parametrize("counted", ["-1", "1.5", "nhiều", "", "10000000000000"])
def test_a_count_that_cannot_be_read_closes_nothing(room: Room, counted: str) -> None:
    paid(room)
    with pytest.raises(FieldErrors):
        close(room, counted=counted)
    assert not DayClose.objects.exists()


def test_a_difference_is_explained(room: Room) -> None:
    paid(room)
    with pytest.raises(FieldErrors) as refusal:
        close(room, counted="9000")
    assert set(refusal.value.faults) == {"explanation"}
    done = close(room, counted="9000", explanation="Thối nhầm 1.000 đ")
    assert done.difference == -1_000


def test_a_second_close_of_the_day_is_refused_with_who_and_when(room: Room) -> None:
    paid(room)
    close(room, counted="10000")
    paid(room)
    with pytest.raises(Conflict) as refusal:
        close(room, counted="10000")
    assert refusal.value.id == "already_closed"
    assert "9:00" in refusal.value.message
    assert "2/3/2026" in refusal.value.message
    room.clock.instant += DAY
    later = close(room, counted="10000")
    assert (later.first_no, later.last_no) == (2, 2)


def test_nothing_to_close(room: Room) -> None:
    paid(room)
    close(room, counted="10000")
    room.clock.instant += DAY
    with pytest.raises(DomainError) as refusal:
        close(room, counted="0")
    assert refusal.value.id == "nothing_to_close"


def test_more_given_back_than_taken(room: Room) -> None:
    receipt = paid(room)
    refund(room, receipt.number, amount="10000")
    head = till_of(room.person(HEAD))
    with pytest.raises(FieldErrors):
        close(room, HEAD, till=head, counted="-10001")
    assert close(room, HEAD, till=head, counted="-10000").expected == -10_000


def test_each_closes_the_own_till_and_the_head_any(room: Room) -> None:
    receipt = paid(room)
    refund(room, receipt.number, amount="5000")
    own, heads = till_of(room.person(RECEPTION)), till_of(room.person(HEAD))
    with pytest.raises(Forbidden):
        close(room, RECEPTION, till=heads, counted="-5000")
    for who, error in ((STRANGER, NotFound), (HANDLER, Forbidden)):
        with pytest.raises(error):
            close(room, who, till=own, counted="10000")
    assert close(room, HEAD, till=own, counted="10000").closed_by == room.person(HEAD).actor


@pytest.mark.django_db(transaction=True)
def test_two_closes_at_once_are_one(room: Room) -> None:
    paid(room)
    person, till = room.person(RECEPTION), Till.objects.get()
    done = together(
        [
            lambda: services.close_day(person, till.pk, {"counted": "10000"}, clock=room.clock)
            for _ in range(4)
        ]
    )
    assert sum(isinstance(each, DayClose) for each in done) == 1
    assert sum(isinstance(each, Conflict) for each in done) == 3
    assert DayClose.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_take_the_same_fee_at_once(room: Room) -> None:
    room.receive(procedure=INSTANT)
    people = [room.person(who) for who in (RECEPTION, HEAD, RECEPTION, HEAD)]
    done = together(
        [
            partial(
                services.take_payment, person, room.code, {}, idempotency_key=uuid4().hex, clock=room.clock
            )
            for person in people
        ]
    )
    assert sum(isinstance(each, services.Done) for each in done) == 1
    assert {each.id for each in done if isinstance(each, DomainError)} == {"fee_already_paid"}
    assert Receipt.objects.count() == 1
    assert room.state.fee_kept == 10_000


@pytest.mark.django_db(transaction=True)
def test_the_same_press_many_times_at_once_is_one_receipt(room: Room) -> None:
    room.receive(procedure=INSTANT)
    person = room.person(RECEPTION)
    done = together(
        [
            lambda: services.take_payment(person, room.code, {}, idempotency_key="k", clock=room.clock)
            for _ in range(4)
        ]
    )
    assert len({each.number for each in done if isinstance(each, services.Done)}) == 1
    assert Receipt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refund_twice_at_once_gives_back_once(room: Room) -> None:
    receipt = paid(room)
    head = room.person(HEAD)
    data = {"amount": "10000", "reason": "Thu nhầm"}
    done = together(
        [
            lambda: services.refund_fee(
                head, room.code, receipt.number, data, idempotency_key=uuid4().hex, clock=room.clock
            )
            for _ in range(4)
        ]
    )
    assert sum(isinstance(each, services.Done) for each in done) == 1
    assert {each.id for each in done if isinstance(each, DomainError)} == {"nothing_to_refund"}
    assert receipt.refunds.count() == 1


@pytest.mark.django_db(transaction=True)
def test_money_taken_while_the_day_is_closed_stands_in_one_close(room: Room) -> None:
    """Payments of one officer from two windows race the close; none falls between two closes."""
    codes = []
    paid(room)
    for _ in range(6):
        room.receive(procedure=INSTANT)
        codes.append(room.code)
    person, till = room.person(RECEPTION), Till.objects.get()

    def pay(code: str) -> object:
        return services.take_payment(person, code, {}, idempotency_key=uuid4().hex, clock=room.clock)

    def shut() -> object:
        return services.close_day(
            person, till.pk, {"counted": "0", "explanation": "đếm thử"}, clock=room.clock
        )

    works = [partial(pay, code) for code in codes]
    together([*works[:3], shut, *works[3:]])
    first = DayClose.objects.get()
    room.clock.instant += DAY
    sums = [first.expected]
    if Till.objects.get().last > first.last_no:
        rest = 70_000 - first.expected
        sums.append(close(room, counted=str(rest)).expected)
    assert sum(sums) == 70_000
    numbers = sorted(Receipt.objects.values_list("till_no", flat=True))
    assert numbers == list(range(1, 8))
    assert sorted(Receipt.objects.values_list("no", flat=True)) == list(range(1, 8))
