"""VietQR: a transfer as a QR code, the EMVCo merchant-presented payload with an account of NAPAS in field 38.

A payload is a row of fields: two digits of tag, two of length, so many characters. The last, 63, is the
CRC-16/CCITT-FALSE over everything before its own value. What is read here may come from anybody: wrong
lengths, a wrong CRC and what is no VietQR are refused in words; tags that nobody here knows are kept.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop

NAPAS: Final = "A000000727"
"""Application identifier of NAPAS, the national payment switch."""
TO_ACCOUNT: Final = "QRIBFTTA"
TO_CARD: Final = "QRIBFTTC"
SERVICES: Final = (TO_ACCOUNT, TO_CARD)
DONG: Final = "704"
"""Vietnamese đồng in ISO 4217; it has no smaller part in use."""
VIETNAM: Final = "VN"
LONGEST: Final = 512
"""EMVCo lets a payload have as many characters."""
PURPOSE_LIMIT: Final = 25
"""Characters of the purpose (62-08) that EMVCo allows."""
MOST: Final = 10**13 - 1
"""The amount has at most 13 digits."""

_BIN: Final = re.compile(r"[0-9]{6}")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z]{1,19}")
_AMOUNT: Final = re.compile(r"([0-9]{1,13})(?:\.0{0,2})?")
_DIGITS: Final = re.compile(r"[0-9]{2}")
_PRINTABLE: Final = re.compile(r"[\x20-\x7e]+")
_NOT_IN_A_PURPOSE: Final = re.compile(r"[^0-9A-Za-z ./-]+")


class Field(NamedTuple):
    """One field of a payload."""

    tag: str
    value: str


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """What a VietQR asks for: whose account at which bank, how much (đồng; none where the payer types it),
    the purpose. `unknown` are the fields that nobody here reads, as they came, nested ones as `62-05`."""

    bin: str
    account: str
    service: str = TO_ACCOUNT
    amount: int | None = None
    purpose: str = ""
    single_use: bool = False
    """Made for one payment (initiation method 12); 11 is printed once and used again."""
    unknown: tuple[Field, ...] = ()


class VietQRError(DomainError):
    """A payload that cannot be read, or a transfer that cannot be written as one."""

    id = "vietqr"


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 1021, start FFFF) of ASCII text, as four upper-case hex digits."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
            value &= 0xFFFF
    return f"{value:04X}"


def plain_purpose(text: str, limit: int = PURPOSE_LIMIT) -> str:
    """A purpose as banks take it: "Nộp phí đất" gives "Nop phi dat"; other signs become spaces, and what is
    beyond `limit` characters is cut."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(_NOT_IN_A_PURPOSE.sub(" ", bare).split())[:limit].rstrip()


def make(
    bank: str, account: str, amount: int | None = None, purpose: str = "", *, service: str = TO_ACCOUNT
) -> str:
    """The payload of a transfer to an account of the bank with that BIN.

    `amount` in đồng; without it the payer types one and the code may be used again. The purpose is folded by
    `plain_purpose`. Raises: `VietQRError` `bad_bank`, `bad_account`, `bad_amount`, `bad_service`.
    """
    _check_receiver(bank, account, service)
    if amount is not None and not 1 <= amount <= MOST:
        raise _bad_amount(str(amount))
    receiver = _fields(Field("00", bank), Field("01", account))
    told = plain_purpose(purpose)
    payload = _fields(
        Field("00", "01"),
        Field("01", "11" if amount is None else "12"),
        Field("38", _fields(Field("00", NAPAS), Field("01", receiver), Field("02", service))),
        Field("53", DONG),
        *([] if amount is None else [Field("54", str(amount))]),
        Field("58", VIETNAM),
        *([Field("62", _fields(Field("08", told)))] if told else []),
    )
    return f"{payload}6304{crc(payload + '6304')}"


def parse(payload: str) -> Transfer:
    """What a payload asks for. Raises: `VietQRError` with an id that tells what is wrong with it:

    `bad_text` (not so many printable ASCII characters), `bad_tlv` (tags and lengths), `bad_crc`,
    `not_vietqr` (another scheme, country or currency), `bad_bank`, `bad_account`, `bad_service`,
    `bad_amount`.
    """
    text = payload.strip("\r\n\t ")
    if not 8 <= len(text) <= LONGEST or not _PRINTABLE.fullmatch(text):
        raise VietQRError(
            gettext_noop("Chuỗi mã QR phải có từ 8 đến %(most)s ký tự ASCII in được."),
            gettext_noop("Quét lại mã."),
            id="bad_text",
            most=LONGEST,
        )
    outer = _read(text, "")
    _check_crc(text, outer)
    found = dict(outer)
    if (found.get("00"), found.get("53"), found.get("58")) != ("01", DONG, VIETNAM) or "38" not in found:
        raise _not_vietqr()
    account = dict(inner := _read(found["38"], "38"))
    if account.get("00") != NAPAS or "01" not in account:
        raise _not_vietqr()
    receiver = dict(to := _read(account["01"], "38-01"))
    extra = dict(more := _read(found.get("62", ""), "62"))
    bank, number, service = receiver.get("00", ""), receiver.get("01", ""), account.get("02", "")
    _check_receiver(bank, number, service)
    return Transfer(
        bin=bank,
        account=number,
        service=service,
        amount=_amount(found["54"]) if "54" in found else None,
        purpose=extra.get("08", ""),
        single_use=found.get("01") == "12",
        unknown=(
            *_others(outer, "", {"00", "01", "38", "53", "54", "58", "62", "63"}),
            *_others(inner, "38-", {"00", "01", "02"}),
            *_others(to, "38-01-", {"00", "01"}),
            *_others(more, "62-", {"08"}),
        ),
    )


