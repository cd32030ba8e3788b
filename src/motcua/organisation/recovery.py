"""What the operator does on the server when no administrator can: let one in who lost password and phone.

Whoever may run a command as the application may do anything to its tables; here it leaves a trace.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from allauth.mfa.models import Authenticator
from django.db import transaction

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.account_rows import (
    account_of,
    administrator_posts,
    give_one_time_password,
    record,
    refuse_a_leaver,
)
from motcua.organisation.audit import note
from motcua.organisation.changes import reason_of
from motcua.organisation.models import Session, SignInRecord, User
from motcua.organisation.rights import OPERATOR

_SHOWN: Final = 5


class Recovered(NamedTuple):
    """An account that its owner can enter again: the password for one use, and what was taken from it."""

    login_name: str
    password: str
    sessions_ended: int
    second_factor_removed: bool
    unlocked: bool


@transaction.atomic
def recover_account(login_name: str, reason: str, *, clock: Clock | None = None) -> Recovered:
    """Give an administrator a one-time password; second factor, sessions and lock go. Nobody else: those an
    administrator helps in the browser.

    Raises: `NotFound`; DomainError `reason_needed`, `officer_left`, `not_an_administrator`.
    """
    clock = clock or SystemClock()
    reason_of(reason)
    user, officer = account_of(login_name)
    refuse_a_leaver(officer, clock)
    _refuse_who_is_no_administrator(user, clock)
    sessions = Session.objects.filter(user=user, expires__gt=clock.now()).count()
    factor = bool(Authenticator.objects.filter(user=user).delete()[0])
    before = {"password": "old", "second_factor": factor, "active": user.is_active, "sessions": sessions}
    after = {"password": "one_time", "second_factor": False, "active": True, "sessions": 0}
    User.objects.filter(pk=user.pk).update(is_active=True)
    issued = give_one_time_password(user)
    _note(user, factor=factor, clock=clock)
    record(OPERATOR, user, officer, before=before, after=after, reason=reason, clock=clock)
    return Recovered(issued.login_name, issued.password, sessions, factor, not before["active"])


def _note(user: User, *, factor: bool, clock: Clock) -> None:
    """The log of sign-ins tells it in its own words, where the owner sees it."""
    if factor:
        note(SignInRecord.Outcome.FACTOR_REMOVED, user.login_name, clock=clock)
    if not user.is_active:
        note(SignInRecord.Outcome.UNLOCKED, user.login_name, clock=clock)
    note(SignInRecord.Outcome.PASSWORD_RESET, user.login_name, clock=clock)


def _refuse_who_is_no_administrator(user: User, clock: Clock) -> None:
    day = day_of(clock.now())
    administrators = administrator_posts(day)
    if any(held.officer.user_id == user.pk for held in administrators):
        return
    names = sorted({held.officer.user.login_name for held in administrators if held.officer.user})
    raise DomainError(
        gettext_noop("%(login)s không phải quản trị hệ thống; lệnh này chỉ mở lại tài khoản quản trị."),
        gettext_noop("Quản trị đặt lại mật khẩu trên trang Tài khoản. Các tài khoản quản trị: %(names)s."),
        id="not_an_administrator",
        login=user.login_name,
        names=", ".join(names[:_SHOWN]) or "-",
    )
