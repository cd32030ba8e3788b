"""How a view declares its right: `@right("public")`, `@right("signed_in")` or `@right("<action>")`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Protocol, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from motcua.organisation.rights import ACTIONS, Person, require

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed_in"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class PersonRequest(Protocol):
    """A request behind `PersonMiddleware`."""

    person: Person


def person_on(request: HttpRequest) -> Person:
    """The person of the request; `NOBODY` where nobody is signed in."""
    return cast(PersonRequest, request).person


def right(name: str, *, with_one_time_password: bool = False) -> Callable[[View], View]:
    """Declare and enforce the right that a view needs.

    `public` lets everybody in; `signed_in` everybody with an account; an action of `rights.ACTIONS` those
    whose posts allow it somewhere. The right towards one dossier is asked by the service, not here. Who
    signed in with a one-time password is sent to set another, unless the view opens `with_one_time_password`.

    Raises: `Forbidden` where a signed-in person lacks the right; ValueError for a name that does not exist.
    """
    if name not in ACTIONS and name not in {PUBLIC, SIGNED_IN}:
        raise ValueError(name)

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if name != PUBLIC:
                if not request.user.is_authenticated:
                    return _ask_to_sign_in(request)
                if request.user.must_change_password and not with_one_time_password:
                    return _sent(request, reverse("account_change_password"))
                if name != SIGNED_IN:
                    require(person_on(request), name)
            return view(request, *args, **kwargs)

        checked.motcua_right = name  # type: ignore[attr-defined]
        return cast(View, checked)

    return declare


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page, with the way back. A script is only told: to leave the page loses what is typed."""
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    return HttpResponse(status=401)


def _sent(request: HttpRequest, address: str) -> HttpResponseBase:
    """Another page first; a script is told as if nobody were signed in."""
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(address)
    return HttpResponse(status=401)
