"""Refusals that no view answered become pages in plain words: what happened, what was kept, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound

_STATUS: Final[tuple[tuple[type[DomainError], int], ...]] = (
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
)


class Refusals:
    """Answers a `DomainError` with its sentence: 403, 404, 409, else 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a refusal; None leaves an unexpected error to be logged and shown as 500."""
        if not isinstance(error, DomainError):
            return None
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
        # A citizen who is signed in stays in the portal; everybody else may be an officer.
        citizen = getattr(getattr(request, "user", None), "is_citizen", False)
        template = "portal/refused.html" if citizen else "refusal.html"
        page = render_to_string(template, {"problem": error, "status": status}, request)
        return HttpResponse(page, status=status)
