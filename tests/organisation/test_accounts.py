"""Accounts: made for an officer in service, locked, opened, reset; never by somebody without the right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.organisation.tree import NOW, Province, noon

from motcua.foundation.clock import FixedClock
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.law.roles import Role
from motcua.organisation.account_rows import one_time_password
from motcua.organisation.accounts import account, accounts, officers_without_account
from motcua.organisation.credentials import (
    close_account,
    create_account,
    lock_account,
    reset_password,
    unlock_account,
)
from motcua.organisation.models import Assignment, Change, Officer, User
from motcua.organisation.rights import Person

CLOCK = FixedClock(noon(NOW))
OTHERS = [role for role in Role if role not in {Role.ADMINISTRATOR, Role.APPLICANT, Role.SYSTEM}]


@pytest.fixture(autouse=True)
def march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.organisation.accounts.today", lambda: NOW)


@pytest.fixture
def administrator(province: Province) -> Person:
    return province.person(Role.ADMINISTRATOR, "office")


@pytest.fixture
def hand(province: Province, administrator: Person) -> Officer:
    """A receiving officer with an account."""
    return province.holder(province.post(Role.RECEIVING_OFFICER, "centre"))


def login_of(officer: Officer) -> str:
    assert officer.user is not None
    return officer.user.login_name


def new_officer(code: str = "N1", **more: date) -> Officer:
    return Officer.objects.create(code=code, full_name="Bế Thị Nụ", **more)


def last_change() -> Change:
    return Change.objects.latest("pk")


def test_an_account_is_made_with_a_password_for_one_use(administrator: Person) -> None:
    new_officer()
    issued = create_account(administrator, "N1", "  Nu.TiepNhan ", "Quyết định 15/QĐ", clock=CLOCK)
    user = Officer.objects.get(code="N1").user
    assert user is not None
    assert (user.login_name, user.must_change_password, user.is_active) == ("nu.tiepnhan", True, True)
    assert user.check_password(issued.password)
    row = last_change()
    assert (row.kind, row.subject, row.named, row.reason) == (
        "account",
        "nu.tiepnhan",
        "Bế Thị Nụ",
        "Quyết định 15/QĐ",
    )
    assert issued.password not in str(row.after)


def test_a_one_time_password_is_readable_and_never_twice_the_same() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(each) == 14 and not set(each) & set("ilo01ILO") for each in made)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "ab",
        "nụ",
        "bế.nụ",
        "nu tiep nhan",
        ".nu",
        "nu/..",
        "nu\n",
        "nu\x00x y",
        "n" * 65,
        "x" * 100_000,
        "ｎｕ．ｔｉｅｐ",
        "\ud800abc",
    ],
)
def test_a_login_name_of_another_form_is_refused(administrator: Person, name: str) -> None:
    new_officer()
    before = User.objects.count()
    with pytest.raises(DomainError) as refusal:
        create_account(administrator, "N1", name, "QĐ 15", clock=CLOCK)
    assert refusal.value.id == "login_name_form"
    assert User.objects.count() == before
    assert not Change.objects.exists()


def test_a_login_name_belongs_to_one(administrator: Person, hand: Officer) -> None:
    new_officer()
    with pytest.raises(Conflict) as refusal:
        create_account(administrator, "N1", login_of(hand).upper(), "QĐ 15", clock=CLOCK)
    assert refusal.value.id == "login_name_taken"
    assert Officer.objects.get(code="N1").user is None


def test_an_officer_has_one_account(administrator: Person, hand: Officer) -> None:
    with pytest.raises(Conflict) as refusal:
        create_account(administrator, hand.code, "second.name", "QĐ 15", clock=CLOCK)
    assert refusal.value.id == "has_an_account"
    assert not User.objects.filter(login_name="second.name").exists()


def test_nobody_by_that_code(administrator: Person) -> None:
    with pytest.raises(NotFound):
        create_account(administrator, "no such", "some.name", "QĐ 15", clock=CLOCK)
    for act in (reset_password, lock_account, unlock_account):
        with pytest.raises(NotFound):
            act(administrator, "nobody.here", "QĐ 15", clock=CLOCK)


def test_a_leaver_gets_no_account_and_no_password(administrator: Person, hand: Officer) -> None:
    new_officer(left_on=NOW - timedelta(days=1))
    Officer.objects.filter(pk=hand.pk).update(left_on=NOW - timedelta(days=1))
    User.objects.filter(pk=hand.user_id).update(is_active=False)
    for act in (
        lambda: create_account(administrator, "N1", "some.name", "QĐ 15", clock=CLOCK),
        lambda: reset_password(administrator, login_of(hand), "quên", clock=CLOCK),
        lambda: unlock_account(administrator, login_of(hand), "quên", clock=CLOCK),
    ):
        with pytest.raises(DomainError) as refusal:
            act()
        assert refusal.value.id == "officer_left"
    assert not Change.objects.exists()
    assert not User.objects.get(pk=hand.user_id).is_active


def test_on_the_last_day_the_account_still_works(administrator: Person, hand: Officer) -> None:
    Officer.objects.filter(pk=hand.pk).update(left_on=NOW)
    assert reset_password(administrator, login_of(hand), "quên", clock=CLOCK).password


def test_a_forgotten_password_is_replaced(administrator: Person, hand: Officer) -> None:
    assert hand.user is not None
    hand.user.set_password("mật khẩu đã quên")
    hand.user.save()
    first = reset_password(administrator, login_of(hand).upper(), "quên mật khẩu", clock=CLOCK)
    second = reset_password(administrator, login_of(hand), "đánh mất phiếu", clock=CLOCK)
    user = User.objects.get(pk=hand.user_id)
    assert user.must_change_password
    assert user.check_password(second.password)
    assert not user.check_password(first.password)
    assert not user.check_password("mật khẩu đã quên")
    assert second.password not in str(last_change().__dict__)


def test_locked_and_opened_again(administrator: Person, hand: Officer) -> None:
    lock_account(administrator, login_of(hand), "nghỉ thai sản", clock=CLOCK)
    assert not User.objects.get(pk=hand.user_id).is_active
    assert (last_change().before, last_change().after) == ({"active": True}, {"active": False})
    with pytest.raises(DomainError, match="Không có gì thay đổi"):
        lock_account(administrator, login_of(hand), "lần nữa", clock=CLOCK)
    unlock_account(administrator, login_of(hand), "đi làm lại", clock=CLOCK)
    assert User.objects.get(pk=hand.user_id).is_active
    assert Change.objects.count() == 2


def test_nobody_locks_or_resets_oneself(administrator: Person, province: Province) -> None:
    province.holder(province.post(Role.ADMINISTRATOR, "office"))
    for act in (lock_account, reset_password):
        with pytest.raises(DomainError) as refusal:
            act(administrator, administrator.login_name, "thử", clock=CLOCK)
        assert refusal.value.id == "own_account"


def test_the_last_administrator_is_not_locked(administrator: Person, province: Province) -> None:
    """The actor's own post has ended meanwhile; the other one is all that is left."""
    other = province.holder(province.post(Role.ADMINISTRATOR, "office"))
    Assignment.objects.filter(officer=administrator.officer_id).update(valid_to=NOW - timedelta(days=1))
    with pytest.raises(DomainError) as refusal:
        lock_account(administrator, login_of(other), "thử", clock=CLOCK)
    assert refusal.value.id == "last_administrator"
    assert other.user_id is not None
    with pytest.raises(DomainError):
        close_account(other.user_id, NOW, clock=CLOCK)
    assert User.objects.get(pk=other.user_id).is_active


