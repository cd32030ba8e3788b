"""What the owner of an account is told of it: a row on the account's pages; where mail goes out, a letter."""

from __future__ import annotations

from typing import Final

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext

from motcua.citizens.models import AccountEvent, Citizen
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop

NEWEST: Final = 20

log = structlog.get_logger(__name__)


def mail_is_on() -> bool:
    """Whether this installation sends letters (`MOTCUA_MAIL_URL`)."""
    return bool(settings.EMAIL_HOST)


def tell(
    account: int,
    kind: AccountEvent.Kind,
    *,
    officer: str = "",
    note: str = "",
    letter: bool = False,
    clock: Clock | None = None,
) -> None:
    """Write down what happened to the account, in the transaction of it; with `letter` its owner is written
    to after the commit, and a letter that does not leave undoes nothing."""
    AccountEvent.objects.create(
        account_id=account, at=(clock or SystemClock()).now(), kind=kind, officer=officer, note=note
    )
    if letter:
        transaction.on_commit(lambda: _warn(account, kind))


def told(account: int) -> list[AccountEvent]:
    """The newest rows of an account."""
    return list(AccountEvent.objects.filter(account=account).order_by("-at", "-pk")[:NEWEST])


def send(address: str, subject: str, lines: list[str]) -> None:
    """One letter now. Raises: DomainError `mail_off`, `mail_not_sent`."""
    if not mail_is_on():
        raise mail_off()
    body = "\n\n".join([*lines, gettext("Thư tự động của hệ thống Một Cửa; không cần trả lời.")])
    try:
        EmailMessage(subject, body, settings.MOTCUA_MAIL_FROM, [address]).send()
    except OSError as error:
        # SMTPException is an OSError; its text may hold the address.
        log.warning("letter_to_citizen_not_sent", reason=type(error).__name__)
        raise DomainError(
            gettext_noop("Máy chủ thư chưa nhận thư. Chưa có gì thay đổi."),
            gettext_noop("Thử lại sau ít phút. Nộp tại quầy hoặc qua cổng định danh không cần thư."),
            id="mail_not_sent",
        ) from error


def mail_off() -> DomainError:
    """The refusal where no mail server is set."""
    return DomainError(
        gettext_noop("Hệ thống này chưa nối máy chủ thư nên không gửi được liên kết xác nhận."),
        gettext_noop("Đăng nhập qua cổng định danh quốc gia nếu có, hoặc nộp tại Bộ phận Một cửa."),
        id="mail_off",
    )


def _warn(account: int, kind: AccountEvent.Kind) -> None:
    address = Citizen.objects.filter(pk=account).values_list("email", flat=True).first()
    if not address or not mail_is_on():
        return
    try:
        send(
            address,
            gettext("Tài khoản dịch vụ công của bạn: %(what)s") % {"what": kind.label},
            [
                gettext("Việc vừa xảy ra với tài khoản của bạn: %(what)s.") % {"what": kind.label},
                gettext("Nếu không phải bạn làm, đến Bộ phận Một cửa gần nhất với thẻ căn cước."),
                f"{settings.MOTCUA_PUBLIC_URL}/cua-toi/tai-khoan/",
            ],
        )
    except DomainError:
        return
