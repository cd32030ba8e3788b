"""What administrators read of accounts: who has one, in which state, when it was last used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, NamedTuple

from motcua.foundation.errors import NotFound, gettext_noop
from motcua.foundation.text import fold
from motcua.organisation.models import Assignment, Change, Officer, SignInRecord, User
from motcua.organisation.models.dated import holds
from motcua.organisation.queries import today
from motcua.organisation.rights import Person, require
from motcua.organisation.second_factor import has_second_factor
from motcua.organisation.signed_in import OpenSession, open_sessions

PAGE: Final = 50
RECENT: Final = 10
STATES: Final = {
    "open": gettext_noop("đang dùng"),
    "one_time": gettext_noop("chờ đổi mật khẩu lần đầu"),
    "locked": gettext_noop("đang khóa"),
    "left": gettext_noop("đã thôi việc"),
}
"""What an account is, worked out of its row and its officer's last working day."""


class AccountRow(NamedTuple):
    """One account in a list; `name` and `officer_code` are empty where no officer owns it."""

    login_name: str
    state: str
    name: str
    officer_code: str
    places: tuple[str, ...]
    """Title and agency of each post of today."""
    last_login: datetime | None


class AccountPage(NamedTuple):
    """How many accounts match, and those of one page, by login name."""

    total: int
    rows: list[AccountRow]


class AccountView(NamedTuple):
    """One account on its own page, with what was done to it and how it was used, newest first."""

    row: AccountRow
    officer: Officer | None
    is_own: bool
    second_factor: bool
    sessions: list[OpenSession]
    sign_ins: list[SignInRecord]
    changes: list[Change]


def accounts(person: Person, *, words: str = "", state: str = "", page: int = 1) -> AccountPage:
    """The accounts whose login name, officer's name or code holds every word, accents or not.

    Two queries. Raises: `Forbidden`.
    """
    require(person, "administer_accounts")
    day = today()
    parts = fold(words).split()
    found = [
        user
        for user in User.objects.filter(is_citizen=False).select_related("officer").order_by("login_name")
        if (not state or state_of(user, _owner(user), day) == state) and _holds_all(user, parts)
    ]
    shown = found[(page - 1) * PAGE : page * PAGE]
    return AccountPage(len(found), _rows(shown, day))


def account(person: Person, login_name: str) -> AccountView:
    """One account. Raises: `Forbidden`, `NotFound`."""
    require(person, "administer_accounts")
    kept = login_name.replace("\0", "")
    user = User.objects.select_related("officer").filter(login_name=kept, is_citizen=False).first()
    if user is None:
        raise NotFound(gettext_noop("Không có tài khoản %(name)s."), name=kept[:64])
    changes = Change.objects.filter(kind="account", subject=login_name).select_related("officer")
    return AccountView(
        row=_rows([user], today())[0],
        officer=_owner(user),
        is_own=user.pk == person.user_id,
        second_factor=has_second_factor(user.pk),
        sessions=open_sessions(user.pk),
        sign_ins=recent_sign_ins(login_name),
        changes=list(changes.order_by("-at", "-pk")[:RECENT]),
    )


def recent_sign_ins(login_name: str, most: int = RECENT) -> list[SignInRecord]:
    """The newest records of one account in the log of sign-ins."""
    return list(SignInRecord.objects.filter(login_name=login_name).order_by("-at", "-pk")[:most])


def officers_without_account(person: Person) -> list[Officer]:
    """Officers in service who have none, by name. Raises: `Forbidden`."""
    require(person, "administer_accounts")
    waiting = Officer.objects.filter(user=None).exclude(left_on__lt=today())
    return list(waiting.order_by("full_name", "code"))


def state_of(user: User, officer: Officer | None, day: date) -> str:
    """A key of `STATES`."""
    if officer is not None and officer.left_on is not None and officer.left_on < day:
        return "left"
    if not user.is_active:
        return "locked"
    return "one_time" if user.must_change_password else "open"


def _owner(user: User) -> Officer | None:
    return getattr(user, "officer", None)


def _holds_all(user: User, parts: Iterable[str]) -> bool:
    officer = _owner(user)
    text = fold(f"{user.login_name} {officer.full_name} {officer.code}" if officer else user.login_name)
    return all(part in text for part in parts)


def _rows(users: list[User], day: date) -> list[AccountRow]:
    owners = {user.pk: _owner(user) for user in users}
    held = Assignment.objects.filter(holds(day), officer__in=[each for each in owners.values() if each])
    places: dict[int, list[str]] = {}
    for one in held.select_related("post__agency").order_by("post_id"):
        places.setdefault(one.officer_id, []).append(f"{one.post.title}, {one.post.agency.short_name}")
    return [_row(user, owners[user.pk], places, day) for user in users]


def _row(user: User, officer: Officer | None, places: dict[int, list[str]], day: date) -> AccountRow:
    return AccountRow(
        login_name=user.login_name,
        state=state_of(user, officer, day),
        name=officer.full_name if officer else "",
        officer_code=officer.code if officer else "",
        places=tuple(places.get(officer.pk, ())) if officer else (),
        last_login=user.last_login,
    )
