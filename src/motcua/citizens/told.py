"""What the owner of an account is told of it: a row on the account's pages; where mail goes out, a letter."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language, gettext, override

from motcua.citizens.models import AccountEvent, Citizen
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.outbox.channels import mail_is_on
from motcua.outbox.citizens import Notice
from motcua.outbox.citizens import tell as put_in
from motcua.outbox.models import Message

NEWEST: Final = 20


def tell(
    account: int,
    kind: AccountEvent.Kind,
    *,
    officer: str = "",
    note: str = "",
    letter: bool = False,
    to: str = "",
    clock: Clock | None = None,
) -> None:
    """Write down what happened to the account, in the transaction of it; with `letter` a letter to its owner
    is put into the outbox in the same transaction, where mail is on: to the account's address, or to the one
    that it had before (`to`)."""
    now = (clock or SystemClock()).now()
    event = AccountEvent.objects.create(account_id=account, at=now, kind=kind, officer=officer, note=note)
    if letter:
        _warn(event, to, clock)


def told(account: int) -> list[AccountEvent]:
    """The newest rows of an account."""
    return list(AccountEvent.objects.filter(account=account).order_by("-at", "-pk")[:NEWEST])


def mail_off() -> DomainError:
    """The refusal where no mail server is set."""
    return DomainError(
        gettext_noop("Hệ thống này chưa nối máy chủ thư nên không gửi được liên kết xác nhận."),
        gettext_noop("Đăng nhập qua cổng định danh quốc gia nếu có, hoặc nộp tại Bộ phận Một cửa."),
        id="mail_off",
    )


def _warn(event: AccountEvent, to: str, clock: Clock | None) -> None:
    row = Citizen.objects.get(pk=event.account_id)
    address = to or row.email
    if not address or not mail_is_on():
        return
    # Whoever did it at a counter may have read the desk in another language than the owner reads.
    language = "en" if get_language() == "en" and not event.officer else "vi"
    with override(language):
        what = {"what": AccountEvent.Kind(event.kind).label}
        notice = Notice(
            kind="account_event",
            subject=f"account:{row.key}",
            key=str(event.pk),
            account=row.key,
            channel=Message.Channel.EMAIL,
            address=address,
            language=language,
            title=gettext("Tài khoản dịch vụ công của bạn: %(what)s") % what,
            text="\n\n".join(
                [
                    gettext("Việc vừa xảy ra với tài khoản của bạn: %(what)s.") % what,
                    gettext("Nếu không phải bạn làm, đến Bộ phận Một cửa gần nhất với thẻ căn cước."),
                ]
            ),
            path="/cua-toi/tai-khoan/",
            version=0,
            code="",
        )
    put_in([notice], clock=clock)
