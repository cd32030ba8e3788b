"""Procedures: the search, and one page for each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.foundation.errors import DomainError, NotFound
from motcua.organisation.queries import today
from motcua.organisation.web import PUBLIC, right
from motcua.procedures import queries

PER_PAGE = 25


@right(PUBLIC)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By plain words, a code, or a field; without a question the fields are offered."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    hits = queries.find(asked, limit=200) if asked else []
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("trang"))
    fields = [] if asked else queries.fields(on=today())
    return render(request, "portal/procedures.html", {"asked": asked, "page": page, "fields": fields})


@right(PUBLIC)
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Who, what to bring, how long, how much, where; the law is folded."""
    try:
        offers = _offers(code[:40])
    except NotFound:
        near = [hit for each in queries.suggestions(code[:40]) for hit in queries.find(each, limit=1)]
        page = {"code": code[:40], "near": near}
        return render(request, "portal/procedure_unknown.html", page, status=404)
    first = offers[0]
    content = queries.version_content(first.version_id)
    return render(request, "portal/procedure.html", {"p": first, "offers": offers, "content": content})


def _offers(code: str) -> list[queries.Offer]:
    """What is offered through each channel, the counter first where it is one."""
    day = today()
    first = _first_offer(code)
    others = [queries.offer(code, on=day, channel=each) for each in first.channels if each != first.channel]
    return [first, *others]


def _first_offer(code: str) -> queries.Offer:
    day = today()
    for channel in ("direct", "online"):
        try:
            return queries.offer(code, on=day, channel=channel)
        except NotFound:
            raise
        except DomainError:
            continue  # not through this channel, or not in force: the last one says why
    return queries.offer(code, on=day, channel="postal")
