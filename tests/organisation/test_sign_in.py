"""Signing in: by name, recorded each time, slowed after five failures, never by signing up."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.organisation.tree import Province

from motcua.foundation.errors import Forbidden
from motcua.law.roles import Role
from motcua.organisation.models import Officer, Session, SignInRecord, User
from motcua.organisation.sign_ins import sign_ins

PASSWORD = "sông-Bằng-mùa-xuân"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def officer(province: Province) -> Officer:
    officer = province.holder(province.post(Role.SECTION_HEAD, "centre"))
    assert officer.user is not None
    officer.user.set_password(PASSWORD)
    officer.user.save()
    return officer


def sign_in(client: Client, login: str, password: str = PASSWORD, **headers: str) -> int:
    answer = client.post(
        "/dang-nhap/", {"login": login, "password": password}, headers=headers, REMOTE_ADDR="10.1.2.3"
    )
    return answer.status_code


def records() -> list[tuple[str, str]]:
    return list(SignInRecord.objects.order_by("pk").values_list("login_name", "outcome"))


def test_the_password_is_argon2id_of_nineteen_mebibytes() -> None:
    user = User(login_name="x")
    user.set_password(PASSWORD)
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_sign_in_is_recorded_with_when_and_from_where(client: Client, officer: Officer) -> None:
    assert officer.user is not None
    login = officer.user.login_name
    assert sign_in(client, login, **{"User-Agent": "Firefox " + "x" * 300}) == 302
    record = SignInRecord.objects.get()
    assert (record.login_name, record.outcome, record.address) == (login, "success", "10.1.2.3")
    assert record.agent.startswith("Firefox")
    assert len(record.agent) == 200
    client.post("/dang-xuat/")
    assert records() == [(login, "success"), (login, "signed_out")]


def test_the_name_may_be_typed_in_capitals(client: Client, officer: Officer) -> None:
    assert officer.user is not None
    assert sign_in(client, officer.user.login_name.upper()) == 302


def test_a_failure_is_recorded_and_the_typed_password_is_not(client: Client, officer: Officer) -> None:
    assert officer.user is not None
    assert sign_in(client, officer.user.login_name, "wrong password") == 200
    assert sign_in(client, PASSWORD, PASSWORD) == 200
    assert records() == [(officer.user.login_name, "failure"), ("", "failure")]


def test_a_guesser_of_one_name_is_stopped(client: Client, officer: Officer) -> None:
    assert officer.user is not None
    for _ in range(5):
        sign_in(client, officer.user.login_name, "wrong password")
    assert sign_in(client, officer.user.login_name) == 200, "the right password comes too late"
    assert "_auth_user_id" not in client.session
    assert [outcome for _, outcome in records()] == ["failure"] * 5


def test_a_whole_commune_signs_in_at_seven(province: Province, settings: Any) -> None:
    """A hundred and fifty from one address within a minute, every tenth mistyping once."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the limit is tried here
    made = [User(login_name=f"can.bo.{number}", password=make_password(PASSWORD)) for number in range(150)]
    User.objects.bulk_create(made)
    inside = 0
    for number, user in enumerate(made):
        browser = Client()
        if number % 10 == 0:
            assert sign_in(browser, user.login_name, "gõ nhầm") == 200
        inside += sign_in(browser, user.login_name) == 302 and "_auth_user_id" in browser.session
    assert inside == 150
    assert Session.objects.exclude(user=None).count() == 150


def test_a_guesser_of_many_names_is_stopped(client: Client, officer: Officer, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    for number in range(60):
        assert sign_in(client, f"name.{number}", "mật khẩu phổ biến") == 200
    assert officer.user is not None
    sign_in(client, officer.user.login_name)
    assert "_auth_user_id" not in client.session
    form = {"login": officer.user.login_name, "password": PASSWORD}
    elsewhere = Client()
    assert elsewhere.post("/dang-nhap/", form, REMOTE_ADDR="10.1.2.4").status_code == 302
    assert "_auth_user_id" in elsewhere.session, "nobody else waits for it"


def test_a_login_name_of_any_form_is_nobody(client: Client, officer: Officer) -> None:
    for name in ("nông văn", "a b", "x" * 10_000, "\0", "ｏｆｆｉｃｅｒ", "' OR 1=1 --"):
        cache.clear()
        assert sign_in(client, name, "x" * 10_000) == 200
    assert "_auth_user_id" not in client.session
    assert {login for login, _ in records()} == {""}


def test_an_account_switched_off_does_not_sign_in(client: Client, officer: Officer) -> None:
    assert officer.user is not None
    User.objects.filter(pk=officer.user.pk).update(is_active=False)
    sign_in(client, officer.user.login_name)
    assert "_auth_user_id" not in client.session


def test_switching_an_account_off_ends_its_session(client: Client, officer: Officer) -> None:
    assert officer.user is not None
    sign_in(client, officer.user.login_name)
    assert client.get("/doi-mat-khau/").status_code == 200
    User.objects.filter(pk=officer.user.pk).update(is_active=False)
    assert client.get("/doi-mat-khau/").status_code == 302


def test_a_session_ends(client: Client, officer: Officer) -> None:
    assert officer.user is not None
    sign_in(client, officer.user.login_name)
    assert client.session.get_expire_at_browser_close()
    cookie = client.cookies["sessionid"]
    assert not cookie["max-age"]
    assert cookie["httponly"]


def test_nobody_signs_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_the_audit_is_not_altered(client: Client, officer: Officer) -> None:
    assert officer.user is not None
    sign_in(client, officer.user.login_name)
    with pytest.raises(Exception, match=r"written once|permission denied"), transaction.atomic():
        SignInRecord.objects.update(login_name="somebody.else")


def test_a_login_name_is_one_whatever_its_case(officer: Officer) -> None:
    assert officer.user is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(officer.user.login_name.upper())
    assert connection.is_usable()


def test_the_audit_is_read_by_those_entitled(client: Client, officer: Officer, province: Province) -> None:
    assert officer.user is not None
    login = officer.user.login_name
    sign_in(client, "nobody.here", "wrong password")
    sign_in(client, login)
    inspector = province.person(Role.INSPECTOR, "office")
    total, (newest, oldest) = sign_ins(inspector)
    assert (total, newest.outcome, oldest.outcome) == (2, "success", "failure")
    assert sign_ins(inspector, who=login.upper()) == (1, [newest])
    assert sign_ins(inspector, outcome="failure") == (1, [oldest])
    assert sign_ins(inspector, page=2) == (2, [])
    for role in (Role.LEADER, Role.CONTROLLER, Role.HANDLING_OFFICER):
        with pytest.raises(Forbidden):
            sign_ins(province.person(role, "office"))
