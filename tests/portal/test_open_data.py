"""Open data, the map of the site, robots: whole, safe in spreadsheets, and without anything private."""

from __future__ import annotations

import csv
import io

import orjson
import pytest
from django.test import Client
from lxml import etree

from motcua.organisation.queries import today
from motcua.procedures.queries import codes_in_force

pytestmark = pytest.mark.django_db


def whole(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_both_files_hold_every_procedure_in_force(client: Client, demonstration: None) -> None:
    codes = codes_in_force(today())
    assert codes
    objects = orjson.loads(whole(client.get("/du-lieu-mo/thu-tuc.json")))
    assert [each["code"] for each in objects] == codes
    text = whole(client.get("/du-lieu-mo/thu-tuc.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["code"] for row in rows] == codes
    assert not [cell for row in rows for cell in row.values() if cell[:1] in {"=", "+", "-", "@"}]


def test_an_amount_that_is_not_certain_is_not_given(client: Client, demonstration: None) -> None:
    objects = orjson.loads(whole(client.get("/du-lieu-mo/thu-tuc.json")))
    amounts = [fee["amount"] for each in objects for fee in each["fees"]]
    assert any(amounts)
    assert all(amount is None or amount >= 0 for amount in amounts)


def test_the_map_leads_to_pages_that_are_there(client: Client, demonstration: None) -> None:
    found = etree.fromstring(client.get("/sitemap.xml").content)
    places = found.xpath("//*[local-name()='loc']/text()")
    assert len(places) >= len(codes_in_force(today()))
    for place in (*places[:6], places[-1]):
        assert client.get(place.removeprefix("http://localhost:8000")).status_code == 200
    assert not [place for place in places if "/tra-cuu/H14" in place or "/cua-toi/" in place]


def test_robots_are_kept_from_what_is_private(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /cua-toi/" in text
    assert "Sitemap: http" in text
