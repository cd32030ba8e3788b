"""A financial obligation is paid online: once, whole, and the clock goes on from the moment of the money."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.dossiers.room import HANDLER, OWNER, RECEPTION, Room
from tests.support.citizens import make_citizen, sign_in
from tests.support.payer import again, line, message, obliged, opened, rows, statement, told, verdicts
from tests.support.purse import refund

from motcua.dossiers.lifecycle.refusals import Refused
from motcua.dossiers.lifecycle.types import ClockState, Status
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.verify import verify
from motcua.foundation import vietqr
from motcua.foundation.clock import DAY, HOUR, SECOND
from motcua.foundation.errors import DomainError
from motcua.money.books import compare
from motcua.money.models import Receipt
from motcua.money.purposes import Purpose
from motcua.money.settling import Quarter, collected_in
from motcua.payments import services
from motcua.payments.protocol import BadSignature

OWED = 250_000


def test_the_gateways_money_ends_the_wait_at_its_moment(room: Room) -> None:
    """Asked for at 9:00, paid at 10:00, told of at 16:00: one hour is waited, not seven."""
    order = obliged(room)
    due = room.state.due_at
    assert due
    paid_at = room.clock.now() + HOUR
    room.clock.instant += 7 * HOUR
    told(room, message(room, order, paid_at=paid_at // SECOND))
    state, receipt = room.state, Receipt.objects.get()
    assert (state.status, state.clock, state.waited) == (Status.IN_PROCESS, ClockState.RUNNING, HOUR)
    assert state.due_at == due + HOUR
    assert (receipt.amount, receipt.purpose, receipt.by, receipt.competent_id > 0) == (
        OWED,
        "obligation",
        "system:payment",
        True,
    )
    assert (again(order).state, again(order).receipt_id) == ("paid", receipt.pk)
    assert room.types[-1] == "obligation_fulfilled"
    assert (compare().differences, compare().rows["obligation"], compare().taken) == ((), 1, OWED)
    assert verify(room.code).ok
    assert rebuild().ok
    quarter = Quarter(2026, 1)
    assert collected_in(receipt.section_id, quarter) == {}, "it is no fee to be settled"


def test_money_of_before_the_notice_or_of_a_slow_statement_counts_no_time_twice(room: Room) -> None:
    """A bank's clock before the notice: the wait is none, never less."""
    order = obliged(room)
    room.clock.instant += 5 * HOUR
    statement(room, line("FT1", OWED, order.reference, at="02/03/2026 08:00"))
    assert (again(order).state, room.state.waited) == ("paid", 0)


def test_a_transfer_in_two_parts_and_one_too_many(room: Room) -> None:
    order = obliged(room)
    statement(room, line("FT1", 100_000, f"CT {order.reference}"))
    assert (again(order).state, room.state.status) == ("partial", Status.OBLIGATION_REQUESTED)
    assert not Receipt.objects.exists()
    statement(room, line("FT2", 150_000, order.reference), line("FT3", OWED, order.reference))
    now = again(order)
    assert (now.state, now.taken, now.held, verdicts(order)) == (
        "over",
        OWED,
        OWED,
        ["part", "rest", "double"],
    )
    assert (room.state.status, Receipt.objects.count()) == (Status.IN_PROCESS, 1)


def test_three_times_another_amount_and_a_forger(room: Room) -> None:
    order = obliged(room)
    before = rows()
    with pytest.raises(BadSignature):
        told(room, message(room, order, secret="another"))
    assert rows() == before
    told(room, message(room, order, amount=OWED - 1))
    assert (again(order).state, again(order).held, room.state.status) == ("wrong", OWED - 1, 6)
    newer = opened(room, Purpose.OBLIGATION)
    body = message(room, newer)
    for _ in range(3):
        told(room, body)
    assert (again(newer).state, Receipt.objects.count(), verdicts(newer)) == ("paid", 1, ["exact"])
    with pytest.raises(DomainError):
        opened(room, Purpose.OBLIGATION)


def test_late_money_pays_and_what_was_proved_at_the_counter_is_not_taken_again(room: Room) -> None:
    late = obliged(room)
    room.clock.instant += 4 * DAY
    assert services.close_run_out(clock=room.clock) == 1
    newer = opened(room, Purpose.OBLIGATION)
    told(room, message(room, late))
    assert (again(late).state, again(newer).state, verdicts(late)) == ("paid", "cancelled", ["late"])
    room.do(HANDLER, "request_obligation", content="Lần hai", amount="90.000")
    second = opened(room, Purpose.OBLIGATION)
    room.do(RECEPTION, "fulfil_obligation", proof="Biên lai 0012")
    told(room, message(room, second))
    assert (again(second).state, again(second).held, verdicts(second)) == ("wrong", 90_000, ["double"])
    assert Receipt.objects.count() == 1
    assert compare().differences == ()


def test_a_receipt_of_an_obligation_is_no_fee_that_goes_back(room: Room) -> None:
    told(room, message(room, obliged(room)))
    with pytest.raises(Refused):
        refund(room, Receipt.objects.get().number, amount=str(OWED))


def test_no_order_where_the_notice_says_no_amount_or_nothing_is_waited_for(room: Room) -> None:
    room.receive()
    with pytest.raises(Refused):
        opened(room, Purpose.OBLIGATION)
    room.transferred().do(HANDLER, "request_obligation", content="Thuế, cơ quan thuế báo sau")
    with pytest.raises(DomainError) as refusal:
        opened(room, Purpose.OBLIGATION)
    assert refusal.value.id == "obligation_unknown"
    assert rows() == (0, 0, 0)


def test_the_page_is_the_holders_alone_and_pays_by_both_rails(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.foundation.clock.SystemClock.now", lambda _self: room.clock.now())
    order = obliged(room)
    account = make_citizen(name=OWNER["owner_name"], identifier=OWNER["owner_identifier"], assurance=2)
    other = make_citizen(name="Người khác", identifier="004188004225", assurance=2)
    client, stranger = Client(), Client()
    sign_in(client, account)
    sign_in(stranger, other)
    here = reverse("portal:pay_obligation", args=[room.code])
    for outsider in (stranger, Client()):
        assert outsider.get(here).status_code == 302
        assert outsider.post(here, {"viec": "lenh"}).status_code == 302
    mine = client.get(reverse("portal:my_dossier", args=[room.code])).content.decode()
    assert here in mine
    assert "250.000" in mine
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown = client.get(here)
    assert len(asked) <= 10
    read = vietqr.parse(shown.context["p"].payload)
    assert (read.amount, read.purpose) == (OWED, order.reference)
    assert "Lệ phí trước bạ" in shown.content.decode()
    assert b"nop-phi" not in shown.content
    answer = services.answer_lookup(message(room, lookup="x"), clock=room.clock)
    assert (answer["MaTraCuuTT"], answer["PhiLePhi"][0]["LoaiPhiLePhi"]) == (order.lookup, "3")
    told(room, message(room, order))
    receipt = Receipt.objects.get()
    assert receipt.number in client.get(here).content.decode()
    paper = client.get(reverse("portal:receipt", args=[room.code, receipt.number]))
    assert paper.content.startswith(b"%PDF")
    assert stranger.get(reverse("portal:receipt", args=[room.code, receipt.number])).status_code == 302
    assert here in client.get(reverse("portal:my_dossier", args=[room.code])).content.decode()
