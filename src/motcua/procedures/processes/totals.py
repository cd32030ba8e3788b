"""The printed total of a process against the sum of its steps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase, listed
from motcua.foundation.text import fold

from .tables import Doubt, Step, Time, Unit, sums_of
from .times import read_time

UNIT_WORDS: Final[dict[Unit, str]] = {
    Unit.WORKING_DAY: gettext_noop("%(quantity)s ngày làm việc"),
    Unit.CALENDAR_DAY: gettext_noop("%(quantity)s ngày"),
    Unit.WORKING_HOUR: gettext_noop("%(quantity)s giờ làm việc"),
    Unit.HOUR: gettext_noop("%(quantity)s giờ"),
}
_LABEL: Final = re.compile(r"tong (?:cong|thoi (?:gian|han)|so (?:thoi gian|ngay|gio))|(?:tong|cong)\s*:?$")
_PART: Final = re.compile(r"(?:^|\s)(?:o|tai)\s")


class Total(NamedTuple):
    """A total row: its label, and the words of its value."""

    label: str
    value: str


class Checked(NamedTuple):
    """The total, the sums, whether they agree, and what is doubtful about it."""

    total: Time | None
    sums: dict[Unit, Decimal]
    matches: bool | None
    doubts: tuple[Doubt, ...]


def is_total(text: str) -> bool:
    """Whether a row that begins with these words is a total."""
    return bool(_LABEL.match(fold(" ".join(text.split()))))


def is_part(total: Total) -> bool:
    """Whether it is the total of one agency's part ("Tổng thời gian giải quyết ở cấp xã")."""
    return bool(_PART.search(fold(total.label)))


def total_of(cells: Sequence[str]) -> Total:
    """The row's label and value; a cell that holds both is parted at its colon."""
    label, _, rest = cells[0].partition(":")
    value = " ".join([rest, *cells[1:2]]).strip()
    if is_total(value):
        value = value.partition(":")[2].strip() or value
    return Total(" ".join(label.split()), value)


def checked(totals: Sequence[Total], steps: Sequence[Step], heading: str = "") -> Checked:
    """The sum by unit as printed, held against the total of the whole; totals of a part are left aside.

    `heading` is that of the column of times, which may name the unit.
    """
    sums = sums_of(steps)
    whole = [total for total in totals if not is_part(total)]
    if not whole:
        return Checked(None, sums, None, (Doubt(kind="total_missing", message=Phrase(_MISSING)),))
    total, doubts = _read(whole, heading)
    matches, found = _compared(total, sums, steps)
    return Checked(total, sums, matches, (*doubts, *found))


_MISSING: Final = gettext_noop("Bảng không ghi tổng thời gian.")
_SEVERAL: Final = gettext_noop("Quyết định ghi nhiều tổng thời gian: %(totals)s; so với tổng lớn nhất.")
_NO_TIMES: Final = gettext_noop("Không bước nào ghi thời gian, nên không so được với tổng %(total)s.")
_UNITS: Final = gettext_noop(
    "Các bước cộng lại %(sum)s, quyết định ghi %(total)s: khác đơn vị, không tự quy đổi."
)
_DIFFERS: Final = gettext_noop("Các bước cộng lại %(sum)s, quyết định ghi %(total)s.")
_INCOMPLETE: Final = gettext_noop(
    "Các bước đọc được cộng lại %(sum)s, quyết định ghi %(total)s; còn bước chưa rõ thời gian."
)


def _read(whole: Sequence[Total], heading: str) -> tuple[Time, tuple[Doubt, ...]]:
    reads = [read_time(total.value, heading) for total in whole]
    if len(reads) == 1:
        read = reads[0]
        return read.time, (_of_total(read.doubt),) if read.doubt else ()
    text = "; ".join(f"{total.label}: {total.value}" for total in whole)
    doubt = Doubt(kind="totals_several", message=Phrase(_SEVERAL, {"totals": text}))
    units = {read.time.unit for read in reads}
    if len(units) > 1 or None in units:
        return Time(text=text), (doubt,)
    quantity = max(read.time.quantity or Decimal(0) for read in reads)
    return Time(text=text, quantity=quantity, unit=units.pop()), (doubt,)


def _of_total(doubt: Doubt) -> Doubt:
    """A doubt about a time, said of the total."""
    kind = {"time_missing": "total_missing"}.get(doubt.kind, doubt.kind.replace("time_", "total_"))
    message = Phrase(_MISSING) if kind == "total_missing" else doubt.message
    return Doubt(kind=kind, message=message)


def _compared(
    total: Time, sums: Mapping[Unit, Decimal], steps: Sequence[Step]
) -> tuple[bool | None, tuple[Doubt, ...]]:
    if total.quantity is None or total.unit is None:
        return None, ()
    said = {"sum": said_sums(sums), "total": said_sums({total.unit: total.quantity})}
    if not sums:
        return None, (Doubt(kind="no_step_times", message=Phrase(_NO_TIMES, {"total": said["total"]})),)
    if set(sums) != {total.unit}:
        return None, (Doubt(kind="units_differ", message=Phrase(_UNITS, said)),)
    if sums[total.unit] == total.quantity:
        return True, ()
    unread = any(step.time.counted and step.time.quantity is None for step in steps)
    if unread and sums[total.unit] < total.quantity:
        return None, (Doubt(kind="sum_incomplete", message=Phrase(_INCOMPLETE, said)),)
    return False, (Doubt(kind="sum_differs", message=Phrase(_DIFFERS, said)),)


def said_sums(sums: Mapping[Unit, Decimal]) -> Phrase:
    """Amounts as words: "9,5 ngày làm việc + 4 giờ"."""
    return listed(
        (Phrase(UNIT_WORDS[unit], {"quantity": said_number(quantity)}) for unit, quantity in sums.items()),
        " + ",
    )


def said_number(quantity: Decimal) -> str:
    """A number as Vietnamese prints it."""
    text = f"{quantity:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
