"""One field, one answer: read from what was typed, said in words. Nothing is guessed; a fault says what was
read and the rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.identifiers import check_citizen_number, check_phone, check_tax_code
from motcua.foundation.money import dong
from motcua.foundation.phrase import Phrase
from motcua.foundation.text import clean_text

from .evaluate import as_date, as_number
from .model import (
    AnyField,
    ChoiceField,
    ChoicesField,
    CitizenNumberField,
    DateField,
    DeclarationField,
    EmailField,
    LongTextField,
    MoneyField,
    NumberField,
    PhoneField,
    TaxCodeField,
    TextField,
    UnitField,
)
from .satisfy import bounds
from .units import MOST, by_key, elsewhere, find

SHOWN: Final = 60
"""Characters of what was typed that a fault repeats."""
EMAIL_LIMIT: Final = 254
_EMAIL: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
_DAY: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_THOUSANDS: Final = re.compile(r"\d{1,3}([. ]\d{3})+", re.ASCII)
_CURRENCY: Final = re.compile(r"(?i)\s*(đồng|đ|vnđ|vnd)\s*$")
_LINE: Final = 2_000
"""Characters of one line that are looked at."""

FIRST_DAY: Final = date(1850, 1, 1)
LAST_DAY: Final = date(2200, 12, 31)


class Post(Protocol):
    """Form data, as a web framework has it."""

    def get(self, key: str, default: Any = None, /) -> Any: ...

    def getlist(self, key: str, /) -> list[Any]: ...


class Unreadable(Exception):
    """What was typed is no answer; `why` says what was read and the rule."""

    def __init__(self, message: str, **params: object) -> None:
        self.why = Phrase(message, params)
        super().__init__(str(self.why))


def read_line(field: AnyField, typed: str, today: date) -> Any:
    """The answer in one line of text; None for an empty one. Raises: Unreadable."""
    text = _clean(typed, _line_limit(field), lines=isinstance(field, LongTextField))
    if not text:
        return None
    return _READERS[type(field)](field, text, today)


def _line_limit(field: AnyField) -> int:
    return field.limit if isinstance(field, TextField | LongTextField) else _LINE


def _clean(typed: str, limit: int, *, lines: bool) -> str:
    try:
        return clean_text(typed, limit, lines=lines)
    except DomainError as error:
        raise _refused(error) from error


def _refused(error: DomainError) -> Unreadable:
    """A refusal of the foundation as a fault of a field: what happened and what to do."""
    return Unreadable(
        "%(what)s %(next)s",
        what=Phrase(error.template, error.params),
        next=Phrase(error.next_template, error.params),
    )


def _text(field: AnyField, text: str, today: date) -> str:
    return text


def _number(field: AnyField, text: str, today: date) -> str:
    assert isinstance(field, NumberField)
    number = parse_number(text)
    if number is None:
        raise Unreadable(
            gettext_noop("Bạn ghi “%(read)s”. Mục này chỉ nhận số, ví dụ: 120,5."), read=text[:SHOWN]
        )
    if number != number.quantize(Decimal(1).scaleb(-field.places)):
        raise Unreadable(
            gettext_noop("Bạn ghi %(read)s. Mục này nhận nhiều nhất %(places)d chữ số sau dấu phẩy."),
            read=number_words(number),
            places=field.places,
        )
    _within(number, *bounds(field), lambda each: _said(field, each))
    return plain(number)


def _said(field: NumberField, number: Decimal) -> str:
    """A number in words; a year has no dot between its thousands."""
    least, most = bounds(field)
    is_year = least is not None and most is not None and field.places == 0 and 1000 <= least <= most < 3000
    return plain(number) if is_year else number_words(number)


def _money(field: AnyField, text: str, today: date) -> int:
    assert isinstance(field, MoneyField)
    number = parse_number(_CURRENCY.sub("", text))
    if number is None or number != number.to_integral_value():
        raise Unreadable(
            gettext_noop("Bạn ghi “%(read)s”. Ghi số tiền bằng đồng, không lẻ, ví dụ: 1.500.000."),
            read=text[:SHOWN],
        )
    _within(number, *bounds(field), lambda amount: dong(int(amount)))
    return int(number)


def _within(
    number: Decimal, least: Decimal | None, most: Decimal | None, words: Callable[[Decimal], str]
) -> None:
    if least is not None and number < least:
        raise Unreadable(
            gettext_noop("Bạn ghi %(read)s, nhỏ nhất phải là %(least)s."),
            read=words(number),
            least=words(least),
        )
    if most is not None and number > most:
        raise Unreadable(
            gettext_noop("Bạn ghi %(read)s, lớn nhất chỉ được %(most)s."),
            read=words(number),
            most=words(most),
        )


def parse_number(text: str) -> Decimal | None:
    """A number as people write it here: a comma before the decimals, dots or spaces between thousands."""
    sign, text = (-1, text[1:].strip()) if text[:1] in ("-", "\N{MINUS SIGN}") else (1, text)
    whole, comma, decimals = text.partition(",")
    if not comma and not _THOUSANDS.fullmatch(whole) and whole.count(".") == 1:
        whole, comma, decimals = whole.partition(".")
    if _THOUSANDS.fullmatch(whole):
        whole = re.sub(r"[. ]", "", whole)
    if not re.fullmatch(r"[0-9]{1,18}", whole) or not re.fullmatch(r"[0-9]{0,9}", decimals):
        return None
    if comma and not decimals:
        return None
    return sign * Decimal(f"{whole}.{decimals or 0}")


def plain(number: Decimal) -> str:
    """Decimal text without trailing zeros: how a number is kept."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def number_words(number: Decimal) -> str:
    """A number as people here write it: 1.234,5."""
    whole, _, decimals = plain(number).partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    if whole.startswith("-0"):
        grouped = f"-{grouped}"
    return f"{grouped},{decimals}" if decimals else grouped