def test_a_second_administrator_may_be_locked(administrator: Person, province: Province) -> None:
    other = province.holder(province.post(Role.ADMINISTRATOR, "office"))
    lock_account(administrator, login_of(other), "thử", clock=CLOCK)
    assert not User.objects.get(pk=other.user_id).is_active


def test_an_account_closes_when_the_last_day_is_over(hand: Officer) -> None:
    assert hand.user_id is not None
    close_account(hand.user_id, NOW, clock=CLOCK)
    assert User.objects.get(pk=hand.user_id).is_active, "the last day is worked"
    close_account(hand.user_id, NOW - timedelta(days=1), clock=CLOCK)
    assert not User.objects.get(pk=hand.user_id).is_active


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_each_needs_a_reason(administrator: Person, hand: Officer, reason: str) -> None:
    new_officer()
    before = User.objects.get(pk=hand.user_id).__dict__ | {"_state": None}
    for act in (
        lambda: create_account(administrator, "N1", "some.name", reason, clock=CLOCK),
        lambda: reset_password(administrator, login_of(hand), reason, clock=CLOCK),
        lambda: lock_account(administrator, login_of(hand), reason, clock=CLOCK),
    ):
        with pytest.raises(DomainError) as refusal:
            act()
        assert refusal.value.id in {"reason_needed", "text_too_long"}
    assert User.objects.get(pk=hand.user_id).__dict__ | {"_state": None} == before
    assert not User.objects.filter(login_name="some.name").exists()


@pytest.mark.parametrize("role", OTHERS)
def test_only_an_administrator(province: Province, hand: Officer, role: Role) -> None:
    person = province.person(role, "centre")
    for act in (
        lambda: create_account(person, "N1", "some.name", "QĐ", clock=CLOCK),
        lambda: reset_password(person, login_of(hand), "QĐ", clock=CLOCK),
        lambda: lock_account(person, login_of(hand), "QĐ", clock=CLOCK),
        lambda: unlock_account(person, login_of(hand), "QĐ", clock=CLOCK),
        lambda: accounts(person),
        lambda: account(person, login_of(hand)),
        lambda: officers_without_account(person),
    ):
        with pytest.raises(Forbidden):
            act()


def test_accounts_are_found_without_accents(administrator: Person, hand: Officer) -> None:
    Officer.objects.filter(pk=hand.pk).update(full_name="Đàm Thị Ngọc Ánh")
    found = accounts(administrator, words="anh dam")
    assert (found.total, found.rows[0].login_name) == (1, login_of(hand))
    assert found.rows[0].places == ("receiving_officer centre, centre",)
    assert accounts(administrator, words="anh dam", state="locked").total == 0
    lock_account(administrator, login_of(hand), "thử", clock=CLOCK)
    assert accounts(administrator, state="locked").rows[0].login_name == login_of(hand)
    assert accounts(administrator, words=hand.code.lower()).total == 1
    assert accounts(administrator, page=7).rows == []


def test_who_waits_for_an_account(administrator: Person) -> None:
    new_officer("N1")
    new_officer("N2", left_on=NOW - timedelta(days=1))
    assert [each.code for each in officers_without_account(administrator)] == ["N1"]
