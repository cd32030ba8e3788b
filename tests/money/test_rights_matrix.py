"""Each command of money by each person, at the own section and away from it, against a table by hand.

The table reads neither `rights.ACTIONS` nor the regimes: who changes those must change it too, knowingly.
X does it, f is refused as having the wrong post, a dot is told that there is no such dossier, till or
settlement.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest
from django.db import transaction
from tests.dossiers.room import (
    ADMINISTRATOR,
    CONTROLLER,
    HANDLER,
    HEAD,
    INSPECTOR,
    INSTANT,
    LEADER,
    OTHER_HANDLER,
    RECEPTION,
    STRANGE_LEADER,
    STRANGER,
    Room,
    at,
)
from tests.support import purse

from motcua.dossiers.lifecycle.core import WrongRole
from motcua.dossiers.queries import dossier_page
from motcua.foundation.clock import DAY, day_of
from motcua.foundation.errors import Forbidden, NotFound
from motcua.money import queries, services
from motcua.money.models import Receipt, Settlement, Till
from motcua.money.settling import Quarter
from motcua.organisation.models import Officer, StandIn
from motcua.organisation.people import leave
from motcua.organisation.rights import NOBODY, Person

STRANGE_HEAD = "khang.tangiang"
STAND_IN = "yen.thucphan"
"""Stands in for the section head in `stood_in`; else she handles at the ward and touches no money."""

PEOPLE = (
    RECEPTION,
    HEAD,
    HANDLER,
    OTHER_HANDLER,
    LEADER,
    STRANGER,  # receives at another ward
    STRANGE_HEAD,  # heads the section there
    "hieu.tangiang",  # handles there
    STRANGE_LEADER,  # leads there
    "phuc.ubndtinh",  # leads the province
    INSPECTOR,
    CONTROLLER,
    ADMINISTRATOR,
)
Do = Callable[[Room, Person], object]


class Case(NamedTuple):
    """A command of money, who may give it, how things come to where it is possible."""

    name: str
    who: str
    before: Callable[[Room], object]
    do: Do
    action: str = ""
    """What the dossier's page offers to who may; empty where the command is not of one dossier."""


def owing(room: Room) -> None:
    room.receive(procedure=INSTANT)


def paid(room: Room) -> None:
    purse.paid(room)


def waived(room: Room) -> None:
    owing(room)
    purse.waive(room)


def quarter_over(room: Room) -> None:
    purse.paid(room)
    purse.close(room, counted="10000")
    room.clock.instant = at("2026-04-02T09:00")


def settled(room: Room) -> None:
    quarter_over(room)
    settle(room, room.person(HEAD))


def take(room: Room, person: Person) -> object:
    return services.take_payment(person, room.code, {}, idempotency_key="k", clock=room.clock)


def waive(room: Room, person: Person) -> object:
    said = {"legal_ground": purse.GROUND}
    return services.waive_fee(person, room.code, said, idempotency_key="k", clock=room.clock)


def refund(room: Room, person: Person) -> object:
    number, said = Receipt.objects.get().number, {"amount": "1000", "reason": "Thu thừa"}
    return services.refund_fee(person, room.code, number, said, idempotency_key="k", clock=room.clock)


def withdraw(room: Room, person: Person) -> object:
    said = {"reason": "Ghi nhầm"}
    return services.withdraw_waiver(person, room.code, said, idempotency_key="k", clock=room.clock)


def close_receptions(room: Room, person: Person) -> object:
    """The till of the receiving officer."""
    return services.close_day(person, Till.objects.get().pk, {"counted": "10000"}, clock=room.clock)


def settle(room: Room, person: Person) -> Settlement:
    paid_once = Receipt.objects.get()
    return services.settle(
        person, paid_once.section_id, paid_once.competent_id, Quarter(2026, 1), clock=room.clock
    )


def confirm(room: Room, person: Person) -> object:
    return services.confirm_settlement(person, Settlement.objects.get().number, {}, clock=room.clock)


