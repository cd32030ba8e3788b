"""Counts the readers of citizens' pages, and knows for the foot of the page how many there are."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final, NamedTuple

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from motcua.foundation.clock import SystemClock, day_of
from motcua.news import reach, visitors
from motcua.organisation.audit import address_of

logger = structlog.get_logger(__name__)
SECONDS: Final = 30.0
"""How long a process shows the same numbers."""


class Visitors:
    """Notes who reads a citizen's page (`visitors.note`); an officer at work is no reader of the portal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.MOTCUA_COUNT_VISITORS and _is_read(request, response):
            try:
                visitors.note(address_of(request) or "", request.headers.get("User-Agent", ""))
            except DatabaseError:
                # A page that is ready is not taken back because nobody could be counted.
                logger.warning("visitor_not_counted")
        return response


def _is_read(request: HttpRequest, response: HttpResponse) -> bool:
    match = getattr(request, "resolver_match", None)
    return (
        request.method == "GET"
        and response.status_code == 200
        and match is not None
        and match.app_name == "portal"
        and response.headers.get("Content-Type", "").startswith("text/html")
    )


class Foot(NamedTuple):
    """What the foot of a page tells: readers now and today, and whether IPv6 was seen to work."""

    now: int
    today: int
    ipv6: bool


_kept: dict[str, tuple[float, Foot]] = {}


def foot() -> Foot | None:
    """The numbers, at most half a minute old; none where readers are not counted."""
    if not settings.MOTCUA_COUNT_VISITORS:
        return None
    at, found = _kept.get("foot", (-SECONDS, None))
    if found is None or monotonic() - at >= SECONDS:
        day = day_of(SystemClock().now())
        # Whoever reads this is here, noted or not yet.
        found = Foot(max(visitors.present(), 1), max(visitors.visitors_on(day), 1), reach.badge())
        _kept["foot"] = (monotonic(), found)
    return found


def forget() -> None:
    """Ask again; for tests."""
    _kept.clear()
