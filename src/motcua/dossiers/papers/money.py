"""What the papers of money say: a receipt, and a list with its sums (close, period, settlement).

Amounts come as papers print them ("26.000 đ"), so that no rounding happens on the way.
"""

from __future__ import annotations

import msgspec

from motcua.dossiers.papers.frame_data import Frame


class FeeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One fee or charge on a receipt."""

    name: str
    unit: str
    quantity: int
    amount: str


class FeeReceiptData(msgspec.Struct, frozen=True, kw_only=True, tag="fee_receipt"):
    """A receipt for fees and charges (biên lai)."""

    frame: Frame
    payer: str
    procedure_name: str = ""
    rows: tuple[FeeRow, ...] = ()
    less: tuple[tuple[str, str], ...] = ()
    """What is taken off the sum of the rows, with the amount: a reduction, money paid before."""
    total: str
    method: str
    collector: str
    counter: str = ""
    taken_at: str
    refunds: tuple[str, ...] = ()
    by_system: bool = False
    """Written by the house when money paid online came: nobody stood there to sign."""


class RefundSlipData(msgspec.Struct, frozen=True, kw_only=True, tag="refund_slip"):
    """A slip for money given back (phiếu hoàn tiền)."""

    frame: Frame
    receiver: str
    procedure_name: str = ""
    receipt: str
    receipt_day: str
    taken: str
    amount: str
    left: str
    """What the receipt still has after this slip."""
    method: str
    reason: str
    giver: str
    given_at: str
    due_again: bool = False
    to_account: bool = False
    """Goes back online: nobody takes money in hand and signs for it."""


class MoneyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt or refund in a list; a refund's amount is below zero."""

    no: int
    at: str
    number: str
    code: str
    officer: str
    method: str
    amount: str


class MoneyBookData(msgspec.Struct, frozen=True, kw_only=True, tag="money_book"):
    """A list of money with its sums; `facts` are labels with what stands there; two people sign."""

    frame: Frame
    period: str
    facts: tuple[tuple[str, str], ...] = ()
    rows: tuple[MoneyRow, ...] = ()
    total: str = ""
    signers: tuple[str, str]
