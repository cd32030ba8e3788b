"""The officer's entrance: where the work begins after signing in, and what the scan field asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.organisation.web import right


@right("signed_in")
def home(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    return render(request, "desk/home.html")


@right("read_dossiers")
def lookup(request: HttpRequest) -> HttpResponse:
    """What was scanned or typed into the scan field."""
    return render(request, "desk/home.html", {"asked": request.GET.get("q", "")[:300]})
