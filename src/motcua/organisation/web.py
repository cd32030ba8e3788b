"""How a view declares its right: `@right("public")`, `@right("signed_in")` or `@right("<action>")`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Final, Protocol, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from motcua.foundation.errors import Forbidden, gettext_noop
from motcua.organisation.rights import ACTIONS, Person, require
from motcua.organisation.second_factor import has_second_factor, must_have_one

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed_in"
PASSWORD: Final = "password"  # noqa: S105 - a name
SECOND_FACTOR: Final = "second_factor"
_STEPS: Final = {PASSWORD: "account_change_password", SECOND_FACTOR: "desk:second_factor"}

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class PersonRequest(Protocol):
    """A request behind `PersonMiddleware`."""

    person: Person


def person_on(request: HttpRequest) -> Person:
    """The person of the request; `NOBODY` where nobody is signed in."""
    return cast(PersonRequest, request).person


def right(name: str, *, while_waiting_for: Collection[str] = ()) -> Callable[[View], View]:
    """Declare and enforce the right that a view needs.

    `public` lets everybody in; `signed_in` every officer with an account; an action of `rights.ACTIONS` those
    whose posts allow it somewhere. The right towards one dossier is asked by the service, not here.

    Who signed in with a one-time password is sent to set another, and who must have a second factor and has
    none is sent to turn it on; a view opens before that where `while_waiting_for` has `PASSWORD` or
    `SECOND_FACTOR`.

    Raises: `Forbidden` where a signed-in person lacks the right, and for an account of a citizen; ValueError
    for a name that does not exist.
    """
    if name not in ACTIONS and name not in {PUBLIC, SIGNED_IN}:
        raise ValueError(name)

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if name != PUBLIC:
                if not request.user.is_authenticated:
                    return _ask_to_sign_in(request)
                if request.user.is_citizen:
                    raise _for_officers()
                first = first_step(request)
                if first and first not in while_waiting_for:
                    return _sent(request, reverse(_STEPS[first]))
                if name != SIGNED_IN:
                    require(person_on(request), name)
            return view(request, *args, **kwargs)

        checked.motcua_right = name  # type: ignore[attr-defined]
        return cast(View, checked)

    return declare


def _for_officers() -> Forbidden:
    return Forbidden(
        gettext_noop("Trang này dành cho cán bộ; tài khoản của bạn là tài khoản người dân."),
        gettext_noop("Về trang chủ, hoặc thoát ra rồi đăng nhập bằng tài khoản cán bộ."),
    )


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page, with the way back. A script is only told: to leave the page loses what is typed."""
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    return HttpResponse(status=401)


def first_step(request: HttpRequest) -> str:
    """What a signed-in person has to do before anything else: `PASSWORD`, `SECOND_FACTOR` or nothing."""
    if request.user.must_change_password:  # type: ignore[union-attr]
        return PASSWORD
    if settings.MOTCUA_SECOND_FACTOR_ROLES and must_have_one(person_on(request)):
        found = getattr(getattr(request, "session", None), "found", None)
        on = found.second_factor if found else has_second_factor(request.user.pk or 0)
        return "" if on else SECOND_FACTOR
    return ""


def _sent(request: HttpRequest, address: str) -> HttpResponseBase:
    """Another page first; a script is told as if nobody were signed in."""
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(address)
    return HttpResponse(status=401)
