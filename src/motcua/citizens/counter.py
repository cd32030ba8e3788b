"""What an officer of a one-stop section does for an account, with the person and the card in front of them.

An account that is not proven yet is found by a code that its owner has the account's page show: who stands at
the counter must be able to sign in to it. A proven one is found by the number on the card.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Final

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction

from motcua.citizens.local import full_name
from motcua.citizens.models import AccountEvent, Citizen
from motcua.citizens.queries import Applicant, applicant_from, by_identifier, by_key
from motcua.citizens.services import LETTERS
from motcua.citizens.told import tell
from motcua.foundation.clock import Clock
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.foundation.identifiers import check_citizen_number, check_tax_code
from motcua.organisation.audit import note
from motcua.organisation.changes import reason_of, record_change
from motcua.organisation.models import SignInRecord
from motcua.organisation.rights import Person, require
from motcua.organisation.signed_in import end_all

CODE_LASTS: Final = 15 * 60
"""Seconds for which a code counts at a counter."""
_CODE_LENGTH: Final = 8
_NAME: Final = "motcua.counter_code:"


def code_for_counter(applicant: Applicant) -> str:
    """A code that shows an officer which account somebody at the counter is signed in to."""
    code = "".join(secrets.choice(LETTERS) for _ in range(_CODE_LENGTH))
    cache.set(_NAME + code, applicant.key, CODE_LASTS)
    return code


def of_code(person: Person, text: str) -> Applicant:
    """The account of a code. Raises: `Forbidden`, `NotFound`."""
    require(person, "prove_citizen_identity")
    code = _typed(text)
    found = by_key(str(cache.get(_NAME + code, ""))) if len(code) == _CODE_LENGTH else None
    if found is None:
        raise NotFound(
            gettext_noop("Mã tại quầy không đúng hoặc đã quá 15 phút."),
            gettext_noop("Nhờ người dân mở lại trang Tài khoản để lấy mã mới."),
            id="not_found",
        )
    return found


@transaction.atomic
def of_number(person: Person, text: str, *, clock: Clock | None = None) -> Applicant:
    """The account whose owner is proven to have that number; its owner sees who looked.

    Raises: `Forbidden`, `NotFound`.
    """
    require(person, "restore_citizen_factor")
    found = by_identifier("".join(text.split()))
    if found is None:
        raise NotFound(
            gettext_noop("Không có tài khoản nào đã xác thực danh tính với số này."),
            gettext_noop("Tài khoản chưa xác thực thì tìm bằng mã tại quầy của người dân."),
        )
    tell(found.pk, AccountEvent.Kind.SEEN_AT_COUNTER, officer=person.officer_code, clock=clock)
    return found


@transaction.atomic
def prove_identity(
    person: Person,
    code: str,
    *,
    number: str,
    name: str,
    born_on: date | None = None,
    reason: str,
    clock: Clock | None = None,
) -> Applicant:
    """Record that the officer saw the card, or the certificate of a business, of who holds the account.

    Raises: `Forbidden`, `NotFound`; DomainError `citizen_number_invalid`, `tax_code_invalid`, `missing`,
    `already_proven`, `reason_needed`; `Conflict` `identity_taken`.
    """
    account = of_code(person, code)
    reason_of(reason)
    row = Citizen.objects.select_for_update().get(pk=account.pk)
    if row.assurance >= Citizen.Assurance.PROVEN:
        raise DomainError(gettext_noop("Danh tính của tài khoản này đã được xác thực."), id="already_proven")
    identifier = _read_number(row.kind, number)
    if by_identifier(identifier) is not None:
        raise Conflict(
            gettext_noop("Số này đã thuộc một tài khoản khác đã xác thực. Chưa có gì thay đổi."),
            gettext_noop("Người dân đăng nhập vào tài khoản ấy, hoặc đóng tài khoản không dùng nữa trước."),
            id="identity_taken",
            field="number",
        )
    before = row.assurance
    row.identifier, row.name = identifier, full_name(name)
    row.born_on = born_on if row.kind == Citizen.Kind.PERSON else None
    row.assurance = Citizen.Assurance.PROVEN
    row.save()
    cache.delete(_NAME + _typed(code))
    change = {"assurance": (int(before), int(row.assurance))}
    _record(person, row.key, change, reason=reason, clock=clock)
    kind = AccountEvent.Kind.PROVEN_AT_COUNTER
    tell(row.pk, kind, officer=person.officer_code, note=reason_of(reason), letter=True, clock=clock)
    return applicant_from(row)


@transaction.atomic
def restore_factor(
    person: Person, key: str, *, number: str, reason: str, clock: Clock | None = None
) -> Applicant:
    """Take the second factor from who lost it, having seen the card: `number` is read from it anew. Every
    session of the account ends; password or identity provider stay the way in.

    Raises: `Forbidden`, `NotFound`; DomainError `card_differs`, `no_second_factor`, `reason_needed`.
    """
    require(person, "restore_citizen_factor")
    reason_of(reason)
    row = Citizen.objects.select_for_update().filter(key=key, closed_at=None).first()
    if row is None or row.user is None or row.assurance < Citizen.Assurance.PROVEN:
        raise NotFound(gettext_noop("Không có tài khoản đã xác thực danh tính với mã này."))
    if "".join(number.split()) != row.identifier:
        raise DomainError(
            gettext_noop("Số trên giấy tờ không phải số của tài khoản này. Chưa có gì thay đổi."),
            gettext_noop("So lại số với thẻ căn cước, hoặc giấy chứng nhận đăng ký doanh nghiệp."),
            id="card_differs",
            field="number",
        )
    if not Authenticator.objects.filter(user=row.user).delete()[0]:
        raise DomainError(gettext_noop("Tài khoản chưa có lớp bảo vệ thứ hai."), id="no_second_factor")
    end_all(row.user.pk)
    note(SignInRecord.Outcome.FACTOR_REMOVED, row.user.login_name, clock=clock)
    _record(person, row.key, {"second_factor": (True, False)}, reason=reason, clock=clock)
    kind = AccountEvent.Kind.FACTOR_RESTORED
    tell(row.pk, kind, officer=person.officer_code, note=reason_of(reason), letter=True, clock=clock)
    return applicant_from(row)


def _typed(code: str) -> str:
    """A code as it was given out, however it was read out and typed."""
    return "".join(letter for letter in code.lower() if letter in LETTERS)


def _read_number(kind: str, text: str) -> str:
    business = kind == Citizen.Kind.BUSINESS
    try:
        return check_tax_code(text).code if business else check_citizen_number(text).number
    except DomainError as error:
        error.params.setdefault("field", "number")
        raise


def _record(
    person: Person,
    key: str,
    change: Mapping[str, tuple[object, object]],
    *,
    reason: str,
    clock: Clock | None,
) -> None:
    """The register of changes knows the account by its key alone: it is kept longer than the account."""
    record_change(
        person,
        kind="citizen_account",
        subject=key,
        before={name: before for name, (before, _) in change.items()},
        after={name: after for name, (_, after) in change.items()},
        reason=reason,
        clock=clock,
    )