def _fields(*fields: Field) -> str:
    return "".join(f"{field.tag}{len(field.value):02d}{field.value}" for field in fields)


def _read(text: str, where: str) -> tuple[Field, ...]:
    """The fields of a payload or of a field that holds fields. Raises: `VietQRError` `bad_tlv`."""
    found: list[Field] = []
    place = 0
    while place < len(text):
        tag, length = text[place : place + 2], text[place + 2 : place + 4]
        if not _DIGITS.fullmatch(tag) or not _DIGITS.fullmatch(length):
            raise _bad_tlv(where, place)
        value = text[place + 4 : place + 4 + int(length)]
        if len(value) != int(length) or not value or any(field.tag == tag for field in found):
            raise _bad_tlv(where, place)
        found.append(Field(tag, value))
        place += 4 + int(length)
    return tuple(found)


def _check_crc(text: str, fields: tuple[Field, ...]) -> None:
    if fields[-1].tag != "63" or len(fields[-1].value) != 4 or fields[0].tag != "00":
        raise _bad_tlv("", len(text) - 8)
    if crc(text[:-4]) != fields[-1].value.upper():
        raise VietQRError(
            gettext_noop("Mã kiểm tra (CRC) của chuỗi là %(said)s, tính lại là %(right)s."),
            gettext_noop("Chuỗi bị sai hoặc bị sửa: không chuyển tiền theo mã này, quét lại."),
            id="bad_crc",
            said=fields[-1].value,
            right=crc(text[:-4]),
        )


def _check_receiver(bank: str, account: str, service: str) -> None:
    if not _BIN.fullmatch(bank):
        raise VietQRError(
            gettext_noop("Mã ngân hàng (BIN) gồm đúng 6 chữ số, không phải “%(bank)s”."),
            gettext_noop("Ghi lại mã ngân hàng."),
            id="bad_bank",
            bank=bank[:40],
        )
    if not _ACCOUNT.fullmatch(account):
        raise VietQRError(
            gettext_noop("Số tài khoản gồm 1 đến 19 chữ cái không dấu và chữ số, không phải “%(account)s”."),
            gettext_noop("Ghi lại số tài khoản, không có dấu cách."),
            id="bad_account",
            account=account[:40],
        )
    if service not in SERVICES:
        raise VietQRError(
            gettext_noop("Dịch vụ chuyển tiền là QRIBFTTA (tài khoản) hoặc QRIBFTTC (thẻ)."),
            gettext_noop("Chọn một trong hai."),
            id="bad_service",
        )


def _amount(text: str) -> int:
    """Whole đồng. A fraction of zeros is taken, as some writers put one."""
    read = _AMOUNT.fullmatch(text)
    if read is None or not int(read[1]):
        raise _bad_amount(text)
    return int(read[1])


def _others(fields: tuple[Field, ...], prefix: str, known: set[str]) -> tuple[Field, ...]:
    return tuple(Field(prefix + field.tag, field.value) for field in fields if field.tag not in known)


def _bad_tlv(where: str, place: int) -> VietQRError:
    return VietQRError(
        gettext_noop("Trường dữ liệu ở vị trí %(place)s không đúng cấu trúc mã, độ dài, giá trị."),
        gettext_noop("Chuỗi bị thiếu hoặc bị sửa; quét lại mã."),
        id="bad_tlv",
        place=f"{where}:{place}" if where else place,
    )


def _not_vietqr() -> VietQRError:
    return VietQRError(
        gettext_noop("Mã này không phải VietQR: khác hệ thống, khác nước hoặc khác đồng tiền."),
        gettext_noop("Dùng mã VietQR của ngân hàng tại Việt Nam."),
        id="not_vietqr",
    )


def _bad_amount(text: str) -> VietQRError:
    return VietQRError(
        gettext_noop("Số tiền “%(amount)s” không đúng: cần số đồng nguyên từ 1, nhiều nhất 13 chữ số."),
        gettext_noop("Ghi lại số tiền, không có phần lẻ; để trống nếu người trả tự nhập."),
        id="bad_amount",
        amount=text[:40],
    )
