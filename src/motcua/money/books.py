"""The books held against the log: every receipt, refund and waiver told again from its event, to the đồng."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Model

from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.types import FeeLine, PaymentMethod
from motcua.dossiers.log import event_of
from motcua.money.models import Receipt, Refund, Waiver, WaiverWithdrawal
from motcua.money.purposes import Purpose
from motcua.money.retention import kept_since

Row = dict[str, Any]


class Difference(NamedTuple):
    """One place where a row of the books says something else than the log."""

    dossier: str
    seq: int
    table: str
    column: str
    books: str
    log: str


class Compared(NamedTuple):
    """What was held against the log: rows by table, đồng that both agree on, and where they differ."""

    rows: dict[str, int]
    taken: int
    refunded: int
    differences: tuple[Difference, ...]


def line_row(line: FeeLine) -> dict[str, str | int]:
    """A fee line as a receipt keeps it."""
    return {
        "no": line.no,
        "kind": line.kind,
        "unit": line.unit,
        "quantity": line.quantity,
        "amount": line.amount,
    }


def obligation_line(amount: int) -> FeeLine:
    """The one line of a financial obligation: it stands in no publication, so that it has no number there."""
    return FeeLine(no=0, kind=Purpose.OBLIGATION.value, unit=amount)


def compare(dossiers: Collection[int] | None = None) -> Compared:
    """The books of these dossiers, or of all, against their logs. Two statements a table and one of the log.

    Money of a simulated or imported past stands in no series of this house and is passed over, as is what has
    left the books at the end of its time.
    """
    told = {(dossier, event.seq): event for dossier, event in _events(dossiers)}
    since = kept_since()
    rows: dict[str, int] = {}
    found: list[Difference] = []
    for kind, table in TABLES.items():
        of_kind = {
            at: event for at, event in told.items() if type(event.payload) is kind and in_books(event.payload)
        }
        live = {(row[table.dossier], row["seq"]): row for row in _rows(table, dossiers)}
        rows[table.name] = len(live)
        for at in sorted(of_kind.keys() | live.keys()):
            event, row = of_kind.get(at), live.get(at)
            if event and row is None and event.occurred_at < since:
                continue
            name = event.dossier if event else str(at[0])
            wanted = table.tell(event) if event else None
            found += (Difference(name, at[1], table.name, *each) for each in _differ(row, wanted))
    paid = (
        event.payload.amount or 0
        for event in told.values()
        if isinstance(event.payload, e.FeePaid | e.ObligationFulfilled) and in_books(event.payload)
    )
    given = (event.payload.amount for event in told.values() if isinstance(event.payload, e.FeeRefunded))
    return Compared(rows, sum(paid), sum(given), tuple(found))


def in_books(payload: e.Payload) -> bool:
    """Whether an event has a row here: an obligation that was proved with a paper has none."""
    return not isinstance(payload, e.ObligationFulfilled) or bool(payload.receipt)


class _Table(NamedTuple):
    name: str
    model: type[Model]
    dossier: str
    """The path to the dossier's id."""
    columns: tuple[str, ...]
    tell: Callable[[e.Event], Row]
    only: Row = {}
    """Which rows of the model these are."""


def _common(event: e.Event) -> Row:
    return {"at": event.occurred_at, "by": event.actor}


def _receipt(event: e.Event) -> Row:
    payload = event.payload
    assert isinstance(payload, e.FeePaid)
    return {
        **_common(event),
        "number": payload.receipt,
        "amount": payload.amount,
        "method": payload.method.value,
        "lines": [line_row(line) for line in payload.lines],
        "waived": payload.waived,
        "credited": payload.credited,
    }


def _obligation(event: e.Event) -> Row:
    payload = event.payload
    assert isinstance(payload, e.ObligationFulfilled)
    return {
        **_common(event),
        "number": payload.receipt,
        "amount": payload.amount,
        "method": PaymentMethod.ONLINE.value,
        "lines": [line_row(obligation_line(payload.amount or 0))],
    }


def _refund(event: e.Event) -> Row:
    payload = event.payload
    assert isinstance(payload, e.FeeRefunded)
    return {
        **_common(event),
        "number": payload.refund,
        "receipt__number": payload.receipt,
        "amount": payload.amount,
        "method": payload.method.value,
        "due_again": payload.due_again,
    }


def _waiver(event: e.Event) -> Row:
    payload = event.payload
    assert isinstance(payload, e.FeeWaived)
    return {
        **_common(event),
        "legal_ground": payload.legal_ground,
        "amount": payload.amount,
        "partial": payload.partial,
    }


def _withdrawal(event: e.Event) -> Row:
    payload = event.payload
    assert isinstance(payload, e.WaiverWithdrawn)
    return {**_common(event), "amount": payload.amount}


TABLES: Final[dict[type[e.Payload], _Table]] = {
    e.FeePaid: _Table(
        "receipt",
        Receipt,
        "dossier_id",
        ("at", "by", "number", "amount", "method", "lines", "waived", "credited"),
        _receipt,
        {"purpose": Purpose.FEE.value},
    ),
    e.ObligationFulfilled: _Table(
        "obligation",
        Receipt,
        "dossier_id",
        ("at", "by", "number", "amount", "method", "lines"),
        _obligation,
        {"purpose": Purpose.OBLIGATION.value},
    ),
    e.FeeRefunded: _Table(
        "refund",
        Refund,
        "receipt__dossier_id",
        ("at", "by", "number", "receipt__number", "amount", "method", "due_again"),
        _refund,
    ),
    e.FeeWaived: _Table(
        "waiver", Waiver, "dossier_id", ("at", "by", "legal_ground", "amount", "partial"), _waiver
    ),
    e.WaiverWithdrawn: _Table(
        "withdrawal", WaiverWithdrawal, "waiver__dossier_id", ("at", "by", "amount"), _withdrawal
    ),
}


_FEE_EVENTS: Final = """
    SELECT dossier_id, body FROM dossiers_event
    WHERE type = ANY(%(kinds)s) AND (%(ids)s::bigint[] IS NULL OR dossier_id = ANY(%(ids)s))
"""


def _events(dossiers: Collection[int] | None) -> Iterator[tuple[int, e.Event]]:
    kinds = [str(kind.__struct_config__.tag) for kind in TABLES]
    with connection.cursor() as cursor:
        cursor.execute(_FEE_EVENTS, {"kinds": kinds, "ids": None if dossiers is None else list(dossiers)})
        for dossier, body in cursor:
            event = event_of(body)
            if event.origin is None:
                yield dossier, event


def _rows(table: _Table, dossiers: Collection[int] | None) -> Iterator[Row]:
    rows = table.model._default_manager.filter(**table.only)
    if dossiers is not None:
        rows = rows.filter(**{f"{table.dossier}__in": list(dossiers)})
    yield from rows.values(table.dossier, "seq", *table.columns).iterator()


def _differ(books: Row | None, log: Row | None) -> list[tuple[str, str, str]]:
    """Column, what the books say, what the log says."""
    if books is None or log is None:
        return [("", "a row" if books else "nothing", "a row" if log else "nothing")]
    return [
        (column, str(books[column]), str(value)) for column, value in log.items() if books[column] != value
    ]
