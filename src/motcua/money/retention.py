"""How long the books of money stay.

Accounting vouchers that are entered in the books are kept ten years at least, counted from the end of the
accounting year (Law on Accounting 88/2015/QH13 art. 41(5); Decree 174/2016 art. 13 and 15). Citizens are not
named here: who paid and why money went back are private records of the dossier, erased with it; these rows
name officers by their codes. The events of the log stay.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, QuerySet

from motcua.foundation.clock import Instant, SystemClock, day_of, instant_of
from motcua.foundation.errors import gettext_noop
from motcua.money.models import (
    DayClose,
    Receipt,
    Refund,
    Settlement,
    SettlementConfirmation,
    Waiver,
    WaiverWithdrawal,
)
from motcua.organisation.retaining import Rule

_KEPT: Final = "Giữ 10 năm kể từ hết năm kế toán, như chứng từ kế toán (Luật Kế toán 2015, Điều 41)."

PERSONAL: Final[dict[str, str]] = {
    "Receipt": f"{_KEPT} Chỉ ghi mã cán bộ; người nộp tiền nằm ở dữ liệu riêng của hồ sơ.",
    "Refund": f"{_KEPT} Chỉ ghi mã cán bộ; lý do hoàn nằm ở dữ liệu riêng của hồ sơ.",
    "Waiver": f"{_KEPT} Chỉ ghi căn cứ pháp lý và mã cán bộ.",
    "WaiverWithdrawal": f"{_KEPT} Chỉ ghi mã cán bộ; lý do nằm ở dữ liệu riêng của hồ sơ.",
    "DayClose": f"{_KEPT} Lời giải trình nói về tiền mặt của cán bộ, không ghi tên người nộp.",
    "Settlement": f"{_KEPT} Chỉ ghi mã cán bộ và tổng số tiền.",
    "SettlementConfirmation": f"{_KEPT} Ghi chú nói về số tiền bàn giao.",
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = ("Till",)  # a counter of numbers
"""Models looked at and found free of personal data."""

LAW: Final = gettext_noop(
    "Luật Kế toán 2015, Điều 41(5); Nghị định 174/2016/NĐ-CP, Điều 13, 15 "
    "(theo trí nhớ, cần đối chiếu văn bản)"
)
"""From memory: the reference of this house says nothing of accounting, so the months are a setting."""
MONTHS: Final = 120


def _year_of(before: Instant) -> Instant:
    """The period runs from the end of the year: what is of the year of `before` has not had its time."""
    return instant_of(datetime(day_of(before).year, 1, 1))  # noqa: DTZ001 - local midnight


def _rows(model: type[Model], column: str, **without: Any) -> Callable[[Instant], QuerySet[Any]]:
    """Rows of the years that are over; not those that a row still kept hangs on."""

    def due(before: Instant) -> QuerySet[Any]:
        found = model._default_manager.filter(**{f"{column}__lt": _year_of(before)})
        return found.filter(**without)

    return due


def _rule(id: str, model: type[Model], what: str, column: str = "at", **without: Any) -> Rule:  # noqa: A002
    return Rule(
        id=id,
        model=model.__name__,
        what=what,
        source=LAW,
        setting="MOTCUA_KEEP_MONEY_MONTHS",
        months=MONTHS,
        least=MONTHS,
        due=_rows(model, column, **without),
        owner=True,
        triggers=("written_once",),
    )


RULES: Final[tuple[Rule, ...]] = (
    _rule("money_refunds", Refund, gettext_noop("Phiếu hoàn tiền")),
    _rule("money_receipts", Receipt, gettext_noop("Biên lai"), refunds=None),
    _rule("money_withdrawals", WaiverWithdrawal, gettext_noop("Lần rút miễn, giảm")),
    _rule("money_waivers", Waiver, gettext_noop("Lần miễn, giảm"), withdrawal=None),
    _rule("money_closes", DayClose, gettext_noop("Lần chốt tiền"), "closed_at"),
    _rule("money_confirmations", SettlementConfirmation, gettext_noop("Xác nhận quyết toán")),
    _rule("money_settlements", Settlement, gettext_noop("Quyết toán quý"), confirmation=None),
)
"""What hangs on a row goes before it."""


def kept_since() -> Instant:
    """Money of before this instant may have left the books. Raises: DomainError `retention_period`."""
    return _year_of(RULES[0].before(SystemClock().now()))
