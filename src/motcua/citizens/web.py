"""Who is signed in at the citizen's door, and how a view asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from motcua.citizens.queries import Applicant, applicant_of

SIGN_IN: Final = "/dang-nhap-nguoi-dan/"
CITIZEN: Final = "citizen"
"""How such a view is named among rights."""

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def citizen_on(request: HttpRequest) -> Applicant | None:
    """The account of the citizen's door that is signed in; none for nobody and for officers.

    A reader without a session costs no statement.
    """
    if not hasattr(request, "_citizen"):
        user = request.user
        known = user.is_authenticated and user.is_citizen and user.pk is not None
        request._citizen = applicant_of(user.pk or 0) if known else None  # type: ignore[attr-defined]
    return cast("Applicant | None", request._citizen)  # type: ignore[attr-defined]


def signed_in_citizen(view: View) -> View:
    """Open a view to signed-in citizens alone, of whom `citizen_on` tells; others are sent to sign in."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if citizen_on(request) is None:
            # A script is only told: to leave the page loses what is typed.
            if request.headers.get("HX-Request") == "true":
                return HttpResponse(status=401)
            return HttpResponseRedirect(f"{SIGN_IN}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    checked.motcua_right = CITIZEN  # type: ignore[attr-defined]
    return cast(View, checked)
