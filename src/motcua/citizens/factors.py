"""The second factor of a citizen: codes from a phone, passkeys, recovery codes. allauth asks at sign-in and
keeps them; here the owner adds and removes, each written down and told by letter.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from motcua.citizens.models import AccountEvent
from motcua.citizens.queries import Applicant
from motcua.citizens.told import tell
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation import second_factor
from motcua.organisation.audit import NOWHERE, Origin, note
from motcua.organisation.models import SignInRecord, User

Type = Authenticator.Type
MOST_PASSKEYS: Final = 10
_LONGEST_NAME: Final = 60


class Passkey(NamedTuple):
    """A passkey as its owner called it."""

    id: int
    name: str
    added: Any
    used: Any


class Factors(NamedTuple):
    """What protects an account besides its password."""

    totp: bool
    passkeys: list[Passkey]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether a second step is asked at sign-in."""
        return self.totp or bool(self.passkeys)


def factors_of(user_id: int) -> Factors:
    """All of an account; one query."""
    rows = list(Authenticator.objects.filter(user=user_id).order_by("created_at", "pk"))
    codes = next((row for row in rows if row.type == Type.RECOVERY_CODES), None)
    return Factors(
        any(row.type == Type.TOTP for row in rows),
        [_passkey(row) for row in rows if row.type == Type.WEBAUTHN],
        len(RecoveryCodes(codes).get_unused_codes()) if codes else 0,
    )


@transaction.atomic
def turn_on_totp(
    applicant: Applicant, user: User, secret: str, code: str, *, origin: Origin = NOWHERE
) -> list[str]:
    """Turn on codes from a phone; the recovery codes, shown this once. Raises: as `second_factor.turn_on`."""
    codes = second_factor.turn_on(user, secret, code, origin=origin)
    tell(applicant.pk, AccountEvent.Kind.FACTOR_ADDED, letter=True)
    return codes


def passkey_options(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey; its challenge is kept in the session."""
    options: dict[str, Any] = webauthn.begin_registration(user, passwordless=True)
    return options


@transaction.atomic
def add_passkey(
    applicant: Applicant, user: User, name: str, credential: object, *, origin: Origin = NOWHERE
) -> list[str]:
    """Keep the passkey that the browser made; new recovery codes where the account had none.

    Raises: DomainError `passkey_refused`, `too_many_passkeys`, `text_too_long`.
    """
    User.objects.select_for_update().get(pk=user.pk)
    known = factors_of(user.pk)
    if len(known.passkeys) >= MOST_PASSKEYS:
        raise DomainError(
            gettext_noop("Tài khoản đã có %(most)s khóa truy cập."),
            gettext_noop("Bỏ một khóa không còn dùng, rồi thêm khóa mới."),
            id="too_many_passkeys",
            most=MOST_PASSKEYS,
        )
    called = clean_text(name, _LONGEST_NAME)
    if not isinstance(credential, dict):
        raise passkey_refused()
    try:
        webauthn.parse_registration_response(credential)
        made = webauthn.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise passkey_refused() from error
    if not made.is_user_verified():
        raise passkey_refused()
    webauthn.WebAuthn.add(user, called or gettext_noop("Khóa truy cập"), credential)
    note(SignInRecord.Outcome.FACTOR_ADDED, user.login_name, origin)
    tell(applicant.pk, AccountEvent.Kind.FACTOR_ADDED, letter=True)
    return [] if known.codes_left else fresh_codes(user)


@transaction.atomic
def turn_off_totp(applicant: Applicant, user: User, *, origin: Origin = NOWHERE) -> None:
    """Turn off codes from a phone; passkeys stay. Raises: DomainError `no_second_factor`."""
    if not Authenticator.objects.filter(user=user, type=Type.TOTP).delete()[0]:
        raise DomainError(gettext_noop("Tài khoản không bật mã trên điện thoại."), id="no_second_factor")
    _removed(applicant, user, origin)


@transaction.atomic
def remove_passkey(applicant: Applicant, user: User, number: int, *, origin: Origin = NOWHERE) -> None:
    """Take one passkey away. Raises: `NotFound`, also for one of somebody else."""
    if not Authenticator.objects.filter(user=user, type=Type.WEBAUTHN, pk=number).delete()[0]:
        raise NotFound(gettext_noop("Khóa truy cập này không còn, hoặc không phải của bạn."))
    _removed(applicant, user, origin)


@transaction.atomic
def fresh_codes(user: User) -> list[str]:
    """Ten new recovery codes in the place of the old ones. Raises: DomainError `no_second_factor`."""
    User.objects.select_for_update().get(pk=user.pk)
    if not factors_of(user.pk).any:
        raise DomainError(gettext_noop("Tài khoản chưa có lớp bảo vệ thứ hai."), id="no_second_factor")
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())


def passkey_refused() -> DomainError:
    """The refusal of what a browser sent as a passkey."""
    return DomainError(
        gettext_noop("Trình duyệt chưa tạo hoặc chưa đưa ra được khóa truy cập hợp lệ."),
        gettext_noop("Bấm lại và làm theo máy; máy không có khóa màn hình thì dùng mật khẩu."),
        id="passkey_refused",
    )


def _removed(applicant: Applicant, user: User, origin: Origin) -> None:
    if not factors_of(user.pk).any:
        Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    note(SignInRecord.Outcome.FACTOR_REMOVED, user.login_name, origin)
    tell(applicant.pk, AccountEvent.Kind.FACTOR_REMOVED, letter=True)


def _passkey(row: Authenticator) -> Passkey:
    return Passkey(row.pk, str(row.data.get("name", "")), row.created_at, row.last_used_at)
