"""A citizen's first page, whichever it is, stays under 150 kB compressed (design, section 6).

It asks no other host for anything, and each form on it can be sent without a script.
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from lxml import html

from motcua.news.models import Visit
from motcua.portal.views import suggestions
from motcua.procedures.queries import find

BUDGET = 150_000
ALREADY_COMPRESSED = {".woff2", ".png", ".jpg"}


PUBLIC = (
    "/", "/thu-tuc/", "/thu-tuc/?q=khai+sinh", "/thu-tuc/1.001193/", "/tra-cuu/", "/minh-bach/",
    "/minh-bach/thu-tuc/", "/minh-bach/xin-loi/", "/kiem-tra/", "/kiem-tra/tu-kiem-tra/", "/goc-nhat-ky/",
    "/tin-tuc/", "/du-lieu-mo/", "/phan-anh/", "/phan-anh/gui/thu-tuc/", "/phan-anh/gui/can-bo/",
    "/phan-anh/tra-cuu/", "/hoi-dap/", "/danh-gia/", "/danh-gia/tai-quay/H14.40.03/",
    "/dang-nhap-nguoi-dan/", "/dang-ky/", "/quen-mat-khau/",
)  # fmt: skip


def _file(url: str) -> Path:
    assert url.startswith("/static/"), f"another host: {url}"
    found = finders.find(url.removeprefix("/static/"))
    assert found, url
    return Path(str(found))


@cache
def _weight(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix in ALREADY_COMPRESSED else len(gzip.compress(data, 9, mtime=0))


def parts(client: Client, address: str) -> dict[str, int]:
    """Bytes over the wire of a page and of everything it asks for, by address."""
    page = client.get(address).content
    tree = html.fromstring(page)
    weights = {address: len(gzip.compress(page, 6, mtime=0))}
    urls = tree.xpath("//link[not(@rel='alternate')]/@href | //script/@src | //img/@src")
    for url in dict.fromkeys(urls):
        weights[url] = _weight(_file(url))
        if url.endswith(".css"):
            for inner in re.findall(r"url\(([^)]+)\)", _file(url).read_text(encoding="utf-8")):
                target = urljoin(url, inner)
                weights[target] = _weight(_file(target))
    return weights


def test_first_page(client: Client, demonstration: None, db: None) -> None:
    weights = parts(client, "/")
    assert len([url for url in weights if url.endswith(".woff2")]) == 4
    assert sum(weights.values()) < BUDGET, weights


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page(address: str, client: Client, demonstration: None, db: None) -> None:
    weights = parts(client, address)
    assert len(weights) > 1
    assert sum(weights.values()) < BUDGET, weights
    tree = html.fromstring(client.get(address).content)
    for form in tree.xpath("//form[not(ancestor::*[@hidden])]"):
        assert form.get("method", "get") in ("get", "post"), html.tostring(form)
        assert form.xpath(".//button[@type='submit'] | .//input[@type='submit']"), html.tostring(form)


def test_only_the_search_asks_for_a_script_and_a_small_one(
    client: Client, demonstration: None, db: None
) -> None:
    for address in ("/tra-cuu/", "/goc-nhat-ky/"):
        assert "<script" not in client.get(address).content.decode()
    for address in ("/", "/thu-tuc/"):
        found = re.findall(r"<script[^>]*>", client.get(address).content.decode())
        assert found == ['<script src="/static/motcua/suggest.js" defer>']
    assert _weight(_file("/static/motcua/suggest.js")) < 2_000


def test_the_search_offers_what_it_would_find(
    client: Client, demonstration: None, db: None, django_assert_num_queries: Any, settings: Any
) -> None:
    settings.MOTCUA_COUNT_VISITORS = True
    suggestions.forget()
    asked = "/thu-tuc/goi-y/?q=khai+sinh"
    client.get("/thu-tuc/goi-y/?q=ket+hon")
    with django_assert_num_queries(1):
        answer = client.get(asked)
    found = answer.json()["found"]
    assert [one["code"] for one in found] == [hit.code for hit in find("khai sinh", limit=8)]
    assert found[0]["address"] == f"/thu-tuc/{found[0]['code']}/"
    with django_assert_num_queries(0):
        assert client.get(asked).json()["found"] == found
    for nothing in ("", "?q=k", "?q=%00"):
        assert client.get(f"/thu-tuc/goi-y/{nothing}").json() == {"found": []}
    assert "max-age=60" in answer["Cache-Control"]
    assert not answer.cookies
    assert not Visit.objects.exists(), "who types is no reader counted"
