"""What the letters say that were asked for by an address: found out, with the link made, as each is sent.

The row in the outbox knows the purpose alone (`mailed`). Here, in the worker, it is looked up whether an
account has the address; so neither the page nor a table tells.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, override

from motcua.citizens.mailed import KINDS, Purpose, make_link, owner_of
from motcua.citizens.models import Citizen
from motcua.foundation.clock import Clock
from motcua.foundation.errors import gettext_noop
from motcua.outbox.made import Made, Said
from motcua.outbox.models import Message


def _sign_up(row: Message, clock: Clock) -> Said | None:
    """A link to open an account; who has one already is written that instead."""
    with override(row.params["language"]):
        if owner_of(row.address) is None:
            link = make_link(Purpose.SIGN_UP, row.address, None, clock=clock)
            return _with_link(gettext("Mở tài khoản dịch vụ công"), link)
        return _said(
            gettext("Bạn đã có tài khoản dịch vụ công"),
            gettext("Ai đó vừa mở tài khoản với địa chỉ thư này, nhưng địa chỉ đã có tài khoản."),
            gettext("Nếu là bạn: đăng nhập, hoặc đặt lại mật khẩu nếu quên."),
            path="/dang-nhap-nguoi-dan/",
        )


def _password(row: Message, clock: Clock) -> Said | None:
    """A link to choose a new password; who has no account is written that instead."""
    with override(row.params["language"]):
        owner = owner_of(row.address)
        if owner is not None:
            link = make_link(Purpose.PASSWORD, row.address, owner, clock=clock)
            return _with_link(gettext("Đặt lại mật khẩu dịch vụ công"), link)
        return _said(
            gettext("Chưa có tài khoản dịch vụ công với địa chỉ này"),
            gettext("Ai đó vừa hỏi đặt lại mật khẩu cho địa chỉ thư này, nhưng chưa có tài khoản nào."),
            gettext("Nếu là bạn: mở tài khoản tại đây, hoặc thử địa chỉ thư khác."),
            path="/dang-ky/",
        )


def _email(row: Message, clock: Clock) -> Said | None:
    """A link to the new address of an account; where another account has it, a letter that says so. Nothing
    where the account that asked was closed meanwhile."""
    asked = Citizen.objects.filter(key=row.account, closed_at=None).select_related("user").first()
    if asked is None or asked.user is None:
        return None
    with override(row.params["language"]):
        owner = owner_of(row.address)
        if owner is None or owner.pk == asked.user.pk:
            link = make_link(Purpose.EMAIL, row.address, asked.user, clock=clock)
            return _with_link(gettext("Xác nhận địa chỉ thư mới"), link)
        return _said(
            gettext("Địa chỉ thư này đã có tài khoản dịch vụ công"),
            gettext("Một tài khoản khác vừa muốn dùng địa chỉ này. Chưa có gì thay đổi."),
        )


def _with_link(title: str, link: str) -> Said:
    return _said(
        title,
        gettext("Mở liên kết này trong 24 giờ để tiếp tục; liên kết chỉ dùng được một lần."),
        gettext("Nếu không phải bạn yêu cầu, bỏ qua thư này: chưa có gì thay đổi."),
        path=link,
    )


def _said(title: str, *lines: str, path: str = "") -> Said:
    return Said(title, "\n\n".join(lines), path)


LETTERS: Final = (
    Made(name=KINDS[Purpose.SIGN_UP], title=gettext_noop("Yêu cầu mở tài khoản"), make=_sign_up),
    Made(name=KINDS[Purpose.PASSWORD], title=gettext_noop("Yêu cầu đặt lại mật khẩu"), make=_password),
    Made(name=KINDS[Purpose.EMAIL], title=gettext_noop("Yêu cầu đổi thư điện tử"), make=_email),
)
"""Registered with the outbox when the room is made ready."""
