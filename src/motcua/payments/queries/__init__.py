"""Reads of online payment. Amounts are đồng."""

from motcua.payments.queries.payer import PaymentPage, ReceiptShown, payment_page, receipt_of
from motcua.payments.queries.reconciling import (
    Balance,
    Fault,
    Reconciliation,
    WaitingMoney,
    order_by,
    reconciliation,
    waiting_money,
)

__all__ = [
    "Balance",
    "Fault",
    "PaymentPage",
    "ReceiptShown",
    "Reconciliation",
    "WaitingMoney",
    "order_by",
    "payment_page",
    "receipt_of",
    "reconciliation",
    "waiting_money",
]
