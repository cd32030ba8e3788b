"""What the gateway tells: once though it comes thrice, in any order, before its order, and never forged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.dossiers.room import INSTANT, Room
from tests.support.payer import FEE, again, message, opened, owing, rows, told, verdicts
from tests.support.purse import take, waive

from motcua.dossiers.lifecycle.types import FeeState
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.verify import verify
from motcua.foundation.clock import DAY, MINUTE
from motcua.foundation.errors import Conflict, DomainError
from motcua.money.books import compare
from motcua.money.models import Receipt
from motcua.payments import gateway, services
from motcua.payments.models import Arrival, PaymentEvent
from motcua.payments.protocol import BadSignature


def test_a_payment_is_one_receipt_in_the_books_and_one_event_in_the_log(office: Room) -> None:
    order = owing(office)
    assert told(office, message(office, order)) == {"error_code": 0, "message": ""}
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.method, receipt.reference, receipt.by) == (
        FEE,
        "online",
        order.reference,
        "system:payment",
    )
    assert (again(order).state, again(order).receipt_id) == ("paid", receipt.pk)
    assert office.state.intake.fee_state is FeeState.PAID
    assert office.types == ["received", "fee_paid"]
    assert compare().differences == ()
    assert verify(office.code).ok
    assert rebuild().ok


def test_three_times_is_once(room: Room) -> None:
    order = owing(room)
    body = message(room, order, transaction="GD1")
    for _ in range(3):
        assert told(room, body)["error_code"] == 0
    room.clock.instant += 2 * MINUTE
    assert told(room, message(room, order, transaction="GD1"))["error_code"] == 0
    assert (Receipt.objects.count(), Arrival.objects.count()) == (1, 1)
    assert verdicts(order) == ["exact"]


def test_the_same_number_with_another_amount_is_refused_and_the_first_stands(room: Room) -> None:
    order = owing(room)
    told(room, message(room, order, transaction="GD1"))
    with pytest.raises(Conflict) as refusal:
        told(room, message(room, order, transaction="GD1", amount=1))
    assert refusal.value.id == "told_otherwise"
    assert again(order).received == FEE


def test_two_payments_are_one_receipt_and_money_to_give_back(room: Room) -> None:
    order = owing(room)
    for _ in range(2):
        told(room, message(room, order))
    now = again(order)
    assert (now.state, now.taken, now.held) == ("over", FEE, FEE)
    assert verdicts(order) == ["exact", "double"]
    assert room.state.fee_kept == FEE


@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: said | {"trans_amount": 1},
        lambda said: said | {"MaTraCuuTT": "other"},
        lambda said: said | {"check_sum": "0" * 64},
        lambda said: said | {"check_sum": None},
        lambda said: said | {"check_sum": "ữ" * 64},
        lambda said: said | {"added": "x"},
        lambda said: {name: value for name, value in said.items() if name != "check_sum"},
        lambda said: {name: value for name, value in said.items() if name != "nonce"},
    ],
)
def test_a_forged_message_changes_nothing(room: Room, spoil: Any) -> None:
    order = owing(room)
    before = rows()
    said = json.loads(message(room, order))
    with pytest.raises(BadSignature):
        told(room, json.dumps(spoil(said)).encode())
    assert rows() == before
    assert again(order).state == "open"
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 60_000, b"{}", b"x" * 70_000])
def test_what_is_no_message_changes_nothing(room: Room, body: bytes) -> None:
    owing(room)
    before = rows()
    with pytest.raises(BadSignature):
        told(room, body)
    assert rows() == before


def test_another_key_or_another_hour_is_no_signature(room: Room) -> None:
    order = owing(room)
    with pytest.raises(BadSignature):
        told(room, message(room, order, secret="another"))
    body = message(room, order)
    for off in (6 * MINUTE, -12 * MINUTE):
        room.clock.instant += off
        with pytest.raises(BadSignature):
            told(room, body)
    assert again(order).state == "open"
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"amount": -FEE},
        {"amount": 1.5},
        {"amount": "10000"},
        {"amount": True},
        {"amount": 10**12},
        {"transaction": ""},
        {"transaction": "x" * 65},
        {"transaction": "Nguyễn"},
        {"lookup": None},
        {"paid": "2"},
        {"paid": None},
        {"paid_at": "now"},
        {"paid_at": 10**12},
    ],
)
def test_a_signed_message_that_makes_no_sense_changes_nothing(room: Room, changes: dict[str, Any]) -> None:
    order = owing(room)
    before = rows()
    with pytest.raises(DomainError) as refusal:
        told(room, message(room, order, **changes))
    assert refusal.value.id == "bad_message"
    assert rows() == before


def test_money_that_comes_before_its_order_is_kept_and_taken_up(room: Room) -> None:
    room.receive(procedure=INSTANT)
    with transaction.atomic():
        order = opened(room)
        lookup = order.lookup
        transaction.set_rollback(True)
    assert rows() == (0, 0, 0)
    told(room, message(room, lookup=lookup))
    assert not Receipt.objects.exists()
    assert Arrival.objects.get().reference == lookup
    order = opened(room)
    assert order.lookup == lookup
    assert (order.state, room.state.fee_kept) == ("paid", FEE)
    assert services.take_all_waiting(clock=room.clock) == 0


def test_a_failure_after_the_money_says_nothing_and_money_after_a_failure_counts(room: Room) -> None:
    unpaid = gateway.names().values["unpaid"]
    order = owing(room)
    for _ in range(2):
        told(room, message(room, order, transaction="GD1", paid=unpaid))
    assert again(order).state == "open"
    assert order.events.filter(kind="failed").count() == 1
    told(room, message(room, order, transaction="GD1"))
    told(room, message(room, order, transaction="GD1", paid=unpaid))
    assert again(order).state == "paid"
    assert order.events.filter(kind="failed").count() == 1


def test_a_wrong_amount_is_held_and_writes_no_receipt(room: Room) -> None:
    order = owing(room)
    told(room, message(room, order, amount=FEE - 1))
    now = again(order)
    assert (now.state, now.held, now.taken) == ("wrong", FEE - 1, 0)
    assert room.state.intake.fee_state is FeeState.UNPAID
    assert opened(room).pk != order.pk, "the debt may still be paid"


def test_what_was_paid_at_the_counter_meanwhile_is_not_taken_again(room: Room) -> None:
    order = owing(room)
    take(room)
    told(room, message(room, order))
    assert (again(order).state, again(order).held, verdicts(order)) == ("wrong", FEE, ["double"])
    assert Receipt.objects.count() == 1


def test_what_was_waived_meanwhile_is_held(room: Room) -> None:
    order = owing(room)
    waive(room, amount="4000")
    told(room, message(room, order))
    assert (again(order).state, verdicts(order)) == ("wrong", ["wrong"])
    less = opened(room)
    assert less.amount == 6_000
    told(room, message(room, less))
    assert (again(less).state, room.state.fee_kept) == ("paid", 6_000)
    assert compare().differences == ()


def test_late_money_pays_the_debt_and_closes_the_newer_order(room: Room) -> None:
    old = owing(room)
    room.clock.instant += 4 * DAY
    assert services.close_run_out(clock=room.clock) == 1
    assert again(old).state == "expired"
    new = opened(room)
    assert new.pk != old.pk
    told(room, message(room, old))
    assert (again(old).state, again(new).state) == ("paid", "cancelled")
    assert verdicts(old) == ["late"]
    assert room.state.fee_kept == FEE


def test_one_open_order_for_a_debt(room: Room) -> None:
    order = owing(room)
    assert opened(room).pk == order.pk
    told(room, message(room, order))
    with pytest.raises(DomainError) as refusal:
        opened(room)
    assert refusal.value.id in ("already_paid", "fee_already_paid")
    assert again(order).state == "paid"


def test_the_platform_asks_what_is_to_be_paid(room: Room) -> None:
    room.receive(procedure=INSTANT)
    asked = message(room, lookup="x")
    answer = services.answer_lookup(asked, clock=room.clock)
    assert answer["error_code"] == 0
    assert answer["MaHoSo"] == room.code
    assert answer["MaTraCuuTT"] == f"{room.code}20260302090000"
    assert [each["SoTien"] for each in answer["PhiLePhi"]] == [FEE]
    assert services.answer_lookup(asked, clock=room.clock)["MaTraCuuTT"] == answer["MaTraCuuTT"]
    told(room, message(room, lookup=answer["MaTraCuuTT"]))
    assert services.answer_lookup(asked, clock=room.clock)["error_code"] == 1
    unknown = services.answer_lookup(message(room, dossier="H14.1-260101-0001"), clock=room.clock)
    assert unknown["error_code"] == -1
    assert "MaTraCuuTT" not in unknown
    with pytest.raises(BadSignature):
        services.answer_lookup(message(room, secret="another"), clock=room.clock)


@pytest.mark.parametrize("table", ["arrival", "paymentevent", "arrivaldecision", "statementimport"])
def test_what_was_told_is_written_once(room: Room, table: str) -> None:
    order = owing(room)
    told(room, message(room, order))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(current_user, %s, 'UPDATE') OR"
            " has_table_privilege(current_user, %s, 'DELETE')",
            [f"payments_{table}", f"payments_{table}"],
        )
        assert cursor.fetchone() == (False,)
    if table == "paymentevent":
        with pytest.raises(DatabaseError), transaction.atomic():
            PaymentEvent.objects.update(amount=1)
