"""The QR code of a paper leads to its public check and names the event it was printed from."""

from __future__ import annotations

import pytest
from tests.papers import samples
from tests.papers.reading import qr_codes_of

from motcua.dossiers.papers import Press, qr_url

BOOKS = {"logbook", "money_book"}
"""The office's own books. A code leads to the public check of one dossier's event (contracts, section 2).
A book rests on the events of many dossiers and is handed to no citizen; a page that confirmed it to whoever
scans it would tell strangers what was filed and paid. Each of its lines is checked by its dossier code."""
EXPECTED = f"https://motcua.caobang.example/tra-cuu/{samples.CODE}?h={samples.HASH[:32]}"


@pytest.mark.parametrize("key", [key for key in samples.ALL if key not in BOOKS])
def test_code_is_read_from_the_printed_page_top_left(key: str, press: Press) -> None:
    page = press.pictures(samples.ALL[key](), ppi=200)[0]
    ((text, x, y),) = qr_codes_of(page)
    assert text == EXPECTED
    assert x < 148 / 25.4 * 200 / 6
    assert y < 210 / 25.4 * 200 / 6


@pytest.mark.parametrize("key", sorted(BOOKS))
def test_a_book_leads_to_no_public_page_and_names_its_dossiers(key: str, press: Press) -> None:
    book = samples.ALL[key]()
    assert book.frame.qr_url == ""
    assert all(qr_codes_of(page) == [] for page in press.pictures(book))
    assert all(row.code for row in book.rows), "by which each line is checked"


def test_longest_address_is_still_read_at_print_resolution(press: Press) -> None:
    url = qr_url(
        "https://dichvucong.caobang.gov.vn.example", "H14.123.456-251231-12345", samples.HASH, digits=64
    )
    page = press.pictures(samples.apology(frame=samples.frame("04", qr_url=url)), ppi=300)[0]
    assert [text for text, _, _ in qr_codes_of(page)] == [url]


def test_a_slip_without_dossier_has_no_hash_and_no_code_no_picture(press: Press) -> None:
    assert qr_url("http://localhost:8000/", "") == "http://localhost:8000/tra-cuu/"
    page = press.pictures(samples.supplement(frame=samples.frame("02", code="", qr_url="")))[0]
    assert qr_codes_of(page) == []


def test_no_identifier_of_a_person_is_in_the_address() -> None:
    assert samples.PARTY.identifier not in EXPECTED


@pytest.mark.parametrize("wrong", ["XYZ", "abc", samples.HASH.upper(), samples.HASH + "0", "a" * 15])
def test_what_is_no_hash_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        qr_url(samples.PUBLIC, samples.CODE, wrong)


def test_a_code_cannot_lead_elsewhere() -> None:
    assert qr_url(samples.PUBLIC, "../x?y#z").startswith(f"{samples.PUBLIC}/tra-cuu/..%2Fx%3Fy%23z")
