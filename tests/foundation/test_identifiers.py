"""Citizen numbers, tax codes and telephone numbers."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.foundation.errors import DomainError
from motcua.foundation.identifiers import (
    check_citizen_number,
    check_phone,
    check_tax_code,
    is_old_card_number,
    tax_check_digit,
)
from motcua.foundation.provinces import PROVINCES


def test_a_citizen_number_tells_province_sex_and_year() -> None:
    number = check_citizen_number(" 004189001235 ")
    assert (number.number, number.province, number.sex, number.century, number.year) == (
        "004189001235", "Cao Bằng", "female", 20, 1989,
    )  # fmt: skip
    assert check_citizen_number("004205000017").century == 21


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("04089001234", "Số định danh phải đủ 12 chữ số, còn thiếu 1."),
        ("004", "Số định danh phải đủ 12 chữ số, còn thiếu 9."),
        ("", "Số định danh phải đủ 12 chữ số, còn thiếu 12."),
        ("0040890012345", "Số định danh phải đủ 12 chữ số, đang thừa 1."),
        ("00408900123A", "Số định danh chỉ gồm chữ số."),
        ("004 089001234", "Số định danh chỉ gồm chữ số."),
    ],
)
def test_a_wrong_citizen_number_gets_its_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        check_citizen_number(text)
    assert refusal.value.message == sentence
    assert refusal.value.next_step


def test_an_old_card_is_recognised() -> None:
    assert is_old_card_number("085012345")
    assert not is_old_card_number("004089001234")
    with pytest.raises(DomainError) as refusal:
        check_citizen_number("085012345")
    assert "chứng minh nhân dân" in refusal.value.next_step


def test_an_unknown_province_is_a_warning() -> None:
    number = check_citizen_number("005089001234")
    assert number.province is None
    assert "005" in str(number.warnings[0])
    assert not check_citizen_number("004089001234").warnings


def test_a_birth_in_the_future_is_refused_on_a_date() -> None:
    assert check_citizen_number("004500000001").year == 2100
    with pytest.raises(DomainError, match="2100"):
        check_citizen_number("004500000001", today=date(2026, 11, 23))


def test_citizen_number_vectors(shared_data: Path) -> None:
    with (shared_data / "07_names_ids" / "cccd_vectors.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 13
    today = date(2026, 11, 23)
    for row in rows:
        if row["valid"] == "true" and int(row["birth_year"]) <= today.year:
            number = check_citizen_number(row["number"], today=today)
            assert number.year == int(row["birth_year"])
            assert number.sex == {"M": "male", "F": "female"}[row["sex"]]
            assert number.province == row["province"]
        elif row["why"].startswith("no province"):
            # The README of the data decides: people born abroad carry a country code, so this only warns.
            assert check_citizen_number(row["number"], today=today).warnings
        else:
            with pytest.raises(DomainError):
                check_citizen_number(row["number"], today=today)


def test_the_63_provinces_are_those_of_the_reference_data(shared_data: Path) -> None:
    with (shared_data / "07_names_ids" / "cccd_province_codes.csv").open(encoding="utf-8") as file:
        reference = {row["cccd_prefix"]: row["province_2022"] for row in csv.DictReader(file)}
    assert reference.keys() == PROVINCES.keys()
    assert all(reference[prefix].endswith(name) for prefix, name in PROVINCES.items())


def test_tax_code_vectors(shared_data: Path) -> None:
    with (shared_data / "07_names_ids" / "mst_vectors.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 20
    for row in rows:
        if row["valid"] == "True":
            assert check_tax_code(row["tax_code"]).code
        else:
            with pytest.raises(DomainError):
                check_tax_code(row["tax_code"])


def test_kinds_of_tax_codes() -> None:
    assert check_tax_code("0352601813").kind == "enterprise"
    assert check_tax_code("0212233077001").code == "0212233077-001"
    assert check_tax_code("0212233077–001").kind == "branch"
    assert check_tax_code("004089001234").kind == "personal"
    assert check_tax_code("005089001234").warnings


@given(st.text("0123456789", min_size=10, max_size=10))
def test_tax_codes_agree_with_python_stdnum(code: str) -> None:
    mst = pytest.importorskip("stdnum.vn.mst")
    try:
        check_tax_code(code)
    except DomainError:
        assert not mst.is_valid(code)
    else:
        assert mst.is_valid(code)


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_tax_code_is_found(nine: str, place: int, change: int) -> None:
    other = nine[:place] + str((int(nine[place]) + change) % 10) + nine[place + 1 :]
    assert tax_check_digit(nine) != tax_check_digit(other)


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("0912 345 678", "0912345678", "mobile"),
        ("+84 (0)912-345-678", "0912345678", "mobile"),
        ("+84912345678", "0912345678", "mobile"),
        ("0084912345678", "0912345678", "mobile"),
        ("0206.3852.123", "02063852123", "landline"),
        ("024 3852 1234", "02438521234", "landline"),
        ("+86 138 0013 8000", "+8613800138000", "foreign"),
    ],
)
def test_telephone_numbers_are_brought_into_one_form(text: str, number: str, kind: str) -> None:
    phone = check_phone(text)
    assert (phone.number, phone.kind) == (number, kind)


@pytest.mark.parametrize(
    "text", ["", "12345", "0112345678", "091234567", "09123456789", "0912x45678", "+84123"]
)
def test_a_wrong_telephone_number_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        check_phone(text)
