"""Accounts as the administrator keeps them: made for an officer, locked, opened, their password set anew.

Who the account belongs to and what it may do is of no concern here: that follows from officer and posts.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection, transaction

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.law.roles import Role
from motcua.organisation.audit import note
from motcua.organisation.changes import reason_of, record_change
from motcua.organisation.models import Assignment, Officer, SignInRecord, StandIn, User
from motcua.organisation.models.dated import holds
from motcua.organisation.models.people import LOGIN_NAME
from motcua.organisation.rights import Person, require
from motcua.organisation.signed_in import end_all

_LOCK: Final = 0x6B686F61
_LOGIN_NAME: Final = re.compile(LOGIN_NAME)
LONGEST_LOGIN: Final = 64
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which are mistaken for each other when a slip of paper is read."""
_GROUPS, _GROUP = 3, 4


class Issued(NamedTuple):
    """A one-time password, to be shown once and handed over; nothing keeps it in clear."""

    login_name: str
    password: str


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
        _one_at_a_time()
        code = officer_code.replace("\0", "")
        officer = Officer.objects.filter(code=code).select_related("user").first()
        if officer is None:
            raise NotFound(gettext_noop("Không có cán bộ mang mã %(code)s."), code=code[:20])
        _refuse_a_leaver(officer, clock)
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
        _record(actor, user, officer, before=None, after=after, reason=reason, clock=clock)
    return Issued(login, password)


