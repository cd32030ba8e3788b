"""Procedures: the search, browsing, and one page for each."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.feedback.queries.ratings import RatingScope, ratings
from motcua.figures import queries as figures
from motcua.foundation.errors import DomainError, NotFound
from motcua.organisation.queries import today
from motcua.organisation.web import PUBLIC, right
from motcua.portal.papers_asked import grouped
from motcua.procedures import queries

PER_PAGE: Final = 25
_LEVELS: Final = ("province", "commune")
"""The levels that citizens choose from; what is done elsewhere is found by its name."""
_LONGEST: Final = 200


@right(PUBLIC)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By plain words or a code; by field, event, level, agency; else the ways in are offered."""
    chosen = _chosen(request)
    day = today()
    asked, level, online = chosen["q"], chosen["cap"], bool(chosen["truc-tuyen"])
    hits: list[Any] = []
    if asked:
        hits = queries.filtered(queries.find(asked, limit=200), level=level, online=online)
    elif any(chosen.values()):
        hits = queries.browse(
            on=day,
            field=chosen["linh-vuc"],
            event=chosen["viec"],
            agency=chosen["co-quan"],
            level=level,
            online=online,
        )
    event = next((each for each in queries.events(day) if each.event.key == chosen["viec"]), None)
    context = {
        "asked": asked,
        "chosen": {key.replace("-", "_"): value for key, value in chosen.items()},
        "narrowed": any(value for key, value in chosen.items() if key != "q"),
        "event": event.event if event else None,
        "page": Paginator(hits, PER_PAGE).get_page(request.GET.get("trang")),
        "browsing": not any(chosen.values()),
        "levels": _LEVELS,
        "agencies": queries.agencies(day),
    }
    if context["browsing"]:
        context |= {"events": queries.events(day), "fields": queries.fields(on=day)}
    return render(request, "portal/procedures.html", context)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What was asked and chosen, fit to be compared and shown."""
    return {
        key: " ".join(request.GET.get(key, "").replace("\x00", " ").split())[:_LONGEST]
        for key in ("q", "linh-vuc", "viec", "cap", "co-quan", "truc-tuyen")
    }


@right(PUBLIC)
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Who, what to bring, how long by law and how long it really took, how much, where; the law is folded."""
    try:
        offers = _offers(code[:40])
    except NotFound:
        near = [hit for each in queries.suggestions(code[:40]) for hit in queries.find(each, limit=1)]
        page = {"code": code[:40], "near": near}
        return render(request, "portal/procedure_unknown.html", page, status=404)
    first = offers[0]
    counted = figures.times_of(first.code)
    context = {
        "p": first,
        "offers": offers,
        "differ": any(each.limit != first.limit for each in offers),
        "content": queries.version_content(first.version_id),
        "groups": grouped(first.components),
        "forms": [part for part in first.components if part.form],
        "filing": reverse("portal:filing", args=[first.code]) if _open_online(first) else "",
        "period": counted[0] if counted else None,
        "times": counted[1] if counted else None,
        "fewest": figures.FEWEST_TIMED,
        "rated": ratings(RatingScope(procedure=first.code), counted[0].since, today()) if counted else None,
    }
    return render(request, "portal/procedure.html", context)


def _open_online(offer: queries.Offer) -> bool:
    """Whether it can be filed online now; a case is chosen on the way, nothing else may block."""
    return "online" in offer.channels and (offer.needs_case or not offer.blocked)


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
