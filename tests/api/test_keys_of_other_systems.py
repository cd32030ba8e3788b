"""Keys: shown once, kept as a digest, ended with the account, and never more than their officer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.api.conftest import ALL, DOSSIERS, Caller, Key, issue
from tests.dossiers.room import ADMINISTRATOR, HEAD, RECEPTION

from motcua.foundation.clock import DAY, MINUTE, SystemClock
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.organisation import tokens
from motcua.organisation.models import ApiToken, Change, Officer, User
from motcua.organisation.queries import person_by_login, today

GOOD = {"officer_code": "CB0013", "name": "Hệ thống cũ", "scopes": ALL, "days": 30, "reason": "Đề án"}


def refused(caller: Caller) -> str:
    got = caller.get(DOSSIERS)
    assert got.status_code == 401
    return str(got.json()["id"])


def test_the_text_of_a_key_is_kept_nowhere(caller: Caller) -> None:
    row = ApiToken.objects.get()
    assert caller.text.startswith(row.prefix)
    assert len(row.prefix) < 12
    kept = [str(value) for value in ApiToken.objects.values_list().get()]
    kept += [str(change.after) + change.subject for change in Change.objects.all()]
    assert not any(caller.text in each for each in kept)
    assert Change.objects.get(kind="api_token").after["scopes"] == ALL


def test_a_revoked_key_ends_at_once(caller: Caller) -> None:
    assert caller.get(DOSSIERS).status_code == 200
    admin = person_by_login(ADMINISTRATOR)
    tokens.revoke(admin, ApiToken.objects.get().pk, reason="Mất máy")
    assert refused(caller) == "token"
    assert Change.objects.filter(kind="api_token", after__isnull=True).count() == 1
    with pytest.raises(DomainError, match="đã được thu hồi"):
        tokens.revoke(admin, ApiToken.objects.get().pk, reason="Lần nữa")


def test_a_key_ends_on_its_day(province: None, db: None) -> None:
    assert refused(Caller(issue(RECEPTION, ALL, days=30, ago=31))) == "token"


def test_the_key_of_a_locked_account(caller: Caller) -> None:
    User.objects.filter(login_name=RECEPTION).update(is_active=False)
    assert refused(caller) == "token"


def test_the_key_of_a_leaver(caller: Caller) -> None:
    Officer.objects.filter(user__login_name=RECEPTION).update(left_on=today())
    assert caller.get(DOSSIERS).status_code == 200  # the last day is a day of work
    Officer.objects.filter(user__login_name=RECEPTION).update(left_on=today().replace(year=2020))
    assert refused(caller) == "token"


def test_use_is_noted_at_most_once_a_minute(caller: Caller) -> None:
    caller.get(DOSSIERS)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    caller.get(DOSSIERS)
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - MINUTE)
    caller.get(DOSSIERS)
    assert (ApiToken.objects.get().last_used_at or 0) > first


@pytest.mark.parametrize("text", ["", "mc_", "mc_" + "x" * 40, "mc_\x00", "mc_" + "x" * 5000, "đ"])
def test_what_is_no_key(province: None, db: None, text: str) -> None:
    assert tokens.bearer_of(text, SystemClock().now()) is None


def test_guessing_is_counted_and_a_good_key_still_works(caller: Caller) -> None:
    wrong = Caller("mc_" + "x" * 43)
    codes = [wrong.get(DOSSIERS).status_code for _ in range(31)]
    assert codes == [401] * 30 + [429]
    assert wrong.get(DOSSIERS)["Retry-After"] == "60"
    assert caller.get(DOSSIERS).status_code == 200


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": " "}, "token_name"),
        ({"scopes": []}, "token_scopes"),
        ({"scopes": ["dossiers:erase"]}, "token_scopes"),
        ({"days": 0}, "token_days"),
        ({"days": 367}, "token_days"),
        ({"officer_code": "CB9999"}, "not_found"),
        ({"reason": " "}, "reason_needed"),
    ],
)
def test_what_is_not_issued(province: None, db: None, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(DomainError) as refusal:
        tokens.issue(person_by_login(ADMINISTRATOR), **{**GOOD, **changes})
    assert refusal.value.id == told
    assert not ApiToken.objects.exists()
    assert not Change.objects.exists()


def test_no_key_for_a_locked_account(province: None, db: None) -> None:
    User.objects.filter(officer__code=GOOD["officer_code"]).update(is_active=False)
    with pytest.raises(DomainError) as refusal:
        tokens.issue(person_by_login(ADMINISTRATOR), **GOOD)  # type: ignore[arg-type]
    assert refusal.value.id == "token_owner"


def test_only_the_administrator(key: Key) -> None:
    head = person_by_login(HEAD)
    key()
    with pytest.raises(Forbidden):
        tokens.issue(head, **GOOD)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        tokens.revoke(head, ApiToken.objects.get().pk, reason="x")
    with pytest.raises(Forbidden):
        tokens.tokens(head)
    with pytest.raises(NotFound):
        tokens.revoke(person_by_login(ADMINISTRATOR), 10**9, reason="x")


def test_the_list_has_those_in_force_first(province: None, db: None) -> None:
    admin = person_by_login(ADMINISTRATOR)
    made = [tokens.issue(admin, **{**GOOD, "name": name}).token for name in "ABC"]  # type: ignore[arg-type]
    tokens.revoke(admin, made[2].pk, reason="x")
    assert [each.name for each in tokens.tokens(admin)] == ["B", "A", "C"]
    assert made[0].expires_at - made[0].issued_at == 30 * DAY


def test_a_session_before_its_first_step(sign_in: Callable[[str], Client]) -> None:
    browser = sign_in(RECEPTION)
    assert browser.get(DOSSIERS).status_code == 200
    User.objects.filter(login_name=RECEPTION).update(must_change_password=True)
    got = browser.get(DOSSIERS)
    assert (got.status_code, got.json()["id"]) == (403, "first_step")


def test_a_wrong_key_from_an_address_that_nobody_tells(province: None, db: None) -> None:
    got = Caller("mc_" + "x" * 43).browser.get(
        DOSSIERS, headers={"Authorization": "Bearer mc_x"}, REMOTE_ADDR=""
    )
    assert got.status_code == 401
