"""What the acts on accounts share: an account locked while it is changed, the password for one use, who the
last administrator is, the row in the register of changes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from django.db import connection

from motcua.foundation.clock import Clock, day_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.law.roles import Role
from motcua.organisation.changes import record_change
from motcua.organisation.models import Assignment, Officer, StandIn, User
from motcua.organisation.models.dated import holds
from motcua.organisation.models.people import LOGIN_NAME
from motcua.organisation.rights import Person
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


def account_of(login_name: str) -> tuple[User, Officer | None]:
    """An account, locked until the transaction ends, with its officer. Raises: `NotFound`."""
    one_at_a_time()
    kept = login_name.lower()
    readable = _LOGIN_NAME.fullmatch(kept)
    officers = User.objects.select_for_update().filter(is_citizen=False)
    user = officers.filter(login_name=kept).first() if readable else None
    if user is None:
        raise NotFound(gettext_noop("Không có tài khoản %(name)s."), name=login_name[:LONGEST_LOGIN])
    return user, Officer.objects.filter(user=user).first()


def one_at_a_time() -> None:
    """So that two administrators who lock each other at once do not both succeed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


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


def give_one_time_password(user: User) -> Issued:
    """Put a new one-time password on an account and end its sessions; the caller records why."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_all(user.pk)
    return Issued(user.login_name, password)


def administrators_on(day: date) -> set[int]:
    """The accounts that may administer on that day: not locked, of officers in a post of administrator."""
    users = [row.officer.user for row in administrator_posts(day)]
    return {user.pk for user in users if user is not None and user.is_active}


def administrator_posts(day: date) -> list[Assignment | StandIn]:
    """Who holds a post of administrator on that day, with officer and account, locked or not."""
    return [
        row
        for model in (Assignment, StandIn)
        for row in model.objects.filter(
            holds(day), holds(day, "post__agency__"), post__role=Role.ADMINISTRATOR.value
        )
        .exclude(officer__left_on__lt=day)
        .select_related("officer__user")
    ]


def refuse_a_leaver(officer: Officer | None, clock: Clock) -> None:
    """Raise DomainError `officer_left` where the officer's last working day is over."""
    if officer is not None and officer.left_on is not None and officer.left_on < day_of(clock.now()):
        raise DomainError(
            gettext_noop("%(name)s đã thôi việc sau ngày %(day)s."),
            gettext_noop("Người đã thôi việc không dùng tài khoản. Nếu ghi nhầm, sửa ngày thôi việc trước."),
            id="officer_left",
            name=officer.full_name,
            day=f"{officer.left_on:%d/%m/%Y}",
        )


def refuse_the_last_administrator(user_id: int, day: date) -> None:
    """Raise DomainError `last_administrator` where nobody else could administer on that day."""
    if administrators_on(day) == {user_id}:
        raise DomainError(
            gettext_noop("Đây là quản trị hệ thống cuối cùng còn đăng nhập được."),
            gettext_noop("Phân công một quản trị khác trước, rồi làm lại."),
            id="last_administrator",
        )


def shut(user_id: int) -> None:
    """Lock an account and end its sessions; the caller records why."""
    User.objects.filter(pk=user_id).update(is_active=False)
    end_all(user_id)


def record(
    actor: Person,
    user: User,
    officer: Officer | None,
    *,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
    reason: str,
    clock: Clock,
) -> None:
    """Write the change of an account. Raises: DomainError `reason_needed`, `nothing_changed`."""
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
