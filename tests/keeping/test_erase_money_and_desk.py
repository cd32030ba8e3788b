"""Retention of the books of money, of intakes begun, of queue numbers, of keys: by law or by a setting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.dossiers.room import HEAD, LEADER, Room, at
from tests.keeping.conftest import Machine
from tests.support.purse import close, paid, refund, till_of, waive, withdraw

from motcua.dossiers.counter_tables import IntakeDraft, QueueTicket
from motcua.dossiers.verify import verify
from motcua.foundation.clock import DAY, FixedClock, SystemClock, day_of
from motcua.foundation.errors import DomainError
from motcua.money import services
from motcua.money.books import compare
from motcua.money.models import (
    DayClose,
    Receipt,
    Refund,
    Settlement,
    SettlementConfirmation,
    Waiver,
    WaiverWithdrawal,
)
from motcua.money.settling import Quarter
from motcua.organisation.models import ApiToken, Officer, Section
from motcua.site.keeping import erasing

BOOKS = (Receipt, Refund, Waiver, WaiverWithdrawal, DayClose, Settlement, SettlementConfirmation)
OF_MONEY = [rule.id for rule in erasing.rules() if rule.id.startswith("money_")]


def full_books(room: Room) -> None:
    """A quarter with a row in every table of the books."""
    receipt = paid(room, quantity_1="2")
    refund(room, receipt.number, amount="5000")
    room.receive(procedure="2.000884")
    waive(room)
    withdraw(room)
    close(room, counted="20000")
    close(room, HEAD, till=till_of(room.person(HEAD)), counted="-5000")
    room.clock.instant = at("2026-04-02T09:00")
    done = services.settle(
        room.person(HEAD), receipt.section_id, receipt.competent_id, Quarter(2026, 1), clock=room.clock
    )
    services.confirm_settlement(room.person(LEADER), done.number, {}, clock=room.clock)
    assert all(table.objects.count() for table in BOOKS)


def copied(row: Any, **changes: Any) -> Any:
    """The same row of eleven years ago, as if by older books."""
    old = SystemClock().now() - 11 * 366 * DAY
    columns = {"pk": None, "at": old, "closed_at": old, "day": day_of(old), "number": f"OLD-{row.pk}"}
    columns |= {"no": 90, "till_no": 90, "first_no": 90, "last_no": 90, "key": f"old {row.pk}", "seq": 90}
    for name, value in {**columns, **changes}.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def due_at(when: str) -> dict[str, int]:
    clock = FixedClock(at(when))
    return {rule.id: erasing.due(rule, clock=clock).many for rule in erasing.chosen(OF_MONEY)}


@pytest.mark.django_db
def test_books_stay_ten_years_from_the_end_of_their_year(room: Room) -> None:
    full_books(room)
    assert set(due_at("2036-12-31T23:00").values()) == {0}
    # What hangs on a row goes before it: those are not due while it stands.
    assert due_at("2037-01-01T00:00") == {
        "money_refunds": 1,
        "money_receipts": 0,
        "money_withdrawals": 1,
        "money_waivers": 0,
        "money_closes": 2,
        "money_confirmations": 1,
        "money_settlements": 0,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["119", "60", "0", "ten"])
def test_the_law_sets_the_least_period(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (rule,) = erasing.chosen(["money_receipts"])
    monkeypatch.setenv(rule.setting, given)
    with pytest.raises(DomainError) as refusal:
        rule.period()
    assert refusal.value.id == "retention_period"
    assert "Luật Kế toán" in rule.source


@pytest.mark.django_db(transaction=True)
def test_old_books_go_by_the_owner_and_the_log_stays(room: Room, here: Machine) -> None:
    full_books(room)
    with pytest.raises(Exception, match=r"permission denied|must be owner"):
        erasing.follow(erasing.chosen(["money_refunds"])[0], clock=FixedClock(at("2037-01-02T09:00")))
    looked = here.run("erase", "--dry-run")
    assert looked.code == 0, looked.told
    shown = {line["rule"]: (line["count"], line["months"]) for line in looked.document["rules"]}
    assert [shown[rule] for rule in OF_MONEY] == [(0, 120)] * 7
    assert {"intake_drafts", "queue_tickets", "tokens", "sessions"} <= shown.keys()
    copied(Refund.objects.get(), receipt=copied(Receipt.objects.get()))
    copied(DayClose.objects.all()[0])
    assert here.run("erase", "--dry-run", "--rule", "money_receipts").document["total"] == 0
    run = here.run("erase")
    assert run.code == 0, run.told
    done = {line["rule"]: line["count"] for line in run.document["rules"]}
    assert [done[rule] for rule in OF_MONEY] == [1, 1, 0, 0, 1, 0, 0]
    assert (Receipt.objects.count(), Refund.objects.count(), DayClose.objects.count()) == (1, 1, 2)
    assert verify().ok
    assert compare().differences == ()


@pytest.mark.django_db
def test_a_draft_goes_after_seven_days(room: Room) -> None:
    now = SystemClock().now()
    for days in (8, 6):
        IntakeDraft.objects.create(
            officer="CB0013", draft_key=str(days), tab="t", body="{}", begun_at=0, saved_at=now - days * DAY
        )
    (rule,) = erasing.chosen(["intake_drafts"])
    assert erasing.follow(rule) == 1
    assert IntakeDraft.objects.get().draft_key == "6"


@pytest.mark.django_db
def test_numbers_of_the_queue_and_expired_keys_go_after_their_months(room: Room) -> None:
    now = SystemClock().now()
    section, officer = Section.objects.all()[0], Officer.objects.all()[0]
    for number, days in enumerate((370, 360), start=1):
        day = day_of(now) - timedelta(days=days)
        QueueTicket.objects.create(section=section, day=day, number=number, issued_at=0)
    for number, days in enumerate((740, 700), start=1):
        ApiToken.objects.create(
            officer=officer,
            name=str(number),
            prefix="mc",
            digest=bytes([number]) * 32,
            scopes=["calendar:read"],
            issued_at=0,
            expires_at=now - days * DAY,
        )
    for name in ("queue_tickets", "tokens"):
        assert erasing.follow(erasing.chosen([name])[0]) == 1
    assert QueueTicket.objects.get().number == 2
    assert ApiToken.objects.get().name == "2"
