"""The account that fees are paid into, as a setting names it."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.conf import settings

from motcua.foundation import vietqr
from motcua.foundation.errors import DomainError, gettext_noop

PRETENDED: Final = "999999:0000000014:TAI KHOAN MO PHONG"
"""No bank has this BIN: no banking application sends money there by mistake."""


class Account(NamedTuple):
    """Whose account at which bank (BIN)."""

    bank: str
    number: str
    holder: str


def account() -> Account | None:
    """The account in force; a pretended one in the demonstration; none where a server has not set it up.

    Raises: DomainError `payment_account` where the setting cannot be read.
    """
    text = settings.MOTCUA_PAY_ACCOUNT or (PRETENDED if settings.MOTCUA_SIMULATED else "")
    if not text:
        return None
    bank, _, rest = text.partition(":")
    number, _, holder = rest.partition(":")
    try:
        vietqr.make(bank, number)
    except vietqr.VietQRError as error:
        raise DomainError(
            gettext_noop("Tài khoản nhận phí đặt sai: cần BIN:số tài khoản:tên chủ tài khoản."),
            gettext_noop("Báo quản trị hệ thống sửa MOTCUA_PAY_ACCOUNT; nộp tiền tại quầy."),
            id="payment_account",
        ) from error
    return Account(bank, number, holder)
