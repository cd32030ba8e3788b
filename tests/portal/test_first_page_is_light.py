"""The citizen's first page stays under 150 kB compressed (design, section 6), for weak mountain networks."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.test import Client
from lxml import html

BUDGET = 150_000
ALREADY_COMPRESSED = {".woff2", ".png", ".jpg"}


def _file(url: str) -> Path:
    found = finders.find(url.removeprefix("/static/"))
    assert found, url
    return Path(str(found))


def _weight(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix in ALREADY_COMPRESSED else len(gzip.compress(data, 9, mtime=0))


def parts(client: Client, address: str) -> dict[str, int]:
    """Bytes over the wire of a page and of everything it asks for, by address."""
    page = client.get(address).content
    tree = html.fromstring(page)
    weights = {address: len(gzip.compress(page, 6, mtime=0))}
    urls = [*tree.xpath("//link[@href]/@href"), *tree.xpath("//script/@src"), *tree.xpath("//img/@src")]
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


def test_no_page_of_the_portal_asks_for_a_script(client: Client, demonstration: None, db: None) -> None:
    for address in ("/", "/thu-tuc/", "/tra-cuu/", "/goc-nhat-ky/"):
        assert "<script" not in client.get(address).content.decode()
