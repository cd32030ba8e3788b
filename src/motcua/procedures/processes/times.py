"""Printed times: "01 giờ", "½ ngày", "0,5 ngày làm việc", "Không tính thời gian", "Trong ngày".

A time is read when the cell says one quantity and one unit; anything else keeps its words and leaves a doubt.
Nothing is converted: 08 giờ làm việc stays hours.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.text import fold

from .tables import Doubt, Time, Unit


class ReadTime(NamedTuple):
    """What a cell says, and what is doubtful about it."""

    time: Time
    doubt: Doubt | None = None


_FRACTIONS: Final = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅛": "1/8"}
_NUMBER: Final = r"(?P<whole>\d{1,4})(?:[.,](?P<part>\d{1,3})|\s*/\s*(?P<under>\d{1,2}))?(?:\s*\([a-z ]+\))?"
_UNIT: Final = r"(?P<unit>ngay lam viec|gio lam viec|ngay|gio)"
_AMOUNT: Final = re.compile(
    rf"(?:(?:thoi gian|thoi han)\s*:?\s*)?"
    rf"(?:(?:trong (?:thoi han|vong|thoi gian)|khong qua|toi da|cham nhat|trong)\s+){{0,2}}"
    rf"{_NUMBER}\s*{_UNIT}(?![a-z])\s*(?P<rest>.*)",
    re.DOTALL,
)
_AFTER: Final = re.compile(r"[\s.;,]*(?:$|\(|ke tu|tu (?:ngay|khi)|sau khi|trong do)")
"""What may follow an amount without making it another: its end, an explanation, the moment it runs from."""
_FURTHER: Final = re.compile(r"\d\s*(?:ngay|gio|tuan|thang|buoi)")
_EQUIVALENT: Final = re.compile(r"\([^()]*\)|trong do.*$", re.DOTALL)

_UNITS: Final = {
    "ngay lam viec": Unit.WORKING_DAY,
    "gio lam viec": Unit.WORKING_HOUR,
    "ngay": Unit.CALENDAR_DAY,
    "gio": Unit.HOUR,
}
_WORDS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (
        re.compile(r"(?:giai quyet |ngay )?trong (?:ngay|buoi)(?: lam viec)?[.\s]*"),
        "time_same_day",
        gettext_noop("“%(text)s” không nói rõ bao nhiêu giờ; cần người quyết định."),
    ),
    (
        re.compile(r"khong quy dinh(?: thoi gian)?[.\s]*"),
        "time_not_set",
        gettext_noop("“%(text)s”: quyết định không quy định thời gian."),
    ),
    (
        re.compile(r"(?:trong )?gio hanh chinh[.\s]*"),
        "time_office_hours",
        gettext_noop("“%(text)s” nói làm lúc nào, không nói làm trong bao lâu."),
    ),
)
_UNCOUNTED: Final = re.compile(r"khong tinh(?: vao)?(?: thoi (?:gian|han))?(?: giai quyet)?[.\s]*")
_CELL_LIMIT: Final = 4_000
_BARE: Final = re.compile(_NUMBER)


def read_time(text: str, heading: str = "") -> ReadTime:
    """What the printed words of a time cell say; `heading` is that of its column, which may name the unit."""
    plain = _plain(text)
    if not plain:
        return ReadTime(
            Time(text=text), _doubt("time_missing", gettext_noop("Bước không ghi thời gian."), text)
        )
    if _UNCOUNTED.fullmatch(plain):
        return ReadTime(Time(text=text, counted=False))
    for pattern, kind, message in _WORDS:
        if pattern.fullmatch(plain):
            return ReadTime(Time(text=text), _doubt(kind, message, text))
    return _amount(plain, text, heading)


def _amount(plain: str, text: str, heading: str) -> ReadTime:
    """One quantity with one unit, and what may stand around it."""
    bare = _BARE.fullmatch(plain)
    if bare is not None and (quantity := _quantity(bare)) is not None:
        return _with_unit(text, quantity, None, heading)
    found = _AMOUNT.fullmatch(plain) if len(plain) <= _CELL_LIMIT else None
    if found is None or not _AFTER.match(found["rest"]):
        return ReadTime(Time(text=text), _unread(text))
    if _FURTHER.search(_EQUIVALENT.sub(" ", found["rest"])):
        message = gettext_noop("“%(text)s” nêu nhiều thời gian; không chọn thay người ban hành.")
        return ReadTime(Time(text=text), _doubt("time_several", message, text))
    quantity = _quantity(found)
    if quantity is None:
        return ReadTime(Time(text=text), _unread(text))
    return _with_unit(text, quantity, _UNITS[found["unit"]], heading)


def looks_like_time(text: str) -> bool:
    """Whether a short cell is a time and nothing else; tells columns apart where cells are merged."""
    plain = _plain(text)
    if not plain or len(plain) > 60:
        return False
    read = read_time(text)
    return read.time.quantity is not None or not read.time.counted or _is_word(plain)


def _is_word(plain: str) -> bool:
    return any(pattern.fullmatch(plain) for pattern, _, _ in _WORDS)


def _plain(text: str) -> str:
    for sign, fraction in _FRACTIONS.items():
        text = text.replace(sign, f" {fraction}")
    return " ".join(fold(text).split()).strip(" -–*:")


def _quantity(found: re.Match[str]) -> Decimal | None:
    """The number; a fraction without an exact decimal ("1/3"), or none ("5/2"), a zero: not read."""
    if found["under"]:
        over, under = Decimal(found["whole"]), Decimal(found["under"])
        if over >= under or under not in (2, 4, 5, 8, 10):
            return None
        quantity = over / under
    elif found["part"]:
        quantity = Decimal(f"{found['whole']}.{found['part']}")
    else:
        quantity = Decimal(found["whole"])
    if not quantity:
        return None
    return quantity.quantize(Decimal(1)) if quantity == quantity.to_integral() else quantity.normalize()


def _with_unit(text: str, quantity: Decimal, unit: Unit | None, heading: str) -> ReadTime:
    """A heading "(ĐVT: Ngày làm việc)" names the unit of its cells: followed, and said aloud."""
    named = _NAMED_UNIT.search(fold(heading))
    above = _UNITS[named[1] or named[2]] if named else None
    if unit is None and above is None:
        return ReadTime(Time(text=text), _doubt("unit_missing", _NO_UNIT, text))
    if above is None or unit not in (None, *_LESS_PRECISE[above]):
        return ReadTime(Time(text=text, quantity=quantity, unit=unit))
    message = gettext_noop("“%(text)s” được hiểu theo đơn vị ghi ở tiêu đề cột.")
    return ReadTime(
        Time(text=text, quantity=quantity, unit=above), _doubt("unit_from_heading", message, text)
    )


_NO_UNIT: Final = gettext_noop("“%(text)s” không có đơn vị thời gian.")
_NAMED_UNIT: Final = re.compile(
    r"(?:dvt|don vi(?: tinh)?)\s*:\s*(ngay lam viec|gio lam viec|ngay|gio)|"
    r"\((?:so )?(ngay lam viec|gio lam viec|ngay|gio)\)"
)
_LESS_PRECISE: Final = {
    Unit.WORKING_DAY: (Unit.CALENDAR_DAY,),
    Unit.WORKING_HOUR: (Unit.HOUR,),
    Unit.CALENDAR_DAY: (),
    Unit.HOUR: (),
}
"""What a cell may print and still mean the unit of its heading: "2 ngày" under "Ngày làm việc"."""


def _unread(text: str) -> Doubt:
    return _doubt("time_unread", gettext_noop("Không đọc được thời gian “%(text)s”."), text)


def _doubt(kind: str, message: str, text: str) -> Doubt:
    short = text if len(text) <= 120 else text[:119] + "…"
    return Doubt(kind=kind, message=Phrase(message, {"text": short} if "%(text)s" in message else {}))
