"""Puts the person with posts and rights on each request, built at most once and only when asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from motcua.foundation.clock import SystemClock
from motcua.organisation.queries import person_of
from motcua.organisation.rights import NOBODY, Person


class PersonMiddleware:
    """`request.person`: a `Person`, which is `NOBODY` where nobody is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: _build(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _build(request: HttpRequest) -> Person:
    user = request.user
    if not user.is_authenticated or user.pk is None:
        return NOBODY
    return person_of(user.pk, SystemClock().now())
