"""Online payment on the dossier of a test's room: orders, the gateway's messages, lines of a statement."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import msgspec
from django.conf import settings
from tests.dossiers.room import HANDLER, HEAD, INSTANT, Room

from motcua.foundation.clock import SECOND
from motcua.money.purposes import Purpose
from motcua.payments import gateway, services
from motcua.payments.models import Arrival, PaymentEvent, PaymentOrder, StatementImport
from motcua.payments.protocol import signed

FEE = 10_000
"""What the procedure `INSTANT` costs."""


def owing(room: Room) -> PaymentOrder:
    """A new dossier with a fee of 10.000 đ, and its order."""
    room.receive(procedure=INSTANT)
    return opened(room)


def opened(room: Room, purpose: Purpose = Purpose.FEE) -> PaymentOrder:
    return services.open_order(room.code, purpose, clock=room.clock)


def obliged(room: Room, amount: str = "250.000") -> PaymentOrder:
    """A dossier that waits for a financial obligation of 250.000 đ, asked for at 9:00 on the day after the
    first, and its order."""
    room.receive()
    room.transferred()
    room.do(HANDLER, "request_obligation", room.on(1, "09:00"), content="Lệ phí trước bạ", amount=amount)
    return opened(room, Purpose.OBLIGATION)


def message(room: Room, order: PaymentOrder | None = None, *, secret: str = "", **changes: Any) -> bytes:
    """What the gateway sends when a payer has paid, signed; `changes` by our own words."""
    words = gateway.names()
    said: dict[str, Any] = {
        "transaction": f"GD{uuid4().hex[:12]}",
        "lookup": order.lookup if order else "",
        "dossier": room.code,
        "amount": order.amount if order else FEE,
        "paid": words.values["paid"],
        "paid_at": room.clock.now() // SECOND,
    }
    told = words.named(**{**said, **changes})
    return msgspec.json.encode(
        signed(told, words, secret or settings.MOTCUA_GATEWAY_SECRET, room.clock.now())
    )


def told(room: Room, body: bytes) -> dict[str, Any]:
    return services.take_result(body, clock=room.clock)


def line(number: str, amount: object, text: str, at: str = "02/03/2026 10:00", debit: str = "") -> str:
    return f'{at},{number},"{amount}","{text}",{debit}'


def statement(room: Room, *lines: str, who: str = HEAD) -> StatementImport:
    """Read a statement with these lines in."""
    heading = "thoi_gian,so_giao_dich,so_tien,noi_dung,ghi_no"
    content = "\n".join([heading, *lines, ""]).encode()
    person = room.person(who)
    section = next(iter(post.section_id or post.agency_id for post in person.held))
    place = next(iter(person.held[0].received), section)
    return services.import_statement(person, place, "sao-ke.csv", content, clock=room.clock)


def verdicts(order: PaymentOrder) -> list[str]:
    return [each.verdict for each in order.events.exclude(verdict="").order_by("seq")]


def again(order: PaymentOrder) -> PaymentOrder:
    """The order as it stands."""
    return PaymentOrder.objects.get(pk=order.pk)


def rows() -> tuple[int, int, int]:
    """How many rows there are of arrivals, events and orders."""
    return Arrival.objects.count(), PaymentEvent.objects.count(), PaymentOrder.objects.count()
