"""Money to the đồng under random days: every đồng in exactly one close, closes add up, series have no gap."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dossiers.room import HEAD, INSTANT, RECEPTION, Room, at
from tests.support.purse import close, refund, take, waive

from motcua.foundation.clock import DAY
from motcua.foundation.errors import DomainError
from motcua.money.models import DayClose, Receipt, Refund, Settlement, Till
from motcua.money.services import settle
from motcua.money.settling import Quarter

WHO = (RECEPTION, HEAD)
deed = st.tuples(
    st.sampled_from(["take", "take", "transfer", "waive", "refund", "refund", "close", "night"]),
    st.sampled_from(WHO),
    st.integers(1, 40),
)


class Office:
    """A ward's money as the test itself keeps it, beside the books."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.taken: list[tuple[str, str]] = []
        self.cash: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self.closed_cash = 0
        self.net = 0

    def do(self, what: str, who: str, size: int) -> None:
        getattr(self, what)(who, size)

    def take(self, who: str, size: int, **data: Any) -> None:
        self.room.receive(procedure=INSTANT)
        done = take(self.room, who, quantity_1=str(size), **data)
        self.taken.append((self.room.code, done.number))
        self.net += done.amount
        self.open[who] += 1
        self.cash[who] += 0 if data else done.amount

    def transfer(self, who: str, size: int) -> None:
        self.take(who, size, method="transfer", reference=f"FT{size}")

    def waive(self, who: str, _size: int) -> None:
        self.room.receive(procedure=INSTANT)
        waive(self.room, who)

    def refund(self, _who: str, size: int) -> None:
        if not self.taken:
            return
        self.room.code, number = self.taken[size % len(self.taken)]
        amount = size * 1_000
        try:
            refund(self.room, number, HEAD, amount=str(amount))
        except DomainError as error:
            assert error.id in ("refund_too_much", "nothing_to_refund")  # noqa: PT017
            return
        self.net -= amount
        self.cash[HEAD] -= amount
        self.open[HEAD] += 1

    def close(self, who: str, size: int) -> None:
        person = self.room.person(who)
        if not Till.objects.filter(officer=person.actor).exists():
            return
        off = size % 3
        try:
            done = close(self.room, who, counted=str(self.cash[who] + off), explanation="thừa" if off else "")
        except DomainError as error:
            assert error.id in ("already_closed", "nothing_to_close")  # noqa: PT017
            return
        assert (done.expected, done.difference) == (self.cash[who], off)
        self.closed_cash += done.expected
        self.cash[who] = self.open[who] = 0

    def night(self, _who: str, _size: int) -> None:
        self.room.clock.instant += DAY

    def finish(self) -> None:
        """All tills closed on the next day."""
        for _ in range(2):
            self.night("", 0)
            for who in WHO:
                self.close(who, 0)


@given(deeds=st.lists(deed, max_size=18))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_dong_stands_in_one_close(room: Room, deeds: list[tuple[str, str, int]]) -> None:
    with transaction.atomic():
        walk(deeds)
        transaction.set_rollback(True)


def walk(deeds: list[tuple[str, str, int]]) -> None:
    office = Office(Room("2026-03-02T09:00"))
    for what, who, size in deeds:
        office.do(what, who, size)
    office.finish()
    receipts, refunds, closes = Receipt.objects.all(), Refund.objects.all(), DayClose.objects.all()
    assert sum(each.amount for each in receipts) - sum(each.amount for each in refunds) == office.net
    for till in Till.objects.all():
        rows = [each.till_no for table in (receipts, refunds) for each in table if each.till_id == till.pk]
        assert sorted(rows) == list(range(1, till.last + 1))
        covered = sorted(
            number
            for each in closes
            if each.till_id == till.pk
            for number in range(each.first_no, each.last_no + 1)
        )
        assert covered == sorted(rows), "each number in exactly one close"
    moved = sum(each.expected + each.transfer_in - each.transfer_out for each in closes)
    assert moved == office.net
    assert sum(each.expected for each in closes) == office.closed_cash
    for table in (receipts, refunds):
        assert sorted(each.no for each in table) == list(range(1, len(table) + 1))
    settled(office, list(receipts))


def settled(office: Office, receipts: list[Receipt]) -> None:
    if not receipts:
        return
    office.room.clock.instant = at("2026-04-02T09:00")
    head = office.room.person(HEAD)
    agencies = {(each.section_id, each.competent_id) for each in receipts}
    for section, competent in agencies:
        settle(head, section, competent, Quarter(2026, 1), clock=office.room.clock)
    assert sum(each.amount for each in Settlement.objects.all()) == office.net
