"""How long the rows of online payment stay: like the books, as vouchers of accounting (money.retention)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, QuerySet

from motcua.foundation.clock import Instant, day_of, instant_of
from motcua.foundation.errors import gettext_noop
from motcua.money.retention import LAW, MONTHS
from motcua.organisation.retaining import Rule
from motcua.payments.models import (
    Arrival,
    ArrivalDecision,
    GatewayReturn,
    PaymentEvent,
    PaymentOrder,
    StatementImport,
)

_KEPT: Final = "Giữ 10 năm kể từ hết năm kế toán, như chứng từ kế toán (Luật Kế toán 2015, Điều 41)."

PERSONAL: Final[dict[str, str]] = {
    "PaymentOrder": f"{_KEPT} Không ghi tên người nộp; chỉ gắn với hồ sơ.",
    "PaymentEvent": f"{_KEPT} Chỉ ghi mã cán bộ, số giao dịch và số tiền.",
    "Arrival": f"{_KEPT} Nội dung chuyển tiền có thể có tên người: chỉ cán bộ đối soát xem.",
    "ArrivalDecision": f"{_KEPT} Chỉ ghi mã cán bộ, số giao dịch và lý do.",
    "GatewayReturn": f"{_KEPT} Chỉ ghi mã cán bộ, số giao dịch và số tiền.",
    "StatementImport": f"{_KEPT} Chỉ ghi mã cán bộ, tên tệp và tổng số tiền.",
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = ()
"""Models looked at and found free of personal data."""


def _rows(model: type[Model], column: str, **without: Any) -> Callable[[Instant], QuerySet[Any]]:
    """Rows of the years that are over; not those that a row still kept hangs on."""

    def due(before: Instant) -> QuerySet[Any]:
        year = instant_of(datetime(day_of(before).year, 1, 1))  # noqa: DTZ001 - local midnight
        return model._default_manager.filter(**{f"{column}__lt": year}).filter(**without)

    return due


def _rule(
    name: str, model: type[Model], what: str, column: str, *, guarded: bool = True, **without: Any
) -> Rule:
    return Rule(
        id=name,
        model=model.__name__,
        what=what,
        source=LAW,
        setting="MOTCUA_KEEP_MONEY_MONTHS",
        months=MONTHS,
        least=MONTHS,
        due=_rows(model, column, **without),
        owner=guarded,
        triggers=("written_once",) if guarded else (),
    )


RULES: Final[tuple[Rule, ...]] = (
    _rule("payment_returns", GatewayReturn, gettext_noop("Lệnh hoàn qua cổng"), "made_at", guarded=False),
    _rule("payment_decisions", ArrivalDecision, gettext_noop("Quyết định về khoản tiền"), "at"),
    _rule("payment_events", PaymentEvent, gettext_noop("Sự kiện thanh toán"), "at"),
    _rule(
        "payment_arrivals",
        Arrival,
        gettext_noop("Khoản tiền đến"),
        "at",
        event=None,
        decision=None,
        settled_by=None,
        returns=None,
    ),
    _rule(
        "payment_orders",
        PaymentOrder,
        gettext_noop("Lệnh thanh toán"),
        "made_at",
        guarded=False,
        events=None,
        returns=None,
    ),
    _rule("payment_statements", StatementImport, gettext_noop("Lần nhập sao kê"), "at", arrivals=None),
)
"""What hangs on a row goes before it."""
