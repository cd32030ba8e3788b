"""What every shape of file shares: rows, cleaned text, limits and fees out of published words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple, Protocol

from motcua.foundation.clock import day_of
from motcua.procedures.content import CHANNELS, PROCEDURE_CODE, Attributes, Fee, Limit, Named

from .readers import Source

NAME_LIMIT: Final = 2_000
"""Characters; the longest real name has 700."""
TEXT_LIMIT: Final = 200_000
"""Characters in any other text; the longest real record has 107,000 in all."""


class Row(NamedTuple):
    """One data row of a file: what it says, or why it was refused. `number` counts lines of the file."""

    number: int
    code: str
    attributes: Attributes | None
    reason: str = ""


class Importer(Protocol):
    """One shape of file. `recognises` looks at the opening of a file; `rows` reads it all, one at a time."""

    shape: str

    def recognises(self, source: Source) -> bool: ...

    def rows(self, source: Source) -> Iterator[Row]: ...


class Refused(Exception):
    """A row that cannot be taken in; the sentence goes into the report."""


def code_of(text: str) -> str:
    """The procedure code of a cell, trimmed; `Refused` when it is none."""
    code = clean(text).strip()
    if not PROCEDURE_CODE.fullmatch(code):
        raise Refused(f"Mã thủ tục không đúng dạng d.dddddd: {code[:40]!r}")
    return code


def name_of(text: str) -> str:
    """A name on one line; `Refused` when it is empty, far too long, or a spreadsheet formula."""
    name = " ".join(clean(text).split())
    if not name:
        raise Refused("Thiếu tên thủ tục")
    if len(name) > NAME_LIMIT:
        raise Refused(f"Tên thủ tục dài {len(name)} ký tự, quá {NAME_LIMIT}")
    if name[0] in "=@":
        raise Refused("Ô chứa công thức, không phải chữ")
    return name


def clean(text: str | None, limit: int = TEXT_LIMIT) -> str:
    """Text in NFC without control characters; `Refused` for broken encoding or text past the limit."""
    if not text:
        return ""
    if len(text) > limit:
        raise Refused(f"Một ô dài {len(text)} ký tự, quá {limit}")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise Refused("Dòng có ký tự không phải UTF-8")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


class NamedRecord(Protocol):
    """Whatever record has a name and a code."""

    @property
    def name(self) -> str | None: ...

    @property
    def code(self) -> str | None: ...


def named_list(records: Iterable[NamedRecord]) -> tuple[Named, ...]:
    """Names with their codes, in order, each once; records without a name are left out."""
    found = (
        Named(name=" ".join(clean(record.name).split()), code=clean(record.code).strip() or None)
        for record in records
    )
    return tuple(dict.fromkeys(named for named in found if named.name))


def agency_list(agencies: Iterable[NamedRecord], groups: Iterable[NamedRecord]) -> tuple[Named, ...]:
    """Agencies, then groups of agencies ("Ủy ban nhân dân cấp xã"), which have no code."""
    grouped = tuple(Named(name=group.name) for group in named_list(groups))
    return tuple(dict.fromkeys((*named_list(agencies), *grouped)))


def names(cells: Iterable[str]) -> tuple[Named, ...]:
    """Plain names, cleaned, each once."""
    found = (" ".join(clean(cell).split()) for cell in cells)
    return tuple(dict.fromkeys(Named(name=name) for name in found if name))


def day_of_millis(millis: int | None) -> str | None:
    """The local day of a moment in milliseconds since 1970, as ISO text; None when absent or absurd."""
    if millis is None or not 0 <= millis < _YEAR_2100:
        return None
    return day_of(millis * 1000).isoformat()


_YEAR_2100: Final = 4_102_444_800_000
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)

CHANNEL_WORDS: Final = {
    "direct": "direct",
    "online": "online",
    "postal": "postal",
    "truc tiep": "direct",
    "trực tiếp": "direct",
    "trực tuyến": "online",
    "dịch vụ bưu chính": "postal",
}

UNIT_WORDS: Final = {
    "working_day": "working_day",
    "day": "calendar_day",
    "calendar_day": "calendar_day",
    "hour": "hour",
    "month": "month",
    "ngày làm việc": "working_day",
    "ngày": "calendar_day",
    "giờ": "hour",
    "tháng": "month",
}


def channel_of(text: str) -> str:
    """`direct`, `online` or `postal`; `Refused` for a channel nobody knows."""
    channel = CHANNEL_WORDS.get(clean(text).casefold())
    if channel not in CHANNELS:
        raise Refused(f"Kênh thực hiện không biết: {text[:40]!r}")
    return channel


def limit_of(quantity: str | float | int | None, unit: str | None) -> Limit:
    """A limit out of a published number and unit. A sentence instead of a number, or a unit that is not
    known, stays as text under unit `other`; zero and nothing mean that no limit is stated."""
    if quantity is None or quantity == "":
        return Limit()
    unit_text = clean(unit)
    try:
        number = Decimal(str(quantity).strip().replace(",", "."))
    except InvalidOperation:
        text = " ".join(clean(str(quantity)).split())
        return Limit(text=text) if text else Limit()
    known = UNIT_WORDS.get(unit_text.casefold())
    if number == 0:
        return Limit()
    if not number.is_finite() or number < 0:
        return Limit(text=f"{quantity} {unit_text}".strip())
    if known is None:
        text = "" if unit_text.casefold() in ("", "other") else unit_text
        return Limit(quantity=plain(number), unit="other", text=text)
    return Limit(quantity=plain(number), unit=known)


def plain(number: Decimal) -> str:
    """`12.5`, `5`: a decimal without exponent or idle zeros."""
    return format(number.normalize(), "f")


FEE_KINDS: Final = {"FEE": "fee", "SERVICE_FEE": "charge", "PRICE_LEVEL": "price"}
"""Phí, lệ phí, mức giá (domain reference 6.4)."""


def fee_of(kind: str | None, value: str | float | int | None, text: str | None, currency: str | None) -> Fee:
    """A fee as published; its amount only when number and unit are certain (`Fee`)."""
    words = " ".join(clean(text).split())
    number = _number(value)
    amount = _certain_amount(number, words, currency)
    return Fee(
        kind=FEE_KINDS.get(kind or "", "fee"),
        text=words,
        amount=amount,
        certain=amount is not None,
        value=None if number is None else plain(number),
        currency=currency,
    )


def _number(value: str | float | int | None) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _certain_amount(number: Decimal | None, words: str, currency: str | None) -> int | None:
    """Certain are: nothing to pay, said without conditions; or whole đồng that no words qualify."""
    if number is None or number < 0 or number != number.to_integral_value():
        return None
    if number == 0:
        return 0 if not words or _FREE.fullmatch(words.casefold().strip(" .:")) else None
    in_dong = currency in ("VND", "Việt Nam Đồng") or (currency is None and number >= 1000)
    if not in_dong:
        return None
    others = {re.sub(r"[.,]", "", found) for found in _AMOUNT.findall(words)} - {str(int(number))}
    return None if others or _CONDITION.search(words.casefold()) else int(number)


_FREE: Final = re.compile(r"(miễn phí|miễn lệ phí|không|không có|không quy định|không thu( phí)?|0 đồng)")
_AMOUNT: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{4,}")
_CONDITION: Final = re.compile(r"%|miễn|giảm|/|mỗi|trường hợp|đối với|theo |từ |nếu|hội đồng")
