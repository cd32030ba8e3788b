"""Accounts and what the national identity provider proved: who signs in by it, whose identity it proves.

A provider's subject belongs to one account, a proven number to one open account; where an answer says
otherwise nothing changes, for the wrong person would read somebody's dossiers.
"""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.db import connection, transaction

from motcua.citizens.identity_provider import Claims
from motcua.citizens.models import AccountEvent, Citizen
from motcua.citizens.queries import Applicant, applicant_from
from motcua.citizens.services import open_account
from motcua.citizens.told import tell
from motcua.foundation.clock import Clock
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.foundation.identifiers import check_citizen_number
from motcua.organisation.models import User

_LOCK = 0x6B676369


@transaction.atomic
def signed_in_by(claims: Claims, *, clock: Clock | None = None) -> User:
    """The account of who the provider proved: the linked one, the one that a counter proved, or a new one.

    Raises: DomainError `account_closed`; `Conflict` `identity_other_person`, `identity_taken`.
    """
    _one_at_a_time()
    identifier = _number(claims)
    linked = SocialAccount.objects.filter(provider=claims.provider, uid=claims.subject).first()
    if linked is not None:
        row = Citizen.objects.select_for_update().filter(user=linked.user_id, closed_at=None).first()
        if row is None:
            raise DomainError(gettext_noop("Tài khoản này đã đóng."), id="account_closed")
    else:
        row = _proven(identifier)
    if row is None:
        made = open_account(name=claims.name or gettext_noop("Chưa có tên"), clock=clock)
        row = Citizen.objects.get(pk=made.pk)
        tell(row.pk, AccountEvent.Kind.OPENED, clock=clock)
    _take_over(row, claims, identifier, clock)
    return User.objects.get(citizen=row.pk)


@transaction.atomic
def prove_by(applicant: Applicant, claims: Claims, *, clock: Clock | None = None) -> Applicant:
    """Prove the identity of an account that is signed in, and link it for later sign-ins.

    Raises: DomainError `identity_without_number`; `Conflict` `identity_other_person`, `identity_taken`.
    """
    _one_at_a_time()
    identifier = _number(claims)
    if not identifier:
        raise DomainError(
            gettext_noop("Cổng định danh không cho biết số định danh của bạn. Chưa có gì thay đổi."),
            gettext_noop("Xác thực tại Bộ phận Một cửa với thẻ căn cước."),
            id="identity_without_number",
        )
    row = Citizen.objects.select_for_update().get(pk=applicant.pk)
    _take_over(row, claims, identifier, clock)
    return applicant_from(row)


def _take_over(row: Citizen, claims: Claims, identifier: str, clock: Clock | None) -> None:
    """Link and fill in, once nothing speaks against it."""
    subject = SocialAccount.objects.filter(provider=claims.provider, uid=claims.subject).first()
    if subject is not None and subject.user_id != row.user_id:
        raise _taken()
    own = SocialAccount.objects.filter(provider=claims.provider, user=row.user_id).first()
    if own is not None and own.uid != claims.subject:
        raise _other_person()
    was_proven = row.assurance >= Citizen.Assurance.PROVEN
    if row.kind != Citizen.Kind.PERSON or (was_proven and _differs(row, claims, identifier)):
        raise _other_person()
    other = _proven(identifier)
    if other is not None and other.pk != row.pk:
        raise _taken()
    SocialAccount.objects.get_or_create(provider=claims.provider, uid=claims.subject, user_id=row.user_id)
    if not identifier:
        return
    row.identifier = identifier
    row.assurance = Citizen.Assurance.PROVEN
    row.name = claims.name or row.name
    row.born_on = claims.born_on or row.born_on
    row.phone, row.address = row.phone or claims.phone, row.address or claims.address
    row.email = row.email or claims.email
    row.save()
    if not was_proven:
        tell(row.pk, AccountEvent.Kind.PROVEN_ONLINE, letter=True, clock=clock)


def _differs(row: Citizen, claims: Claims, identifier: str) -> bool:
    """Whether what both know is not the same; what only one knows says nothing."""
    born = row.born_on is not None and claims.born_on is not None and row.born_on != claims.born_on
    return born or bool(identifier and identifier != row.identifier)


def _number(claims: Claims) -> str:
    """The citizen number, if the provider told a well-formed one."""
    try:
        return check_citizen_number(claims.identifier).number
    except DomainError:
        return ""


def _proven(identifier: str) -> Citizen | None:
    if not identifier:
        return None
    rows = Citizen.objects.select_for_update().filter(identifier=identifier, closed_at=None)
    return rows.filter(assurance=Citizen.Assurance.PROVEN, kind=Citizen.Kind.PERSON).first()


def _one_at_a_time() -> None:
    """So that two tabs that come back at once do not open two accounts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _other_person() -> Conflict:
    return Conflict(
        gettext_noop("Cổng định danh trả lời về một người khác với chủ tài khoản này. Chưa có gì thay đổi."),
        gettext_noop("Thoát khỏi cổng định danh trên máy này, rồi đăng nhập lại bằng tên của chính bạn."),
        id="identity_other_person",
    )


def _taken() -> Conflict:
    return Conflict(
        gettext_noop("Danh tính này đã gắn với một tài khoản khác. Chưa có gì thay đổi."),
        gettext_noop("Đăng nhập qua cổng định danh để vào tài khoản ấy, hoặc hỏi Bộ phận Một cửa."),
        id="identity_taken",
    )
