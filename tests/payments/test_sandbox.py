"""The sandbox gateway speaks the same protocol: every ending that its page offers, over the wire."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer
from tests.dossiers.room import Room
from tests.support.payer import FEE, again, owing, verdicts

from motcua.foundation.clock import FixedClock, SystemClock
from motcua.money.models import Receipt
from motcua.payments import gateway, services
from motcua.payments.models import Arrival, PaymentOrder
from motcua.payments.sandbox import Sandbox

pytestmark = pytest.mark.django_db(transaction=True)
"""The server of the callbacks is a thread with a connection of its own."""


@pytest.fixture
def sandbox(settings: Any, live_server: LiveServer) -> Iterator[Sandbox]:
    made = Sandbox(gateway.names(), settings.MOTCUA_GATEWAY_SECRET)
    threading.Thread(target=made.serve, daemon=True).start()
    settings.MOTCUA_GATEWAY_URL = made.url
    settings.MOTCUA_PUBLIC_URL = live_server.url
    yield made
    made.close()


@pytest.fixture
def order(room: Room) -> PaymentOrder:
    """An order of today: the sandbox signs by the clock on the wall."""
    room.clock = FixedClock(SystemClock().now())
    return owing(room)


def end(sandbox: Sandbox, choice: str) -> None:
    """The payer chooses; returns when the house has been told."""
    (asked,) = sandbox.asked.values()
    for teller in sandbox.end(asked, choice):
        teller.join(timeout=30)


@pytest.mark.parametrize(
    ("choice", "state", "held", "said"),
    [
        ("tra", "paid", 0, ["exact"]),
        ("ba-lan", "paid", 0, ["exact"]),
        ("hai-lan", "over", FEE, ["exact", "double"]),
        ("thieu", "wrong", FEE - 1_000, ["wrong"]),
        ("hong", "open", 0, []),
    ],
)
def test_every_ending(
    room: Room, sandbox: Sandbox, order: PaymentOrder, choice: str, state: str, held: int, said: list[str]
) -> None:
    url = services.create(order, "https://example.vn/back", clock=room.clock)
    assert services.create(again(order), "x", clock=room.clock) == url
    with urllib.request.urlopen(url) as page:
        assert "10.000 đ" in page.read().decode()
    end(sandbox, choice)
    now = again(order)
    assert (now.state, now.held, verdicts(order)) == (state, held, said)
    assert Receipt.objects.count() == (1 if state in ("paid", "over") else 0)


def test_a_gateway_that_never_tells_is_asked(room: Room, sandbox: Sandbox, order: PaymentOrder) -> None:
    services.create(order, "x", clock=room.clock)
    assert services.ask_again(again(order), clock=room.clock) is False
    end(sandbox, "im")
    assert again(order).state == "open"
    assert services.ask_again(again(order), clock=room.clock) is True
    assert services.ask_again(again(order), clock=room.clock) is True
    assert again(order).state == "paid"
    assert Arrival.objects.count() == 1


def test_a_gateway_with_another_key_is_not_believed(
    room: Room, sandbox: Sandbox, order: PaymentOrder, settings: Any
) -> None:
    services.create(order, "x", clock=room.clock)
    settings.MOTCUA_GATEWAY_SECRET = "another"
    with pytest.raises(gateway.Unreachable):
        services.ask_again(again(order), clock=room.clock)
    end(sandbox, "tra")
    assert again(order).state == "open"


def test_a_gateway_that_is_away_takes_nothing(room: Room, order: PaymentOrder, settings: Any) -> None:
    settings.MOTCUA_GATEWAY_URL = "http://127.0.0.1:9"
    with pytest.raises(gateway.Unreachable) as refusal:
        services.create(order, "x", clock=room.clock)
    assert "VietQR" in refusal.value.next_step
    assert again(order).pay_url == ""


def test_the_sandbox_answers_nobody_without_a_signature(sandbox: Sandbox) -> None:
    words = gateway.names()
    for path in (words.paths["create"], words.paths["query"], words.paths["refund"]):
        request = urllib.request.Request(f"{sandbox.url}/{path}", b"{}", method="POST")
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(request)
        assert refusal.value.code == 403
    assert not sandbox.asked
    assert settings.MOTCUA_GATEWAY_SECRET
