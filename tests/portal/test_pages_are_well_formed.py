"""Structure that a screen reader, a printer and the content security policy rely on."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from lxml import html
from tests.portal.conftest import Handed

PAGES = [
    "/",
    "/thu-tuc/",
    "/thu-tuc/?q=khai+sinh",
    "/thu-tuc/?q=zzzz",
    "/thu-tuc/9.999999/",
    "/tra-cuu/",
    "/tra-cuu/sai",
    "/tra-cuu/H14.40.01-261101-9999",
    "/goc-nhat-ky/",
    "/dang-nhap/",
    "/khong-co-trang-nay/",
    "PROCEDURE",
    "DEGREE",
    "DOSSIER",
]


@pytest.fixture(params=PAGES)
def tree(request: pytest.FixtureRequest, client: Client, handed: Handed) -> Any:
    address = {
        "PROCEDURE": "/thu-tuc/1.001193/",
        "DEGREE": f"/tra-cuu/{handed.code}",
        "DOSSIER": f"/tra-cuu/{handed.code}",
    }.get(request.param, request.param)
    if request.param == "DOSSIER":
        client.post("/tra-cuu/", {"ma": handed.code, "bi_mat": handed.secret})
    answer = client.get(address)
    assert answer.status_code in (200, 404)
    assert "text/html" in answer["Content-Type"]
    return html.fromstring(answer.content)


def test_one_heading_of_the_first_rank(tree: Any) -> None:
    assert len(tree.xpath("//h1")) == 1


def test_headings_leave_no_rank_out(tree: Any) -> None:
    ranks = [int(each.tag[1]) for each in tree.xpath("//main//*[self::h1 or self::h2 or self::h3]")]
    assert all(after - before <= 1 for before, after in pairwise(ranks)), ranks


def test_language_and_title(tree: Any) -> None:
    assert tree.get("lang") == "vi"
    assert "Một Cửa" in tree.findtext(".//title")


def test_ids_are_unique(tree: Any) -> None:
    ids = tree.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


def test_every_field_has_a_label_and_no_words_inside(tree: Any) -> None:
    for field in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert tree.xpath("//label[@for=$id]", id=field.get("id", "")), html.tostring(field)
        assert field.get("placeholder") is None


def test_what_describes_a_field_exists(tree: Any) -> None:
    for ids in tree.xpath("//@aria-describedby | //@aria-labelledby"):
        assert all(tree.xpath("//*[@id=$id]", id=each) for each in ids.split()), ids


def test_nothing_inline(tree: Any) -> None:
    assert tree.xpath("//script[not(@src)] | //style | //*[@style]") == []
    assert [name for name in tree.xpath("//@*") if name.attrname.startswith("on")] == []


def test_links_lead_somewhere(tree: Any) -> None:
    for target in tree.xpath("//a/@href | //form/@action"):
        if target.startswith("#"):
            assert tree.xpath("//*[@id=$id]", id=target[1:]), target
        else:
            resolve(target.partition("?")[0])


def test_everything_pressed_has_words(tree: Any) -> None:
    for each in tree.xpath("//a | //button | //summary"):
        assert each.text_content().strip() or each.get("aria-label"), html.tostring(each)


def test_pictures_are_hidden_from_readers(tree: Any) -> None:
    assert [each for each in tree.xpath("//svg") if each.get("aria-hidden") != "true"] == []