def reset_password(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> Issued:
    """Put a one-time password in the place of a forgotten one; every session of the account ends.

    Raises: `Forbidden`, `NotFound`; DomainError `own_account`, `officer_left`, `reason_needed`.
    """
    require(actor, "administer_accounts")
    clock = clock or SystemClock()
    with transaction.atomic():
        user, officer = _account(login_name)
        if user.pk == actor.user_id:
            raise DomainError(
                gettext_noop("Mật khẩu của chính mình thì tự đổi, không đặt lại."),
                gettext_noop("Mở “Tài khoản của tôi” ở góc trên bên phải."),
                id="own_account",
            )
        _refuse_a_leaver(officer, clock)
        password = one_time_password()
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        end_all(user.pk)
        note(SignInRecord.Outcome.PASSWORD_RESET, user.login_name, clock=clock)
        _record(
            actor,
            user,
            officer,
            before={"password": "old"},
            after={"password": "one_time"},
            reason=reason,
            clock=clock,
        )
    return Issued(user.login_name, password)


def lock_account(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> None:
    """Let an account sign in no more; whoever is signed in with it is out at the next press.

    Raises: `Forbidden`, `NotFound`; DomainError `own_account`, `last_administrator`, `reason_needed`,
    `nothing_changed`.
    """
    require(actor, "administer_accounts")
    clock = clock or SystemClock()
    with transaction.atomic():
        user, officer = _account(login_name)
        if user.pk == actor.user_id:
            raise DomainError(
                gettext_noop("Không tự khóa tài khoản của mình."),
                gettext_noop("Nhờ một quản trị khác khóa."),
                id="own_account",
            )
        if user.is_active:
            _refuse_the_last_administrator(user.pk, day_of(clock.now()))
        _record(
            actor,
            user,
            officer,
            before={"active": user.is_active},
            after={"active": False},
            reason=reason,
            clock=clock,
        )
        note(SignInRecord.Outcome.LOCKED, user.login_name, clock=clock)
        _shut(user.pk)


def unlock_account(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> None:
    """Let a locked account sign in again, with the password it had.

    Raises: `Forbidden`, `NotFound`; DomainError `officer_left`, `reason_needed`, `nothing_changed`.
    """
    require(actor, "administer_accounts")
    clock = clock or SystemClock()
    with transaction.atomic():
        user, officer = _account(login_name)
        _refuse_a_leaver(officer, clock)
        _record(
            actor,
            user,
            officer,
            before={"active": user.is_active},
            after={"active": True},
            reason=reason,
            clock=clock,
        )
        # A sign-in that ran beside the locking may have left one behind.
        end_all(user.pk)
        note(SignInRecord.Outcome.UNLOCKED, user.login_name, clock=clock)
        User.objects.filter(pk=user.pk).update(is_active=True)


def reset_second_factor(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> None:
    """Take the second factor from somebody who lost it, with its recovery codes; every session ends.

    Raises: `Forbidden`, `NotFound`; DomainError `own_account`, `no_second_factor`, `reason_needed`.
    """
    require(actor, "administer_accounts")
    clock = clock or SystemClock()
    with transaction.atomic():
        user, officer = _account(login_name)
        if user.pk == actor.user_id:
            raise DomainError(
                gettext_noop("Xác thực hai lớp của chính mình thì tự tắt, không đặt lại."),
                gettext_noop("Mở “Tài khoản của tôi” ở góc trên bên phải."),
                id="own_account",
            )
        removed, _ = Authenticator.objects.filter(user=user).delete()
        if not removed:
            raise DomainError(
                gettext_noop("Tài khoản %(login)s không bật xác thực hai lớp."),
                id="no_second_factor",
                login=user.login_name,
            )
        end_all(user.pk)
        note(SignInRecord.Outcome.FACTOR_REMOVED, user.login_name, clock=clock)
        before, after = {"second_factor": True}, {"second_factor": False}
        _record(actor, user, officer, before=before, after=after, reason=reason, clock=clock)


def end_sessions(actor: Person, login_name: str, reason: str, *, clock: Clock | None = None) -> int:
    """End every session of an account; how many there were.

    Raises: `Forbidden`, `NotFound`; DomainError `own_account`, `no_session`, `reason_needed`.
    """
    require(actor, "administer_accounts")
    clock = clock or SystemClock()
    with transaction.atomic():
        user, officer = _account(login_name)
        if user.pk == actor.user_id:
            raise DomainError(
                gettext_noop("Phiên của chính mình thì tự kết thúc."),
                gettext_noop("Mở “Tài khoản của tôi” ở góc trên bên phải."),
                id="own_account",
            )
        ended = end_all(user.pk)
        if not ended:
            raise DomainError(
                gettext_noop("Tài khoản %(login)s không có phiên nào đang mở."),
                id="no_session",
                login=user.login_name,
            )
        note(SignInRecord.Outcome.SESSION_ENDED, user.login_name, clock=clock)
        _record(
            actor,
            user,
            officer,
            before={"sessions": ended},
            after={"sessions": 0},
            reason=reason,
            clock=clock,
        )
    return ended


def close_account(user_id: int, last_day: date, *, clock: Clock | None = None) -> None:
    """Lock the account of an officer whose last working day is `last_day`; for `services`, which check the
    right and record the change. Call it inside the transaction of the leaving.

    Nothing is locked before that day is over: from the day after, an account is refused because its officer
    has left. Raises: DomainError `last_administrator`.
    """
    with transaction.atomic():
        _one_at_a_time()
        today = day_of((clock or SystemClock()).now())
        _refuse_the_last_administrator(user_id, today)
        if last_day < today:
            _shut(user_id)


def login_name_of(text: str) -> str:
    """The login name as it is kept. Raises: DomainError `login_name_form`."""
    try:
        name = clean_text(text, LONGEST_LOGIN).lower()
    except DomainError:
        name = ""
    if len(name) < 3 or not _LOGIN_NAME.fullmatch(name):
        raise DomainError(
            gettext_noop("Tên đăng nhập chỉ gồm chữ không dấu, số, dấu chấm, gạch dưới hoặc gạch ngang."),
            gettext_noop("Viết từ 3 đến 64 ký tự, bắt đầu bằng chữ hoặc số, như hanh.tiepnhan."),
            id="login_name_form",
            field="login_name",
        )
    return name


def one_time_password() -> str:
    """Twelve letters and digits in three groups, 59 bits of chance."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def administrators_on(day: date) -> set[int]:
    """The accounts that may administer on that day: not locked, of officers in a post of administrator."""
    found: set[int] = set()
    for model in (Assignment, StandIn):
        held = model.objects.filter(
            holds(day), holds(day, "post__agency__"), post__role=Role.ADMINISTRATOR.value
        )
        held = held.filter(officer__user__is_active=True).exclude(officer__left_on__lt=day)
        found |= set(held.values_list("officer__user_id", flat=True))
    return found


def _one_at_a_time() -> None:
    """So that two administrators who lock each other at once do not both succeed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _account(login_name: str) -> tuple[User, Officer | None]:
    """An account, locked until the transaction ends, with its officer. Raises: `NotFound`."""
    _one_at_a_time()
    kept = login_name.lower()
    readable = _LOGIN_NAME.fullmatch(kept)
    user = User.objects.select_for_update().filter(login_name=kept).first() if readable else None
    if user is None:
        raise NotFound(gettext_noop("Không có tài khoản %(name)s."), name=login_name[:LONGEST_LOGIN])
    return user, Officer.objects.filter(user=user).first()


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


def _shut(user_id: int) -> None:
    User.objects.filter(pk=user_id).update(is_active=False)
    end_all(user_id)


def _refuse_a_leaver(officer: Officer | None, clock: Clock) -> None:
    if officer is not None and officer.left_on is not None and officer.left_on < day_of(clock.now()):
        raise DomainError(
            gettext_noop("%(name)s đã thôi việc sau ngày %(day)s."),
            gettext_noop("Người đã thôi việc không dùng tài khoản. Nếu ghi nhầm, sửa ngày thôi việc trước."),
            id="officer_left",
            name=officer.full_name,
            day=f"{officer.left_on:%d/%m/%Y}",
        )


def _refuse_the_last_administrator(user_id: int, day: date) -> None:
    if administrators_on(day) == {user_id}:
        raise DomainError(
            gettext_noop("Đây là quản trị hệ thống cuối cùng còn đăng nhập được."),
            gettext_noop("Phân công một quản trị khác trước, rồi làm lại."),
            id="last_administrator",
        )


def _record(
    actor: Person,
    user: User,
    officer: Officer | None,
    *,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
    reason: str,
    clock: Clock,
) -> None:
    record_change(
        actor,
        kind="account",
        subject=user.login_name,
        named=officer.full_name if officer else "",
        before=before,
        after=after,
        reason=reason,
        clock=clock,
    )
