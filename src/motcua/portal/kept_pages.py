"""How a page answers where static/motcua/filing.js keeps it on the screen until the network is back."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from motcua.citizens.queries import Applicant
from motcua.citizens.web import citizen_on

KEEPS: Final = "X-Keeps"
NEXT: Final = "X-Next"


def onward(request: HttpRequest, address: str) -> HttpResponse:
    """To the next page: a redirect, or for the script, which would load the page twice, its address."""
    if request.headers.get(KEEPS) == "1":
        return HttpResponse(status=204, headers={NEXT: address})
    return HttpResponseRedirect(address)


def applicant_on(request: HttpRequest) -> Applicant:
    """The account of a view behind `signed_in_citizen`."""
    found = citizen_on(request)
    assert found is not None, "the view asks for a signed-in citizen"
    return found
