"""Officers: new, renamed, leaving. Accounts are made elsewhere; here they are locked after the last day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation import entered
from motcua.organisation.changes import record_change
from motcua.organisation.credentials import close_account
from motcua.organisation.entered import changing, written
from motcua.organisation.holders import end_rows, keep_an_administrator, officer_by_code
from motcua.organisation.models import Assignment, CounterDuty, Officer, User
from motcua.organisation.rights import NOBODY, Person

_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,19}")
_NUMBERED: Final = re.compile(r"CB([0-9]{4,9})")
LOCKED_REASON: Final = "Đã hết ngày làm việc cuối"
"""Why the system locks an account; a fact on record, told in Vietnamese as written."""


class Left(NamedTuple):
    """What ended with an officer's service; `locked` where the account is shut already."""

    officer: Officer
    ended: int
    locked: bool


def add_officer(
    actor: Person,
    *,
    full_name: str,
    phone: str = "",
    email: str = "",
    code: str = "",
    reason: str,
    clock: Clock | None = None,
) -> Officer:
    """A new officer, with the typed code or the next one of the series CB0001.

    Raises: `Forbidden`; DomainError `officer_code_invalid`, `officer_code_taken`, and what `entered` refuses.
    """
    with changing(actor):
        code = _code(code) if code.strip() else _next_code()
        other = Officer.objects.filter(code=code).first()
        if other is not None:
            raise DomainError(
                gettext_noop("Mã %(code)s là của %(name)s."),
                gettext_noop("Chọn mã khác, hoặc để trống để hệ thống cấp mã."),
                id="officer_code_taken",
                field="code",
                code=code,
                name=other.full_name,
            )
        officer = Officer(
            code=code,
            full_name=entered.text(full_name, "full_name", 120),
            phone=entered.phone(phone),
            email=entered.email(email),
        )
        officer.save(force_insert=True)
        _record(actor, officer, None, reason, clock)
        return officer


def change_officer(
    actor: Person,
    code: str,
    *,
    full_name: str,
    phone: str = "",
    email: str = "",
    reason: str,
    clock: Clock | None = None,
) -> Officer:
    """Another name, telephone or e-mail address. The code stays: the log names the officer by it.

    Raises: `Forbidden`, `NotFound`; DomainError `nothing_changed`, and what `entered` refuses.
    """
    with changing(actor):
        officer = officer_by_code(code)
        before = _told(officer)
        number, address = entered.phone(phone), entered.email(email)
        changed = {"phone_changed": number != officer.phone, "email_changed": address != officer.email}
        officer.full_name = entered.text(full_name, "full_name", 120)
        officer.phone, officer.email = number, address
        officer.save(update_fields=["full_name", "phone", "email"])
        _record(actor, officer, before, reason, clock, changed=changed)
        return officer


def leave(actor: Person, code: str, last: date, *, reason: str, clock: Clock | None = None) -> Left:
    """Record the last day of service. Posts and stand-ins end with it; after it the account is locked, which
    ends every session. Open dossiers stay with the agency, where its head sees and reassigns them.

    Raises: `Forbidden`, `NotFound`; DomainError `left_already`, `no_administrator_left`, `day_out_of_range`.
    """
    with changing(actor):
        officer = officer_by_code(code)
        entered.day(last, "valid_to")
        if officer.left_on is not None and officer.left_on <= last:
            raise DomainError(
                gettext_noop("%(name)s đã thôi việc sau ngày %(day)s."),
                gettext_noop("Chỉ ghi ngày sớm hơn, hoặc ghi làm việc trở lại trước."),
                id="left_already",
                field="valid_to",
                name=officer.full_name,
                day=written(officer.left_on),
            )
        before = _told(officer)
        posts = [row.post for row in Assignment.objects.filter(officer=officer).select_related("post")]
        ended = end_rows(actor, {"officer": officer}, last, reason, clock)
        officer.left_on = last
        # How to reach somebody who left is of no use to the office (retention.PERSONAL).
        officer.phone = officer.email = ""
        officer.save(update_fields=["left_on", "phone", "email"])
        keep_an_administrator(posts, last, clock)
        _record(actor, officer, before, reason, clock)
        now = (clock or SystemClock()).now()
        over = last < day_of(now)
        if over:
            CounterDuty.objects.filter(officer=officer, day=day_of(now), ends=None).update(ends=now)
            _lock(actor, officer, reason, clock)
        return Left(officer, ended, over)


def come_back(actor: Person, code: str, *, reason: str, clock: Clock | None = None) -> Officer:
    """Take back that an officer left. Posts are given anew; a locked account is opened on its own page.

    Raises: `Forbidden`, `NotFound`; DomainError `has_not_left`.
    """
    with changing(actor):
        officer = officer_by_code(code)
        if officer.left_on is None:
            raise DomainError(
                gettext_noop("%(name)s chưa thôi việc."), id="has_not_left", name=officer.full_name
            )
        before = _told(officer)
        officer.left_on = None
        officer.save(update_fields=["left_on"])
        _record(actor, officer, before, reason, clock)
        return officer


def lock_leavers(clock: Clock | None = None) -> list[str]:
    """Lock the accounts of those whose last day is over; their login names. Safe to repeat."""
    today = day_of((clock or SystemClock()).now())
    gone = Officer.objects.filter(left_on__lt=today, user__is_active=True).select_related("user")
    return [name for officer in gone if (name := _lock(NOBODY, officer, LOCKED_REASON, clock))]


def _lock(actor: Person, officer: Officer, reason: str, clock: Clock | None) -> str:
    """Switch the account off: no session is let in any more. The login name; empty where none was open."""
    user = officer.user
    if (
        user is None
        or officer.left_on is None
        or not User.objects.filter(pk=user.pk, is_active=True).exists()
    ):
        return ""
    close_account(user.pk, officer.left_on, clock=clock)
    record_change(
        actor,
        kind="account",
        subject=user.login_name,
        named=officer.full_name,
        before={"active": True},
        after={"active": False},
        reason=reason,
        clock=clock,
    )
    return user.login_name


def _code(typed: str) -> str:
    code = typed.strip().upper()
    if not _CODE.fullmatch(code):
        raise DomainError(
            gettext_noop("Mã cán bộ gồm chữ không dấu, chữ số, dấu chấm, gạch; nhiều nhất 20 ký tự."),
            gettext_noop("Sửa lại, hoặc để trống để hệ thống cấp mã."),
            id="officer_code_invalid",
            field="code",
        )
    return code


def _next_code() -> str:
    codes = Officer.objects.filter(code__startswith="CB").values_list("code", flat=True)
    numbers = [int(found[1]) for code in codes if (found := _NUMBERED.fullmatch(code))]
    return f"CB{max(numbers, default=0) + 1:04d}"


def _told(officer: Officer) -> dict[str, Any]:
    # Telephone and e-mail are no matter of record: retention takes them away when the officer leaves.
    return {"code": officer.code, "full_name": officer.full_name, "left_on": officer.left_on}


def _record(
    actor: Person,
    officer: Officer,
    before: dict[str, Any] | None,
    reason: str,
    clock: Clock | None,
    *,
    changed: Mapping[str, bool] | None = None,
) -> None:
    more = {name: True for name, did in (changed or {}).items() if did}
    record_change(
        actor,
        kind="officer",
        subject=officer.code,
        named=officer.full_name,
        before=before,
        after=_told(officer) | more,
        reason=reason,
        clock=clock,
    )
