"""An agency's own account: for it and what is below, pinned by orders, told apart in statements."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.dossiers.room import ADMINISTRATOR, HEAD, INSPECTOR, LEADER, WARD, Room
from tests.support.payer import FEE, again, line, opened, owing, statement

from motcua.foundation import vietqr
from motcua.foundation.errors import DomainError, Forbidden
from motcua.organisation import banks
from motcua.organisation.agencies import AgencyFacts
from motcua.organisation.models import Agency, AgencyAccount, Change
from motcua.organisation.services import add_account, end_account, renew_agency
from motcua.payments import queries, services
from motcua.payments.accounts import account, account_for
from motcua.payments.gateway import describe, names
from motcua.payments.models import Arrival
from motcua.site.keeping.gateways_check import gateway_checks

MONDAY = date(2026, 3, 2)
OWN = "999999:0000001273"
SINCE = MONDAY + timedelta(days=60)


@pytest.fixture
def ward(room: Room) -> Agency:
    return Agency.objects.get(code=WARD, valid_to=None)


def own(ward: Agency) -> AgencyAccount:
    return AgencyAccount.objects.get(agency=ward)


def test_the_nearest_above_counts_on_its_day(room: Room, ward: Agency) -> None:
    division = Agency.objects.filter(parent=ward).first()
    assert division is not None
    for agency in (ward, division):
        assert (account_for(agency.pk, MONDAY) or account()) == ("999999", "0000001273", own(ward).holder)
    assert account_for(ward.pk, date(2025, 6, 30)) == account()
    assert account_for(Agency.objects.get(kind="province").pk, MONDAY) == account()
    # A commune of before was joined to the ward: its dossiers are paid into the ward's account.
    joined = Agency.objects.filter(successions__successor=ward, successions__takes_dossiers=True).first()
    assert joined is not None
    assert account_for(joined.pk, MONDAY) == account_for(ward.pk, MONDAY)


def test_given_and_ended_never_changed(room: Room, ward: Agency) -> None:
    admin = room.person(ADMINISTRATOR)
    new = {"bank": "970436", "number": "0123456789", "holder": "Kho bạc", "reason": "QĐ 7"}
    for who in (HEAD, LEADER, INSPECTOR):
        with pytest.raises(Forbidden):
            add_account(room.person(who), ward.pk, since=SINCE, **new)
        with pytest.raises(Forbidden):
            end_account(room.person(who), own(ward).pk, MONDAY, reason="QĐ 7")
    bad = ({}, {"bank": "97043"}, {"bank": "97043x"}, {"number": "12-3"}, {"holder": ""}, {"reason": ""})
    for wrong in bad:
        with pytest.raises(DomainError):
            add_account(admin, ward.pk, since=SINCE, **{**new, **wrong})
    assert AgencyAccount.objects.filter(agency=ward).count() == 1
    end_account(admin, own(ward).pk, SINCE - timedelta(days=1), reason="QĐ 7")
    made = add_account(admin, ward.pk, since=SINCE, **new)
    assert (account_for(ward.pk, SINCE) or account()) == ("970436", "0123456789", "KHO BẠC")
    assert Change.objects.filter(kind="agency_account").count() == 2
    end_account(admin, made.pk, SINCE - timedelta(days=1), reason="Nhập sai")
    assert account_for(ward.pk, SINCE) == account()


def test_it_goes_along_under_a_new_name(room: Room, ward: Agency) -> None:
    kept = {field: getattr(ward, field) for field in AgencyFacts.__struct_fields__ if field != "parent"}
    facts = AgencyFacts(**{**kept, "name": "UBND phường Mới"}, parent=ward.parent_id)
    done = renew_agency(room.person(ADMINISTRATOR), ward.pk, facts, since=SINCE, reason="NQ 1")
    assert account_for(done.agency.pk, SINCE) == account_for(ward.pk, MONDAY)
    assert account_for(ward.pk, SINCE) == account_for(ward.pk, MONDAY)


def test_an_open_order_keeps_its_account(room: Room, ward: Agency) -> None:
    order = owing(room)
    AgencyAccount.objects.filter(agency=ward).update(valid_to=MONDAY - timedelta(days=1))
    assert opened(room).pk == order.pk
    page = queries.payment_page(room.code, clock=room.clock)
    assert vietqr.parse(page.payload).account == "0000001273"
    assert page.account is not None
    assert page.account.key == again(order).account == OWN
    assert "0000001273" in describe(order, names()).values()
    room.receive(procedure=room.state.intake.procedure.code)
    setting = account()
    assert setting is not None
    assert opened(room).account == setting.key


def test_a_line_of_another_account_s_order_is_told(room: Room, ward: Agency) -> None:
    order, setting = owing(room), account()
    assert setting is not None
    head = room.person(HEAD)
    row = line("FT1", FEE, order.reference)
    content = f"thoi_gian,so_giao_dich,so_tien,noi_dung,ghi_no\n{row}\n".encode()
    with pytest.raises(DomainError, match="không phải tài khoản"):
        services.import_statement(head, ward.pk, "a.csv", content, account="970436:1", clock=room.clock)
    done = services.import_statement(head, ward.pk, "a.csv", content, account=setting.key, clock=room.clock)
    assert (done.account, done.lines, done.elsewhere) == (setting.key, 1, 1)
    assert again(order).state == "open"
    (waiting,) = queries.waiting_money(head, ward.pk).arrivals
    assert (waiting.elsewhere, waiting.reference) == (order.reference, "")
    # The same number of another bank is other money.
    assert statement(room, row, "").known == 0
    assert (again(order).state, Arrival.objects.count()) == ("paid", 2)
    whole = queries.reconciliation(head, ward.pk, MONDAY, MONDAY)
    assert [(each.key, each.balance.came) for each in whole.by_account] == [(OWN, FEE)]
    for key, came, orders in ((OWN, FEE, 1), (setting.key, 0, 0)):
        part = queries.reconciliation(head, ward.pk, MONDAY, MONDAY, account=key)
        assert (part.balance.came, len(part.orders), len(part.imports)) == (came, orders, 1)


def test_doctor_names_the_agency_whose_account_is_malformed(room: Room, ward: Agency) -> None:
    AgencyAccount.objects.filter(agency=ward).update(bank="97x")
    found = next(each for each in gateway_checks() if each.id == "agency_accounts")
    assert not found.ok
    assert ward.name in found.message
    assert banks.accounts_from(MONDAY)
