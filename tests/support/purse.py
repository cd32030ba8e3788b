"""Money on the dossier of a test's room, through the services as the pages call them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.dossiers.room import HEAD, INSTANT, RECEPTION, Room

from motcua.money import services
from motcua.money.models import DayClose, Receipt, Till
from motcua.money.services import Done
from motcua.organisation.rights import Person

UNCERTAIN = "2.000815"
"""Chứng thực bản sao từ bản chính: so much a page, which the catalogue cannot turn into one amount."""
FREE = "2.000908"
"""Cấp bản sao từ sổ gốc: published as free."""
GROUND = "Luật Phí và lệ phí 2015, Điều 10"


def take(room: Room, who: str = RECEPTION, *, key: str = "", **data: Any) -> Done:
    """Take the fee of the room's dossier."""
    return services.take_payment(
        room.person(who), room.code, data, idempotency_key=key or uuid4().hex, clock=room.clock
    )


def waive(room: Room, who: str = RECEPTION, *, key: str = "", **data: Any) -> Done:
    return services.waive_fee(
        room.person(who),
        room.code,
        {"legal_ground": GROUND, **data},
        idempotency_key=key or uuid4().hex,
        clock=room.clock,
    )


def withdraw(room: Room, who: str = HEAD, *, key: str = "", **data: Any) -> Done:
    return services.withdraw_waiver(
        room.person(who),
        room.code,
        {"reason": "Ghi nhầm đối tượng", **data},
        idempotency_key=key or uuid4().hex,
        clock=room.clock,
    )


def refund(room: Room, receipt: str, who: str = HEAD, *, key: str = "", **data: Any) -> Done:
    return services.refund_fee(
        room.person(who),
        room.code,
        receipt,
        {"reason": "Thu nhầm", **data},
        idempotency_key=key or uuid4().hex,
        clock=room.clock,
    )


def till_of(person: Person) -> Till:
    return Till.objects.get(officer=person.actor)


def close(room: Room, who: str = RECEPTION, *, till: Till | None = None, **data: Any) -> DayClose:
    person = room.person(who)
    return services.close_day(person, (till or till_of(person)).pk, data, clock=room.clock)


def paid(room: Room, **data: Any) -> Receipt:
    """A new dossier with a fee of 10.000 đ, paid."""
    room.receive(procedure=INSTANT)
    return Receipt.objects.get(number=take(room, **data).number)


MONEY = ("record_payment", "waive_fee", "withdraw_waiver", "refund_fee")
"""The actions on a dossier that `dossiers.services.perform` does not know."""


def act(room: Room, who: str, action: str, choice: int) -> Done:
    """One of `MONEY` with something that may be said with it."""
    if action == "record_payment":
        said = {"quantity_1": str(choice % 4), "amount_1": str(choice * 1_000), "payer": "Người nộp thay"}
        if choice % 3 == 0:
            said |= {"method": "transfer", "reference": f"FT{choice}"}
        return take(room, who, **said, additional="on" if choice % 2 else "")
    if action == "waive_fee":
        amount = choice % 12 * 1_000 if choice % 3 else 0
        return waive(room, who, reason="Hộ nghèo" if choice % 2 else "", amount=str(amount or ""))
    if action == "withdraw_waiver":
        return withdraw(room, who)
    payments = room.state.payments
    payment = payments[choice % len(payments)]
    amount = payment.kept if choice % 3 == 0 else choice % 20 * 1_000
    return refund(room, payment.receipt, who, amount=str(amount), due_again="on" if choice % 2 else "")
