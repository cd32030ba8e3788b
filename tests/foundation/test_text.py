"""Folding for search, the order of a Vietnamese dictionary, cleaning of typed text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.foundation.errors import DomainError
from motcua.foundation.money import dong
from motcua.foundation.text import clean_text, fold, sort_key

any_text = st.text()
typed = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Văn Đoàn", "nguyen van doan"),
        ("ĐẶNG THỊ ƯỚC", "dang thi uoc"),
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        (unicodedata.normalize("NFD", "Phường Sông Hiến"), "phuong song hien"),
        ("1.004227", "1.004227"),
        ("Müller", "muller"),
    ],
)
def test_folding_drops_marks_and_case(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_vietnamese_letter_folds_to_a_plain_one() -> None:
    for base in "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯY":
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"):
            composed = unicodedata.normalize("NFC", base + tone)
            assert fold(composed).isascii(), composed
            assert fold(composed) == fold(unicodedata.normalize("NFD", composed))


@given(any_text)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(typed)
def test_folding_does_not_depend_on_composition(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "ordered",
    [
        ["an", "ăn", "ân", "ba", "ca", "da", "đa", "em", "êm", "o", "ô", "ơ", "u", "ư", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "măng"],
        ["Bế Văn An", "Bế Văn Đàn", "Dương", "Đàm", "Lý", "Nông", "Triệu", "Vi"],
        ["xã 2", "xã A"],
        ["hoa", "Hoa", "hòa"],
        ["ba lan", "ban"],
    ],
)
def test_the_order_of_a_dictionary(ordered: list[str]) -> None:
    keys = [sort_key(text) for text in ordered]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@given(typed)
def test_the_sort_key_does_not_depend_on_composition_or_spaces(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text) == sort_key(f" {text}  ")


def test_cleaning_composes_and_trims() -> None:
    assert clean_text("  Nông\u0000 Thị\u200b \t Hoa\ufeff ", 20) == "Nông Thị Hoa"
    assert clean_text(unicodedata.normalize("NFD", "Đoàn"), 4) == "Đoàn"
    assert clean_text("an\u202etoàn", 20) == "antoàn"


def test_lines_are_kept_only_where_asked() -> None:
    assert clean_text("một  \r\n hai\rba", 20, lines=True) == "một\nhai\nba"
    assert clean_text("một\r\nhai", 20) == "một hai"


def test_text_too_long_names_both_figures() -> None:
    with pytest.raises(DomainError) as refusal:
        clean_text("x" * 100_000, 500)
    assert "100000" in refusal.value.message
    assert "500" in refusal.value.message
    assert refusal.value.id == "text_too_long"
    assert clean_text("x" * 500, 500) == "x" * 500


def test_half_a_character_is_refused() -> None:
    with pytest.raises(DomainError):
        clean_text("a\ud800b", 10)


@given(typed)
def test_cleaned_text_stays_as_it_is(text: str) -> None:
    for lines in (False, True):
        once = clean_text(text, 10_000, lines=lines)
        assert clean_text(once, 10_000, lines=lines) == once
        assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (26000, "26.000\u00a0đ"),
        (0, "0\u00a0đ"),
        (-1500, "-1.500\u00a0đ"),
        (1234567890, "1.234.567.890\u00a0đ"),
    ],
)
def test_money_is_grouped_by_points(amount: int, shown: str) -> None:
    assert dong(amount) == shown
