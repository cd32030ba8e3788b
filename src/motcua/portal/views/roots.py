"""The published roots of the log: anybody can keep them and compare."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.queries import daily_roots
from motcua.organisation.web import PUBLIC, right

PER_PAGE = 31
MOST = 20 * 366


@right(PUBLIC)
@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """One root a day, newest first, and how to check them."""
    page = Paginator(daily_roots(MOST), PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "portal/roots.html", {"page": page})
