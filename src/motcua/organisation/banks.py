"""An agency's own account for what is collected: given from a day, ended by a day, else never changed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from django.db.models import Q

from motcua.foundation import vietqr
from motcua.foundation.clock import Clock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation import entered
from motcua.organisation.agencies import agency_by_id
from motcua.organisation.changes import record_change
from motcua.organisation.entered import changing, overlaps, written
from motcua.organisation.models import AgencyAccount
from motcua.organisation.models.dated import holds
from motcua.organisation.rights import Person

ACTION: Final = "administer_pay_accounts"


def add_account(
    actor: Person,
    agency_id: int,
    *,
    bank: str,
    number: str,
    holder: str,
    since: date,
    reason: str,
    clock: Clock | None = None,
) -> AgencyAccount:
    """An account of an agency's own from a day on; orders made before keep theirs.

    Raises: `Forbidden`, `NotFound`; DomainError `account_invalid`, `account_already`, `outside_period`, and
    what `entered` refuses.
    """
    with changing(actor, ACTION):
        agency = agency_by_id(agency_id)
        entered.period(since, None)
        entered.covered(agency, since, agency.valid_to, agency.name)
        made = AgencyAccount(
            agency=agency,
            bank=entered.text(bank, "bank", 6),
            number=entered.text(number.replace(" ", ""), "number", 19),
            holder=entered.text(holder, "holder", 120).upper(),
            valid_from=since,
            valid_to=agency.valid_to,
        )
        check(made.bank, made.number)
        for other in agency.accounts.order_by("valid_from"):
            if overlaps(other, since, made.valid_to):
                raise DomainError(
                    gettext_noop("%(name)s đã có tài khoản %(number)s từ ngày %(first)s."),
                    gettext_noop("Ghi ngày cuối của tài khoản ấy, rồi thêm tài khoản mới từ ngày sau đó."),
                    id="account_already",
                    field="valid_from",
                    name=agency.short_name,
                    number=other.number,
                    first=written(other.valid_from),
                )
        made.save(force_insert=True)
        _record(actor, made, None, reason, clock)
        return made


def end_account(
    actor: Person, account_id: int, last: date, *, reason: str, clock: Clock | None = None
) -> AgencyAccount:
    """End an account after its last day; later money goes to the account above.

    One that ends before its first day was entered wrongly and is gone.

    Raises: `Forbidden`, `NotFound`; DomainError `ended_already`, and what `entered` refuses.
    """
    with changing(actor, ACTION):
        account = account_by_id(account_id)
        before = _told(account)
        if entered.day(last, "valid_to") < account.valid_from:
            _record(actor, account, before, reason, clock, gone=True)
            account.delete()
            return account
        account.valid_to = entered.last_day_of(account, last)
        account.save(update_fields=["valid_to"])
        _record(actor, account, before, reason, clock)
        return account


def check(bank: str, number: str) -> None:
    """Raise DomainError `account_invalid` unless a VietQR can name the account."""
    for field, wrong, words, form in (
        ("bank", "bad_bank", gettext_noop("Mã BIN của ngân hàng gồm đúng 6 chữ số."), "970436"),
        ("number", "bad_account", gettext_noop("Số tài khoản gồm 1 đến 19 chữ, số không dấu."), "0123456789"),
    ):
        try:
            vietqr.make(bank, number)
        except vietqr.VietQRError as error:
            if error.id == wrong:
                raise DomainError(
                    words, gettext_noop("Viết như %(form)s."), id="account_invalid", field=field, form=form
                ) from error


def account_by_id(account_id: int) -> AgencyAccount:
    """An account with its agency. Raises: `NotFound`."""
    found = AgencyAccount.objects.select_related("agency").filter(pk=account_id).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có tài khoản này."))
    return found


def account_on(agency_id: int, day: date) -> AgencyAccount | None:
    """The account that an agency collects into on a day: the own, else that of the nearest agency above.

    One query. An agency that ended by then is who took its dossiers over.
    """
    rows = AgencyAccount.objects.raw(_sql("account_on"), {"agency": agency_id, "day": day})
    return next(iter(rows), None)


def accounts_above(agency_id: int) -> list[AgencyAccount]:
    """Every account that the agency ever collected into or will: its own, of those above, of those whose
    work it took over and of who took over its work; newest first."""
    rows = AgencyAccount.objects.raw(_sql("accounts_above"), {"agency": agency_id})
    return list(rows)


def accounts_from(day: date) -> list[AgencyAccount]:
    """The accounts of all agencies that hold on a day or later, for who checks them."""
    rows = AgencyAccount.objects.filter(holds(day) | Q(valid_from__gt=day)).select_related("agency")
    return list(rows.order_by("agency__code", "valid_from"))


@lru_cache(maxsize=2)
def _sql(name: str) -> str:
    return resources.files("motcua.organisation").joinpath(f"sql/{name}.sql").read_text()


def _told(account: AgencyAccount) -> dict[str, Any]:
    return {
        "agency": account.agency.name,
        "bank": account.bank,
        "account": account.number,
        "holder": account.holder,
        "valid_from": account.valid_from,
        "valid_to": account.valid_to,
    }


def _record(
    actor: Person,
    account: AgencyAccount,
    before: dict[str, Any] | None,
    reason: str,
    clock: Clock | None,
    *,
    gone: bool = False,
) -> None:
    record_change(
        actor,
        kind="agency_account",
        subject=account.agency.code,
        named=f"{account.agency.name}: {account.number}"[:255],
        before=before,
        after=None if gone else _told(account),
        reason=reason,
        clock=clock,
    )
