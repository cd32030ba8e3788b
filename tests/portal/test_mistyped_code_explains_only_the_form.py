"""A code with a typing mistake gets the form of a code explained, never somebody else's dossier."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.portal.conftest import Handed

HOSTILE = [
    "' OR '1'='1",
    "H14.40.01-261101-0001'; DROP TABLE dossiers_event;--",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%00",
    "H14" + "." * 60,
    "x" * 5000,
    "١٤-٢٦",
    "\u202eH14.40.01-261101-0001",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_code_is_answered_in_words(client: Client, db: None, typed: str) -> None:
    answer = client.post("/tra-cuu/", {"ma": typed, "bi_mat": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<script>" not in page
    assert "Mã" in page


@pytest.mark.parametrize("typed", [text for text in HOSTILE if "/" not in text and len(text) < 300])
def test_hostile_address(client: Client, db: None, typed: str) -> None:
    answer = client.get(f"/tra-cuu/{typed}")
    assert answer.status_code == 404
    assert "<script>" not in answer.content.decode()


def test_neighbour_is_not_named(client: Client, handed: Handed) -> None:
    mistyped = handed.code[:-1]
    for answer in (client.get(f"/tra-cuu/{mistyped}"), client.post("/tra-cuu/", {"ma": mistyped})):
        assert handed.code not in answer.content.decode()


def test_what_was_typed_is_kept(client: Client, db: None) -> None:
    page = client.post("/tra-cuu/", {"ma": "H14-sai", "bi_mat": "ABC"}).content.decode()
    assert 'value="H14-sai"' in page
    assert "dạng H14.7.21-261123-0042" in page


def test_procedure_code_is_recognised(client: Client, db: None) -> None:
    page = client.post("/tra-cuu/", {"ma": "1.001193"}).content.decode()
    assert "Đây là mã thủ tục, không phải mã hồ sơ." in page


def test_spaces_hyphens_and_case_do_not_matter(client: Client, handed: Handed) -> None:
    typed = f"  {handed.code.lower().replace('-', '–')} "
    assert client.post("/tra-cuu/", {"ma": typed})["Location"] == f"/tra-cuu/{handed.code}"


def test_nothing_typed_is_answered_in_vietnamese(client: Client, db: None) -> None:
    answer = client.post("/tra-cuu/", {"ma": "", "bi_mat": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Gõ mã hồ sơ in trên giấy hẹn." in page
    assert "novalidate" in page
    assert 'href="#id_ma"' in page
