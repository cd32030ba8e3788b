"""What every answer carries, and what the log does not."""

from __future__ import annotations

import json
import logging

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from motcua.site.compression import PageCompression
from motcua.site.security import POLICY

pytestmark = pytest.mark.django_db


def test_the_policy_lets_nothing_inline_and_nothing_foreign_in() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


@pytest.mark.parametrize("path", ["/", "/healthz", "/khong-co-trang-nay/", "/dang-nhap/"])
def test_every_answer_is_protected(path: str, client: Client) -> None:
    answer = client.get(path)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_every_page_has_an_id_that_a_stranger_cannot_choose(client: Client) -> None:
    first = client.get("/", headers={"X-Request-ID": "mine"}).headers["X-Request-ID"]
    second = client.get("/").headers["X-Request-ID"]
    assert len({first, second, "mine"}) == 3


def test_the_log_holds_the_path_but_not_what_was_typed(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.get("/", {"q": "Nguyễn Văn Đoàn 004090000123"})
    told = json.dumps([str(record.msg) for record in caplog.records], ensure_ascii=False)
    assert "GET /" in told
    assert "Đoàn" not in told
    assert "004090000123" not in told


def test_a_page_of_a_session_is_kept_out_of_caches(client: Client) -> None:
    assert "no-store" in client.get("/dang-nhap/").headers["Cache-Control"]


def test_pages_are_compressed_and_papers_are_not() -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})

    def answer(kind: str) -> HttpResponse:
        return HttpResponse(b"a" * 2000, content_type=kind)

    assert PageCompression(lambda _: answer("text/html"))(request).headers.get("Content-Encoding") == "gzip"
    assert "Content-Encoding" not in PageCompression(lambda _: answer("application/pdf"))(request).headers
