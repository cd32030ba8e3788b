"""The second factor: a code from an officer's phone (TOTP, RFC 6238), and recovery codes for a lost phone.

allauth asks for the code at sign-in and keeps the secrets; here an officer turns it on and off. Who must have
one follows from the roles in `settings.MOTCUA_SECOND_FACTOR_ROLES`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.audit import NOWHERE, Origin, note
from motcua.organisation.models import SignInRecord, User
from motcua.organisation.rights import Person

_SECRET: Final = 32
"""Letters of base32 in a secret: 160 bits, as RFC 4226 recommends."""


class Factor(NamedTuple):
    """Whether an account has a second factor, and how many recovery codes are left."""

    on: bool
    codes_left: int


def has_second_factor(user_id: int) -> bool:
    """Whether the account asks for a code at sign-in."""
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())


def factor_of(user_id: int) -> Factor:
    """The second factor of an account; one query."""
    rows = {row.type: row for row in Authenticator.objects.filter(user_id=user_id)}
    codes = rows.get(Authenticator.Type.RECOVERY_CODES)
    left = len(RecoveryCodes(codes).get_unused_codes()) if codes else 0
    return Factor(Authenticator.Type.TOTP in rows, left)


def must_have_one(person: Person) -> bool:
    """Whether one of the person's posts carries a role that this installation wants a second factor for."""
    return any(role.value in settings.MOTCUA_SECOND_FACTOR_ROLES for role in person.roles)


def new_secret() -> str:
    """A secret to be shown to the phone, in base32."""
    return str(generate_totp_secret())


def address_for_phone(user: User, secret: str) -> str:
    """The `otpauth:` address that a QR code carries to the authenticator app."""
    return str(get_adapter().build_totp_url(user, secret))


@transaction.atomic
def turn_on(user: User, secret: str, code: str, *, origin: Origin = NOWHERE) -> list[str]:
    """Turn the second factor on once the phone has shown that it counts along; the recovery codes, which are
    shown this once.

    Raises: DomainError `wrong_code`, `has_second_factor`.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if has_second_factor(user.pk):
        raise DomainError(
            gettext_noop("Tài khoản đã bật xác thực hai lớp."),
            gettext_noop("Tắt rồi bật lại nếu đổi điện thoại."),
            id="has_second_factor",
        )
    if not secret or not validate_totp_code(secret, code.strip()[:_SECRET]):
        raise wrong_code()
    TOTP.activate(user, secret)
    use_once(user.pk, code)
    note(SignInRecord.Outcome.FACTOR_ADDED, user.login_name, origin)
    return _new_codes(user)


@transaction.atomic
def turn_off(user: User, *, origin: Origin = NOWHERE) -> None:
    """Turn it off; whoever calls has checked the password. Raises: DomainError `no_second_factor`."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise DomainError(gettext_noop("Tài khoản không bật xác thực hai lớp."), id="no_second_factor")
    note(SignInRecord.Outcome.FACTOR_REMOVED, user.login_name, origin)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten new recovery codes in the place of the old ones; whoever calls has checked the password.

    Raises: DomainError `no_second_factor`.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if not has_second_factor(user.pk):
        raise DomainError(gettext_noop("Tài khoản không bật xác thực hai lớp."), id="no_second_factor")
    return _new_codes(user)


def use_once(user_id: int, code: str) -> bool:
    """Whether the code has not been used; from now on it has, as long as it could be taken again."""
    counted = 2 * settings.MFA_TOTP_TOLERANCE + 1
    name = f"motcua.second_factor.used:{user_id}:{normalize_user_code(code)}"
    return bool(cache.add(name, "y", timeout=counted * settings.MFA_TOTP_PERIOD))


def wrong_code() -> DomainError:
    """The refusal of a code."""
    return DomainError(
        gettext_noop("Mã không đúng hoặc đã hết giờ."),
        gettext_noop("Gõ 6 chữ số đang hiện trên điện thoại; kiểm tra giờ của điện thoại để tự động."),
        id="wrong_code",
        field="code",
    )


def _new_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())