CASES = [
    #                       R H S O L  x x x x p  I C A
    Case("take_payment", "XXfff ..fff fff", owing, take, "record_payment"),
    Case("waive_fee", "XXfff ..fff fff", owing, waive, "waive_fee"),
    Case("withdraw_waiver", "fXfff f.fff fff", waived, withdraw, "withdraw_waiver"),
    Case("refund_fee", "fXfff f.fff fff", paid, refund, "refund_fee"),
    Case("close_day", "XXfff ..fff fff", paid, close_receptions),
    Case("settle", "fXfff f.fff fff", quarter_over, settle),
    Case("confirm_settlement", "ffffX fff.. fff", settled, confirm),
]


def outcome(room: Room, person: Person, case: Case) -> str:
    """What becomes of the attempt; nothing of it stays."""
    with transaction.atomic():
        try:
            case.do(room, person)
        except NotFound:
            return "."
        except (Forbidden, WrongRole):
            return "f"
        finally:
            transaction.set_rollback(True)
    return "X"


def told(case: Case) -> dict[str, str]:
    return dict(zip(PEOPLE, case.who.replace(" ", ""), strict=True))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_who_may(room: Room, case: Case) -> None:
    case.before(room)
    assert {who: outcome(room, room.person(who), case) for who in PEOPLE} == told(case)
    assert outcome(room, NOBODY, case) in "f."


OF_A_DOSSIER = [case for case in CASES if case.action]


@pytest.mark.parametrize("case", OF_A_DOSSIER, ids=[case.name for case in OF_A_DOSSIER])
def test_the_page_offers_what_would_be_done_and_no_more(room: Room, case: Case) -> None:
    case.before(room)
    for who, may in told(case).items():
        try:
            actions = dossier_page(room.person(who), room.code, clock=room.clock).actions
        except NotFound:
            assert may in "f.", who
            continue
        assert (case.action in actions) == (may == "X"), who


def stood_in(room: Room) -> None:
    """From 2 March 2026 to the end of the quarter `STAND_IN` holds the section head's post too."""
    StandIn.objects.create(
        post_id=room.person(HEAD).held[0].post_id,
        officer=Officer.objects.get(user__login_name=STAND_IN),
        valid_from=date(2026, 3, 2),
        valid_to=date(2026, 4, 30),
        ground="Quyết định 7",
    )


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_who_stands_in_for_the_head_does_what_the_head_does(room: Room, case: Case) -> None:
    case.before(room)
    assert outcome(room, room.person(STAND_IN), case) == "f"
    stood_in(room)
    assert outcome(room, room.person(STAND_IN), case) == told(case)[HEAD]
    room.clock.instant = at("2026-05-04T09:00")
    assert outcome(room, room.person(STAND_IN), case) == "f", "the period is over"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_leaver_touches_no_money(room: Room, case: Case) -> None:
    case.before(room)
    doer = room.person(next(who for who, may in told(case).items() if may == "X"))
    assert outcome(room, doer, case) == "X"
    last = day_of(room.clock.now() - DAY)
    leave(room.person(ADMINISTRATOR), doer.officer_code, last, reason="Nghỉ hưu", clock=room.clock)
    assert outcome(room, room.person(doer.login_name), case) == "f"


def watched(room: Room, person: Person) -> object:
    day = date(2026, 3, 2)
    return queries.section_money(person, Till.objects.get().section_id, day, day)


SEEING = [
    #                                       R H S O L  x x x x p  I C A
    ("the own till", lambda room, who: queries.till_view(who, Till.objects.get().pk), "XX... ..... XX."),
    ("the section", watched, "fXfff fffff XXf"),
    ("a receipt", lambda room, who: queries.receipt_by(who, Receipt.objects.get().number), "XXXXX ....X XX."),
]


@pytest.mark.parametrize(("do", "who"), [row[1:] for row in SEEING], ids=[row[0] for row in SEEING])
def test_who_sees(room: Room, do: Do, who: str) -> None:
    paid(room)
    case = Case("see", who, paid, do)
    assert {each: outcome(room, room.person(each), case) for each in PEOPLE} == told(case)


def test_every_command_of_money_stands_in_the_table() -> None:
    commands = {name for name in services.__all__ if name != "Done"}
    assert {case.name for case in CASES} == commands
