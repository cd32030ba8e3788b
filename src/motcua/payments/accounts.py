"""The account that money goes to: of the agency, of the nearest above that has one, else the setting's."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import Q

from motcua.foundation import vietqr
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.banks import account_on, accounts_above
from motcua.payments.models import PaymentOrder

PRETENDED: Final = "999999:0000000014:TAI KHOAN MO PHONG"
"""No bank has this BIN: no banking application sends money there by mistake."""


class Account(NamedTuple):
    """Whose account at which bank (BIN)."""

    bank: str
    number: str
    holder: str

    @property
    def key(self) -> str:
        """`BIN:number`: what an order, a statement and its lines name the account by."""
        return f"{self.bank}:{self.number}"


def account() -> Account | None:
    """The province's account, as the setting names it; a pretended one in the demonstration; none where a
    server has not set it up.

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


def account_for(section_id: int, day: date) -> Account | None:
    """Where what a section asks for on a day is paid. One query. Raises: as `account`."""
    own = account_on(section_id, day)
    return Account(own.bank, own.number, own.holder) if own else account()


def account_of(order: PaymentOrder) -> Account | None:
    """The account that an order was made with. One of before there were accounts of agencies, or of a server
    without any, names none: then it is the setting's. Raises: as `account`."""
    return named(order.account, order.account_holder) if order.account else account()


def named(key: str, holder: str) -> Account:
    """The account of a key `BIN:number`."""
    bank, _, number = key.partition(":")
    return Account(bank, number, holder)


def accounts_of(section_id: int, day: date) -> list[Account]:
    """The accounts that a section's money may have come to, the one of the day first: those of its agency and
    above, ended ones too, the setting's, and what its orders name. Three queries."""
    own = account_on(section_id, day)
    listed = [Account(row.bank, row.number, row.holder) for row in accounts_above(section_id)]
    first = [Account(own.bank, own.number, own.holder)] if own else []
    pinned = PaymentOrder.objects.filter(section_id=section_id).exclude(account="")
    rows = pinned.order_by("account").distinct("account").values_list("account", "account_holder")
    asked = [named(key, holder) for key, holder in rows]
    found: dict[str, Account] = {}
    for each in (*first, *_setting(), *listed, *asked):
        found.setdefault(each.key, each)
    return list(found.values())


def key_in(text: str, accounts: list[Account]) -> str:
    """The one of these accounts that a page asks for by its key; empty where it is none of them."""
    return next((each.key for each in accounts if each.key == text), "")


def paid_into(key: str, prefix: str = "") -> Q:
    """Orders of one account as a filter; `prefix` leads over a relation (`"order__"`)."""
    names = {key, ""} if key in {each.key for each in _setting()} else {key}
    return Q(**{f"{prefix}account__in": sorted(names)})


def _setting() -> list[Account]:
    """The setting's account, where there is one that can be read."""
    try:
        found = account()
    except DomainError:
        return []
    return [found] if found else []
