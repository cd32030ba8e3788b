"""The scan field."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.organisation.web import right


@right("read_dossiers")
def scan(request: HttpRequest) -> HttpResponse:
    """What was scanned or typed into the scan field."""
    return render(request, "desk/home.html", {"asked": request.GET.get("q", "")[:300]})
