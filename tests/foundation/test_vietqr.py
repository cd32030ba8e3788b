"""VietQR against published payloads, against itself, and against what a hostile code may hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.foundation.vietqr import (
    LONGEST,
    MOST,
    PURPOSE_LIMIT,
    SERVICES,
    Field,
    VietQRError,
    crc,
    make,
    parse,
    plain_purpose,
)
from motcua.site.cli import main

PLAIN = "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F"
WITH_AMOUNT = (
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN"
    "62150811Chuyen tien630453E6"
)


def refused(payload: str) -> str:
    with pytest.raises(VietQRError) as refusal:
        parse(payload)
    assert refusal.value.message
    return refusal.value.id


def sealed(body: str) -> str:
    """A payload with the right CRC, whatever it says."""
    return f"{body}6304{crc(body + '6304')}"


def test_the_check_value_of_the_algorithm() -> None:
    assert crc("123456789") == "29B1"


def test_published_payloads() -> None:
    assert make("970416", "257678859") == PLAIN
    assert make("970416", "257678859", 10_000, "Chuyển tiền") == WITH_AMOUNT
    read = parse(WITH_AMOUNT)
    assert (read.bin, read.account, read.amount, read.purpose) == (
        "970416",
        "257678859",
        10_000,
        "Chuyen tien",
    )
    assert (read.single_use, parse(PLAIN).single_use) == (True, False)
    assert parse(PLAIN).amount is None


def test_the_vectors_of_the_reference_data(shared_data: Path) -> None:
    vectors = json.loads((shared_data / "06_integration" / "vietqr_vectors.json").read_text())["vectors"]
    assert vectors
    for each in vectors:
        made = make(
            each["bin"], each["account"], each["amount"], each["purpose"] or "", service=each["service"]
        )
        assert made == each["expected"]


@given(
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    st.none() | st.integers(1, MOST),
    st.text(max_size=80),
    st.sampled_from(SERVICES),
)
def test_what_is_written_is_read(
    bank: str, account: str, amount: int | None, purpose: str, service: str
) -> None:
    payload = make(bank, account, amount, purpose, service=service)
    read = parse(payload)
    assert (read.bin, read.account, read.amount, read.service) == (bank, account, amount, service)
    assert read.purpose == plain_purpose(purpose)
    assert len(read.purpose) <= PURPOSE_LIMIT
    assert read.unknown == ()


@given(st.integers(0, len(WITH_AMOUNT) - 1), st.characters(min_codepoint=32, max_codepoint=126))
def test_one_changed_character_never_passes(place: int, letter: str) -> None:
    changed = WITH_AMOUNT[:place] + letter + WITH_AMOUNT[place + 1 :]
    if changed.upper() != WITH_AMOUNT.upper():
        assert refused(changed) in {"bad_crc", "bad_tlv"}


@given(st.text(max_size=2 * LONGEST))
def test_anything_is_read_or_refused_in_words(payload: str) -> None:
    with pytest.raises(VietQRError):
        parse(payload)


@pytest.mark.parametrize(
    ("purpose", "told"),
    [
        ("Nộp lệ phí đất đai Đoàn", "Nop le phi dat dai Doan"),
        ("MC4K7TQ9 H14.40.03-260302-AA0012", "MC4K7TQ9 H14.40.03-260302"),
        ("  a\n\tb  ", "a b"),
        ("phí; <b>10%</b> & 'x'", "phi b 10 /b x"),
        ("😀", ""),
    ],
)
def test_a_purpose_as_banks_take_it(purpose: str, told: str) -> None:
    assert plain_purpose(purpose) == told


def test_tags_that_nobody_here_knows_are_kept() -> None:
    body = WITH_AMOUNT[:-8].replace("62150811Chuyen tien", "62200501A0811Chuyen tien") + "6404VIAB"
    read = parse(sealed(body))
    assert read.unknown == (Field("64", "VIAB"), Field("62-05", "A"))
    assert read.purpose == "Chuyen tien"


@pytest.mark.parametrize(
    ("payload", "id"),
    [
        ("", "bad_text"),
        ("0" * (LONGEST + 1), "bad_text"),
        (WITH_AMOUNT.replace("Chuyen", "Chuyển"), "bad_text"),
        (WITH_AMOUNT[:-4] + "0000", "bad_crc"),
        (WITH_AMOUNT.replace("540510000", "540599000"), "bad_crc"),
        (WITH_AMOUNT[:-1], "bad_tlv"),
        (WITH_AMOUNT + "00", "bad_tlv"),
        (PLAIN[:-8], "bad_tlv"),
        (sealed("000201000201"), "bad_tlv"),
        (sealed("0002015399704"), "bad_tlv"),
        (sealed("000201" + "0x02" + "11"), "bad_tlv"),
        (sealed("000201" + "1500"), "bad_tlv"),
        (sealed("5303704000201"), "bad_tlv"),
        (sealed(PLAIN[:-8].replace("5303704", "5303840")), "not_vietqr"),
        (sealed(PLAIN[:-8].replace("5802VN", "5802TH")), "not_vietqr"),
        (sealed(PLAIN[:-8].replace("A000000727", "A000000677")), "not_vietqr"),
        (sealed("00020101021153037045802VN"), "not_vietqr"),
        (sealed(PLAIN[:-8].replace("970416", "97041x")), "bad_bank"),
        (sealed(PLAIN[:-8].replace("257678859", "25767.859")), "bad_account"),
        (sealed(PLAIN[:-8].replace("QRIBFTTA", "QRIBFTTX")), "bad_service"),
        (sealed(WITH_AMOUNT[:-8].replace("540510000", "540500000")), "bad_amount"),
        (sealed(WITH_AMOUNT[:-8].replace("540510000", "540510.50")), "bad_amount"),
        (sealed(WITH_AMOUNT[:-8].replace("540510000", "5405-1000")), "bad_amount"),
        (sealed(WITH_AMOUNT[:-8].replace("540510000", "54051e999")), "bad_amount"),
    ],
)
def test_a_hostile_payload_is_refused_by_what_is_wrong(payload: str, id: str) -> None:  # noqa: A002
    assert refused(payload) == id


def test_zeros_after_the_point_are_no_fraction() -> None:
    assert parse(sealed(WITH_AMOUNT[:-8].replace("540510000", "540810000.00"))).amount == 10_000


@pytest.mark.parametrize(
    ("bank", "account", "amount", "id"),
    [
        ("97041", "1", None, "bad_bank"),
        ("970416", "", None, "bad_account"),
        ("970416", "1" * 20, None, "bad_account"),
        ("970416", "12 34", None, "bad_account"),
        ("970416", "1", 0, "bad_amount"),
        ("970416", "1", -5, "bad_amount"),
        ("970416", "1", MOST + 1, "bad_amount"),
    ],
)
def test_a_transfer_that_is_none_is_not_written(bank: str, account: str, amount: int | None, id: str) -> None:  # noqa: A002
    with pytest.raises(VietQRError) as refusal:
        make(bank, account, amount)
    assert refusal.value.id == id


def test_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    make_it = ["vietqr", "make", "--bank", "970416", "--account", "257678859", "--amount", "10000"]
    assert main([*make_it, "--purpose", "Chuyển tiền", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["payload"] == WITH_AMOUNT
    assert main(["vietqr", "parse", WITH_AMOUNT, "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert (read["amount"], read["purpose"], read["unknown"]) == (10_000, "Chuyen tien", [])
    assert main(["vietqr", "parse", WITH_AMOUNT]) == 0
    assert capsys.readouterr().out == "970416; 257678859; 10.000\N{NO-BREAK SPACE}đ; Chuyen tien\n"


@pytest.mark.parametrize(
    ("words", "id"),
    [
        (["vietqr", "parse", WITH_AMOUNT[:-1] + "0"], "bad_crc"),
        (["vietqr", "make", "--bank", "9704", "--account", "1"], "bad_bank"),
        (["vietqr", "make", "--bank", "970416", "--account", "1", "--amount", "10.5"], "bad_amount"),
        (["vietqr", "make", "--bank", "970416", "--account", "1", "--amount", "1" * 5000], "bad_amount"),
        (["vietqr", "make"], "usage"),
    ],
)
def test_bad_input_ends_with_two(words: list[str], id: str, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: A002
    assert main([*words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["id"] == id
