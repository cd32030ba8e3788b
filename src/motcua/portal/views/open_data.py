"""What machines and the curious take along: the catalogue as open data, the map of the site, robots."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from motcua.news.queries import published
from motcua.organisation.queries import today
from motcua.organisation.web import PUBLIC, right
from motcua.procedures.open_data import COLUMNS, flat, procedures_in_force
from motcua.procedures.queries import codes_in_force

PAGES: Final = ("portal:home", "portal:procedures", "portal:lookup", "portal:news", "portal:open_data")
PRIVATE: Final = ("/cua-toi/", "/nop-ho-so/", "/ban-lam-viec/", "/quan-tri/", "/api/", "/tra-cuu/")
"""What search engines have no business with: dossiers, drafts, the offices."""


@right(PUBLIC)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What there is to take, and what each column means."""
    return render(request, "portal/news/open_data.html", {"day": today(), "columns": COLUMNS})


@right(PUBLIC)
@require_safe
@cache_control(public=True, max_age=3600)
def procedures_csv(request: HttpRequest) -> HttpResponseBase:
    """One line a procedure; with the mark by which spreadsheets know UTF-8."""
    answer = StreamingHttpResponse(_lines(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="thu-tuc.csv"'
    return answer


@right(PUBLIC)
@require_safe
@cache_control(public=True, max_age=3600)
def procedures_json(request: HttpRequest) -> HttpResponseBase:
    """The same as an array of objects."""
    return StreamingHttpResponse(_objects(), content_type="application/json")


@right(PUBLIC)
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that a search engine may show (sitemaps.org)."""
    home = settings.MOTCUA_PUBLIC_URL
    places = [f"{home}{reverse(name)}" for name in PAGES]
    places += [f"{home}{reverse('portal:procedure', args=[code])}" for code in codes_in_force(today())]
    places += [
        f"{home}{reverse('portal:article', args=[pk])}" for pk in published().values_list("pk", flat=True)
    ]
    return render(request, "portal/news/sitemap.xml", {"places": places}, content_type="application/xml")


@right(PUBLIC)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots may go."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in PRIVATE)]
    lines.append(f"Sitemap: {settings.MOTCUA_PUBLIC_URL}{reverse('portal:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _lines() -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow(COLUMNS)
    for record in procedures_in_force(today()):
        writer.writerow(flat(record))
        if out.tell() > 32_768:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _objects() -> Iterator[bytes]:
    before = b"["
    record: dict[str, Any]
    for record in procedures_in_force(today()):
        yield before + orjson.dumps(record)
        before = b",\n"
    yield b"]" if before == b",\n" else b"[]"
