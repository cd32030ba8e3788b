"""Canonical JSON (RFC 8785, text in NFC), commitments and hash chains.

The log stores the canonical text itself and hashes it (contracts, section 2), so the form must be one
that a stranger can make again with any library.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
import orjson

LARGEST_INTEGER: Final = 2**53
"""RFC 8785 numbers are IEEE doubles: above 2^53 two integers share one, so they are refused."""
HASH_BYTES: Final = 32
GENESIS: Final = bytes(HASH_BYTES)
"""What stands before the first event of a chain (contracts, section 2)."""

_ASTRAL_OR_SURROGATE: Final = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_KEPT_TYPES: Final = (bytes, bytearray, datetime, date, time, timedelta, Decimal, UUID)
"""Types that msgspec would turn into text by a rule of its own; they have no canonical form here."""

_Integer = Annotated[int, msgspec.Meta(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
_Leaf = str | _Integer | bool | None
_Plain1 = _Leaf | dict[str, _Leaf] | list[_Leaf]
_Plain2 = _Leaf | dict[str, _Plain1] | list[_Plain1]
_Plain3 = _Leaf | dict[str, _Plain2] | list[_Plain2]
_Plain4 = _Leaf | dict[str, _Plain3] | list[_Plain3]
_Plain5 = _Leaf | dict[str, _Plain4] | list[_Plain4]
_Plain6 = _Leaf | dict[str, _Plain5] | list[_Plain5]


class _Probe(msgspec.Struct):
    """Wraps the type so that msgspec reads it once, not on every call."""

    value: _Plain6


class NotCanonicalError(ValueError):
    """The value has no canonical form: NaN, an integer beyond 2^53, a key that is no text, half a letter."""


def canonical(obj: object) -> str:
    """The canonical JSON text of plain values, mappings, sequences and msgspec structs.

    Enum members stand as their values, sets in sorted order. Raises `NotCanonicalError`.
    """
    try:
        plain = msgspec.to_builtins(obj, builtin_types=_KEPT_TYPES, order="deterministic")
    except (TypeError, ValueError) as error:
        raise NotCanonicalError(str(error)) from error
    return canonical_of_plain(plain)


def canonical_of_plain(plain: Any) -> str:
    """The same of a value that is made of JSON's own types already. Raises `NotCanonicalError`."""
    return _fast(plain) or _value(plain)


def _fast(plain: Any) -> str | None:
    """The text by C code, where the value holds no float, no deep nesting and no letter that needs care.

    orjson sorts keys by code point, which differs from the UTF-16 order of RFC 8785 only beyond U+FFFF;
    text that is in NFC as a whole is so in its parts.
    """
    try:
        msgspec.convert({"value": plain}, _Probe)
        text = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()
    except (msgspec.ValidationError, TypeError, RecursionError):
        return None
    if text.isascii():
        return text
    if _ASTRAL_OR_SURROGATE.search(text) or not unicodedata.is_normalized("NFC", text):
        return None
    return text


def _value(value: Any) -> str:
    """The exact writer, for everything the fast way leaves."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonicalError(f"integer beyond 2^53: {value}")
        return str(int(value))
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join([_value(item) for item in value]) + "]"
    raise NotCanonicalError(f"no canonical form for {type(value).__name__}")


def _string(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    try:
        normal.encode()
    except UnicodeEncodeError as error:
        raise NotCanonicalError("text with half a surrogate pair") from error
    return encode_basestring(normal)


def _object(value: Mapping[Any, Any]) -> str:
    members: dict[bytes, str] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotCanonicalError(f"a key that is no text: {key!r}")
        name = _string(key)
        order = unicodedata.normalize("NFC", key).encode("utf-16-be")
        if order in members:
            raise NotCanonicalError(f"the key {key!r} twice")
        members[order] = f"{name}:{_value(item)}"
    return "{" + ",".join([members[order] for order in sorted(members)]) + "}"


def number_text(number: float) -> str:
    """A double as ECMAScript writes it (RFC 8785 section 3.2.2.3): shortest digits, exponent from 1e21."""
    if not math.isfinite(number):
        raise NotCanonicalError("NaN and infinity are no JSON numbers")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """Digits with the decimal point after `point` of them, by ECMA-262 Number::toString."""
    length = len(digits)
    if length <= point <= 21:
        return digits + "0" * (point - length)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if length > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"


def commit(salt: bytes, body: str) -> str:
    """The commitment to a private record: lower-case hex SHA-256 over the salt and its canonical text."""
    return hashlib.sha256(salt + body.encode()).hexdigest()


def chain_hash(previous: bytes, body: str) -> bytes:
    """The hash of an event: SHA-256 over the 32 bytes before it and its body (contracts, section 2)."""
    if len(previous) != HASH_BYTES:
        raise ValueError(f"a chain hash has {HASH_BYTES} bytes, not {len(previous)}")
    return hashlib.sha256(previous + body.encode()).digest()
