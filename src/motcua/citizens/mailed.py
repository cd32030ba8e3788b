"""Links that are sent by letter: to open an account, to choose a new password, to change the address.

Whoever asks gets the same answer whether an account has the address or not, and a letter goes out in both
cases: the page puts one row into the outbox, and the sender finds out the rest (`letters`), so that neither
words nor time tell. A link counts once and for a day from its sending; the table knows its hash alone.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import get_language

from motcua.citizens.models import Citizen, MailedLink
from motcua.citizens.told import mail_off
from motcua.foundation.clock import HOUR, Clock, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation import entered
from motcua.organisation.models import User
from motcua.outbox.channels import mail_is_on
from motcua.outbox.citizens import ask_letter
from motcua.outbox.tasks import send_soon

LASTS: Final = 24 * HOUR
Purpose = MailedLink.Purpose
_PATHS: Final = {
    Purpose.SIGN_UP: "/dang-ky/",
    Purpose.PASSWORD: "/quen-mat-khau/",
    Purpose.EMAIL: "/cua-toi/tai-khoan/thu/",
}
KINDS: Final = {purpose: f"account_{purpose}" for purpose in Purpose}
"""The kind of message in the outbox by what the link is for."""


def email_of(text: str) -> str:
    """An address as it is kept: in lower case. Raises: DomainError `email_invalid`, `missing`."""
    written = entered.email(text).lower()
    if not written:
        raise DomainError(gettext_noop("Chưa nhập thư điện tử."), id="missing", field="email")
    return written


def owner_of(email: str) -> User | None:
    """The citizen's account that signs in with that address, if any."""
    row = (
        EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_citizen=True)
        .select_related("user")
        .first()
    )
    return row.user if row is not None else None


def ask_sign_up(text: str, *, clock: Clock | None = None) -> None:
    """Ask for a link to open an account. Raises: DomainError `email_invalid`, `missing`, `mail_off`."""
    _ask(Purpose.SIGN_UP, text, clock=clock)


def ask_password(text: str, *, clock: Clock | None = None) -> None:
    """Ask for a link to choose a new password. Raises: as `ask_sign_up`."""
    _ask(Purpose.PASSWORD, text, clock=clock)


def ask_email(user: User, text: str, *, clock: Clock | None = None) -> None:
    """Ask for a link to the new address of an account. Raises: as `ask_sign_up`."""
    key = Citizen.objects.filter(user=user).values_list("key", flat=True).first() or ""
    _ask(Purpose.EMAIL, text, account=key, clock=clock)


def _ask(purpose: MailedLink.Purpose, text: str, *, account: str = "", clock: Clock | None = None) -> None:
    """One row and nothing else, whatever the address: which letter it becomes is decided where it is sent
    (`letters`), out of sight of who waits for the page."""
    email = email_of(text)
    if not mail_is_on():
        raise mail_off()
    language = "en" if get_language() == "en" else "vi"
    with transaction.atomic():
        ask_letter(KINDS[purpose], email, language=language, account=account, clock=clock)
        send_soon()


def make_link(
    purpose: MailedLink.Purpose, email: str, user: User | None, *, clock: Clock | None = None
) -> str:
    """A new link for a letter that is about to leave, as a path; it stands in that letter alone."""
    token, now = secrets.token_urlsafe(32), (clock or SystemClock()).now()
    MailedLink.objects.create(
        digest=_digest(token), purpose=purpose, email=email, user=user, made_at=now, expires=now + LASTS
    )
    return f"{_PATHS[purpose]}{token}/"


def link_of(token: str, purpose: MailedLink.Purpose, *, clock: Clock | None = None) -> MailedLink:
    """The link, if it still counts. Raises: DomainError `link_over`."""
    now = (clock or SystemClock()).now()
    row = (
        MailedLink.objects.select_related("user")
        .filter(digest=_digest(token), purpose=purpose, used_at=None, expires__gt=now)
        .first()
    )
    if row is None:
        raise DomainError(
            gettext_noop("Liên kết này đã dùng rồi hoặc đã quá 24 giờ."),
            gettext_noop("Yêu cầu gửi liên kết mới."),
            id="link_over",
        )
    return row


def used(token: str, purpose: MailedLink.Purpose, *, clock: Clock | None = None) -> MailedLink:
    """The link, which now counts no more, nor do its siblings for the same address. Call it inside a
    transaction. Raises: DomainError `link_over`."""
    now = (clock or SystemClock()).now()
    row = link_of(token, purpose, clock=clock)
    taken = MailedLink.objects.filter(pk=row.pk, used_at=None).update(used_at=now)
    if not taken:
        raise DomainError(
            gettext_noop("Liên kết này đã dùng rồi hoặc đã quá 24 giờ."),
            gettext_noop("Yêu cầu gửi liên kết mới."),
            id="link_over",
        )
    MailedLink.objects.filter(email=row.email, purpose=purpose, used_at=None).update(used_at=now)
    return row


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
