"""The database alone gives no code away: secrets of second factors are encrypted, keys can be changed."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection
from tests.support.phone import code_of

from motcua.foundation.errors import DomainError
from motcua.organisation.account_command import ACCOUNT
from motcua.organisation.factor_cipher import decrypt, encrypt, unreadable
from motcua.organisation.models import User
from motcua.organisation.second_factor import factor_of, new_secret, turn_on

OLD, NEW = "old" * 14, "new" * 14


@pytest.fixture
def user(db: None) -> User:
    cache.clear()
    return User.objects.create_user("nu.tiepnhan", "sông-Bằng-mùa-xuân")


@pytest.fixture
def secret(user: User) -> str:
    made = new_secret()
    turn_on(user, made, code_of(made))
    return made


def rows() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(json_agg(a)::text, '') FROM mfa_authenticator a")
        return str(cursor.fetchone()[0])


def in_clear(user: User, secret: str, seed: str) -> None:
    """As the table was before there was encryption."""
    Authenticator.objects.create(user=user, type="totp", data={"secret": secret})
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": seed, "used_mask": 5})


def phone_counts(user: User, secret: str) -> bool:
    return bool(
        TOTP(Authenticator.objects.get(user=user, type="totp")).validate_code(code_of(secret, steps=1))
    )


def test_the_row_holds_neither_secret_nor_seed(user: User, secret: str) -> None:
    kept = rows()
    assert secret not in kept
    seed = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).instance.data["seed"]
    assert decrypt(seed) not in kept
    assert len(decrypt(seed)) == 80
    assert phone_counts(user, secret)


def test_the_same_secret_is_never_written_twice_alike() -> None:
    assert encrypt("JBSWY3DPEHPK3PXP") != encrypt("JBSWY3DPEHPK3PXP")


def test_rows_from_before_are_read(user: User) -> None:
    made = new_secret()
    in_clear(user, made, "ab" * 40)
    assert phone_counts(user, made)
    assert factor_of(user.pk).codes_left == 8


def test_a_key_is_changed_without_anybody_noticing(
    user: User, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MOTCUA_SECOND_FACTOR_KEYS = [OLD]
    made = new_secret()
    turn_on(user, made, code_of(made))
    settings.MOTCUA_SECOND_FACTOR_KEYS = [NEW, OLD]
    assert phone_counts(user, made)
    ACCOUNT["rekey"].run(Namespace(json=True))
    assert json.loads(capsys.readouterr().out) == {"rows": 2}
    settings.MOTCUA_SECOND_FACTOR_KEYS = [NEW]
    cache.clear()
    assert phone_counts(user, made)
    settings.MOTCUA_SECOND_FACTOR_KEYS = [OLD]
    assert unreadable() == 2


def test_with_another_key_nothing_is_read_and_nothing_lost(user: User, secret: str, settings: Any) -> None:
    before = rows()
    settings.MOTCUA_SECOND_FACTOR_KEYS = [NEW]
    for what in (lambda: phone_counts(user, secret), lambda: ACCOUNT["rekey"].run(Namespace(json=True))):
        with pytest.raises(DomainError) as refused:
            what()
        assert refused.value.id == "second_factor_key"
    assert rows() == before
