"""The published roots of the log: anybody can keep them and compare."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.organisation.web import PUBLIC, right
from motcua.portal.public import dossiers

PER_PAGE = 31


@right(PUBLIC)
@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """One root a day, newest first, and how to check them."""
    page = Paginator(dossiers().daily_roots(), PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "portal/roots.html", {"page": page})
