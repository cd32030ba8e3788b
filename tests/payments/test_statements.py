"""Bank statements: what names an order is taken up once; the rest waits, or is refused."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.db import transaction
from tests.dossiers.room import CONTROLLER, HEAD, INSPECTOR, INSTANT, RECEPTION, STRANGER, Room
from tests.support.payer import FEE, again, line, message, opened, owing, rows, statement, told, verdicts
from tests.support.purse import refund

from motcua.dossiers.fields import FieldErrors
from motcua.foundation.clock import DAY, HOUR
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.money.books import compare
from motcua.money.models import Receipt
from motcua.organisation.models import Agency
from motcua.payments import queries, services
from motcua.payments.models import Arrival, ArrivalDecision, PaymentOrder
from motcua.payments.owners import could_be_of
from motcua.payments.statement_file import BadStatement, layout_in, read_dong, read_statement
from motcua.payments.statements import reference_in

LAYOUT = layout_in()
HEADING = "thoi_gian,so_giao_dich,so_tien,noi_dung,ghi_no"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250000", 1_250_000),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1,250,000.00", 1_250_000),
        ("+10,000 VND", 10_000),
        ("10.000đ", 10_000),
        ("10000.00", 10_000),
        ("10.50", None),
        ("1.25.000", None),
        ("1,250.000", None),
        ("0", None),
        ("-5", None),
        ("", None),
        ("mười", None),
        ("1e9", None),
        ("9" * 5000, None),
    ],
)
def test_amounts_as_banks_print_them(text: str, amount: int | None) -> None:
    assert read_dong(text) == amount


def test_columns_are_found_by_any_of_their_names_in_any_order() -> None:
    content = "\ufeffDiễn giải;GHI CÓ;Ngày giao dịch;Số tham chiếu\nabc;10.000;02/03/2026 10:15:00;FT1\n"
    (read,) = read_statement(content.encode(), LAYOUT).credits
    assert (read.number, read.amount, read.text) == ("FT1", 10_000, "abc")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"a,b\n1,2\n",
        b"x" * (6 * 1024 * 1024),
        f"{HEADING}\n02/03/2026,FT1,mot,abc,\n".encode(),
        f"{HEADING}\n99/99/2026,FT1,10000,abc,\n".encode(),
        f"{HEADING}\n02/03/2026,,10000,abc,\n".encode(),
        f"{HEADING}\n02/03/2026,FT1,10000,a,\n02/03/2026,FT1,20000,b,\n".encode(),
        f'{HEADING}\n02/03/2026,FT1,10000,"abc\n'.encode(),
        f"{HEADING}\n02/03/2026,FT1,10000,a\0b,\n".encode(),
    ],
)
def test_one_bad_line_refuses_the_whole_file(content: bytes) -> None:
    with pytest.raises(BadStatement) as refusal:
        read_statement(content, LAYOUT)
    assert refusal.value.message


def test_money_that_went_out_is_counted_and_passed_over() -> None:
    content = f"{HEADING}\n02/03/2026,FT1,-10000,a,\n02/03/2026,FT2,,b,5000\n02/03/2026,FT3,7000,c,0\n"
    read = read_statement(content.encode(), LAYOUT)
    assert (len(read.credits), read.debits) == (1, 2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MC23456789", "MC23456789"),
        ("MBVCB.998.mc23456789.CT tu 0123 NGUYEN VAN A", "MC23456789"),
        ("chuyen tien mc 2345 6789 nhe", "MC23456789"),
        ("xMC23456789y MC23456789", "MC23456789"),
        ("MC23456789 MCABCDEFGH", ""),
        ("MC2345678", ""),
        ("", ""),
    ],
)
def test_the_order_is_found_whatever_the_bank_put_around_it(text: str, found: str) -> None:
    assert reference_in(text, {"MC23456789", "MCABCDEFGH"}) == found


def test_a_transfer_pays_and_the_same_file_counts_once(room: Room) -> None:
    order = owing(room)
    row = line("FT1", "10.000", f"MBVCB {order.reference.lower()} thanh toan")
    done = statement(room, row)
    assert (done.lines, done.known, done.amount) == (1, 0, FEE)
    assert (again(order).state, Receipt.objects.get().amount) == ("paid", FEE)
    before = rows()
    with pytest.raises(Conflict):
        statement(room, row)
    assert rows() == before
    further = statement(room, row, line("FT2", 5_000, "khac"))
    assert (further.known, again(order).received) == (1, FEE)


def test_in_two_parts_and_more_than_asked(room: Room) -> None:
    order = owing(room)
    statement(room, line("FT1", 4_000, order.reference))
    assert (again(order).state, Receipt.objects.count()) == ("partial", 0)
    assert queries.payment_page(room.code, clock=room.clock).left == 6_000
    statement(room, line("FT2", 6_000, order.reference))
    assert (again(order).state, verdicts(order)) == ("paid", ["part", "rest"])
    statement(room, line("FT3", 500, order.reference))
    assert (again(order).state, again(order).held) == ("over", 500)
    assert compare().differences == ()


def test_what_the_gateway_hands_over_is_no_further_money(room: Room) -> None:
    order = owing(room)
    told(room, message(room, order, transaction="GD12345678"))
    today = date(2026, 3, 2)
    place = order.section_id
    report = queries.reconciliation(room.person(HEAD), place, today, today)
    assert [each.kind for each in report.faults] == ["not_settled"]
    statement(room, line("FT1", FEE, f"KC GD12345678 {order.reference}"))
    assert (again(order).state, again(order).received) == ("paid", FEE)
    assert queries.reconciliation(room.person(HEAD), place, today, today).faults == ()
    statement(room, line("FT2", FEE, order.reference))
    assert verdicts(order) == ["exact", "double"]


def test_money_of_no_order_waits_for_the_head(room: Room) -> None:
    order = owing(room)
    statement(room, line("FT1", FEE, "nop le phi"), line("FT2", 7_000, "tra no"), line("FT3", 99, "?"))
    head = room.person(HEAD)
    waiting = queries.waiting_money(head, order.section_id)
    assert [each.external for each in waiting.arrivals] == ["FT1", "FT2", "FT3"]
    first, second, third = waiting.arrivals
    for who in (RECEPTION, INSPECTOR, CONTROLLER, STRANGER):
        with pytest.raises(Forbidden):
            services.decide(room.person(who), first.pk, {"answer": "order", "order": order.reference})
    with pytest.raises(NotFound):
        services.decide(head, first.pk, {"answer": "order", "order": "MC00000000"})
    for data in ({"answer": "order"}, {"answer": "returned"}, {"answer": "foreign"}, {"answer": "x"}):
        with pytest.raises(FieldErrors):
            services.decide(head, first.pk, data)
    assert not ArrivalDecision.objects.exists()
    services.decide(head, first.pk, {"answer": "order", "order": order.reference}, clock=room.clock)
    services.decide(head, second.pk, {"answer": "returned", "number": "FT-TRA-1"}, clock=room.clock)
    services.decide(head, third.pk, {"answer": "foreign", "reason": "Tiền gửi nhầm"}, clock=room.clock)
    assert again(order).state == "paid"
    assert queries.waiting_money(head, order.section_id).arrivals == ()
    with pytest.raises(Conflict):
        services.decide(head, first.pk, {"answer": "foreign", "reason": "x"}, clock=room.clock)


def test_held_money_goes_back_once_with_the_number_of_the_transfer(room: Room) -> None:
    order = owing(room)
    for _ in range(2):
        told(room, message(room, order))
    head = room.person(HEAD)
    good = {"amount": str(FEE), "number": "FT-TRA-9"}
    for who in (RECEPTION, INSPECTOR, STRANGER):
        with pytest.raises(Forbidden):
            services.give_back(room.person(who), order.reference, good)
    with pytest.raises(Conflict):
        services.give_back(head, order.reference, {**good, "amount": "1"}, clock=room.clock)
    with pytest.raises(FieldErrors):
        services.give_back(head, order.reference, {**good, "number": "Nguyễn Văn A"}, clock=room.clock)
    for _ in range(2):
        services.give_back(head, order.reference, good, clock=room.clock)
    now = again(order)
    assert (now.state, now.held, now.returned) == ("paid", 0, FEE)
    assert room.state.fee_kept == FEE


def test_who_may_read_a_statement_in(room: Room) -> None:
    order = owing(room)
    for who in (RECEPTION, INSPECTOR, CONTROLLER):
        with pytest.raises(Forbidden):
            services.import_statement(room.person(who), order.section_id, "a.csv", b"")
    with pytest.raises(Forbidden):
        services.import_statement(room.person(HEAD), order.section_id + 1, "a.csv", b"")
    with pytest.raises(Forbidden):
        queries.reconciliation(room.person(RECEPTION), order.section_id, date(2026, 3, 2), date(2026, 3, 2))


def test_what_was_paid_online_is_refunded_by_the_books(room: Room) -> None:
    order = owing(room)
    told(room, message(room, order))
    receipt = Receipt.objects.get()
    room.transferred().do(RECEPTION, "withdraw", reason="Không còn nhu cầu")
    waiting = queries.waiting_money(room.person(HEAD), order.section_id)
    assert [(each.pk, left) for each, left in waiting.refunds] == [(order.pk, FEE)]
    refund(room, receipt.number, amount=str(FEE), method="online", reference="HT-1")
    assert queries.waiting_money(room.person(HEAD), order.section_id).refunds == ()
    shown = queries.payment_page(room.code, clock=room.clock)
    assert shown.receipts[0].refunded == FEE
    assert compare().differences == ()


def test_every_day_adds_up_whatever_comes(room: Room) -> None:
    """Random payments over days: each day and the whole add up, and the books agree with the orders."""
    chance = random.Random(20260302)
    first = date(2026, 3, 2)
    orders: list[PaymentOrder] = []
    number = 0
    for _ in range(28):
        room.clock.instant += chance.choice((HOUR, 5 * HOUR, DAY))
        choice = chance.random()
        if choice < 0.3 or not orders:
            orders.append(owing(room))
            continue
        order = again(chance.choice(orders))
        number += 1
        amount = chance.choice((FEE, FEE, 4_000, 6_000, 12_000))
        if choice < 0.6:
            told(room, message(room, order, dossier="", amount=amount, transaction=f"GD{number:08d}"))
        elif choice < 0.85:
            statement(room, line(f"FT{number}", amount, order.reference))
        elif order.held and order.state in ("over", "wrong"):
            back = {"amount": str(order.held), "number": f"TRA{number}"}
            services.give_back(room.person(HEAD), order.reference, back, clock=room.clock)
        else:
            services.close_run_out(clock=room.clock)
    person, place = room.person(HEAD), orders[0].section_id
    last = date.fromordinal(first.toordinal() + 45)
    whole = queries.reconciliation(person, place, first, last)
    assert whole.balance.adds_up
    assert whole.balance.held_before == 0
    assert whole.balance.came == sum(Arrival.objects.values_list("amount", flat=True))
    assert whole.balance.taken == sum(Receipt.objects.values_list("amount", flat=True))
    assert whole.balance.held_after == sum(again(order).held for order in orders)
    assert {each.kind for each in whole.faults} <= {"not_settled"}
    held = 0
    for day in range(first.toordinal(), last.toordinal() + 1):
        on = date.fromordinal(day)
        balance = queries.reconciliation(person, place, on, on).balance
        assert balance.adds_up
        assert balance.held_before == held
        held = balance.held_after
    assert held == whole.balance.held_after
    assert compare().differences == ()


def test_a_sum_that_was_tampered_with_is_a_difference(room: Room) -> None:
    order = owing(room)
    told(room, message(room, order))
    today = date(2026, 3, 2)
    with transaction.atomic():
        PaymentOrder.objects.filter(pk=order.pk).update(received=FEE + 1)
        faults = queries.reconciliation(room.person(HEAD), order.section_id, today, today).faults
    assert "order_and_events" in {each.kind for each in faults}


def test_an_uncertain_fee_is_never_asked_for(room: Room) -> None:
    room.receive(procedure="2.000815")
    with pytest.raises(DomainError) as refusal:
        opened(room)
    assert refusal.value.id == "nothing_certain"
    assert INSTANT != "2.000815"
    assert not PaymentOrder.objects.exists()


def test_what_a_gateway_told_of_no_order_is_seen_by_who_could_own_it(room: Room) -> None:
    """Of a dossier of the ward by the ward's head; of no dossier of this house by the province's."""
    room.receive(procedure=INSTANT)
    told(room, message(room, lookup="x1", transaction="GD1"))
    told(room, message(room, lookup="x2", transaction="GD2", dossier="H99-260101-0001"))
    ours, nobodys = Arrival.objects.order_by("pk")
    head = room.person(HEAD)
    section = opened(room).section_id
    assert [each.pk for each in queries.waiting_money(head, section).arrivals] == [ours.pk]
    assert Agency.objects.get(pk=section).level != "province"
    data = {"answer": "foreign", "reason": "Tiền gửi nhầm"}
    with pytest.raises(Forbidden):
        services.decide(head, nobodys.pk, data, clock=room.clock)
    services.decide(head, ours.pk, data, clock=room.clock)
    provincial = Agency.objects.filter(level="province").values_list("pk", flat=True)
    seen = Arrival.objects.filter(could_be_of(list(provincial)))
    assert [each.pk for each in seen] == [nobodys.pk]