def _date(field: AnyField, text: str, today: date) -> str:
    assert isinstance(field, DateField)
    day = parse_day(text)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise Unreadable(
            gettext_noop("Bạn ghi “%(read)s”, không phải một ngày có trên lịch. Ghi như 12/08/2021."),
            read=text[:SHOWN],
        )
    first = today if field.earliest == "today" else as_date(field.earliest)
    last = today if field.latest == "today" else as_date(field.latest)
    if first is not None and day < first:
        raise Unreadable(
            gettext_noop("Bạn ghi %(read)s; ngày này phải từ %(first)s trở đi."),
            read=day_words(day),
            first=_bound(first, field.earliest),
        )
    if last is not None and day > last:
        raise Unreadable(
            gettext_noop("Bạn ghi %(read)s; ngày này phải từ %(last)s trở về trước."),
            read=day_words(day),
            last=_bound(last, field.latest),
        )
    return day.isoformat()


def _bound(day: date, written: str) -> Phrase | str:
    if written == "today":
        return Phrase(gettext_noop("hôm nay (%(day)s)"), {"day": day_words(day)})
    return day_words(day)


def parse_day(text: str) -> date | None:
    """A day as people write it, 12/8/2021, or as a date picker sends it."""
    found = _DAY.fullmatch(text)
    if found is None:
        return as_date(text)
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_words(day: date) -> str:
    """12/08/2021."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _citizen(field: AnyField, text: str, today: date) -> str:
    try:
        return check_citizen_number(re.sub(r"\s", "", text), today=today).number
    except DomainError as error:
        raise _refused(error) from error


def _tax(field: AnyField, text: str, today: date) -> str:
    try:
        return check_tax_code(re.sub(r"\s", "", text)).code
    except DomainError as error:
        raise _refused(error) from error


def _phone(field: AnyField, text: str, today: date) -> str:
    try:
        return check_phone(text).number
    except DomainError as error:
        raise _refused(error) from error


def _email(field: AnyField, text: str, today: date) -> str:
    if len(text) > EMAIL_LIMIT or not _EMAIL.fullmatch(text):
        raise Unreadable(
            gettext_noop("“%(read)s” không phải địa chỉ thư điện tử. Ghi như ten@vidu.vn."), read=text[:SHOWN]
        )
    return text


_READERS: Final[Mapping[type, Callable[[Any, str, date], Any]]] = {
    TextField: _text,
    LongTextField: _text,
    NumberField: _number,
    MoneyField: _money,
    DateField: _date,
    CitizenNumberField: _citizen,
    TaxCodeField: _tax,
    PhoneField: _phone,
    EmailField: _email,
}


def read_choice(field: ChoiceField, typed: str) -> str | None:
    """The option that was chosen. Raises: Unreadable for one that there is not."""
    if not typed:
        return None
    if typed not in {option.value for option in field.options}:
        raise Unreadable(gettext_noop("Lựa chọn này không có trong danh sách. Chọn lại."))
    return typed


def read_choices(field: ChoicesField, typed: Sequence[str]) -> list[str] | None:
    """The options that were ticked, in their order. Raises: Unreadable for one that there is not."""
    known = [option.value for option in field.options]
    if any(value not in known for value in typed):
        raise Unreadable(gettext_noop("Lựa chọn này không có trong danh sách. Chọn lại."))
    return [value for value in known if value in typed] or None


def read_unit(field: UnitField, typed: str, chosen: str) -> dict[str, str] | None:
    """The commune by its name, or by the one chosen of those that the name may mean. Raises: Unreadable."""
    text = _clean(typed, 200, lines=False)
    if not text:
        return None
    candidates = find(text, field.of)
    picked = by_key(chosen)
    if picked is not None and picked in candidates:
        return picked.answer()
    if len(candidates) == 1:
        return candidates[0].answer()
    if candidates:
        raise Unreadable(
            gettext_noop("Có %(count)s nơi tên “%(read)s”. Chọn một nơi trong danh sách dưới đây."),
            count=f"{MOST}+" if len(candidates) == MOST else len(candidates),
            read=text[:SHOWN],
        )
    other = elsewhere(text)
    if other is not None:
        return other
    raise Unreadable(
        gettext_noop(
            "Không tìm thấy “%(read)s” trong danh sách xã, phường của Cao Bằng trước và từ 1/7/2025. "
            "Nơi thuộc tỉnh khác: ghi đủ xã và tỉnh, ví dụ: xã Hùng Sơn, tỉnh Thái Nguyên."
        ),
        read=text[:SHOWN],
    )


def words_of(field: AnyField, value: Any) -> str | Phrase:
    """An answer in one line of words; empty for none, and for tables and files, which have several."""
    if value is None or value == "":
        return ""
    if isinstance(field, ChoiceField | ChoicesField):
        labels = {option.value: option.label for option in field.options}
        values = value if isinstance(value, list | tuple) else [value]
        return "; ".join(labels.get(each, str(each)) for each in values)
    if isinstance(field, DeclarationField):
        return Phrase(gettext_noop("Đã cam đoan")) if value is True else ""
    if isinstance(field, UnitField):
        return str(value.get("name", "")) if isinstance(value, Mapping) else ""
    return _line_words(field, value)


def _line_words(field: AnyField, value: Any) -> str:
    if isinstance(field, DateField):
        day = as_date(value)
        return day_words(day) if day else str(value)
    if isinstance(field, MoneyField) and isinstance(value, int):
        return dong(value)
    if isinstance(field, NumberField):
        number = as_number(value)
        said = _said(field, number) if number is not None else str(value)
        return f"{said} {field.unit}" if field.unit else said
    return str(value) if isinstance(value, str | int) else ""


def typed_again(field: AnyField, value: Any) -> str:
    """An answer as the person would type it, to stand in its field again."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(field, NumberField):
        number = as_number(value)
        return _said(field, number) if number is not None else str(value)
    if isinstance(field, MoneyField):
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)
    if isinstance(field, UnitField):
        return str(value.get("name", "")) if isinstance(value, Mapping) else ""
    return _line_words(field, value)
