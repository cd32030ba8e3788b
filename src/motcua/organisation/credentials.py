"""Accounts as the administrator keeps them: made for an officer, locked, opened, their password set anew.

Who the account belongs to and what it may do is of no concern here: that follows from officer and posts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final, NamedTuple

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.organisation.account_rows import (
    Issued,
    account_of,
    give_one_time_password,
    login_name_of,
    one_at_a_time,
    one_time_password,
    record,
    refuse_a_leaver,
    refuse_the_last_administrator,
    shut,
)
from motcua.organisation.audit import note
from motcua.organisation.changes import reason_of
from motcua.organisation.models import Officer, Session, SignInRecord, User
from motcua.organisation.rights import Person, require
from motcua.organisation.signed_in import end_all

_OWN_PAGE: Final = gettext_noop("Mở “Tài khoản của tôi” ở góc trên bên phải.")


class Kept(NamedTuple):
    """An account in the hands of an administrator, locked until the transaction ends."""

    actor: Person
    user: User
    officer: Officer | None
    reason: str
    clock: Clock

    def changed(self, **values: tuple[object, object]) -> None:
        """Write the change, each value before and after. Raises: DomainError `nothing_changed`."""
        record(
            self.actor,
            self.user,
            self.officer,
            before={name: before for name, (before, _) in values.items()},
            after={name: after for name, (_, after) in values.items()},
            reason=self.reason,
            clock=self.clock,
        )

    def noted(self, outcome: SignInRecord.Outcome) -> None:
        """A row in the log of sign-ins."""
        note(outcome, self.user.login_name, clock=self.clock)


def create_account(
    actor: Person, officer_code: str, login_name: str, reason: str, *, clock: Clock | None = None
) -> Issued:
    """Give an officer an account. The login name is kept in lower case.

    Raises: `Forbidden`, `NotFound`; DomainError `login_name_form`, `officer_left`, `reason_needed`;
    `Conflict` `login_name_taken`, `has_an_account`.
    """
    require(actor, "administer_accounts")
    login = login_name_of(login_name)
    reason_of(reason)
    clock = clock or SystemClock()
    with transaction.atomic():
        one_at_a_time()
        code = officer_code.replace("\0", "")
        officer = Officer.objects.filter(code=code).select_related("user").first()
        if officer is None:
            raise NotFound(gettext_noop("Không có cán bộ mang mã %(code)s."), code=code[:20])
        refuse_a_leaver(officer, clock)
        if officer.user is not None:
            raise Conflict(
                gettext_noop("%(name)s đã có tài khoản %(login)s."),
                gettext_noop("Đặt lại mật khẩu của tài khoản ấy nếu cần."),
                id="has_an_account",
                name=officer.full_name,
                login=officer.user.login_name,
            )
        password = one_time_password()
        user = _made(login, password)
        Officer.objects.filter(pk=officer.pk).update(user=user)
        after = {"login_name": login, "officer": officer.code, "active": True}
        record(actor, user, officer, before=None, after=after, reason=reason, clock=clock)
    return Issued(login, password)


def reset_password(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> Issued:
    """Put a one-time password in the place of a forgotten one; every session of the account ends.

    Raises: `Forbidden`, `NotFound`; DomainError `own_account`, `officer_left`, `reason_needed`.
    """
    own = gettext_noop("Mật khẩu của chính mình thì tự đổi, không đặt lại.")
    with _of_others(actor, login_name, reason, own, clock=clock) as kept:
        refuse_a_leaver(kept.officer, kept.clock)
        issued = give_one_time_password(kept.user)
        kept.noted(SignInRecord.Outcome.PASSWORD_RESET)
        kept.changed(password=("old", "one_time"))
    return issued


def lock_account(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> None:
    """Let an account sign in no more; whoever is signed in with it is out at the next press.

    Raises: `Forbidden`, `NotFound`; DomainError `own_account`, `last_administrator`, `reason_needed`,
    `nothing_changed`.
    """
    own = gettext_noop("Không tự khóa tài khoản của mình.")
    way_out = gettext_noop("Nhờ một quản trị khác khóa.")
    with _of_others(actor, login_name, reason, own, way_out, clock=clock) as kept:
        if kept.user.is_active:
            refuse_the_last_administrator(kept.user.pk, day_of(kept.clock.now()))
        kept.changed(active=(kept.user.is_active, False))
        kept.noted(SignInRecord.Outcome.LOCKED)
        shut(kept.user.pk)


def unlock_account(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> None:
    """Let a locked account sign in again, with the password it had.

    Raises: `Forbidden`, `NotFound`; DomainError `officer_left`, `reason_needed`, `nothing_changed`.
    """
    with _in_hand(actor, login_name, reason, clock) as kept:
        refuse_a_leaver(kept.officer, kept.clock)
        kept.changed(active=(kept.user.is_active, True))
        # A sign-in that ran beside the locking may have left one behind.
        end_all(kept.user.pk)
        kept.noted(SignInRecord.Outcome.UNLOCKED)
        User.objects.filter(pk=kept.user.pk).update(is_active=True)


def reset_second_factor(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> None:
    """Take the second factor from somebody who lost it, with its recovery codes; every session ends.

    Raises: `Forbidden`, `NotFound`; DomainError `own_account`, `no_second_factor`, `reason_needed`.
    """
    own = gettext_noop("Xác thực hai lớp của chính mình thì tự tắt, không đặt lại.")
    with _of_others(actor, login_name, reason, own, clock=clock) as kept:
        removed, _ = Authenticator.objects.filter(user=kept.user).delete()
        if not removed:
            raise DomainError(
                gettext_noop("Tài khoản %(login)s không bật xác thực hai lớp."),
                id="no_second_factor",
                login=kept.user.login_name,
            )
        end_all(kept.user.pk)
        kept.noted(SignInRecord.Outcome.FACTOR_REMOVED)
        kept.changed(second_factor=(True, False))


def end_sessions(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> int:
    """End every session of an account; how many there were.

    Raises: `Forbidden`, `NotFound`; DomainError `own_account`, `no_session`, `reason_needed`.
    """
    own = gettext_noop("Phiên của chính mình thì tự kết thúc.")
    with _of_others(actor, login_name, reason, own, clock=clock) as kept:
        ended = end_all(kept.user.pk)
        if not ended:
            raise DomainError(
                gettext_noop("Tài khoản %(login)s không có phiên nào đang mở."),
                id="no_session",
                login=kept.user.login_name,
            )
        kept.noted(SignInRecord.Outcome.SESSION_ENDED)
        kept.changed(sessions=(ended, 0))
    return ended


def end_one_session(
    actor: Person, login_name: str, session_id: int, reason: str, *, clock: Clock | None = None
) -> None:
    """End one session of an account and leave its others: a machine was lost, or somebody forgot to leave it.

    Raises: `Forbidden`; `NotFound`, also for a session that is over or of another account; DomainError
    `own_account`, `reason_needed`.
    """
    own = gettext_noop("Phiên của chính mình thì tự kết thúc.")
    with _of_others(actor, login_name, reason, own, clock=clock) as kept:
        running = Session.objects.filter(user=kept.user, expires__gt=kept.clock.now())
        before = running.count()
        if not running.filter(pk=session_id).delete()[0]:
            raise NotFound(gettext_noop("Phiên này của %(login)s không còn mở."), login=kept.user.login_name)
        kept.noted(SignInRecord.Outcome.SESSION_ENDED)
        kept.changed(sessions=(before, before - 1))


def close_account(user_id: int, last_day: date, *, clock: Clock | None = None) -> None:
    """Lock the account of an officer whose last working day is `last_day`; for `services`, which check the
    right and record the change. Call it inside the transaction of the leaving.

    Nothing is locked before that day is over: from the day after, an account is refused because its officer
    has left. Raises: DomainError `last_administrator`.
    """
    with transaction.atomic():
        one_at_a_time()
        today = day_of((clock or SystemClock()).now())
        refuse_the_last_administrator(user_id, today)
        if last_day < today:
            shut(user_id)


@contextmanager
def _in_hand(actor: Person, login_name: str, reason: str, clock: Clock | None) -> Iterator[Kept]:
    """An account to be changed, in a transaction. Raises: `Forbidden`, `NotFound`."""
    require(actor, "administer_accounts")
    with transaction.atomic():
        user, officer = account_of(login_name)
        yield Kept(actor, user, officer, reason, clock or SystemClock())


@contextmanager
def _of_others(
    actor: Person, login_name: str, reason: str, own: str, way_out: str = _OWN_PAGE, *, clock: Clock | None
) -> Iterator[Kept]:
    """The same, but not the own account: `own` is said then. Raises: also DomainError `own_account`."""
    with _in_hand(actor, login_name, reason, clock) as kept:
        if kept.user.pk == actor.user_id:
            raise DomainError(own, way_out, id="own_account")
        yield kept


def _made(login: str, password: str) -> User:
    user = User(login_name=login, must_change_password=True)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Conflict(
            gettext_noop("Tên đăng nhập %(login)s đã có người dùng."),
            gettext_noop("Chọn tên khác, như thêm tên đơn vị phía sau."),
            id="login_name_taken",
            field="login_name",
            login=login,
        ) from error
    return user
