"""Receipts and refunds as lines of a list, and their sums. Amounts are đồng."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Q

from motcua.dossiers.lifecycle.types import PaymentMethod
from motcua.dossiers.queries.names import Names
from motcua.foundation.clock import Instant, instant_of
from motcua.money.closing import Sums
from motcua.money.models import Receipt, Refund

SHOWN: Final = 300
"""Lines of a list on the screen; exports have all."""


class Entry(NamedTuple):
    """A receipt (`amount` above zero) or a refund (below), as lists show it."""

    number: str
    code: str
    procedure_code: str
    amount: int
    method: str
    reference: str
    at: Instant
    by: str
    """Name of the officer."""
    refund: bool


def entry_rows(window: Q, names: Names, *, limit: int | None = None) -> tuple[Entry, ...]:
    cut = slice(None, limit)
    taken = Receipt.objects.filter(window).select_related("dossier").order_by("-at", "-pk")[cut]
    given = Refund.objects.filter(window).select_related("receipt__dossier").order_by("-at", "-pk")[cut]
    rows = [_entry(each, each.dossier, names, refund=False) for each in taken]
    rows += [_entry(each, each.receipt.dossier, names, refund=True) for each in given]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True)[cut])


def _entry(row: Receipt | Refund, dossier: object, names: Names, *, refund: bool) -> Entry:
    return Entry(
        number=row.number,
        code=getattr(dossier, "code", "") or getattr(dossier, "reference", "") or "",
        procedure_code=getattr(dossier, "procedure_code", ""),
        amount=-row.amount if refund else row.amount,
        method=row.method,
        reference=row.reference,
        at=row.at,
        by=names.actor(row.by),
        refund=refund,
    )


def sums_of_rows(ins: Sequence[tuple[str, int]], outs: Sequence[tuple[str, int]]) -> Sums:
    cash = PaymentMethod.CASH.value
    return Sums(
        receipts=len(ins),
        refunds=len(outs),
        cash_in=sum(amount for method, amount in ins if method == cash),
        cash_out=sum(amount for method, amount in outs if method == cash),
        transfer_in=sum(amount for method, amount in ins if method != cash),
        transfer_out=sum(amount for method, amount in outs if method != cash),
    )


def added(sums: Iterable[Sums]) -> Sums:
    total = Sums()
    for each in sums:
        total = Sums(*(a + b for a, b in zip(total, each, strict=True)))
    return total


def bounds(first: date, last: date) -> tuple[Instant, Instant]:
    ends = last + timedelta(days=1)
    return (
        instant_of(datetime(first.year, first.month, first.day)),  # noqa: DTZ001 - local midnight
        instant_of(datetime(ends.year, ends.month, ends.day)),  # noqa: DTZ001
    )
