"""The compliance cost of a procedure, before and after a proposal (Circular 02/2017/TT-VPCP, article 27).

The cost of one performance is the sum over its activities of hours times the income of an hour, what is paid
to others, and fees and charges; a year costs that times the performances of a subject and the subjects. The
benefit is what a year costs before less what it costs after. Low average values are used, and no opportunity
cost is counted. Amounts are whole đồng, rounded half up where hours or performances are not whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import msgspec

from motcua.figures.tables import Share
from motcua.foundation.errors import gettext_noop
from motcua.foundation.money import dong

STAGES: Final = {
    "prepare": gettext_noop("Chuẩn bị hồ sơ"),
    "submit": gettext_noop("Nộp hồ sơ"),
    "pay": gettext_noop("Nộp phí, lệ phí, chi phí khác"),
    "inspect": gettext_noop("Chuẩn bị, phục vụ việc kiểm tra, đánh giá"),
    "other": gettext_noop("Công việc khác"),
    "receive": gettext_noop("Nhận kết quả"),
}
"""What has to be done, in its order, as the annex of the circular lists it."""


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """One activity of a performance: hours of the person's own time, đồng paid to others (travel, copies,
    translation, advice), and fees and charges in đồng."""

    stage: str
    what: str
    hours: Decimal = Decimal(0)
    hired: int = 0
    fee: int = 0

    def cost(self, income: int) -> int:
        """Đồng for one performance."""
        return whole(self.hours * income) + self.hired + self.fee


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """How the procedure is done: its activities, performances of a subject in a year, and subjects. No
    activity at all is a procedure that is abolished."""

    activities: tuple[Activity, ...] = ()
    times: Decimal = Decimal(1)
    subjects: int = 0

    def once(self, income: int) -> int:
        """Đồng for one performance."""
        return sum(each.cost(income) for each in self.activities)

    def year(self, income: int) -> int:
        """Đồng of all subjects in a year."""
        return whole(self.once(income) * self.times * self.subjects)


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """A computation: `income` is đồng of an hour of work, as `income_source` says; `counts_source` says where
    performances and subjects come from."""

    income: int
    income_source: str
    counts_source: str
    before: Side
    after: Side

    @property
    def saved(self) -> int:
        """Đồng that a year costs less; below 0 where it costs more."""
        return self.before.year(self.income) - self.after.year(self.income)

    @property
    def saved_share(self) -> Share:
        """The same as a share of what a year costs before."""
        return Share(self.saved, self.before.year(self.income))

    @property
    def sides(self) -> tuple[tuple[str, Side], ...]:
        """Both with their names."""
        return (gettext_noop("Hiện nay"), self.before), (gettext_noop("Theo đề xuất"), self.after)


FORMULAS: Final = (
    gettext_noop("Chi phí một việc = số giờ × thu nhập một giờ + chi phí thuê, mua ngoài + phí, lệ phí"),
    gettext_noop("Chi phí một lần = cộng chi phí các việc"),
    gettext_noop("Chi phí một năm = chi phí một lần × số lần một năm × số đối tượng"),
    gettext_noop("Lợi ích = chi phí một năm hiện nay − chi phí một năm theo đề xuất"),
)
LAW: Final = gettext_noop("Thông tư 02/2017/TT-VPCP, Điều 27")


def whole(value: Decimal) -> int:
    """Whole đồng, half up."""
    return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))


def hours_words(hours: Decimal) -> str:
    """Hours as a reader writes them: "1,5"."""
    return format(hours.normalize(), "f").replace(".", ",")


def told(cost: Cost) -> Iterator[tuple[str, str]]:
    """The computation in Vietnamese words for a paper: what it is of, and how it is reckoned."""
    yield "Chi phí tuân thủ", "; ".join(FORMULAS) + f" ({LAW})."
    yield "Thu nhập một giờ", f"{dong(cost.income)} ({cost.income_source})"
    yield "Nguồn số lần, số đối tượng", cost.counts_source
    for name, side in cost.sides:
        if not side.activities:
            yield f"{name}: chi phí một lần", "không phải thực hiện: 0 đ"
        for each in side.activities:
            parts = (
                f"{hours_words(each.hours)} giờ × {dong(cost.income)} + {dong(each.hired)} + {dong(each.fee)}"
            )
            yield f"{name}: {STAGES[each.stage]}", f"{each.what}: {parts} = {dong(each.cost(cost.income))}"
        reckoned = f"{dong(side.once(cost.income))} × {hours_words(side.times)} × {side.subjects}"
        yield f"{name}: chi phí một năm", f"{reckoned} = {dong(side.year(cost.income))}"
    share = cost.saved_share.value
    shown = "" if share is None else f" ({str(share).replace('.', ',')}%)"
    yield "Lợi ích một năm", f"{dong(cost.saved)}{shown}"


def stored(cost: Cost) -> dict[str, Any]:
    """As the row keeps it."""
    plain: dict[str, Any] = msgspec.to_builtins(cost)
    return plain


def read(counted: dict[str, Any]) -> Cost:
    """Back from the row."""
    return msgspec.convert(counted, Cost)
