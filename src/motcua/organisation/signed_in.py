"""What people do with their own account: see where they are signed in, end a session, choose a password.

Nobody needs a right for that; what an administrator does to the accounts of others is in `credentials`.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.audit import NOWHERE, Origin, note
from motcua.organisation.models import Officer, Session, SignInRecord, User
from motcua.organisation.queries import today
from motcua.organisation.rights import Person


class OpenSession(NamedTuple):
    """A session that runs: from when, last used when (to the minute), from where. `is_this`: of who asks."""

    id: int
    since: Instant
    last_seen: Instant
    address: str | None
    agent: str
    is_this: bool


def open_sessions(user_id: int, this: str = "", *, clock: Clock | None = None) -> list[OpenSession]:
    """The running sessions of an account, the one with the digest `this` first, then the last used."""
    now = (clock or SystemClock()).now()
    rows = Session.objects.filter(user=user_id, expires__gt=now).order_by("-last_seen", "-pk")
    found = [
        OpenSession(row.pk, row.since, row.last_seen, row.address, row.agent, row.digest == this)
        for row in rows
    ]
    return sorted(found, key=lambda each: not each.is_this)


@transaction.atomic
def end_session(person: Person, session_id: int, *, this: str, origin: Origin = NOWHERE) -> None:
    """End one of the own sessions, but not the one that asks: that is what signing out is for.

    Raises: `NotFound`, also for a session of somebody else; DomainError `this_session`.
    """
    found = Session.objects.filter(pk=session_id, user=person.user_id).first()
    if found is None or person.user_id is None:
        raise NotFound(gettext_noop("Phiên này không còn, hoặc không phải của bạn."))
    if found.digest == this:
        raise DomainError(
            gettext_noop("Đây là phiên bạn đang dùng."),
            gettext_noop("Bấm Đăng xuất để rời khỏi máy này."),
            id="this_session",
        )
    found.delete()
    note(SignInRecord.Outcome.SESSION_ENDED, person.login_name, origin)


@transaction.atomic
def end_other_sessions(person: Person, *, this: str, origin: Origin = NOWHERE) -> int:
    """End all of the own sessions but the one with the digest `this`; how many there were."""
    if person.user_id is None:
        return 0
    ended = end_all(person.user_id, keep=this)
    if ended:
        note(SignInRecord.Outcome.SESSION_ENDED, person.login_name, origin)
    return ended


@transaction.atomic
def choose_password(user: User, password: str, *, keep: str, origin: Origin = NOWHERE) -> None:
    """Set the password that the owner of an account chose; all sessions but the one with digest `keep` end.

    Whoever calls has checked the old password and that the new one is good.
    """
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    end_all(user.pk, keep=keep)
    note(SignInRecord.Outcome.PASSWORD_CHANGED, user.login_name, origin)


def may_work(user: User) -> bool:
    """Whether an account may be used today: not locked, and its officer's last working day is not over.

    `session.sql` says the same of each request.
    """
    return user.is_active and not Officer.objects.filter(user=user, left_on__lt=today()).exists()


def end_all(user_id: int, *, keep: str = "") -> int:
    """Remove the sessions of an account but the one with digest `keep`; how many. Without trace: who calls
    writes what it was for."""
    return Session.objects.filter(user=user_id).exclude(digest=keep).delete()[0]
