"""Money goes back through the gateway once: refused, not answered, told twice, and by hand after that."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from tests.dossiers.room import HEAD, OWNER, RECEPTION, STRANGER, WARD, Room, form
from tests.support.citizens import make_citizen, sign_in
from tests.support.payer import FEE, again, line, message, opened, owing, statement, told
from tests.support.purse import take

from motcua.dossiers import services as dossiers
from motcua.dossiers import store
from motcua.dossiers.intake import read_intake
from motcua.dossiers.lifecycle.describe import describe
from motcua.foundation.clock import DAY, MINUTE, FixedClock, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.money.books import compare
from motcua.money.models import Receipt, Refund
from motcua.notices.deriving import tell_citizens
from motcua.organisation.models import User
from motcua.outbox.models import Message
from motcua.payments import gateway, queries, services
from motcua.payments.models import GatewayReturn, PaymentOrder
from motcua.payments.protocol import signed
from motcua.payments.sandbox import Sandbox
from motcua.payments.telling import ANNOUNCED as TOLD

ONLINE, ONLINE_FEE = "2.000635", 8_000


@pytest.fixture
def sandbox(settings: Any, room: Room) -> Iterator[Sandbox]:
    """A gateway that answers; it signs by the clock on the wall, so that the room lives now."""
    room.clock = FixedClock(SystemClock().now())
    settings.MOTCUA_GATEWAY_URL = "http://127.0.0.1:1"
    made = Sandbox(gateway.names(), settings.MOTCUA_GATEWAY_SECRET)
    threading.Thread(target=made.serve, daemon=True).start()
    settings.MOTCUA_GATEWAY_URL = made.url
    yield made
    made.close()


def paid(room: Room, sandbox: Sandbox, order: PaymentOrder, number: str) -> None:
    """The payer pays at the gateway, which tells of it."""
    sandbox.paid[number] = order.amount
    told(room, message(room, order, transaction=number))


def twice(room: Room, sandbox: Sandbox) -> PaymentOrder:
    """An order that was paid twice: the second payment is held."""
    order = owing(room)
    for number in ("GD1", "GD2"):
        paid(room, sandbox, order, number)
    return order


def ask(room: Room, order: PaymentOrder, who: str = HEAD) -> GatewayReturn:
    (row,) = services.give_back_by_gateway(room.person(who), order.reference, clock=room.clock)
    return row


def asked_sentence(room: Room) -> str:
    """What the applicant reads of the last event of the log."""
    locked = store.read(room.code)
    assert locked is not None
    sentence, values = describe(locked.events[-1], "citizen")
    return sentence % values


def kinds(order: PaymentOrder) -> list[str]:
    return [each.kind for each in order.events.order_by("seq")][-3:]


def heard(room: Room) -> list[tuple[str, str]]:
    """Channel and words of what the payer was told of money that went back."""
    tell_citizens(clock=room.clock)
    rows = Message.objects.filter(kind__in=TOLD, officer=None).order_by("pk")
    return list(rows.values_list("channel", "wording__text"))


def test_what_is_held_goes_back_once_however_often_pressed(
    room: Room, sandbox: Sandbox, channels: None
) -> None:
    order = twice(room, sandbox)
    assert heard(room) == []
    row = ask(room, order)
    (by_mail, said), (by_phone, short) = heard(room)
    assert (by_mail, by_phone) == ("email", "sms")
    assert "Đã trả lại bạn 10.000 đồng đã nộp cho hồ sơ “" in said
    assert room.code in said
    assert (row.external in said, row.external in short) == (True, True)
    assert (row.state, row.arrival.external, row.amount, row.external != "") == ("done", "GD2", FEE, True)
    now = again(order)
    assert (now.state, now.held, now.returned) == ("paid", 0, FEE)
    assert kinds(order) == ["arrived", "back_asked", "returned"]
    with pytest.raises(Conflict):
        ask(room, order)
    assert (sandbox.paid, len(sandbox.returned)) == ({"GD1": FEE, "GD2": 0}, 1)
    today = day_of(room.clock.now())
    report = queries.reconciliation(room.person(HEAD), now.section_id, today, today)
    assert report.balance.adds_up
    assert report.balance.returned == FEE


def test_a_gateway_that_is_silent_is_asked_again_and_gives_once(
    room: Room, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gave the money back and its answer was lost: every further ask is the same money."""
    monkeypatch.setattr("motcua.payments.gateway.WAITS", ())
    order = twice(room, sandbox)
    sandbox.returning = "khong-dap"
    row = ask(room, order)
    assert (row.state, row.tries, again(order).held) == ("asked", 1, FEE)
    with pytest.raises(Conflict) as refusal:
        services.give_back(
            room.person(HEAD), order.reference, {"amount": str(FEE), "number": "FT9"}, clock=room.clock
        )
    assert refusal.value.id == "return_asked", "the gateway may have given it back already"
    assert services.ask_returns(clock=room.clock) == 0, "not yet"
    sandbox.returning = "hoan"
    room.clock.instant += 4 * MINUTE
    assert services.ask_returns(clock=room.clock) == 0
    # The signature's window is five minutes: what is late is late by the row.
    GatewayReturn.objects.update(told_at=room.clock.now() - DAY)
    assert services.ask_returns(clock=room.clock) == 1
    assert (again(order).held, again(order).state, sandbox.paid["GD2"]) == (0, "paid", 0)
    assert services.ask_returns(clock=room.clock) == 0


