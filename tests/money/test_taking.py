"""T22: a fee taken at the counter is one event and one receipt, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.dossiers.room import INSTANT, RECEPTION, STRANGER, Room
from tests.support.purse import FREE, GROUND, UNCERTAIN, close, paid, refund, take, waive, withdraw

from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import FeeState, Status
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.verify import verify
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.money.models import Receipt, Waiver


def nothing_written(room: Room) -> bool:
    return not Receipt.objects.exists() and room.types == ["received"]


def test_the_published_fee_by_what_the_officer_confirms(office: Room) -> None:
    office.receive(procedure=INSTANT)
    done = take(office, quantity_1="3", payer="Người nộp thay")
    receipt = Receipt.objects.get()
    assert (done.amount, receipt.amount, receipt.lines[0]["quantity"]) == (30_000, 30_000, 3)
    assert office.state.intake.fee_state is FeeState.PAID
    assert office.state.payments[0].receipt == done.number == receipt.number
    assert (receipt.seq, receipt.competent_id) == (office.state.seq, office.locked.place.competent_id)
    assert "Người nộp thay" not in "".join(body for body, _ in office.locked.log)
    assert verify(office.code).ok
    assert rebuild().ok


def test_an_uncertain_fee_is_what_the_officer_types(room: Room) -> None:
    room.receive(procedure=UNCERTAIN)
    assert room.state.intake.fee_state is FeeState.UNCERTAIN
    assert take(room, amount_1="26.000").amount == 26_000


def test_a_transfer_carries_the_number_of_the_bank(room: Room) -> None:
    receipt = paid(room, method="transfer", reference="FT26061-998")
    assert (receipt.method, receipt.reference) == ("transfer", "FT26061-998")
    room.receive(procedure=INSTANT)
    for reference in ("", "Hoàng Thị Bích Ngọc", "x" * 65):
        with pytest.raises(FieldErrors) as refusal:
            take(room, method="transfer", reference=reference)
        assert set(refusal.value.faults) == {"reference"}


@pytest.mark.parametrize(
    "data",
    [
        {"quantity_1": "-1"},
        {"quantity_1": "1.5"},
        {"quantity_1": "1000"},
        {"quantity_1": "0"},
        {"quantity_1": "một"},
        {"method": "gold"},
    ],
)
def test_what_cannot_be_read_changes_nothing(room: Room, data: dict[str, str]) -> None:
    room.receive(procedure=INSTANT)
    with pytest.raises(FieldErrors):
        take(room, **data)
    assert nothing_written(room)


@pytest.mark.parametrize("amount", ["-1", "0", "1.5", "1000000000000000", "1000000001", "mười", "", "1e5"])
def test_an_amount_that_is_none_changes_nothing(room: Room, amount: str) -> None:
    room.receive(procedure=UNCERTAIN)
    with pytest.raises(FieldErrors):
        take(room, amount_1=amount, quantity_1="1")
    assert nothing_written(room)


def test_copies_that_would_make_more_than_a_counter_takes(room: Room) -> None:
    room.receive(procedure=UNCERTAIN)
    with pytest.raises(Refused) as refusal:
        take(room, amount_1="1000000000", quantity_1="2")
    assert refusal.value.id == "amount_out_of_range"
    assert nothing_written(room)


def test_a_double_press_is_one_receipt(room: Room) -> None:
    room.receive(procedure=INSTANT)
    first, second = take(room, key="one"), take(room, key="one")
    assert (second.number, second.repeated) == (first.number, True)
    assert Receipt.objects.count() == 1
    room.receive(procedure=INSTANT)
    with pytest.raises(Conflict) as refusal:
        take(room, key="one")
    assert refusal.value.id == "key_used"


def test_money_is_not_taken_twice(room: Room) -> None:
    receipt = paid(room)
    with pytest.raises(Refused) as refusal:
        take(room)
    assert refusal.value.id == "fee_already_paid"
    assert receipt.number in refusal.value.message
    take(room, additional="on", quantity_1="2")
    assert room.state.fee_kept == 30_000


def test_where_nothing_is_published_nothing_is_taken(room: Room) -> None:
    room.receive(procedure=FREE, paper_2="")
    with pytest.raises(Refused) as refusal:
        take(room, amount_1="5000")
    assert refusal.value.id == "no_fee"


def test_a_waived_fee_is_not_taken_and_needs_its_ground(room: Room) -> None:
    room.receive(procedure=INSTANT)
    with pytest.raises(FieldErrors):
        waive(room, legal_ground="  ")
    assert nothing_written(room)
    done = waive(room, key="w", reason="Hộ nghèo")
    assert waive(room, key="w").repeated
    waiver = Waiver.objects.get()
    assert (done.amount, waiver.amount, waiver.legal_ground) == (10_000, 10_000, GROUND)
    with pytest.raises(Refused) as refusal:
        take(room)
    assert refusal.value.id == "fee_waived"
    assert verify(room.code).ok


def test_the_receipt_of_another_section_is_not_to_be_had(room: Room) -> None:
    room.receive(procedure=INSTANT)
    with pytest.raises(NotFound):
        take(room, STRANGER)
    with pytest.raises(Forbidden):
        take(room, "son.thucphan")
    assert nothing_written(room)


def test_the_result_waits_for_the_money(office: Room) -> None:
    office.receive(procedure=INSTANT)
    with pytest.raises(Refused, match=r"10\.000"):
        office.do(RECEPTION, "resolve_at_counter", receiver="Bích Ngọc")
    office.do(RECEPTION, "resolve_at_counter")
    with pytest.raises(Refused) as refusal:
        office.returned()
    assert refusal.value.id == "fee_unpaid"
    take(office)
    office.returned()
    assert office.state.status is Status.RETURNED


def refused(call: Any) -> str:
    with pytest.raises(DomainError) as refusal:
        call()
    return refusal.value.id


def test_refund_whole_in_parts_and_never_more(room: Room) -> None:
    receipt = paid(room, quantity_1="3")
    for amount in ("-1", "0", "1.5", "30001x", ""):
        assert refused(lambda amount=amount: refund(room, receipt.number, amount=amount)) == "fields"
    assert refused(lambda: refund(room, receipt.number, amount="30001")) == "refund_too_much"
    assert refused(lambda: refund(room, receipt.number, amount="1000", reason="")) == "fields"
    assert refused(lambda: refund(room, "BL-0", amount="1000")) == "not_found"
    refund(room, receipt.number, amount="10.000", key="r")
    assert refund(room, receipt.number, amount="10.000", key="r").repeated
    assert room.state.fee_kept == 20_000
    assert room.state.intake.fee_state is FeeState.PAID
    assert refused(lambda: refund(room, receipt.number, amount="20001")) == "refund_too_much"
    refund(room, receipt.number, amount="20000")
    assert room.state.intake.fee_state is FeeState.REFUNDED
    assert refused(lambda: refund(room, receipt.number, amount="1")) == "nothing_to_refund"
    assert receipt.refunds.count() == 2
    assert verify(room.code).ok
    assert rebuild().ok


def test_what_was_taken_by_mistake_is_due_again(room: Room) -> None:
    receipt = paid(room, quantity_1="3")
    refund(room, receipt.number, amount="30000", due_again="on")
    assert room.state.intake.fee_state is FeeState.UNPAID
    take(room)
    assert room.state.fee_kept == 10_000


def test_a_dossier_that_was_withdrawn_gets_its_money_back(room: Room) -> None:
    receipt = paid(room)
    room.transferred().do(RECEPTION, "withdraw", reason="Không còn nhu cầu")
    close(room, counted="10000")
    refund(room, receipt.number, amount="10000")
    assert room.state.status is Status.WITHDRAWN
    assert room.state.intake.fee_state is FeeState.REFUNDED


@pytest.mark.parametrize("table", ["receipt", "refund", "waiver", "waiverwithdrawal", "dayclose"])
def test_the_books_are_written_once(room: Room, table: str) -> None:
    receipt = paid(room)
    refund(room, receipt.number, amount="1000")
    close(room, counted="10000")
    room.receive(procedure=INSTANT)
    waive(room)
    withdraw(room)
    for sql in (f"UPDATE money_{table} SET id = id", f"DELETE FROM money_{table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
