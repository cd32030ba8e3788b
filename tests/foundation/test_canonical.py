"""Canonical JSON by RFC 8785, with the numbers of its appendix B, and the hash chain."""

from __future__ import annotations

import hashlib
import json
import math
import struct
import unicodedata
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.foundation import canonical as module
from motcua.foundation.canonical import GENESIS, NotCanonicalError, canonical, chain_hash, commit, number_text

texts = st.text(st.characters(exclude_categories=["Cs"]))
composed = texts.map(lambda text: unicodedata.normalize("NFC", text))
leaves = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | composed
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(composed, inner), max_leaves=30)
with_floats = st.recursive(
    leaves | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(composed, inner),
    max_leaves=30,
)

RFC_8785_NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), RFC_8785_NUMBERS.items())
def test_numbers_of_the_standard(bits: str, text: str) -> None:
    assert number_text(struct.unpack(">d", bytes.fromhex(bits))[0]) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(number: float) -> None:
    assert float(number_text(number)) == number


def test_keys_are_in_the_order_of_utf_16() -> None:
    example = {"\u20ac": 1, "\r": 2, "\ufb00": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    keys = list(json.loads(canonical(example)))
    assert keys == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb00"]


def test_only_what_must_be_is_escaped() -> None:
    assert canonical('\x00\x1f\b\t\n\f\r"\\/\x7f€') == '"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\/\x7f€"'


def test_text_is_composed_in_keys_and_values() -> None:
    decomposed = unicodedata.normalize("NFD", "Đoàn Thị Huệ")
    assert canonical({decomposed: decomposed}) == '{"Đoàn Thị Huệ":"Đoàn Thị Huệ"}'
    assert canonical("\n\u0301") == '"\\n\u0301"'


@given(values)
def test_the_fast_way_writes_what_the_exact_one_does(value: Any) -> None:
    assert canonical(value) == module._value(value)


@given(with_floats)
def test_canonical_text_reads_back_and_stays(value: Any) -> None:
    text = canonical(value)
    assert canonical(json.loads(text, parse_int=float)) == text


@given(st.dictionaries(composed, st.integers(0, 9), min_size=2))
def test_the_order_of_members_does_not_matter(members: dict[str, int]) -> None:
    assert canonical(dict(reversed(members.items()))) == canonical(members)


class Colour(IntEnum):
    RED = 4


class Note(msgspec.Struct, omit_defaults=True):
    words: frozenset[str]
    colour: Colour
    empty: str | None = None


def test_structs_stand_as_objects_sets_in_order_enums_as_values() -> None:
    note = Note(words=frozenset({"c", "a", "b"}), colour=Colour.RED)
    assert canonical(note) == '{"colour":4,"words":["a","b","c"]}'


@pytest.mark.parametrize(
    "value",
    [
        math.nan, math.inf, 2**53 + 1, -(2**53) - 1, {1: "a"}, "\ud800", {"\udfff": 1}, b"x", Decimal(1),
        datetime(2022, 1, 1), object(), {"é": 1, "e\u0301": 2}, [[[[[[[[2**60]]]]]]]],
    ],
)  # fmt: skip
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        canonical({"deep": [value]})


def test_the_largest_integer_is_kept() -> None:
    assert canonical([2**53, -(2**53)]) == "[9007199254740992,-9007199254740992]"


def test_a_chain_is_sha_256_of_the_hash_before_and_the_body() -> None:
    body = canonical({"dossier": "H14.7.21-261117-0014", "seq": 1, "type": "received"})
    assert chain_hash(GENESIS, body) == hashlib.sha256(b"\x00" * 32 + body.encode()).digest()
    assert chain_hash(chain_hash(GENESIS, body), body) != chain_hash(GENESIS, body)
    with pytest.raises(ValueError, match="32 bytes"):
        chain_hash(b"short", body)


def test_a_commitment_hides_behind_its_salt() -> None:
    body = canonical({"name": "Nông Thị Hoa"})
    assert commit(b"s" * 16, body) == hashlib.sha256(b"s" * 16 + body.encode()).hexdigest()
    assert commit(b"s" * 16, body) != commit(b"t" * 16, body)
