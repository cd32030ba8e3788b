"""The code on a citizen's card, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.foundation.citizen_card import read_card

CARD = "004188004217|080123456|Hoàng Thị Bích Ngọc|14061988|Nữ|Tổ 5, phường Thục Phán, Cao Bằng|22122021"


def test_a_card() -> None:
    card = read_card(f"{CARD}\n")
    assert card is not None
    assert card.number == "004188004217"
    assert card.name == "Hoàng Thị Bích Ngọc"
    assert card.born == date(1988, 6, 14)
    assert (card.sex, card.address) == ("Nữ", "Tổ 5, phường Thục Phán, Cao Bằng")


def test_a_card_without_old_number_and_with_more_fields() -> None:
    card = read_card(CARD.replace("080123456", "") + "||Hoàng Văn Nam|Nông Thị Đào|")
    assert card is not None
    assert card.name == "Hoàng Thị Bích Ngọc"


def test_a_date_that_is_none() -> None:
    card = read_card(CARD.replace("14061988", "31021988"))
    assert card is not None
    assert card.born is None


NO_CARDS = [
    "",
    "004188004217",
    "|" * 10,
    "H14.40.03-261126-0001",
    "12|3|A|B|C|D|E",
    CARD.replace("Hoàng Thị Bích Ngọc", ""),
    "x" * 50_000,
    "004188004217" + "|" * 50_000,
]


@pytest.mark.parametrize("text", NO_CARDS)
def test_what_is_no_card(text: str) -> None:
    assert read_card(text) is None