def test_money_on_its_way_back_pays_nothing(
    room: Room, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.payments.gateway.WAITS", ())
    order = owing(room)
    sandbox.paid["GD1"] = FEE - 1
    told(room, message(room, order, transaction="GD1", amount=FEE - 1))
    sandbox.returning = "khong-dap"
    ask(room, order)
    statement(room, line("FT1", 1, order.reference))
    assert not Receipt.objects.exists()
    sandbox.returning = "hoan"
    assert services.give_back_by_gateway(room.person(HEAD), order.reference, clock=room.clock)
    assert (again(order).held, again(order).returned) == (1, FEE - 1)


def test_the_result_that_is_told_by_itself_twice_or_forged(
    room: Room, sandbox: Sandbox, channels: None
) -> None:
    order = twice(room, sandbox)
    words = gateway.names()

    def body(**changes: Any) -> bytes:
        row = GatewayReturn.objects.get()
        said = {
            "refund_number": row.number,
            "refund_amount": row.amount,
            "refund_state": words.values["refund_done"],
            "refund_transaction": "H1",
            **changes,
        }
        secret = django_settings.MOTCUA_GATEWAY_SECRET
        return msgspec.json.encode(signed(words.named(**said), words, secret, room.clock.now()))

    sandbox.returning = "hai-lan"
    assert ask(room, order).state == "asked"
    spoiled: tuple[dict[str, Any], ...] = (
        {"refund_amount": 1},
        {"refund_number": "x"},
        {"refund_state": "9"},
        {"refund_transaction": ""},
    )
    for changes in spoiled:
        with pytest.raises(DomainError):
            told(room, body(**changes))
    with pytest.raises(Forbidden):
        told(room, body().replace(b"H1", b"H2"))
    assert again(order).held == FEE
    assert heard(room) == []
    for _ in range(2):
        assert told(room, body())["error_code"] == 0
    assert told(room, body(refund_state=words.values["refund_refused"]))["error_code"] == 0
    assert (again(order).held, again(order).returned) == (0, FEE)
    assert len(heard(room)) == 2, "told once by each way"
    assert order.events.filter(kind="returned").count() == 1
    assert GatewayReturn.objects.get().state == "done"


def test_a_refusal_leaves_it_to_the_head(room: Room, sandbox: Sandbox, channels: None) -> None:
    order = twice(room, sandbox)
    sandbox.returning = "tu-choi"
    assert ask(room, order).state == "refused"
    assert heard(room) == []
    services.give_back(
        room.person(HEAD), order.reference, {"amount": str(FEE), "number": "FT9"}, clock=room.clock
    )
    row = GatewayReturn.objects.get()
    assert (row.state, row.external, again(order).held) == ("by_hand", "FT9", 0)
    assert ["FT9" in words for _, words in heard(room)] == [True, True]


def test_what_came_by_transfer_or_is_anothers_is_not_asked_for(room: Room, sandbox: Sandbox) -> None:
    order = owing(room)
    take(room)
    statement(room, line("FT1", FEE, order.reference))
    with pytest.raises(Conflict) as refusal:
        ask(room, order)
    assert refusal.value.id == "not_by_gateway"
    for who, error in ((RECEPTION, Forbidden), (STRANGER, DomainError)):
        with pytest.raises(error):
            ask(room, order, who)
    assert not GatewayReturn.objects.exists()


def declined(room: Room, sandbox: Sandbox) -> tuple[PaymentOrder, Client]:
    """Filed online, paid at the gateway, declined before work began; the account's browser."""
    room.clock.instant -= 30 * MINUTE
    account = make_citizen(name=OWNER["owner_name"], identifier=OWNER["owner_identifier"], assurance=2)
    filed = dossiers.register(
        read_intake(form(procedure=ONLINE, channel="online", section=WARD)),
        idempotency_key="key-of-the-applicant",
        filer=account,
        clock=room.clock,
    )
    room.code = filed.reference
    order = opened(room)
    paid(room, sandbox, order, "GD1")
    room.do(RECEPTION, "decline_registration", reason="Không thuộc thẩm quyền")
    client = Client()
    sign_in(client, account)
    return order, client


def test_from_the_refusal_of_a_filing_to_the_money(room: Room, sandbox: Sandbox) -> None:
    """Listed at the head, confirmed there, given back by the gateway, told to the citizen."""
    order, client = declined(room, sandbox)
    head = Client()
    head.force_login(User.objects.get(login_name=HEAD))
    listed = head.get(reverse("desk:reconcile"))
    button = reverse("desk:refund_by_gateway", args=[order.reference])
    assert button in listed.content.decode()
    data = {
        "amount": str(ONLINE_FEE),
        "reason": "Hồ sơ không được tiếp nhận",
        "key": "k1",
        "bo-phan": order.section_id,
    }
    sandbox.returning = "tu-choi"
    for _ in range(2):
        assert head.post(button, data).status_code == 302
    slip = Refund.objects.get()
    row = GatewayReturn.objects.get()
    assert (row.refund_id, row.number, row.state, row.amount) == (slip.pk, slip.number, "refused", ONLINE_FEE)
    waiting = queries.waiting_money(room.person(HEAD), order.section_id)
    assert ([each.pk for each in waiting.returns], waiting.refunds) == ([row.pk], ())
    assert heard(room) == [], "nothing went back"
    assert "Đã yêu cầu cổng thanh toán hoàn 8.000" in asked_sentence(room)
    here = reverse("portal:pay", args=[room.code])
    assert "không hoàn được" in client.get(here).content.decode()
    by_hand = reverse("desk:return_by_hand", args=[row.number])
    assert by_hand in head.get(reverse("desk:reconcile")).content.decode()
    assert head.post(by_hand, {"number": "FT77", "bo-phan": order.section_id}).status_code == 302
    shown = client.get(here).content.decode()
    ((channel, words),) = heard(room)
    assert channel == "portal"
    assert all(said in words for said in ("8.000 đồng", slip.number, "Hồ sơ không được tiếp nhận"))
    assert "FT77" in shown
    assert "8.000" in shown
    assert queries.waiting_money(room.person(HEAD), order.section_id).number == 0
    assert (again(order).held, again(order).returned, compare().differences) == (0, 0, ())


def test_the_gateway_gives_the_refund_of_a_filing_back(room: Room, sandbox: Sandbox) -> None:
    order, client = declined(room, sandbox)
    data = {"amount": str(ONLINE_FEE), "reason": "Không thuộc thẩm quyền"}

    def press() -> GatewayReturn:
        return services.refund_by_gateway(
            room.person(HEAD), order.reference, data, idempotency_key="k1", clock=room.clock
        )

    assert (press().state, press().state) == ("done", "done")
    ((_, words),) = heard(room)
    assert "8.000 đồng" in words
    row = GatewayReturn.objects.get()
    shown = client.get(reverse("portal:pay", args=[room.code])).content.decode()
    assert "Cổng thanh toán đã hoàn" in shown
    assert row.external in shown
    assert (Refund.objects.get().amount, sandbox.paid["GD1"]) == (ONLINE_FEE, 0)
    assert room.types[-1] == "fee_refunded"
    with pytest.raises(Conflict):
        services.settle_by_hand(room.person(HEAD), row.number, {"number": "FT1"}, clock=room.clock)
    with pytest.raises(NotFound):
        services.settle_by_hand(room.person(HEAD), "HT-x", {"number": "FT1"}, clock=room.clock)
