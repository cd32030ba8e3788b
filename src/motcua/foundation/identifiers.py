"""Numbers of people and enterprises: citizen number, tax code, telephone; checked as the law makes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final, Literal

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.provinces import PROVINCES

CITIZEN_DIGITS: Final = 12
_OLD_CARD_DIGITS: Final = 9
_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_TAX_DIGITS: Final = 10
_DIGITS: Final = re.compile(r"[0-9]+")
_TAX_FORM: Final = re.compile(r"(?P<base>[0-9]{10})(?:-?(?P<branch>[0-9]{3}))?")
_PHONE_SIGNS: Final = re.compile(r"[\s.()\-]")
_MOBILE: Final = re.compile(r"0[35789][0-9]{8}")
_LANDLINE: Final = re.compile(r"02[0-9]{8,9}")
_FOREIGN: Final = re.compile(r"\+[1-9][0-9]{6,14}")


class CitizenNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A well-formed citizen number. `province` is the name behind the prefix, None where it is unknown
    (born abroad: a country code stands there); `century` is 20 for births from 1900 to 1999."""

    number: str
    prefix: str
    province: str | None
    sex: Literal["male", "female"]
    century: int
    year: int
    warnings: tuple[Phrase, ...] = ()


class TaxCode(msgspec.Struct, frozen=True, kw_only=True):
    """A tax code, written with the dash before a branch; `personal` is a citizen number used as tax code."""

    code: str
    kind: Literal["enterprise", "branch", "personal"]
    warnings: tuple[Phrase, ...] = ()


class Phone(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone number; Vietnamese ones begin with 0, foreign ones with + and the country code."""

    number: str
    kind: Literal["mobile", "landline", "foreign"]


def check_citizen_number(text: str, *, today: date | None = None) -> CitizenNumber:
    """Read the 12 digits of Decree 137/2015: 3 province, 1 century and sex, 2 year of birth, 6 random.

    There is no check digit. An unknown province is a warning, for people born abroad carry a country code.
    With `today`, a birth in a later year is refused. Raises `DomainError` (`citizen_number_invalid`).
    """
    number = _digits(text, gettext_noop("Số định danh chỉ gồm chữ số."), "citizen_number_invalid")
    missing = CITIZEN_DIGITS - len(number)
    if missing > 0:
        raise _citizen(gettext_noop("Số định danh phải đủ 12 chữ số, còn thiếu %(count)d."), missing, number)
    if missing < 0:
        raise _citizen(gettext_noop("Số định danh phải đủ 12 chữ số, đang thừa %(count)d."), -missing, number)
    prefix, group = number[:3], int(number[3])
    century, year = 20 + group // 2, 1900 + 100 * (group // 2) + int(number[4:6])
    if today is not None and year > today.year:
        raise DomainError(
            gettext_noop("Số định danh này ghi năm sinh %(year)d, chưa tới."),
            gettext_noop("Kiểm tra chữ số thứ tư đến thứ sáu trên thẻ căn cước."),
            id="citizen_number_invalid",
            year=year,
        )
    province = PROVINCES.get(prefix)
    return CitizenNumber(
        number=number,
        prefix=prefix,
        province=province,
        sex="female" if group % 2 else "male",
        century=century,
        year=year,
        warnings=() if province else (Phrase(_UNKNOWN_PREFIX, {"prefix": prefix}),),
    )


_UNKNOWN_PREFIX: Final = gettext_noop(
    "Ba chữ số đầu %(prefix)s không thuộc tỉnh nào; đúng nếu người này khai sinh ở nước ngoài."
)


def is_old_card_number(text: str) -> bool:
    """Whether it has the nine digits of the identity card (CMND), found in dossiers before 2025."""
    return len(text.strip()) == _OLD_CARD_DIGITS and bool(_DIGITS.fullmatch(text.strip()))


def _citizen(message: str, count: int, number: str) -> DomainError:
    if len(number) == _OLD_CARD_DIGITS:
        step = gettext_noop("Đây là số chứng minh nhân dân cũ; nhập 12 chữ số trên thẻ căn cước.")
    else:
        step = gettext_noop("Nhập lại theo thẻ căn cước, hoặc quét mã QR trên thẻ.")
    return DomainError(message, step, id="citizen_number_invalid", count=count)


def _digits(text: str, message: str, error_id: str) -> str:
    """Outer spaces cut, full-width digits folded; any other sign than 0-9 is refused."""
    number = unicodedata.normalize("NFKC", text).strip()
    if not number or _DIGITS.fullmatch(number):
        return number
    raise DomainError(message, gettext_noop("Bỏ dấu cách, chữ cái và dấu khác rồi nhập lại."), id=error_id)


def check_tax_code(text: str) -> TaxCode:
    """Read a tax code: 10 digits with check digit, a branch `-001` to `-999` (the dash may be missing), or
    the 12 digits of a person, which are the tax code of individuals and household businesses from 1/7/2025.

    Raises `DomainError` (`tax_code_invalid`).
    """
    code = unicodedata.normalize("NFKC", text).strip().replace("\u2013", "-").replace("\u2010", "-")
    if len(code) == CITIZEN_DIGITS and _DIGITS.fullmatch(code):
        person = check_citizen_number(code)
        return TaxCode(code=code, kind="personal", warnings=person.warnings)
    form = _TAX_FORM.fullmatch(code)
    if form is None:
        raise _tax(gettext_noop("Mã số thuế có 10 chữ số (đơn vị phụ thuộc thêm -001…-999) hoặc 12 chữ số."))
    base, branch = form["base"], form["branch"]
    if tax_check_digit(base[:9]) != int(base[9]):
        raise _tax(gettext_noop("Mã số thuế sai chữ số kiểm tra."))
    if branch == "000":
        raise _tax(gettext_noop("Mã đơn vị phụ thuộc chạy từ 001 đến 999."))
    if branch:
        return TaxCode(code=f"{base}-{branch}", kind="branch")
    return TaxCode(code=base, kind="enterprise")


def tax_check_digit(nine: str) -> int:
    """The tenth digit of a tax code: 10 less the weighted sum modulo 11; 10 is a number never issued."""
    return 10 - sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, nine, strict=True)) % 11


def _tax(message: str) -> DomainError:
    return DomainError(
        message, gettext_noop("Nhập lại theo giấy chứng nhận đăng ký thuế."), id="tax_code_invalid"
    )


def check_phone(text: str) -> Phone:
    """Read a telephone number with any of the usual signs between digits; +84 becomes 0.

    Raises `DomainError` (`phone_invalid`).
    """
    number = _PHONE_SIGNS.sub("", unicodedata.normalize("NFKC", text))
    for prefix in ("+84", "0084"):
        if number.startswith(prefix):
            number = "0" + number.removeprefix(prefix).removeprefix("0")
    if _MOBILE.fullmatch(number):
        return Phone(number=number, kind="mobile")
    if _LANDLINE.fullmatch(number):
        return Phone(number=number, kind="landline")
    if _FOREIGN.fullmatch(number):
        return Phone(number=number, kind="foreign")
    raise DomainError(
        gettext_noop("Số điện thoại không đúng."),
        gettext_noop("Di động 10 chữ số, bắt đầu 03, 05, 07, 08, 09; máy bàn 10–11 chữ số, bắt đầu 02."),
        id="phone_invalid",
    )
