"""Links that are sent by letter: to open an account, to choose a new password, to change the address.

Whoever asks gets the same answer whether an account has the address or not, and a letter goes out in both
cases, so that neither words nor time tell. A link counts once and for a day; the table knows its hash alone.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from motcua.citizens.models import MailedLink
from motcua.citizens.told import mail_is_on, mail_off, send
from motcua.foundation.clock import HOUR, Clock, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation import entered
from motcua.organisation.models import User

LASTS: Final = 24 * HOUR
Purpose = MailedLink.Purpose
_PATHS: Final = {
    Purpose.SIGN_UP: "/dang-ky/",
    Purpose.PASSWORD: "/quen-mat-khau/",
    Purpose.EMAIL: "/cua-toi/tai-khoan/thu/",
}


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
    """Send a link to open an account; who has one already is written that instead.

    Raises: DomainError `email_invalid`, `missing`, `mail_off`, `mail_not_sent`.
    """
    email = _ready(text)
    if owner_of(email) is None:
        link = _made(Purpose.SIGN_UP, email, None, clock)
        _send_link(email, gettext("Mở tài khoản dịch vụ công"), link)
        return
    send(
        email,
        gettext("Bạn đã có tài khoản dịch vụ công"),
        [
            gettext("Ai đó vừa mở tài khoản với địa chỉ thư này, nhưng địa chỉ đã có tài khoản."),
            gettext("Nếu là bạn: đăng nhập, hoặc đặt lại mật khẩu nếu quên."),
            f"{settings.MOTCUA_PUBLIC_URL}/dang-nhap-nguoi-dan/",
        ],
    )


def ask_password(text: str, *, clock: Clock | None = None) -> None:
    """Send a link to choose a new password; who has no account is written that instead.

    Raises: as `ask_sign_up`.
    """
    email = _ready(text)
    owner = owner_of(email)
    if owner is not None:
        link = _made(Purpose.PASSWORD, email, owner, clock)
        _send_link(email, gettext("Đặt lại mật khẩu dịch vụ công"), link)
        return
    send(
        email,
        gettext("Chưa có tài khoản dịch vụ công với địa chỉ này"),
        [
            gettext("Ai đó vừa hỏi đặt lại mật khẩu cho địa chỉ thư này, nhưng chưa có tài khoản nào."),
            gettext("Nếu là bạn: mở tài khoản tại đây, hoặc thử địa chỉ thư khác."),
            f"{settings.MOTCUA_PUBLIC_URL}/dang-ky/",
        ],
    )


def ask_email(user: User, text: str, *, clock: Clock | None = None) -> None:
    """Send a link to the new address of an account; where another account has it, a letter that says so.

    Raises: as `ask_sign_up`.
    """
    email = _ready(text)
    owner = owner_of(email)
    if owner is None or owner.pk == user.pk:
        link = _made(Purpose.EMAIL, email, user, clock)
        _send_link(email, gettext("Xác nhận địa chỉ thư mới"), link)
        return
    send(
        email,
        gettext("Địa chỉ thư này đã có tài khoản dịch vụ công"),
        [gettext("Một tài khoản khác vừa muốn dùng địa chỉ này. Chưa có gì thay đổi.")],
    )


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


def _ready(text: str) -> str:
    email = email_of(text)
    if not mail_is_on():
        raise mail_off()
    return email


@transaction.atomic
def _made(purpose: MailedLink.Purpose, email: str, user: User | None, clock: Clock | None) -> str:
    token, now = secrets.token_urlsafe(32), (clock or SystemClock()).now()
    MailedLink.objects.create(
        digest=_digest(token), purpose=purpose, email=email, user=user, made_at=now, expires=now + LASTS
    )
    return f"{settings.MOTCUA_PUBLIC_URL}{_PATHS[purpose]}{token}/"


def _send_link(email: str, subject: str, link: str) -> None:
    send(
        email,
        subject,
        [
            gettext("Mở liên kết này trong 24 giờ để tiếp tục; liên kết chỉ dùng được một lần."),
            link,
            gettext("Nếu không phải bạn yêu cầu, bỏ qua thư này: chưa có gì thay đổi."),
        ],
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
