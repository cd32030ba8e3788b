"""Puts session, account and person on each request; one statement brings all three, when first asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import auth
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from motcua.foundation.clock import SystemClock
from motcua.organisation.backends import brought
from motcua.organisation.models import User
from motcua.organisation.queries import person_now, rights_mark
from motcua.organisation.rights import NOBODY, Person
from motcua.organisation.sessions import SessionStore


class OfficeSessions(SessionMiddleware):
    """Django's sessions with `sessions.SessionStore`, which learns where a request comes from."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        _store(request).request = request

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = super().process_response(request, response)
        if response.status_code < 500:
            _store(request).touch()
        return answer


class AccountOfSession:
    """`request.user`: as Django finds it, hash of the password checked, from what the session brought."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]
        return self.get_response(request)


class PersonMiddleware:
    """`request.person`: a `Person`, which is `NOBODY` where nobody is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: _build(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _store(request: HttpRequest) -> SessionStore:
    return request.session  # type: ignore[return-value] # settings.SESSION_ENGINE


def _user(request: HttpRequest) -> User:
    if not hasattr(request, "_cached_user"):
        store = _store(request)
        store.get(auth.SESSION_KEY)  # reads it, where nobody has
        with brought(store.found):
            request._cached_user = auth.get_user(request)  # type: ignore[attr-defined]
    return request._cached_user  # type: ignore[attr-defined,no-any-return]


def _build(request: HttpRequest) -> Person:
    user = request.user
    if not user.is_authenticated or user.pk is None:
        return NOBODY
    found = getattr(getattr(request, "session", None), "found", None)
    return person_now(user.pk, found.mark if found else rights_mark(), SystemClock().now())
