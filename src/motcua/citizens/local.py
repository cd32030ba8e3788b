"""Local accounts: opened and mended by links that were sent to the owner's e-mail address."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from motcua.citizens.mailed import Purpose, link_of, owner_of, used
from motcua.citizens.models import AccountEvent, Citizen, Mandate
from motcua.citizens.queries import Applicant, applicant_of
from motcua.citizens.services import open_account
from motcua.citizens.told import tell
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.foundation.identifiers import check_citizen_number, check_phone, check_tax_code
from motcua.foundation.text import clean_text
from motcua.organisation.audit import NOWHERE, Origin
from motcua.organisation.models import User
from motcua.organisation.signed_in import choose_password, end_all
from motcua.outbox.citizens import forget_account, forget_address

Kind = Citizen.Kind
LONGEST_PASSWORD = 128


@transaction.atomic
def sign_up(
    token: str,
    *,
    name: str,
    password: str,
    kind: str = Kind.PERSON,
    tax_code: str = "",
    clock: Clock | None = None,
) -> Applicant:
    """Open the account of who was sent the link. A business states its tax code, whose form is checked.

    Raises: DomainError `link_over`, `missing`, `password_weak`, `tax_code_invalid`; `Conflict` `email_taken`.
    """
    email = link_of(token, Purpose.SIGN_UP, clock=clock).email
    kept = full_name(name)
    business = kind == Kind.BUSINESS
    identifier = _in_field("tax_code", lambda: check_tax_code(tax_code).code) if business else ""
    good_password(password)
    used(token, Purpose.SIGN_UP, clock=clock)
    _refuse_taken(email)
    made = open_account(
        name=kept,
        kind=Kind.BUSINESS if business else Kind.PERSON,
        password=password,
        identifier=identifier,
        email=email,
        assurance=Citizen.Assurance.EMAIL,
        clock=clock,
    )
    user = User.objects.get(citizen=made.pk)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    tell(made.pk, AccountEvent.Kind.OPENED, clock=clock)
    return made


@transaction.atomic
def reset_password(
    token: str, password: str, *, origin: Origin = NOWHERE, clock: Clock | None = None
) -> User:
    """A new password in the place of a forgotten one; every session ends, a second factor stays.

    Raises: DomainError `link_over`, `password_weak`.
    """
    user = link_of(token, Purpose.PASSWORD, clock=clock).user
    good_password(password, user)
    used(token, Purpose.PASSWORD, clock=clock)
    found = applicant_of(user.pk) if user is not None else None
    if user is None or found is None:
        raise _closed()
    choose_password(user, password, keep="", origin=origin)
    tell(found.pk, AccountEvent.Kind.PASSWORD_RESET, letter=True, clock=clock)
    return user


@transaction.atomic
def confirm_email(applicant: Applicant, token: str, *, clock: Clock | None = None) -> str:
    """Take the new address, which the link was sent to, for signing in and for letters; the address.

    The old one is told: whoever got into the account may have changed it, and would read every later letter.

    Raises: DomainError `link_over`, also for a link of another account; `Conflict` `email_taken`.
    """
    row = Citizen.objects.select_for_update().get(pk=applicant.pk)
    link = link_of(token, Purpose.EMAIL, clock=clock)
    if link.user_id != row.user_id or link.user is None:
        raise DomainError(
            gettext_noop("Liên kết này của một tài khoản khác."),
            gettext_noop("Đăng nhập bằng tài khoản đã yêu cầu đổi thư, rồi mở lại liên kết."),
            id="link_over",
        )
    used(token, Purpose.EMAIL, clock=clock)
    owner = owner_of(link.email)
    if owner is not None and owner.pk != link.user.pk:
        _refuse_taken(link.email)
    EmailAddress.objects.filter(user=link.user).delete()
    EmailAddress.objects.create(user=link.user, email=link.email, verified=True, primary=True)
    before, row.email = row.email, link.email
    row.assurance = max(row.assurance, Citizen.Assurance.EMAIL)
    row.save(update_fields=["email", "assurance"])
    tell(
        row.pk,
        AccountEvent.Kind.EMAIL_CHANGED,
        letter=bool(before) and before != row.email,
        to=before,
        clock=clock,
    )
    return link.email


@transaction.atomic
def change_particulars(
    applicant: Applicant, *, name: str, phone: str, address: str, identifier: str = ""
) -> None:
    """Change what the owner says of themselves; name and number of a proven identity stay as proven.

    Raises: DomainError `missing`, `phone_invalid`, `citizen_number_invalid`, `tax_code_invalid`,
    `text_too_long`.
    """
    row = Citizen.objects.select_for_update().get(pk=applicant.pk)
    row.phone = _in_field("phone", lambda: check_phone(phone).number) if phone.strip() else ""
    row.address = _in_field("address", lambda: clean_text(address, 300))
    if row.assurance < Citizen.Assurance.PROVEN:
        row.name = full_name(name)
        row.identifier = _identifier(row.kind, identifier)
    row.save(update_fields=["name", "phone", "address", "identifier"])


@transaction.atomic
def close(applicant: Applicant, *, clock: Clock | None = None) -> None:
    """Close the account: nobody signs in with it again, its mandates end, its ways to sign in and its address
    are gone. Dossiers stay with the agencies, as the law has it.

    Raises: DomainError `account_closed`.
    """
    now = (clock or SystemClock()).now()
    row = Citizen.objects.select_for_update().get(pk=applicant.pk)
    if row.closed_at is not None or row.user_id is None:
        raise _closed()
    for side in ("giver", "holder"):
        Mandate.objects.filter(**{side: row}, ended_at=None).update(ended_at=now)
    for table in (EmailAddress, SocialAccount, Authenticator):
        table.objects.filter(user=row.user_id).delete()
    User.objects.filter(pk=row.user_id).update(is_active=False, password=make_password(None))
    end_all(row.user_id)
    forget_address(row.email)
    row.closed_at = now
    row.phone = row.email = row.address = ""
    row.save(update_fields=["closed_at", "phone", "email", "address"])
    forget_account(row.key)


def full_name(text: str) -> str:
    """A name as it is kept. Raises: DomainError `missing`, `text_too_long`."""
    name = _in_field("name", lambda: clean_text(text, 200))
    if len(name) < 2:
        raise DomainError(
            gettext_noop("Chưa nhập họ và tên, hoặc tên tổ chức."),
            gettext_noop("Viết như trên giấy tờ."),
            id="missing",
            field="name",
        )
    return name


def _identifier(kind: str, text: str) -> str:
    if not text.strip():
        return ""
    if kind == Kind.BUSINESS:
        return _in_field("identifier", lambda: check_tax_code(text).code)
    return _in_field("identifier", lambda: check_citizen_number(text).number)


def _in_field(field: str, read: Callable[[], str]) -> str:
    try:
        return read()
    except DomainError as error:
        error.params.setdefault("field", field)
        raise


def good_password(password: str, user: User | None = None) -> None:
    """Refuse a password that is easy to guess. Raises: DomainError `password_weak`."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError(
            gettext_noop("Mật khẩu quá ngắn hoặc quá nhiều người dùng."),
            gettext_noop("Dùng ít nhất 10 ký tự; một câu dễ nhớ tốt hơn một từ khó đoán."),
            id="password_weak",
            field="password",
        ) from error
    if len(password) > LONGEST_PASSWORD:
        raise DomainError(
            gettext_noop("Mật khẩu dài quá 128 ký tự."),
            gettext_noop("Dùng một câu ngắn hơn."),
            id="password_weak",
            field="password",
        )


def _refuse_taken(email: str) -> None:
    # Two links of one address may be out at once: the first who uses one has the account.
    if owner_of(email) is not None:
        raise Conflict(
            gettext_noop("Địa chỉ thư này vừa có tài khoản."),
            gettext_noop("Đăng nhập, hoặc đặt lại mật khẩu nếu quên."),
            id="email_taken",
        )


def _closed() -> DomainError:
    return DomainError(gettext_noop("Tài khoản này đã đóng."), id="account_closed")
