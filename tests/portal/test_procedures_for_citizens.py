"""Who, what to bring, how long, how much, where: from the catalogue, in the citizen's words."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.support.statements import counting


@pytest.fixture(autouse=True)
def _catalogue(demonstration: None, db: None) -> None:
    """The demonstration's catalogue."""


def test_found_without_accents(client: Client) -> None:
    assert "khai sinh" in client.get("/thu-tuc/?q=dang+ky+khai+sinh").content.decode()


def test_found_by_code(client: Client) -> None:
    assert "/thu-tuc/1.001193/" in client.get("/thu-tuc/?q=1.001193").content.decode()


def test_nothing_found_says_what_to_do(client: Client) -> None:
    page = client.get("/thu-tuc/?q=zzzzzz").content.decode()
    assert "Không có thủ tục nào khớp" in page
    assert "Xem theo lĩnh vực" in page


def test_page_answers_the_citizens_questions(client: Client) -> None:
    page = client.get("/thu-tuc/1.001193/").content.decode()
    for heading in ("Cần chuẩn bị gì", "Mất bao lâu", "Phí, lệ phí", "Làm ở đâu", "Căn cứ pháp lý"):
        assert heading in page


def test_unknown_code_suggests_procedures(client: Client) -> None:
    answer = client.get("/thu-tuc/1.001139/")
    assert answer.status_code == 404
    assert "Có phải bạn tìm" in answer.content.decode()


@pytest.mark.parametrize("asked", ["%00", "<script>", "'; DROP TABLE--", "a" * 5000, "%F0%9F%98%80", "!!!"])
def test_hostile_search(client: Client, asked: str) -> None:
    answer = client.get(f"/thu-tuc/?q={asked}")
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "999999", "abc"])
def test_any_page_number(client: Client, page: str) -> None:
    assert client.get(f"/thu-tuc/?q=khai&trang={page}").status_code == 200


@pytest.mark.parametrize("code", ["'", "..", "1.001193'--", "x" * 500])
def test_hostile_code(client: Client, code: str) -> None:
    assert client.get(f"/thu-tuc/{code}/").status_code == 404


def test_few_queries(client: Client) -> None:
    for address in ("/", "/thu-tuc/", "/thu-tuc/?q=khai+sinh", "/thu-tuc/1.001193/"):
        with counting() as caught:
            client.get(address)
        assert len(caught.texts) <= 15
