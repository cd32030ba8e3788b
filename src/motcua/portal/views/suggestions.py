"""Procedures offered while somebody types into the search; who typed is neither kept nor counted."""

from __future__ import annotations

from time import monotonic
from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from motcua.organisation.queries import today
from motcua.organisation.web import PUBLIC, right
from motcua.procedures import queries

MOST: Final = 8
FEWEST_LETTERS: Final = 2
SECONDS: Final = 60.0
"""How long a process and a browser keep the answer to the same words."""
_MOST_KEPT: Final = 500
_LONGEST: Final = 200

_kept: dict[tuple[str, str], tuple[float, list[dict[str, Any]]]] = {}


@right(PUBLIC)
@require_safe
@cache_control(public=True, max_age=int(SECONDS))
def suggest(request: HttpRequest) -> JsonResponse:
    """At most eight procedures, best first, of the very search that the page does. One statement, none for
    words that were asked a moment ago."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:_LONGEST]
    return JsonResponse({"found": _found(asked) if len(asked) >= FEWEST_LETTERS else []})


def forget() -> None:
    """Ask again; for tests and a changed catalogue."""
    _kept.clear()


def _found(asked: str) -> list[dict[str, Any]]:
    key = (asked.casefold(), today().isoformat())
    at, known = _kept.get(key, (-SECONDS, []))
    if monotonic() - at < SECONDS:
        return known
    found = [
        {"name": hit.name, "code": hit.code, "address": reverse("portal:procedure", args=[hit.code])}
        for hit in queries.find(asked, limit=MOST)
    ]
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[key] = (monotonic(), found)
    return found
