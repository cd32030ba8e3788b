"""Codes read as they are met, and written as the regime wants them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.foundation.codes import (
    CIRCULAR_01_2018,
    DECISION_20_2020,
    dossier_code,
    parse_agency_code,
    parse_code,
    parse_procedure_code,
    suggestions,
    to_decision_20,
    to_qcvn_102,
)
from motcua.foundation.errors import DomainError

KEYS = [
    "input", "kind", "valid", "scheme", "agency", "date", "serial", "owner", "generated_by", "import_only",
    "warnings", "reason",
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "scheme", "agency", "day", "serial", "owner"),
    [
        ("000.01.14.H14-221122-0007", "circular_01_2018", "000.01.14.H14", "2022-11-22", 7, None),
        ("H14.7.21-261117-0014", "decision_20_2020", "H14.7.21", "2026-11-17", 14, None),
        ("H15.50.05.13-261008-0975", "decision_20_2020", "H15.50.05.13", "2026-10-08", 975, None),
        ("H56.14-240823-0001", "decision_20_2020", "H56.14", "2024-08-23", 1, None),
        ("G09.20-20260609-0092637", "igate", "G09.20", "2026-06-09", 92637, None),
        ("H14.123.01-260301-021234", "circular_04_2025", "H14.123.01", "2026-03-01", 1234, "02"),
        ("G12.123.01-260125-1812345", "circular_04_2025", "G12.123.01", "2026-01-25", 12345, "18"),
        ("000.00.051.H04-240102-0003", "circular_01_2018", "000.00.051.H04", "2024-01-02", 3, None),
        ("000.00.UB.003-240102-0003", "circular_01_2018", "000.00.UB.003", "2024-01-02", 3, None),
    ],
)
def test_dossier_codes_of_every_scheme(
    code: str, scheme: str, agency: str, day: str, serial: int, owner: str | None
) -> None:
    read = parse_code(code)
    assert list(read) == KEYS
    assert (read["kind"], read["valid"], read["reason"]) == ("dossier", True, None)
    assert [read[key] for key in ("scheme", "agency", "date", "serial", "owner")] == [
        scheme, agency, day, serial, owner,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("000.01.14.H14-220230-0001", "ngày"),
        ("H14.7.21-261317-0014", "ngày"),
        ("H14.7.21-26111-0014", "ngày"),
        ("000.01.14.H14-221122-00O7", "chữ số"),
        ("000.1.14.H14-221122-0007", "cơ quan"),
        ("XYZ-221122-0007", "cơ quan"),
    ],
)
def test_a_dossier_code_with_a_fault_says_which(code: str, reason: str) -> None:
    read = parse_code(code)
    assert (read["kind"], read["valid"], read["import_only"]) == ("dossier", False, False)
    assert reason in read["reason"]


@pytest.mark.parametrize(
    "typed",
    [
        " H14.7.21-261117-0014\n",
        "h14.7.21-261117-0014",
        "H14.7.21–261117—0014",
        "H14.7.21 - 261117 - 0014",
        "H14.7.21-261117-0014",
    ],
)
def test_what_typing_and_pasting_do_to_a_code_is_undone(typed: str) -> None:
    read = parse_code(typed)
    assert (read["input"], read["agency"], read["serial"]) == (typed, "H14.7.21", 14)
    changed = typed.strip().upper() != "H14.7.21-261117-0014"
    assert bool(read["warnings"]) == changed


@pytest.mark.parametrize(
    ("code", "warning"),
    [
        ("H14.7.21-261117-10000", "9999"),
        ("H14.7.21-261117-014", "3 chữ số"),
        ("H14.7.21-261117-0000", "bằng 0"),
        ("H14.123.01-260301-991234", "99"),
        ("H14.23.01-260301-021234", "Thông tư 04/2025"),
        ("H99.1-240101-0001", "H99"),
    ],
)
def test_what_is_unusual_is_read_with_a_warning(code: str, warning: str) -> None:
    read = parse_code(code)
    assert read["valid"]
    assert any(warning in each for each in read["warnings"])


def test_before_circular_04_a_long_serial_is_only_long() -> None:
    assert parse_code("H14.23.01-250301-021234")["scheme"] == "decision_20_2020"


def test_which_regime_writes_a_code_is_asked_of_the_law() -> None:
    def asked(scheme: str, day: date) -> str | None:
        return f"{scheme}@{day}"

    ours = parse_code("000.01.14.H14-221122-0007", generated_by=asked)
    assert (ours["generated_by"], ours["import_only"]) == ("circular_01_2018@2022-11-22", False)
    for foreign in (
        "H15.7.21-261117-0014",
        "H14.7.21.13-261117-0014",
        "H14.7.21-261117-014",
        "H14.7.21-261117-0000",
    ):
        read = parse_code(foreign, generated_by=asked)
        assert (read["generated_by"], read["import_only"]) == (None, True), foreign


def test_without_the_law_only_the_form_is_judged() -> None:
    ours, foreign = parse_code("H14.7.21-221117-0014"), parse_code("H15.7.21-221117-0014")
    assert (ours["generated_by"], ours["import_only"], foreign["import_only"]) == (None, False, True)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("", "unknown"),
        ("   ", "unknown"),
        ("hello", "unknown"),
        ("hello-world", "unknown"),
        ("123", "unknown"),
        ("x" * 100_000, "unknown"),
        ("-" * 70, "unknown"),
        ("1.004227", "procedure"),
        ("1.000948.h38", "procedure"),
        ("1.001193.02", "procedure"),
        ("0.004227", "unknown"),
        ("1.04227", "unknown"),
        ("H14", "agency"),
        ("'; DROP TABLE dossier; --", "unknown"),
    ],
)
def test_kinds_of_codes(code: str, kind: str) -> None:
    read = parse_code(code)
    assert (read["kind"], read["valid"]) == (kind, kind != "unknown")
    assert (read["reason"] is None) == read["valid"]


pieces = st.sampled_from(
    [
        "H14",
        "H15.50",
        "000",
        "01",
        ".",
        "-",
        "–",
        "221122",
        "20260609",
        "0007",
        "021234",
        "1.004227",
        "é",
        "O",
        " ",
        "(",
        "Ⅳ",
        "ß",
        "٣",
    ]
)


@given(st.text() | st.text(max_size=30) | st.lists(pieces, max_size=12).map("".join))
def test_no_text_makes_reading_fail(text: str) -> None:
    read = parse_code(text)
    assert read["input"] == text
    assert read["valid"] or read["reason"]
    assert read["kind"] in {"dossier", "agency", "procedure", "unknown"}


def test_every_agency_code_of_the_national_portal_is_read(shared_data: Path) -> None:
    with (shared_data / "02_agency_codes" / "agencies_seen_in_dvcqg.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert len(codes) > 100
    for code in codes:
        read = parse_code(code)
        assert (read["kind"], read["valid"], read["agency"]) == ("agency", True, code)


def test_every_level_1_code_is_read_in_both_orders(shared_data: Path) -> None:
    with (shared_data / "02_agency_codes" / "level1_codes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 85
    for row in rows:
        assert not parse_code(row["code"])["warnings"]
        assert not parse_code(row["old_format"])["warnings"]
        assert to_decision_20(row["old_format"]) == row["code"]
        assert to_qcvn_102(row["code"]) == row["old_format"]


def test_agency_codes_turn_into_the_other_order() -> None:
    assert to_qcvn_102("H14.21.7") == "000.07.21.H14"
    assert to_decision_20("000.07.21.H14") == "H14.21.07"
    assert to_qcvn_102("H14.21.07.5") == "005.07.21.H14"
    for code in ("H14.121.7", "H14.2A", "H14.1.2.3.4", "BCA_CAX", "none"):
        with pytest.raises(DomainError):
            to_qcvn_102(code)


@given(st.lists(st.integers(1, 99), max_size=2))
def test_turning_there_and_back_keeps_the_agency(groups: list[int]) -> None:
    code = ".".join(["H14", *(f"{group:02d}" for group in groups)])
    assert to_decision_20(to_qcvn_102(code)) == code


def test_groups_go_from_level_1_downwards() -> None:
    for code in ("000.07.21.H14", "H14.21.07"):
        agency = parse_agency_code(code)
        assert agency is not None
        assert agency.groups == ("H14", "21", "07")


def test_a_procedure_code_has_case_and_province() -> None:
    read = parse_procedure_code("1.001193.02")
    assert read is not None
    assert (read.base, read.case, read.province) == ("1.001193", "02", None)


def test_each_regime_writes_its_form() -> None:
    assert (
        dossier_code(CIRCULAR_01_2018, "000.07.21.H14", date(2022, 4, 28), 7) == "000.07.21.H14-220428-0007"
    )
    assert dossier_code(DECISION_20_2020, "H14.7.21", date(2026, 11, 17), 14) == "H14.7.21-261117-0014"
    assert dossier_code(DECISION_20_2020, "H14.7.21", date(2026, 11, 17), 10_000) == "H14.7.21-261117-10000"


@pytest.mark.parametrize(
    ("form", "agency", "serial"),
    [
        (CIRCULAR_01_2018, "H14.7.21", 1),
        (CIRCULAR_01_2018, "000.00.051.H14", 1),
        (DECISION_20_2020, "000.07.21.H14", 1),
        (DECISION_20_2020, "H14.7.21.5", 1),
        (DECISION_20_2020, "H14", 1),
        (DECISION_20_2020, "h14.7.21", 1),
        (DECISION_20_2020, "H14.7.A1", 1),
        (DECISION_20_2020, "H14.7.21", 0),
        (DECISION_20_2020, "H14.7.21", 100_000),
        ("igate", "H14.7.21", 1),
    ],
)
def test_no_code_is_written_that_the_regime_does_not_know(form: str, agency: str, serial: int) -> None:
    with pytest.raises(DomainError) as refusal:
        dossier_code(form, agency, date(2026, 11, 17), serial)
    assert refusal.value.id == "dossier_code_impossible"


@given(st.dates(date(2018, 6, 21), date(2099, 12, 31)), st.integers(1, 99_999))
def test_what_is_written_is_read_back(day: date, serial: int) -> None:
    for form, agency in ((CIRCULAR_01_2018, "000.07.21.H14"), (DECISION_20_2020, "H14.7.21")):
        read = parse_code(dossier_code(form, agency, day, serial), generated_by=lambda scheme, _: scheme)
        assert (read["generated_by"], read["agency"], read["date"], read["serial"]) == (
            form, agency, day.isoformat(), serial,
        )  # fmt: skip


KNOWN = [f"H14.7.21-261117-{serial:04d}" for serial in range(1, 300)] + ["1.004227", "1.004272", "2.000815"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.004228", ["1.004227", "1.004272"]),
        ("1.04227", ["1.004227", "1.004272"]),
        ("2.00815", ["2.000815"]),
        ("2.000851", ["2.000815"]),
        ("1.004227", ["1.004227", "1.004272"]),
        ("9.999999", []),
        ("", []),
    ],
)
def test_a_mistyped_code_finds_its_neighbours(typed: str, meant: list[str]) -> None:
    assert list(suggestions(typed, KNOWN)) == meant


def test_the_nearest_come_first_and_not_too_many() -> None:
    found = suggestions("h14.7.21-261117-0O14", KNOWN)
    assert found[0] == "H14.7.21-261117-0014"
    assert len(found) == 5


@given(st.sampled_from(KNOWN), st.integers(0, 30), st.sampled_from("0123456789.-H"))
def test_one_wrong_character_always_finds_the_code(code: str, place: int, wrong: str) -> None:
    place %= len(code)
    typed = code[:place] + wrong + code[place + 1 :]
    assert code in suggestions(typed, KNOWN, limit=400)
