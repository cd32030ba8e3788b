"""`motcua account recover`: an administrator who lost everything comes in again; the register tells it."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from tests.organisation.tree import NOW, Province, noon

from motcua.foundation.clock import FixedClock
from motcua.foundation.errors import DomainError, NotFound
from motcua.law.roles import Role
from motcua.organisation import account_command, recovery
from motcua.organisation.models import Change, Officer, Session, SignInRecord, User
from motcua.organisation.recovery import recover_account
from motcua.organisation.rights import ACTIONS, OPERATOR, may

CLOCK = FixedClock(noon(NOW))


@pytest.fixture
def lost(province: Province) -> User:
    """The only administrator, with a second factor and a session that somebody may hold."""
    officer = province.holder(province.post(Role.ADMINISTRATOR, "office"))
    assert officer.user is not None
    officer.user.set_password("sông-Bằng-mùa-xuân")
    officer.user.save()
    Authenticator.objects.create(user=officer.user, type="totp", data={"secret": "A" * 32})
    Authenticator.objects.create(user=officer.user, type="recovery_codes", data={"seed": "b", "used_mask": 0})
    Session.objects.create(
        digest="d" * 64,
        user=officer.user,
        data="",
        expires=noon(NOW + timedelta(days=1)),
        since=noon(NOW),
        last_seen=noon(NOW),
    )
    return officer.user


def test_it_gives_a_password_for_one_use(lost: User) -> None:
    found = recover_account(lost.login_name.upper(), "Mất điện thoại, biên bản 3", clock=CLOCK)
    lost.refresh_from_db()
    assert lost.check_password(found.password)
    assert lost.must_change_password
    assert not Session.objects.filter(user=lost).exists()
    assert not Authenticator.objects.filter(user=lost).exists()
    assert (found.sessions_ended, found.second_factor_removed, found.unlocked) == (1, True, False)


def test_the_register_names_the_operator(lost: User) -> None:
    found = recover_account(lost.login_name, "Mất điện thoại, biên bản 3", clock=CLOCK)
    row = Change.objects.latest("pk")
    assert (row.officer, row.operator, row.kind, row.subject) == (None, True, "account", lost.login_name)
    assert row.reason == "Mất điện thoại, biên bản 3"
    assert row.before == {"password": "old", "second_factor": True, "active": True, "sessions": 1}
    assert row.after == {"password": "one_time", "second_factor": False, "active": True, "sessions": 0}
    assert found.password not in json.dumps([row.before, row.after])
    told = SignInRecord.objects.filter(login_name=lost.login_name).values_list("outcome", flat=True)
    assert {"factor_removed", "password_reset"} <= set(told)


def test_what_the_system_does_is_not_the_operators(lost: User) -> None:
    assert not Change(kind="account", subject="x", reason="y").operator


def test_a_lock_goes_with_it(lost: User) -> None:
    User.objects.filter(pk=lost.pk).update(is_active=False)
    assert recover_account(lost.login_name, "Khóa nhầm", clock=CLOCK).unlocked
    lost.refresh_from_db()
    assert lost.is_active


@pytest.mark.parametrize("role", [each for each in Role if each.value in {"leader", "receiving_officer"}])
def test_nobody_but_administrators(province: Province, lost: User, role: Role) -> None:
    officer = province.holder(province.post(role, "centre"))
    assert officer.user is not None
    with pytest.raises(DomainError) as refused:
        recover_account(officer.user.login_name, "Thử", clock=CLOCK)
    assert refused.value.id == "not_an_administrator"
    assert lost.login_name in refused.value.next_step
    officer.user.refresh_from_db()
    assert not officer.user.must_change_password


def test_not_who_has_left(lost: User) -> None:
    Officer.objects.filter(user=lost).update(left_on=NOW - timedelta(days=1))
    with pytest.raises(DomainError) as refused:
        recover_account(lost.login_name, "Thử", clock=CLOCK)
    assert refused.value.id == "officer_left"


@pytest.mark.parametrize(("login", "reason"), [("khong.co", "Thử"), ("\0", "Thử"), ("", "Thử"), (None, "  ")])
def test_bad_input_changes_nothing(lost: User, login: str | None, reason: str) -> None:
    with pytest.raises((NotFound, DomainError)):
        recover_account(lost.login_name if login is None else login, reason, clock=CLOCK)
    lost.refresh_from_db()
    assert lost.check_password("sông-Bằng-mùa-xuân")
    assert Session.objects.filter(user=lost).count() == 1
    assert not Change.objects.exists()


def test_the_command_prints_the_password_once(
    lost: User, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "SystemClock", lambda: CLOCK)
    recover = account_command.ACCOUNT["recover"]
    recover.run(Namespace(login=lost.login_name, reason="Mất cả", json=True))
    told = json.loads(capsys.readouterr().out)
    lost.refresh_from_db()
    assert lost.check_password(told["password"])
    assert told["second_factor_removed"]
    recover.run(Namespace(login=lost.login_name, reason="Mất cả lần nữa", json=False))
    text = capsys.readouterr().out
    assert told["password"] not in text
    assert f"Đã mở lại tài khoản {lost.login_name}" in text


def test_the_operator_may_do_nothing_on_a_page() -> None:
    assert not any(may(OPERATOR, action) for action in ACTIONS)
